//! 车牌号

use super::line::{Line, Make, bare_capital, masked_settings};
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

/// A province, a city, and five signs, or six for new energy.
const LOOKS: &str = concat!(
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-Z]",
    "(?:[0-9A-HJ-NP-Z]{4}[0-9A-HJ-NP-Z挂学警港澳]|[A-HJK][0-9A-HJ-NP-Z]{5}|[0-9]{5}[A-HJK])"
);

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: PlateSettings = settings::read(field, findings)?;
    let wanted = ("请填写车牌号，例如 沪A12345 或 沪AD12345", "enter a number plate, such as 沪A12345 or 沪AD12345");
    Some(Arc::new(Line { tidy: bare_capital, makes: vec![Make::plain(formula::numbers::is_plate, LOOKS)], wanted, mask: settings.mask }))
}
