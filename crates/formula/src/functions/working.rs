//! Working days and working hours. Holidays and make-up days (调休) come from the calendar of the world, never from here.

use super::Kind::{Any, Day, List, Number, Text};
use super::{Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, num_error, to_date, value_error};
use crate::exact::Exact;
use crate::operators::{checked, in_years};
use calendar::{WorkCalendar, is_weekend};
use chrono::{Datelike, Duration};
use rust_decimal::prelude::ToPrimitive;
use value::{Date, Decimal, ErrorCode, ErrorValue, Instant, Value};

pub(super) static FUNCTIONS: &[&Function] =
    &[&WORKDAY, &WORKDAY_INTL, &NETWORKDAYS, &NETWORKDAYS_INTL, &ISWORKDAY, &HOLIDAYNAME, &WORKHOURSADD, &WORKHOURSBETWEEN];

const START: Param = Param::new("start", "开始", Day);
const END: Param = Param::new("end", "结束", Day);
const DAYS: Param = Param::new("days", "天数", Number);
const HOLIDAYS: Param = Param::optional("holidays", "假日列", List);
const WEEKEND: Param = Param::optional("weekend", "周末", Any);
const CALENDAR: Param = Param::optional("calendar", "工作日历", Text);

/// Which days are worked on.
struct Days<'c> {
    calendar: Option<&'c WorkCalendar>,
    /// Free weekdays, Monday first.
    free: [bool; 7],
    holidays: Vec<Date>,
}

const SATURDAY_AND_SUNDAY: [bool; 7] = [false, false, false, false, false, true, true];

impl Days<'_> {
    fn works_on(&self, day: Date) -> bool {
        let weekday = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or(0);
        let open = self.calendar.map_or_else(|| !self.free.get(weekday).copied().unwrap_or(false), |calendar| calendar.is_workday(day));
        open && !self.holidays.contains(&day)
    }
}

fn holidays(call: &Call<'_, '_>, index: usize) -> Eval<Vec<Date>> {
    let items = call.items(index)?;
    items.into_iter().filter(|item| !item.is_blank()).map(|item| to_date(item, call.evaluator.zone())).collect()
}

/// The days of the app's calendar, or Monday to Friday where it has none; without the given holidays.
fn usual(call: &Call<'_, '_>) -> Eval<Days<'static>> {
    Ok(Days { calendar: None, free: SATURDAY_AND_SUNDAY, holidays: holidays(call, 2)? })
}

/// A weekend by a number (1 Saturday and Sunday, 2 Sunday and Monday … 11 Sunday only …) or by seven signs from Monday on, 1 for a free day.
fn weekend(value: &Value) -> Eval<[bool; 7]> {
    let wrong = || value_error("周末为 1 到 7、11 到 17，或七位 0 和 1 / a weekend is 1 to 7, 11 to 17, or seven digits 0 and 1");
    if let Value::Text(signs) = value {
        let free: Vec<bool> = signs.chars().filter(|c| matches!(c, '0' | '1')).map(|c| c == '1').collect();
        return match <[bool; 7]>::try_from(free) {
            Ok(free) if signs.chars().count() == 7 => Ok(free),
            _ => wrong(),
        };
    }
    if value.is_blank() {
        return Ok(SATURDAY_AND_SUNDAY);
    }
    let mut free = [false; 7];
    let places = match crate::coerce::to_int(value)? {
        number @ 1..=7 => vec![(number + 4) % 7, (number + 5) % 7],
        number @ 11..=17 => vec![(number - 5) % 7],
        _ => return num_error("周末为 1 到 7 或 11 到 17 / a weekend is 1 to 7 or 11 to 17"),
    };
    for place in places {
        if let Some(day) = usize::try_from(place).ok().and_then(|place| free.get_mut(place)) {
            *day = true;
        }
    }
    Ok(free)
}

