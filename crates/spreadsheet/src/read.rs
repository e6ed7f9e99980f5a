//! Reading.

use calamine::{Data, Reader, Xlsx, XlsxError, open_workbook_from_rs};
use std::io::Cursor;

/// The largest workbook that is read.
pub const MOST_BYTES: usize = 20 << 20;

/// Why a workbook cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file is too large.
    #[error("a workbook has at most {} MB", MOST_BYTES >> 20)]
    TooLarge,
    /// It is no workbook.
    #[error("the file is not an xlsx workbook")]
    NoWorkbook(#[from] XlsxError),
    /// It has no sheet.
    #[error("the workbook has no sheet")]
    NoSheet,
    /// It has more rows than were asked for.
    #[error("the sheet has more than {0} rows")]
    TooManyRows(usize),
}

/// Reads the first sheet as texts, line by line; days as `2026-03-01`.
pub fn read_table(bytes: &[u8], most_rows: usize) -> Result<Vec<Vec<String>>, ReadError> {
    if bytes.len() > MOST_BYTES {
        return Err(ReadError::TooLarge);
    }
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes))?;
    let range = workbook.worksheet_range_at(0).ok_or(ReadError::NoSheet)??;
    if range.height() > most_rows {
        return Err(ReadError::TooManyRows(most_rows));
    }
    Ok(range.rows().map(|row| row.iter().map(text).collect()).collect())
}

fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(moment) => {
            let shown = moment.as_datetime().map(|moment| moment.format("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default();
            shown.strip_suffix(" 00:00:00").unwrap_or(&shown).to_owned()
        }
        Data::Empty => String::new(),
        other => other.to_string().trim().to_owned(),
    }
}
