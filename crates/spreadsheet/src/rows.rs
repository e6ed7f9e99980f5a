//! A sheet read row by row, whatever its length: nothing of it is kept here.

use crate::csv;
use crate::workbook::{CellValue, MOST_CELLS, OpenFault, guarded, streamed};
use value::Label;

/// The most rows of a sheet that are read.
const MOST_ROWS: u32 = 1_048_576;

/// Why a file cannot be read, in words for whoever chose it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// It is a workbook that cannot be opened.
    #[error(transparent)]
    Workbook(#[from] OpenFault),
    /// It is neither a workbook nor a text.
    #[error("the file is neither an .xlsx workbook nor a text with commas")]
    Unknown,
    /// A quote is opened and never closed.
    #[error("a quote on line {0} is never closed")]
    OpenQuote(u32),
    /// There is no such sheet.
    #[error("the file has no sheet {0}")]
    NoSheet(usize),
}

impl FileFault {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Workbook(fault) => fault.code(),
            Self::Unknown => "not_a_table",
            Self::OpenQuote(_) => "open_quote",
            Self::NoSheet(_) => "no_such_sheet",
        }
    }

    /// What is wrong and what to do, in both languages.
    pub fn label(&self) -> Label {
        match self {
            Self::Workbook(fault) => fault.label(),
            Self::Unknown => Label::both(
                "这个文件既不是 .xlsx 工作簿，也不是 CSV 文本；请在 Excel 里另存为 .xlsx 或 CSV 后再上传",
                "this is neither an .xlsx workbook nor a CSV text; save it as .xlsx or CSV in Excel and choose that file",
            ),
            Self::OpenQuote(line) => Label::both(
                format!("第 {line} 行的引号没有结束；请检查这一行，或在 Excel 里另存为 .xlsx 后再上传"),
                format!("a quote on line {line} is never closed; look at that line, or save the file as .xlsx in Excel"),
            ),
            Self::NoSheet(number) => {
                Label::both(format!("文件里没有第 {} 张工作表", number + 1), format!("the file has no sheet number {}", number + 1))
            }
        }
    }
}

/// A row: its number in the file, counted from 1, and its cells from the first column on.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The number that people see beside it.
    pub number: u32,
    /// The cells, blanks included.
    pub cells: Vec<CellValue>,
}

/// A sheet as it is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetHead {
    /// Its name.
    pub name: String,
    /// Its last row that may hold something.
    pub rows: u32,
}

/// A file of rows.
#[derive(Debug, Clone)]
pub enum TableFile<'a> {
    /// A workbook that was looked at: it unpacks to something reasonable and holds no programs.
    Workbook(&'a [u8]),
    /// A text.
    Text(String),
}

impl<'a> TableFile<'a> {
    /// Finds out what a file is. Everything dangerous is refused here, before anything of it is read.
    pub fn open(bytes: &'a [u8]) -> Result<Self, FileFault> {
        match guarded(bytes) {
            Ok(()) => Ok(Self::Workbook(bytes)),
            Err(OpenFault::NoWorkbook) if !bytes.starts_with(b"PK") => match csv::decoded(bytes) {
                Some(text) if text.trim().is_empty() => Err(OpenFault::Empty.into()),
                Some(text) => Ok(Self::Text(text)),
                None => Err(FileFault::Unknown),
            },
            Err(fault) => Err(fault.into()),
        }
    }

    /// The sheets in their order; a text is one sheet without a name.
    pub fn sheets(&self) -> Result<Vec<SheetHead>, FileFault> {
        match self {
            Self::Workbook(bytes) => Ok(streamed::sheets(bytes)?.into_iter().map(|(name, rows)| SheetHead { name, rows }).collect()),
            Self::Text(text) => {
                let rows = u32::try_from(text.lines().count()).unwrap_or(MOST_ROWS);
                Ok(vec![SheetHead { name: String::new(), rows }])
            }
        }
    }

