//! How a value is read as another type: the blank rules and conversions of spreadsheets, one function per type.

use calendar::Zone;
use chrono::{Datelike, NaiveDateTime, Timelike};
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use std::borrow::Cow;
use value::{Date, Decimal, ErrorCode, ErrorValue, Time, Value, parse_decimal};

/// What an evaluation answers: a value, or an error with its reason.
pub(crate) type Eval<T> = Result<T, ErrorValue>;

/// A `#VALUE!` with its reason.
pub(crate) fn value_error<T>(reason: impl Into<String>) -> Eval<T> {
    Err(ErrorValue::new(ErrorCode::Value, reason))
}

/// A `#NUM!` with its reason.
pub(crate) fn num_error<T>(reason: impl Into<String>) -> Eval<T> {
    Err(ErrorValue::new(ErrorCode::Num, reason))
}

/// A number: blank 0, TRUE 1, a text that reads as a number; a day counts from 1899-12-30 as in spreadsheets.
pub(crate) fn to_number(value: &Value) -> Eval<Decimal> {
    match value {
        Value::Number(number) => Ok(*number),
        Value::Blank => Ok(Decimal::ZERO),
        Value::Bool(yes) => Ok(if *yes { Decimal::ONE } else { Decimal::ZERO }),
        Value::Text(text) => parse_decimal(text).map_or_else(|| value_error(format!("「{}」不是数字 / is not a number", short(text))), Ok),
        Value::Error(error) => Err(error.clone()),
        Value::List(items) if items.is_empty() => Ok(Decimal::ZERO),
        _ => value_error(format!("{}不是数字 / is not a number", kind(value))),
    }
}

/// A whole number: the fraction is cut off.
pub(crate) fn to_int(value: &Value) -> Eval<i64> {
    to_number(value)?.trunc().to_i64().map_or_else(|| num_error("数字太大 / the number is too large"), Ok)
}

/// Yes or no: blank is no, a number is yes unless it is 0, the texts TRUE and FALSE.
pub(crate) fn to_bool(value: &Value) -> Eval<bool> {
    match value {
        Value::Bool(yes) => Ok(*yes),
        Value::Blank => Ok(false),
        Value::Number(number) => Ok(!number.is_zero()),
        Value::Text(text) if text.is_empty() => Ok(false),
        Value::Text(text) if text.eq_ignore_ascii_case("TRUE") => Ok(true),
        Value::Text(text) if text.eq_ignore_ascii_case("FALSE") => Ok(false),
        Value::Error(error) => Err(error.clone()),
        _ => value_error(format!("{}不是真或假 / is neither true nor false", kind(value))),
    }
}

/// Text as a formula joins it. References and option labels are resolved before.
pub(crate) fn to_text<'v>(value: &'v Value, zone: &Zone) -> Eval<Cow<'v, str>> {
    Ok(match value {
        Value::Text(text) => Cow::Borrowed(text.as_str()),
        Value::Choice(option) => Cow::Borrowed(option.as_str()),
        Value::Blank => Cow::Borrowed(""),
        Value::Bool(true) => Cow::Borrowed("TRUE"),
        Value::Bool(false) => Cow::Borrowed("FALSE"),
        Value::Number(number) => Cow::Owned(plain_number(*number)),
        Value::Date(date) => Cow::Owned(written_day(*date)),
        Value::Time(time) => Cow::Owned(written_time(*time)),
        Value::Instant(instant) => {
            let local = zone.local(*instant);
            Cow::Owned(format!("{} {}", written_day(local.date()), written_time(local.time())))
        }
        Value::File(file) => Cow::Borrowed(file.name.as_str()),
        Value::Reference(record) => Cow::Owned(record.to_string()),
        Value::Error(error) => return Err(error.clone()),
        Value::List(items) if items.is_empty() => Cow::Borrowed(""),
        Value::List(_) | Value::Rows(_) | Value::Structure(_) => return value_error(format!("{}不能当作文本 / is not a text", kind(value))),
    })
}

