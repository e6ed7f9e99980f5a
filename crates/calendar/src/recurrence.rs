//! Recurring moments: at given times of some days of every week or month, and what becomes of days that are not worked.

use crate::hours::{DAY, second};
use crate::{WorkCalendar, Zone};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use value::{CalendarId, Label};

/// So many days ahead are looked at: longer than four years, so that the last day of February is found.
const AHEAD: u64 = 1_500;
/// A day moves by at most so many days to one that is worked.
const MOST_MOVED: u64 = 31;

/// Moments that come again and again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recurrence {
    /// How often.
    #[schemars(extend("x-label" = { "zh-CN": "频率", "en": "How often" }, "x-help" = { "zh-CN": "每天、每周或每月。", "en": "Every day, week or month." }))]
    pub every: Every,
    /// On which days: of a week 1 (Monday) to 7 (Sunday), of a month 1 to 31, and −1 for its last day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-label" = { "zh-CN": "哪几天（周：1–7；月：1–31，-1 为月末）", "en": "On which days (week: 1–7; month: 1–31, -1 is the last)" }, "x-help" = { "zh-CN": "周：1（周一）到 7（周日）。月：1 到 31，-1 为最后一天；较短的月份落在它的最后一天。", "en": "Of a week 1 (Monday) to 7 (Sunday), of a month 1 to 31, and -1 for its last day. A month that is shorter has them on its last day." }))]
    pub days: Vec<i8>,
    /// In which months, 1 to 12; in all of them when none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-label" = { "zh-CN": "哪几个月（不填为每月）", "en": "In which months (all when left empty)" }, "x-help" = { "zh-CN": "1 到 12；不填为每个月。", "en": "1 to 12; all of them when none is named." }))]
    pub months: Vec<u8>,
    /// At what times.
    #[schemars(extend("x-label" = { "zh-CN": "时间", "en": "At" }, "x-help" = { "zh-CN": "几点几分，例如 08:30；可以写几个。", "en": "Such as 08:30; there may be several." }))]
    pub at: Vec<TimeOfDay>,
    /// What becomes of a day that is not worked.
    #[serde(default, skip_serializing_if = "is_kept")]
    #[schemars(extend("x-label" = { "zh-CN": "遇到非工作日", "en": "On a day that is not worked" }, "x-help" = { "zh-CN": "当天不是工作日时怎么办。", "en": "What becomes of a day that is not worked." }))]
    pub days_off: DaysOff,
    /// The calendar that says which days are worked; that of the app when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "工作日历", "en": "Working calendar" }, "x-help" = { "zh-CN": "按哪个日历判断工作日；不填则按应用的日历。", "en": "The calendar that says which days are worked; that of the app when left out." }))]
    pub calendar: Option<CalendarId>,
}

/// How often something comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Every day.
    #[schemars(extend("x-label" = { "zh-CN": "每天", "en": "Every day" }))]
    Day,
    /// On some days of every week.
    #[schemars(extend("x-label" = { "zh-CN": "每周", "en": "Every week" }))]
    Week,
    /// On some days of every month. A month that is shorter has them on its last day.
    #[schemars(extend("x-label" = { "zh-CN": "每月", "en": "Every month" }))]
    Month,
}

/// What becomes of a day that is not worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DaysOff {
    /// It counts like any other.
    #[default]
    #[schemars(extend("x-label" = { "zh-CN": "照常", "en": "As on any other day" }))]
    Keep,
    /// It is left out.
    #[schemars(extend("x-label" = { "zh-CN": "跳过", "en": "Leave it out" }))]
    Skip,
    /// The last working day before stands for it.
    #[schemars(extend("x-label" = { "zh-CN": "提前到前一个工作日", "en": "On the working day before" }))]
    Before,
    /// The first working day after stands for it.
    #[schemars(extend("x-label" = { "zh-CN": "推迟到后一个工作日", "en": "On the working day after" }))]
    After,
}

fn is_kept(days_off: &DaysOff) -> bool {
    *days_off == DaysOff::Keep
}

/// A time of the day on the clock on the wall, written `08:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(u32);

impl TimeOfDay {
    /// Reads `08:30` or `08:30:15`.
    pub fn parse(text: &str) -> Option<Self> {
        second(text).filter(|second| *second < DAY).map(Self)
    }

    fn time(self) -> NaiveTime {
        NaiveTime::from_num_seconds_from_midnight_opt(self.0, 0).unwrap_or_default()
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = if self.0.is_multiple_of(60) { "%H:%M" } else { "%H:%M:%S" };
        write!(f, "{}", self.time().format(written))
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a time of the day such as 08:30")))
    }
}

