//! Comma-separated values: written as UTF-8 with a mark, read in UTF-8 or GB 18030 with commas, semicolons or tabs.

use crate::Cell;

/// Such a beginning makes a formula of a text where the file is opened as a sheet.
const DANGEROUS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text that is written row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvText(String);

impl Default for CsvText {
    /// With the mark by which Excel knows UTF-8.
    fn default() -> Self {
        Self("\u{FEFF}".into())
    }
}

impl CsvText {
    /// Writes a row.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a Cell>) {
        for (index, cell) in cells.into_iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            self.push(cell);
        }
        self.0.push_str("\r\n");
    }

    /// The bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }

    fn push(&mut self, cell: &Cell) {
        match cell {
            Cell::Blank => {}
            // A number is a number whatever its sign; only texts are made harmless.
            Cell::Number(number) => self.0.push_str(&number.to_string()),
            Cell::Percent(share) => self.0.push_str(&share.to_string()),
            Cell::Bool(yes) => self.0.push_str(if *yes { "TRUE" } else { "FALSE" }),
            Cell::Date(day) => self.0.push_str(&day.to_string()),
            Cell::Time(time) => self.0.push_str(&time.format("%H:%M:%S").to_string()),
            Cell::DateTime(moment) => self.0.push_str(&moment.format("%Y-%m-%d %H:%M:%S").to_string()),
            Cell::Text(text) => self.push_text(text),
        }
    }

    fn push_text(&mut self, text: &str) {
        let harmless = harmless(text);
        if harmless.contains(['"', ',', '\n', '\r']) || harmless.starts_with(' ') || harmless.ends_with(' ') {
            self.0.push('"');
            self.0.push_str(&harmless.replace('"', "\"\""));
            self.0.push('"');
        } else {
            self.0.push_str(&harmless);
        }
    }
}

/// A text that no program takes for a formula; [`plain`] gives it back.
fn harmless(text: &str) -> std::borrow::Cow<'_, str> {
    if is_dangerous(text) { format!("'{text}").into() } else { text.into() }
}

/// The text that was made harmless.
fn plain(text: &str) -> &str {
    text.strip_prefix('\'').filter(|bare| is_dangerous(bare)).unwrap_or(text)
}

/// Also behind apostrophes, so that one that was there before stays.
fn is_dangerous(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(DANGEROUS)
}

/// The characters of a file: UTF-8, UTF-16 with a mark, or else GB 18030 as Excel saves it in China. None when it is no text.
pub(crate) fn decoded(bytes: &[u8]) -> Option<String> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{FEFF}').unwrap_or(text).to_owned(),
        Err(_) => {
            let (text, _, wrong) = encoding_rs::GB18030.decode(bytes);
            if wrong {
                return None;
            }
            text.into_owned()
        }
    };
    (!text.contains('\0')).then_some(text)
}

/// Reads the rows, each with the number of the line on which it begins; `take` says whether to go on. The fault is the line of a quote
/// that never ends.
pub(crate) fn read(text: &str, take: &mut dyn FnMut(u32, Vec<String>) -> bool) -> Result<(), u32> {
    let separator = separator(text);
    let (mut line, mut begun) = (1_u32, 1_u32);
    let (mut row, mut cell, mut quoted, mut was_quoted) = (Vec::new(), String::new(), false, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() && !was_quoted => (quoted, was_quoted) = (true, true),
            '\n' if quoted => {
                line += 1;
                cell.push('\n');
            }
            _ if quoted => cell.push(letter),
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' => {
                line += 1;
                row.push(plain(&std::mem::take(&mut cell)).to_owned());
                was_quoted = false;
                if !take(begun, std::mem::take(&mut row)) {
                    return Ok(());
                }
                begun = line;
            }
            _ if letter == separator => {
                row.push(plain(&std::mem::take(&mut cell)).to_owned());
                was_quoted = false;
            }
            _ => cell.push(letter),
        }
    }
    if quoted {
        return Err(begun);
    }
    if !row.is_empty() || !cell.is_empty() {
        row.push(plain(&cell).to_owned());
        take(begun, row);
    }
    Ok(())
}

/// What stands between the cells: the one of the usual signs of which the first line has most.
fn separator(text: &str) -> char {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: char| first.matches(sign).count();
    [',', ';', '\t'].into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        read(text, &mut |_, row| {
            rows.push(row);
            true
        })
        .unwrap();
        rows
    }

    #[test]
    fn texts_come_back_and_are_never_formulas() {
        let texts = ["=1+1", "+86 138", "-5", "@cmd", "\tx", "\rx", "'=1", "''=1", "'quoted'", "a,b", "say \"hi\"", "two\nlines", " kept ", ""];
        let mut csv = CsvText::default();
        csv.row(&texts.map(|text| Cell::Text(text.into())));
        csv.row(&[Cell::Number("-5.50".parse().unwrap()), Cell::Bool(true)]);
        let written = String::from_utf8(csv.into_bytes()).unwrap();
        assert!(written.starts_with('\u{FEFF}') && !written.contains(",=") && !written.contains(",@"), "{written}");
        let read = rows(&decoded(written.as_bytes()).unwrap());
        assert_eq!(read, [texts.map(str::to_owned).to_vec(), vec!["-5.50".into(), "TRUE".into()]]);
    }

    #[test]
    fn files_of_other_programs_are_read() {
        assert_eq!(rows("a;b\r\n1;\"x;y\"\r\n"), [["a", "b"], ["1", "x;y"]]);
        assert_eq!(rows("a\tb\n1\t2"), [["a", "b"], ["1", "2"]]);
        let (chinese, ..) = encoding_rs::GB18030.encode("姓名,数量\n张三,3");
        assert_eq!(rows(&decoded(&chinese).unwrap()), [["姓名", "数量"], ["张三", "3"]]);
        assert_eq!(read("a\n\"never", &mut |_, _| true), Err(2));
        assert_eq!(decoded(&[0, 159, 146, 150]), None);
    }
}
