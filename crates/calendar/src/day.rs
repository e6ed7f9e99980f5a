//! What the days of a calendar are: working days, weekends, holidays, make-up days, with their hours.

use crate::{Hours, WorkCalendar, is_weekend};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use value::Label;

/// A day of a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDay {
    /// The date.
    pub date: NaiveDate,
    /// What it is.
    pub kind: DayKind,
    /// The name of the holiday or make-up day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// The hours that begin on it; those over midnight end on the next day.
    pub hours: Vec<Hours>,
    /// When it is closed although hours run.
    pub breaks: Vec<DayBreak>,
    /// When it is open, from midnight to midnight.
    pub open: Vec<Hours>,
}

/// A closed span of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayBreak {
    /// When.
    pub hours: Hours,
    /// Name.
    pub label: Label,
}

/// What a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Work, as on every such weekday.
    Working,
    /// A Saturday or Sunday without hours.
    Weekend,
    /// Another weekday without hours.
    DayOff,
    /// Free by name.
    Holiday,
    /// Work by name, with hours of its own.
    Makeup,
}

/// The longest list.
const MOST: usize = 800;

impl WorkCalendar {
    /// The days from one to another, at most 800 of them.
    pub fn days_between(&self, from: NaiveDate, to: NaiveDate) -> Vec<CalendarDay> {
        from.iter_days().take(MOST).take_while(|day| *day <= to).map(|day| self.day(day)).collect()
    }

    fn day(&self, date: NaiveDate) -> CalendarDay {
        let (hours, label) = (self.hours_on(date).to_vec(), self.name_of(date).cloned());
        let kind = match (label.is_some(), hours.is_empty()) {
            (true, true) => DayKind::Holiday,
            (true, false) => DayKind::Makeup,
            (false, false) => DayKind::Working,
            (false, true) if is_weekend(date) => DayKind::Weekend,
            (false, true) => DayKind::DayOff,
        };
        let breaks = self.days.breaks.get(&date).into_iter().flatten();
        let breaks = breaks.map(|pause| DayBreak { hours: pause.hours, label: pause.name.clone() }).collect();
        CalendarDay { date, kind, label, hours, breaks, open: self.spans_on(date).to_vec() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Break, Days, SpecialDay, Zone};

    #[test]
    fn a_week_is_told_day_by_day() {
        let office = [Hours::parse("09:00-12:00").unwrap(), Hours::parse("22:00-06:00").unwrap()];
        let mut days = Days::weekdays(&office);
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        days.special.insert(date("2026-10-01"), SpecialDay { name: Label::both("国庆节", "National Day"), hours: Vec::new() });
        days.special.insert(date("2026-10-03"), SpecialDay { name: Label::both("补班", "Made up"), hours: vec![office[0]] });
        days.breaks.insert(date("2026-10-02"), vec![Break { name: Label::both("演习", "Drill"), hours: Hours::parse("10:00-11:00").unwrap() }]);
        let told = WorkCalendar::new(Zone::shanghai(), days).days_between(date("2026-09-30"), date("2026-10-04"));
        let kinds: Vec<DayKind> = told.iter().map(|day| day.kind).collect();
        assert_eq!(kinds, [DayKind::Working, DayKind::Holiday, DayKind::Working, DayKind::Makeup, DayKind::Weekend]);
        let open = |index: usize| told[index].open.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(open(1), ["00:00-06:00"], "the night before a holiday runs to its end");
        assert_eq!(open(2), ["09:00-10:00", "11:00-12:00", "22:00-24:00"], "a break is taken out");
        assert_eq!((told[1].hours.len(), told[2].hours.len(), told[3].hours.len()), (0, 2, 1));
        assert_eq!(told[2].breaks[0].label.get(value::Locale::En), "Drill");
    }
}
