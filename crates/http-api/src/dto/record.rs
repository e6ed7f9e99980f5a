//! Records: lists, single ones, history, comments, the way through the flow.

use super::app::FormAction;
use super::{Json, LabelText, PersonRef, Values};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Which records, in which order.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RecordQuery {
    /// A view of the form; its filter holds as well, its sort and columns unless others are given.
    pub view: Option<String>,
    /// A filter (schema `filter`): `{"field","op","value"}`, `{"and":[…]}`, `{"or":[…]}`, `{"not":…}`.
    pub filter: Option<Json>,
    /// The order.
    pub sort: Option<Vec<SortBy>>,
    /// Words that the title or a text field contains.
    pub search: Option<String>,
    /// The text fields in which they are looked for; those of the view when left out, all readable ones without a view.
    pub search_in: Vec<String>,
    /// What stands out, in place of what the view says: `{"when","tone","field"?}`.
    pub tones: Vec<Json>,
    /// The fields to send; those of the view, else all readable ones.
    pub columns: Option<Vec<String>>,
    /// How many, 1 to 500; 50 by default.
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub after: Option<String>,
}

/// Which records are written to a file, and how.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ExportOrder {
    /// Which records, in which order, with which columns; limit and page are ignored.
    pub query: RecordQuery,
    /// As what.
    pub format: ExportFormat,
    /// All fields that the person may read instead of the columns of the list.
    pub all_columns: bool,
    /// The rows of sub-tables below their record.
    pub sub_tables: bool,
    /// Small pictures over their cells, at most 500 (workbooks only).
    pub pictures: bool,
}

/// As what a list is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// A workbook with typed cells.
    #[default]
    Xlsx,
    /// A text with commas, UTF-8 with a mark.
    Csv,
}

/// One level of order.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SortBy {
    /// The field.
    pub field: String,
    /// Its direction.
    #[serde(default)]
    pub dir: SortDirection,
}

/// A direction of order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SortDirection {
    /// Smallest first; blanks last.
    #[default]
    Asc,
    /// Largest first; blanks last.
    Desc,
}

/// A page of records.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RecordPage {
    /// The rows.
    pub rows: Vec<RecordRow>,
    /// Cursor of the next page; null on the last one.
    pub next: Option<String>,
    /// Names of the records, people and departments that the values refer to, by key.
    pub names: BTreeMap<String, String>,
}

/// A row of a list.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RecordRow {
    /// Key.
    pub id: String,
    /// Counts the changes; the ETag.
    pub revision: u64,
    /// What names it in titles.
    pub title: String,
    /// What stands out and how (`good`, `info`, `warning`, `danger`, `neutral`), by field; `_row` is the whole row.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tones: BTreeMap<String, String>,
    /// The readable values, system fields (`_created_at`, `_flow`, …) included.
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub values: Values,
}

/// How many records there are.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RecordCount {
    /// The number.
    pub count: u64,
}

/// A new record.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRecord {
    /// Its key, if the client made one (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its values; computed fields are ignored.
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub values: Values,
}

/// Changed values; a field that is missing stays as it is, null empties it.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordChange {
    /// The changed values.
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub values: Values,
}

/// What a person began to fill in and has not sent yet.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnfinishedEntry {
    /// What was entered, by field; it is not checked before it is sent.
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub values: Values,
    /// Revision of the record that is changed; none for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_revision: Option<u64>,
}

/// What is kept of an entry that was not sent.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct KeptEntry {
    /// The record that is changed, or the key that a new one will have; null when nothing is kept.
    pub record: Option<String>,
    /// The entry; null when there is none.
    pub entry: Option<UnfinishedEntry>,
    /// When it was kept.
    pub saved_at: Option<DateTime<Utc>>,
    /// Whether the app has been changed since.
    pub outdated: bool,
}

