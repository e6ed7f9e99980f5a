//! Clocks as cases in `tests/cases/clocks/`: commands and what the clock says after each.

use crate::support::{hours, utc};
use calendar::{
    Calendars, Clock, ClockCommand, ClockPolicy, Days, Firing, Shelf, WorkCalendar, Zone, decide, explain_clock, hear, moments, read_clock,
};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    calendars: Shelf,
    policies: serde_json::Map<String, Json>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    policy: String,
    steps: Vec<Step>,
}

/// Something that happens, and what is expected after it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    at: String,
    /// An event by its name.
    hear: Option<String>,
    #[serde(rename = "do")]
    command: Option<ClockCommand>,
    /// Another set of calendars from here on.
    calendar: Option<String>,
    refused: Option<String>,
    standing: Option<String>,
    due: Option<Json>,
    left: Option<i64>,
    used: Option<i64>,
    percent: Option<u32>,
    /// What the tick fired.
    fired: Option<Vec<String>>,
    /// What will fire and when.
    ahead: Option<Vec<String>>,
    /// The kinds and seconds of the spans up to now.
    spans: Option<Vec<String>>,
    may_move: Option<bool>,
}

fn name(firing: &Firing) -> String {
    match firing {
        Firing::Warning { percent } => format!("{percent}%"),
        Firing::Due => "due".into(),
        Firing::Escalation { level } => format!("level {level}"),
        Firing::StillPaused { cause } => format!("still {cause}"),
    }
}

#[test]
fn every_clock_goes_as_its_case_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/clocks");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let file: File = serde_json::from_str(&text).unwrap();
        let (calendars, faults) = file.calendars.compile();
        assert!(faults.is_empty(), "{faults:?}");
        for case in &file.cases {
            count += 1;
            let policy: ClockPolicy = serde_json::from_value(file.policies[&case.policy].clone()).unwrap();
            assert_eq!(calendar::check_policy(&policy), [], "{}", case.name);
            play(case, &policy, &calendars);
        }
    }
    assert!(count >= 20, "{count} cases");
}

fn play(case: &Case, policy: &ClockPolicy, calendars: &Calendars) {
    let mut clock = Clock::new();
    let mut calendar = calendars.get(policy.calendar.as_ref().map(|id| id.as_str())).unwrap();
    for step in &case.steps {
        let (at, told) = (utc(&step.at), format!("{} at {}", case.name, step.at));
        if let Some(other) = &step.calendar {
            calendar = calendars.get(Some(other)).unwrap();
        }
        let commands = step.hear.iter().flat_map(|event| hear(policy, &clock, event)).chain(step.command.clone());
        for command in commands.collect::<Vec<_>>() {
            match decide(policy, &clock, calendar, &command, at) {
                Ok(changes) => {
                    let fired: Vec<String> = changes
                        .iter()
                        .filter_map(|change| match change {
                            calendar::ClockChange::Fired { firing, at } => Some(format!("{} {}", name(firing), value::write_instant(at))),
                            _ => None,
                        })
                        .collect();
                    step.fired.iter().for_each(|wanted| assert_eq!(&fired, wanted, "{told}"));
                    for change in changes {
                        // A change and a clock survive being stored.
                        let stored: calendar::ClockChange = serde_json::from_value(json!(change)).unwrap();
                        clock.apply(&stored);
                        clock = serde_json::from_value(json!(clock)).unwrap();
                    }
                    assert_eq!(step.refused, None, "{told}");
                }
                Err(refusal) => {
                    assert!(!refusal.label().is_empty());
                    assert_eq!(Some(json!(refusal)), step.refused.as_ref().map(|wanted| json!(wanted)), "{told}");
                }
            }
        }
        look(step, policy, &clock, calendar, &told);
    }
}

