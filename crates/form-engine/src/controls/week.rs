//! 周

use super::check::DateBound;
use super::settings;
use super::unit::{self, OneUnit, Unit, unit_settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "week",
    label: pair("周", "Week"),
    help: pair("某年某周（周一到周日），存为周一", "A week of a year from Monday to Sunday, kept as its Monday"),
    group: Group::Time,
    icon: "calendar",
    schema: settings::schema::<WeekSettings>,
    prepare,
    example: example(r#"{ "id": "week", "kind": "week", "label": { "zh-CN": "所属周", "en": "Week" } }"#),
};

unit_settings! {
    /// Settings of a week.
    WeekSettings
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: WeekSettings = settings::read(field, findings)?;
    unit::ordered(settings.min, settings.max, findings);
    Some(Arc::new(OneUnit { unit: Unit::Week, min: settings.min, max: settings.max }))
}
