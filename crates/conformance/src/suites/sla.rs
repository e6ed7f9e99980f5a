//! Deadlines: what is due when, how much time has passed, and whether it is open, by working calendars with pauses.
//!
//! A case holds if the answer is the stated moment, or if no open, un-paused time lies between the two: the product answers the closing moment
//! at which a budget is used up, others the next opening.

use super::{Options, Source, Suite};
use crate::report::Report;
use crate::wasm::Browser;
use anyhow::{Context, anyhow};
use calendar::{Answer, Question, Shelf, WorkCalendar, Zone};
use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

pub struct Sla;

#[derive(Deserialize)]
struct File {
    stated: Option<Stated>,
    computed: Option<Computed>,
}

#[derive(Deserialize)]
struct Stated {
    calendars: BTreeMap<String, CalendarIn>,
    cases: Vec<StatedCase>,
}

#[derive(Deserialize)]
struct Computed {
    calendars: BTreeMap<String, CalendarIn>,
    cases: Vec<ComputedCase>,
}

type Periods = Vec<(String, String)>;

/// A calendar as the cases write it.
#[derive(Deserialize)]
struct CalendarIn {
    time_zone: String,
    hours: BTreeMap<String, Periods>,
    #[serde(default)]
    holidays: Vec<String>,
    #[serde(default)]
    breaks: BTreeMap<String, Periods>,
    #[serde(default)]
    makeup_days: Vec<String>,
    #[serde(default)]
    makeup_hours: Periods,
}

type Moment = DateTime<Utc>;
type Pauses = Vec<(Moment, Moment)>;

#[derive(Deserialize)]
struct StatedCase {
    id: String,
    kind: String,
    calendar: String,
    start: Option<Moment>,
    end: Option<Moment>,
    at: Option<Moment>,
    minutes: Option<f64>,
    days: Option<i64>,
    #[serde(default)]
    pauses: Pauses,
    expect: Json,
    /// Where the fact comes from: one of the sources counts whole minutes.
    #[serde(default)]
    source: String,
}

#[derive(Deserialize)]
struct ComputedCase {
    id: String,
    calendar: String,
    start: Moment,
    minutes: f64,
    #[serde(default)]
    pauses: Pauses,
    due: Moment,
    also: Also,
}

#[derive(Deserialize)]
struct Also {
    from: Moment,
    to: Moment,
    elapsed_seconds: i64,
}

/// A question with the answer that is wanted.
struct Wanted {
    id: String,
    question: Question,
    pauses: Pauses,
    answer: WantedAnswer,
}

enum WantedAnswer {
    Moment(Moment),
    Seconds(i64),
    /// Whole minutes, whatever the seconds are.
    Minutes(i64),
    Open(bool),
}

impl Suite for Sla {
    fn name(&self) -> &'static str {
        "sla"
    }

    fn run(&self, sources: &[Source], options: &Options) -> anyhow::Result<Report> {
        let mut report = Report::default();
        for source in sources {
            let file: File = serde_json::from_value(source.json.clone()).with_context(|| format!("{} does not hold deadline cases", source.name))?;
            if let Some(group) = file.stated {
                let cases = group.cases.into_iter().map(|case| (case.calendar.clone(), vec![stated(case)]));
                run_group(&group.calendars, cases, options, &mut report)?;
            }
            if let Some(group) = file.computed {
                let cases = group.cases.into_iter().map(|case| (case.calendar.clone(), computed(case)));
                run_group(&group.calendars, cases, options, &mut report)?;
            }
        }
        Ok(report)
    }
}