impl JsonSchema for TimeOfDay {
    fn schema_name() -> Cow<'static, str> {
        "TimeOfDay".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$", "examples": ["08:30"] })
    }
}

/// What is wrong with a recurrence, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct RecurrenceFault {
    /// The place in it.
    pub pointer: String,
    /// What is wrong.
    pub message: Label,
}

impl Recurrence {
    /// Everything that is wrong with it.
    pub fn faults(&self) -> Vec<RecurrenceFault> {
        let mut faults = Vec::new();
        let mut fault = |pointer: String, zh: &str, en: &str| faults.push(RecurrenceFault { pointer, message: Label::both(zh, en) });
        if self.at.is_empty() {
            fault("at".into(), "没有写时间。", "No time of the day is given.");
        }
        if self.every != Every::Day && self.days.is_empty() {
            fault("days".into(), "没有写是哪几天。", "It is not said on which days.");
        }
        for (index, day) in self.days.iter().enumerate() {
            match self.every {
                Every::Day => fault(format!("days/{index}"), "“每天”不能再指定是哪几天。", "“Every day” takes no days."),
                Every::Week if !(1..=7).contains(day) => {
                    fault(format!("days/{index}"), "一周的日子是 1（周一）到 7（周日）。", "Days of a week are 1 (Monday) to 7 (Sunday).");
                }
                Every::Month if !(1..=31).contains(day) && *day != -1 => {
                    fault(format!("days/{index}"), "一个月的日子是 1 到 31，或 -1（月末）。", "Days of a month are 1 to 31, or -1 for the last one.");
                }
                Every::Week | Every::Month => {}
            }
        }
        for (index, _) in self.months.iter().enumerate().filter(|(_, month)| !(1..=12).contains(*month)) {
            fault(format!("months/{index}"), "月份是 1 到 12。", "Months are 1 to 12.");
        }
        faults
    }

    /// The first of its moments after another one, on the clock of a zone; none if there is none in the next four years. A time that the
    /// clock leaves out comes when the clock is changed, one that it shows twice comes the first time.
    pub fn next(&self, after: DateTime<Utc>, zone: &Zone, calendar: Option<&WorkCalendar>) -> Option<DateTime<Utc>> {
        let first = zone.day(after).checked_sub_days(Days::new(MOST_MOVED + 1))?;
        let mut next: Option<(NaiveDate, DateTime<Utc>)> = None;
        for ahead in 0..AHEAD {
            let day = first.checked_add_days(Days::new(ahead))?;
            // A day that comes later may be moved before one that was found, but not by so much.
            if next.is_some_and(|(found, _)| day > found + Days::new(MOST_MOVED)) {
                break;
            }
            let Some(worked) = self.falls_on(day).then(|| self.moved(day, calendar)).flatten() else { continue };
            let moments = self.at.iter().map(|time| zone.edge(worked.and_time(time.time()))).filter(|moment| *moment > after);
            next = moments.min().map(|moment| (worked, moment)).into_iter().chain(next).min_by_key(|(_, moment)| *moment);
        }
        next.map(|(_, moment)| moment)
    }

    fn falls_on(&self, day: NaiveDate) -> bool {
        let in_month = self.months.is_empty() || self.months.iter().any(|month| u32::from(*month) == day.month());
        let last = u32::from(day.num_days_in_month());
        in_month
            && match self.every {
                Every::Day => true,
                Every::Week => self.days.iter().any(|wanted| u32::try_from(*wanted) == Ok(day.weekday().number_from_monday())),
                Every::Month => self.days.iter().any(|wanted| u32::try_from(*wanted).map_or(last, |wanted| wanted.min(last)) == day.day()),
            }
    }

    /// The day that stands for another one; without a calendar all days are worked.
    fn moved(&self, day: NaiveDate, calendar: Option<&WorkCalendar>) -> Option<NaiveDate> {
        let worked = |day: &NaiveDate| calendar.is_none_or(|calendar| calendar.is_workday(*day));
        let mut near = (0..=MOST_MOVED).filter_map(|by| match self.days_off {
            DaysOff::Before => day.checked_sub_days(Days::new(by)),
            _ => day.checked_add_days(Days::new(by)),
        });
        match self.days_off {
            DaysOff::Keep => Some(day),
            DaysOff::Skip => Some(day).filter(worked),
            DaysOff::Before | DaysOff::After => near.find(worked),
        }
    }
}
