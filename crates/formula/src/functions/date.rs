//! The clock, making days, and calculating with them.

use super::Kind::{Day, Number, Text};
use super::{BASE, Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, num_error, short, to_time, value_error};
use crate::exact::Exact;
use crate::operators::in_years;
use chrono::{Datelike, Duration, Months, NaiveDateTime};
use rust_decimal::prelude::ToPrimitive;
use value::{Date, Decimal, Time, Value};

pub(super) static FUNCTIONS: &[&Function] =
    &[&TODAY, &NOW, &DATE, &TIME, &DATEVALUE, &TIMEVALUE, &DATEADD, &DATEDIF, &DATEDIFF, &DAYS, &EDATE, &EOMONTH];

const DAY: Param = Param::new("date", "日期", Day);

static TODAY: Function = Function {
    name: "TODAY",
    zh: word("今天"),
    group: Group::Date,
    returns: Returns::Date,
    help: words("今天的日期", "Today"),
    example: words("TODAY()", "2026-03-02"),
    body: Body::Eager(|call| Ok(Value::Date(call.evaluator.zone().day(call.evaluator.world.now())))),
    ..BASE
};

static NOW: Function = Function {
    name: "NOW",
    aliases: &["SYSTIME"],
    zh: word("现在"),
    group: Group::Date,
    returns: Returns::Instant,
    help: words("现在的日期和时间", "The present moment"),
    example: words("NOW()", "2026-03-02 01:00"),
    body: Body::Eager(|call| Ok(Value::Instant(call.evaluator.world.now()))),
    ..BASE
};

static DATE: Function = Function {
    name: "DATE",
    zh: word("日期"),
    group: Group::Date,
    params: &[
        Param::new("year", "年", Number),
        Param::new("month", "月", Number),
        Param::new("day", "日", Number),
        Param::optional("hour", "时", Number),
        Param::optional("minute", "分", Number),
        Param::optional("second", "秒", Number),
    ],
    returns: Returns::Any,
    help: words("由年、月、日组成日期；再给出时、分、秒则组成日期时间", "A date from year, month and day; with hour, minute and second a moment"),
    example: words("DATE(2026, 2, 29)", "2026-03-01"),
    body: Body::Eager(|call| {
        let (year, month, day) = (call.int(0)?, call.int(1)?, call.int(2)?);
        // Two-digit years count from 1900, as in spreadsheets.
        let year = if (0..1900).contains(&year) { year + 1900 } else { year };
        let first = i32::try_from(year).ok().and_then(|year| Date::from_ymd_opt(year, 1, 1));
        let date = first.and_then(|first| add_months(first, month - 1)).and_then(|first| add_days(first, day - 1));
        let Some(date) = date else { return num_error("日期超出范围 / the date is out of range") };
        let date = in_years(date)?;
        if !call.given(3) {
            return Ok(Value::Date(date));
        }
        let seconds = call.int(3)?.saturating_mul(3600).saturating_add(call.int(4)?.saturating_mul(60)).saturating_add(call.int(5)?);
        match Duration::try_seconds(seconds).and_then(|step| date.and_time(Time::MIN).checked_add_signed(step)) {
            Some(local) => Ok(Value::Instant(call.evaluator.zone().instant(local))),
            None => num_error("时间超出范围 / the time is out of range"),
        }
    }),
    ..BASE
};

fn add_months(date: Date, months: i64) -> Option<Date> {
    let step = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    if months < 0 { date.checked_sub_months(step) } else { date.checked_add_months(step) }
}

fn add_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add_signed(Duration::try_days(days)?)
}

static TIME: Function = Function {
    name: "TIME",
    zh: word("时间"),
    group: Group::Date,
    params: &[Param::new("hour", "时", Number), Param::new("minute", "分", Number), Param::new("second", "秒", Number)],
    returns: Returns::Time,
    help: words("由时、分、秒组成时间", "A time of day from hour, minute and second"),
    example: words("TIME(14, 30, 0)", "14:30"),
    body: Body::Eager(|call| {
        let seconds = call.int(0)?.saturating_mul(3600).saturating_add(call.int(1)?.saturating_mul(60)).saturating_add(call.int(2)?);
        let within = u32::try_from(seconds).ok().map(|seconds| seconds % 86_400);
        match within.and_then(|seconds| Time::from_num_seconds_from_midnight_opt(seconds, 0)) {
            Some(time) => Ok(Value::Time(time)),
            None => num_error("时间不能为负 / the time is negative"),
        }
    }),
    ..BASE
};

