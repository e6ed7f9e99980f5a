//! A ruler of open time: how much of it lies before a day. Weeks repeat, so that only the dates that differ are written down;
//! a question over years costs two binary searches.

use crate::Hours;
use crate::work::{WorkCalendar, place};
use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc, Weekday};
use std::collections::BTreeSet;

/// Sums over the usual week, and the dates that differ from it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Ruler {
    /// What lies before each weekday of the usual week, Monday first; the last is the whole week.
    week: [Sum; 8],
    odd: Vec<Odd>,
}

/// Open seconds and working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sum {
    pub(crate) seconds: i64,
    pub(crate) workdays: i64,
}

/// A day with more or less than usual, and how much all such days before it have more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Odd {
    day: i32,
    before: Sum,
    own: Sum,
}

/// The last and the first day that are looked at: what lies beyond is never.
const LAST: i32 = 3_652_059;
const FIRST: i32 = 1;

impl std::ops::Add for Sum {
    type Output = Sum;
    fn add(self, other: Sum) -> Sum {
        Sum { seconds: self.seconds + other.seconds, workdays: self.workdays + other.workdays }
    }
}

impl Ruler {
    pub(crate) fn of(calendar: &WorkCalendar) -> Self {
        let mut ruler = Self::default();
        let mut sum = Sum::default();
        for weekday in 0..7_u8 {
            let usual = usual(calendar, weekday);
            sum = sum + usual;
            if let Some(before) = ruler.week.get_mut(usize::from(weekday) + 1) {
                *before = sum;
            }
        }
        let changes = calendar.zone.transitions.iter().flat_map(|(moment, _)| days_around(calendar, *moment));
        let days: BTreeSet<NaiveDate> = calendar.odd_days().chain(changes).collect();
        let mut before = Sum::default();
        for day in days {
            let usual = usual(calendar, u8::try_from(place(day.weekday())).unwrap_or_default());
            let open: i64 = calendar.spans_on(day).iter().map(|span| length(calendar, day, *span).num_seconds()).sum();
            let own = Sum { seconds: open - usual.seconds, workdays: i64::from(calendar.is_workday(day)) - usual.workdays };
            if own != Sum::default() {
                ruler.odd.push(Odd { day: day.num_days_from_ce(), before, own });
                before = before + own;
            }
        }
        ruler
    }

    /// What lies before a day. The first of January of year 1 was a Monday.
    fn before(&self, day: i32) -> Sum {
        let weeks = i64::from((day - 1).div_euclid(7));
        let weekday = usize::try_from((day - 1).rem_euclid(7)).unwrap_or_default();
        let whole = self.week.last().copied().unwrap_or_default();
        let part = self.week.get(weekday).copied().unwrap_or_default();
        let passed = self.odd.partition_point(|odd| odd.day < day);
        let odd = passed.checked_sub(1).and_then(|last| self.odd.get(last)).map(|odd| odd.before + odd.own).unwrap_or_default();
        Sum { seconds: weeks * whole.seconds, workdays: weeks * whole.workdays } + part + odd
    }
}

fn usual(calendar: &WorkCalendar, weekday: u8) -> Sum {
    let seconds = calendar.usual_spans(usize::from(weekday)).iter().map(|span| span.seconds()).sum();
    let works = Weekday::try_from(weekday).is_ok_and(|weekday| calendar.days.week.get(place(weekday)).is_some_and(|hours| !hours.is_empty()));
    Sum { seconds, workdays: i64::from(works) }
}

fn length(calendar: &WorkCalendar, day: NaiveDate, span: Hours) -> Duration {
    calendar.moment(day, span.to) - calendar.moment(day, span.from)
}

/// The dates whose length a change of the clock may touch.
fn days_around(calendar: &WorkCalendar, moment: i64) -> impl Iterator<Item = NaiveDate> {
    let at = DateTime::from_timestamp(moment, 0).unwrap_or_default();
    let sides = [calendar.zone.day(at), calendar.zone.day(at - Duration::seconds(1))];
    sides.into_iter().flat_map(|day| [day.pred_opt(), Some(day), day.succ_opt()]).flatten()
}

