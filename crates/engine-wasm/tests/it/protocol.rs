//! What a caller sees: handles, refusals, batches.

use engine_wasm::Engine;
use serde_json::{Value as Json, json};

fn call(engine: &mut Engine, request: &Json) -> Json {
    serde_json::from_str(&engine.call(request.to_string().as_bytes())).unwrap()
}

fn form() -> Json {
    json!({ "format": 1, "id": "order", "label": "订单", "fields": [
        { "id": "qty", "kind": "number", "label": "数量", "scale": 0, "required": true },
        { "id": "twice", "kind": "computed", "label": "两倍", "scale": 0, "formula": "{qty} * 2" }
    ] })
}

#[test]
fn a_form_is_loaded_opened_edited_submitted_and_closed() {
    let mut engine = Engine::default();
    let loaded = call(&mut engine, &json!({ "op": "load", "form": form() }));
    assert_eq!(loaded["ok"]["diagnostics"], json!([]));
    assert_eq!(loaded["ok"]["description"]["fields"][1]["origin"], "calculated");
    let form = loaded["ok"]["form"].as_u64().unwrap();
    let opened = call(&mut engine, &json!({ "op": "open", "form": form, "now": "2026-03-01T00:00:00Z" }));
    let session = opened["ok"]["session"].as_u64().unwrap();
    let changes = call(&mut engine, &json!({ "op": "edit", "session": session, "path": "qty", "value": "4" }));
    assert_eq!(changes["ok"]["cells"]["twice"]["value"], 8);
    let submitted = call(&mut engine, &json!({ "op": "submit", "session": session }));
    assert_eq!(submitted["ok"], json!({ "faults": [], "values": { "qty": 4 } }));
    assert_eq!(call(&mut engine, &json!({ "op": "close", "session": session })), json!({ "ok": true }));
    let gone = call(&mut engine, &json!({ "op": "state", "session": session }));
    assert_eq!(gone["error"]["code"], "E0002");
}

#[test]
fn bad_requests_are_refused_in_words() {
    let mut engine = Engine::default();
    for (request, code) in [
        (json!({ "op": "dance" }), "E0001"),
        (json!([1]), "E0001"),
        (json!({ "op": "open", "form": 9, "now": "2026-03-01T00:00:00Z" }), "E0002"),
        (json!({ "op": "load", "form": { "id": "x" } }), "E0001"),
        (json!({ "op": "edit", "session": 1, "path": "a", "value": 1, "colour": 2 }), "E0001"),
    ] {
        let answer = call(&mut engine, &request);
        assert_eq!(answer["error"]["code"], code, "{request} {answer}");
        assert!(answer["error"]["message"]["zh-CN"].is_string() && answer["error"]["message"]["en"].is_string(), "{answer}");
    }
    assert!(engine.call(b"{").contains("E0001"));
}

#[test]
fn a_broken_form_has_no_handle_and_says_why() {
    let mut engine = Engine::default();
    let mut broken = form();
    broken["fields"][1]["formula"] = json!("{qyt} * 2");
    let answer = call(&mut engine, &json!({ "op": "load", "form": broken }));
    assert_eq!(answer["ok"]["form"], Json::Null);
    let found = &answer["ok"]["diagnostics"][0];
    assert_eq!(found["pointer"], "/fields/1/formula");
    assert_eq!(found["span"]["start"], 0);
}

fn calendars() -> Json {
    json!({ "default": "office", "zones": [], "definitions": [{ "format": 1, "id": "office", "label": "Office", "time_zone": "Asia/Shanghai",
        "week": { "mon": ["09:00-18:00"], "tue": ["09:00-18:00"], "wed": ["09:00-18:00"] },
        "holidays": [{ "from": "2026-03-03", "label": "Holiday" }],
        "makeup_days": [{ "date": "2026-03-07", "label": "Make-up day", "hours": ["09:00-12:00"] }] }] })
}

#[test]
fn formulas_ask_the_calendars_that_come_with_the_form() {
    let form = json!({ "format": 1, "id": "leave", "label": "Leave", "fields": [
        { "id": "from", "kind": "date", "label": "From" },
        { "id": "to", "kind": "date", "label": "To" },
        { "id": "days", "kind": "computed", "label": "Days", "scale": 0, "formula": "NETWORKDAYS({from}, {to})" }
    ] });
    for (calendars, days) in [(json!(null), 5), (calendars(), 3)] {
        let mut engine = Engine::default();
        let loaded = call(&mut engine, &json!({ "op": "load", "form": form, "calendars": calendars }));
        assert_eq!(loaded["ok"]["diagnostics"], json!([]));
        let values = json!({ "from": "2026-03-02", "to": "2026-03-08" });
        let opened = call(&mut engine, &json!({ "op": "open", "form": loaded["ok"]["form"], "now": "2026-03-01T00:00:00Z", "values": values }));
        let session = opened["ok"]["session"].as_u64().unwrap();
        let state = call(&mut engine, &json!({ "op": "state", "session": session }));
        assert!(state.to_string().contains(&format!(r#""value":{days}"#)), "{state}");
    }
}

#[test]
fn a_calendar_answers_questions() {
    let mut engine = Engine::default();
    let questions = json!([
        { "ask": "due", "start": "2026-03-02T09:00:00Z", "seconds": 7200 },
        { "ask": "due_days", "start": "2026-03-02T02:00:00Z", "days": 2 },
        { "ask": "open", "at": "2026-03-03T02:00:00Z" },
        { "ask": "elapsed", "from": "2026-03-02T02:00:00Z", "to": "2026-03-04T02:00:00Z" }
    ]);
    let answer = call(&mut engine, &json!({ "op": "calendar", "calendars": calendars(), "questions": questions }));
    let answers = json!([
        { "at": "2026-03-04T02:00:00Z" },
        { "at": "2026-03-07T02:00:00Z" },
        { "open": false, "opens": "2026-03-04T01:00:00Z", "closes": "2026-03-04T10:00:00Z" },
        { "seconds": 32_400 }
    ]);
    assert_eq!(answer["ok"], json!({ "faults": [], "answers": answers }));
    let mut wrong = calendars();
    wrong["definitions"][0]["base"] = json!("nobody");
    let answer = call(&mut engine, &json!({ "op": "calendar", "calendars": wrong, "questions": [] }));
    assert_eq!(answer["ok"]["faults"][0]["code"], "MD0212");
}
