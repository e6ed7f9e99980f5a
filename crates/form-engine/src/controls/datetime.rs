//! 日期时间

use super::check::{self, DateBound};
use super::{date, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext};
use chrono::Timelike;
use definition::Field;
use std::sync::Arc;
use value::{Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "datetime",
    label: pair("日期时间", "Date and time"),
    help: pair("一个时刻，按应用的时区显示", "A moment, shown in the app's zone"),
    group: Group::Time,
    icon: "clock",
    schema: settings::schema::<DatetimeSettings>,
    prepare,
    example: example(r#"{ "id": "happened_at", "kind": "datetime", "label": { "zh-CN": "发生时间", "en": "Happened at" }, "max": "today" }"#),
};

definition::settings! {
    /// Settings of a moment.
    pub struct DatetimeSettings {
        min: Option<DateBound> = None, ("最早", "Earliest"), ("应用时区里最早的日期：2026-03-01、today、today-30", "The earliest day in the app's zone: 2026-03-01, today, today-30");
        max: Option<DateBound> = None, ("最晚", "Latest"), ("应用时区里最晚的日期：2026-03-01、today、today+7", "The latest day in the app's zone: 2026-03-01, today, today+7");
        seconds: bool = false, ("精确到秒", "Seconds"), ("输入并保存秒", "Whether seconds are entered and kept");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: DatetimeSettings = settings::read(field, findings)?;
    date::bounds(settings.min, settings.max, findings);
    Some(Arc::new(settings))
}

impl Behaviour for DatetimeSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Instant
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let shape = Shape::of_type(&ValueType::Instant, &crate::Options::default(), spelling);
        check::note_days(shape, (self.min, self.max), spelling)
    }

    fn normalise(&self, value: Value) -> Value {
        match value {
            Value::Instant(moment) => {
                let whole = moment.with_nanosecond(0).unwrap_or(moment);
                Value::Instant(if self.seconds { whole } else { whole.with_second(0).unwrap_or(whole) })
            }
            other => other,
        }
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Instant(moment) = value
            && context.stored != value
        {
            check::day(context.zone.day(*moment), (self.min, self.max), context, faults);
        }
    }
}
