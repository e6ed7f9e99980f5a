//! Beginnings and ends of periods, counts between days, days read by a format.

use super::Kind::{Bool, Day, Number, Text};
use super::{Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, num_error, short, value_error};
use crate::exact::Exact;
use crate::operators::{checked, in_years};
use chrono::{Datelike, Duration};
use value::{Date, Decimal, Time, Value};

pub(super) static FUNCTIONS: &[&Function] = &[
    &DAYBEGIN,
    &DAYEND,
    &WEEKBEGIN,
    &MONTHBEGIN,
    &MONTHEND,
    &QUARTERBEGIN,
    &QUARTEREND,
    &YEARBEGIN,
    &YEAREND,
    &DATEDELTA,
    &DAYSINMONTH,
    &ISWEEKEND,
    &DAYS360,
    &YEARFRAC,
    &HOURSBETWEEN,
    &MINUTESBETWEEN,
    &TIMESTAMP,
    &PARSEDATE,
];

const DAY: Param = Param::new("date", "日期", Day);
const START: Param = Param::new("start", "开始", Day);
const END: Param = Param::new("end", "结束", Day);

fn out_of_range<T>() -> Eval<T> {
    num_error("日期超出范围 / the date is out of range")
}

/// The first day of the month that lies so many months after the beginning of the date's year.
fn month_of(date: Date, months: u32) -> Option<Date> {
    let years = i32::try_from(months / 12).ok()?;
    Date::from_ymd_opt(date.year() + years, months % 12 + 1, 1)
}

fn day(found: Option<Date>) -> Eval<Value> {
    match found {
        Some(date) => in_years(date).map(Value::Date),
        None => out_of_range(),
    }
}

/// The last day before the month that lies so many months after the beginning of the year.
fn before_month(date: Date, months: u32) -> Option<Date> {
    month_of(date, months).and_then(|next| next.pred_opt())
}

function!(
    DAYBEGIN = "DAYBEGIN",
    "当天零点",
    Date,
    [DAY],
    Returns::Instant,
    ("这一天的零点", "The first moment of the day"),
    ("DAYBEGIN(DATE(2026, 3, 1))", "2026-03-01 00:00"),
    Eager(|call| Ok(Value::Instant(call.evaluator.zone().instant(call.date(0)?.and_time(Time::MIN))))),
);
function!(
    DAYEND = "DAYEND",
    "当天最后一秒",
    Date,
    [DAY],
    Returns::Instant,
    ("这一天的 23:59:59", "The last second of the day"),
    ("DAYEND(DATE(2026, 3, 1))", "2026-03-01 23:59:59"),
    Eager(|call| {
        let last = call.date(0)?.and_time(Time::MIN) + Duration::seconds(86_399);
        Ok(Value::Instant(call.evaluator.zone().instant(last)))
    }),
);
function!(
    WEEKBEGIN = "WEEKBEGIN",
    "周一",
    Date,
    [DAY],
    Returns::Date,
    ("这一周的星期一", "The Monday of the week"),
    ("WEEKBEGIN(DATE(2026, 3, 1))", "2026-02-23"),
    Eager(|call| {
        let date = call.date(0)?;
        day(date.checked_sub_signed(Duration::days(i64::from(date.weekday().num_days_from_monday()))))
    }),
);
function!(
    MONTHBEGIN = "MONTHBEGIN",
    "月初",
    Date,
    [DAY],
    Returns::Date,
    ("这个月的第一天", "The first day of the month"),
    ("MONTHBEGIN(DATE(2026, 3, 15))", "2026-03-01"),
    Eager(|call| {
        let date = call.date(0)?;
        day(month_of(date, date.month0()))
    }),
);
function!(
    MONTHEND = "MONTHEND",
    "当月末",
    Date,
    [DAY],
    Returns::Date,
    ("这个月的最后一天", "The last day of the month"),
    ("MONTHEND(DATE(2024, 2, 1))", "2024-02-29"),
    Eager(|call| {
        let date = call.date(0)?;
        day(before_month(date, date.month0() + 1))
    }),
);
function!(
    QUARTERBEGIN = "QUARTERBEGIN",
    "季初",
    Date,
    [DAY],
    Returns::Date,
    ("这个季度的第一天", "The first day of the quarter"),
    ("QUARTERBEGIN(DATE(2026, 5, 15))", "2026-04-01"),
    Eager(|call| {
        let date = call.date(0)?;
        day(month_of(date, date.month0() / 3 * 3))
    }),
);
function!(
    QUARTEREND = "QUARTEREND",
    "季末",
    Date,
    [DAY],
    Returns::Date,
    ("这个季度的最后一天", "The last day of the quarter"),
    ("QUARTEREND(DATE(2026, 5, 15))", "2026-06-30"),
    Eager(|call| {
        let date = call.date(0)?;
        day(before_month(date, date.month0() / 3 * 3 + 3))
    }),
);
function!(
    YEARBEGIN = "YEARBEGIN",
    "年初",
    Date,
    [DAY],
    Returns::Date,
    ("这一年的第一天", "The first day of the year"),
    ("YEARBEGIN(DATE(2026, 5, 15))", "2026-01-01"),
    Eager(|call| day(month_of(call.date(0)?, 0))),
);
function!(
    YEAREND = "YEAREND",
    "年末",
    Date,
    [DAY],
    Returns::Date,
    ("这一年的最后一天", "The last day of the year"),
    ("YEAREND(DATE(2026, 5, 15))", "2026-12-31"),
    Eager(|call| day(before_month(call.date(0)?, 12))),
);
function!(
    DATEDELTA = "DATEDELTA",
    "几天后",
    Date,
    [DAY, Param::new("days", "天数", Number)],
    Returns::Date,
    ("若干天之后的日期，负数为之前", "The date so many days later"),
    ("DATEDELTA(DATE(2026, 2, 27), 2)", "2026-03-01"),
    Eager(|call| day(Duration::try_days(call.int(1)?).and_then(|days| call.date(0).ok()?.checked_add_signed(days)))),
);
function!(
    DAYSINMONTH = "DAYSINMONTH",
    "当月天数",
    Date,
    [DAY],
    Returns::Number,
    ("这个月有几天", "How many days the month has"),
    ("DAYSINMONTH(DATE(2024, 2, 1))", "29"),
    Eager(|call| {
        let date = call.date(0)?;
        before_month(date, date.month0() + 1).map_or_else(out_of_range, |last| Ok(Value::Number(last.day().into())))
    }),
);
function!(
    ISWEEKEND = "ISWEEKEND",
    "是周末",
    Date,
    [DAY],
    Returns::Bool,
    ("是星期六或星期日", "Whether it is a Saturday or Sunday"),
    ("ISWEEKEND(DATE(2026, 3, 1))", "TRUE"),
    Eager(|call| Ok(Value::Bool(calendar::is_weekend(call.date(0)?)))),
);

