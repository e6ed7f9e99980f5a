//! 日期时间区间

use super::check::{self, DateBound};
use super::{period, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Part, ValueContext, code};
use chrono::Timelike;
use definition::Field;
use serde_json::Value as Json;
use std::sync::Arc;
use value::{JsonFault, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "datetime_range",
    label: pair("日期时间区间", "Range of moments"),
    help: pair("从何时到何时，公式里写 {stop.from} 和 {stop.to}", "From a moment to a moment; formulas write {stop.from} and {stop.to}"),
    group: Group::Time,
    icon: "clock",
    schema: settings::schema::<DatetimeRangeSettings>,
    prepare,
    example: example(
        r#"{ "id": "stop", "kind": "datetime_range", "label": { "zh-CN": "停机时间", "en": "Standstill" }, "max": "today", "max_hours": 72 }"#,
    ),
};

definition::settings! {
    /// Settings of a range of moments.
    pub struct DatetimeRangeSettings {
        min: Option<DateBound> = None, ("最早", "Earliest"), ("应用时区里最早的日期：2026-03-01、today、today-30", "The earliest day in the app's zone: 2026-03-01, today, today-30");
        max: Option<DateBound> = None, ("最晚", "Latest"), ("应用时区里最晚的日期：2026-03-01、today、today+7", "The latest day in the app's zone: 2026-03-01, today, today+7");
        max_hours: Option<u32> = None, ("最长小时数", "Most hours"), ("从头到尾最多几小时", "At most so many hours from end to end"), 1..=876_000;
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: DatetimeRangeSettings = settings::read(field, findings)?;
    super::date::bounds(settings.min, settings.max, findings);
    Some(Arc::new(settings))
}

/// A moment without seconds.
fn whole(value: Value) -> Value {
    match value {
        Value::Instant(moment) => Value::Instant(moment.with_nanosecond(0).and_then(|moment| moment.with_second(0)).unwrap_or(moment)),
        other => other,
    }
}

impl Behaviour for DatetimeRangeSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let end = Shape::of_type(&ValueType::Instant, &crate::Options::default(), spelling);
        let shape = check::note_days(period::shape(end, false, true, spelling), (self.min, self.max), spelling);
        match self.max_hours {
            Some(most) => shape.note_sent(spelling, format!("最长 {most} 小时"), format!("at most {most} hours")),
            None => shape,
        }
    }

    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        period::read_as(json, &ValueType::Instant, &whole)
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Some((Value::Instant(from), Value::Instant(to))) = period::ends(value, &ValueType::Instant) else { return };
        if context.stored == value {
            return;
        }
        check::day(context.zone.day(from), (self.min, None), context, faults);
        check::day(context.zone.day(to), (None, self.max), context, faults);
        if let Some(most) = self.max_hours.filter(|most| (to - from).num_minutes() > i64::from(*most) * 60) {
            check::fault(faults, code::TOO_LARGE, format!("最长 {most} 小时"), format!("at most {most} hours"));
        }
    }

    fn parts(&self) -> Vec<Part> {
        period::parts(&ValueType::Instant)
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        period::write(value, &ValueType::Instant, context)
    }
}
