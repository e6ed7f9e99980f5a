//! Imports: a file, where its columns go, what its rows would do and did.

use super::LabelText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A file to import, as `multipart/form-data`.
#[derive(Debug, Clone, ToSchema)]
pub struct ImportFile {
    /// An `.xlsx` workbook or a text with commas.
    #[schema(value_type = String, format = Binary)]
    pub file: Vec<u8>,
}

/// Another sheet or row of heads to look at.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImportLook {
    /// The sheet, counted from 0.
    pub sheet: usize,
    /// The row of the heads as people count; 0 when there is none; found by itself when left out.
    pub head: Option<u32>,
}

/// What is decided about an import.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportOrder {
    /// The sheet, counted from 0.
    pub sheet: usize,
    /// The row of the heads as people count; 0 when there is none.
    pub head: u32,
    /// The columns that are taken.
    pub columns: Vec<ImportMapping>,
    /// What is done with the rows.
    pub mode: ImportMode,
    /// By which field a record that is there already is found.
    #[serde(default)]
    pub key: Option<String>,
    /// Whether a blank cell empties the field of a record that is there; it is left alone else.
    #[serde(default)]
    pub clear: bool,
    /// Whether one faulty row keeps all of them out.
    #[serde(default)]
    pub whole: bool,
    /// Whether the flow of the form starts for new records.
    #[serde(default)]
    pub flow: bool,
    /// Whether the messages of rules and steps are sent.
    #[serde(default)]
    pub notify: bool,
}

/// A column that is taken.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportMapping {
    /// The column, counted from 0.
    pub column: u32,
    /// The field, `customer`, or the column of a sub-table, `lines.product`.
    pub field: String,
    /// By which field of the other form a record is found; by its title when left out.
    #[serde(default)]
    pub by: Option<String>,
}

/// What is done with rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportMode {
    /// All become new records.
    Add,
    /// Those that are there are changed, others are refused.
    Change,
    /// Those that are there are changed, others are added.
    Both,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportStage {
    /// The file was looked at.
    Looked,
    /// The rows are checked.
    Checking,
    /// The rows were checked.
    Checked,
    /// They are filed.
    Running,
    /// They were filed.
    Done,
    /// It was stopped; what was filed until then stays.
    Cancelled,
    /// It ended before its end.
    Failed,
    /// What it did is taken back.
    Undoing,
    /// What it did was taken back.
    Undone,
}

/// An import of the person.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ImportState {
    /// Its key.
    pub id: String,
    /// The form.
    pub form: String,
    /// Name of the file.
    pub file: String,
    /// How far it is.
    pub stage: ImportStage,
    /// The sheets of the file.
    pub sheets: Vec<ImportSheet>,
    /// The sheet that was looked at.
    pub sheet: usize,
    /// The row of its heads; 0 when there is none.
    pub head: u32,
    /// Its columns.
    pub columns: Vec<ImportColumn>,
    /// Where columns may go.
    pub targets: Vec<ImportTarget>,
    /// What was decided.
    pub order: Option<ImportOrder>,
    /// How many records there are; 0 as long as nobody knows.
    pub total: u64,
    /// How many are behind.
    pub done: u64,
    /// How many are or would be new.
    pub created: u64,
    /// How many are or would be changed.
    pub changed: u64,
    /// How many stay as they are.
    pub unchanged: u64,
    /// How many cannot be taken.
    pub faulty: u64,
    /// The first 200 faults.
    pub faults: Vec<ImportFault>,
    /// What there is to say about its end.
    pub message: Option<LabelText>,
    /// Whether it can be taken back.
    pub may_undo: bool,
    /// Whether the file is still kept.
    pub kept: bool,
    /// When the file came.
    pub at: String,
    /// When it ended.
    pub ended: Option<String>,
}

/// A sheet of a file.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ImportSheet {
    /// Its name; empty for a text.
    pub name: String,
    /// Its last row.
    pub rows: u32,
}

/// A column of a file.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ImportColumn {
    /// Counted from 0.
    pub column: u32,
    /// In letters.
    pub letters: String,
    /// Its head.
    pub head: String,
    /// The first texts below.
    pub samples: Vec<String>,
    /// Where it would go.
    pub proposed: Option<String>,
}

/// A field into which a column may go.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ImportTarget {
    /// Its path.
    pub path: String,
    /// Its name.
    pub label: LabelText,
    /// Its kind.
    pub kind: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether a record that is there can be found by it.
    pub key: bool,
    /// The fields by which the related record can be found.
    pub by: Vec<ImportBy>,
    /// Why it cannot come from a cell.
    pub refused: Option<LabelText>,
}

/// A field by which a related record can be found.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ImportBy {
    /// The field.
    pub field: String,
    /// Its name.
    pub label: LabelText,
}

/// A cell, or a whole row, that cannot be taken.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ImportFault {
    /// The row as people count.
    pub row: u32,
    /// The column in letters; none when it is the row as a whole.
    pub column: Option<String>,
    /// The field.
    pub field: LabelText,
    /// What stands there.
    pub text: String,
    /// Why it is not taken, and what to do.
    pub message: LabelText,
}

/// The imports of the person into a form.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Imports {
    /// The newest first.
    pub imports: Vec<ImportState>,
}