fn run_group(
    calendars: &BTreeMap<String, CalendarIn>,
    cases: impl Iterator<Item = (String, Vec<anyhow::Result<Wanted>>)>,
    options: &Options,
    report: &mut Report,
) -> anyhow::Result<()> {
    let mut by_calendar: BTreeMap<String, Vec<Vec<Wanted>>> = BTreeMap::new();
    for (calendar, wanted) in cases {
        by_calendar.entry(calendar).or_default().push(wanted.into_iter().collect::<anyhow::Result<_>>()?);
    }
    let mut shelves = Vec::new();
    for (name, cases) in by_calendar {
        let calendar = calendars.get(&name).ok_or_else(|| anyhow!("there is no calendar `{name}`"))?;
        shelves.push((shelf(calendar).with_context(|| format!("calendar `{name}`"))?, cases));
    }
    let natively = shelves.iter().map(|(shelf, _)| ready(shelf)).collect::<anyhow::Result<Vec<_>>>()?;
    let answers = match &options.wasm {
        None => natively.iter().zip(&shelves).map(|(calendar, (_, cases))| questions(cases).map(|asked| calendar.ask(asked)).collect()).collect(),
        Some(engine) => in_browser(engine, &shelves)?,
    };
    for ((calendar, (_, cases)), answers) in natively.iter().zip(&shelves).zip(answers) {
        let mut answers: std::vec::IntoIter<Answer> = answers.into_iter();
        for case in cases {
            let faults: Vec<String> = case.iter().filter_map(|wanted| judge(wanted, answers.next(), calendar)).collect();
            match (case.first(), faults.is_empty()) {
                (_, true) => report.pass(),
                (Some(wanted), false) => report.fail(&wanted.id, faults.join("; ")),
                (None, false) => {}
            }
        }
    }
    Ok(())
}

fn questions(cases: &[Vec<Wanted>]) -> impl Iterator<Item = &Question> {
    cases.iter().flatten().map(|wanted| &wanted.question)
}

/// The answers of the browser engine, calendar by calendar.
fn in_browser(engine: &std::path::Path, shelves: &[(Shelf, Vec<Vec<Wanted>>)]) -> anyhow::Result<Vec<Vec<Answer>>> {
    let requests: Vec<Json> = shelves
        .iter()
        .map(|(shelf, cases)| json!({ "op": "calendar", "calendars": shelf, "questions": questions(cases).collect::<Vec<_>>() }))
        .collect();
    let answers = Browser::start(engine)?.answers(&requests)?;
    answers
        .into_iter()
        .map(|ok| match ok.get("answers") {
            Some(answers) => serde_json::from_value(answers.clone()).context("the browser engine gave other answers"),
            None => Err(anyhow!("the browser engine did not take a calendar: {ok}")),
        })
        .collect()
}

/// What is wrong with an answer.
fn judge(wanted: &Wanted, answer: Option<Answer>, calendar: &WorkCalendar) -> Option<String> {
    let same =
        |found: Moment, expected: Moment| found == expected || calendar.elapsed(found.min(expected), found.max(expected), &wanted.pauses).is_zero();
    let is_right = match (&wanted.answer, &answer) {
        (WantedAnswer::Moment(expected), Some(Answer::Moment { at: Some(found) })) => same(*found, *expected),
        (WantedAnswer::Seconds(expected), Some(Answer::Length { seconds })) => seconds == expected,
        (WantedAnswer::Minutes(expected), Some(Answer::Length { seconds })) => seconds.div_euclid(60) == *expected,
        (WantedAnswer::Open(expected), Some(Answer::Open { open, .. })) => open == expected,
        _ => false,
    };
    let expected = match &wanted.answer {
        WantedAnswer::Moment(moment) => moment.to_rfc3339(),
        WantedAnswer::Seconds(seconds) => format!("{seconds} s"),
        WantedAnswer::Minutes(minutes) => format!("{minutes} min"),
        WantedAnswer::Open(open) => open.to_string(),
    };
    (!is_right).then(|| format!("the answer is {}, not {expected}", json!(answer)))
}

