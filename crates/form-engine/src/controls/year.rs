//! 年份

use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext};
use definition::Field;
use rust_decimal::Decimal;
use std::sync::Arc;
use value::{ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "year",
    label: pair("年份", "Year"),
    help: pair("一个年份，公式里是数字", "A year; a number for formulas"),
    group: Group::Time,
    icon: "calendar",
    schema: settings::schema::<YearSettings>,
    prepare,
    example: example(r#"{ "id": "built", "kind": "year", "label": { "zh-CN": "出厂年份", "en": "Year of make" }, "min": 1990 }"#),
};

definition::settings! {
    /// Settings of a year.
    pub struct YearSettings {
        min: u32 = 1900, ("最早", "Earliest"), ("最早的年份", "The earliest year"), 1..=9999;
        max: u32 = 2199, ("最晚", "Latest"), ("最晚的年份", "The latest year"), 1..=9999;
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: YearSettings = settings::read(field, findings)?;
    check::ordered(Some(&settings.min), Some(&settings.max), ("min", "max"), findings);
    Some(Arc::new(settings))
}

impl Behaviour for YearSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Number { scale: 0 }
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        Shape::number(0, (Some(self.min.into()), Some(self.max.into())), spelling)
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Number(year) = value {
            check::number(*year, Some(Decimal::from(self.min)), Some(Decimal::from(self.max)), faults);
        }
    }

    /// Never with a comma.
    fn write(&self, value: &Value, _: &ShowContext<'_>) -> Option<String> {
        let Value::Number(year) = value else { return None };
        Some(value::write_decimal(*year, 0))
    }
}
