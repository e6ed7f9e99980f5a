//! 数值范围

use super::{check, period, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Part, ValueContext};
use definition::Field;
use rust_decimal::Decimal;
use serde_json::Value as Json;
use std::sync::Arc;
use value::{JsonFault, Label, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "number_range",
    label: pair("数值范围", "Range of numbers"),
    help: pair("从多少到多少，公式里写 {size.from} 和 {size.to}", "From a number to a number; formulas write {size.from} and {size.to}"),
    group: Group::Number,
    icon: "range",
    schema: settings::schema::<NumberRangeSettings>,
    prepare,
    example: example(
        r#"{ "id": "size", "kind": "number_range", "label": { "zh-CN": "公差", "en": "Tolerance" }, "scale": 2, "unit": { "zh-CN": "毫米", "en": "mm" } }"#,
    ),
};

definition::settings! {
    /// Settings of a range of numbers.
    pub struct NumberRangeSettings {
        scale: u32 = 2, ("小数位数", "Decimals"), ("小数点后几位，0 到 9", "Digits after the point, 0 to 9");
        min: Option<Decimal> = None, ("最小值", "Smallest"), ("两端都不能小于的数", "The smallest number of both ends");
        max: Option<Decimal> = None, ("最大值", "Largest"), ("两端都不能大于的数", "The largest number of both ends");
        unit: Option<Label> = None, ("单位", "Unit"), ("显示在数字后面的计量单位", "What is measured, shown after the number");
        open: bool = false, ("可以只填一端", "One end is enough"), ("只填一端表示「不小于」或「不大于」", "With one end left out it means at least, or at most");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: NumberRangeSettings = settings::read(field, findings)?;
    check::scale_in_range(settings.scale, findings);
    check::ordered(settings.min.as_ref(), settings.max.as_ref(), ("min", "max"), findings);
    Some(Arc::new(settings))
}

impl NumberRangeSettings {
    fn end(&self) -> ValueType {
        ValueType::Number { scale: self.scale }
    }
}

impl Behaviour for NumberRangeSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let end = Shape::number(self.scale, (self.min, self.max), spelling);
        period::shape(end, self.open, true, spelling)
    }

    /// Half of it may be there while people type; the check asks for the other.
    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        period::read_loose(json, &self.end())
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let (from, to) = period::loose_ends(value, &self.end());
        for end in [&from, &to] {
            if let Value::Number(number) = end {
                check::number(*number, self.min, self.max, faults);
            }
        }
        period::check_ends(&from, &to, self.open, faults);
    }

    fn parts(&self) -> Vec<Part> {
        period::parts(&self.end())
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        period::write_with_unit(value, &self.end(), &self.unit.clone().unwrap_or_default(), context)
    }
}
