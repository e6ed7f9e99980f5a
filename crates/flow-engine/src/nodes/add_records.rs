//! 新增数据: records of another form are filed with values from this one, and the case goes on at once.

use super::{Behaviour, Next, NodeKind};
use crate::{
    Event, NewRecord, RecordsAdded, Refusal,
    compile::{Check, case, writes},
    decide::{Place, Run},
    settings::is_default,
};
use definition::FormulaText;
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::{FieldId, FormId, RecordId};

/// The kind.
pub static KIND: NodeKind = NodeKind {
    id: "add_records",
    name: ["新增数据", "Add records"],
    help: [
        "在另一个表单里新建记录，一条，或子表每行一条；不等待。新记录有流程时照常启动。",
        "Files a record of another form, or one for each row of a sub-table, and goes on at once. A flow of that form starts as usual.",
    ],
    schema: || schema_for!(AddSettings),
    example: r#"{
        "id": "book", "kind": "add_records", "label": { "zh-CN": "登记出库", "en": "Book the issue" }, "form": "movement",
        "per_row": "lines", "set": { "part": "{part}", "quantity": "{quantity}" }, "back": "order", "on_enter": { "stage": "\"booked\"" }
    }"#,
    build: |settings| Ok(Arc::new(Add { settings: serde_json::from_value(settings.into())? })),
};

/// Settings of records that are added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AddSettings {
    /// The form of the new records.
    #[schemars(extend("x-help" = { "zh-CN": "新记录属于哪个表单。", "en": "The form of the new records." }))]
    form: FormId,
    /// One record for each row of this sub-table; formulas then know the columns of the row. One record when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "子表的每一行新增一条记录，公式可以用该行的列；不选则只新增一条。", "en": "One record for each row of this sub-table; formulas then know the columns of the row. One record when left out." }))]
    per_row: Option<FieldId>,
    /// What is entered in a new record: its fields, each with a formula over this record.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "新记录填入", "en": "What is entered" }, "x-of" = "form", "x-help" = { "zh-CN": "新记录填入什么：列出它的字段，各写一个用本记录计算的公式。", "en": "What is entered in a new record: its fields, each with a formula over this record." }))]
    set: IndexMap<FieldId, FormulaText>,
    /// The field of the new record that refers to this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "新记录中指回本记录的字段", "en": "Its field for this record" }, "x-of" = "form", "x-help" = { "zh-CN": "新记录中用来指回本记录的关联字段。", "en": "The field of the new record that refers to this one." }))]
    back: Option<FieldId>,
    /// Fields that are set when the case comes here.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "到达这里时给哪些字段赋值。", "en": "Fields that are set when the case comes here." }))]
    on_enter: IndexMap<FieldId, FormulaText>,
}

#[derive(Debug)]
struct Add {
    settings: AddSettings,
}

impl Behaviour for Add {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        let AddSettings { form, per_row, back, .. } = &self.settings;
        let all = match per_row {
            Some(table) => run.written_for_rows(place, table)?,
            None => vec![run.written(place, run.node(place).new_record(), None)?],
        };
        if all.is_empty() {
            return Ok(Next::Leave);
        }
        let node = run.node(place).id().clone();
        let records = all.into_iter().map(|values| NewRecord { record: RecordId(run.fresh_id()), values }).collect();
        run.emit(Event::RecordsAdded(RecordsAdded { node, form: form.clone(), records, back: back.clone() }));
        Ok(Next::Leave)
    }

    fn new_record(&self) -> Option<(&FormId, &IndexMap<FieldId, FormulaText>)> {
        Some((&self.settings.form, &self.settings.set))
    }

    fn per_row(&self) -> Option<&FieldId> {
        self.settings.per_row.as_ref()
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.settings.on_enter
    }

    fn check(&self, check: &mut Check<'_>) {
        let AddSettings { form, per_row, back, .. } = &self.settings;
        case::check(check, form, (None, back.as_ref()), true);
        if let Some(table) = per_row {
            writes::table(check, table);
        }
    }
}
