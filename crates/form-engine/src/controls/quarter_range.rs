//! 季度区间

use super::check::DateBound;
use super::settings;
use super::unit::{self, Unit, UnitRange};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "quarter_range",
    label: pair("季度区间", "Range of quarters"),
    help: pair(
        "从哪季度到哪季度，两端各存为首日；公式里写 {plan.from} 和 {plan.to}",
        "From a quarter to a quarter, both kept as their first days; formulas write {plan.from} and {plan.to}",
    ),
    group: Group::Time,
    icon: "calendar",
    schema: settings::schema::<QuarterRangeSettings>,
    prepare,
    example: example(r#"{ "id": "plan", "kind": "quarter_range", "label": { "zh-CN": "计划期", "en": "Plan" }, "max_quarters": 8 }"#),
};

definition::settings! {
    /// Settings of a range of quarters.
    pub struct QuarterRangeSettings {
        min: Option<DateBound> = None, ("最早", "Earliest"), ("最早的那一期里的任一天：2026-03-01、today、today-30", "Any day of the earliest one: 2026-03-01, today, today-30");
        max: Option<DateBound> = None, ("最晚", "Latest"), ("最晚的那一期里的任一天：2026-03-01、today、today+7", "Any day of the latest one: 2026-03-01, today, today+7");
        max_quarters: Option<u32> = None, ("最多季度数", "Most quarters"), ("首尾都算在内最多几个", "At most so many, both ends counted"), 1..=1200;
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: QuarterRangeSettings = settings::read(field, findings)?;
    unit::ordered(settings.min, settings.max, findings);
    Some(Arc::new(UnitRange { unit: Unit::Quarter, min: settings.min, max: settings.max, most: settings.max_quarters }))
}
