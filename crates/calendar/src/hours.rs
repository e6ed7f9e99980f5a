//! Hours of a day, and how definitions write them: `09:00-12:00`, or `22:00-06:00` over midnight.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// The seconds of a day on a clock that is not changed.
pub(crate) const DAY: u32 = 86_400;

/// A span of work: from a second of the day to a later one. 86,400 is midnight at its end; what is beyond lies in the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours {
    /// The second of the day at which work begins.
    pub from: u32,
    /// The second at which it ends, counted from the midnight before `from`.
    pub to: u32,
}

/// Why a text is not a span of hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a span of hours such as 09:00-12:00, or 22:00-06:00 over midnight")]
pub struct HoursError(pub String);

/// The pattern of spans of hours.
const PATTERN: &str = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?-(([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?|24:00(:00)?)$";

impl Hours {
    /// The whole day.
    pub const WHOLE_DAY: Hours = Hours { from: 0, to: DAY };

    /// Reads `09:00-12:00`. An end that is not later than the beginning lies in the next day.
    pub fn parse(text: &str) -> Result<Self, HoursError> {
        let wrong = || HoursError(text.to_owned());
        let (from, to) = text.split_once('-').ok_or_else(wrong)?;
        let (from, to) = (second(from).ok_or_else(wrong)?, second(to).ok_or_else(wrong)?);
        match () {
            () if from == to || from >= DAY => Err(wrong()),
            () if to < from => Ok(Self { from, to: to + DAY }),
            () => Ok(Self { from, to }),
        }
    }

    /// How many seconds it lasts on a day without a change of the clock.
    pub(crate) fn seconds(self) -> i64 {
        i64::from(self.to.saturating_sub(self.from))
    }
}

/// The second of the day that `08:30` or `08:30:15` means.
pub(crate) fn second(text: &str) -> Option<u32> {
    let mut parts =
        text.split(':').map(|part| if part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()) { part.parse::<u32>().ok() } else { None });
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    let whole = hour * 3600 + minute * 60 + second;
    (parts.next().is_none() && minute < 60 && second < 60 && whole <= DAY).then_some(whole)
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = if self.to > DAY { self.to - DAY } else { self.to };
        for (index, second) in [self.from, to].into_iter().enumerate() {
            write!(f, "{}{:02}:{:02}", if index == 0 { "" } else { "-" }, second / 3600, second / 60 % 60)?;
            if second % 60 != 0 {
                write!(f, ":{:02}", second % 60)?;
            }
        }
        Ok(())
    }
}

impl Serialize for Hours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Hours {
    fn schema_name() -> Cow<'static, str> {
        "Hours".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": PATTERN, "examples": ["09:00-12:00", "22:00-06:00"] })
    }
}

/// Brings spans into order and joins those that touch or overlap.
pub(crate) fn joined(mut spans: Vec<Hours>) -> Vec<Hours> {
    spans.retain(|span| span.from < span.to);
    spans.sort_unstable();
    let mut joined: Vec<Hours> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            _ => joined.push(span),
        }
    }
    joined
}

/// What is left of spans in order when others are taken out.
pub(crate) fn without(spans: &[Hours], taken: &[Hours]) -> Vec<Hours> {
    let mut left = spans.to_vec();
    for taken in taken {
        left = left
            .into_iter()
            .flat_map(|span| [Hours { from: span.from, to: span.to.min(taken.from) }, Hours { from: span.from.max(taken.to), to: span.to }])
            .filter(|span| span.from < span.to)
            .collect();
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_and_written() {
        for (text, from, to) in [
            ("09:00-12:00", 9 * 3600, 12 * 3600),
            ("00:00-24:00", 0, DAY),
            ("22:00-06:00", 22 * 3600, 30 * 3600),
            ("08:30:15-08:30:20", 30_615, 30_620),
            ("12:00-00:00", 12 * 3600, DAY),
        ] {
            let hours = Hours::parse(text).unwrap();
            assert_eq!((hours.from, hours.to), (from, to), "{text}");
            assert_eq!(Hours::parse(&hours.to_string()), Ok(hours), "{text}");
        }
        for wrong in ["9-12", "09:00", "09:00-09:00", "24:00-06:00", "09:60-10:00", "09:00-25:00", "09:00-12:00-13:00", "上班", "", "+9:00-10:00"] {
            assert!(Hours::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_taken_out_is_gone() {
        let day = [Hours { from: 10, to: 20 }, Hours { from: 30, to: 40 }];
        let left = without(&day, &[Hours { from: 12, to: 14 }, Hours { from: 18, to: 35 }]);
        assert_eq!(left, [Hours { from: 10, to: 12 }, Hours { from: 14, to: 18 }, Hours { from: 35, to: 40 }]);
        assert_eq!(joined(vec![Hours { from: 5, to: 9 }, Hours { from: 0, to: 5 }, Hours { from: 7, to: 7 }]), [Hours { from: 0, to: 9 }]);
    }
}
