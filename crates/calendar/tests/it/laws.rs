//! Laws that hold for every calendar, and a second way of counting: minute by minute.

use crate::support::{all, day, utc};
use calendar::{SpanKind, WorkCalendar};
use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;

fn at(second: i64) -> DateTime<Utc> {
    utc("2026-01-01T00:00:00Z") + Duration::seconds(second)
}

const YEAR: i64 = 366 * 86_400;

/// Second by second.
fn naive_open(calendar: &WorkCalendar, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
    let mut sum = 0;
    let mut at = from;
    while at < to {
        sum += i64::from(calendar.is_open(at));
        at += Duration::seconds(1);
    }
    sum
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn what_is_due_has_elapsed(start in 0..YEAR, length in 1..20_000_000_i64) {
        for (name, calendar) in all() {
            let length = Duration::seconds(length);
            let due = calendar.due(at(start), length).unwrap();
            prop_assert_eq!(calendar.elapsed(at(start), due, &[]), length, "{} {}", name, at(start));
            prop_assert!(calendar.open_between(at(start), due - Duration::microseconds(1)) < length, "{} {}", name, at(start));
            let back = calendar.due(at(start), -length).unwrap();
            prop_assert_eq!(calendar.elapsed(back, at(start), &[]), length, "{} {}", name, at(start));
            prop_assert!(calendar.open_between(back + Duration::microseconds(1), at(start)) < length, "{} {}", name, at(start));
            // There and back again: nothing open lies between the start and where it ends.
            let again = calendar.due(due, -length).unwrap();
            prop_assert!(again >= at(start) && calendar.open_between(at(start), again).is_zero(), "{} {}", name, at(start));
        }
    }

    #[test]
    fn a_span_that_is_split_adds_up(start in 0..YEAR, first in 0..5_000_000_i64, second in 0..5_000_000_i64) {
        for (name, calendar) in all() {
            let (one, two, three) = (at(start), at(start + first), at(start + first + second));
            prop_assert_eq!(calendar.open_between(one, two) + calendar.open_between(two, three), calendar.open_between(one, three), "{}", name);
            prop_assert!(calendar.open_between(one, two) <= two - one);
            prop_assert_eq!(calendar.open_between(three, one), -calendar.open_between(one, three));
        }
    }

    #[test]
    fn pauses_only_put_off_and_only_by_their_open_time(
        start in 0..YEAR, length in 1..2_000_000_i64, pauses in proptest::collection::vec((0..3_000_000_i64, 0..400_000_i64), 0..5),
    ) {
        for (name, calendar) in all() {
            let length = Duration::seconds(length);
            let pauses: Vec<_> = pauses.iter().map(|(from, long)| (at(start + from - 500_000), at(start + from - 500_000 + long))).collect();
            let mut before = calendar.due(at(start), length).unwrap();
            for count in 0..=pauses.len() {
                let due = calendar.due_with_pauses(at(start), length, &pauses[..count]).unwrap();
                prop_assert!(due >= before, "{name}");
                prop_assert_eq!(calendar.elapsed(at(start), due, &pauses[..count]), length, "{}", name);
                before = due;
                let back = calendar.due_with_pauses(at(start), -length, &pauses[..count]).unwrap();
                prop_assert_eq!(calendar.elapsed(back, at(start), &pauses[..count]), length, "{} backward", name);
            }
        }
    }

    #[test]
    fn the_spans_cover_everything_and_their_open_time_is_the_whole(
        start in 0..YEAR, length in 1..4_000_000_i64, pause in 0..4_000_000_i64, long in 1..500_000_i64,
    ) {
        for (name, calendar) in all() {
            let (from, to) = (at(start), at(start + length));
            let pauses = vec![(at(start + pause), at(start + pause + long), "等客户".into())];
            let spans = calendar.explain(from, to, &pauses);
            prop_assert_eq!(spans.first().unwrap().from, from);
            prop_assert_eq!(spans.last().unwrap().to, to);
            prop_assert!(spans.windows(2).all(|pair| pair[0].to == pair[1].from), "{name}");
            for span in &spans {
                let open = calendar.open_between(span.from, span.to).num_seconds();
                prop_assert_eq!(span.open_seconds, open);
                match span.kind {
                    SpanKind::Open => prop_assert_eq!(open, (span.to - span.from).num_seconds(), "{}", name),
                    SpanKind::Paused | SpanKind::Further => {}
                    _ => prop_assert_eq!(open, 0, "{}", name),
                }
            }
            let plain: Vec<_> = pauses.iter().map(|(from, to, _)| (*from, *to)).collect();
            prop_assert_eq!(calendar::counted(&spans), calendar.elapsed(from, to, &plain), "{}", name);
        }
    }

    #[test]
    fn openings_and_closings_come_in_turn(start in 0..YEAR) {
        for (name, calendar) in all() {
            let opens = calendar.next_opening(at(start)).unwrap();
            prop_assert!(opens >= at(start) && calendar.is_open(opens), "{name}");
            prop_assert!(calendar.open_between(at(start), opens).is_zero(), "{name}");
            let Some(closes) = calendar.next_closing(at(start)) else {
                prop_assert_eq!(name, "always");
                continue;
            };
            prop_assert!(closes > opens && !calendar.is_open(closes) && calendar.is_open(closes - Duration::seconds(1)), "{name}");
            prop_assert_eq!(calendar.open_between(opens, closes), closes - opens, "{}", name);
        }
    }

    #[test]
    fn working_days_count_as_they_are_walked(from in 0..900_i64, days in -90..90_i64) {
        for (name, calendar) in all() {
            let start = day("2025-06-01") + Duration::days(from);
            let (mut reached, mut left) = (start, days);
            while left != 0 {
                reached += Duration::days(left.signum());
                left -= if calendar.is_workday(reached) { left.signum() } else { 0 };
            }
            prop_assert_eq!(calendar.workday_after(start, days), Some(reached), "{} {}", name, start);
            let end = start + Duration::days(days.abs());
            let walked = start.iter_days().take_while(|day| *day <= end).filter(|day| calendar.is_workday(*day)).count();
            prop_assert_eq!(calendar.workdays_between(start, end), walked as i64, "{} {}", name, start);
        }
    }
}

#[test]
fn every_second_around_a_change_of_the_clock_is_counted_once() {
    for (name, calendar) in all() {
        for change in ["2026-03-08T07:00:00Z", "2026-03-28T20:00:00Z", "2026-10-24T20:00:00Z", "2026-11-01T05:00:00Z"] {
            let (from, to) = (utc(change), utc(change) + Duration::hours(6));
            assert_eq!(calendar.open_between(from, to).num_seconds(), naive_open(calendar, from, to), "{name} {change}");
        }
    }
}

#[test]
fn what_never_comes_is_never() {
    let closed = WorkCalendar::default();
    let now = utc("2026-01-01T00:00:00Z");
    assert_eq!(closed.due(now, Duration::seconds(1)), None);
    assert_eq!(closed.due(now, Duration::seconds(-1)), None);
    assert_eq!(closed.due(now, Duration::zero()), Some(now));
    assert_eq!((closed.next_opening(now), closed.next_closing(now)), (None, None));
    assert_eq!(closed.due_days(now, 1), None);
    let always = WorkCalendar::always(calendar::Zone::shanghai());
    assert_eq!(always.next_closing(now), None);
    assert_eq!(always.due(now, Duration::days(5_000_000)), None);
    assert_eq!(always.due(now, Duration::days(2_000_000)), Some(now + Duration::days(2_000_000)));
}
