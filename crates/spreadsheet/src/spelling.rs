//! What people write into cells: days, moments, numbers, yes and no, in their usual spellings.

use crate::analysis::values;
use rust_decimal::Decimal;
use value::{Date, Time};

/// A day: `2026-03-01`, `2026/3/1`, `2026.3.1`, `2026年3月1日`, `20260301`, `1 Mar 2026`. A day without its year is none.
pub fn day(text: &str) -> Option<Date> {
    values::day(text, None)
}

/// A day with a time of day: `2026-03-01 09:30`, `2026年3月1日 9时30分`.
pub fn moment(text: &str) -> Option<chrono::NaiveDateTime> {
    values::moment(text, None)
}

/// A time of day: `9:30`, `09:30:15`, `9时30分`, `9点`.
pub fn time(text: &str) -> Option<Time> {
    values::time(text)
}

/// Yes or no, in words, marks, or as 1 and 0.
pub fn yes_no(text: &str) -> Option<bool> {
    match text.trim() {
        "1" | "on" | "已选" | "勾选" => Some(true),
        "0" | "off" | "未选" => Some(false),
        text => values::yes_no(text),
    }
}

/// A number: `1,200`, `¥ 35.50`, `12.5%`, `(120)`, `－3`, `1.2E+3`, `25 元`. What stands behind it must be its unit.
pub fn number(text: &str, unit: &str) -> Option<Decimal> {
    let text = value::normal_text(text).chars().map(narrow).collect::<String>();
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '\'' | '_')).collect();
    let (bare, negative) = match bare.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => (inner.to_owned(), true),
        None => (bare, false),
    };
    let unit: String = unit.chars().map(narrow).filter(|c| !c.is_whitespace()).collect();
    let bare = ["RMB", "CNY", "USD", "EUR", "¥", "$", "€", "£"].iter().find_map(|sign| bare.strip_prefix(sign)).unwrap_or(&bare);
    let (bare, share) = match bare.strip_suffix('%') {
        Some(bare) => (bare, true),
        None => (if unit.is_empty() { bare } else { bare.strip_suffix(unit.as_str()).unwrap_or(bare) }, false),
    };
    let bare = bare.strip_suffix('元').unwrap_or(bare);
    let number: Decimal = bare.strip_prefix('+').unwrap_or(bare).parse().ok().or_else(|| Decimal::from_scientific(bare).ok())?;
    let number = if share { number.checked_div(Decimal::ONE_HUNDRED)? } else { number };
    Some(if negative { -number } else { number })
}

/// A letter of full width as an ordinary one.
fn narrow(letter: char) -> char {
    match letter {
        '￥' => '¥',
        '−' | '–' | '—' => '-',
        '、' => '、',
        '！'..='～' => u32::from(letter).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(letter),
        '\u{3000}' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, unit, wanted) in [
            ("1,234.50", "", "1234.50"),
            ("￥35", "", "35"),
            ("12.5%", "", "0.125"),
            ("(120)", "", "-120"),
            ("－３", "", "-3"),
            ("25 件", "件", "25"),
            ("1.2E+3", "", "1200"),
            ("18元", "", "18"),
            ("+7", "", "7"),
        ] {
            assert_eq!(number(text, unit), Some(wanted.parse().unwrap()), "{text}");
        }
        for text in ["", "abc", "12 件", "1-2", "3万", "%"] {
            assert_eq!(number(text, ""), None, "{text}");
        }
    }
}
