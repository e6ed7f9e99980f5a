//! Data of the use cases: record.
use bytes::Bytes;
use definition::{Tone, ViewTone};
use query::{Filter, Sort};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use value::{FieldId, FileId, FormId, Instant, Label, PartId, RecordId, UserId};

/// Which records.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RecordQuery {
    /// A view of the form: its filter, its order, its columns.
    pub view: Option<PartId>,
    /// Only those that also fulfil this.
    pub filter: Option<Filter>,
    /// In which order; the view's when empty, newest first without any.
    pub sort: Vec<Sort>,
    /// Only those that contain this text in a text field that the person may read.
    pub search: Option<String>,
    /// In which of these it is looked for; in those of the view when empty, in all without a view.
    pub search_in: Vec<FieldId>,
    /// Which rows and cells stand out; as the view says when empty.
    pub tones: Vec<ViewTone>,
    /// Which fields; the view's when left out, all readable ones without a view.
    pub columns: Option<Vec<FieldId>>,
    /// At most this many (1 to 500).
    pub limit: u32,
    /// The cursor of the page before.
    pub after: Option<String>,
}

/// Which records are written to a file, and how.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExportOrder {
    /// Which records, in which order, with which columns.
    pub query: RecordQuery,
    /// As what.
    pub format: ExportFormat,
    /// All fields that the person may read instead of the columns of the list.
    pub all_columns: bool,
    /// The rows of sub-tables below their record.
    pub sub_tables: bool,
    /// Small pictures over their cells (workbooks only).
    pub pictures: bool,
}

/// As what a list is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ExportFormat {
    /// A workbook with typed cells.
    #[default]
    Xlsx,
    /// A text with commas.
    Csv,
}

/// A page of records.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecordPage {
    /// The records.
    pub rows: Vec<RecordView>,
    /// Cursor of the next page; none when this is the last.
    pub next: Option<String>,
    /// What the references are called, by key.
    pub labels: BTreeMap<String, String>,
}

/// A record as one person may see it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecordView {
    /// Its key.
    pub id: RecordId,
    /// Its revision, for If-Match.
    pub revision: u64,
    /// Title: the value of the form's title field.
    pub title: String,
    /// Values by field, also the system fields.
    pub values: Map<String, Json>,
    /// What stands out, by field; `_row` is the whole row (lists only).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tones: BTreeMap<String, Tone>,
    /// What the references are called, by key (single record only).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// What the form's formulas need of the records, people and departments that it refers to, by key (single record only).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, LookupItem>,
    /// Fields that may be changed now (single record only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub writable: Option<Vec<FieldId>>,
    /// What may be done with it (single record only).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<definition::Action>,
    /// The buttons by which a case begins on it (single record only).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub starts: Vec<StartOffer>,
}

/// A button by which a case begins on a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StartOffer {
    /// Of which flow.
    pub flow: value::FlowId,
    /// What stands on it.
    pub label: Label,
}

/// What is changed of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordChange {
    /// The revision from which the person started; none merges blindly and is allowed to programs only.
    pub base_revision: Option<u64>,
    /// The changed fields only.
    pub values: Map<String, Json>,
}

/// What became of a changing command on a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Written {
    /// The record.
    pub id: RecordId,
    /// Its revision now.
    pub revision: u64,
    /// Warnings and notes for the person: a rule that told something.
    #[serde(default)]
    pub notes: Vec<Label>,
    /// The ids of the to-dos that are now open on the record.
    #[serde(default)]
    pub open_tasks: Vec<uuid::Uuid>,
}

/// One change in the life of a record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryEntry {
    /// The revision that it made.
    pub revision: u64,
    /// When.
    pub at: Instant,
    /// Who.
    pub by: Option<UserId>,
    /// Name of who, or of the cause.
    pub by_name: String,
    /// Through what: `create`, `update`, `act:approve`, `rule:…`, `timer`, `import`.
    pub through: String,
    /// The changed fields that the reader may read.
    pub changes: Vec<FieldChange>,
}

/// A changed field.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldChange {
    /// The field.
    pub field: FieldId,
    /// Its label.
    pub label: Label,
    /// Before.
    pub from: Json,
    /// After.
    pub to: Json,
}

/// The comments of a record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comments {
    /// From old to new.
    pub comments: Vec<CommentEntry>,
    /// Whether the reader may add one.
    pub may_comment: bool,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CommentEntry {
    /// Its key.
    pub id: uuid::Uuid,
    /// When.
    pub at: Instant,
    /// Who.
    pub by: UserId,
    /// Name of who.
    pub by_name: String,
    /// The plain text.
    pub text: String,
    /// The people who are addressed, by key, with their names.
    #[serde(default)]
    pub mentions: Vec<(UserId, String)>,
}

/// What a person began to fill in and has not sent yet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unfinished {
    /// The record that is changed, or the key that a new one will have.
    pub record: RecordId,
    /// What was entered, by field.
    pub values: Map<String, Json>,
    /// Revision of the record that is changed; none for a new one.
    pub base_revision: Option<u64>,
    /// Whether the app has been changed since.
    pub outdated: bool,
    /// When it was kept.
    pub saved_at: Instant,
}

/// Something to pick for a reference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LookupItem {
    /// Its key.
    pub id: RecordId,
    /// What it is called.
    pub label: String,
    /// What tells it from another of the same name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The values of the related record that formulas of the form use.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub values: Map<String, Json>,
}

/// A file on its way in.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Its key, if the client made one: a file that was chosen without a connection is in a record before it is here.
    pub id: Option<FileId>,
    /// Name as the person sees it.
    pub name: String,
    /// The bytes.
    pub content: Bytes,
    /// For which form and field, so that its limits hold; the widest limits when left out.
    pub purpose: Option<(value::AppId, FormId, FieldId)>,
}

/// A file on its way out.
#[derive(Debug, Clone)]
pub struct FileContent {
    /// The file.
    pub id: FileId,
    /// Name as the person who uploaded it saw it.
    pub name: String,
    /// Media type found in the content.
    pub media_type: String,
    /// The bytes.
    pub content: Bytes,
}

/// Bytes with a name: a PDF, a workbook, a package.
#[derive(Debug, Clone)]
pub struct Download {
    /// File name.
    pub name: String,
    /// Media type.
    pub media_type: &'static str,
    /// The bytes.
    pub content: Bytes,
}
