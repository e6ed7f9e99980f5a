//! Views: how the records of a form are looked at, as data. The same shape serves the views of a form and those that people keep for themselves.

use crate::{Aggregate, Grain, Tone, is_default};
use query::{Filter, Sort};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use value::{FieldId, Label, PartId};

/// One way to look at the records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// Permanent id.
    pub id: PartId,
    /// Title of the tab.
    pub label: Label,
    /// How the records stand.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: ViewKind,
    /// The columns from left to right, or what a card says; system fields such as `_created_at` may be named.
    pub columns: Vec<FieldId>,
    /// Which records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// In which order.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sort: Vec<Sort>,
    /// The field that places a record: the choice whose options are the columns of a board, the day or moment of a calendar, the pictures of a
    /// gallery, the record above in a tree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<FieldId>,
    /// Calendar: the day or moment until which a record lasts; a record stands on one day without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<FieldId>,
    /// Table: by what the rows are grouped, the outermost first; at most three.
    #[serde(default, skip_serializing_if = "is_default")]
    pub groups: Vec<ViewGroup>,
    /// Table and board: what is counted of every group and of the whole.
    #[serde(default, skip_serializing_if = "is_default")]
    pub totals: Vec<ViewTotal>,
    /// Which rows or cells stand out; of several that hold, the first one counts.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tones: Vec<ViewTone>,
    /// Table: how many columns stay in sight while the rest is scrolled sideways.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(max = 9))]
    pub frozen: u8,
    /// Table: how wide columns are, in digits; the others take what they need.
    #[serde(default, skip_serializing_if = "is_default")]
    pub widths: BTreeMap<FieldId, u16>,
    /// In which text fields the search looks; in all of them when left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub search: Vec<FieldId>,
}

/// How the records of a view stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ViewKind {
    /// In rows.
    #[default]
    Table,
    /// As cards in columns, one for each option of a choice; a card moves from one to the next.
    Board,
    /// On their days.
    Calendar,
    /// As pictures.
    Gallery,
    /// Below each other, by a relation to the form itself.
    Tree,
}

/// By what rows are grouped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewGroup {
    /// The field.
    pub field: FieldId,
    /// The length of the periods, for days and moments; a day when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grain: Option<Grain>,
}

/// What is counted of a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewTotal {
    /// The field.
    pub field: FieldId,
    /// What is calculated.
    pub aggregate: Aggregate,
}

/// What makes a row or a cell stand out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewTone {
    /// When it does.
    pub when: Filter,
    /// What the colour means.
    pub tone: Tone,
    /// The cell; the whole row when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldId>,
}

impl View {
    /// A table with these columns.
    pub fn table(id: PartId, label: Label, columns: Vec<FieldId>) -> Self {
        Self {
            id,
            label,
            kind: ViewKind::Table,
            columns,
            filter: None,
            sort: Vec::new(),
            by: None,
            until: None,
            groups: Vec::new(),
            totals: Vec::new(),
            tones: Vec::new(),
            frozen: 0,
            widths: BTreeMap::new(),
            search: Vec::new(),
        }
    }
}
