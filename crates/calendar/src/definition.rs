//! Working calendars as packages hold them, `calendars/*.json`: own days on top of a base.

use crate::Hours;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{CalendarId, Label};

/// A working calendar: when people work. What it does not say, its base says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Number of the format.
    pub format: u32,
    /// Permanent id.
    pub id: CalendarId,
    /// Name.
    pub label: Label,
    /// The calendar under this one. Its week, holidays, make-up days and breaks hold where nothing else is said here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<CalendarId>,
    /// IANA zone of its hours; without one that of the base, or that of the app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The hours of the weekdays. A day that is left out is as in the base, or free.
    #[serde(default, skip_serializing_if = "Week::is_empty")]
    pub week: Week,
    /// The hours of make-up days that name none of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub makeup_hours: Vec<Hours>,
    /// Days without work, whatever their weekday.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
    /// Days with hours of their own, whatever their weekday: make-up days (调休), overtime, short days. They win over holidays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub makeup_days: Vec<MakeupDay>,
    /// Closed spans on a date. They win over everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<DatedBreak>,
    /// Dates that the base names and that here are as their weekday says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ordinary_days: Vec<NaiveDate>,
    /// The last day whose holidays are known. What is due later is marked: it may move when the next ones are announced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_until: Option<NaiveDate>,
}

/// The hours of the weekdays, such as `["09:00-12:00", "13:30-18:00"]`; an empty list is a free day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Week {
    /// Monday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mon: Option<Vec<Hours>>,
    /// Tuesday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tue: Option<Vec<Hours>>,
    /// Wednesday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wed: Option<Vec<Hours>>,
    /// Thursday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thu: Option<Vec<Hours>>,
    /// Friday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fri: Option<Vec<Hours>>,
    /// Saturday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sat: Option<Vec<Hours>>,
    /// Sunday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sun: Option<Vec<Hours>>,
}

/// A holiday of one day or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; left out for a single one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Name.
    pub label: Label,
}

/// A date with hours of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeupDay {
    /// The date.
    pub date: NaiveDate,
    /// Name.
    pub label: Label,
    /// Its hours; without them those of all make-up days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<Hours>,
}

/// Closed spans on a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatedBreak {
    /// The date.
    pub date: NaiveDate,
    /// When it is closed, within the date.
    pub hours: Vec<Hours>,
    /// Name.
    pub label: Label,
}

impl Week {
    /// The days with their names in definitions, Monday first.
    pub fn days(&self) -> [(&'static str, &Option<Vec<Hours>>); 7] {
        [("mon", &self.mon), ("tue", &self.tue), ("wed", &self.wed), ("thu", &self.thu), ("fri", &self.fri), ("sat", &self.sat), ("sun", &self.sun)]
    }

    fn is_empty(&self) -> bool {
        self.days().iter().all(|(_, hours)| hours.is_none())
    }
}

impl Holiday {
    /// The last day.
    pub fn last(&self) -> NaiveDate {
        self.to.unwrap_or(self.from)
    }
}
