//! What a text in a cell can be read as: days in the spellings of people, numbers with units, phone numbers, marks.

use crate::workbook::CellValue;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Signs of a box to tick, empty and ticked.
pub(super) const BOXES: &[char] = &['□', '☐', '▢', '❏', '◻', '○', '◯', '⬜'];
pub(super) const TICKED: &[char] = &['■', '☑', '☒', '▣', '●', '◉', '✅', '√'];

/// A day, however it is written: `2026.3.1`, `2026年3月1日`, `20260301`, `26/3/1`; one without a year takes the given one.
pub(crate) fn day(text: &str, year: Option<i32>) -> Option<NaiveDate> {
    let text = text.trim();
    let text = text.split_once(['(', '（']).map_or(text, |(before, _)| before.trim_end());
    let text = text.split_once(['周', '星']).map_or(text, |(before, _)| before.trim_end());
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return NaiveDate::parse_from_str(text, "%Y%m%d").ok().filter(is_near);
    }
    let separators = |c: char| matches!(c, '-' | '/' | '.' | '年' | '月' | '日' | '号' | '、' | '．' | '－' | '／');
    if !text.contains(separators) || text.contains(|c: char| !c.is_ascii_digit() && !separators(c) && !c.is_whitespace()) {
        return named_month(text);
    }
    let numbers: Vec<u32> =
        text.split(|c: char| separators(c) || c.is_whitespace()).filter(|part| !part.is_empty()).map_while(|part| part.parse().ok()).collect();
    let found = match numbers.as_slice() {
        [a, m, d] if *a >= 1900 => NaiveDate::from_ymd_opt(i32::try_from(*a).ok()?, *m, *d),
        [d, m, a] if *a >= 1900 => {
            let year = i32::try_from(*a).ok()?;
            NaiveDate::from_ymd_opt(year, *m, *d).or_else(|| NaiveDate::from_ymd_opt(year, *d, *m))
        }
        [a, m, d] if *a < 100 => NaiveDate::from_ymd_opt(2000 + i32::try_from(*a).ok()?, *m, *d),
        [m, d] if text.contains('月') || text.contains(['/', '.', '-']) => NaiveDate::from_ymd_opt(year?, *m, *d),
        _ => None,
    };
    found.filter(is_near)
}

