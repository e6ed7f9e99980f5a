//! 数值

use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext};
use definition::Field;
use rust_decimal::Decimal;
use std::sync::Arc;
use value::{JsonFault, Label, Rounding, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "number",
    label: pair("数值", "Number"),
    help: pair("精确的十进制数：数量、重量、时长", "An exact decimal: quantities, weights, hours"),
    group: Group::Number,
    icon: "number",
    schema: settings::schema::<NumberSettings>,
    prepare,
    example: example(
        r#"{ "id": "qty", "kind": "number", "label": { "zh-CN": "数量", "en": "Quantity" }, "scale": 0, "min": 1, "unit": { "zh-CN": "件", "en": "pcs" } }"#,
    ),
};

definition::settings! {
    /// Settings of a number.
    pub struct NumberSettings {
        scale: u32 = 2, ("小数位数", "Decimals"), ("小数点后几位，0 到 9", "Digits after the point, 0 to 9");
        min: Option<Decimal> = None, ("最小值", "Smallest"), ("不能小于的数", "The smallest number");
        max: Option<Decimal> = None, ("最大值", "Largest"), ("不能大于的数", "The largest number");
        unit: Option<Label> = None, ("单位", "Unit"), ("显示在数字后面的计量单位", "What is counted or measured, shown after the number");
        rounding: Rounding = Rounding::HalfUp, ("舍入", "Rounding"), ("多余小数的舍入方法", "How it is rounded at the scale");
        grouped: bool = false, ("千分位", "Group thousands"), ("显示时每三位加逗号", "Whether thousands are grouped when it is shown");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: NumberSettings = settings::read(field, findings)?;
    check::scale_in_range(settings.scale, findings);
    check::ordered(settings.min.as_ref(), settings.max.as_ref(), ("min", "max"), findings);
    Some(Arc::new(settings))
}

impl Behaviour for NumberSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Number { scale: self.scale }
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        Shape::number(self.scale, (self.min, self.max), spelling)
    }

    fn read(&self, json: &serde_json::Value) -> Result<Value, JsonFault> {
        check::read_number(json, self.scale, self.rounding)
    }

    fn normalise(&self, value: Value) -> Value {
        match value {
            Value::Number(number) => Value::Number(value::round_to_scale(number, self.scale, self.rounding)),
            other => other,
        }
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Number(number) = value {
            check::number(*number, self.min, self.max, faults);
        }
    }
}