fn stated(case: StatedCase) -> anyhow::Result<Wanted> {
    let (id, pauses) = (case.id.clone(), case.pauses.clone());
    let length = case.minutes.and_then(seconds);
    let question = match (case.kind.as_str(), case.start, case.end, length) {
        ("due", Some(start), _, Some(seconds)) => Question::Due { start, seconds, pauses: case.pauses },
        ("due_backward", Some(start), _, Some(seconds)) => Question::Due { start, seconds: -seconds, pauses: case.pauses },
        ("due_business_days", Some(start), ..) => Question::DueDays { start, days: case.days.with_context(|| format!("{id} has no days"))? },
        ("elapsed_minutes", Some(from), Some(to), _) => Question::Elapsed { from, to, pauses: case.pauses },
        ("in_hours", ..) => Question::Open { at: case.at.with_context(|| format!("{id} has no moment"))? },
        (kind, ..) => return Err(anyhow!("{id}: `{kind}` is not a kind of case, or lacks something")),
    };
    let by_minute = case.source.to_ascii_lowercase().contains("zammad");
    let answer = match &case.expect {
        Json::String(text) => text.parse().map(WantedAnswer::Moment).ok(),
        Json::Bool(open) => Some(WantedAnswer::Open(*open)),
        Json::Number(number) if by_minute => number.as_i64().map(WantedAnswer::Minutes),
        Json::Number(number) => number.as_f64().and_then(seconds).map(WantedAnswer::Seconds),
        _ => None,
    };
    let answer = answer.with_context(|| format!("{id}: `{}` is no answer", case.expect))?;
    Ok(Wanted { id, question, pauses, answer })
}

fn computed(case: ComputedCase) -> Vec<anyhow::Result<Wanted>> {
    let length = seconds(case.minutes).with_context(|| format!("the minutes of {} cannot be read", case.id));
    let Also { from, to, elapsed_seconds } = case.also;
    let passed = Wanted {
        id: case.id.clone(),
        question: Question::Elapsed { from, to, pauses: case.pauses.clone() },
        pauses: Vec::new(),
        answer: WantedAnswer::Seconds(elapsed_seconds),
    };
    let due = length.map(|seconds| Wanted {
        id: case.id,
        question: Question::Due { start: case.start, seconds, pauses: case.pauses.clone() },
        pauses: case.pauses,
        answer: WantedAnswer::Moment(case.due),
    });
    vec![due, Ok(passed)]
}

/// The calendar as the product takes it, with its zone.
fn shelf(calendar: &CalendarIn) -> anyhow::Result<Shelf> {
    let spans = |periods: &Periods| periods.iter().map(|(from, to)| format!("{from}-{to}")).collect::<Vec<_>>();
    let definition = json!({
        "format": 1, "id": "cases", "label": "Cases", "time_zone": calendar.time_zone,
        "week": calendar.hours.iter().map(|(day, periods)| (day.clone(), json!(spans(periods)))).collect::<serde_json::Map<_, _>>(),
        "makeup_hours": spans(&calendar.makeup_hours),
        "holidays": calendar.holidays.iter().map(|day| json!({ "from": day, "label": "Holiday" })).collect::<Vec<_>>(),
        "makeup_days": calendar.makeup_days.iter().map(|day| json!({ "date": day, "label": "Make-up day" })).collect::<Vec<_>>(),
        "breaks": calendar.breaks.iter().map(|(day, periods)| json!({ "date": day, "hours": spans(periods), "label": "Break" })).collect::<Vec<_>>(),
    });
    let zone = Zone::load(&calendar.time_zone)?;
    Ok(serde_json::from_value(json!({ "definitions": [definition], "default": "cases", "zones": [zone] }))?)
}

fn ready(shelf: &Shelf) -> anyhow::Result<WorkCalendar> {
    let (calendars, faults) = shelf.compile();
    match calendars.get(None) {
        Some(calendar) => Ok((**calendar).clone()),
        None => Err(anyhow!("the calendar is not right: {faults:?}")),
    }
}

fn seconds(minutes: f64) -> Option<i64> {
    let seconds = rust_decimal::Decimal::try_from(minutes).ok()?.checked_mul(60.into())?.round();
    Duration::try_seconds(i64::try_from(seconds).ok()?).map(|length| length.num_seconds())
}
