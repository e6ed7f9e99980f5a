//! 子表卡片

use super::sub_table::SubTable;
use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;
use value::FieldId;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "sub_cards",
    label: pair("子表（卡片）", "Sub-table as cards"),
    help: pair("若干行明细，一行一张卡片，可以收起", "Rows of details, one card each, which folds"),
    group: Group::Relation,
    icon: "cards",
    schema: settings::schema::<SubCardsSettings>,
    prepare,
    example: example(
        r#"{ "id": "contacts", "kind": "sub_cards", "label": { "zh-CN": "联系人", "en": "Contacts" }, "max_rows": 20, "title": "name",
        "fields": [ { "id": "name", "kind": "text", "label": { "zh-CN": "姓名", "en": "Name" } }, { "id": "note", "kind": "textarea", "label": { "zh-CN": "备注", "en": "Note" } } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a sub-table as cards.
    pub struct SubCardsSettings {
        min_rows: Option<u32> = None, ("最少张数", "Fewest"), ("至少几张", "At least so many");
        max_rows: Option<u32> = None, ("最多张数", "Most"), ("最多几张；不填为 1000", "At most so many (1,000 when left out)"), 1..=1_000;
        title: Option<FieldId> = None, ("标题列", "Title"), ("收起时显示哪一列", "The column that names a folded card");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: SubCardsSettings = settings::read(field, findings)?;
    check::ordered(settings.min_rows.as_ref(), settings.max_rows.as_ref(), ("min_rows", "max_rows"), findings);
    if let Some(title) = settings.title.as_ref().filter(|title| !field.fields.iter().any(|column| column.id == **title)) {
        let meant = definition::suggest::nearest(title.as_str(), field.fields.iter().map(|column| column.id.as_str()));
        findings.error("MC0109", "/title", told!(format!("没有列「{title}」"), format!("there is no column `{title}`"))).hint =
            meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
    }
    Some(Arc::new(SubTable { min_rows: settings.min_rows, max_rows: settings.max_rows }))
}
