//! How fast are due times, in CPU time of one thread? A calendar with all holidays of twenty years, deadlines of hours and of years.
//!
//! `cargo run --release -p calendar --example bench`
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::as_conversions, missing_docs)]

use calendar::{Calendar, Clock, ClockCommand, ClockPolicy, WorkCalendar, Zone, compile, decide, next_moment};
use chrono::{DateTime, Duration, Utc};
use serde_json::json;
use std::hint::black_box;

const COUNT: i64 = 200_000;

fn main() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/leave-request/calendars/china.json")).unwrap();
    let mut json: serde_json::Value = serde_json::from_str(&text).unwrap();
    json.as_object_mut().unwrap().remove("$schema");
    let definition: Calendar = serde_json::from_value(json).unwrap();
    let (calendars, faults) = compile(&[&definition], &Zone::shanghai(), &|_| Some(Zone::shanghai()));
    assert!(faults.is_empty());
    let calendar = calendars.get(Some("china")).unwrap();
    for (what, hours, budget) in [("8 working hours", 8, 500_000), ("20 years of working hours", 37_000, 500_000)] {
        let begin = seconds();
        for n in 0..COUNT {
            black_box(calendar.due(at(n), Duration::hours(hours)));
        }
        println!("figure\tdue after {what}\t{:.0}\t/s\t>=\t{budget}\tCPU time of one core", COUNT as f64 / (seconds() - begin));
    }
    clocks(calendar);
}

fn clocks(calendar: &WorkCalendar) {
    let policy: ClockPolicy = serde_json::from_value(json!({
        "id": "answer", "label": "Answer", "target": { "amount": 8, "unit": "hours" }, "warn_at": [50, 80, 100],
        "escalations": [{ "level": 1, "label": "1", "after": { "amount": 3, "unit": "days" } }]
    }))
    .unwrap();
    let begin = seconds();
    for n in 0..COUNT {
        let mut clock = Clock::new();
        let start = decide(&policy, &clock, calendar, &ClockCommand::Start { target: None }, at(n)).unwrap();
        start.iter().for_each(|change| clock.apply(change));
        black_box(next_moment(&policy, &clock, calendar));
    }
    println!("figure\tclock started, next of five moments\t{:.0}\t/s\t>=\t100000\tCPU time of one core", COUNT as f64 / (seconds() - begin));
}

fn at(n: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_100_000_000 + n * 997, 0).unwrap()
}

/// CPU seconds of this process.
fn seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<f64>().unwrap_or_default()).sum();
    ticks / 100.0
}
