//! Due times and elapsed time by a working calendar.

use crate::WorkCalendar;
use crate::wall::{self, Pauses};
use chrono::{DateTime, Duration, NaiveDate, Utc};

impl WorkCalendar {
    /// The moment at which so much open time has passed since `start`, backward if it is negative; none if it never comes.
    ///
    /// Forward it is the earliest such moment: a budget that ends exactly at closing time is due at that closing moment, not at the next
    /// opening. Backward it is the latest one. A budget of nothing is due at once.
    pub fn due(&self, start: DateTime<Utc>, length: Duration) -> Option<DateTime<Utc>> {
        let length = length.num_microseconds()?;
        let open = self.open_before(start).checked_add(length)?;
        match length {
            0 => Some(start),
            1.. => self.earliest(open, start),
            _ => self.latest(open, start),
        }
    }

    /// The same while the clock stands still in the pauses; only their open time counts.
    pub fn due_with_pauses(&self, start: DateTime<Utc>, length: Duration, pauses: Pauses<'_>) -> Option<DateTime<Utc>> {
        let mut pauses = wall::merged(pauses);
        let mut reached = self.due(start, length)?;
        let mut length = length;
        if length < Duration::zero() {
            pauses.reverse();
            for (from, to) in pauses {
                if to <= reached {
                    break;
                }
                length -= self.open_between(from.min(start), to.min(start));
                reached = self.due(start, length)?;
            }
            return Some(reached);
        }
        for (from, to) in pauses {
            if from >= reached {
                break;
            }
            length += self.open_between(from.max(start), to.max(start));
            reached = self.due(start, length)?;
        }
        Some(reached)
    }

    /// How much open time lies between two moments; negative when the second is earlier.
    pub fn open_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Duration {
        Duration::microseconds(self.open_before(to) - self.open_before(from))
    }

    /// How much open time passed outside the pauses; nothing when the second moment is not later.
    pub fn elapsed(&self, from: DateTime<Utc>, to: DateTime<Utc>, pauses: Pauses<'_>) -> Duration {
        if to <= from {
            return Duration::zero();
        }
        let within = |at: DateTime<Utc>| at.clamp(from, to);
        let paused = wall::merged(pauses).into_iter().map(|(begins, ends)| self.open_between(within(begins), within(ends)));
        paused.fold(self.open_between(from, to), |left, span| left - span)
    }

    /// The first moment from `at` on at which it is open; none if it never opens again.
    pub fn next_opening(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.is_open(at) { Some(at) } else { self.latest(self.open_before(at), at) }
    }

    /// The first closing moment after `at`; none if it never closes, or never opens again.
    pub fn next_closing(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.closes_after(self.next_opening(at)?)
    }

    /// How many working days there are from one day to another, both included; negative when the second is earlier.
    pub fn workdays_between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        if to < from {
            return -self.workdays_between(to, from);
        }
        to.succ_opt().map_or(0, |after| self.workdays_before(after) - self.workdays_before(from))
    }

    /// The day so many working days later, earlier if it is negative; the day itself for none.
    pub fn workday_after(&self, day: NaiveDate, days: i64) -> Option<NaiveDate> {
        match days {
            0 => Some(day),
            1.. => self.workday_reaching(self.workdays_before(day.succ_opt()?).checked_add(days)?, day),
            _ => self.workday_reaching(self.workdays_before(day).checked_add(days)?.checked_add(1)?, day),
        }
    }

    /// The moment so many working days later, earlier if it is negative: at the same time of day. Where it is closed then, it is the closing
    /// before it on that day, or the first opening of the day.
    pub fn due_days(&self, start: DateTime<Utc>, days: i64) -> Option<DateTime<Utc>> {
        if days == 0 {
            return Some(start);
        }
        let local = self.zone.local(start);
        let day = self.workday_after(local.date(), days)?;
        Some(self.moved_into(day, self.zone.edge(day.and_time(local.time()))))
    }

    /// The last closing of a day so many working days later; the day itself counts as none.
    pub fn due_at_closing(&self, start: DateTime<Utc>, days: i64) -> Option<DateTime<Utc>> {
        let day = self.workday_after(self.zone.day(start), days)?;
        let last = self.hours_on(day).iter().map(|hours| hours.to).max();
        Some(last.map_or_else(|| self.moment(day, crate::hours::DAY), |last| self.moment(day, last)))
    }

    fn moved_into(&self, day: NaiveDate, at: DateTime<Utc>) -> DateTime<Utc> {
        let mut moved = None;
        for hours in self.hours_on(day) {
            let (opens, closes) = (self.moment(day, hours.from), self.moment(day, hours.to));
            if at < opens {
                return moved.unwrap_or(opens);
            }
            if at <= closes {
                return at;
            }
            moved = Some(closes);
        }
        moved.unwrap_or(at)
    }
}
