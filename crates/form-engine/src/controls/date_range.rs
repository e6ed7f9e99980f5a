//! 日期区间

use super::check::{self, DateBound};
use super::{period, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Part, ValueContext};
use definition::Field;
use serde_json::Value as Json;
use std::sync::Arc;
use value::{JsonFault, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "date_range",
    label: pair("日期区间", "Range of days"),
    help: pair("从哪天到哪天，公式里写 {period.from} 和 {period.to}", "From a day to a day; formulas write {period.from} and {period.to}"),
    group: Group::Time,
    icon: "calendar",
    schema: settings::schema::<DateRangeSettings>,
    prepare,
    example: example(r#"{ "id": "period", "kind": "date_range", "label": { "zh-CN": "起止日期", "en": "Period" }, "max_days": 31 }"#),
};

definition::settings! {
    /// Settings of a range of days.
    pub struct DateRangeSettings {
        min: Option<DateBound> = None, ("最早", "Earliest"), ("最早的日期：2026-03-01、today、today-30", "The earliest day: 2026-03-01, today, today-30");
        max: Option<DateBound> = None, ("最晚", "Latest"), ("最晚的日期：2026-03-01、today、today+7", "The latest day: 2026-03-01, today, today+7");
        max_days: Option<u32> = None, ("最多天数", "Most days"), ("首尾都算在内最多几天", "At most so many days, both ends counted"), 1..=36_500;
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: DateRangeSettings = settings::read(field, findings)?;
    super::date::bounds(settings.min, settings.max, findings);
    Some(Arc::new(settings))
}

impl Behaviour for DateRangeSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let shape = check::note_days(period::shape(Shape::date(), false, true, spelling), (self.min, self.max), spelling);
        match self.max_days {
            Some(most) => shape.note_sent(spelling, format!("最多 {most} 天"), format!("at most {most} days")),
            None => shape,
        }
    }

    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        period::read(json, &ValueType::Date)
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Some((from, to)) = period::ends(value, &ValueType::Date) else { return };
        if context.stored == value {
            return;
        }
        let (Value::Date(from), Value::Date(to)) = (from, to) else { return };
        check::day(from, (self.min, None), context, faults);
        check::day(to, (None, self.max), context, faults);
        let days = (to - from).num_days() + 1;
        if let Some(most) = self.max_days.filter(|most| days > i64::from(*most)) {
            check::fault(faults, crate::code::TOO_LARGE, format!("最多 {most} 天，现在 {days} 天"), format!("at most {most} days, not {days}"));
        }
    }

    fn parts(&self) -> Vec<Part> {
        period::parts(&ValueType::Date)
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        period::write(value, &ValueType::Date, context)
    }
}
