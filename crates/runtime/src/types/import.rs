//! Data of the use cases: imports.
use app_engine::sheet::{CellFault, Mapping};
use query::FieldPath;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use value::{FieldId, FormId, Instant, Label};

/// What a person decided about an import.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportSettings {
    /// The sheet, counted from 0.
    pub sheet: usize,
    /// The row of the heads, as people count; 0 when there is none.
    pub head: u32,
    /// Which column goes where.
    pub mapping: Mapping,
    /// What is done with the rows.
    pub mode: ImportMode,
    /// By which field a record that is there already is found.
    #[serde(default)]
    pub key: Option<FieldId>,
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

/// What is done with rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportMode {
    /// All become new records.
    Add,
    /// Those that are there are changed, others are refused.
    Change,
    /// Those that are there are changed, others are added.
    Both,
}

/// What was found in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportSeen {
    /// The sheets.
    pub sheets: Vec<ImportSheet>,
    /// The sheet that was looked at.
    pub sheet: usize,
    /// The row of its heads; 0 when there is none.
    pub head: u32,
    /// Its columns.
    pub columns: Vec<ImportColumn>,
}

/// A sheet of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportSheet {
    /// Its name; empty for a text.
    pub name: String,
    /// Its last row.
    pub rows: u32,
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    pub proposed: Option<FieldPath>,
}

/// A field into which a column may go.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportTarget {
    /// Its path.
    pub path: FieldPath,
    /// Its name.
    pub label: Label,
    /// Its kind.
    pub kind: &'static str,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether a record that is there can be found by it.
    pub key: bool,
    /// The fields by which the related record can be found.
    pub by: Vec<(FieldId, Label)>,
    /// Why it cannot come from a cell.
    pub refused: Option<Label>,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// An import as its owner sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportState {
    /// Its key.
    pub id: Uuid,
    /// The form.
    pub form: FormId,
    /// Name of the file.
    pub file: String,
    /// How far it is.
    pub stage: ImportStage,
    /// What was found in the file.
    pub seen: ImportSeen,
    /// What was decided.
    pub settings: Option<ImportSettings>,
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
    /// The first faults.
    pub faults: Vec<CellFault>,
    /// What there is to say about its end.
    pub message: Option<Label>,
    /// Whether it can be taken back.
    pub may_undo: bool,
    /// Whether the file is still there.
    pub kept: bool,
    /// When the file came.
    pub at: Instant,
    /// When it ended.
    pub ended: Option<Instant>,
    /// Where columns may go.
    pub targets: Vec<ImportTarget>,
}
