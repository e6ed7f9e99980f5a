//! Wall-clock time with pauses: when so much time has passed, and how much has passed.

use chrono::{DateTime, Duration, Utc};

/// Spans in which the clock stands still; the end is excluded. They may overlap and come in any order.
pub type Pauses<'a> = &'a [(DateTime<Utc>, DateTime<Utc>)];

/// The moment at which `length` of un-paused time has passed since `start`.
pub fn due(start: DateTime<Utc>, length: Duration, pauses: Pauses<'_>) -> DateTime<Utc> {
    let mut reached = start;
    let mut left = length;
    for (from, to) in merged(pauses) {
        if to <= reached {
            continue;
        }
        let before = (from - reached).max(Duration::zero());
        if left <= before {
            return reached + left;
        }
        left -= before;
        reached = to;
    }
    reached + left
}

/// How much un-paused time passed between two moments; nothing when the second is not later.
pub fn elapsed(from: DateTime<Utc>, to: DateTime<Utc>, pauses: Pauses<'_>) -> Duration {
    let whole = (to - from).max(Duration::zero());
    let paused = merged(pauses).into_iter().map(|(begins, ends)| (ends.min(to) - begins.max(from)).max(Duration::zero()));
    paused.fold(whole, |left, span| left - span)
}

pub(crate) fn merged(pauses: Pauses<'_>) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let mut sorted: Vec<_> = pauses.iter().copied().filter(|(from, to)| from < to).collect();
    sorted.sort_unstable();
    let mut merged: Vec<(DateTime<Utc>, DateTime<Utc>)> = Vec::new();
    for (from, to) in sorted {
        match merged.last_mut() {
            Some((_, end)) if from <= *end => *end = (*end).max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::minutes(minute)
    }

    #[test]
    fn pauses_put_off_what_is_due() {
        for (pauses, expected) in [
            (vec![], 60),
            (vec![(at(10), at(20))], 70),
            (vec![(at(-10), at(5))], 65),
            (vec![(at(30), at(40)), (at(35), at(50)), (at(10), at(10))], 80),
            (vec![(at(60), at(90))], 60),
        ] {
            assert_eq!(due(at(0), Duration::minutes(60), &pauses), at(expected), "{pauses:?}");
            assert_eq!(elapsed(at(0), at(expected), &pauses), Duration::minutes(60), "{pauses:?}");
        }
        assert_eq!(elapsed(at(5), at(0), &[]), Duration::zero());
    }
}
