//! Requests as they arrive.

use definition::{Dictionary, FieldRight, Form};
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use value::{FieldId, FormId, Instant, RecordId, ReferenceTarget, UserId, ValueType};

/// A request, by its `op`.
#[derive(Debug, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub(crate) enum Request {
    Load(Box<Load>),
    Open(Box<Open>),
    Edit(Edit),
    EditMany(EditMany),
    Rows(Rows),
    Facts(MoreFacts),
    State(OfSession),
    Submit(OfSession),
    Close(Close),
    Formula(Box<Formula>),
    Batch(Batch),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Load {
    pub(crate) form: Form,
    #[serde(default)]
    pub(crate) dictionaries: Vec<Dictionary>,
    #[serde(default)]
    pub(crate) forms: Vec<Form>,
    #[serde(default = "default_currency")]
    pub(crate) currency: String,
    #[serde(default = "calendar::Zone::shanghai")]
    pub(crate) zone: calendar::Zone,
}

fn default_currency() -> String {
    "CNY".into()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Open {
    pub(crate) form: u32,
    #[serde(default)]
    pub(crate) record: Option<Map<String, Json>>,
    #[serde(default)]
    pub(crate) values: Map<String, Json>,
    pub(crate) now: Instant,
    #[serde(default)]
    pub(crate) user: Option<UserId>,
    #[serde(default)]
    pub(crate) rights: Option<RightsIn>,
    #[serde(default)]
    pub(crate) facts: FactsIn,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RightsIn {
    #[serde(default)]
    pub(crate) default: FieldRight,
    #[serde(default)]
    pub(crate) fields: IndexMap<FieldId, FieldRight>,
}

pub(crate) type FactsIn = IndexMap<RecordId, Option<FactIn>>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactIn {
    pub(crate) target: ReferenceTarget,
    #[serde(default)]
    pub(crate) label: String,
    #[serde(default)]
    pub(crate) values: Map<String, Json>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Edit {
    pub(crate) session: u32,
    pub(crate) path: PathIn,
    pub(crate) value: Json,
}

/// `"amount"` or `["lines", 7, "qty"]`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum PathIn {
    Field(FieldId),
    Path((FieldId,)),
    Cell((FieldId, u32, FieldId)),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EditMany {
    pub(crate) session: u32,
    pub(crate) edits: Vec<OneEdit>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OneEdit {
    pub(crate) path: PathIn,
    pub(crate) value: Json,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Rows {
    pub(crate) session: u32,
    pub(crate) table: FieldId,
    #[serde(flatten)]
    pub(crate) what: RowsDo,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(crate) enum RowsDo {
    Add {
        #[serde(default)]
        at: Option<usize>,
        #[serde(default)]
        values: Option<Vec<Map<String, Json>>>,
    },
    Remove {
        rows: Vec<u32>,
    },
    Move {
        row: u32,
        to: usize,
    },
    Copy {
        row: u32,
    },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MoreFacts {
    pub(crate) session: u32,
    #[serde(default)]
    pub(crate) facts: FactsIn,
    #[serde(default)]
    pub(crate) now: Option<Instant>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfSession {
    pub(crate) session: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Close {
    #[serde(default)]
    pub(crate) session: Option<u32>,
    #[serde(default)]
    pub(crate) form: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Formula {
    pub(crate) formula: String,
    #[serde(default)]
    pub(crate) now: Option<Instant>,
    #[serde(default = "calendar::Zone::shanghai")]
    pub(crate) zone: calendar::Zone,
    #[serde(default)]
    pub(crate) user: Option<UserId>,
    #[serde(default)]
    pub(crate) fields: IndexMap<FieldId, ValueType>,
    #[serde(default)]
    pub(crate) record: Map<String, Json>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Batch {
    pub(crate) calls: Vec<Json>,
}

/// Form ids are kept beside their definitions; this makes the map that the compiler wants.
pub(crate) fn by_id(forms: Vec<Form>) -> IndexMap<FormId, Form> {
    forms.into_iter().map(|form| (form.id.clone(), form)).collect()
}
