//! 时间

use super::clock::{self, ClockTime};
use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext, code};
use chrono::Timelike;
use definition::Field;
use std::sync::Arc;
use value::{ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "time",
    label: pair("时间", "Time"),
    help: pair("一天中的时间，不随时区变化", "A time of day, the same in every zone"),
    group: Group::Time,
    icon: "clock",
    schema: settings::schema::<TimeSettings>,
    prepare,
    example: example(
        r#"{ "id": "visit_at", "kind": "time", "label": { "zh-CN": "上门时间", "en": "Time of the visit" }, "min": "08:00", "max": "20:00", "step": 30 }"#,
    ),
};

definition::settings! {
    /// Settings of a time of day.
    pub struct TimeSettings {
        min: Option<ClockTime> = None, ("最早", "Earliest"), ("最早的时间：08:00", "The earliest time: 08:00");
        max: Option<ClockTime> = None, ("最晚", "Latest"), ("最晚的时间：20:00", "The latest time: 20:00");
        step: u32 = 1, ("间隔分钟", "Minutes"), ("只能选这样间隔的时间：15 就是每一刻钟，从零点算起", "Only times in steps of so many minutes from midnight: 15 is every quarter of an hour"), 1..=720;
        seconds: bool = false, ("精确到秒", "Seconds"), ("输入并保存秒", "Whether seconds are entered and kept");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: TimeSettings = settings::read(field, findings)?;
    check::ordered(settings.min.as_ref(), settings.max.as_ref(), ("min", "max"), findings);
    if settings.seconds && settings.step > 1 {
        findings.error("MC0105", "/step", told!("精确到秒时没有间隔分钟", "with seconds there are no steps of minutes"));
    }
    Some(Arc::new(settings))
}

impl Behaviour for TimeSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Time
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let shape = clock::note_times(Shape::time(spelling), (self.min, self.max), spelling);
        if self.step > 1 {
            return shape.note_sent(spelling, format!("每隔 {} 分钟", self.step), format!("in steps of {} minutes", self.step));
        }
        shape
    }

    fn normalise(&self, value: Value) -> Value {
        clock::whole(value, self.seconds)
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Time(time) = value else { return };
        clock::check(*time, self.min, self.max, faults);
        if !(time.hour() * 60 + time.minute()).is_multiple_of(self.step) {
            let step = self.step;
            check::fault(faults, code::WRONG_STEP, format!("只能选每隔 {step} 分钟的时间"), format!("only times in steps of {step} minutes"));
        }
    }

    fn write(&self, value: &Value, _: &ShowContext<'_>) -> Option<String> {
        let Value::Time(time) = value else { return None };
        Some(clock::write(time, self.seconds))
    }
}
