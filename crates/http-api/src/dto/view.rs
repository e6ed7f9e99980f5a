//! Views that people keep, groups of records, and what is done to many records at once.

use super::problem::ProblemBody;
use super::record::RecordQuery;
use super::{Json, LabelText, Values};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The views that the person keeps for a form.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OwnViews {
    /// The views, by id.
    pub views: Vec<OwnView>,
    /// With which view the list opens: an own one, or one of the form; null for the form's first one.
    pub first: Option<String>,
}

/// A view that the person keeps.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OwnView {
    /// The view (schema `form`, definition `View`).
    pub view: Json,
    /// Why it cannot be opened: the form or the person's rights have changed since.
    pub fault: Option<LabelText>,
}

/// With which view a list opens.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FirstView {
    /// An own view, or one of the form; null for the form's first one.
    pub view: Option<String>,
}

/// By what records are grouped, and what is counted of each group.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GroupQuery {
    /// Which records; sort, columns, limit and page are ignored.
    pub records: RecordQuery,
    /// The levels, the outermost first, at most three: `{"field","grain"?}`.
    pub groups: Vec<Json>,
    /// What is counted: `{"field","aggregate"}`.
    pub totals: Vec<Json>,
}

/// The groups of all levels.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Groups {
    /// The whole.
    pub whole: GroupRow,
    /// Every group of every level in its order, each before what is in it. A row has as many keys as its level.
    pub rows: Vec<GroupRow>,
    /// Whether there were more groups than are answered.
    pub cut: bool,
    /// Names of the records, people and departments among the keys, by key.
    pub names: BTreeMap<String, String>,
}

/// A group.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct GroupRow {
    /// The value of every level down to its own; a period is its first day.
    pub keys: Vec<Json>,
    /// What the records of the group fulfil, beside the query.
    pub filter: Json,
    /// How many records there are.
    pub count: u64,
    /// What was counted, in the order of the question; each from the records of this group.
    pub totals: Vec<Json>,
}

/// The same for many records. Give `values` to change fields, `delete` to delete, `act` to act on the person's own open to-do of each.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BulkOrder {
    /// The records, at most 200.
    pub items: Vec<BulkItem>,
    /// The changed values of each.
    #[schema(value_type = Option<BTreeMap<String, serde_json::Value>>)]
    pub values: Option<Values>,
    /// Deletes each.
    pub delete: bool,
    /// Acts on the to-do of each.
    pub act: Option<BulkAct>,
}

/// One of many records.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkItem {
    /// Key.
    pub id: String,
    /// The revision that the person saw.
    pub revision: u64,
}

/// What is done with the to-do of each.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkAct {
    /// `transfer`, `approve`, …
    pub action: String,
    /// The opinion.
    #[serde(default)]
    pub opinion: Option<String>,
    /// To whom it is handed.
    #[serde(default)]
    pub to: Option<String>,
}

/// What became of every one.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BulkAnswer {
    /// In the order of the request.
    pub results: Vec<BulkResult>,
}

/// What became of one of many records.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BulkResult {
    /// Key.
    pub id: String,
    /// Its revision now; null when nothing was done.
    pub revision: Option<u64>,
    /// Why nothing was done.
    pub problem: Option<ProblemBody>,
}
