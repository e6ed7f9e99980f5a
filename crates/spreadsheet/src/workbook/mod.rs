//! A workbook as it was opened: values, number formats, formulas, merges, comments, colours, data validations, what is hidden.
//!
//! Everything is kept by position in ordered maps, so that the same bytes always read the same.

mod comments;
mod fault;
mod open;
mod package;
mod parts;
mod place;
pub(crate) mod streamed;
mod xml;

pub use fault::OpenFault;
pub use open::open;
pub(crate) use package::guarded;
pub use place::{Area, At};

use chrono::NaiveDateTime;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use value::Decimal;

/// The largest workbook that is opened.
pub const MOST_BYTES: usize = 20 << 20;
/// The most that its parts may hold unpacked.
pub const MOST_UNPACKED: u64 = 300 << 20;
/// The most filled cells of all sheets together.
pub const MOST_CELLS: usize = 3_000_000;
/// The most sheets.
pub const MOST_SHEETS: usize = 200;

/// A workbook.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Workbook {
    /// The sheets in their order.
    pub sheets: Vec<Sheet>,
    /// Names that were given to areas: name and what it refers to.
    pub names: Vec<(String, String)>,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// The cells that hold something or look like something, by row, then column.
    pub cells: BTreeMap<At, Cell>,
    /// Merged areas.
    pub merges: Vec<Area>,
    /// Data validations.
    pub validations: Vec<Validation>,
    /// Comments and notes.
    pub comments: BTreeMap<At, String>,
    /// Hidden rows.
    pub hidden_rows: BTreeSet<u32>,
    /// Hidden columns.
    pub hidden_columns: BTreeSet<u32>,
    /// The cells at which pictures are anchored.
    pub pictures: Vec<At>,
    /// How it is measured for paper.
    pub measures: Measures,
}

/// Widths, heights and paper of a sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measures {
    /// Widths of columns in characters, where they are not usual.
    pub widths: BTreeMap<u32, f64>,
    /// Heights of rows in points, where they are not usual.
    pub heights: BTreeMap<u32, f64>,
    /// Whether it is printed across.
    pub landscape: bool,
    /// Whether it is printed on A5.
    pub half: bool,
}

impl Measures {
    /// The width of columns in characters, both ends within.
    pub fn width(&self, first: u32, last: u32) -> f64 {
        (first..=last).map(|column| self.widths.get(&column).copied().unwrap_or(USUAL_WIDTH)).sum()
    }

    /// The height of rows in millimetres, both ends within.
    pub fn height(&self, first: u32, last: u32) -> f64 {
        (first..=last).map(|row| self.heights.get(&row).copied().unwrap_or(USUAL_HEIGHT)).sum::<f64>() * 25.4 / 72.0
    }
}

/// Width of a column in characters.
const USUAL_WIDTH: f64 = 8.43;
/// Height of a row in points.
const USUAL_HEIGHT: f64 = 14.0;

/// A cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// What it holds.
    pub value: CellValue,
    /// The formula that gave it, without the equals sign.
    pub formula: Option<String>,
    /// How it looks.
    pub look: Arc<Look>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum CellValue {
    /// Nothing.
    #[default]
    Blank,
    /// A text.
    Text(String),
    /// A number.
    Number(Decimal),
    /// Yes or no.
    Bool(bool),
    /// A moment: a day, a day with a time, or a time of the day zero of spreadsheets.
    Moment(NaiveDateTime),
    /// A length of time, in days.
    Length(Decimal),
    /// An error such as `#REF!`.
    Error(String),
}

/// How a cell looks, as far as that tells something.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Look {
    /// The number format; empty for the general one.
    pub format: String,
    /// Whether the font is bold.
    pub bold: bool,
    /// Size of the font in tenths of a point.
    pub size: u32,
    /// Whether the font is red.
    pub red: bool,
    /// The colour of the ground, if it is not white.
    pub fill: Option<[u8; 3]>,
    /// Whether it has lines around it.
    pub lined: bool,
    /// Whether it stands in the middle.
    pub centred: bool,
}

/// A data validation.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Validation {
    /// Where it holds.
    pub areas: Vec<Area>,
    /// What it asks for.
    pub kind: ValidationKind,
    /// Compares with the two formulas.
    pub operator: String,
    /// The first formula or list.
    pub first: String,
    /// The second formula of `between`.
    pub second: String,
    /// Whether the cell may stay blank.
    pub allow_blank: bool,
    /// What is said when the cell is entered.
    pub prompt: String,
}

/// What a validation asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ValidationKind {
    /// Anything; only the prompt counts.
    #[default]
    Any,
    /// One of a list.
    List,
    /// A whole number.
    Whole,
    /// A number.
    Decimal,
    /// A day.
    Date,
    /// A time.
    Time,
    /// A text of some length.
    TextLength,
    /// What a formula says.
    Custom,
}

impl Sheet {
    /// A cell.
    pub fn cell(&self, at: At) -> Option<&Cell> {
        self.cells.get(&at)
    }

    /// The merged area that a cell is part of.
    pub fn merge_at(&self, at: At) -> Option<Area> {
        self.merges.iter().copied().find(|area| area.holds(at))
    }

    /// The validation that holds for a cell.
    pub fn validation_at(&self, at: At) -> Option<&Validation> {
        self.validations.iter().find(|validation| validation.areas.iter().any(|area| area.holds(at)))
    }
}

impl Cell {
    /// What it holds, as people read it.
    pub fn text(&self) -> String {
        self.value.text()
    }

    /// Whether it holds nothing.
    pub fn is_blank(&self) -> bool {
        match &self.value {
            CellValue::Blank => true,
            CellValue::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

impl CellValue {
    /// The value as people read it: numbers without noise, days as `2026-03-01`.
    pub fn text(&self) -> String {
        match self {
            CellValue::Blank => String::new(),
            CellValue::Text(text) => text.trim().to_owned(),
            CellValue::Number(number) | CellValue::Length(number) => number.normalize().to_string(),
            CellValue::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
            CellValue::Moment(moment) => {
                let shown = moment.format("%Y-%m-%d %H:%M:%S").to_string();
                shown.strip_suffix(" 00:00:00").unwrap_or(&shown).to_owned()
            }
            CellValue::Error(error) => error.clone(),
        }
    }
}
