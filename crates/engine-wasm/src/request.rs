//! Requests as they arrive.

use crate::answer::Refused;
use definition::{Dictionary, FieldRight, Form};
use indexmap::IndexMap;
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value as Json};
use value::{FieldId, FormId, Instant, RecordId, ReferenceTarget, UserId, ValueType};

/// A request, by its `op`.
#[derive(Debug)]
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

impl Request {
    /// Reads a request. The `op` is looked at first, so that each kind is read in one way only: that keeps the module small.
    pub(crate) fn read(mut json: Json) -> Result<Self, Refused> {
        let op = json.as_object_mut().and_then(|object| object.shift_remove("op"));
        let op = op.as_ref().and_then(Json::as_str).unwrap_or_default();
        Ok(match op {
            "load" => Self::Load(Box::new(take(&json)?)),
            "open" => Self::Open(Box::new(take(&json)?)),
            "edit" => Self::Edit(take(&json)?),
            "edit_many" => Self::EditMany(take(&json)?),
            "rows" => Self::Rows(take(&json)?),
            "facts" => Self::Facts(take(&json)?),
            "state" => Self::State(take(&json)?),
            "submit" => Self::Submit(take(&json)?),
            "close" => Self::Close(take(&json)?),
            "formula" => Self::Formula(Box::new(take(&json)?)),
            "batch" => Self::Batch(take(&json)?),
            other => return Err(Refused::op(other)),
        })
    }
}

fn take<T: DeserializeOwned>(json: &Json) -> Result<T, Refused> {
    value::read_json(json).map_err(|fault| Refused::request(&fault))
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

fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
    let text = String::deserialize(deserializer)?;
    value::read_instant(&text).ok_or_else(|| Error::custom(format_args!("`{text}` is not a moment such as 2026-03-01T02:00:00Z")))
}

fn maybe_instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Instant>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    instant(serde::de::value::StringDeserializer::<D::Error>::new(text)).map(Some)
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
    #[serde(deserialize_with = "instant")]
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
#[serde(deny_unknown_fields)]
pub(crate) struct Rows {
    pub(crate) session: u32,
    pub(crate) table: FieldId,
    #[serde(rename = "do")]
    pub(crate) what: RowsDo,
    #[serde(default)]
    pub(crate) at: Option<usize>,
    #[serde(default)]
    pub(crate) values: Option<Vec<Map<String, Json>>>,
    #[serde(default)]
    pub(crate) rows: Vec<u32>,
    #[serde(default)]
    pub(crate) row: u32,
    #[serde(default)]
    pub(crate) to: usize,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RowsDo {
    Add,
    Remove,
    Move,
    Copy,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MoreFacts {
    pub(crate) session: u32,
    #[serde(default)]
    pub(crate) facts: FactsIn,
    #[serde(default, deserialize_with = "maybe_instant")]
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
    /// Whether a wrong type is an error value instead of a fault, as in a spreadsheet.
    #[serde(default)]
    pub(crate) untyped: bool,
    #[serde(default, deserialize_with = "maybe_instant")]
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