/// `2026-03-01`. Written by hand: the format strings of chrono are a third of the browser engine.
fn written_day(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// `14:30`.
fn written_time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A number without needless zeros.
pub(crate) fn plain_number(number: Decimal) -> String {
    if number.is_zero() { "0".into() } else { number.normalize().to_string() }
}

/// A day: a day, the local day of a moment, a text that reads as a day, a day number. A blank is no day.
pub(crate) fn to_date(value: &Value, zone: &Zone) -> Eval<Date> {
    to_local(value, zone).map(|local| local.date())
}

/// A local day and time of day.
pub(crate) fn to_local(value: &Value, zone: &Zone) -> Eval<NaiveDateTime> {
    match value {
        Value::Date(date) => Ok(date.and_time(Time::MIN)),
        Value::Instant(instant) => Ok(zone.local(*instant)),
        Value::Number(number) => serial_to_local(*number),
        Value::Text(text) => match (parse_local(text), parse_decimal(text)) {
            (Some(local), _) => Ok(local),
            (None, Some(number)) => serial_to_local(number),
            (None, None) => value_error(format!("「{}」不是日期 / is not a date", short(text))),
        },
        Value::Error(error) => Err(error.clone()),
        Value::Blank => value_error("日期为空 / the date is blank"),
        _ => value_error(format!("{}不是日期 / is not a date", kind(value))),
    }
}

/// A time of day.
pub(crate) fn to_time(value: &Value, zone: &Zone) -> Eval<Time> {
    match value {
        Value::Time(time) => Ok(*time),
        Value::Text(text) => match parse_time(text) {
            Some(time) => Ok(time),
            None => to_local(value, zone).map(|local| local.time()),
        },
        _ => to_local(value, zone).map(|local| local.time()),
    }
}

/// The day before the first day of a spreadsheet, which counts from 1.
pub(crate) fn first_day() -> Date {
    Date::from_ymd_opt(1899, 12, 30).unwrap_or_default()
}

fn serial_to_local(serial: Decimal) -> Eval<NaiveDateTime> {
    let out_of_range = || num_error("数字不是可用的日期 / the number is not a usable date");
    let Some(days) = serial.floor().to_i64().filter(|days| (0..=2_958_465).contains(days)) else { return out_of_range() };
    let seconds = (serial.fract() * Decimal::from(86_400)).round().to_i64().unwrap_or(0);
    let moved = first_day().checked_add_signed(chrono::Duration::days(days)).map(|day| day.and_time(Time::MIN) + chrono::Duration::seconds(seconds));
    moved.map_or_else(out_of_range, Ok)
}

/// Reads a day with or without a time: `2026-03-01`, `2026/3/1`, `2026年3月1日`, `20260301`, `3/1/2026` (month first), and `… 14:30[:05]`.
pub(crate) fn parse_local(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim().trim_end_matches('Z');
    if let Some(date) = parse_date(text) {
        return Some(date.and_time(Time::MIN));
    }
    let (date, time) = text.split_once('T').or_else(|| text.split_once(' ')).or_else(|| text.split_once('日'))?;
    Some(parse_date(date)?.and_time(parse_time(time.trim())?))
}

fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim().trim_end_matches('日');
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    if digits && text.len() == 8 {
        return compact_date(text);
    }
    let parts: Vec<u32> = text.split(['-', '/', '.', '年', '月']).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [first, second, third] = parts.as_slice() else { return None };
    let slashed_us = text.contains('/') && *first <= 12 && *third > 31;
    let (year, month, day) = if slashed_us { (*third, *first, *second) } else { (*first, *second, *third) };
    if !(1900..=9999).contains(&year) {
        return None;
    }
    Date::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// A day written in eight digits.
pub(crate) fn compact_date(text: &str) -> Option<Date> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    Date::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(4, 6)?, number(6, 8)?)
}

/// `14:30`, `14:30:05`, `14:30:05.25`.
pub(crate) fn parse_time(text: &str) -> Option<Time> {
    let number = |part: &str| (1..=2).contains(&part.len()).then(|| part.parse::<u32>().ok()).flatten();
    let mut parts = text.trim().split(':');
    let (hour, minute, second) = (number(parts.next()?)?, number(parts.next()?)?, parts.next().unwrap_or("0"));
    let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
    let digits = (1..=9).contains(&fraction.len()) && fraction.bytes().all(|b| b.is_ascii_digit());
    let nanos = if digits { format!("{fraction:0<9}").parse().ok()? } else { return None };
    if parts.next().is_some() { None } else { Time::from_hms_nano_opt(hour, minute, number(second)?, nanos) }
}

/// Seconds since midnight.
pub(crate) fn seconds_of(time: Time) -> i64 {
    i64::from(time.num_seconds_from_midnight())
}

/// The day number of a spreadsheet.
pub(crate) fn serial_of(date: Date) -> i64 {
    i64::from(date.num_days_from_ce()) - i64::from(first_day().num_days_from_ce())
}

/// A double as a decimal: at most 15 digits, so that both engines agree.
pub(crate) fn from_f64(number: f64) -> Eval<Decimal> {
    match Decimal::from_f64(number) {
        Some(number) => Ok(number),
        None => num_error("结果超出范围 / the result is out of range"),
    }
}

/// A decimal as a double.
pub(crate) fn to_f64(number: Decimal) -> Eval<f64> {
    number.to_f64().map_or_else(|| num_error("数字超出范围 / the number is out of range"), Ok)
}

/// The first characters of a text, for a reason.
pub(crate) fn short(text: &str) -> String {
    if text.chars().count() <= 20 { text.into() } else { text.chars().take(20).chain(['…']).collect() }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Blank => "空值",
        Value::Text(_) => "文本",
        Value::Number(_) => "数字",
        Value::Bool(_) => "是/否",
        Value::Date(_) => "日期",
        Value::Time(_) => "时间",
        Value::Instant(_) => "日期时间",
        Value::Choice(_) => "选项",
        Value::List(_) => "多值",
        Value::Rows(_) => "子表",
        Value::Reference(_) => "关联",
        Value::File(_) => "文件",
        Value::Structure(_) => "结构",
        Value::Error(_) => "错误",
    }
}
