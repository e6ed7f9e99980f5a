//! Bad input: a stable code, a pointer, a sentence, and nothing half done.

use crate::office::Office;
use crate::server::{Answer, Client};
use reqwest::Method;
use serde_json::{Value as Json, json};

const RECORDS: &str = "/api/apps/leave/forms/request/records";

fn leave() -> Json {
    json!({ "kind": "other", "from": "2026-03-05", "to": "2026-03-05", "reason": "x" })
}

fn with(key: &str, value: Json) -> Json {
    let mut values = leave();
    values[key] = value;
    json!({ "values": values })
}

#[track_caller]
fn refused(answer: &Answer, status: u16, code: &str, pointer: &str) {
    assert_eq!(answer.problem(), (status, code.to_owned(), pointer.to_owned()), "{}", answer.text());
}

/// Status and pointer only: the code is the engine's own.
#[track_caller]
fn refused_at(answer: &Answer, status: u16, pointer: &str) {
    let (found, code, at) = answer.problem();
    assert_eq!((found, at.as_str()), (status, pointer), "{}", answer.text());
    assert!(!code.is_empty());
}

async fn count(ann: &Client) -> u64 {
    ann.post(&format!("{RECORDS}/count"), json!({})).await.ok()["count"].as_u64().unwrap()
}

#[tokio::test]
async fn bad_records_leave_nothing_behind() {
    for database in test_kit::databases() {
        let office = Office::open(database).await;
        let ann = office.person_signed_in("ann").await;
        refused(&ann.post(RECORDS, json!({ "values": leave(), "colour": 1 })).await, 422, "unknown_field", "/colour");
        refused(&ann.post(RECORDS, json!({ "values": 3 })).await, 422, "wrong_type", "/values");
        refused_at(&ann.post(RECORDS, with("no_such", json!(1))).await, 422, "/values/no_such");
        refused_at(&ann.post(RECORDS, with("from", json!(true))).await, 422, "/values/from");
        refused_at(&ann.post(RECORDS, with("to", json!("2026-03-01"))).await, 422, "/values/to");
        refused_at(&ann.post(RECORDS, with("reason", json!(""))).await, 422, "/values/reason");
        refused(&ann.post_raw(RECORDS, "application/json", b"{\"values\": {".to_vec()).await, 400, "malformed", "");
        refused(&ann.post_raw(RECORDS, "application/json", [b'['; 200].to_vec()).await, 400, "too_deep", "");
        refused(&ann.post_raw(RECORDS, "text/plain", b"{}".to_vec()).await, 415, "not_json", "");
        let large = json!({ "values": { "reason": "x".repeat(2 << 20) } });
        refused(&ann.post(RECORDS, large).await, 413, "too_large", "");
        refused(&ann.send(Method::POST, RECORDS, Some(json!({ "values": leave() })), &[]).await, 400, "key_missing", "");
        assert_eq!(count(&ann).await, 0);
        office.server.stop().await;
    }
}

#[tokio::test]
async fn a_stale_change_of_the_same_field_shows_both_values() {
    for database in test_kit::databases() {
        let office = Office::open(database).await;
        let hana = office.person_signed_in("hana").await;
        let users = office.admin.get("/api/admin/users?search=ann").await.ok();
        let new = json!({ "values": { "name": "ann 2026", "employee": users["users"][0]["id"], "annual_days": "5.0" } });
        let made = hana.post("/api/apps/leave/forms/balance/records", new).await;
        let tag = made.etag.clone().unwrap();
        let place = format!("/api/apps/leave/forms/balance/records/{}", made.ok()["id"].as_str().unwrap());
        let missing = hana.send(Method::PATCH, &place, Some(json!({ "values": {} })), &[("idempotency-key", "key-without-match")]).await;
        refused(&missing, 428, "if_match_missing", "");
        hana.patch(&place, &tag, json!({ "values": { "annual_days": "6.0" } })).await.ok();
        let stale = hana.patch(&place, &tag, json!({ "values": { "annual_days": "7.0" } })).await;
        refused(&stale, 412, "conflict", "");
        assert_eq!(stale.json()["conflicts"][0]["theirs"], "6.0");
        let other = hana.patch(&place, &tag, json!({ "values": { "name": "Ann 2026" } })).await.ok();
        assert_eq!((&other["values"]["annual_days"], &other["values"]["name"]), (&json!("6.0"), &json!("Ann 2026")));
        office.server.stop().await;
    }
}

#[tokio::test]
async fn a_session_that_is_over_is_over() {
    let office = Office::open(test_kit::sqlite()).await;
    let ann = office.person_signed_in("ann").await;
    ann.send(Method::DELETE, "/api/session", None, &[]).await.ok();
    refused(&ann.get("/api/apps").await, 401, "unauthenticated", "");
    office.server.stop().await;
}

#[tokio::test]
async fn files_are_what_they_say() {
    let office = Office::open(test_kit::sqlite()).await;
    let ann = office.person_signed_in("ann").await;
    let disguised = ann.upload("/api/files", "file", "photo.png", b"MZ\x90\x00 a program".to_vec()).await;
    refused(&disguised, 422, "file_kind", "");
    refused(&ann.upload("/api/files", "other", "a.png", vec![1]).await, 400, "malformed", "/file");
    refused(&ann.post("/api/files", json!({})).await, 415, "not_multipart", "");
    let package = office.admin.upload("/api/packages/check", "package", "a.mortise", b"not a zip".to_vec()).await;
    refused(&package, 422, "not_a_package", "/package");
    office.server.stop().await;
}

#[tokio::test]
async fn unknown_names_in_a_query_are_told() {
    let office = Office::open(test_kit::sqlite()).await;
    let ann = office.person_signed_in("ann").await;
    let query = |body: Json| ann.post("/api/apps/leave/forms/request/records/query", body);
    refused(&query(json!({ "limit": 0 })).await, 422, "limit", "/limit");
    refused(&query(json!({ "sort": [{ "field": "No Field" }] })).await, 422, "unknown_field", "/sort/0/field");
    refused(&query(json!({ "filter": { "field": "kind", "op": "resembles" } })).await, 422, "filter", "/filter");
    let (status, _, _) = query(json!({ "filter": { "field": "secret", "op": "eq", "value": 1 } })).await.problem();
    assert_eq!(status, 422);
    office.server.stop().await;
}
