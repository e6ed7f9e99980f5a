//! Calendars that the tests share.

use calendar::{Break, Days, Hours, SpecialDay, WorkCalendar, Zone};
use chrono::{DateTime, NaiveDate, Utc};
use std::sync::LazyLock;

pub fn hours(texts: &[&str]) -> Vec<Hours> {
    texts.iter().map(|text| Hours::parse(text).unwrap()).collect()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// An office with lunch in Shanghai, the Spring Festival of 2026 and its make-up days.
pub fn office() -> WorkCalendar {
    let open = hours(&["09:00-12:00", "13:30-18:00"]);
    let mut days = Days::weekdays(&open);
    for free in 15..=23 {
        let name = value::Label::both("春节", "Spring Festival");
        days.special.insert(NaiveDate::from_ymd_opt(2026, 2, free).unwrap(), SpecialDay { name, hours: Vec::new() });
    }
    for made_up in [14, 28] {
        let name = value::Label::both("春节调休", "Make-up day");
        days.special.insert(NaiveDate::from_ymd_opt(2026, 2, made_up).unwrap(), SpecialDay { name, hours: open.clone() });
    }
    let pause = Break { name: value::Label::both("消防演习", "Fire drill"), hours: Hours::parse("10:00-11:00").unwrap() };
    days.breaks.insert(day("2026-03-03"), vec![pause]);
    WorkCalendar::new(Zone::shanghai(), days)
}

/// A night shift over midnight, every day, in a zone whose clock changes; closed on one date, broken on another.
pub fn night(zone: &str) -> WorkCalendar {
    let mut days = Days { week: std::array::from_fn(|_| hours(&["22:00-06:00"])), ..Days::default() };
    days.week[5] = hours(&["20:00-02:30"]);
    days.special.insert(day("2026-11-26"), SpecialDay { name: "Thanksgiving".into(), hours: Vec::new() });
    days.breaks.insert(day("2026-03-29"), vec![Break { name: "Break".into(), hours: Hours::parse("01:00-01:30").unwrap() }]);
    WorkCalendar::new(Zone::load(zone).unwrap(), days)
}

/// A counter with odd hours, seconds included.
pub fn counter() -> WorkCalendar {
    let mut days = Days { week: std::array::from_fn(|_| Vec::new()), ..Days::default() };
    days.week[1] = hours(&["00:30-02:45", "03:15-23:59:59"]);
    days.week[6] = hours(&["02:00-03:00", "12:00-24:00"]);
    WorkCalendar::new(Zone::load("Europe/Berlin").unwrap(), days)
}

/// All of them.
pub fn all() -> impl Iterator<Item = (&'static str, &'static WorkCalendar)> {
    static ALL: LazyLock<Vec<(&str, WorkCalendar)>> = LazyLock::new(made);
    ALL.iter().map(|(name, calendar)| (*name, calendar))
}

fn made() -> Vec<(&'static str, WorkCalendar)> {
    vec![
        ("office", office()),
        ("Berlin by night", night("Europe/Berlin")),
        ("Los Angeles by night", night("America/Los_Angeles")),
        ("St. John's by night", night("America/St_Johns")),
        ("counter", counter()),
        ("always", WorkCalendar::always(Zone::load("Europe/Berlin").unwrap())),
    ]
}
