//! 季度

use super::check::DateBound;
use super::settings;
use super::unit::{self, OneUnit, Unit, unit_settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "quarter",
    label: pair("季度", "Quarter"),
    help: pair("某年某季度，存为首日", "A quarter of a year, kept as its first day"),
    group: Group::Time,
    icon: "calendar",
    schema: settings::schema::<QuarterSettings>,
    prepare,
    example: example(r#"{ "id": "quarter", "kind": "quarter", "label": { "zh-CN": "所属季度", "en": "Quarter" } }"#),
};

unit_settings! {
    /// Settings of a quarter.
    QuarterSettings
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: QuarterSettings = settings::read(field, findings)?;
    unit::ordered(settings.min, settings.max, findings);
    Some(Arc::new(OneUnit { unit: Unit::Quarter, min: settings.min, max: settings.max }))
}
