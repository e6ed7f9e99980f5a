//! XLSForm: a workbook with the sheets survey, choices and settings says exactly what the form is; nothing is guessed.
//!
//! `docs/xlsform` lists every type, column and function: taken, translated or refused. What cannot be kept is refused by name, with row
//! and column; what has no meaning here is left out and told.

mod build;
mod choices;
mod columns;
mod formula;
mod functions;
mod logic;
mod questions;
mod sheets;
mod types;
mod xpath;

pub use columns::{COLUMNS, ColumnEntry};
pub use functions::{FUNCTIONS, FunctionEntry};
pub use questions::{Logic, Question, decides};
pub use types::{Fate, TYPES, TypeEntry};

use crate::workbook::Workbook;
use definition::Form;
use value::Label;

/// A form that was made of an XLSForm.
#[derive(Debug, Clone, PartialEq)]
pub struct Translated {
    /// The form.
    pub form: Form,
    /// The questions in the order of the survey, each with the cells from which it was made.
    pub questions: Vec<Question>,
    /// What was left out, and where.
    pub notes: Vec<Note>,
}

/// Something that was left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Where it stands: `survey!F1`.
    pub place: String,
    /// What and why.
    pub message: Label,
}

/// Why a form cannot be taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The sheet.
    pub sheet: String,
    /// The row, from 1.
    pub row: u32,
    /// The column by its name.
    pub column: String,
    /// The cell: `F7`; none when the sheet has no such column.
    pub cell: Option<String>,
    /// What is wrong.
    pub message: Label,
}

impl Refusal {
    pub(self) fn new(sheet: &str, row: u32, column: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { sheet: sheet.into(), row, column: column.into(), cell: None, message: Label::both(zh, en) }
    }

    /// One line: `survey row 7, relevant (F7): …`.
    pub fn line(&self, locale: value::Locale) -> String {
        let message = self.message.get(locale);
        let cell = self.cell.as_ref().map(|cell| format!(" ({cell})")).unwrap_or_default();
        match locale {
            value::Locale::ZhCn => format!("{} 第 {} 行 {}{cell}：{message}", self.sheet, self.row, self.column),
            value::Locale::En => format!("{} row {}, {}{cell}: {message}", self.sheet, self.row, self.column),
        }
    }
}

/// Whether a workbook is an XLSForm: a sheet survey with a column type.
pub fn is_xlsform(workbook: &Workbook) -> bool {
    let Some(survey) = sheets::find(workbook, "survey") else { return false };
    survey.cells.iter().take(200).any(|(_, cell)| cell.text().trim().eq_ignore_ascii_case("type"))
}

/// Translates an XLSForm; everything that is refused is told at once.
pub fn translate(workbook: &Workbook) -> Result<Translated, Vec<Refusal>> {
    build::form(workbook)
}

/// A day as a formula.
fn day(text: &str) -> Option<String> {
    let day = chrono::NaiveDate::parse_from_str(text.trim().get(..10)?, "%Y-%m-%d").ok()?;
    let (year, month, date) = (chrono::Datelike::year(&day), chrono::Datelike::month(&day), chrono::Datelike::day(&day));
    Some(format!("DATE({year}, {month}, {date})"))
}