/// `1 Mar 2026`, `Mar 1, 2026`.
fn named_month(text: &str) -> Option<NaiveDate> {
    let text = text.replace(',', " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let joined = words.join(" ");
    ["%d %b %Y", "%b %d %Y", "%d %B %Y", "%B %d %Y", "%d-%b-%Y"].iter().find_map(|form| NaiveDate::parse_from_str(&joined, form).ok()).filter(is_near)
}

fn is_near(day: &NaiveDate) -> bool {
    (1900..=2200).contains(&day.year())
}

/// A day with a time.
pub(crate) fn moment(text: &str, year: Option<i32>) -> Option<NaiveDateTime> {
    let text = text.trim();
    let text = text.replace('T', " ");
    let (date, clock) = text.rsplit_once([' ', '日']).or_else(|| text.rsplit_once('日'))?;
    let date = if text.contains('日') && !date.ends_with('日') && date.contains('月') { format!("{date}日") } else { date.to_owned() };
    Some(day(&date, year)?.and_time(time(clock)?))
}

/// A time of the day: `9:30`, `09:30:00`, `9时30分`, `9点`.
pub(crate) fn time(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    if !text.contains([':', '：', '时', '点']) {
        return None;
    }
    let numbers: Vec<u32> = text
        .split([':', '：', '时', '点', '分', '秒'])
        .filter(|part| !part.trim().is_empty())
        .map(|part| part.trim().parse().ok())
        .collect::<Option<_>>()?;
    match numbers.as_slice() {
        [hour] => NaiveTime::from_hms_opt(*hour, 0, 0),
        [hour, minute] => NaiveTime::from_hms_opt(*hour, *minute, 0),
        [hour, minute, second] => NaiveTime::from_hms_opt(*hour, *minute, *second),
        _ => None,
    }
}

/// The day that a spreadsheet means by a number.
pub(super) fn serial_day(number: Decimal) -> Option<NaiveDate> {
    let days = number.trunc().to_i64().filter(|days| (20_000..80_000).contains(days))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_signed(chrono::TimeDelta::try_days(days)?)
}

/// A number and its unit: `1,200`, `¥35.5`, `3台`, `约5天`, `12%`, `(120)`.
pub(super) fn number(text: &str) -> Option<(Decimal, String)> {
    let text = text.trim();
    if text.chars().count() > 24 {
        return None;
    }
    let bare = text.trim_start_matches(['约', '¥', '￥', '$', '€', '≈', '+', ' ']).trim();
    let end = bare
        .char_indices()
        .find(|(index, c)| !(c.is_ascii_digit() || matches!(c, '.' | ',') || (*index == 0 && *c == '-')))
        .map_or(bare.len(), |(index, _)| index);
    let (digits, unit) = bare.split_at_checked(end)?;
    let unit = unit.trim();
    if !digits.contains(|c: char| c.is_ascii_digit()) || unit.chars().count() > 5 || unit.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let digits = digits.replace(',', "");
    let number: Decimal = digits.trim_end_matches('.').parse().ok()?;
    let fits = unit.is_empty() || unit == "%" || super::heading::is_unit(unit);
    fits.then(|| if unit == "%" { (number / Decimal::ONE_HUNDRED, unit.to_owned()) } else { (number, unit.to_owned()) })
}

/// The digits of what may be a phone number; spreadsheets keep them as numbers, too.
pub(super) fn phone_digits(value: &CellValue) -> Option<String> {
    let text = match value {
        CellValue::Number(number) if number.fract().is_zero() => number.normalize().to_string(),
        CellValue::Text(text) => text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '(' | ')' | '（' | '）' | '－')).collect(),
        _ => return None,
    };
    let text = text.strip_suffix(".0").unwrap_or(&text);
    let bare = text.strip_prefix("+86").or_else(|| text.strip_prefix("0086")).unwrap_or(text);
    (bare.len() >= 7 && bare.bytes().all(|byte| byte.is_ascii_digit())).then(|| bare.to_owned())
}

pub(super) fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && !digits.starts_with("10") && !digits.starts_with("11") && !digits.starts_with("12")
}

pub(super) fn is_landline(digits: &str) -> bool {
    (7..=8).contains(&digits.len()) && !digits.starts_with(['0', '1'])
        || (10..=12).contains(&digits.len()) && digits.starts_with('0')
        || digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"))
}

pub(super) fn is_email(text: &str) -> bool {
    text.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace) && !host.contains('@'))
}

pub(super) fn is_url(text: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|begin| text.trim().starts_with(begin))
}

/// Seventeen digits and a digit or X.
pub(super) fn is_id_card(text: &str) -> bool {
    let text = text.trim();
    text.len() == 18
        && text.bytes().take(17).all(|byte| byte.is_ascii_digit())
        && text.bytes().last().is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'x' | b'X'))
}

/// Yes or no, in words or marks.
pub(crate) fn yes_no(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "是" | "y" | "yes" | "true" | "√" | "✓" | "✔" | "有" | "对" | "☑" | "■" => Some(true),
        "否" | "n" | "no" | "false" | "×" | "✗" | "x" | "无" | "不" | "☐" | "□" | "╳" | "✘" => Some(false),
        _ => None,
    }
}

/// What is listed in one cell: `红、蓝`.
pub(super) fn parts(text: &str) -> Vec<&str> {
    text.split(['、', ',', '，', ';', '；']).map(str::trim).collect()
}

