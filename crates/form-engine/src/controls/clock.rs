//! What times of day share: bounds, steps, seconds.

use super::check;
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::{FieldFault, code};
use chrono::{NaiveTime, Timelike};
use definition::settings::{Misread, Setting};
use serde_json::{Value as Json, json};
use value::Value;

/// A time of day in a setting: `09:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClockTime(pub NaiveTime);

impl Setting for ClockTime {
    fn read(json: &Json) -> Result<Self, Misread> {
        let found = json.as_str().and_then(value::read_time).map(ClockTime);
        found.ok_or_else(|| Misread::of("09:00 这样的时间", "a time such as 09:00"))
    }

    fn schema(_: &mut schemars::SchemaGenerator) -> Json {
        json!({ "type": "string", "pattern": "^[0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2})?$" })
    }

    fn write(&self) -> Json {
        json!(value::write_minutes(&self.0))
    }
}

/// Without seconds, unless they are wanted.
pub(super) fn whole(value: Value, seconds: bool) -> Value {
    match value {
        Value::Time(time) => {
            let whole = time.with_nanosecond(0).unwrap_or(time);
            Value::Time(if seconds { whole } else { whole.with_second(0).unwrap_or(whole) })
        }
        other => other,
    }
}

/// Checks a time against its bounds.
pub(super) fn check(time: NaiveTime, min: Option<ClockTime>, max: Option<ClockTime>, faults: &mut Vec<FieldFault>) {
    if let Some(min) = min.map(|min| min.0).filter(|min| time < *min) {
        let min = value::write_minutes(&min);
        check::fault(faults, code::TOO_SMALL, format!("不能早于 {min}"), format!("must not be before {min}"));
    }
    if let Some(max) = max.map(|max| max.0).filter(|max| time > *max) {
        let max = value::write_minutes(&max);
        check::fault(faults, code::TOO_LARGE, format!("不能晚于 {max}"), format!("must not be after {max}"));
    }
}

/// The time in words.
pub(super) fn write(time: &NaiveTime, seconds: bool) -> String {
    let minutes = value::write_minutes(time);
    if seconds { format!("{minutes}:{:02}", time.second()) } else { minutes }
}

#[cfg(not(target_family = "wasm"))]
/// Says between which times a value must lie: no keyword compares texts.
pub(super) fn note_times(shape: Shape, bounds: (Option<ClockTime>, Option<ClockTime>), spelling: Spelling) -> Shape {
    let words = |bound: Option<ClockTime>| bound.map(|bound| value::write_minutes(&bound.0));
    if spelling.is_sent() { shape.note_limits(words(bounds.0), words(bounds.1)) } else { shape }
}
