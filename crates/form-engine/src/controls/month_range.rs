//! 年月区间

use super::check::DateBound;
use super::settings;
use super::unit::{self, Unit, UnitRange};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "month_range",
    label: pair("年月区间", "Range of months"),
    help: pair(
        "从哪月到哪月，两端各存为当月第一天；公式里写 {term.from} 和 {term.to}",
        "From a month to a month, both kept as their first days; formulas write {term.from} and {term.to}",
    ),
    group: Group::Time,
    icon: "calendar",
    schema: settings::schema::<MonthRangeSettings>,
    prepare,
    example: example(r#"{ "id": "term", "kind": "month_range", "label": { "zh-CN": "服务期", "en": "Term" }, "max_months": 36 }"#),
};

definition::settings! {
    /// Settings of a range of months.
    pub struct MonthRangeSettings {
        min: Option<DateBound> = None, ("最早", "Earliest"), ("最早的那一期里的任一天：2026-03-01、today、today-30", "Any day of the earliest one: 2026-03-01, today, today-30");
        max: Option<DateBound> = None, ("最晚", "Latest"), ("最晚的那一期里的任一天：2026-03-01、today、today+7", "Any day of the latest one: 2026-03-01, today, today+7");
        max_months: Option<u32> = None, ("最多月数", "Most months"), ("首尾都算在内最多几个", "At most so many, both ends counted"), 1..=1200;
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MonthRangeSettings = settings::read(field, findings)?;
    unit::ordered(settings.min, settings.max, findings);
    Some(Arc::new(UnitRange { unit: Unit::Month, min: settings.min, max: settings.max, most: settings.max_months }))
}