/// The options of a line of boxes: `□电话 □邮件 ☑其他____`, with whether each was ticked. Boxes behind the words count, too.
pub(super) fn boxes(text: &str) -> Vec<(String, bool)> {
    let is_box = |c: char| BOXES.contains(&c) || TICKED.contains(&c);
    let Some(first) = text.char_indices().find(|(_, c)| is_box(*c)).map(|(index, _)| index) else { return Vec::new() };
    let (lead, rest) = text.split_at_checked(first).unwrap_or(("", text));
    let behind = !lead.trim().is_empty() && !lead.trim_end().ends_with([':', '：']) && rest.trim_end().ends_with(is_box);
    let mut found = Vec::new();
    if behind {
        let mut word = String::new();
        for c in text.chars() {
            if is_box(c) {
                push_option(&mut found, &word, TICKED.contains(&c));
                word.clear();
            } else {
                word.push(c);
            }
        }
        return found;
    }
    let mut mark = None;
    let mut word = String::new();
    for c in rest.chars() {
        if is_box(c) {
            if let Some(mark) = mark {
                push_option(&mut found, &word, mark);
            }
            word.clear();
            mark = Some(TICKED.contains(&c));
        } else {
            word.push(c);
        }
    }
    if let Some(mark) = mark {
        push_option(&mut found, &word, mark);
    }
    found
}

fn push_option(found: &mut Vec<(String, bool)>, word: &str, ticked: bool) {
    let word = word.split(['_', '＿', '…']).next().unwrap_or_default();
    let word =
        word.split_once(['(', '（']).filter(|(_, inner)| inner.trim_matches([')', '）', ' ', '_']).is_empty()).map_or(word, |(before, _)| before);
    let word = word.split_once(['：', ':']).map_or(word, |(before, _)| before);
    let word = word.trim().trim_end_matches(['、', '，', ',', ';', '；', '/', '。']).trim();
    if !word.is_empty() && word.chars().count() <= 30 {
        found.push((word.split_whitespace().collect::<Vec<_>>().join(" "), ticked));
    }
}

/// How many boxes stand in a text.
pub(super) fn count_boxes(text: &str) -> usize {
    text.chars().filter(|c| BOXES.contains(c) || matches!(c, '■' | '☑' | '☒')).count()
}

/// `  年  月  日`, `____年__月__日`: room for a day.
pub(super) fn is_day_blank(text: &str) -> bool {
    let signs: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '＿')).collect();
    matches!(signs.as_str(), "年月日" | "20年月日" | "202年月日" | "//" | "年月" | "月日") || is_moment_blank(text)
}

/// Room for a day with a time.
pub(super) fn is_moment_blank(text: &str) -> bool {
    let signs: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '＿')).collect();
    matches!(signs.as_str(), "年月日时" | "年月日时分" | "年月日:" | "年月日：" | "月日时分")
}

/// Room to write and nothing else: lines, dots, brackets with nothing in them.
pub(super) fn is_room(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '_' | '＿' | '…' | '.' | '-' | '—' | '(' | ')' | '（' | '）'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_many_spellings() {
        for text in [
            "2026.3.1",
            "2026-03-01",
            "2026/3/1",
            "2026年3月1日",
            "20260301",
            "26.3.1",
            "3月1日",
            "2026.03.01 ",
            "1 Mar 2026",
            "2026年3月1号",
            "2026-03-01(周日)",
        ] {
            assert_eq!(day(text, Some(2026)), NaiveDate::from_ymd_opt(2026, 3, 1), "{text}");
        }
        for text in ["", "待定", "2026", "3.5", "12345678901", "A-1-2", "2026.13.1"] {
            assert_eq!(day(text, None), None, "{text}");
        }
        assert_eq!(moment("2026-03-01 09:30", None).unwrap().to_string(), "2026-03-01 09:30:00");
    }

    #[test]
    fn numbers_carry_their_units() {
        assert_eq!(number("3台"), Some((3.into(), "台".into())));
        assert_eq!(number("¥1,200.50"), Some((Decimal::new(120_050, 2), String::new())));
        assert_eq!(number("约5天"), Some((5.into(), "天".into())));
        for text in ["", "A3", "3-5", "待定", "3号楼"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn boxes_are_options() {
        let names = |text: &str| boxes(text).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names("□电话 □邮件 □其他____"), ["电话", "邮件", "其他"]);
        assert_eq!(names("合格□ 不合格□"), ["合格", "不合格"]);
        assert_eq!(names("处理：☑换货 □退货"), ["换货", "退货"]);
        assert_eq!(boxes("☑换货 □退货").first().map(|(_, ticked)| *ticked), Some(true));
    }
}
