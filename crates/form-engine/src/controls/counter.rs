//! 计数器

use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext};
use definition::Field;
use rust_decimal::Decimal;
use std::sync::Arc;
use value::{Label, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "counter",
    label: pair("计数器", "Counter"),
    help: pair("整数，用加减按钮增减", "A whole number with buttons for more and fewer"),
    group: Group::Number,
    icon: "counter",
    schema: settings::schema::<CounterSettings>,
    prepare,
    example: example(
        r#"{ "id": "persons", "kind": "counter", "label": { "zh-CN": "人数", "en": "Persons" }, "min": 1, "max": 20, "unit": { "zh-CN": "人", "en": "persons" } }"#,
    ),
};

definition::settings! {
    /// Settings of a counter.
    pub struct CounterSettings {
        min: Option<i64> = None, ("最小值", "Smallest"), ("不能小于的数", "The smallest number");
        max: Option<i64> = None, ("最大值", "Largest"), ("不能大于的数", "The largest number");
        step: u32 = 1, ("步长", "Step"), ("每按一次增减多少；只接受步长的整数倍（从最小值算起）", "How much a button adds or takes; only whole steps from the smallest number are taken"), 1..=1_000_000;
        unit: Option<Label> = None, ("单位", "Unit"), ("显示在数字后面的计量单位", "What is counted, shown after the number");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: CounterSettings = settings::read(field, findings)?;
    check::ordered(settings.min.as_ref(), settings.max.as_ref(), ("min", "max"), findings);
    Some(Arc::new(settings))
}

impl Behaviour for CounterSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Number { scale: 0 }
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let shape = Shape::number(0, (self.min.map(Decimal::from), self.max.map(Decimal::from)), spelling);
        check::shape_steps(shape, self.min.unwrap_or(0).into(), self.step.into(), spelling)
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Number(number) = value else { return };
        check::number(*number, self.min.map(Decimal::from), self.max.map(Decimal::from), faults);
        check::step(*number, self.min.unwrap_or(0).into(), self.step.into(), faults);
    }
}
