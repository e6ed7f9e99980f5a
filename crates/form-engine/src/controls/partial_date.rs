//! 不完整日期

use super::check::{self, DateBound};
use super::{line, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext, code};
use definition::Field;
use std::sync::Arc;
use value::{Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "partial_date",
    label: pair("不完整日期", "Partial date"),
    help: pair("可以只知道年，或年和月：2026、2026-03、2026-03-01", "Only the year may be known, or year and month: 2026, 2026-03, 2026-03-01"),
    group: Group::Time,
    icon: "calendar",
    schema: settings::schema::<PartialDateSettings>,
    prepare,
    example: example(r#"{ "id": "bought", "kind": "partial_date", "label": { "zh-CN": "购买时间", "en": "Bought" }, "max": "today" }"#),
};

definition::settings! {
    /// Settings of a date of which only a part may be known.
    pub struct PartialDateSettings {
        least: DatePart = DatePart::Year, ("至少填到", "At least"), ("至少要知道什么", "What must be known");
        min: Option<DateBound> = None, ("最早", "Earliest"), ("最早的日期：2026-03-01、today、today-30", "The earliest day: 2026-03-01, today, today-30");
        max: Option<DateBound> = None, ("最晚", "Latest"), ("最晚的日期：2026-03-01、today、today+7", "The latest day: 2026-03-01, today, today+7");
    }
}

definition::choices! {
    /// A part of a date.
    pub enum DatePart {
        Year = "year", ("年", "The year");
        Month = "month", ("年和月", "Year and month");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: PartialDateSettings = settings::read(field, findings)?;
    super::date::bounds(settings.min, settings.max, findings);
    Some(Arc::new(settings))
}

/// The date with leading zeros; none when no day begins so.
fn spelled(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().split('-').collect();
    let whole = match parts.as_slice() {
        [year] => format!("{year}-01-01"),
        [year, month] => format!("{year}-{month}-01"),
        [year, month, day] => format!("{year}-{month}-{day}"),
        _ => return None,
    };
    let day = value::read_date(&whole)?.to_string();
    let known = match parts.len() {
        1 => 4,
        2 => 7,
        _ => 10,
    };
    // Years of other lengths than four digits are slips.
    (parts.first()?.len() == 4).then(|| day.get(..known).map(str::to_owned)).flatten()
}

impl Behaviour for PartialDateSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let (month, day) = ("-(0[1-9]|1[0-2])", "(-(0[1-9]|[12][0-9]|3[01]))?");
        let pattern = match self.least {
            DatePart::Year => format!("^[0-9]{{4}}({month}{day})?$"),
            DatePart::Month => format!("^[0-9]{{4}}{month}{day}$"),
        };
        check::note_days(Shape::matching(&pattern, spelling), (self.min, self.max), spelling)
    }

    fn normalise(&self, value: Value) -> Value {
        match value {
            Value::Text(text) => spelled(&text).map_or_else(|| line::text_or_blank(&text), Value::Text),
            other => other,
        }
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Text(text) = value else { return };
        if spelled(text).as_ref() != Some(text) {
            return check::fault(
                faults,
                code::PATTERN,
                "请填写 2026、2026-03 或 2026-03-01 这样的日期",
                "enter a date such as 2026, 2026-03 or 2026-03-01",
            );
        }
        if self.least == DatePart::Month && text.len() < 7 {
            check::fault(faults, code::PATTERN, "请至少填到月份", "enter at least the month");
        }
        if context.stored == value {
            return;
        }
        let today = context.zone.day(context.now);
        // What is known is compared, no more: 2026 is not before 2026-03-01.
        let known = |bound: DateBound| bound.day(today).to_string().get(..text.len()).map(str::to_owned);
        if let Some(min) = self.min.and_then(known).filter(|min| text < min) {
            check::fault(faults, code::TOO_SMALL, format!("不能早于 {min}"), format!("must not be before {min}"));
        }
        if let Some(max) = self.max.and_then(known).filter(|max| text > max) {
            check::fault(faults, code::TOO_LARGE, format!("不能晚于 {max}"), format!("must not be after {max}"));
        }
    }
}
