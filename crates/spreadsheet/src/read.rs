//! A short table read at once.

use crate::{FileFault, TableFile};

/// Why a table cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileFault),
    /// It has more rows than were asked for.
    #[error("the sheet has more than {0} rows")]
    TooManyRows(usize),
}

/// Reads the first sheet as texts, row by row; days as `2026-03-01`. Each row comes with its number in the file, so that a fault can be
/// told with its place; rows that hold nothing are left out.
pub fn read_numbered(bytes: &[u8], most_rows: usize) -> Result<Vec<(u32, Vec<String>)>, ReadError> {
    let mut rows = Vec::new();
    TableFile::open(bytes)?.read(0, &mut |line| {
        rows.push((line.number, line.cells.iter().map(crate::workbook::CellValue::text).collect()));
        rows.len() <= most_rows
    })?;
    if rows.len() > most_rows { Err(ReadError::TooManyRows(most_rows)) } else { Ok(rows) }
}

/// Reads the first sheet as texts; every row has as many cells as the widest.
pub fn read_table(bytes: &[u8], most_rows: usize) -> Result<Vec<Vec<String>>, ReadError> {
    let mut rows: Vec<Vec<String>> = read_numbered(bytes, most_rows)?.into_iter().map(|(_, row)| row).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    rows.iter_mut().for_each(|row| row.resize(width, String::new()));
    Ok(rows)
}
