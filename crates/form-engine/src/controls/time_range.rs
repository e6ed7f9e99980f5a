//! 时间区间

use super::clock::{self, ClockTime};
use super::{check, period, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Part, ValueContext};
use definition::Field;
use serde_json::Value as Json;
use std::sync::Arc;
use value::{JsonFault, Locale, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "time_range",
    label: pair("时间区间", "Range of times"),
    help: pair(
        "从几点到几点，公式里写 {shift.from} 和 {shift.to}",
        "From a time of day to a time of day; formulas write {shift.from} and {shift.to}",
    ),
    group: Group::Time,
    icon: "clock",
    schema: settings::schema::<TimeRangeSettings>,
    prepare,
    example: example(r#"{ "id": "shift", "kind": "time_range", "label": { "zh-CN": "班次", "en": "Shift" }, "overnight": true }"#),
};

definition::settings! {
    /// Settings of a range of times.
    pub struct TimeRangeSettings {
        min: Option<ClockTime> = None, ("最早", "Earliest"), ("两端最早的时间：08:00", "The earliest time of both ends: 08:00");
        max: Option<ClockTime> = None, ("最晚", "Latest"), ("两端最晚的时间：20:00", "The latest time of both ends: 20:00");
        overnight: bool = false, ("可以过夜", "Over night"), ("结束早于开始就是第二天，例如夜班 22:00 到 06:00", "An end before the start is on the next day, such as a shift from 22:00 to 06:00");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: TimeRangeSettings = settings::read(field, findings)?;
    check::ordered(settings.min.as_ref(), settings.max.as_ref(), ("min", "max"), findings);
    Some(Arc::new(settings))
}

impl Behaviour for TimeRangeSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let shape = period::shape(Shape::time(spelling), false, !self.overnight, spelling);
        clock::note_times(shape, (self.min, self.max), spelling)
    }

    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        period::read_loose(json, &ValueType::Time)
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let (from, to) = period::loose_ends(value, &ValueType::Time);
        for end in [&from, &to] {
            if let Value::Time(time) = end {
                clock::check(*time, self.min, self.max, faults);
            }
        }
        let over = self.overnight && !from.is_blank() && !to.is_blank();
        if !over {
            period::check_ends(&from, &to, false, faults);
        }
    }

    fn parts(&self) -> Vec<Part> {
        period::parts(&ValueType::Time)
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        let words = period::write(value, &ValueType::Time, context)?;
        let next_day = matches!(period::ends(value, &ValueType::Time), Some((Value::Time(from), Value::Time(to))) if to < from);
        Some(match context.locale {
            Locale::ZhCn if next_day => format!("{words}（次日）"),
            Locale::En if next_day => format!("{words} (next day)"),
            _ => words,
        })
    }
}
