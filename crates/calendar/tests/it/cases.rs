//! The cases in `tests/cases/calendars/`: facts about working time in the neutral shape of `conformance sla`, which runs them in the browser, too.

use calendar::{Answer, Question, Shelf, WorkCalendar, Zone};
use serde_json::{Value as Json, json};
use std::path::Path;

fn calendar(json: &Json) -> WorkCalendar {
    let spans = |periods: &Json| -> Vec<String> {
        periods.as_array().into_iter().flatten().map(|span| format!("{}-{}", span[0].as_str().unwrap(), span[1].as_str().unwrap())).collect()
    };
    let listed = |key: &str| json[key].as_array().cloned().unwrap_or_default();
    let dated = |key: &str| json[key].as_object().cloned().unwrap_or_default();
    let definition = json!({
        "format": 1, "id": "cases", "label": "Cases", "time_zone": json["time_zone"],
        "week": dated("hours").iter().map(|(day, periods)| (day.clone(), json!(spans(periods)))).collect::<serde_json::Map<_, _>>(),
        "makeup_hours": spans(&json["makeup_hours"]),
        "holidays": listed("holidays").iter().map(|day| json!({ "from": day, "label": "Holiday" })).collect::<Vec<_>>(),
        "makeup_days": listed("makeup_days").iter().map(|day| json!({ "date": day, "label": "Make-up day" })).collect::<Vec<_>>(),
        "breaks": dated("breaks").iter().map(|(day, periods)| json!({ "date": day, "hours": spans(periods), "label": "Break" })).collect::<Vec<_>>(),
    });
    let zone = Zone::load(json["time_zone"].as_str().unwrap()).unwrap();
    let shelf: Shelf = serde_json::from_value(json!({ "definitions": [definition], "default": "cases", "zones": [zone] })).unwrap();
    let (calendars, faults) = shelf.compile();
    assert_eq!(faults, []);
    (**calendars.get(None).unwrap()).clone()
}

fn question(case: &Json) -> Question {
    let seconds = |sign: f64| (case["minutes"].as_f64().unwrap() * 60.0 * sign).round() as i64;
    let pauses = if case["pauses"].is_null() { json!([]) } else { case["pauses"].clone() };
    let question = match case["kind"].as_str().unwrap_or("due") {
        "due" => json!({ "ask": "due", "start": case["start"], "seconds": seconds(1.0), "pauses": pauses }),
        "due_backward" => json!({ "ask": "due", "start": case["start"], "seconds": seconds(-1.0), "pauses": pauses }),
        "due_business_days" => json!({ "ask": "due_days", "start": case["start"], "days": case["days"] }),
        "elapsed_minutes" => json!({ "ask": "elapsed", "from": case["start"], "to": case["end"], "pauses": pauses }),
        "in_hours" => json!({ "ask": "open", "at": case["at"] }),
        other => panic!("{other}"),
    };
    serde_json::from_value(question).unwrap()
}

/// Whether the answer is the expected one, or no open, un-paused time lies between the two.
fn holds(calendar: &WorkCalendar, case: &Json, expected: &Json, answer: &Answer) -> bool {
    match answer {
        Answer::Moment { at } => {
            let (found, expected) = (at.unwrap(), expected.as_str().unwrap().parse().unwrap());
            let pauses: Vec<_> = serde_json::from_value(case["pauses"].clone()).unwrap_or_default();
            calendar.elapsed(found.min(expected), found.max(expected), &pauses).is_zero()
        }
        Answer::Length { seconds } if case["source"].as_str().is_some_and(|source| source.contains("zammad")) => {
            Some(seconds / 60) == expected.as_i64()
        }
        Answer::Length { seconds } => (expected.as_f64().unwrap() * 60.0).round() as i64 == *seconds,
        Answer::Open { open, .. } => Some(*open) == expected.as_bool(),
        Answer::Spans { .. } | Answer::Days { .. } | Answer::Moments { .. } => false,
    }
}

fn run(path: &Path) -> usize {
    let file: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for group in [&file["stated"], &file["computed"]] {
        for (name, written) in group["calendars"].as_object().into_iter().flatten() {
            let calendar = calendar(written);
            let of_it = group["cases"].as_array().unwrap().iter().filter(|case| case["calendar"] == **name);
            for case in of_it {
                count += 1;
                let answer = calendar.ask(&question(case));
                let expected = if case["due"].is_null() { &case["expect"] } else { &case["due"] };
                let mut right = holds(&calendar, case, expected, &answer);
                if let Some(also) = case.get("also") {
                    let asked = json!({ "ask": "elapsed", "from": also["from"], "to": also["to"], "pauses": case["pauses"] });
                    right &= calendar.ask(&serde_json::from_value(asked).unwrap())
                        == Answer::Length { seconds: also["elapsed_seconds"].as_i64().unwrap() };
                }
                if !right {
                    wrong.push(format!("{}: {} is {}, not {expected}", case["id"], case["note"], json!(answer)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    count
}

#[test]
fn every_fact_about_working_time_holds() {
    let folder = std::env::var("SLA_CASES").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/calendars").into());
    let count: usize = std::fs::read_dir(folder).unwrap().map(|entry| run(&entry.unwrap().path())).sum();
    println!("{count} facts");
    assert!(count >= 60, "{count} facts");
}
