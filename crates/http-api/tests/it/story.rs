//! One leave all the way through: asked for, listed, approved, written into the history, printed.

use crate::office::Office;
use crate::server::{Client, fresh_key};
use reqwest::Method;
use serde_json::{Value as Json, json};

const RECORDS: &str = "/api/apps/leave/forms/request/records";

async fn file_leave(ann: &Client, days: &str) -> Json {
    let values = json!({ "kind": "other", "from": "2026-03-05", "to": days, "reason": "搬家" });
    ann.post(RECORDS, json!({ "values": values })).await.ok()
}

async fn only_task(person: &Client) -> Json {
    let tasks = person.get("/api/tasks?box=todo").await.ok();
    assert_eq!(tasks["tasks"].as_array().unwrap().len(), 1, "{tasks}");
    tasks["tasks"][0].clone()
}

#[tokio::test]
async fn a_leave_is_asked_for_approved_and_printed() {
    for database in test_kit::databases() {
        let office = Office::open(database).await;
        let (ann, sam) = (office.person_signed_in("ann").await, office.person_signed_in("sam").await);
        assert_eq!(ann.get("/api/apps").await.ok()["apps"][0]["id"], "leave");
        let filed = file_leave(&ann, "2026-03-06").await;
        let id = filed["id"].as_str().unwrap().to_owned();
        assert_eq!(filed["values"]["days"], "2.0", "{filed}");

        let task = only_task(&sam).await;
        assert_eq!(task["link"]["record"], filed["id"]);
        let act = format!("/api/tasks/{}/act", task["id"].as_str().unwrap());
        sam.post(&act, json!({ "action": "approve", "opinion": "同意" })).await.ok();
        assert!(!sam.post(&act, json!({ "action": "approve" })).await.status.is_success(), "a to-do is done once");

        let query = json!({ "view": "mine", "filter": { "field": "_flow", "op": "eq", "value": "completed" } });
        let page = ann.post(&format!("{RECORDS}/query"), query).await.ok();
        assert_eq!(page["rows"][0]["id"], filed["id"], "{page}");
        assert_eq!(page["rows"].as_array().unwrap().len(), 1);
        let count = ann.post(&format!("{RECORDS}/count"), json!({})).await.ok();
        assert_eq!(count["count"], 1);

        let history = ann.get(&format!("{RECORDS}/{id}/history")).await.ok();
        assert!(history["entries"].as_array().unwrap().len() >= 2, "{history}");
        let trace = ann.get(&format!("{RECORDS}/{id}/flow")).await.ok();
        assert_eq!(trace["state"], "completed", "{trace}");
        ann.post(&format!("{RECORDS}/{id}/comments"), json!({ "text": "谢谢" })).await.ok();
        assert_eq!(ann.get(&format!("{RECORDS}/{id}/comments")).await.ok()["comments"][0]["text"], "谢谢");

        let paper = ann.get(&format!("{RECORDS}/{id}/print/slip")).await;
        assert_eq!((paper.status.as_u16(), paper.media_type.as_str()), (200, "application/pdf"), "{}", paper.text());
        assert!(paper.bytes.starts_with(b"%PDF-"));
        office.server.stop().await;
    }
}

#[tokio::test]
async fn a_request_that_is_sent_twice_is_done_once() {
    for database in test_kit::databases() {
        let office = Office::open(database).await;
        let ann = office.person_signed_in("ann").await;
        let (key, values) = (fresh_key(), json!({ "values": { "kind": "other", "from": "2026-03-05", "to": "2026-03-05", "reason": "看病" } }));
        let headers = [("idempotency-key", key.as_str())];
        let send = || ann.send(Method::POST, RECORDS, Some(values.clone()), &headers);
        let (first, second) = (send().await.ok(), send().await.ok());
        assert_eq!(first["id"], second["id"]);
        assert_eq!(ann.post(&format!("{RECORDS}/count"), json!({})).await.ok()["count"], 1);
        let other = json!({ "values": { "kind": "other", "from": "2026-03-06", "to": "2026-03-06", "reason": "看病" } });
        let reused = ann.send(Method::POST, RECORDS, Some(other), &[("idempotency-key", &key)]).await;
        assert_eq!(reused.problem(), (422, "key_reused".into(), String::new()));
        office.server.stop().await;
    }
}

#[tokio::test]
async fn others_do_not_see_what_is_not_theirs() {
    for database in test_kit::databases() {
        let office = Office::open(database).await;
        let ann = office.person_signed_in("ann").await;
        let filed = file_leave(&ann, "2026-03-05").await;
        let place = format!("{RECORDS}/{}", filed["id"].as_str().unwrap());
        // The administrator of the product has no role in the app: no sight of records.
        for path in [place.clone(), format!("{place}/history"), format!("{place}/comments"), format!("{place}/flow"), format!("{place}/print/slip")] {
            let answer = office.admin.get(&path).await;
            assert!(matches!(answer.status.as_u16(), 403 | 404), "{path}: {}", answer.text());
        }
        assert!(!office.admin.post(&format!("{RECORDS}/query"), json!({})).await.text().contains("搬家"));
        office.server.stop().await;
    }
}