/// The smallest day from which on `holds` is true, if it is true for later days wherever it is true; looked for around a day near by.
fn first_day(near: i32, holds: impl Fn(i32) -> bool) -> Option<i32> {
    let near = near.clamp(FIRST, LAST);
    let (mut without, mut with);
    let mut step = 1;
    if holds(near) {
        with = near;
        loop {
            if with == FIRST {
                return None;
            }
            without = with.saturating_sub(step).max(FIRST);
            if !holds(without) {
                break;
            }
            (with, step) = (without, step * 2);
        }
    } else {
        without = near;
        loop {
            if without == LAST {
                return None;
            }
            with = without.saturating_add(step).min(LAST);
            if holds(with) {
                break;
            }
            (without, step) = (with, step * 2);
        }
    }
    while with - without > 1 {
        let middle = without + (with - without) / 2;
        if holds(middle) { with = middle } else { without = middle }
    }
    Some(with)
}

fn date(day: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(day)
}

/// Microseconds.
pub(crate) type Micros = i64;

pub(crate) const SECOND: Micros = 1_000_000;

impl WorkCalendar {
    /// The open time before a moment, counted from the year 1.
    pub(crate) fn open_before(&self, at: DateTime<Utc>) -> Micros {
        let day = self.day_of(at);
        let whole = self.ruler.before(day.num_days_from_ce()).seconds * SECOND;
        let reached = at.timestamp_micros();
        let today = self.spans_on(day).iter().map(|span| {
            let (from, to) = self.span(day, *span);
            (reached.min(to) - from).max(0)
        });
        whole + today.sum::<Micros>()
    }

    fn span(&self, day: NaiveDate, span: Hours) -> (Micros, Micros) {
        (self.moment(day, span.from).timestamp_micros(), self.moment(day, span.to).timestamp_micros())
    }

    /// The earliest moment before which so much open time lies.
    pub(crate) fn earliest(&self, open: Micros, near: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let near = self.day_of(near).num_days_from_ce();
        // The first day at whose end it is reached.
        let day = first_day(near, |day| self.ruler.before(day.saturating_add(1)).seconds * SECOND >= open)?;
        self.within(day, open, |left, length| left <= length)
    }

    /// The latest moment before which so much open time lies and no more.
    pub(crate) fn latest(&self, open: Micros, near: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let near = self.day_of(near).num_days_from_ce();
        let day = first_day(near, |day| self.ruler.before(day.saturating_add(1)).seconds * SECOND > open)?;
        self.within(day, open, |left, length| left < length)
    }

    fn within(&self, day: i32, open: Micros, fits: impl Fn(Micros, Micros) -> bool) -> Option<DateTime<Utc>> {
        let mut left = open - self.ruler.before(day).seconds * SECOND;
        let day = date(day)?;
        for span in self.spans_on(day) {
            let (from, to) = self.span(day, *span);
            if fits(left, to - from) {
                return DateTime::from_timestamp_micros(from + left);
            }
            left -= to - from;
        }
        None
    }

    /// The latest moment up to which no more closed time lies than before a moment at which it is open: when it closes next.
    pub(crate) fn closes_after(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let begins = |day: i32| date(day).map_or(i64::MAX, |date| self.moment(date, 0).timestamp_micros());
        let closed_before = |day: i32| begins(day).saturating_sub(self.ruler.before(day).seconds * SECOND);
        let closed = at.timestamp_micros() - self.open_before(at);
        let day = first_day(self.day_of(at).num_days_from_ce(), |day| closed_before(day.saturating_add(1)) > closed)?;
        let (mut reached, day) = (begins(day), date(day)?);
        for span in self.spans_on(day) {
            let (from, to) = self.span(day, *span);
            if from > reached && from > at.timestamp_micros() {
                break;
            }
            reached = to;
        }
        DateTime::from_timestamp_micros(reached)
    }

    /// The working days before a day.
    pub(crate) fn workdays_before(&self, day: NaiveDate) -> i64 {
        self.ruler.before(day.num_days_from_ce()).workdays
    }

    /// The first day at whose end so many working days have passed.
    pub(crate) fn workday_reaching(&self, count: i64, near: NaiveDate) -> Option<NaiveDate> {
        let day = first_day(near.num_days_from_ce(), |day| self.ruler.before(day.saturating_add(1)).workdays >= count)?;
        date(day)
    }
}
