//! Texts read as numbers, days, times and yes or no, as people write them in registers.

use calendar::Zone;
use chrono::NaiveDateTime;
use value::{Date, Decimal, Instant, Time, parse_decimal, read_date, read_instant, read_time, unique_key};

/// `1,234.50`, `￥ 12`, `１２`, `12 元`.
pub(super) fn number(text: &str) -> Option<Decimal> {
    // Full-width digits and signs become the plain ones.
    let plain = unique_key(text);
    let plain = plain.trim_start_matches(['¥', '$', '€', '£']).trim_end_matches('元').trim();
    let grouped = plain.contains(',');
    if grouped && !is_grouped(plain) {
        return None;
    }
    parse_decimal(&plain.replace(',', ""))
}

/// Commas stand before each three digits of the whole part and nowhere else: `1,5` is not fifteen.
fn is_grouped(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or(text).trim_start_matches(['-', '+']);
    let fraction_is_plain = text.split_once('.').is_none_or(|(_, fraction)| !fraction.contains(','));
    let mut groups = whole.split(',');
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    fraction_is_plain && first && groups.all(|group| group.len() == 3)
}

/// `2026-03-01`, `2026/3/1`, `2026.3.1`, `2026年3月1日`, `20260301`; a time behind it is told by the second value.
pub(super) fn day(text: &str) -> Option<(Date, bool)> {
    let plain = unique_key(text);
    if let Some(day) = civil(&plain) {
        return Some((day, false));
    }
    let (day, time) = split_day(&plain)?;
    clock(time).and(civil(day)).map(|day| (day, true))
}

fn civil(text: &str) -> Option<Date> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return read_date(&format!("{}-{}-{}", text.get(..4)?, text.get(4..6)?, text.get(6..)?));
    }
    let plain = text.strip_suffix(['日', '号']).unwrap_or(text).replace(['年', '月', '/', '.'], "-");
    read_date(&plain)
}

/// `14:30`, `14:30:05`, `14时30分`.
pub(super) fn clock(text: &str) -> Option<Time> {
    let plain = unique_key(text);
    let plain = plain.strip_suffix(['分', '秒']).unwrap_or(&plain).replace(['时', '点', '分'], ":");
    read_time(plain.trim())
}

/// A moment with its offset, or a day and time in the app's zone; a day alone is its midnight.
pub(super) fn moment(text: &str, zone: &Zone) -> Option<Instant> {
    if let Some(instant) = read_instant(text.trim()) {
        return Some(instant);
    }
    let plain = unique_key(text);
    if let Some(day) = civil(&plain) {
        return Some(zone.instant(day.and_hms_opt(0, 0, 0)?));
    }
    let (day, time) = split_day(&plain)?;
    Some(zone.instant(NaiveDateTime::new(civil(day)?, clock(time)?)))
}

fn split_day(text: &str) -> Option<(&str, &str)> {
    // 2026-03-01t14:30 after folding.
    text.split_once([' ', 't']).map(|(day, time)| (day.trim(), time.trim()))
}

/// 是、否, yes, no, true, false, 1, 0 and what else ticks a box.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match unique_key(text).as_str() {
        "是" | "有" | "对" | "真" | "√" | "✓" | "✔" | "y" | "yes" | "true" | "1" | "on" => Some(true),
        "否" | "无" | "没有" | "不是" | "错" | "假" | "×" | "✗" | "n" | "no" | "false" | "0" | "off" => Some(false),
        _ => None,
    }
}

/// The entries of a text that holds several, as lists are written in one cell.
pub(super) fn entries(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', ',', '，', ';', '；', '\n', '|']).map(str::trim).filter(|entry| !entry.is_empty())
}