static DATEVALUE: Function = Function {
    name: "DATEVALUE",
    zh: word("转为日期"),
    group: Group::Date,
    params: &[Param::new("text", "文本", Text)],
    returns: Returns::Date,
    help: words("把文本读作日期，如 2026-03-01、2026年3月1日", "Reads a text as a date, such as 2026-03-01"),
    example: words(r#"DATEVALUE("2026年3月1日")"#, "2026-03-01"),
    body: Body::Eager(|call| {
        let source = call.text(0)?;
        match crate::coerce::parse_local(&source) {
            Some(local) => Ok(Value::Date(local.date())),
            None => value_error(format!("「{}」不是日期 / is not a date", short(&source))),
        }
    }),
    ..BASE
};

static TIMEVALUE: Function = Function {
    name: "TIMEVALUE",
    zh: word("转为时间"),
    group: Group::Date,
    params: &[Param::new("text", "文本", Text)],
    returns: Returns::Time,
    help: words("把文本读作时间", "Reads a text as a time of day"),
    example: words(r#"TIMEVALUE("14:30")"#, "14:30"),
    body: Body::Eager(|call| to_time(&Value::Text(call.text(0)?.into_owned()), call.evaluator.zone()).map(Value::Time)),
    ..BASE
};

/// A unit of time, by its short or long name.
enum Unit {
    Months(i64),
    Seconds(i64),
}

fn unit(name: &str) -> Option<Unit> {
    Some(match name.to_ascii_lowercase().trim_end_matches('s') {
        "y" | "year" | "年" => Unit::Months(12),
        "q" | "quarter" | "季" => Unit::Months(3),
        "m" | "month" | "月" => Unit::Months(1),
        "w" | "week" | "周" => Unit::Seconds(7 * 86_400),
        "d" | "day" | "日" | "天" => Unit::Seconds(86_400),
        "h" | "hour" | "时" | "小时" => Unit::Seconds(3600),
        "mi" | "min" | "minute" | "分" | "分钟" => Unit::Seconds(60),
        "second" | "sec" | "秒" => Unit::Seconds(1),
        _ => return None,
    })
}

fn bad_unit<T>(name: &str) -> Eval<T> {
    value_error(format!("「{}」不是时间单位 / is not a unit of time", short(name)))
}

static DATEADD: Function = Function {
    name: "DATEADD",
    zh: word("日期加减"),
    group: Group::Date,
    params: &[DAY, Param::new("amount", "数量", Number), Param::new("unit", "单位", Text)],
    returns: Returns::Same(0),
    help: words(
        "日期加上若干年 y、季 q、月 m、周 w、日 d、小时 h、分钟 mi、秒 sec",
        "The date moved by so many years y, quarters q, months m, weeks w, days d, hours h, minutes mi, seconds sec",
    ),
    example: words(r#"DATEADD(DATE(2026, 1, 31), 1, "m")"#, "2026-02-28"),
    body: Body::Eager(|call| {
        let (local, amount, name) = (call.local(0)?, call.int(1)?, call.text(2)?);
        let whole_day = matches!(call.value(0), Value::Date(_) | Value::Text(_) | Value::Number(_)) && local.time() == Time::MIN;
        let moved: Option<NaiveDateTime> = match unit(&name) {
            None => return bad_unit(&name),
            Some(Unit::Months(months)) => {
                amount.checked_mul(months).and_then(|months| add_months(local.date(), months)).map(|date| date.and_time(local.time()))
            }
            Some(Unit::Seconds(seconds)) => {
                amount.checked_mul(seconds).and_then(Duration::try_seconds).and_then(|step| local.checked_add_signed(step))
            }
        };
        let Some(moved) = moved else { return num_error("日期超出范围 / the date is out of range") };
        in_years(moved.date())?;
        if whole_day && moved.time() == Time::MIN { Ok(Value::Date(moved.date())) } else { Ok(Value::Instant(call.evaluator.zone().instant(moved))) }
    }),
    ..BASE
};

/// Whole months from one day to a later one.
fn whole_months(from: Date, to: Date) -> i64 {
    let months = (i64::from(to.year()) - i64::from(from.year())) * 12 + i64::from(to.month()) - i64::from(from.month());
    months - i64::from(to.day() < from.day())
}

static DATEDIF: Function = Function {
    name: "DATEDIF",
    zh: word("日期相差"),
    group: Group::Date,
    params: &[Param::new("start", "开始日期", Day), Param::new("end", "结束日期", Day), Param::new("unit", "单位", Text)],
    returns: Returns::Number,
    help: words(
        "两个日期相差的整年 y、整月 m、天 d，或去掉年月后的 md、ym、yd",
        "Whole years y, months m or days d between two dates, or md, ym, yd without the larger units",
    ),
    example: words(r#"DATEDIF(DATE(2001, 6, 1), DATE(2002, 8, 15), "d")"#, "440"),
    body: Body::Eager(|call| {
        let (from, to, name) = (call.date(0)?, call.date(1)?, call.text(2)?);
        if from > to {
            return num_error("开始日期晚于结束日期 / the start is after the end");
        }
        let months = whole_months(from, to);
        let days = (to - from).num_days();
        let answer = match name.to_ascii_lowercase().as_str() {
            "y" => months / 12,
            "m" => months,
            "d" => days,
            "ym" => months % 12,
            "md" => add_months(from, months).map_or(days, |reached| (to - reached).num_days()),
            "yd" => anniversary(from, to).map_or(days, |last| (to - last).num_days()),
            _ => return bad_unit(&name),
        };
        Ok(Value::Number(Decimal::from(answer)))
    }),
    ..BASE
};

/// The last day before or on `to` with the month and day of `from`.
fn anniversary(from: Date, to: Date) -> Option<Date> {
    let years = whole_months(from, to) / 12;
    add_months(from, years * 12)
}

static DATEDIFF: Function = Function {
    name: "DATEDIFF",
    zh: word("时间相差"),
    group: Group::Date,
    params: &[Param::new("start", "开始", Day), Param::new("end", "结束", Day), Param::new("unit", "单位", Text)],
    returns: Returns::Number,
    help: words(
        "两个时间相差多少个单位（周、日、小时 h、分钟 mi、秒 sec 可带小数；年、季、月取整），结束早于开始时为负",
        "How many units lie between two moments (weeks, days, hours h, minutes mi, seconds sec with fractions; years, quarters, months whole); negative if the end is earlier",
    ),
    example: words(r#"DATEDIFF(DATE(2026, 3, 1, 8, 0, 0), DATE(2026, 3, 1, 9, 30, 0), "h")"#, "1.5"),
    body: Body::Eager(|call| {
        let (from, to, name) = (call.local(0)?, call.local(1)?, call.text(2)?);
        // Two moments are apart by the time that really passed, whatever the clocks of the zone did.
        let seconds = match (call.value(0), call.value(1)) {
            (Value::Instant(a), Value::Instant(b)) => (*b - *a).num_seconds(),
            _ => (to - from).num_seconds(),
        };
        match unit(&name) {
            None => bad_unit(&name),
            Some(Unit::Seconds(length)) => {
                let units = Decimal::from(seconds).over(Decimal::from(length));
                crate::operators::checked(units.map(|units| units.round_dp(9).normalize())).map(Value::Number)
            }
            Some(Unit::Months(length)) => {
                let months = if from <= to { whole_months(from.date(), to.date()) } else { -whole_months(to.date(), from.date()) };
                Ok(Value::Number(Decimal::from(months / length)))
            }
        }
    }),
    ..BASE
};

static DAYS: Function = Function {
    name: "DAYS",
    zh: word("相差天数"),
    group: Group::Date,
    params: &[Param::new("end", "结束日期", Day), Param::new("start", "开始日期", Day)],
    returns: Returns::Number,
    help: words("两个日期相差的天数（结束日期在前）", "The days between two dates; the end comes first"),
    example: words("DAYS(DATE(2026, 3, 1), DATE(2026, 2, 1))", "28"),
    body: Body::Eager(|call| Ok(Value::Number(Decimal::from((call.date(0)? - call.date(1)?).num_days())))),
    ..BASE
};

fn months_later(call: &Call<'_, '_>) -> Eval<Date> {
    let date = call.date(0)?;
    match call.number(1)?.trunc().to_i64().and_then(|months| add_months(date, months)) {
        Some(moved) => in_years(moved),
        None => num_error("日期超出范围 / the date is out of range"),
    }
}

const MONTHS: Param = Param::new("months", "月数", Number);

static EDATE: Function = Function {
    name: "EDATE",
    zh: word("几月后"),
    group: Group::Date,
    params: &[DAY, MONTHS],
    returns: Returns::Date,
    help: words("若干个月之后的同一天，没有这一天时取月末", "The same day so many months later, or the last of the month"),
    example: words("EDATE(DATE(2023, 3, 31), 1)", "2023-04-30"),
    body: Body::Eager(|call| months_later(call).map(Value::Date)),
    ..BASE
};

static EOMONTH: Function = Function {
    name: "EOMONTH",
    zh: word("月末"),
    group: Group::Date,
    params: &[DAY, MONTHS],
    returns: Returns::Date,
    help: words("若干个月之后的月末", "The last day of the month so many months later"),
    example: words("EOMONTH(DATE(2026, 1, 15), 1)", "2026-02-28"),
    body: Body::Eager(|call| {
        let last = months_later(call)?.with_day(1).and_then(|first| first.checked_add_months(Months::new(1))).and_then(|next| next.pred_opt());
        last.map_or_else(|| num_error("日期超出范围 / the date is out of range"), |last| Ok(Value::Date(last)))
    }),
    ..BASE
};
