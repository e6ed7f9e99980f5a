//! Number formats: `¥#,##0.00`, `0.0%`, `yyyy"年"m"月"d"日"`, `@`.

use super::Ballot;
use crate::analysis::Context;
use crate::analysis::column::Column;
use crate::analysis::proposal::{Evidence, Kind, Source};

pub(super) fn recognise(column: &Column<'_>, _: &Context<'_>, ballot: &mut Ballot) {
    let Some((format, times)) = column.formats.first() else { return };
    if *times * 2 < column.cells.len() {
        return;
    }
    let place = column.body_place();
    let reason = |zh: &str, en: &str| {
        Evidence::new(Source::Format, &place, format!("数字格式 {format} 是{zh}"), format!("the number format {format} is {en}"))
    };
    let bare = bare(format);
    let digits = decimals(&bare);
    if format == "@" {
        ballot.vote(Kind::Text, 3, reason("文本，保留前面的零", "text and keeps leading zeros"));
        ballot.also(Kind::Number, -2);
    } else if let Some(currency) = currency(format) {
        ballot.scale = Some(digits);
        ballot.currency = currency.map(str::to_owned);
        ballot.vote(Kind::Money, 9, reason("金额", "that of an amount"));
    } else if bare.ends_with('%') || bare.contains("%") {
        ballot.scale = Some(digits);
        ballot.vote(Kind::Percent, 9, reason("百分比", "that of a percentage"));
    } else if let Some(kind) = moment(&bare) {
        let (zh, en) = match kind {
            Kind::Datetime => ("日期时间", "that of a day with a time"),
            Kind::Time => ("时间", "that of a time"),
            Kind::Month => ("月份", "that of a month"),
            _ => ("日期", "that of a day"),
        };
        ballot.vote(kind, 7, reason(zh, en));
    } else if bare.contains('0') {
        ballot.scale = Some(digits);
        ballot.vote(Kind::Number, 3, reason("数值", "that of a number"));
        ballot.also(Kind::Money, if digits == 2 { 2 } else { 1 });
        if let Some(unit) = quoted(format).filter(|unit| crate::analysis::heading::is_unit(unit)) {
            ballot.unit = Some(unit);
        }
    }
}

/// The format without quoted texts, colours and languages in brackets; the first section only.
fn bare(format: &str) -> String {
    let mut bare = String::new();
    let (mut quoted, mut bracket, mut escaped) = (false, false, false);
    for c in format.chars() {
        if escaped {
            escaped = false;
            continue;
        }
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' => escaped = true,
            '[' => bracket = true,
            ']' => bracket = false,
            ';' => break,
            _ if bracket => {}
            c => bare.push(c.to_ascii_lowercase()),
        }
    }
    bare
}

fn decimals(bare: &str) -> u32 {
    let places = bare.split_once('.').map_or(0, |(_, after)| after.chars().take_while(|c| matches!(c, '0' | '#')).count());
    u32::try_from(places).unwrap_or(0).min(6)
}

/// Whether it is that of an amount; the code if the sign tells it.
fn currency(format: &str) -> Option<Option<&'static str>> {
    [
        ("¥", Some("CNY")),
        ("￥", Some("CNY")),
        ("CN¥", Some("CNY")),
        ("$-804", Some("CNY")),
        ("[$$", Some("USD")),
        ("US$", Some("USD")),
        ("€", Some("EUR")),
        ("£", Some("GBP")),
        ("JP¥", Some("JPY")),
    ]
    .into_iter()
    .find(|(sign, _)| format.contains(sign) && format.contains('0') && (*sign != "$-804" || format.contains("#,##0")))
    .map(|(_, code)| code)
    .or_else(|| (format.contains("\"$\"") || format.starts_with('$') || format.starts_with("\\$")).then_some(Some("USD")))
    .or_else(|| format.starts_with("_ * #,##0.00_").then_some(None))
    .or_else(|| (format.contains("元\"") && format.contains("0.00")).then_some(Some("CNY")))
}

fn moment(bare: &str) -> Option<Kind> {
    let has = |c: char| bare.contains(c);
    let day = has('d') || has('y') && (has('m') || has('e'));
    let clock = has('h') || bare.contains("ss") || bare.contains("上午");
    if has('0') || has('#') || bare.contains("general") {
        return None;
    }
    match (day, clock) {
        (true, true) => Some(Kind::Datetime),
        (true, false) if !has('d') => Some(Kind::Month),
        (true, false) => Some(Kind::Date),
        (false, true) => Some(Kind::Time),
        (false, false) => None,
    }
}

fn quoted(format: &str) -> Option<String> {
    let (_, rest) = format.split_once('"')?;
    rest.split_once('"').map(|(inner, _)| inner.trim().to_owned())
}
