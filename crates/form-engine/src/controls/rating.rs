//! 评分

use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext, code};
use definition::Field;
use rust_decimal::Decimal;
use std::sync::Arc;
use value::{Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "rating",
    label: pair("评分", "Rating"),
    help: pair("点几颗星", "A number of stars"),
    group: Group::Choice,
    icon: "star",
    schema: settings::schema::<RatingSettings>,
    prepare,
    example: example(r#"{ "id": "score", "kind": "rating", "label": { "zh-CN": "满意度", "en": "Satisfaction" }, "max": 5 }"#),
};

definition::settings! {
    /// Settings of a rating.
    pub struct RatingSettings {
        max: u32 = 5, ("星数", "Stars"), ("最多几颗星，2 到 10", "The number of stars, 2 to 10"), 2..=10;
        half: bool = false, ("半星", "Half stars"), ("可以给半颗星", "Whether half a star can be given");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: RatingSettings = settings::read(field, findings)?;
    Some(Arc::new(settings))
}

impl Behaviour for RatingSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Number { scale: u32::from(self.half) }
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Number(stars) = value else { return };
        check::number(*stars, Some(Decimal::new(5, 1)), Some(Decimal::from(self.max)), faults);
        if !(*stars * Decimal::TWO).is_integer() {
            check::fault(faults, code::WRONG_STEP, "只能给整星或半星", "only whole or half stars");
        }
    }
}
