//! Deadlines: what is due when, and how much time has passed. Offered so far: wall-clock time with pauses, no working hours.

use super::{Options, Source, Suite};
use crate::report::Report;
use anyhow::Context;
use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;
use std::collections::BTreeMap;

pub struct Sla;

#[derive(Deserialize)]
struct File {
    stated: Option<Stated>,
    computed: Option<Computed>,
}

#[derive(Deserialize)]
struct Stated {
    calendars: BTreeMap<String, Calendar>,
    cases: Vec<StatedCase>,
}

#[derive(Deserialize)]
struct Computed {
    calendars: BTreeMap<String, Calendar>,
    cases: Vec<ComputedCase>,
}

#[derive(Deserialize)]
struct Calendar {
    hours: BTreeMap<String, Vec<(String, String)>>,
    #[serde(default)]
    holidays: Vec<String>,
    #[serde(default)]
    breaks: BTreeMap<String, serde_json::Value>,
}

type Moment = DateTime<Utc>;

#[derive(Deserialize)]
struct StatedCase {
    id: String,
    kind: String,
    calendar: String,
    start: Option<Moment>,
    end: Option<Moment>,
    minutes: Option<f64>,
    #[serde(default)]
    pauses: Vec<(Moment, Moment)>,
    expect: serde_json::Value,
}

#[derive(Deserialize)]
struct ComputedCase {
    id: String,
    calendar: String,
    start: Moment,
    minutes: f64,
    #[serde(default)]
    pauses: Vec<(Moment, Moment)>,
    due: Moment,
    also: Also,
}

#[derive(Deserialize)]
struct Also {
    from: Moment,
    to: Moment,
    elapsed_seconds: i64,
}

impl Calendar {
    /// Whether it never closes, so that wall-clock time answers.
    fn is_always_open(&self) -> bool {
        let whole = [("00:00".to_string(), "24:00".to_string())];
        self.hours.len() == 7 && self.hours.values().all(|periods| *periods == whole) && self.holidays.is_empty() && self.breaks.is_empty()
    }
}

impl Suite for Sla {
    fn name(&self) -> &'static str {
        "sla"
    }

    fn run(&self, sources: &[Source], options: &Options) -> anyhow::Result<Report> {
        let mut report = Report::default();
        for source in sources {
            let file: File = serde_json::from_value(source.json.clone()).with_context(|| format!("{} does not hold deadline cases", source.name))?;
            if options.wasm.is_some() {
                let count = file.stated.map_or(0, |group| group.cases.len()) + file.computed.map_or(0, |group| group.cases.len());
                (0..count).for_each(|_| report.skip("deadlines are not in the browser engine yet"));
                continue;
            }
            for case in file.stated.iter().flat_map(|group| &group.cases) {
                let open = file.stated.as_ref().and_then(|group| group.calendars.get(&case.calendar)).is_some_and(Calendar::is_always_open);
                stated(case, open, &mut report);
            }
            for case in file.computed.iter().flat_map(|group| &group.cases) {
                let open = file.computed.as_ref().and_then(|group| group.calendars.get(&case.calendar)).is_some_and(Calendar::is_always_open);
                computed(case, open, &mut report);
            }
        }
        Ok(report)
    }
}

fn stated(case: &StatedCase, always_open: bool, report: &mut Report) {
    if !always_open {
        return report.skip(format!("working hours ({})", case.kind));
    }
    let length = case.minutes.and_then(seconds);
    let found = match (case.kind.as_str(), case.start, case.end, length) {
        ("due", Some(start), _, Some(length)) => calendar::due(start, length, &case.pauses).to_rfc3339(),
        ("due_backward", Some(start), _, Some(length)) => (start - length).to_rfc3339(),
        ("elapsed_minutes", Some(start), Some(end), _) => minutes(calendar::elapsed(start, end, &case.pauses)),
        ("in_hours", ..) => "true".into(),
        (kind, ..) => return report.skip(format!("working days ({kind})")),
    };
    let wanted = match &case.expect {
        serde_json::Value::String(text) => text.parse::<Moment>().map_or_else(|_| text.clone(), |moment| moment.to_rfc3339()),
        serde_json::Value::Number(number) => number.as_f64().and_then(seconds).map_or_else(|| number.to_string(), minutes),
        other => other.to_string(),
    };
    if found == wanted { report.pass() } else { report.fail(&case.id, format!("{} is {found}, not {wanted}", case.kind)) }
}

fn computed(case: &ComputedCase, always_open: bool, report: &mut Report) {
    if !always_open {
        return report.skip("working hours (due and elapsed)");
    }
    let Some(length) = seconds(case.minutes) else { return report.fail(&case.id, "the minutes cannot be read") };
    let due = calendar::due(case.start, length, &case.pauses);
    let elapsed = calendar::elapsed(case.also.from, case.also.to, &case.pauses).num_seconds();
    match (due == case.due, elapsed == case.also.elapsed_seconds) {
        (true, true) => report.pass(),
        (false, _) => report.fail(&case.id, format!("due is {}, not {}", due.to_rfc3339(), case.due.to_rfc3339())),
        (true, false) => report.fail(&case.id, format!("elapsed is {elapsed} s, not {} s", case.also.elapsed_seconds)),
    }
}

fn seconds(minutes: f64) -> Option<Duration> {
    let seconds = rust_decimal::Decimal::try_from(minutes * 60.0).ok()?.round();
    Duration::try_seconds(i64::try_from(seconds).ok()?)
}

fn minutes(length: Duration) -> String {
    rust_decimal::Decimal::new(length.num_seconds(), 0).checked_div(60.into()).unwrap_or_default().round_dp(4).normalize().to_string()
}
