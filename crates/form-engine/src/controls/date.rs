//! 日期

use super::check::{self, DateBound};
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext};
use definition::Field;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::{Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "date",
    label: pair("日期", "Date"),
    help: pair("一个日历日，不随时区变化", "A day of the calendar, the same in every zone"),
    group: Group::Basic,
    icon: "calendar",
    schema: settings::schema::<DateSettings>,
    prepare,
    example: example(r#"{ "id": "from", "kind": "date", "label": { "zh-CN": "开始日期", "en": "From" }, "min": "today", "max": "today+365" }"#),
};

/// Settings of a day.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DateSettings {
    /// The earliest day: `2026-03-01`, `today`, `today-30`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<DateBound>,
    /// The latest day: `2026-03-01`, `today`, `today+7`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<DateBound>,
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: DateSettings = settings::read(field, findings)?;
    bounds(settings.min, settings.max, findings);
    Some(Arc::new(settings))
}

pub(super) fn bounds(min: Option<DateBound>, max: Option<DateBound>, findings: &mut Findings) {
    match (min, max) {
        (Some(DateBound::Day(low)), Some(DateBound::Day(high))) => check::ordered(Some(&low), Some(&high), ("min", "max"), findings),
        (Some(DateBound::FromToday(low)), Some(DateBound::FromToday(high))) => check::ordered(Some(&low), Some(&high), ("min", "max"), findings),
        _ => {}
    }
}

impl Behaviour for DateSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Date
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Date(day) = value
            && context.stored != value
        {
            check::day(*day, (self.min, self.max), context, faults);
        }
    }
}