/// So many working days later or earlier; every day that is looked at is a step. A calendar alone need not be walked.
fn later(call: &Call<'_, '_>, days: &Days<'_>) -> Eval<Value> {
    let (mut day, mut left) = (call.date(0)?, call.int(1)?);
    if let (Some(calendar), true) = (days.calendar, days.holidays.is_empty()) {
        let reached = calendar.workday_after(day, left);
        return reached.map_or_else(|| num_error("日期超出范围 / the date is out of range"), |day| in_years(day).map(Value::Date));
    }
    let forward = left >= 0;
    while left != 0 {
        call.evaluator.spend(2 + days.holidays.len() / 8)?;
        let next = if forward { day.succ_opt() } else { day.pred_opt() };
        day = match next {
            Some(next) => in_years(next)?,
            None => return num_error("日期超出范围 / the date is out of range"),
        };
        if days.works_on(day) {
            left -= left.signum();
        }
    }
    Ok(Value::Date(day))
}

/// How many working days there are, both ends included; negative when the end is earlier.
fn count(call: &Call<'_, '_>, days: &Days<'_>) -> Eval<Value> {
    let (start, end) = (call.date(0)?, call.date(1)?);
    if let (Some(calendar), true) = (days.calendar, days.holidays.is_empty()) {
        return Ok(Value::int(calendar.workdays_between(start, end)));
    }
    let (mut day, last) = (start.min(end), start.max(end));
    let mut count = 0_i64;
    while day <= last {
        call.evaluator.spend(2 + days.holidays.len() / 8)?;
        count += i64::from(days.works_on(day));
        match day.succ_opt() {
            Some(next) => day = next,
            None => break,
        }
    }
    Ok(Value::int(if start <= end { count } else { -count }))
}

