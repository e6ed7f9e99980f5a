//! 评分

use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext, code};
use definition::Field;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
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

/// Settings of a rating.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RatingSettings {
    /// The number of stars, 2 to 10.
    #[schemars(range(min = 2, max = 10))]
    pub max: u32,
    /// Whether half a star can be given.
    pub half: bool,
}

impl Default for RatingSettings {
    fn default() -> Self {
        Self { max: 5, half: false }
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: RatingSettings = settings::read(field, findings)?;
    if !(2..=10).contains(&settings.max) {
        findings.error("MC0103", "/max", told!("星数只能是 2 到 10", "there are 2 to 10 stars"));
    }
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