/// One record.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RecordDetail {
    /// Key.
    pub id: String,
    /// The app.
    pub app: String,
    /// The form.
    pub form: String,
    /// Counts the changes; the ETag.
    pub revision: u64,
    /// What names it in titles.
    pub title: String,
    /// The readable values, system fields included; none for whoever wrote a record that he may not see.
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub values: Values,
    /// Names of the records, people and departments that the values refer to, by key.
    pub names: BTreeMap<String, String>,
    /// What is known of the records, people and departments that the values refer to, by key (`Facts` of the browser engine).
    pub facts: BTreeMap<String, Fact>,
    /// The fields that the person may change at this moment, those of an open to-do included.
    pub writable: Vec<String>,
    /// What the person may do with this record at this moment.
    pub actions: Vec<FormAction>,
    /// The buttons by which the person can begin a case on it now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub starts: Vec<StartOffer>,
    /// What rules told while it was written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<LabelText>,
}

/// What is known of a record, person or department that is referred to.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Fact {
    /// Its name.
    pub label: String,
    /// Its values that formulas of the form read or that are filled in from it.
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub values: Values,
}

/// Rows of the history, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct History {
    /// The entries.
    pub entries: Vec<HistoryEntry>,
}

/// A change that happened.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct HistoryEntry {
    /// The revision that it made.
    pub revision: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; null when it was the product itself or the public page.
    pub by: Option<PersonRef>,
    /// Name of who, or of the cause.
    pub by_name: String,
    /// Through what: `create`, `update`, `act:approve`, `rule:…`, `timer`, `import`, …
    pub through: String,
    /// Which fields, from what, to what; only readable fields.
    pub changes: Vec<FieldChange>,
}

/// A changed field.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// Its name.
    pub label: LabelText,
    /// The value before.
    pub from: Json,
    /// The value after.
    pub to: Json,
}

/// The comments on a record, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Comments {
    /// The comments.
    pub comments: Vec<Comment>,
    /// Whether the person may add one.
    pub may_comment: bool,
}

/// A comment.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Comment {
    /// Key.
    pub id: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: PersonRef,
    /// What.
    pub text: String,
    /// The people who are addressed.
    #[serde(default)]
    pub mentions: Vec<PersonRef>,
}

/// A new comment.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComment {
    /// The text, at most 4,000 characters.
    pub text: String,
    /// Keys of the people who are addressed; each may read the record and is told.
    #[serde(default)]
    pub mentions: Vec<String>,
}

/// A button by which a case begins on a record.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub struct StartOffer {
    /// Of which flow.
    pub flow: String,
    /// What stands on it.
    pub label: LabelText,
}

/// Begins a case on a record.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartCase {
    /// Of which flow.
    pub flow: String,
}

/// Takes a case back.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Withdraw {
    /// Why.
    pub opinion: Option<String>,
}

/// What a picker asks: records, people or departments that the field may refer to.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Lookup {
    /// The field; `lines.product` for a column of a sub-table.
    pub field: String,
    /// Words that the name contains; pinyin and initials are found too.
    #[serde(default)]
    pub search: String,
    /// How many, 1 to 50; 20 by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Keys of things that are referred to already: their names and values are answered instead of a search.
    #[serde(default)]
    pub ids: Vec<String>,
}

/// What a picker offers.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct LookupAnswer {
    /// The choices.
    pub options: Vec<LookupOption>,
}

/// Which options a connector is asked for, by whoever fills in the form.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionsAsked {
    /// The field.
    pub field: String,
    /// Key of the stored record; left out while a new one is filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// What stands in the fields now; of a stored record at least what was changed.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub values: Values,
    /// What is searched for.
    #[serde(default)]
    pub search: String,
}

/// What a connector offers now.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OptionsOffered {
    /// The options.
    pub options: Vec<OutsideOption>,
    /// Whether the system outside has more of them.
    pub more: bool,
    /// Whether the option that is chosen already is not offered any more.
    pub gone: bool,
    /// Why nothing can be offered.
    pub fault: Option<OptionsFault>,
}

/// An option of a system outside.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OutsideOption {
    /// What is kept.
    pub value: String,
    /// What people read.
    pub label: String,
}

/// Why nothing can be offered.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OptionsFault {
    /// The word that programs know, such as `bad_input` or `timeout`.
    pub word: String,
    /// The words for people.
    pub message: LabelText,
}

/// A choice of a picker.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct LookupOption {
    /// Key of the record, person or department.
    pub id: String,
    /// Its name.
    pub label: String,
    /// What tells it from others of the same name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The values of the related record that formulas of the form use.
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub values: Values,
}