function!(
    WORKDAY = "WORKDAY",
    "几个工作日后",
    Date,
    [START, DAYS, HOLIDAYS],
    Returns::Date,
    (
        "若干个工作日之后的日期，按应用的工作日历（含调休），没有日历时为周一至周五；可再给出假日",
        "The date so many working days later, by the app's working calendar, or Monday to Friday where there is none; holidays may be added"
    ),
    ("WORKDAY(DATE(2026, 3, 6), 2)", "2026-03-10"),
    Eager(|call| {
        let calendar = call.evaluator.world.work_calendar(None);
        later(call, &Days { calendar, ..usual(call)? })
    }),
);
function!(
    WORKDAY_INTL = "WORKDAY.INTL",
    "几个工作日后（可选周末）",
    Date,
    [START, DAYS, WEEKEND, HOLIDAYS],
    Returns::Date,
    ("若干个工作日之后的日期，周末由自己指定", "The date so many working days later, with a weekend of one's own"),
    (r#"WORKDAY.INTL(DATE(2026, 3, 6), 1, 11)"#, "2026-03-07"),
    Eager(|call| later(call, &Days { calendar: None, free: weekend(call.value(2))?, holidays: holidays(call, 3)? })),
);
function!(
    NETWORKDAYS = "NETWORKDAYS",
    "工作日天数",
    Date,
    [START, END, HOLIDAYS],
    Returns::Number,
    (
        "两个日期之间有几个工作日，首尾都算，按应用的工作日历（含调休），没有日历时为周一至周五",
        "The working days from one date to another, both included, by the app's working calendar, or Monday to Friday where there is none"
    ),
    ("NETWORKDAYS(DATE(2026, 3, 2), DATE(2026, 3, 8))", "5"),
    Eager(|call| {
        let calendar = call.evaluator.world.work_calendar(None);
        count(call, &Days { calendar, ..usual(call)? })
    }),
);
function!(
    NETWORKDAYS_INTL = "NETWORKDAYS.INTL",
    "工作日天数（可选周末）",
    Date,
    [START, END, WEEKEND, HOLIDAYS],
    Returns::Number,
    ("两个日期之间有几个工作日，周末由自己指定", "The working days from one date to another, with a weekend of one's own"),
    (r#"NETWORKDAYS.INTL(DATE(2026, 3, 2), DATE(2026, 3, 8), "0000001")"#, "6"),
    Eager(|call| count(call, &Days { calendar: None, free: weekend(call.value(2))?, holidays: holidays(call, 3)? })),
);

/// The calendar that is named, or the usual one.
fn calendar_of<'c>(call: &Call<'c, '_>, index: usize) -> Eval<Option<&'c WorkCalendar>> {
    if !call.given(index) || call.value(index).is_blank() {
        return Ok(call.evaluator.world.work_calendar(None));
    }
    let id = call.text(index)?;
    match call.evaluator.world.work_calendar(Some(&id)) {
        Some(calendar) => Ok(Some(calendar)),
        None => Err(ErrorValue::new(ErrorCode::NotAvailable, format!("没有工作日历「{id}」 / there is no working calendar"))),
    }
}

function!(
    ISWORKDAY = "ISWORKDAY",
    "是工作日",
    Date,
    [Param::new("date", "日期", Day), CALENDAR],
    Returns::Bool,
    (
        "是否上班：按工作日历（含节假日和调休），没有日历时为周一至周五",
        "Whether people work on the day, by the working calendar, or Monday to Friday where there is none"
    ),
    ("ISWORKDAY(DATE(2026, 3, 1))", "FALSE"),
    Eager(|call| {
        let day = call.date(0)?;
        Ok(Value::Bool(calendar_of(call, 1)?.map_or(!is_weekend(day), |calendar| calendar.is_workday(day))))
    }),
);
function!(
    HOLIDAYNAME = "HOLIDAYNAME",
    "节假日名称",
    Date,
    [Param::new("date", "日期", Day), CALENDAR],
    Returns::Text,
    ("工作日历中这一天的名称（节假日或调休），没有时为空文本", "What the working calendar calls the day; an empty text if nothing"),
    ("HOLIDAYNAME(DATE(2026, 2, 17))", "春节"),
    Eager(|call| {
        let day = call.date(0)?;
        Ok(Value::text(calendar_of(call, 1)?.and_then(|calendar| calendar.name_of(day)).map_or("", |name| name.get(call.evaluator.world.locale()))))
    }),
);

/// The calendar with hours; there is no use in guessing them.
fn hours<'c>(call: &Call<'c, '_>) -> Eval<&'c WorkCalendar> {
    match calendar_of(call, 2)? {
        Some(calendar) => Ok(calendar),
        None => Err(ErrorValue::new(ErrorCode::NotAvailable, "应用没有工作日历 / the app has no working calendar")),
    }
}

fn instant(call: &Call<'_, '_>, index: usize) -> Eval<Instant> {
    match call.value(index) {
        Value::Instant(instant) => Ok(*instant),
        _ => Ok(call.evaluator.zone().instant(call.local(index)?)),
    }
}

fn too_long<T>() -> Eval<T> {
    Err(ErrorValue::new(ErrorCode::Limit, "时间跨度太大 / the span is too long"))
}

function!(
    WORKHOURSADD = "WORKHOURSADD",
    "几个工作小时后",
    Date,
    [START, Param::new("hours", "小时数", Number), CALENDAR],
    Returns::Instant,
    (
        "若干个工作小时之后的时间，按工作日历的上下班时间；没有日历时为 #N/A",
        "The moment so many working hours later, by the hours of the working calendar; #N/A where there is none"
    ),
    ("WORKHOURSADD(DATE(2026, 3, 6, 16, 0, 0), 4)", "2026-03-09 11:00"),
    Eager(|call| {
        let (calendar, start) = (hours(call)?, instant(call, 0)?);
        let seconds = checked(call.number(1)?.by(Decimal::from(3600)))?.round().to_i64();
        let Some(length) = seconds.and_then(Duration::try_seconds) else { return too_long() };
        let reached = calendar.due(start, length);
        match reached {
            Some(reached) => in_years(call.evaluator.zone().day(reached)).map(|_| Value::Instant(reached)),
            None => too_long(),
        }
    }),
);
function!(
    WORKHOURSBETWEEN = "WORKHOURSBETWEEN",
    "工作小时数",
    Date,
    [START, END, CALENDAR],
    Returns::Number,
    (
        "两个时间之间有多少工作小时，按工作日历的上下班时间；没有日历时为 #N/A",
        "The working hours between two moments, by the hours of the working calendar; #N/A where there is none"
    ),
    ("WORKHOURSBETWEEN(DATE(2026, 3, 6), DATE(2026, 3, 9))", "8"),
    Eager(|call| {
        let (calendar, from, to) = (hours(call)?, instant(call, 0)?, instant(call, 1)?);
        let seconds = calendar.open_between(from, to).num_seconds();
        Ok(Value::Number(checked(Decimal::from(seconds).over(Decimal::from(3600)))?.round_dp(9).normalize()))
    }),
);
