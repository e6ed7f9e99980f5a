//! Writing.

use chrono::{Datelike, Timelike};
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Format, Image, Workbook, Worksheet, XlsxError};
use value::{Date, Decimal};

/// The most rows of a sheet, the head not counted.
pub const MOST_ROWS: usize = 1_048_575;
/// The longest text of a cell, in characters.
const LONGEST_TEXT: usize = 32_767;
/// The most digits that a cell's double holds exactly; longer numbers are written as text.
const EXACT_DIGITS: u32 = 15;

/// So many rows say how wide the columns are.
const LOOKED_AT: u32 = 200;
/// Height of a row with a picture, in points.
const PICTURE_HEIGHT: f64 = 72.0;

/// A table for a sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SheetTable {
    /// Name of the sheet.
    pub title: String,
    /// The columns.
    pub columns: Vec<SheetColumn>,
    /// The rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SheetColumn {
    /// Its head.
    pub label: String,
    /// Digits after the point of its numbers.
    pub scale: u32,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Blank,
    /// A text.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A share: 0.125 is shown as 12.5 %.
    Percent(Decimal),
    /// Yes or no.
    Bool(bool),
    /// A day.
    Date(Date),
    /// A time of day.
    Time(value::Time),
    /// A local date and time.
    DateTime(chrono::NaiveDateTime),
}

/// Why a workbook cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Too many rows for one sheet.
    #[error("a sheet holds at most {MOST_ROWS} rows")]
    TooManyRows,
    /// The writer refused.
    #[error("the workbook cannot be written")]
    Writer(#[from] XlsxError),
}

/// Writes one table as a workbook: bold head that stays in sight, filters, types kept, columns wide enough.
pub fn write_table(table: &SheetTable) -> Result<Vec<u8>, WriteError> {
    let mut book = Book::default();
    let sheet = book.sheet(&table.title, &table.columns)?;
    table.rows.iter().try_for_each(|cells| book.row(sheet, cells))?;
    book.finish()
}

/// A workbook that is written row by row. Rows that were written are not kept in memory.
#[derive(Default)]
pub struct Book {
    workbook: Workbook,
    sheets: Vec<SheetState>,
}

/// What is known of a sheet that is being written.
struct SheetState {
    formats: Formats,
    widths: Vec<u32>,
    /// Rows so far, the head included.
    rows: u32,
}

