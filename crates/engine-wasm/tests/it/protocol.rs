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
