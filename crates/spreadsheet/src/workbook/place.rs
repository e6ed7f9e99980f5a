//! Positions and areas, and how they are written: `B3`, `A1:C4`.

use std::fmt;

/// The last row that a sheet can have, from 0.
pub(super) const LAST_ROW: u32 = 1_048_575;
/// The last column, from 0.
pub(super) const LAST_COLUMN: u32 = 16_383;

/// A position; row and column count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct At {
    /// The row.
    pub row: u32,
    /// The column.
    pub column: u32,
}

/// A rectangle of cells, both corners within.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Area {
    /// The corner at the top left.
    pub first: At,
    /// The corner at the bottom right.
    pub last: At,
}

impl At {
    /// A position.
    pub fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }

    /// Reads `B3` or `$B$3`; nothing else, and nothing outside a sheet.
    pub fn read(text: &str) -> Option<Self> {
        let text: String = text.trim().chars().filter(|c| *c != '$').collect();
        let letters = text.find(|c: char| !c.is_ascii_alphabetic())?;
        let (letters, digits) = text.split_at_checked(letters)?;
        let column = read_column(letters)?;
        let row: u32 = digits.parse().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()))?;
        let row = row.checked_sub(1).filter(|row| *row <= LAST_ROW)?;
        Some(Self { row, column })
    }
}

/// Reads the letters of a column.
fn read_column(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let number = letters.bytes().try_fold(0_u32, |sum, letter| {
        let place = letter.to_ascii_uppercase().checked_sub(b'A').filter(|place| *place < 26)?;
        Some(sum * 26 + u32::from(place) + 1)
    })?;
    number.checked_sub(1).filter(|column| *column <= LAST_COLUMN)
}

/// The letters of a column.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let place = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + place));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column), self.row + 1)
    }
}

impl Area {
    /// From corner to corner.
    pub fn new(first: At, last: At) -> Self {
        Self { first, last }
    }

    /// One cell.
    pub fn one(at: At) -> Self {
        Self { first: at, last: at }
    }

    /// Reads `A1:C4`, `B3`, `$A$1:$A$9`, `A:A` and `2:5`.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let Some((first, last)) = text.split_once(':') else { return At::read(text).map(Self::one) };
        if let (Some(first), Some(last)) = (At::read(first), At::read(last)) {
            return Some(Self::sorted(first, last));
        }
        let bare = |part: &str| part.trim().replace('$', "");
        let (first, last) = (bare(first), bare(last));
        if let (Some(left), Some(right)) = (read_column(&first), read_column(&last)) {
            return Some(Self::sorted(At::new(0, left), At::new(LAST_ROW, right)));
        }
        let row = |part: &str| part.parse::<u32>().ok()?.checked_sub(1).filter(|row| *row <= LAST_ROW);
        Some(Self::sorted(At::new(row(&first)?, 0), At::new(row(&last)?, LAST_COLUMN)))
    }

    fn sorted(one: At, other: At) -> Self {
        let first = At::new(one.row.min(other.row), one.column.min(other.column));
        Self { first, last: At::new(one.row.max(other.row), one.column.max(other.column)) }
    }

    /// Whether a cell stands in it.
    pub fn holds(&self, at: At) -> bool {
        (self.first.row..=self.last.row).contains(&at.row) && (self.first.column..=self.last.column).contains(&at.column)
    }

    /// How many rows it has.
    pub fn height(&self) -> u32 {
        self.last.row - self.first.row + 1
    }

    /// How many columns it has.
    pub fn width(&self) -> u32 {
        self.last.column - self.first.column + 1
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { self.first.fmt(f) } else { write!(f, "{}:{}", self.first, self.last) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read_and_written() {
        for (text, row, column) in [("A1", 0, 0), ("$AB$12", 11, 27), ("XFD1048576", LAST_ROW, LAST_COLUMN)] {
            let at = At::read(text).unwrap();
            assert_eq!((at.row, at.column), (row, column));
            assert_eq!(at.to_string(), text.replace('$', ""));
        }
        for text in ["", "A", "1", "A0", "A1048577", "XFE1", "AAAA1", "A99999999999", "A-1", "A1:B2", "甲1"] {
            assert_eq!(At::read(text), None, "{text}");
        }
        assert_eq!(Area::read("B2:$A$1").unwrap().to_string(), "A1:B2");
        assert_eq!(Area::read("C:C").unwrap().height(), 1_048_576);
    }
}
