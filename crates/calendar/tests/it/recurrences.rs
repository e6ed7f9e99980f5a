//! The cases in `tests/cases/recurrences/`: when recurring moments come, on working days and across changes of the clock.

use calendar::{Answer, Question, Recurrence, Shelf, Zone};
use serde_json::{Value as Json, json};

#[test]
fn every_moment_comes_when_the_cases_say() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/recurrences");
    for entry in std::fs::read_dir(folder).unwrap() {
        let file: Json = serde_json::from_str(&std::fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
        let each =
            |key: &str, name: &str| -> Vec<Json> { file[key].as_array().unwrap().iter().map(|day| json!({ name: day, "label": "Day" })).collect() };
        let worked = json!(["09:00-18:00"]);
        for case in file["cases"].as_array().unwrap() {
            let zone = Zone::load(case["zone"].as_str().unwrap()).unwrap();
            let definition = json!({
                "format": 1, "id": "cases", "label": "Cases", "time_zone": case["zone"],
                "week": { "mon": worked, "tue": worked, "wed": worked, "thu": worked, "fri": worked }, "makeup_hours": worked,
                "holidays": each("holidays", "from"), "makeup_days": each("makeup_days", "date"),
            });
            let shelf: Shelf = serde_json::from_value(json!({ "definitions": [definition], "default": "cases", "zones": [zone] })).unwrap();
            let (calendars, faults) = shelf.compile();
            assert_eq!(faults, []);
            let count = case["expect"].as_array().unwrap().len();
            let question = json!({ "ask": "next", "recurrence": case["recurrence"], "after": case["after"], "count": count });
            let question: Question = serde_json::from_value(question).unwrap();
            let answer = calendars.get(None).unwrap().ask(&question);
            assert!(matches!(&answer, Answer::Moments { .. }));
            assert_eq!(json!(answer)["moments"], case["expect"], "{}", case["name"]);
        }
    }
}

#[test]
fn a_recurrence_says_what_is_wrong_with_it() {
    let places = |json: Json| -> Vec<String> {
        let recurrence: Recurrence = serde_json::from_value(json).unwrap();
        recurrence.faults().into_iter().map(|fault| fault.pointer).collect()
    };
    assert_eq!(places(json!({ "every": "day", "at": ["08:00"] })), [""; 0]);
    assert_eq!(places(json!({ "every": "day", "days": [1], "at": [] })), ["at", "days/0"]);
    assert_eq!(places(json!({ "every": "week", "at": ["08:00"] })), ["days"]);
    assert_eq!(places(json!({ "every": "week", "days": [1, 8, 0], "at": ["08:00"] })), ["days/1", "days/2"]);
    assert_eq!(places(json!({ "every": "month", "days": [31, -1, -2, 32], "months": [0, 12], "at": ["08:00"] })), ["days/2", "days/3", "months/0"]);
    for wrong in ["24:00", "8:00", "08:60", "noon", "08:00-09:00"] {
        let read = serde_json::from_value::<Recurrence>(json!({ "every": "day", "at": [wrong] }));
        assert!(read.unwrap_err().to_string().contains("not a time of the day"), "{wrong}");
    }
}

#[test]
fn what_never_comes_has_no_moment() {
    let recurrence: Recurrence = serde_json::from_value(json!({ "every": "day", "at": ["08:00"], "days_off": "skip" })).unwrap();
    let closed: Shelf = serde_json::from_value(json!({
        "definitions": [{ "format": 1, "id": "never", "label": "Never", "time_zone": "Asia/Shanghai", "week": {} }], "default": "never", "zones": []
    }))
    .unwrap();
    let (calendars, _) = closed.compile();
    let calendar = calendars.get(None).unwrap();
    assert_eq!(recurrence.next("2026-03-02T00:00:00Z".parse().unwrap(), calendar.zone(), Some(calendar)), None);
}
