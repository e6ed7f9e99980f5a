//! Fields that show what the system notes by itself: they are fetched when a record is read, and never stored.

use calendar::Zone;
use definition::Form;
use form_engine::{FormEnvironment, STEPS, Storage, compile, live_values};
use indexmap::IndexMap;
use serde_json::json;
use std::sync::Arc;
use value::{FieldId, Record, RecordId, Value, record_to_json};

#[test]
fn system_values_are_fetched_when_a_record_is_read() {
    let kinds = ["created_by", "created_at", "updated_by", "updated_at", "owner_department", "flow_state", "current_step", "deadline"];
    let fields: Vec<_> = kinds.iter().map(|kind| json!({ "id": kind, "kind": kind, "label": kind })).collect();
    let form: Form = serde_json::from_value(json!({ "format": 1, "id": "sheet", "label": "Sheet", "fields": fields })).unwrap();
    let steps =
        json!({ "format": 1, "id": STEPS, "label": "Steps", "options": [{ "id": "check", "label": "Check" }, { "id": "sign", "label": "Sign" }] });
    let steps: definition::Dictionary = serde_json::from_value(steps).unwrap();
    let (dictionaries, forms) = (IndexMap::from([(steps.id.clone(), steps)]), IndexMap::new());
    let (form, found) = compile(&form, &FormEnvironment { dictionaries: &dictionaries, forms: &forms, currency: "CNY", outside: &Arc::default() });
    assert!(found.is_empty(), "{found:?}");
    let form = Arc::new(form.unwrap());
    assert!(form.fields.values().all(|field| field.storage == Storage::Live));

    let who = "0196f000-0000-7000-8000-0000000000a1";
    let key = Value::Reference(RecordId::parse(who).unwrap());
    let moment = |text: &str| Value::Instant(text.parse().unwrap());
    let noted = [
        ("_created_by", key.clone()),
        ("_created_at", moment("2026-03-01T01:00:00Z")),
        ("_updated_by", key.clone()),
        ("_updated_at", moment("2026-03-02T01:00:00Z")),
        ("_department", key),
        ("_flow", Value::text("running")),
        ("_node", Value::text("sign,check")),
        ("_due", moment("2026-03-03T01:00:00Z")),
    ];
    let record: Record = noted.into_iter().map(|(id, value)| (FieldId::parse(id).unwrap(), value)).collect();
    let live = |record: Record| {
        let now = "2026-03-02T02:00:00Z".parse().unwrap();
        let values = live_values(&form, &Arc::new(Zone::shanghai()), record, form_engine::Facts::default(), now, None);
        json!(record_to_json(&values, &form.value_types(true)))
    };
    assert_eq!(
        live(record),
        json!({
            "created_by": who, "created_at": "2026-03-01T01:00:00Z", "updated_by": who, "updated_at": "2026-03-02T01:00:00Z",
            "owner_department": who, "flow_state": "running", "current_step": ["sign", "check"], "deadline": "2026-03-03T01:00:00Z",
        })
    );
    let without_flow = [("_flow", Value::text("none"))].into_iter().map(|(id, value)| (FieldId::parse(id).unwrap(), value)).collect();
    let found = live(without_flow);
    assert!(found["flow_state"].is_null() && found["current_step"].is_null() && found["deadline"].is_null(), "{found}");
}
