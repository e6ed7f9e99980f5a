//! Apps made of workbooks: what is proposed and why, and what is made.

use super::LabelText;
use super::build::Finding;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A workbook to upload, as `multipart/form-data`.
#[derive(Debug, Clone, ToSchema)]
pub struct AppWorkbook {
    /// The `.xlsx` file.
    #[schema(value_type = String, format = Binary, content_media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    pub workbook: Vec<u8>,
    /// JSON text: `{ "id", "label", "review", "without_rows", "decisions": { "forms": { form: { "leave_out", "without_print", "label",
    /// "fields": { field: { "leave_out", "label", "kind", "required" } } } } } }`; a column of a sub-table is `table/column`. Whatever is left out stays as
    /// proposed.
    pub wishes: Option<String>,
}

/// What an app made of a workbook would be; nothing has been changed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WorkbookProposal {
    /// Id of the app.
    pub app: String,
    /// Name of the app.
    pub label: LabelText,
    /// Whether there is another app with this id.
    pub taken: bool,
    /// Whether the workbook says exactly what it wants (XLSForm): then nothing is decided otherwise.
    pub exact: bool,
    /// Why an XLSForm cannot be taken: every place. Then there is nothing else.
    pub refused: Vec<WorkbookRefusal>,
    /// The forms.
    pub forms: Vec<WorkbookForm>,
    /// What is not taken.
    pub left_out: Vec<WorkbookPlace>,
    /// How many rows would be first records.
    pub records: usize,
    /// How many more rows there are than are taken along.
    pub more_rows: usize,
    /// Cells that do not fit their field; the first 200.
    pub unfit: Vec<WorkbookPlace>,
    /// How many cells do not fit.
    pub unfit_count: usize,
    /// Formulas that are not taken: the field and why.
    pub without_formula: Vec<WorkbookPlace>,
    /// What is wrong with the app as it would be made.
    pub diagnostics: Vec<Finding>,
    /// What a field may hold.
    pub kinds: Vec<WorkbookKind>,
}

/// A form that would be made.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WorkbookForm {
    /// Id.
    pub id: String,
    /// Name.
    pub label: LabelText,
    /// The sheet.
    pub sheet: String,
    /// `register`, `printed` or `xlsform`.
    pub layout: String,
    /// The template for paper that is made along with it.
    pub print: Option<WorkbookPaper>,
    /// How sure that is, 0 to 1.
    pub confidence: f64,
    /// Why.
    pub evidence: Vec<WorkbookPlace>,
    /// The fields.
    pub fields: Vec<WorkbookField>,
}

/// A field that would be made, or a column of a sub-table.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WorkbookField {
    /// By what a decision names it: `field`, `table/column`; empty for what is no field, a note or the title of a group.
    pub path: String,
    /// Name.
    pub label: LabelText,
    /// What it holds: one of the kinds.
    pub kind: String,
    /// How sure that is, 0 to 1.
    pub confidence: f64,
    /// Why.
    pub evidence: Vec<WorkbookPlace>,
    /// What else it could be, the likeliest first.
    pub alternatives: Vec<String>,
    /// Whether it must be filled in.
    pub required: bool,
    /// The options of a choice.
    pub options: Vec<String>,
    /// The formula of a computed field.
    pub formula: Option<String>,
    /// What an XLSForm calculates for it.
    pub logic: Vec<WorkbookLogic>,
    /// Where its name stands.
    pub place: String,
}

/// A condition, check or calculation of an XLSForm.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WorkbookLogic {
    /// Where it stands: `survey!F5`.
    pub place: String,
    /// What stands there.
    pub text: String,
    /// What it decides.
    pub decides: LabelText,
    /// The formula that it becomes.
    pub formula: String,
}

/// Why an XLSForm cannot be taken.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WorkbookRefusal {
    /// The sheet.
    pub sheet: String,
    /// The row, from 1.
    pub row: u32,
    /// The column by its name.
    pub column: String,
    /// The cell, if the sheet has such a column.
    pub cell: Option<String>,
    /// What is wrong.
    pub reason: LabelText,
}

/// The paper of a template.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WorkbookPaper {
    /// `A4` or `A5`.
    pub size: String,
    /// Whether it lies across.
    pub landscape: bool,
}

/// Something at a place of the workbook.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WorkbookPlace {
    /// Where: `Sheet1!C4`; the field of a formula.
    pub place: String,
    /// What stands there.
    pub text: String,
    /// What is said about it.
    pub reason: LabelText,
}

/// What a field may hold.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WorkbookKind {
    /// Its name in decisions.
    pub id: String,
    /// What people call it.
    pub label: LabelText,
    /// Whether a person may choose it for a field that was taken for something else.
    pub choosable: bool,
}

/// An app that was made of a workbook.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WorkbookMade {
    /// The app.
    pub app: String,
    /// How many rows are its records now.
    pub filed: usize,
    /// Rows that were refused.
    pub unfiled: Vec<WorkbookPlace>,
}
