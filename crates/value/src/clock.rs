//! Days, times of day and moments as texts, written out by hand: the general formatter would be a tenth of the browser engine.

use crate::{Date, Instant, Time};
use chrono::{NaiveDate, NaiveTime, TimeDelta, Timelike};

/// Reads `2026-03-01`; leading zeros may be left out.
pub fn read_date(text: &str) -> Option<Date> {
    let (year, rest) = text.trim().split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    NaiveDate::from_ymd_opt(i32::try_from(digits(year, 4)?).ok()?, digits(month, 2)?, digits(day, 2)?)
}

/// Reads `14:30` or `14:30:05`.
pub fn read_time(text: &str) -> Option<Time> {
    let (hour, rest) = text.trim().split_once(':')?;
    let (minute, second) = rest.split_once(':').unwrap_or((rest, "0"));
    NaiveTime::from_hms_opt(digits(hour, 2)?, digits(minute, 2)?, digits(second, 2)?)
}

/// Reads an instant as RFC 3339 writes it: `2026-03-01T14:30:00.5+08:00`.
pub fn read_instant(text: &str) -> Option<Instant> {
    let (date, rest) = text.split_at_checked(10)?;
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (clock, rest) = rest.split_at_checked(8)?;
    if date.bytes().filter(u8::is_ascii_digit).count() != 8 || clock.bytes().filter(u8::is_ascii_digit).count() != 6 {
        return None;
    }
    let (nanos, rest) = rest.strip_prefix('.').map_or(Some((0, rest)), fraction)?;
    let local = read_date(date)?.and_time(read_time(clock)?.with_nanosecond(nanos)?);
    local.and_utc().checked_sub_signed(TimeDelta::seconds(offset(rest)?))
}

/// Writes an instant as RFC 3339, in UTC.
pub fn write_instant(instant: &Instant) -> String {
    let local = instant.naive_utc();
    format!("{}T{}Z", local.date(), local.time())
}

/// Writes a time of day as `14:30`.
pub fn write_minutes(time: &Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Writes a time of day as `14:30:05`.
pub(crate) fn write_time(time: &Time) -> String {
    format!("{}:{:02}", write_minutes(time), time.second())
}

fn digits(text: &str, most: usize) -> Option<u32> {
    let all = !text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    if all { text.parse().ok() } else { None }
}

/// Nanoseconds, and what follows them; more than nine digits are cut.
fn fraction(rest: &str) -> Option<(u32, &str)> {
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, rest) = rest.split_at_checked(length)?;
    let kept = fraction.get(..9).unwrap_or(fraction);
    let missing = 9_u32.checked_sub(u32::try_from(kept.len()).ok()?)?;
    Some((digits(kept, 9)?.checked_mul(10_u32.pow(missing))?, rest))
}

/// Seconds east of Greenwich.
fn offset(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let (sign, rest) = text.strip_prefix('+').map(|rest| (1, rest)).or_else(|| text.strip_prefix('-').map(|rest| (-1, rest)))?;
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    (hours < 24 && minutes < 60).then_some(sign * i64::from(hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, SecondsFormat, Utc};

    #[test]
    fn it_reads_and_writes_what_the_general_formatter_does() {
        for text in [
            "2026-03-01T14:30:00Z",
            "2026-03-01T14:30:00+08:00",
            "2026-03-01 14:30:00.5-05:30",
            "2026-03-01t23:59:59.123456789z",
            "2026-03-01T14:30:00.1234567890123Z",
            "0001-01-01T00:00:00Z",
            "2024-02-29T00:00:00.000001Z",
            "2026-02-29T00:00:00Z",
            "2026-03-01T24:00:00Z",
            "2026-03-01T14:30:00",
            "2026-03-01T14:30Z",
            "2026-03-01T14:30:00+0800",
            "2026-03-01T14:30:00.Z",
            "2026-3-1T14:30:00Z",
            "订单2026-03-01T14:30:00Z",
            "",
        ] {
            let theirs = DateTime::parse_from_rfc3339(text).ok().map(|instant| instant.with_timezone(&Utc));
            assert_eq!(read_instant(text), theirs, "{text}");
            if let Some(instant) = theirs {
                assert_eq!(write_instant(&instant), instant.to_rfc3339_opts(SecondsFormat::AutoSi, true));
            }
        }
        for text in ["2026-03-01", "2026-3-1", "2024-02-29", "2026-02-29", "2026-13-01", "2026-03", "2026-03-01x", "一-二-三"] {
            assert_eq!(read_date(text), Date::parse_from_str(text, "%Y-%m-%d").ok(), "{text}");
        }
        for text in ["14:30", "9:05", "14:30:59", "24:00", "14:60", "14", "14:30:", "x:y"] {
            let theirs = Time::parse_from_str(text, "%H:%M:%S").or_else(|_| Time::parse_from_str(text, "%H:%M")).ok();
            assert_eq!(read_time(text), theirs, "{text}");
        }
        let time = Time::from_hms_opt(9, 5, 7).unwrap();
        assert_eq!((write_minutes(&time), write_time(&time)), (time.format("%H:%M").to_string(), time.format("%H:%M:%S").to_string()));
    }
}