    /// Gives the rows that hold something, one after the other, until `take` has enough.
    pub fn read(&self, sheet: usize, take: &mut dyn FnMut(Line) -> bool) -> Result<(), FileFault> {
        match self {
            Self::Workbook(bytes) => Ok(streamed::rows(bytes, sheet, take)?),
            Self::Text(_) if sheet > 0 => Err(FileFault::NoSheet(sheet)),
            Self::Text(text) => read_text(text, take),
        }
    }
}

fn read_text(text: &str, take: &mut dyn FnMut(Line) -> bool) -> Result<(), FileFault> {
    let mut left = MOST_CELLS;
    let mut too_many = false;
    let mut on = |number: u32, cells: Vec<String>| {
        let Some(rest) = left.checked_sub(cells.len()) else {
            too_many = true;
            return false;
        };
        left = rest;
        let value = |cell: String| if cell.trim().is_empty() { CellValue::Blank } else { CellValue::Text(cell) };
        let cells: Vec<CellValue> = cells.into_iter().map(value).collect();
        cells.iter().all(|cell| *cell == CellValue::Blank) || take(Line { number, cells })
    };
    let read = csv::read(text, &mut on).map_err(FileFault::OpenQuote);
    if too_many { Err(OpenFault::TooManyCells.into()) } else { read }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Book, Cell, SheetColumn};

    fn lines(bytes: &[u8], sheet: usize) -> Vec<Line> {
        let mut lines = Vec::new();
        TableFile::open(bytes)
            .unwrap()
            .read(sheet, &mut |line| {
                lines.push(line);
                true
            })
            .unwrap();
        lines
    }

    #[test]
    fn rows_come_back_one_by_one_with_their_numbers() {
        let mut book = Book::default();
        let heads = ["文字", "数量", "比例", "日期", "时间"].map(|label| SheetColumn { label: label.into(), scale: 2 });
        let first = book.sheet("一", &heads).unwrap();
        let second = book.sheet("二", &heads[..1]).unwrap();
        let moment = chrono::NaiveDate::from_ymd_opt(2026, 3, 1).unwrap().and_hms_opt(9, 30, 15).unwrap();
        let row = [
            Cell::Text("=1+1".into()),
            Cell::Number("-12.50".parse().unwrap()),
            Cell::Percent("0.125".parse().unwrap()),
            Cell::Date(moment.date()),
            Cell::DateTime(moment),
        ];
        book.row(first, &row).unwrap();
        book.row(second, &[Cell::Bool(true)]).unwrap();
        book.row(first, &[]).unwrap();
        book.row(first, &[Cell::Blank, Cell::Text("末行".into())]).unwrap();
        let bytes = book.finish().unwrap();
        let read = lines(&bytes, 0);
        assert_eq!(read.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2, 4]);
        let wanted = [
            CellValue::Text("=1+1".into()),
            CellValue::Number("-12.5".parse().unwrap()),
            CellValue::Number("0.125".parse().unwrap()),
            CellValue::Moment(moment.date().and_time(value::Time::MIN)),
        ];
        assert_eq!(read[1].cells[..4], wanted);
        assert_eq!(read[1].cells[4].text(), "2026-03-01 09:30:15");
        assert_eq!(read[2].cells, [CellValue::Blank, CellValue::Text("末行".into())]);
        assert_eq!(lines(&bytes, 1)[1].cells, [CellValue::Bool(true)]);
        let sheets = TableFile::open(&bytes).unwrap().sheets().unwrap();
        assert_eq!(sheets, [("一", 4), ("二", 2)].map(|(name, rows)| SheetHead { name: name.into(), rows }));
        assert_eq!(TableFile::open(&bytes).unwrap().read(2, &mut |_| true), Err(FileFault::NoSheet(2)));
    }

    #[test]
    fn what_is_no_sheet_is_refused() {
        for bytes in [b"PK\x03\x04 and nothing behind it".as_slice(), &[0x89, b'P', b'N', b'G', 0, 1], b" \r\n "] {
            assert!(TableFile::open(bytes).is_err(), "{bytes:?}");
        }
    }
}
