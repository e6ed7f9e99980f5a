//! Questions to a working calendar as data: what the browser, a preview and the conformance cases ask, answered the same everywhere.

use crate::{CalendarDay, Recurrence, Span, Target, WorkCalendar};
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use value::Label;

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
pub enum Question {
    /// When so many seconds of open time have passed, backward if it is negative.
    Due {
        /// From when on.
        start: DateTime<Utc>,
        /// How long.
        seconds: i64,
        /// When the clock stands still.
        #[serde(default)]
        pauses: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    },
    /// When a target is used up.
    Target {
        /// From when on.
        start: DateTime<Utc>,
        /// The target.
        target: Target,
    },
    /// When so many working days have passed, backward if it is negative.
    DueDays {
        /// From when on.
        start: DateTime<Utc>,
        /// How many.
        days: i64,
    },
    /// How many seconds of open time passed.
    Elapsed {
        /// From when on.
        from: DateTime<Utc>,
        /// Until when.
        to: DateTime<Utc>,
        /// When the clock stood still.
        #[serde(default)]
        pauses: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    },
    /// Whether it is open, and when it opens and closes next.
    Open {
        /// When.
        at: DateTime<Utc>,
    },
    /// What lies between two moments.
    Explain {
        /// From when on.
        from: DateTime<Utc>,
        /// Until when.
        to: DateTime<Utc>,
        /// When the clock stood still, and why.
        #[serde(default)]
        pauses: Vec<(DateTime<Utc>, DateTime<Utc>, Label)>,
    },
    /// What the days are.
    Days {
        /// The first.
        from: NaiveDate,
        /// The last.
        to: NaiveDate,
    },
    /// The next moments of a recurrence, on the clock and the working days of the calendar.
    Next {
        /// The recurrence.
        recurrence: Recurrence,
        /// After when.
        after: DateTime<Utc>,
        /// How many; at most 100.
        count: u8,
    },
    /// The moment at which the clock on the wall of the calendar shows this.
    Moment {
        /// Date and time there.
        local: NaiveDateTime,
    },
}

/// An answer. A moment may be missing, so that it is tried last when one is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// A length of time.
    Length {
        /// In seconds.
        seconds: i64,
    },
    /// Whether it is open.
    Open {
        /// Now.
        open: bool,
        /// When it opens next, or the moment itself.
        opens: Option<DateTime<Utc>>,
        /// When it closes next.
        closes: Option<DateTime<Utc>>,
    },
    /// What lies between two moments.
    Spans {
        /// In order.
        spans: Vec<Span>,
    },
    /// Moments in order.
    Moments {
        /// When.
        moments: Vec<DateTime<Utc>>,
    },
    /// What the days are.
    Days {
        /// In order.
        days: Vec<CalendarDay>,
    },
    /// A moment; none if it never comes.
    Moment {
        /// When.
        at: Option<DateTime<Utc>>,
    },
}

impl WorkCalendar {
    /// Answers a question.
    pub fn ask(&self, question: &Question) -> Answer {
        let of = |pauses: &[(DateTime<Utc>, DateTime<Utc>)], start: DateTime<Utc>, seconds: i64| {
            Duration::try_seconds(seconds).and_then(|length| self.due_with_pauses(start, length, pauses))
        };
        match question {
            Question::Due { start, seconds, pauses } => Answer::Moment { at: of(pauses, *start, *seconds) },
            Question::Target { start, target } => Answer::Moment { at: target.due(self, *start) },
            Question::DueDays { start, days } => Answer::Moment { at: self.due_days(*start, *days) },
            Question::Elapsed { from, to, pauses } => Answer::Length { seconds: self.elapsed(*from, *to, pauses).num_seconds() },
            Question::Open { at } => Answer::Open { open: self.is_open(*at), opens: self.next_opening(*at), closes: self.next_closing(*at) },
            Question::Explain { from, to, pauses } => Answer::Spans { spans: self.explain(*from, *to, pauses) },
            Question::Days { from, to } => Answer::Days { days: self.days_between(*from, *to) },
            Question::Next { recurrence, after, count } => {
                let next = |from: &DateTime<Utc>| recurrence.next(*from, &self.zone, Some(self));
                Answer::Moments { moments: std::iter::successors(next(after), next).take(usize::from((*count).min(100))).collect() }
            }
            Question::Moment { local } => Answer::Moment { at: Some(self.zone.instant(*local)) },
        }
    }
}