/// Days between by a year of twelve months of thirty days.
fn days_360(from: Date, to: Date, european: bool) -> i64 {
    let last_of_february = |date: Date| date.month() == 2 && date.succ_opt().is_some_and(|next| next.month() == 3);
    let (mut first, mut last) = (i64::from(from.day()), i64::from(to.day()));
    if european {
        (first, last) = (first.min(30), last.min(30));
    } else {
        if last_of_february(from) {
            first = 30;
        }
        if last == 31 && first >= 30 {
            last = 30;
        }
        first = first.min(30);
    }
    (i64::from(to.year()) - i64::from(from.year())) * 360 + (i64::from(to.month()) - i64::from(from.month())) * 30 + last - first
}

function!(
    DAYS360 = "DAYS360",
    "按 360 天的天数",
    Date,
    [START, END, Param::optional("european", "欧洲算法", Bool)],
    Returns::Number,
    ("每月按 30 天计算的天数", "The days between two dates by months of 30 days"),
    ("DAYS360(DATE(2026, 1, 30), DATE(2026, 12, 31))", "330"),
    Eager(|call| Ok(Value::Number(days_360(call.date(0)?, call.date(1)?, call.bool(2)?).into()))),
);

function!(
    YEARFRAC = "YEARFRAC",
    "年的比例",
    Date,
    [START, END, Param::optional("basis", "基准", Number)],
    Returns::Number,
    (
        "两个日期之间占一年的比例；基准 0 为 30/360，1 为实际，2 为实际/360，3 为实际/365，4 为欧洲 30/360",
        "The share of a year between two dates; basis 0 is 30/360, 1 actual, 2 actual/360, 3 actual/365, 4 European 30/360"
    ),
    ("YEARFRAC(DATE(2026, 1, 1), DATE(2026, 7, 1))", "0.5"),
    Eager(|call| {
        let (a, b) = (call.date(0)?, call.date(1)?);
        let (from, to) = (a.min(b), a.max(b));
        let days = (to - from).num_days();
        let (days, year) = match call.int_or(2, 0)? {
            0 => (days_360(from, to, false), Decimal::from(360)),
            1 => (days, mean_year(from, to)?),
            2 => (days, Decimal::from(360)),
            3 => (days, Decimal::from(365)),
            4 => (days_360(from, to, true), Decimal::from(360)),
            _ => return num_error("基准为 0 到 4 / the basis is 0 to 4"),
        };
        Ok(Value::Number(checked(Decimal::from(days).over(year))?))
    }),
);

/// The average length of the years from one day to another; within one year the length that counts.
fn mean_year(from: Date, to: Date) -> Eval<Decimal> {
    let days = |year: i32| Date::from_ymd_opt(year, 1, 1).map_or(365, |first| if first.leap_year() { 366 } else { 365 });
    let within = from.year() == to.year() || (from.year() + 1 == to.year() && (to.month(), to.day()) <= (from.month(), from.day()));
    if within {
        let leap_day = |year: i32| Date::from_ymd_opt(year, 2, 29).is_some_and(|day| (from..=to).contains(&day));
        let long = (from.year() == to.year() && days(from.year()) == 366) || leap_day(from.year()) || leap_day(to.year());
        return Ok(Decimal::from(if long { 366 } else { 365 }));
    }
    let sum: i64 = (from.year()..=to.year()).map(days).sum();
    checked(Decimal::from(sum).over(Decimal::from(to.year() - from.year() + 1)))
}

