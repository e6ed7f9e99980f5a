//! 日期

use super::check::{self, DateBound};
use super::settings;
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext};
use definition::Field;
use std::sync::Arc;
use value::{Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "date",
    label: pair("日期", "Date"),
    help: pair("一个日历日，不随时区变化", "A day of the calendar, the same in every zone"),
    group: Group::Time,
    icon: "calendar",
    schema: settings::schema::<DateSettings>,
    prepare,
    example: example(r#"{ "id": "from", "kind": "date", "label": { "zh-CN": "开始日期", "en": "From" }, "min": "today", "max": "today+365" }"#),
};

definition::settings! {
    /// Settings of a day.
    pub struct DateSettings {
        min: Option<DateBound> = None, ("最早", "Earliest"), ("最早的日期：2026-03-01、today、today-30", "The earliest day: 2026-03-01, today, today-30");
        max: Option<DateBound> = None, ("最晚", "Latest"), ("最晚的日期：2026-03-01、today、today+7", "The latest day: 2026-03-01, today, today+7");
    }
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

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        check::note_days(Shape::date(), (self.min, self.max), spelling)
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Date(day) = value
            && context.stored != value
        {
            check::day(*day, (self.min, self.max), context, faults);
        }
    }
}
