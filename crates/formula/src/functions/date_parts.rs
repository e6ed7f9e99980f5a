//! The parts of a day and of a time.

use super::Kind::{Clock, Day, Number};
use super::{BASE, Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, num_error};
use chrono::{Datelike, Timelike};
use value::{Date, Decimal, Value};

pub(super) static FUNCTIONS: &[&Function] = &[&YEAR, &QUARTER, &MONTH, &DAY, &HOUR, &MINUTE, &SECOND, &WEEKDAY, &WEEKNUM, &ISOWEEKNUM, &AGE];

/// A part of a day or time that is a number.
macro_rules! part {
    ($name:ident, $kind:ident, $zh:literal, $help_zh:literal, $help_en:literal, $example:literal, $answer:literal, $part:expr) => {
        static $name: Function = Function {
            name: stringify!($name),
            zh: word($zh),
            group: Group::Date,
            params: &[Param::new("date", "日期", $kind)],
            returns: Returns::Number,
            help: words($help_zh, $help_en),
            example: words($example, $answer),
            body: Body::Eager(|call: &Call<'_, '_>| {
                let part: fn(&Call<'_, '_>) -> Eval<i64> = $part;
                Ok(Value::Number(Decimal::from(part(call)?)))
            }),
            ..BASE
        };
    };
}

part!(YEAR, Day, "年", "日期的年份", "The year of a date", "YEAR(DATE(2026, 3, 1))", "2026", |call| Ok(call.date(0)?.year().into()));
part!(QUARTER, Day, "季度", "日期的季度", "The quarter of a date", "QUARTER(DATE(2026, 5, 1))", "2", |call| Ok((call.date(0)?.month0() / 3
    + 1)
.into()));
part!(MONTH, Day, "月", "日期的月份", "The month of a date", "MONTH(DATE(2026, 3, 1))", "3", |call| Ok(call.date(0)?.month().into()));
part!(DAY, Day, "日", "日期的日", "The day of the month", "DAY(DATE(2026, 3, 15))", "15", |call| Ok(call.date(0)?.day().into()));
part!(HOUR, Clock, "时", "时间的小时", "The hour of a time", "HOUR(TIME(14, 30, 0))", "14", |call| Ok(call.time(0)?.hour().into()));
part!(MINUTE, Clock, "分", "时间的分钟", "The minute of a time", "MINUTE(TIME(14, 30, 0))", "30", |call| Ok(call.time(0)?.minute().into()));
part!(SECOND, Clock, "秒", "时间的秒", "The second of a time", "SECOND(TIME(14, 30, 5))", "5", |call| Ok(call.time(0)?.second().into()));
part!(
    ISOWEEKNUM,
    Day,
    "ISO 周数",
    "一年中的第几周（周一开始，按 ISO 8601）",
    "The ISO week of the year",
    "ISOWEEKNUM(DATE(2021, 2, 4))",
    "5",
    |call| Ok(call.date(0)?.iso_week().week().into())
);

static WEEKDAY: Function = Function {
    name: "WEEKDAY",
    zh: word("星期"),
    group: Group::Date,
    params: &[Param::new("date", "日期", Day), Param::optional("type", "类型", Number)],
    returns: Returns::Number,
    help: words(
        "星期几：类型 1 周日为 1（默认），类型 2 周一为 1，类型 3 周一为 0",
        "The day of the week: type 1 Sunday is 1 (default), type 2 Monday is 1, type 3 Monday is 0",
    ),
    example: words("WEEKDAY(DATE(2026, 3, 2), 2)", "1"),
    body: Body::Eager(|call| {
        let weekday = call.date(0)?.weekday();
        let number = match call.int_or(1, 1)? {
            1 | 17 => weekday.number_from_sunday(),
            2 | 11 => weekday.number_from_monday(),
            3 => weekday.num_days_from_monday(),
            _ => return num_error("没有这个类型 / there is no such type"),
        };
        Ok(Value::Number(number.into()))
    }),
    ..BASE
};

static WEEKNUM: Function = Function {
    name: "WEEKNUM",
    zh: word("周数"),
    group: Group::Date,
    params: &[Param::new("date", "日期", Day), Param::optional("type", "类型", Number)],
    returns: Returns::Number,
    help: words(
        "一年中的第几周：类型 1 周日开始（默认），类型 2 周一开始，类型 21 按 ISO",
        "The week of the year: type 1 from Sunday (default), type 2 from Monday, type 21 by ISO",
    ),
    example: words("WEEKNUM(DATE(2026, 3, 2), 2)", "10"),
    body: Body::Eager(|call| {
        let date = call.date(0)?;
        let offset = |first: Date, monday: bool| {
            let weekday = first.weekday();
            if monday { weekday.num_days_from_monday() } else { weekday.num_days_from_sunday() }
        };
        let monday = match call.int_or(1, 1)? {
            1 | 17 => false,
            2 | 11 => true,
            21 => return Ok(Value::Number(date.iso_week().week().into())),
            _ => return num_error("没有这个类型 / there is no such type"),
        };
        let first = date.with_ordinal(1).unwrap_or(date);
        Ok(Value::Number(((date.ordinal0() + offset(first, monday)) / 7 + 1).into()))
    }),
    ..BASE
};

static AGE: Function = Function {
    name: "AGE",
    zh: word("周岁"),
    group: Group::Date,
    params: &[Param::new("birth", "出生日期", Day), Param::optional("on", "截至", Day)],
    returns: Returns::Number,
    help: words("周岁，默认截至今天", "The age in whole years, today if no day is given"),
    example: words("AGE(DATE(1990, 3, 3), DATE(2026, 3, 2))", "35"),
    body: Body::Eager(|call| {
        let birth = call.date(0)?;
        let on = if call.given(1) { call.date(1)? } else { call.evaluator.zone().day(call.evaluator.world.now()) };
        if birth > on {
            return num_error("出生日期在截至日期之后 / the birth is after the day asked for");
        }
        let before_birthday = (on.month(), on.day()) < (birth.month(), birth.day());
        Ok(Value::Number(Decimal::from(on.year() - birth.year() - i32::from(before_birthday))))
    }),
    ..BASE
};
