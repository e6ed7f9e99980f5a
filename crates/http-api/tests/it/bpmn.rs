//! Flows as files of BPMN 2.0, and such files as flows.

use crate::office::Office;
use crate::server::fresh_key;
use reqwest::Method;
use serde_json::{Value as Json, json};

const FLOW: &str = "/api/build/leave/flows/approval/bpmn";
const LOOK: &str = "/api/build/leave/flows/bpmn";

#[tokio::test]
async fn a_flow_leaves_as_bpmn_and_comes_back_the_same() {
    let office = Office::open(test_kit::sqlite()).await;
    let (ann, hana) = (office.person_signed_in("ann").await, office.person_signed_in("hana").await);
    let file = hana.get(FLOW).await;
    assert_eq!(file.status, 200, "{}", file.text());
    let text = String::from_utf8(file.bytes.to_vec()).unwrap();
    assert!(text.starts_with("<?xml") && text.contains("<bpmn:process id=\"approval\""), "{text}");
    let read = hana.upload_with(LOOK, &[("form", "request")], "model", "approval.bpmn", text.into_bytes()).await.ok();
    let mut flow = read["flows"][0].clone();
    assert_eq!(flow["id"], "approval_2", "the id of the first one is taken");
    flow["id"] = json!("approval");
    let mut before = hana.get("/api/build/leave/objects/flow/approval").await.ok()["definition"].clone();
    before.as_object_mut().unwrap().remove("$schema");
    assert_eq!(flow, before);
    let told = |outcome: &str| read["report"].as_array().unwrap().iter().filter(|note| note["outcome"] == outcome).count();
    assert_eq!((told("unfinished"), told("replaced"), told("ignored")), (0, 0, 1), "{read}");
    assert_eq!(ann.get(FLOW).await.problem().0, 403);
    assert_eq!(hana.get("/api/build/leave/flows/none/bpmn").await.problem().0, 404);
    assert_eq!(hana.get(&format!("{FLOW}?published=true")).await.status, 200);
    office.server.stop().await;
}

#[tokio::test]
async fn a_model_of_another_tool_is_told_with_places_and_can_be_saved_as_a_draft() {
    let office = Office::open(test_kit::sqlite()).await;
    let (ann, hana) = (office.person_signed_in("ann").await, office.person_signed_in("hana").await);
    let model = include_bytes!("../../../../tests/cases/bpmn/flowable-web-purchase.bpmn").to_vec();
    let read = hana.upload_with(LOOK, &[("form", "request")], "model", "purchase.bpmn", model.clone()).await.ok();
    let notes: Vec<&Json> = read["report"].as_array().unwrap().iter().collect();
    let condition = notes.iter().find(|note| note["id"] == "Flow_3").unwrap();
    assert_eq!((&condition["outcome"], &condition["line"]), (&json!("unfinished"), &json!(26)), "the form has no such field: {condition}");
    let id = read["flows"][0]["id"].as_str().unwrap();
    let place = format!("/api/build/leave/objects/flow/{id}");
    let saved = hana.send(Method::PUT, &place, Some(read["flows"][0].clone()), &[("idempotency-key", &fresh_key())]).await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    assert_eq!(ann.upload_with(LOOK, &[("form", "request")], "model", "a.bpmn", model.clone()).await.problem().0, 403);
    assert_eq!(hana.upload_with(LOOK, &[("form", "none")], "model", "a.bpmn", model.clone()).await.problem().0, 404);
    assert_eq!(hana.upload(LOOK, "model", "a.bpmn", model).await.problem().2, "/form");
    let doctype = b"<!DOCTYPE a><definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"/>".to_vec();
    let refused = hana.upload_with(LOOK, &[("form", "request")], "model", "a.bpmn", doctype).await.problem();
    assert_eq!((refused.0, refused.1.as_str()), (422, "not_bpmn"), "{refused:?}");
    office.server.stop().await;
}