fn look(step: &Step, policy: &ClockPolicy, clock: &Clock, calendar: &WorkCalendar, told: &str) {
    let at = utc(&step.at);
    let reading = read_clock(clock, calendar, at);
    assert_eq!(reading.due.is_none(), reading.no_due.is_some(), "{told}: a deadline or a reason");
    step.standing.iter().for_each(|wanted| assert_eq!(json!(reading.standing), json!(wanted), "{told}"));
    step.left.iter().for_each(|wanted| assert_eq!(reading.left_seconds, Some(*wanted), "{told}"));
    step.used.iter().for_each(|wanted| assert_eq!(reading.used_seconds, *wanted, "{told}"));
    step.percent.iter().for_each(|wanted| assert_eq!(reading.used_percent, Some(*wanted), "{told}"));
    step.may_move.iter().for_each(|wanted| assert_eq!(reading.may_move, *wanted, "{told}"));
    if let Some(wanted) = &step.due {
        let found = reading.due.map_or_else(|| json!({ "none": reading.no_due }), |due| json!(value::write_instant(&due)));
        assert_eq!(found, *wanted, "{told}");
    }
    if let Some(wanted) = &step.ahead {
        let ahead: Vec<String> =
            moments(policy, clock, calendar).iter().map(|moment| format!("{} {}", name(&moment.firing), value::write_instant(&moment.at))).collect();
        assert_eq!(&ahead, wanted, "{told}");
    }
    let spans = explain_clock(clock, calendar, at);
    if let Some(wanted) = &step.spans {
        let found: Vec<String> = spans
            .iter()
            .map(|span| {
                format!("{} {} {}", json!(span.kind).as_str().unwrap(), (span.to - span.from).num_seconds(), span.label.get(value::Locale::ZhCn))
            })
            .collect();
        assert_eq!(&found, wanted, "{told}");
    }
    // The explanation adds up to what the clock says.
    if calendar_is_unchanged(step) && spans.iter().all(|span| span.to <= at) {
        assert_eq!(calendar::counted(&spans).num_seconds(), reading.used_seconds, "{told}: {spans:#?}");
    }
}

fn calendar_is_unchanged(step: &Step) -> bool {
    step.calendar.is_none()
}

#[test]
fn a_policy_tells_its_faults() {
    let policy: ClockPolicy = serde_json::from_value(json!({
        "id": "answer", "label": "Answer", "target": { "amount": 0, "unit": "hours" },
        "pause": [{ "from": "asked", "until": ["asked"], "label": "Asked" }, { "from": "asked", "until": ["told"], "label": "Asked", "ask_after": { "amount": 0, "unit": "days" } }],
        "reset": [{ "on": "reopened", "percent": 0 }], "warn_at": [80, 50], "warn_every": 1,
        "escalations": [{ "level": 1, "label": "One" }, { "level": 1, "label": "Two", "percent": 100, "after": { "amount": 1, "unit": "days" } }]
    })).unwrap();
    let found: Vec<String> = calendar::check_policy(&policy).into_iter().map(|fault| fault.pointer).collect();
    let wanted = [
        "/target/amount",
        "/pause/1/ask_after/amount",
        "/pause/0/until",
        "/pause/1/from",
        "/reset/0/percent",
        "/warn_at",
        "/warn_every",
        "/escalations/0",
        "/escalations/1",
        "/escalations/1/level",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn a_clock_with_a_few_pauses_is_small() {
    let policy: ClockPolicy =
        serde_json::from_value(json!({ "id": "answer", "label": "Answer", "target": { "amount": 8, "unit": "hours" } })).unwrap();
    let calendar = WorkCalendar::new(Zone::shanghai(), Days::weekdays(&hours(&["09:00-18:00"])));
    let mut clock = Clock::new();
    let pause = ClockCommand::Pause { cause: "asked".into(), label: value::Label::both("等待客户", "Waiting for the customer") };
    for (minute, command) in [
        ClockCommand::Start { target: None },
        pause.clone(),
        ClockCommand::Resume { cause: "asked".into() },
        pause,
        ClockCommand::Resume { cause: "asked".into() },
    ]
    .into_iter()
    .enumerate()
    {
        let at = utc("2026-03-02T02:00:00Z") + chrono::Duration::minutes(minute as i64);
        decide(&policy, &clock, &calendar, &command, at).unwrap().iter().for_each(|change| clock.apply(change));
    }
    let size = json!(clock).to_string().len();
    assert!(size < 700, "{size} bytes");
}
