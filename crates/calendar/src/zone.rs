//! A time zone as a list of transitions. The server reads it from the IANA database, the browser receives it as data.

use chrono::{DateTime, Duration, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, Offset, TimeZone, Utc};
use serde::{Deserialize, Serialize};

/// A zone: its IANA name and when its offset changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// IANA name, for instance `Asia/Shanghai`.
    pub name: String,
    /// Offset in seconds before the first transition.
    pub first_offset: i32,
    /// Moments (seconds since 1970) and the offset from then on, in order.
    pub transitions: Vec<(i64, i32)>,
}

/// Why a zone cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time zone of the IANA database")]
pub struct ZoneError(pub String);

impl Zone {
    /// A zone with one offset for ever.
    pub fn fixed(name: &str, offset_seconds: i32) -> Self {
        Self { name: name.into(), first_offset: offset_seconds, transitions: Vec::new() }
    }

    /// The zone of the default app.
    pub fn shanghai() -> Self {
        Self::fixed("Asia/Shanghai", 8 * 3600)
    }

    /// The offset at a moment.
    pub fn offset_at(&self, instant: DateTime<Utc>) -> FixedOffset {
        let second = instant.timestamp();
        let passed = self.transitions.partition_point(|(moment, _)| *moment <= second);
        let seconds = passed.checked_sub(1).and_then(|last| self.transitions.get(last)).map_or(self.first_offset, |(_, offset)| *offset);
        FixedOffset::east_opt(seconds).unwrap_or_else(|| Utc.fix())
    }

    /// Local date and time at a moment.
    pub fn local(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        instant.with_timezone(&self.offset_at(instant)).naive_local()
    }

    /// Local day at a moment.
    pub fn day(&self, instant: DateTime<Utc>) -> NaiveDate {
        self.local(instant).date()
    }

    /// The moment of a local time. In a gap the moment after it, in an overlap the earlier one.
    pub fn instant(&self, local: NaiveDateTime) -> DateTime<Utc> {
        let guess = local.and_utc();
        let candidates: Vec<DateTime<Utc>> = [guess - Duration::days(1), guess, guess + Duration::days(1)]
            .into_iter()
            .filter_map(|near| match self.offset_at(near).from_local_datetime(&local) {
                LocalResult::Single(moment) => Some(moment.with_timezone(&Utc)),
                _ => None,
            })
            .collect();
        let exact = candidates.iter().filter(|moment| self.local(**moment) == local).min();
        exact.or(candidates.iter().max()).copied().unwrap_or(guess)
    }

    /// The first moment at which the clock there shows a local time or a later one: in a gap the moment of the change, in an overlap the
    /// earlier one. Later local times never give an earlier moment, so that spans of a day keep their order.
    pub fn edge(&self, local: NaiveDateTime) -> DateTime<Utc> {
        let second = local.and_utc().timestamp();
        // No offset is more than a day and a half, a change across the date line included.
        let mut next = self.transitions.partition_point(|(moment, _)| *moment < second - 130_000);
        let mut begins = i64::MIN;
        let mut offset = next.checked_sub(1).and_then(|last| self.transitions.get(last)).map_or(self.first_offset, |(_, offset)| *offset);
        while let Some((ends, after)) = self.transitions.get(next) {
            if second - i64::from(offset) < *ends {
                break;
            }
            (begins, offset, next) = (*ends, *after, next + 1);
        }
        let moment = (second - i64::from(offset)).max(begins);
        DateTime::from_timestamp(moment, local.and_utc().timestamp_subsec_nanos()).unwrap_or_default()
    }
}

#[cfg(feature = "tzdb")]
mod tzdb {
    use super::{Zone, ZoneError};
    use chrono::{DateTime, Duration, Offset, TimeZone, Utc};

    impl Zone {
        /// Reads a zone from the IANA database, with its transitions from 1970 to 2100.
        pub fn load(name: &str) -> Result<Self, ZoneError> {
            let zone: chrono_tz::Tz = name.parse().map_err(|_unknown| ZoneError(name.into()))?;
            let offset_at = |second: i64| {
                let instant = DateTime::<Utc>::from_timestamp(second, 0).unwrap_or_default();
                zone.offset_from_utc_datetime(&instant.naive_utc()).fix().local_minus_utc()
            };
            let step = Duration::days(7).num_seconds();
            let mut transitions = Vec::new();
            let mut before = offset_at(0);
            let first_offset = before;
            let mut second = 0_i64;
            while second < 4_102_444_800 {
                let next = second + step;
                let after = offset_at(next);
                if after != before {
                    let (mut low, mut high) = (second, next);
                    while high - low > 1 {
                        let middle = low + (high - low) / 2;
                        if offset_at(middle) == before { low = middle } else { high = middle }
                    }
                    transitions.push((high, after));
                    before = after;
                }
                second = next;
            }
            Ok(Self { name: name.into(), first_offset, transitions })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_day_begins_at_midnight_there() {
        let zone = Zone::shanghai();
        let late = "2026-03-01T16:30:00Z".parse().unwrap();
        assert_eq!(zone.day(late).to_string(), "2026-03-02");
        assert_eq!(zone.instant(zone.local(late)), late);
    }

    #[cfg(feature = "tzdb")]
    #[test]
    fn summer_time_has_a_gap_and_an_overlap() {
        let zone = Zone::load("Europe/Berlin").unwrap();
        let gap = zone.instant("2026-03-29T02:30:00".parse().unwrap());
        assert_eq!(gap.to_rfc3339(), "2026-03-29T01:30:00+00:00");
        let twice = zone.instant("2026-10-25T02:30:00".parse().unwrap());
        assert_eq!(twice.to_rfc3339(), "2026-10-25T00:30:00+00:00");
    }

    #[cfg(feature = "tzdb")]
    #[test]
    fn the_edge_of_a_span_lies_where_the_clock_first_reaches_it() {
        for (name, local, edge) in [
            ("Europe/Berlin", "2026-03-29T01:59:59", "2026-03-29T00:59:59+00:00"),
            ("Europe/Berlin", "2026-03-29T02:00:00", "2026-03-29T01:00:00+00:00"),
            ("Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:00:00+00:00"),
            ("Europe/Berlin", "2026-03-29T03:00:00", "2026-03-29T01:00:00+00:00"),
            ("Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00+00:00"),
            ("Europe/Berlin", "2026-10-25T03:00:00", "2026-10-25T02:00:00+00:00"),
            // The day that was left out when the date line was crossed.
            ("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T10:00:00+00:00"),
            ("Pacific/Apia", "2011-12-31T00:00:00", "2011-12-30T10:00:00+00:00"),
            // The clock was put back over midnight.
            ("America/St_Johns", "2010-11-07T00:00:00", "2010-11-07T02:30:00+00:00"),
            ("America/St_Johns", "2010-11-07T00:01:00", "2010-11-07T03:31:00+00:00"),
            ("Asia/Shanghai", "2026-02-01T08:00:00", "2026-02-01T00:00:00+00:00"),
        ] {
            let zone = Zone::load(name).unwrap();
            assert_eq!(zone.edge(local.parse().unwrap()).to_rfc3339(), edge, "{name} {local}");
        }
    }
}
