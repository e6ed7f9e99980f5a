//! What a builder tries while building: operations of connectors, and zones for calendars.

use crate::office::Office;
use crate::server::{Client, fresh_key};
use connectors::CallFault;
use reqwest::Method;
use serde_json::{Value as Json, json};

const TRY: &str = "/api/build/leave/connectors/stock/operations/reserve/try";

fn connector() -> Json {
    json!({
        "format": 1, "id": "stock", "label": "库存", "address": "stock_address", "sign_in": { "by": "bearer", "secret": "stock_key" },
        "operations": [{
            "id": "reserve", "label": "预留", "method": "POST", "path": "/parts/{part}/reservations",
            "inputs": [{ "id": "part", "label": "备件", "required": true }, { "id": "amount", "label": "数量", "kind": "number" }],
            "body": [{ "name": "/wanted/amount", "value": "{amount} + 1" }],
            "answer": [
                { "id": "place", "label": "库位", "pointer": "/reserved/place", "required": true },
                { "id": "left", "label": "剩余", "pointer": "/left", "kind": "number" }
            ]
        }]
    })
}

/// Puts the connector and its slots into the draft.
async fn draft(builder: &Client, connector: Json) {
    let app = "/api/build/leave/objects/app/app";
    let found = builder.get(app).await.ok();
    let (mut definition, tag) = (found["definition"].clone(), found["etag"].as_str().unwrap().to_owned());
    definition["slots"] = json!([
        { "id": "stock_address", "kind": "address", "label": "库存系统" },
        { "id": "stock_key", "kind": "secret", "label": "库存系统的密钥" }
    ]);
    builder.send(Method::PUT, app, Some(definition), &[("idempotency-key", &fresh_key()), ("if-match", &tag)]).await.ok();
    let path = "/api/build/leave/objects/connector/stock";
    builder.send(Method::PUT, path, Some(connector), &[("idempotency-key", &fresh_key())]).await.ok();
}

async fn bind(office: &Office) {
    let slots = json!({ "slots": { "stock_address": "https://stock.example.com/api/", "stock_key": "s3cret" } });
    office.admin.send(Method::PUT, "/api/packages/leave/slots", Some(slots), &[("idempotency-key", &fresh_key())]).await.ok();
}

#[tokio::test]
async fn a_builder_tries_an_operation_and_sees_everything_but_the_secret() {
    for database in test_kit::databases() {
        let office = Office::open(database).await;
        let (hana, ann) = (office.person_signed_in("hana").await, office.person_signed_in("ann").await);
        draft(&hana, connector()).await;
        let inputs = json!({ "inputs": { "part": "A 1", "amount": 2 } });
        let unbound = hana.post(TRY, inputs.clone()).await.ok();
        assert_eq!((&unbound["status"], &unbound["fault"]["word"]), (&Json::Null, &json!("not_bound")), "{unbound}");
        assert!(unbound["fault"]["message"].to_string().contains("stock_address"), "{unbound}");
        hana.post("/api/build/leave/publish", json!({})).await.ok();
        bind(&office).await;

        let calls = office.server.calls.clone();
        calls.answer_next(Ok(json!({ "reserved": { "place": "B-7" }, "left": 3, "you": "Bearer s3cret" })));
        let tried = hana.post(TRY, inputs.clone()).await.ok();
        assert_eq!((&tried["status"], &tried["path"]), (&json!(200), &json!("/api/parts/A%201/reservations")), "{tried}");
        assert_eq!(tried["outputs"][0]["value"], "B-7");
        assert_eq!(tried["outputs"][1]["value"].to_string().trim_matches('"').parse::<f64>().unwrap(), 3.0);
        assert!(tried["fault"].is_null() && !tried.to_string().contains("s3cret"), "{tried}");
        let [made] = &calls.calls()[..] else { panic!("one call") };
        assert_eq!(made.secret, Some(("authorization".into(), "Bearer s3cret".into())));
        assert_eq!(made.body, Some(json!({ "wanted": { "amount": 3 } })));

        calls.answer_next(Ok(json!({ "left": "many" })));
        let odd = hana.post(TRY, inputs.clone()).await.ok();
        assert!(odd["outputs"][0]["fault"]["zh-CN"].as_str().unwrap().contains("/reserved/place"), "{odd}");
        assert!(!odd["outputs"][1]["fault"].is_null(), "{odd}");
        calls.answer_next(Err(CallFault::Status(503)));
        let failed = hana.post(TRY, inputs.clone()).await.ok();
        assert_eq!((&failed["status"], &failed["fault"]["word"], &failed["outputs"]), (&json!(503), &json!("status"), &json!([])), "{failed}");
        calls.answer_next(Err(CallFault::Timeout(10)));
        assert_eq!(hana.post(TRY, inputs.clone()).await.ok()["fault"]["word"], "timeout");
        let missing = hana.post(TRY, json!({ "inputs": {} })).await.ok();
        assert_eq!(missing["fault"]["word"], "bad_input", "{missing}");
        assert_eq!(calls.calls().len(), 4, "what cannot be asked is not asked, and nothing is asked twice");

        assert_eq!(ann.post(TRY, inputs.clone()).await.problem().0, 403);
        assert_eq!(hana.post(&TRY.replace("reserve", "nothing"), inputs.clone()).await.problem().0, 404);
        let audit = office.admin.get("/api/admin/audit?action=connector.&app=leave").await.ok();
        let entries = audit["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 4, "{audit}");
        assert!(entries.iter().all(|entry| entry["subject"] == "stock/reserve") && !audit.to_string().contains("A 1"), "{audit}");
        office.server.stop().await;
    }
}

#[tokio::test]
async fn a_faulty_operation_is_not_called_and_too_many_calls_are_refused() {
    let office = Office::open(test_kit::sqlite()).await;
    let hana = office.person_signed_in("hana").await;
    let mut faulty = connector();
    faulty["operations"][0]["body"][0]["value"] = json!("{amout} + 1");
    draft(&hana, faulty).await;
    let (status, code, _) = hana.post(TRY, json!({ "inputs": { "part": "A" } })).await.problem();
    assert_eq!((status, code.as_str()), (422, "faulty_definition"));
    let mut last = 0;
    for _ in 0..40 {
        last = hana.post(TRY, json!({ "inputs": { "part": "A" } })).await.status.as_u16();
    }
    assert_eq!(last, 429);
    assert!(office.server.calls.calls().is_empty());
    office.server.stop().await;
}

#[tokio::test]
async fn a_zone_is_told_with_its_changes_of_the_clock() {
    let office = Office::open(test_kit::sqlite()).await;
    let ann = office.person_signed_in("ann").await;
    let zone = ann.get("/api/build/zone?name=America/New_York").await.ok();
    assert_eq!(zone["name"], "America/New_York");
    assert!(zone["transitions"].as_array().unwrap().len() > 200);
    assert_eq!(ann.get("/api/build/zone?name=Mars/Olympus").await.problem().0, 404);
    assert_eq!(office.server.stranger().get("/api/build/zone?name=UTC").await.problem().0, 401);
    office.server.stop().await;
}
