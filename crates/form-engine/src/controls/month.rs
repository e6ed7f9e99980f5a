//! 年月

use super::check::DateBound;
use super::settings;
use super::unit::{self, OneUnit, Unit, unit_settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "month",
    label: pair("年月", "Month"),
    help: pair("某年某月，存为当月第一天", "A month of a year, kept as its first day"),
    group: Group::Time,
    icon: "calendar",
    schema: settings::schema::<MonthSettings>,
    prepare,
    example: example(r#"{ "id": "month", "kind": "month", "label": { "zh-CN": "所属月份", "en": "Month" }, "max": "today" }"#),
};

unit_settings! {
    /// Settings of a month.
    MonthSettings
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MonthSettings = settings::read(field, findings)?;
    unit::ordered(settings.min, settings.max, findings);
    Some(Arc::new(OneUnit { unit: Unit::Month, min: settings.min, max: settings.max }))
}
