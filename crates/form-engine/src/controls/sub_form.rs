//! 嵌套对象

use super::settings;
use super::sub_table::SubTable;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "sub_form",
    label: pair("嵌套表单", "Nested form"),
    help: pair(
        "一组成套的字段，要么整组填写，要么没有：收货信息、车辆信息",
        "Fields that belong together and are there as a whole or not at all: a delivery, a vehicle",
    ),
    group: Group::Relation,
    icon: "object",
    schema: settings::schema::<SubFormSettings>,
    prepare,
    example: example(
        r#"{ "id": "delivery", "kind": "sub_form", "label": { "zh-CN": "收货信息", "en": "Delivery" },
        "fields": [ { "id": "receiver", "kind": "text", "label": { "zh-CN": "收货人", "en": "Receiver" }, "required": true }, { "id": "day", "kind": "date", "label": { "zh-CN": "送达日期", "en": "Day" } } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a nested form.
    pub struct SubFormSettings {
        columns: u32 = 2, ("列数", "Columns"), ("宽屏上排成几列", "Columns on a wide screen"), 1..=4;
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    settings::read::<SubFormSettings>(field, findings)?;
    Some(Arc::new(SubTable { min_rows: None, max_rows: Some(1) }))
}