impl Book {
    /// Begins a sheet with its head; answers its number.
    pub fn sheet(&mut self, title: &str, columns: &[SheetColumn]) -> Result<usize, WriteError> {
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(sheet_name(title))?;
        let head = Format::new().set_bold().set_background_color("F3F4F6");
        for (column, described) in (0_u16..).zip(columns) {
            sheet.write_string_with_format(0, column, clipped(&described.label), &head)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let widths = columns.iter().map(|column| letters(&column.label) + 3).collect();
        self.sheets.push(SheetState { formats: Formats::of(columns), widths, rows: 1 });
        Ok(self.sheets.len() - 1)
    }

    /// Writes the next row of a sheet.
    pub fn row(&mut self, sheet: usize, cells: &[Cell]) -> Result<(), WriteError> {
        let (Some(state), Ok(sheet)) = (self.sheets.get_mut(sheet), self.workbook.worksheet_from_index(sheet)) else { return Ok(()) };
        if usize::try_from(state.rows).unwrap_or(usize::MAX) > MOST_ROWS {
            return Err(WriteError::TooManyRows);
        }
        for (column, cell) in (0_u16..).zip(cells) {
            write_cell(sheet, (state.rows, column), cell, &state.formats)?;
        }
        if state.rows <= LOOKED_AT {
            for (width, cell) in state.widths.iter_mut().zip(cells) {
                *width = (*width).max(width_of(cell));
            }
        }
        state.rows += 1;
        Ok(())
    }

    /// Places a picture over a cell of the row that is written next.
    pub fn picture(&mut self, sheet: usize, column: usize, picture: &[u8]) -> Result<(), WriteError> {
        let (Some(state), Ok(sheet)) = (self.sheets.get(sheet), self.workbook.worksheet_from_index(sheet)) else { return Ok(()) };
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        sheet.set_row_height(state.rows, PICTURE_HEIGHT)?;
        let image = Image::new_from_buffer(picture)?;
        sheet.insert_image_fit_to_cell(state.rows, column, &image, true)?;
        Ok(())
    }

    /// The bytes of the whole.
    pub fn finish(mut self) -> Result<Vec<u8>, WriteError> {
        for (number, state) in self.sheets.iter().enumerate() {
            let sheet = self.workbook.worksheet_from_index(number)?;
            for (column, width) in (0_u16..).zip(&state.widths) {
                sheet.set_column_width(column, f64::from((*width).clamp(8, 50)))?;
            }
            if let Some(last) = u16::try_from(state.widths.len()).ok().and_then(|count| count.checked_sub(1)) {
                sheet.autofilter(0, 0, state.rows.saturating_sub(1), last)?;
            }
        }
        Ok(self.workbook.save_to_buffer()?)
    }
}

struct Formats {
    numbers: Vec<Format>,
    percents: Vec<Format>,
    date: Format,
    time: Format,
    moment: Format,
    fine_moment: Format,
}

impl Formats {
    fn of(columns: &[SheetColumn]) -> Self {
        let zeros = |scale: u32| "0".repeat(usize::try_from(scale).unwrap_or(0));
        let number = |column: &SheetColumn| {
            let zeros = zeros(column.scale);
            let pattern = if zeros.is_empty() { "0".to_owned() } else { format!("#,##0.{zeros}") };
            Format::new().set_num_format(pattern)
        };
        let percent = |column: &SheetColumn| {
            let zeros = zeros(column.scale.saturating_sub(2));
            Format::new().set_num_format(if zeros.is_empty() { "0%".to_owned() } else { format!("0.{zeros}%") })
        };
        let moment = |pattern: &str| Format::new().set_num_format(pattern);
        Self {
            numbers: columns.iter().map(number).collect(),
            percents: columns.iter().map(percent).collect(),
            date: moment("yyyy-mm-dd"),
            time: moment("hh:mm:ss"),
            moment: moment("yyyy-mm-dd hh:mm"),
            fine_moment: moment("yyyy-mm-dd hh:mm:ss"),
        }
    }
}

fn write_cell(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, formats: &Formats) -> Result<(), XlsxError> {
    let plain = Format::default();
    let place = usize::from(column);
    match cell {
        Cell::Blank => {}
        Cell::Text(text) => _ = sheet.write_string(row, column, clipped(text))?,
        Cell::Bool(yes) => _ = sheet.write_boolean(row, column, *yes)?,
        Cell::Number(number) | Cell::Percent(number) => {
            let of_kind = if matches!(cell, Cell::Percent(_)) { &formats.percents } else { &formats.numbers };
            match exact(*number) {
                Some(double) => _ = sheet.write_number_with_format(row, column, double, of_kind.get(place).unwrap_or(&plain))?,
                None => _ = sheet.write_string(row, column, number.to_string())?,
            }
        }
        Cell::Date(day) => write_serial(sheet, (row, column), serial(day.and_time(value::Time::MIN)), &day.to_string(), &formats.date)?,
        Cell::Time(time) => _ = sheet.write_number_with_format(row, column, part_of_day(*time), &formats.time)?,
        Cell::DateTime(moment) => {
            let format = if moment.time().second() == 0 { &formats.moment } else { &formats.fine_moment };
            write_serial(sheet, (row, column), serial(*moment), &moment.format("%Y-%m-%d %H:%M:%S").to_string(), format)?;
        }
    }
    Ok(())
}

/// A moment as the number that sheets keep; as a text where sheets have no number for it.
fn write_serial(sheet: &mut Worksheet, (row, column): (u32, u16), serial: Option<f64>, text: &str, format: &Format) -> Result<(), XlsxError> {
    match serial {
        Some(serial) => _ = sheet.write_number_with_format(row, column, serial, format)?,
        None => _ = sheet.write_string(row, column, text)?,
    }
    Ok(())
}

/// Days since the day zero of sheets. Before March of 1900 they count wrong, and behind the year 9999 not at all.
fn serial(moment: chrono::NaiveDateTime) -> Option<f64> {
    let first = Date::from_ymd_opt(1900, 3, 1)?;
    let days = (moment.date() - first).num_days();
    let near = days >= 0 && moment.date().year() <= 9999;
    let days = i32::try_from(days + 61).ok().filter(|_| near)?;
    Some(f64::from(days) + part_of_day(moment.time()))
}

fn part_of_day(time: value::Time) -> f64 {
    f64::from(time.num_seconds_from_midnight()) / 86_400.0
}

/// What fits into a cell.
fn clipped(text: &str) -> std::borrow::Cow<'_, str> {
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => text.get(..end).unwrap_or_default().into(),
        None => text.into(),
    }
}

/// A number as a double, if a cell can hold it without loss.
fn exact(number: Decimal) -> Option<f64> {
    let digits = number.normalize().mantissa().unsigned_abs().checked_ilog10().map_or(1, |digits| digits + 1);
    if digits > EXACT_DIGITS { None } else { number.to_f64() }
}

/// A name that a sheet may have: 31 characters, none of `[]:*?/\`.
fn sheet_name(title: &str) -> String {
    let name: String = title.chars().map(|character| if "[]:*?/\\".contains(character) { ' ' } else { character }).take(31).collect();
    let name = name.trim_matches(['\'', ' ']).to_owned();
    if name.is_empty() { "1".into() } else { name }
}

fn letters(text: &str) -> u32 {
    text.chars().take(60).map(|character| if character.is_ascii() { 1_u32 } else { 2 }).sum()
}

/// A width that shows a cell.
fn width_of(cell: &Cell) -> u32 {
    match cell {
        Cell::Text(text) => letters(text),
        Cell::DateTime(_) => 17,
        Cell::Date(_) | Cell::Number(_) | Cell::Percent(_) | Cell::Time(_) => 11,
        Cell::Blank | Cell::Bool(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_table;

    #[test]
    fn a_table_comes_back_as_it_was_written() {
        let table = SheetTable {
            title: "请假[单]".into(),
            columns: vec![
                SheetColumn { label: "事由".into(), scale: 0 },
                SheetColumn { label: "金额".into(), scale: 2 },
                SheetColumn { label: "日期".into(), scale: 0 },
            ],
            rows: vec![
                vec![Cell::Text("=1+1".into()), Cell::Number("1234.50".parse().unwrap()), Cell::Date("2026-03-01".parse().unwrap())],
                vec![Cell::Text("\u{36C3}\u{4DAE}".into()), Cell::Number("123456789012345678.9".parse().unwrap()), Cell::Blank],
            ],
        };
        let read = read_table(&write_table(&table).unwrap(), 100).unwrap();
        assert_eq!(read, [vec!["事由", "金额", "日期"], vec!["=1+1", "1234.5", "2026-03-01"], vec!["㛃䶮", "123456789012345678.9", ""]]);
    }
}
