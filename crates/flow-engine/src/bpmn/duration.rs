//! ISO 8601 durations as whole minutes.

use calendar::{Target, Unit};

/// The longest time that a node may wait, in minutes: ten years.
const LONGEST: u64 = 5_256_000;

/// Writes minutes, with as few parts as possible.
pub fn write(minutes: u32) -> String {
    let part = |number: u32, unit: char| if number > 0 { format!("{number}{unit}") } else { String::new() };
    let day = part(minutes / 1440, 'D');
    let time = part(minutes / 60 % 24, 'H') + &part(minutes % 60, 'M');
    match (day.as_str(), time.as_str()) {
        ("", "") => "PT0M".to_owned(),
        (_, "") => format!("P{day}"),
        _ => format!("P{day}T{time}"),
    }
}

/// Writes how long a target is, whatever time it counts.
pub fn of(target: &Target) -> String {
    let amount = target.amount;
    match target.unit {
        Unit::Seconds => format!("PT{amount}S"),
        Unit::Minutes => write(amount),
        Unit::Hours => format!("PT{amount}H"),
        Unit::Days => format!("P{amount}D"),
    }
}

/// Reads a duration that is a whole number of minutes. Years and months have no fixed length and are not read.
pub fn read(text: &str) -> Option<u32> {
    let body = text.trim().strip_prefix('P')?;
    let (days, hours) = body.split_once('T').unwrap_or((body, ""));
    if body.ends_with('T') || body.is_empty() {
        return None;
    }
    let seconds = parts(days, &[('W', 604_800), ('D', 86_400)])?.checked_add(parts(hours, &[('H', 3600), ('M', 60), ('S', 1)])?)?;
    let minutes = seconds / 60;
    (seconds % 60 == 0 && (1..=LONGEST).contains(&minutes)).then(|| u32::try_from(minutes).ok()).flatten()
}

/// The seconds of numbers with units, each unit once and in this order.
fn parts(text: &str, units: &[(char, u64)]) -> Option<u64> {
    let mut rest = text;
    let mut seconds = 0_u64;
    for (unit, each) in units {
        if let Some((number, behind)) = rest.split_once(*unit) {
            seconds = seconds.checked_add(number.parse::<u64>().ok()?.checked_mul(*each)?)?;
            rest = behind;
        }
    }
    rest.is_empty().then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_minutes_go_there_and_back() {
        for minutes in [1, 59, 60, 61, 1439, 1440, 1441, 1500, 10_080, 5_256_000] {
            assert_eq!(read(&write(minutes)), Some(minutes), "{}", write(minutes));
        }
        assert_eq!((write(90).as_str(), write(1440).as_str(), write(1501).as_str(), write(0).as_str()), ("PT1H30M", "P1D", "P1DT1H1M", "PT0M"));
    }

    #[test]
    fn what_is_no_whole_number_of_minutes_is_not_read() {
        assert_eq!((read("PT90S"), read("PT120S"), read("P1W"), read(" PT1H ")), (None, Some(2), Some(10_080), Some(60)));
        for text in ["", "P", "PT", "P1M", "P1Y", "1D", "PT1M1H", "PT-5M", "${wait}", "R3/PT5M", "P1DT", "PT0M", "P99999999D", "PT1.5H"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