/// The time between two moments in units of so many seconds.
fn between(call: &Call<'_, '_>, unit: i64) -> Eval<Value> {
    let seconds = match (call.value(0), call.value(1)) {
        (Value::Instant(a), Value::Instant(b)) => (*b - *a).num_seconds(),
        _ => (call.local(1)? - call.local(0)?).num_seconds(),
    };
    Ok(Value::Number(checked(Decimal::from(seconds).over(Decimal::from(unit)))?.round_dp(9).normalize()))
}

function!(
    HOURSBETWEEN = "HOURSBETWEEN",
    "相差小时",
    Date,
    [START, END],
    Returns::Number,
    ("两个时间相差多少小时", "The hours between two moments"),
    ("HOURSBETWEEN(DATE(2026, 3, 1, 8, 0, 0), DATE(2026, 3, 1, 9, 30, 0))", "1.5"),
    Eager(|call| between(call, 3600)),
);
function!(
    MINUTESBETWEEN = "MINUTESBETWEEN",
    "相差分钟",
    Date,
    [START, END],
    Returns::Number,
    ("两个时间相差多少分钟", "The minutes between two moments"),
    ("MINUTESBETWEEN(DATE(2026, 3, 1, 8, 0, 0), DATE(2026, 3, 1, 9, 30, 0))", "90"),
    Eager(|call| between(call, 60)),
);
function!(
    TIMESTAMP = "TIMESTAMP",
    "时间戳",
    Date,
    [DAY],
    Returns::Number,
    ("从 1970 年起的毫秒数", "The milliseconds since 1970"),
    ("TIMESTAMP(DATE(2026, 3, 1))", "1772294400000"),
    Eager(|call| {
        let instant = match call.value(0) {
            Value::Instant(instant) => *instant,
            _ => call.evaluator.zone().instant(call.local(0)?),
        };
        Ok(Value::Number(instant.timestamp_millis().into()))
    }),
);

/// Reads numbers out of a text by the letters y, m, d, h, n (minute), s of a format; everything else must stand there as it is.
fn read_by(source: &str, format: &str) -> Option<[Option<u32>; 6]> {
    let mut found = [None; 6];
    let mut rest = source.trim().chars().peekable();
    let mut letters = format.trim().chars().peekable();
    let mut after_hour = false;
    while let Some(letter) = letters.next() {
        let place = match letter.to_ascii_lowercase() {
            'y' => 0,
            'm' if after_hour => 4,
            'm' => 1,
            'd' => 2,
            'h' => 3,
            'n' => 4,
            's' => 5,
            _ if rest.next() == Some(letter) => continue,
            _ => return None,
        };
        after_hour = place == 3 || (after_hour && place != 4);
        let mut width = 1;
        while letters.next_if(|next| next.eq_ignore_ascii_case(&letter)).is_some() {
            width += 1;
        }
        let most = if width == 1 { 4 } else { width };
        let mut number: Option<u32> = None;
        for _ in 0..most {
            let Some(digit) = rest.next_if(char::is_ascii_digit).and_then(|c| c.to_digit(10)) else { break };
            number = Some(number.unwrap_or(0) * 10 + digit);
        }
        *found.get_mut(place)? = Some(number?);
    }
    rest.next().is_none().then_some(found)
}

function!(
    PARSEDATE = "PARSEDATE",
    "按格式读日期",
    Date,
    [Param::new("text", "文本", Text), Param::new("format", "格式", Text)],
    Returns::Any,
    ("按格式（如 dd/mm/yyyy hh:mm）把文本读作日期或日期时间", "Reads a text as a date or moment by a format such as dd/mm/yyyy hh:mm"),
    (r#"PARSEDATE("31/12/2026", "dd/mm/yyyy")"#, "2026-12-31"),
    Eager(|call| {
        let (source, format) = (call.text(0)?, call.text(1)?);
        let wrong = || value_error(format!("「{}」不合格式 / does not fit the format", short(&source)));
        let Some([year, month, day, hour, minute, second]) = read_by(&source, &format) else { return wrong() };
        let year = year.map(|year| if year < 100 { year + 2000 } else { year }).and_then(|year| i32::try_from(year).ok());
        let date = year.and_then(|year| Date::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1)));
        let time = Time::from_hms_opt(hour.unwrap_or(0), minute.unwrap_or(0), second.unwrap_or(0));
        match (date, time) {
            (Some(date), Some(_)) if hour.is_none() => in_years(date).map(Value::Date),
            (Some(date), Some(time)) => Ok(Value::Instant(call.evaluator.zone().instant(in_years(date)?.and_time(time)))),
            _ => wrong(),
        }
    }),
);
