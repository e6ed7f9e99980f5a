//! The rows of a sheet one after the other, without the looks of their cells.

use super::open::cell_value;
use super::place::{LAST_COLUMN, LAST_ROW};
use super::{CellValue, MOST_CELLS, OpenFault};
use crate::{FileFault, Line};
use calamine::{Reader, SheetType, Xlsx, open_workbook_from_rs};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A sheet that says to have more rows than this is counted, for it may say anything.
const MOST_BELIEVED: u32 = 20_000;
/// Columns behind this one are garbage that somebody left far to the right.
const MOST_COLUMNS: u32 = 1_000;

type Opened<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Names and sizes of the sheets with cells.
pub(crate) fn sheets(bytes: &[u8]) -> Result<Vec<(String, u32)>, OpenFault> {
    unharmed(|| {
        let mut opened = opened(bytes)?;
        let mut found = Vec::new();
        for name in names(&opened) {
            let wrong = |fault: calamine::XlsxError| OpenFault::damaged(&name, fault);
            let mut reader = opened.worksheet_cells_reader(&name).map_err(wrong)?;
            let mut rows = reader.dimensions().end.0.saturating_add(1);
            if !(2..=MOST_BELIEVED).contains(&rows) {
                rows = 0;
                while let Some(cell) = reader.next_cell().map_err(wrong)? {
                    if cell_value(cell.get_value()) != CellValue::Blank {
                        rows = rows.max(cell.get_position().0.min(LAST_ROW) + 1);
                    }
                }
            }
            found.push((name, rows));
        }
        if found.is_empty() { Err(OpenFault::Empty) } else { Ok(found) }
    })
}

/// Gives the rows that hold something until `take` has enough.
pub(crate) fn rows(bytes: &[u8], sheet: usize, take: &mut dyn FnMut(Line) -> bool) -> Result<(), FileFault> {
    unharmed(|| {
        let mut opened = opened(bytes)?;
        let name = names(&opened).into_iter().nth(sheet).ok_or(FileFault::NoSheet(sheet))?;
        let wrong = |fault: calamine::XlsxError| FileFault::Workbook(OpenFault::damaged(&name, fault));
        let mut reader = opened.worksheet_cells_reader(&name).map_err(wrong)?;
        let mut left = MOST_CELLS;
        let mut line = Line { number: 0, cells: Vec::new() };
        while let Some(cell) = reader.next_cell().map_err(wrong)? {
            let (row, column) = cell.get_position();
            if row > LAST_ROW || column > LAST_COLUMN {
                return Err(OpenFault::damaged(&name, format!("row {row}, column {column}")).into());
            }
            let value = cell_value(cell.get_value());
            if value == CellValue::Blank || column >= MOST_COLUMNS {
                continue;
            }
            left = left.checked_sub(1).ok_or(OpenFault::TooManyCells)?;
            if row.saturating_add(1) != line.number {
                let width = line.cells.len();
                let before = std::mem::replace(&mut line, Line { number: row.saturating_add(1), cells: Vec::with_capacity(width) });
                if before.number > 0 && !take(before) {
                    return Ok(());
                }
            }
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            if line.cells.len() <= column {
                line.cells.resize(column + 1, CellValue::Blank);
            }
            if let Some(place) = line.cells.get_mut(column) {
                *place = value;
            }
        }
        if line.number > 0 {
            take(line);
        }
        Ok(())
    })
}

fn opened(bytes: &[u8]) -> Result<Opened<'_>, OpenFault> {
    open_workbook_from_rs(Cursor::new(bytes)).map_err(|fault: calamine::XlsxError| OpenFault::damaged("xl", fault))
}

fn names(opened: &Opened<'_>) -> Vec<String> {
    opened.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).map(|sheet| sheet.name.clone()).collect()
}

/// A slip of the reader over a damaged file must not take the server along.
fn unharmed<T, E: From<OpenFault>>(read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(OpenFault::damaged("xl", "its parts contradict each other").into()))
}
