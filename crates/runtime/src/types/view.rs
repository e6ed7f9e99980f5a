//! Data of the use cases: views, groups, and what is done to many records at once.
use super::RecordQuery;
use crate::RuntimeError;
use definition::{View, ViewGroup, ViewTotal};
use query::Filter;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use value::{Label, PartId, RecordId, UserId};

/// The views that a person keeps for a form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OwnViews {
    /// The views, by id.
    pub views: Vec<OwnView>,
    /// The view with which the list opens: an own one, or one of the form.
    pub first: Option<PartId>,
}

/// A view that a person keeps.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnView {
    /// The view, as far as the person may still see what it names.
    pub view: View,
    /// Why it cannot be opened: the form or the person's rights have changed since.
    pub fault: Option<Label>,
}

/// By what records are grouped, and what is counted of each group.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GroupQuery {
    /// Which records; order, columns and page are ignored.
    pub records: RecordQuery,
    /// The levels, the outermost first; none for the whole only.
    pub groups: Vec<ViewGroup>,
    /// What is counted.
    pub totals: Vec<ViewTotal>,
}

/// The groups of all levels.
#[derive(Debug, Clone, PartialEq)]
pub struct Groups {
    /// The whole.
    pub whole: GroupRow,
    /// Every group of every level, in the order of the keys; blanks last. A row has as many keys as its level.
    pub rows: Vec<GroupRow>,
    /// Whether there were more groups than are answered.
    pub cut: bool,
    /// What the references among the keys are called.
    pub labels: BTreeMap<String, String>,
}

/// A group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupRow {
    /// The value of every level down to its own; a period is its first day.
    pub keys: Vec<Json>,
    /// What the records of the group fulfil.
    pub filter: Filter,
    /// How many records there are.
    pub count: u64,
    /// What was counted, in the order of the question; each from the records of this group.
    pub totals: Vec<Json>,
}

/// What is done to many records.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkRequest {
    /// The records.
    pub items: Vec<BulkItem>,
    /// What.
    pub what: BulkWhat,
}

/// One of many records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkItem {
    /// The record.
    pub id: RecordId,
    /// The revision that the person saw.
    pub base_revision: u64,
}

/// What is done to each of many records.
#[derive(Debug, Clone, PartialEq)]
pub enum BulkWhat {
    /// These fields are changed.
    Update {
        /// The changed fields only.
        values: Map<String, Json>,
    },
    /// It is deleted.
    Delete,
    /// The person's own open to-do on it is acted on.
    Act {
        /// `transfer`, `approve`, …
        action: String,
        /// The opinion.
        opinion: Option<String>,
        /// To whom it is handed.
        to: Option<UserId>,
    },
}

/// What became of one of many records.
#[derive(Debug)]
pub struct BulkOutcome {
    /// The record.
    pub id: RecordId,
    /// Its revision now, or why nothing was done.
    pub outcome: Result<u64, RuntimeError>,
}
