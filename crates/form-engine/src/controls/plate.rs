//! 车牌号

use super::line::{Line, bare_capital, masked_settings};
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "plate",
    label: pair("车牌号", "Number plate"),
    help: pair("大陆车牌，含新能源车牌", "A mainland number plate, new energy plates among them"),
    group: Group::Text,
    icon: "car",
    schema: settings::schema::<PlateSettings>,
    prepare,
    example: example(r#"{ "id": "plate", "kind": "plate", "label": { "zh-CN": "车牌号", "en": "Number plate" } }"#),
};

masked_settings! {
    /// Settings of a number plate.
    PlateSettings
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: PlateSettings = settings::read(field, findings)?;
    let wanted = ("请填写车牌号，例如 沪A12345 或 沪AD12345", "enter a number plate, such as 沪A12345 or 沪AD12345");
    Some(Arc::new(Line { tidy: bare_capital, makes: vec![formula::numbers::is_plate], wanted, mask: settings.mask }))
}
