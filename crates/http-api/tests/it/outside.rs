//! What a program outside is told of an app, and what it then meets.

use crate::office::Office;
use crate::server::Client;
use jsonschema::Validator;
use serde_json::{Value as Json, json};

const RECORDS: &str = "/api/apps/leave/forms/request/records";

async fn described(person: &Client) -> Json {
    let answer = person.get("/api/apps/leave/openapi.json").await;
    assert_eq!((answer.status.as_u16(), answer.media_type.as_str()), (200, "application/json"), "{}", answer.text());
    answer.ok()
}

/// A validator of a component.
fn component(api: &Json, name: &str) -> Validator {
    let schema = json!({ "$ref": format!("#/components/schemas/{name}"), "components": api["components"] });
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[track_caller]
fn fits(validator: &Validator, json: &Json) {
    let faults: Vec<String> = validator.iter_errors(json).map(|error| format!("{} {error}", error.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}\n{json:#}");
}

#[tokio::test]
async fn what_goes_in_and_out_is_what_the_description_says() {
    let office = Office::open(test_kit::sqlite()).await;
    let (ann, hana) = (office.person_signed_in("ann").await, office.person_signed_in("hana").await);
    let api = described(&ann).await;
    let new = json!({ "values": { "kind": "other", "from": "2026-03-05", "to": "2026-03-06", "half_day": null, "reason": "搬家" } });
    fits(&component(&api, "Request_NewRecord"), &new);
    for wrong in [json!({ "values": { "from": "2026-03-05", "to": "2026-03-06" } }), json!({ "values": { "kind": "holiday", "from": "x" } })] {
        assert!(!component(&api, "Request_NewRecord").is_valid(&wrong), "{wrong}");
        assert_eq!(ann.post(RECORDS, wrong).await.status, 422);
    }
    let filed = ann.post(RECORDS, new).await.ok();
    fits(&component(&api, "Request_RecordDetail"), &filed);
    let told: Vec<&String> = api["components"]["schemas"]["Request"]["properties"].as_object().unwrap().keys().collect();
    let missing: Vec<&&String> = told.iter().filter(|field| filed["values"].get(field.as_str()).is_none()).collect();
    assert!(missing.is_empty(), "a record tells every field that is described: {missing:?}");
    let page = ann.post(&format!("{RECORDS}/query"), json!({})).await.ok();
    fits(&component(&api, "Request_RecordPage"), &page);
    let refused = ann.post(RECORDS, json!({ "values": {} })).await;
    fits(&component(&api, "ProblemBody"), &refused.json());
    let api = described(&hana).await;
    fits(&component(&api, "Request_RecordPage"), &hana.post(&format!("{RECORDS}/query"), json!({})).await.ok());
    office.server.stop().await;
}

#[tokio::test]
async fn everybody_is_told_what_they_may_use() {
    let office = Office::open(test_kit::sqlite()).await;
    let (ann, hana) = (described(&office.person_signed_in("ann").await).await, described(&office.person_signed_in("hana").await).await);
    let operations = |api: &Json, path: &str| -> Vec<String> {
        api["paths"].get(path).and_then(Json::as_object).into_iter().flatten().map(|(method, _)| method.clone()).collect()
    };
    assert_eq!(ann["openapi"], "3.1.0");
    assert_eq!(operations(&hana, "/api/apps/leave/forms/balance/records"), ["post"]);
    assert!(operations(&ann, "/api/apps/leave/forms/balance/records").is_empty(), "ann makes no balances");
    let create = &ann["paths"][RECORDS]["post"];
    assert_eq!(create["operationId"], "create_record_request");
    let headers: Vec<&str> = create["parameters"].as_array().unwrap().iter().filter_map(|parameter| parameter["name"].as_str()).collect();
    assert_eq!(headers, ["Idempotency-Key"]);
    assert_eq!(create["security"][0], json!({ "csrf": [], "session": [] }));
    let text = hana.to_string();
    assert!(text.contains("If-Match") && !text.contains("#/$defs/") && !text.contains("{form}"), "references and places are the app's own");
    let admin = described(&office.admin).await;
    let paths = admin["paths"].as_object().unwrap();
    assert!(!paths.keys().any(|path| path.contains("/forms/")), "who builds an app and has no role in it reads no record: {:?}", paths.keys());
    assert_eq!(office.admin.get("/api/apps/nothing/openapi.json").await.problem().0, 404);
    office.server.stop().await;
}
