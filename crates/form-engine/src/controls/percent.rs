//! 百分比

use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext};
use definition::Field;
use rust_decimal::Decimal;
use std::sync::Arc;
use value::{JsonFault, Rounding, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "percent",
    label: pair("百分比", "Percentage"),
    help: pair("按百分数填写和显示，按小数计算：12.5% 就是 0.125", "Entered and shown per hundred, calculated as a fraction: 12.5 % is 0.125"),
    group: Group::Number,
    icon: "percentage",
    schema: settings::schema::<PercentSettings>,
    prepare,
    example: example(r#"{ "id": "rate", "kind": "percent", "label": { "zh-CN": "不良率", "en": "Defect rate" }, "scale": 1, "min": 0, "max": 1 }"#),
};

definition::settings! {
    /// Settings of a percentage.
    pub struct PercentSettings {
        scale: u32 = 2, ("小数位数", "Decimals"), ("百分数小数点后几位，0 到 7", "Digits after the point of what is shown per hundred, 0 to 7"), 0..=7;
        min: Option<Decimal> = None, ("最小值", "Smallest"), ("不能小于的值，按小数写：0.05 是 5%", "The smallest value as a fraction: 0.05 is 5 %");
        max: Option<Decimal> = None, ("最大值", "Largest"), ("不能大于的值，按小数写：1 是 100%", "The largest value as a fraction: 1 is 100 %");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: PercentSettings = settings::read(field, findings)?;
    check::ordered(settings.min.as_ref(), settings.max.as_ref(), ("min", "max"), findings);
    Some(Arc::new(settings))
}

impl PercentSettings {
    /// Digits of the fraction: two more than are shown per hundred.
    fn digits(&self) -> u32 {
        self.scale + 2
    }
}

impl Behaviour for PercentSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Number { scale: self.digits() }
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let shape = Shape::number(self.digits(), (self.min, self.max), spelling);
        shape.note("按小数写：12.5% 是 0.125", "a fraction: 12.5 % is 0.125")
    }

    fn read(&self, json: &serde_json::Value) -> Result<Value, JsonFault> {
        check::read_number(json, self.digits(), Rounding::HalfUp)
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Number(number) = value {
            check::number(*number, self.min, self.max, faults);
        }
    }

    fn write(&self, value: &Value, _: &ShowContext<'_>) -> Option<String> {
        let Value::Number(number) = value else { return None };
        Some(format!("{}%", value::write_decimal(number.checked_mul(Decimal::ONE_HUNDRED)?, self.scale)))
    }
}
