//! Workbooks: tables written as xlsx with real types and read back; workbooks opened whole and turned into forms.
//!
//! A text is always written as a text cell, so that a value that begins with `=`, `+`, `-` or `@` never becomes a formula.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, clippy::as_conversions)
)]

pub mod analysis;
mod csv;
mod read;
mod rows;
pub mod spelling;
pub mod workbook;
mod write;
pub mod xlsform;

pub use csv::CsvText;
pub use read::{ReadError, read_numbered, read_table};
pub use rows::{FileFault, Line, SheetHead, TableFile};
pub use write::{Book, Cell, MOST_ROWS, SheetColumn, SheetTable, WriteError, write_table};
