//! 子表

use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group, Special};
use definition::Field;
use std::sync::Arc;
use value::ValueType;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "sub_table",
    label: pair("子表", "Sub-table"),
    help: pair("若干行明细，每行有自己的列", "Rows of details, each with its own columns"),
    group: Group::Relation,
    icon: "table",
    schema: settings::schema::<SubTable>,
    prepare,
    example: example(
        r#"{ "id": "lines", "kind": "sub_table", "label": { "zh-CN": "明细", "en": "Lines" }, "min_rows": 1, "max_rows": 200,
        "fields": [ { "id": "item", "kind": "text", "label": { "zh-CN": "品名", "en": "Item" } }, { "id": "qty", "kind": "number", "label": { "zh-CN": "数量", "en": "Quantity" }, "scale": 0 } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a sub-table.
    pub struct SubTable {
        min_rows: Option<u32> = None, ("最少行数", "Fewest rows"), ("至少几行", "At least so many rows");
        max_rows: Option<u32> = None, ("最多行数", "Most rows"), ("最多几行；不填为 1000，不超过 10000", "At most so many rows (1,000 when left out, never more than 10,000)"), 1..=10_000;
    }
}

/// The largest number of rows of any sub-table.
const MOST_ROWS: u32 = 10_000;

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: SubTable = settings::read(field, findings)?;
    check::ordered(settings.min_rows.as_ref(), settings.max_rows.as_ref(), ("min_rows", "max_rows"), findings);
    if settings.max_rows.is_some_and(|max| max > MOST_ROWS) {
        findings.error("MC0103", "/max_rows", told!("子表最多 10000 行", "a sub-table has at most 10,000 rows"));
    }
    Some(Arc::new(settings))
}

impl SubTable {
    /// The largest number of rows.
    pub fn most_rows(&self) -> u32 {
        self.max_rows.unwrap_or(1_000)
    }
}

impl Behaviour for SubTable {
    fn value_type(&self) -> ValueType {
        ValueType::Rows(Vec::new())
    }

    fn special(&self) -> Special<'_> {
        Special::SubTable(self)
    }
}
