//! Writing.

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use value::{Date, Decimal};

/// The most rows of a sheet, the head not counted.
pub const MOST_ROWS: usize = 1_048_575;
/// The longest text of a cell, in characters.
const LONGEST_TEXT: usize = 32_767;
/// The most digits that a cell's double holds exactly; longer numbers are written as text.
const EXACT_DIGITS: u32 = 15;

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
    /// Yes or no.
    Bool(bool),
    /// A day.
    Date(Date),
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
    if table.rows.len() > MOST_ROWS {
        return Err(WriteError::TooManyRows);
    }
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(&table.title))?;
    let head = Format::new().set_bold().set_background_color("F3F4F6");
    let formats = Formats::of(table);
    for (column, described) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(0, column, &described.label, &head)?;
        sheet.set_column_width(column, width(table, usize::from(column)))?;
    }
    for (row, cells) in (1_u32..).zip(&table.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            write_cell(sheet, (row, column), cell, &formats)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if let (Some(last_column), Ok(last_row)) =
        (u16::try_from(table.columns.len()).ok().and_then(|count| count.checked_sub(1)), u32::try_from(table.rows.len()))
    {
        sheet.autofilter(0, 0, last_row, last_column)?;
    }
    Ok(workbook.save_to_buffer()?)
}

struct Formats {
    numbers: Vec<Format>,
    date: Format,
    moment: Format,
}

impl Formats {
    fn of(table: &SheetTable) -> Self {
        let number = |column: &SheetColumn| {
            let zeros = "0".repeat(usize::try_from(column.scale).unwrap_or(0));
            let pattern = if zeros.is_empty() { "0".to_owned() } else { format!("#,##0.{zeros}") };
            Format::new().set_num_format(pattern)
        };
        Self {
            numbers: table.columns.iter().map(number).collect(),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
        }
    }
}

fn write_cell(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, formats: &Formats) -> Result<(), XlsxError> {
    let plain = Format::new();
    match cell {
        Cell::Blank => return Ok(()),
        Cell::Text(text) => sheet.write_string(row, column, text.chars().take(LONGEST_TEXT).collect::<String>())?,
        Cell::Bool(yes) => sheet.write_boolean(row, column, *yes)?,
        Cell::Number(number) => match exact(*number) {
            Some(double) => sheet.write_number_with_format(row, column, double, formats.numbers.get(usize::from(column)).unwrap_or(&plain))?,
            None => sheet.write_string(row, column, number.to_string())?,
        },
        Cell::Date(day) => sheet.write_datetime_with_format(row, column, excel_day(*day)?, &formats.date)?,
        Cell::DateTime(moment) => {
            let time = moment.time().format("%H:%M:%S").to_string();
            let excel = ExcelDateTime::parse_from_str(&format!("{}T{time}", moment.date()))?;
            sheet.write_datetime_with_format(row, column, &excel, &formats.moment)?
        }
    };
    Ok(())
}

fn excel_day(day: Date) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::parse_from_str(&day.to_string())
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

/// A width that shows the head and the first rows.
fn width(table: &SheetTable, column: usize) -> f64 {
    let letters = |text: &str| text.chars().map(|character| if character.is_ascii() { 1_u32 } else { 2 }).sum::<u32>();
    let head = table.columns.get(column).map_or(0, |column| letters(&column.label) + 3);
    let cell = |row: &Vec<Cell>| match row.get(column) {
        Some(Cell::Text(text)) => letters(text),
        Some(Cell::DateTime(_)) => 17,
        Some(Cell::Date(_) | Cell::Number(_)) => 11,
        _ => 0,
    };
    let body = table.rows.iter().take(200).map(cell).max().unwrap_or(0);
    f64::from(head.max(body).clamp(8, 50))
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
