//! Working calendars: the hours of a week, holidays, and working days that make up for them (调休).

use crate::Zone;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc, Weekday};
use std::collections::BTreeMap;

/// A span of work within a day: from a second of the day to a later one; 86,400 is midnight at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours {
    /// The second of the day at which work begins.
    pub from: u32,
    /// The second of the day at which it ends.
    pub to: u32,
}

/// A day that is not as its weekday says: a holiday without hours, or a working day with them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SpecialDay {
    /// What people call it.
    pub name: String,
    /// Its hours; none on a holiday.
    pub hours: Vec<Hours>,
}

/// When people work: the hours of each weekday from Monday on, and the days that differ. Spans are in order and do not overlap.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkCalendar {
    /// The hours of the weekdays, Monday first.
    pub week: [Vec<Hours>; 7],
    /// Holidays and make-up days; they win over the weekday.
    pub special: BTreeMap<NaiveDate, SpecialDay>,
}

/// Asked before each day that is looked at; `false` ends a walk that takes too long.
pub type Pace<'p> = &'p mut dyn FnMut() -> bool;

impl WorkCalendar {
    /// A calendar with the same hours from Monday to Friday.
    pub fn weekdays(hours: &[Hours]) -> Self {
        let mut calendar = Self::default();
        calendar.week.iter_mut().take(5).for_each(|day| *day = hours.to_vec());
        calendar
    }

    /// The hours of a day.
    pub fn hours_on(&self, day: NaiveDate) -> &[Hours] {
        use chrono::Datelike;
        match self.special.get(&day) {
            Some(special) => &special.hours,
            None => self.week.get(usize::try_from(day.weekday().num_days_from_monday()).unwrap_or(0)).map_or(&[], Vec::as_slice),
        }
    }

    /// Whether people work on a day.
    pub fn is_workday(&self, day: NaiveDate) -> bool {
        !self.hours_on(day).is_empty()
    }

    /// What a holiday or make-up day is called.
    pub fn name_of(&self, day: NaiveDate) -> Option<&str> {
        self.special.get(&day).map(|special| special.name.as_str())
    }

    /// The moment at which so much working time has passed since `start`, backward if it is negative.
    pub fn due(&self, zone: &Zone, start: DateTime<Utc>, length: Duration, pace: Pace<'_>) -> Option<DateTime<Utc>> {
        let backward = length < Duration::zero();
        let mut left = if backward { -length } else { length };
        if left.is_zero() {
            return Some(start);
        }
        let mut day = zone.day(start);
        while pace() {
            let mut spans = self.spans_on(zone, day);
            if backward {
                spans.reverse();
            }
            for (opens, closes) in spans {
                let (from, to) = if backward { (opens, closes.min(start)) } else { (opens.max(start), closes) };
                let open = to - from;
                if open >= left && open > Duration::zero() {
                    return Some(if backward { to - left } else { from + left });
                }
                left -= open.max(Duration::zero());
            }
            day = if backward { day.pred_opt()? } else { day.succ_opt()? };
        }
        None
    }

    /// How much working time lies between two moments; negative when the second is earlier.
    pub fn elapsed(&self, zone: &Zone, from: DateTime<Utc>, to: DateTime<Utc>, pace: Pace<'_>) -> Option<Duration> {
        if to < from {
            return self.elapsed(zone, to, from, pace).map(|length| -length);
        }
        let mut sum = Duration::zero();
        let (mut day, last) = (zone.day(from), zone.day(to));
        while day <= last {
            if !pace() {
                return None;
            }
            let open = self.spans_on(zone, day).into_iter().map(|(opens, closes)| (closes.min(to) - opens.max(from)).max(Duration::zero()));
            sum = open.fold(sum, |sum, span| sum + span);
            day = day.succ_opt()?;
        }
        Some(sum)
    }

    /// The open spans of a day as moments.
    fn spans_on(&self, zone: &Zone, day: NaiveDate) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        let at = |second: u32| zone.instant(day.and_time(NaiveTime::MIN) + Duration::seconds(i64::from(second)));
        self.hours_on(day).iter().map(|hours| (at(hours.from), at(hours.to))).collect()
    }
}

/// Whether a day is a Saturday or Sunday.
pub fn is_weekend(day: NaiveDate) -> bool {
    use chrono::Datelike;
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office() -> WorkCalendar {
        let mut office = WorkCalendar::weekdays(&[Hours { from: 9 * 3600, to: 12 * 3600 }, Hours { from: 13 * 3600, to: 18 * 3600 }]);
        let hours = office.week[0].clone();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        office.special.insert(day("2026-02-16"), SpecialDay { name: "春节".into(), hours: Vec::new() });
        office.special.insert(day("2026-02-14"), SpecialDay { name: "春节调休".into(), hours });
        office
    }

    fn at(text: &str) -> DateTime<Utc> {
        Zone::shanghai().instant(chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
    }

    #[test]
    fn make_up_days_count_and_holidays_do_not() {
        let office = office();
        for (start, hours, due) in [
            ("2026-02-13 17:00", 2, "2026-02-14 10:00"),
            ("2026-02-14 17:00", 2, "2026-02-17 10:00"),
            ("2026-02-13 11:30", 1, "2026-02-13 13:30"),
            ("2026-02-15 08:00", 8, "2026-02-17 18:00"),
            ("2026-02-17 10:00", -2, "2026-02-14 17:00"),
            ("2026-02-13 09:00", 0, "2026-02-13 09:00"),
        ] {
            let found = office.due(&Zone::shanghai(), at(start), Duration::hours(hours), &mut || true);
            assert_eq!(found, Some(at(due)), "{start} {hours}");
            assert_eq!(office.elapsed(&Zone::shanghai(), at(start), at(due), &mut || true), Some(Duration::hours(hours)), "{start} {hours}");
        }
    }

    #[test]
    fn a_walk_without_end_is_ended() {
        let mut days = 0;
        let mut pace = || {
            days += 1;
            days < 100
        };
        assert_eq!(WorkCalendar::default().due(&Zone::shanghai(), at("2026-02-13 09:00"), Duration::hours(1), &mut pace), None);
        assert_eq!(days, 100);
    }
}
