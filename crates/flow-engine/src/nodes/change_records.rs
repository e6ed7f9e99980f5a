//! 更新数据: records that are found by their values are changed, and the case goes on at once.

use super::{Behaviour, Next, NodeKind};
use crate::{
    Event, RecordsChanged, Refusal,
    compile::{Check, case, writes},
    decide::{Place, Run},
    settings::is_default,
};
use definition::FormulaText;
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::{FieldId, FormId};

/// The kind.
pub static KIND: NodeKind = NodeKind {
    id: "change_records",
    name: ["更新数据", "Change records"],
    help: [
        "修改另一个表单里符合条件的记录，最多 200 条，超过则整步拒绝；不等待。",
        "Changes the records of another form whose fields have these values, at most 200; with more the whole step is refused. Goes on at once.",
    ],
    schema: || schema_for!(ChangeSettings),
    example: r#"{
        "id": "release", "kind": "change_records", "label": { "zh-CN": "释放设备", "en": "Release the machine" }, "form": "machine",
        "matches": { "_id": "{machine}" }, "set": { "state": "\"free\"" }, "on_enter": { "stage": "\"released\"" }
    }"#,
    build: |settings| Ok(Arc::new(ChangeRecords { settings: serde_json::from_value(settings.into())? })),
};

/// Settings of records that are changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ChangeSettings {
    /// The form of the records.
    #[schemars(extend("x-help" = { "zh-CN": "要更新的记录属于哪个表单。", "en": "The form of the records." }))]
    form: FormId,
    /// Which of them: their fields, each equal to the answer of a formula over this record. A blank answer finds none.
    #[schemars(extend("x-label" = { "zh-CN": "哪些记录", "en": "Which records" }, "x-of" = "form", "x-help" = { "zh-CN": "更新哪些记录：列出它们的字段，各等于一个用本记录计算的公式；结果为空则找不到记录。", "en": "Which of them: their fields, each equal to the answer of a formula over this record. A blank answer finds none." }))]
    matches: IndexMap<FieldId, FormulaText>,
    /// What is entered in them: their fields, each with a formula over this record.
    #[schemars(extend("x-label" = { "zh-CN": "改为", "en": "What is entered" }, "x-of" = "form", "x-help" = { "zh-CN": "改成什么：列出它们的字段，各写一个用本记录计算的公式。", "en": "What is entered in them: their fields, each with a formula over this record." }))]
    set: IndexMap<FieldId, FormulaText>,
    /// Fields that are set when the case comes here.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "到达这里时给哪些字段赋值。", "en": "Fields that are set when the case comes here." }))]
    on_enter: IndexMap<FieldId, FormulaText>,
}

#[derive(Debug)]
struct ChangeRecords {
    settings: ChangeSettings,
}

impl Behaviour for ChangeRecords {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        let matches = run.written(place, run.node(place).matches(), None)?;
        let values = run.written(place, run.node(place).new_record(), None)?;
        let node = run.node(place).id().clone();
        run.emit(Event::RecordsChanged(RecordsChanged { node, form: self.settings.form.clone(), matches, values }));
        Ok(Next::Leave)
    }

    fn new_record(&self) -> Option<(&FormId, &IndexMap<FieldId, FormulaText>)> {
        Some((&self.settings.form, &self.settings.set))
    }

    fn matches(&self) -> Option<&IndexMap<FieldId, FormulaText>> {
        Some(&self.settings.matches)
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.settings.on_enter
    }

    fn check(&self, check: &mut Check<'_>) {
        let ChangeSettings { form, matches, set, .. } = &self.settings;
        case::check(check, form, (None, None), true);
        writes::named(check, matches, "matches");
        writes::named(check, set, "set");
    }
}
