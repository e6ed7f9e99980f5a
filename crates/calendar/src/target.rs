//! How long something may take.

use crate::WorkCalendar;
use crate::ruler::{Micros, SECOND};
use chrono::{DateTime, Days, Duration, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How long something may take: `{ "amount": 2, "unit": "hours" }` of working time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// How many.
    #[schemars(extend("x-help" = { "zh-CN": "数量。", "en": "How many." }))]
    pub amount: u32,
    /// Of what.
    #[schemars(extend("x-help" = { "zh-CN": "单位。", "en": "Of what." }))]
    pub unit: Unit,
    /// Which time counts.
    #[serde(default, skip_serializing_if = "is_working")]
    #[schemars(extend("x-help" = { "zh-CN": "按工作时间还是自然时间计算。", "en": "Which time counts." }))]
    pub time: Measure,
    /// At what time of its last day a number of days ends.
    #[serde(default, skip_serializing_if = "is_same_time")]
    #[schemars(extend("x-help" = { "zh-CN": "按天计算时，最后一天到几点为止。", "en": "At what time of its last day a number of days ends." }))]
    pub day_end: DayEnd,
}

/// The unit of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Working days, or days of the calendar on the wall.
    Days,
}

/// Which time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The open time of the calendar.
    #[default]
    Working,
    /// All time, as on the clock on the wall.
    Wall,
}

/// At what time of its last day a number of days ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayEnd {
    /// At the time of day at which it began.
    #[default]
    SameTime,
    /// At the last closing of the day; wall time: at midnight.
    Closing,
}

fn is_working(time: &Measure) -> bool {
    *time == Measure::Working
}

fn is_same_time(end: &DayEnd) -> bool {
    *end == DayEnd::SameTime
}

impl Target {
    /// A target of working time.
    pub fn working(amount: u32, unit: Unit) -> Self {
        Self { amount, unit, time: Measure::Working, day_end: DayEnd::SameTime }
    }

    /// A target of wall time.
    pub fn wall(amount: u32, unit: Unit) -> Self {
        Self { time: Measure::Wall, ..Self::working(amount, unit) }
    }

    /// A share of it in percent, for a customer who is served in half the time. A share of working days that gives no whole days is none.
    pub fn share(self, percent: u32) -> Option<Self> {
        let whole = u64::from(self.amount).checked_mul(u64::from(percent))?;
        let exact = |amount: u64| u32::try_from(amount).ok();
        if whole.is_multiple_of(100) {
            return Some(Self { amount: exact(whole / 100)?, ..self });
        }
        let seconds = match (self.unit, self.time) {
            (Unit::Seconds, _) => 1,
            (Unit::Minutes, _) => 60,
            (Unit::Hours, _) => 3600,
            (Unit::Days, Measure::Wall) => 86_400,
            (Unit::Days, Measure::Working) => return None,
        };
        Some(Self { amount: exact(whole.checked_mul(seconds)? / 100)?, unit: Unit::Seconds, ..self })
    }

    /// The moment at which it is used up, without pauses.
    pub fn due(self, calendar: &WorkCalendar, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let days = i64::from(self.amount);
        let seconds = |each: i64| days.checked_mul(each).and_then(Duration::try_seconds);
        let length = match self.unit {
            Unit::Seconds => seconds(1)?,
            Unit::Minutes => seconds(60)?,
            Unit::Hours => seconds(3600)?,
            Unit::Days => return self.due_after_days(calendar, start),
        };
        match self.time {
            Measure::Working => calendar.due(start, length),
            Measure::Wall => start.checked_add_signed(length),
        }
    }

    /// The moment from which on it is used up at `end`, without pauses: so long before it. Days end at the same time of day.
    pub fn before(self, calendar: &WorkCalendar, end: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let amount = i64::from(self.amount);
        let seconds = |each: i64| amount.checked_mul(each).and_then(Duration::try_seconds);
        let length = match self.unit {
            Unit::Seconds => seconds(1)?,
            Unit::Minutes => seconds(60)?,
            Unit::Hours => seconds(3600)?,
            Unit::Days => {
                return match self.time {
                    Measure::Working => calendar.due_days(end, -amount),
                    Measure::Wall => {
                        calendar.zone.local(end).checked_sub_days(Days::new(u64::from(self.amount))).map(|local| calendar.zone.edge(local))
                    }
                };
            }
        };
        match self.time {
            Measure::Working => calendar.due(end, -length),
            Measure::Wall => end.checked_sub_signed(length),
        }
    }

    fn due_after_days(self, calendar: &WorkCalendar, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match (self.time, self.day_end) {
            (Measure::Working, DayEnd::SameTime) => calendar.due_days(start, i64::from(self.amount)),
            (Measure::Working, DayEnd::Closing) => calendar.due_at_closing(start, i64::from(self.amount)),
            (Measure::Wall, end) => {
                let local = calendar.zone.local(start).checked_add_days(Days::new(u64::from(self.amount)))?;
                match end {
                    DayEnd::SameTime => Some(calendar.zone.edge(local)),
                    DayEnd::Closing => Some(calendar.moment(local.date(), crate::hours::DAY)),
                }
            }
        }
    }

    /// How much of its own time it is, counted from `start`.
    pub(crate) fn budget(self, calendar: &WorkCalendar, start: DateTime<Utc>) -> Option<Micros> {
        let amount = i64::from(self.amount);
        match self.unit {
            Unit::Seconds => Some(amount * SECOND),
            Unit::Minutes => Some(amount * 60 * SECOND),
            Unit::Hours => Some(amount * 3600 * SECOND),
            Unit::Days => {
                let due = self.due_after_days(calendar, start)?;
                Some(self.time.between(calendar, start, due).max(0))
            }
        }
    }
}

impl Measure {
    /// How much of this time lies between two moments.
    pub(crate) fn between(self, calendar: &WorkCalendar, from: DateTime<Utc>, to: DateTime<Utc>) -> Micros {
        match self {
            Measure::Working => calendar.open_before(to) - calendar.open_before(from),
            Measure::Wall => to.timestamp_micros() - from.timestamp_micros(),
        }
    }

    /// The moment at which so much of this time has passed.
    pub(crate) fn after(self, calendar: &WorkCalendar, from: DateTime<Utc>, length: Micros) -> Option<DateTime<Utc>> {
        match self {
            Measure::Working => calendar.due(from, Duration::microseconds(length)),
            Measure::Wall => from.checked_add_signed(Duration::microseconds(length)),
        }
    }
}
