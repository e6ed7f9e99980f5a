//! Working calendars: the hours of a week, holidays, working days that make up for them (调休), breaks, in a time zone.

use crate::hours::{DAY, joined, without};
use crate::ruler::Ruler;
use crate::{Hours, Zone};
use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};
use std::collections::{BTreeMap, BTreeSet};
use value::Label;

/// A day that is not as its weekday says: a holiday without hours, or a working day with them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SpecialDay {
    /// What people call it.
    pub name: Label,
    /// Its hours; none on a holiday.
    pub hours: Vec<Hours>,
}

/// A closed span of one date, whatever the hours of the day are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// What people call it.
    pub name: Label,
    /// When it is closed.
    pub hours: Hours,
}

/// When people work: the hours of each weekday from Monday on, and the dates that differ.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Days {
    /// The hours of the weekdays, Monday first. Hours over midnight belong to the day on which they begin.
    pub week: [Vec<Hours>; 7],
    /// Holidays and make-up days; they win over the weekday.
    pub special: BTreeMap<NaiveDate, SpecialDay>,
    /// Breaks on a date; they win over everything, hours that reach over midnight included.
    pub breaks: BTreeMap<NaiveDate, Vec<Break>>,
}

/// A working calendar, ready to be asked. Questions over many years cost as little as those over a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkCalendar {
    pub(crate) zone: Zone,
    pub(crate) days: Days,
    /// The open spans of the weekdays within their day, what reaches over from the day before included.
    week: [Vec<Hours>; 7],
    /// The open spans of the dates that differ from their weekday.
    odd: BTreeMap<NaiveDate, Vec<Hours>>,
    pub(crate) ruler: Ruler,
    /// The last day whose holidays are known, if that is told.
    pub(crate) known_until: Option<NaiveDate>,
}

impl Days {
    /// The same hours from Monday to Friday.
    pub fn weekdays(hours: &[Hours]) -> Self {
        let mut days = Self::default();
        days.week.iter_mut().take(5).for_each(|day| *day = hours.to_vec());
        days
    }

    /// Open at all times.
    pub fn always() -> Self {
        Self { week: std::array::from_fn(|_| vec![Hours::WHOLE_DAY]), ..Self::default() }
    }

    /// The hours of a day as they are written: those that begin on it.
    fn hours_on(&self, day: NaiveDate) -> &[Hours] {
        match self.special.get(&day) {
            Some(special) => &special.hours,
            None => self.week_hours(place(day.weekday())),
        }
    }

    fn week_hours(&self, weekday: usize) -> &[Hours] {
        self.week.get(weekday).map_or(&[], Vec::as_slice)
    }

    /// The open spans within the 24 hours of a date.
    fn open_on(&self, day: NaiveDate) -> Vec<Hours> {
        let before = day.pred_opt().map_or(&[][..], |before| self.hours_on(before));
        let open = within_day(before, self.hours_on(day));
        let breaks: Vec<Hours> = self.breaks.get(&day).into_iter().flatten().map(|pause| pause.hours).collect();
        without(&open, &breaks)
    }

    /// The dates that may differ from their weekday.
    fn differing(&self) -> BTreeSet<NaiveDate> {
        let special = self.special.keys().flat_map(|day| [Some(*day), day.succ_opt()]).flatten();
        special.chain(self.breaks.keys().copied()).collect()
    }
}

fn within_day(before: &[Hours], own: &[Hours]) -> Vec<Hours> {
    let tails = before.iter().filter(|hours| hours.to > DAY).map(|hours| Hours { from: 0, to: hours.to - DAY });
    joined(tails.chain(own.iter().map(|hours| Hours { from: hours.from, to: hours.to.min(DAY) })).collect())
}

/// Monday is 0.
pub(crate) fn place(weekday: Weekday) -> usize {
    usize::try_from(weekday.num_days_from_monday()).unwrap_or_default()
}

impl WorkCalendar {
    /// Makes a calendar ready.
    pub fn new(zone: Zone, mut days: Days) -> Self {
        let special = days.special.values_mut().map(|day| &mut day.hours);
        days.week.iter_mut().chain(special).for_each(|hours| hours.sort_unstable());
        let week = std::array::from_fn(|weekday| within_day(days.week_hours((weekday + 6) % 7), days.week_hours(weekday)));
        let odd = days.differing().into_iter().map(|day| (day, days.open_on(day))).collect();
        let mut calendar = Self { zone, days, week, odd, ruler: Ruler::default(), known_until: None };
        calendar.ruler = Ruler::of(&calendar);
        calendar
    }

    /// A calendar that never closes.
    pub fn always(zone: Zone) -> Self {
        Self::new(zone, Days::always())
    }

    /// The same with the last day whose holidays are known.
    pub fn known_until(self, day: Option<NaiveDate>) -> Self {
        Self { known_until: day, ..self }
    }

    /// The last day whose holidays are known, if that is told: what is due later may move when the next ones are announced.
    pub fn last_known_day(&self) -> Option<NaiveDate> {
        self.known_until
    }

    /// Its zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The hours that begin on a day.
    pub fn hours_on(&self, day: NaiveDate) -> &[Hours] {
        self.days.hours_on(day)
    }

    /// Whether people work on a day: whether hours begin on it.
    pub fn is_workday(&self, day: NaiveDate) -> bool {
        !self.hours_on(day).is_empty()
    }

    /// What a holiday or make-up day is called.
    pub fn name_of(&self, day: NaiveDate) -> Option<&Label> {
        self.days.special.get(&day).map(|special| &special.name)
    }

    /// Whether people work at a moment. The opening moment counts, the closing moment does not.
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        let day = self.day_of(at);
        self.spans_on(day).iter().any(|span| self.moment(day, span.from) <= at && at < self.moment(day, span.to))
    }

    /// The open spans within a date, in order and apart from each other.
    pub(crate) fn spans_on(&self, day: NaiveDate) -> &[Hours] {
        match self.odd.get(&day) {
            Some(spans) => spans,
            None => self.usual_spans(place(day.weekday())),
        }
    }

    pub(crate) fn usual_spans(&self, weekday: usize) -> &[Hours] {
        self.week.get(weekday).map_or(&[], Vec::as_slice)
    }

    /// The dates whose spans are their own.
    pub(crate) fn odd_days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        self.odd.keys().copied()
    }

    /// The moment of a second of a date.
    pub(crate) fn moment(&self, day: NaiveDate, second: u32) -> DateTime<Utc> {
        self.zone.edge(day.and_time(chrono::NaiveTime::MIN) + chrono::Duration::seconds(i64::from(second)))
    }

    /// The date in whose span between two midnights a moment lies. Where the clock is put back over midnight this is the later date.
    pub(crate) fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        let day = self.zone.day(at);
        if self.zone.transitions.is_empty() {
            return day;
        }
        match (day.pred_opt(), day.succ_opt()) {
            (Some(before), _) if at < self.moment(day, 0) => before,
            (_, Some(next)) if self.moment(next, 0) <= at => next,
            _ => day,
        }
    }
}

impl Default for WorkCalendar {
    /// A calendar that is never open.
    fn default() -> Self {
        Self::new(Zone::shanghai(), Days::default())
    }
}

/// Whether a day is a Saturday or Sunday.
pub fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}
