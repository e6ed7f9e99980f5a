//! What an office does besides filing: figures, workbooks, the builder, live news, dead letters, people from a sheet.

use crate::office::{Office, PASSWORD};
use crate::server::Client;
use reqwest::Method;
use serde_json::{Value as Json, json};
use spreadsheet::{Cell, SheetColumn, SheetTable};
use store::{StoreError, outbox};
use uuid::Uuid;

const RECORDS: &str = "/api/apps/leave/forms/request/records";

async fn ask_for_leave(person: &Client, reason: &str) -> Json {
    let values = json!({ "kind": "other", "from": "2026-03-05", "to": "2026-03-06", "reason": reason });
    person.post(RECORDS, json!({ "values": values })).await.ok()
}

#[tokio::test]
async fn a_dashboard_counts_what_the_person_may_see() {
    for database in test_kit::databases() {
        let office = Office::open(database).await;
        let (ann, hana) = (office.person_signed_in("ann").await, office.person_signed_in("hana").await);
        ask_for_leave(&ann, "搬家").await;
        let board = hana.get("/api/apps/leave/dashboards/overview").await.ok();
        assert_eq!(board["widgets"].as_array().unwrap().len(), 4, "{board}");
        let by_kind = hana.post("/api/apps/leave/reports/by_kind/run", json!({})).await.ok();
        assert!(by_kind["chart"].to_string().contains("\"2.0\""), "{by_kind}");
        let none = json!({ "filter": { "field": "reason", "op": "eq", "value": "旅行" } });
        let filtered = hana.post("/api/apps/leave/reports/by_kind/run", none).await.ok();
        assert!(!filtered["chart"].to_string().contains("\"2.0\""), "{filtered}");
        let refused = ann.get("/api/apps/leave/dashboards/overview").await;
        assert!(matches!(refused.status.as_u16(), 403 | 404), "{}", refused.text());
        office.server.stop().await;
    }
}

#[tokio::test]
async fn a_list_leaves_as_a_workbook_without_formulas() {
    for database in test_kit::databases() {
        let office = Office::open(database).await;
        let (ann, hana) = (office.person_signed_in("ann").await, office.person_signed_in("hana").await);
        ask_for_leave(&ann, "=HYPERLINK(\"http://example.com\")").await;
        let sheet = hana.post(&format!("{RECORDS}/export"), json!({ "query": { "columns": ["no", "reason", "days"] } })).await;
        assert_eq!(sheet.status, 200, "{}", sheet.text());
        let rows = spreadsheet::read_table(&sheet.bytes, 100).unwrap();
        assert_eq!(rows.len(), 2, "{rows:?}");
        assert_eq!(rows[0], ["No.", "Reason", "Days"]);
        assert!(rows[1][1].contains("=HYPERLINK"), "the text stays what it was: {rows:?}");
        assert_eq!(rows[1][2].parse::<f64>().unwrap(), 2.0);
        let text = hana.post(&format!("{RECORDS}/export"), json!({ "query": { "columns": ["reason", "days"] }, "format": "csv" })).await;
        assert!(text.text().contains("\"'=HYPERLINK"), "{}", text.text());
        let refused = ann.post("/api/apps/leave/forms/balance/records/export", json!({})).await;
        assert_eq!(refused.problem().0, 403);
        office.server.stop().await;
    }
}

#[tokio::test]
async fn a_change_in_the_builder_is_checked_published_and_rolled_back() {
    for database in test_kit::databases() {
        let office = Office::open(database).await;
        let (ann, hana) = (office.person_signed_in("ann").await, office.person_signed_in("hana").await);
        assert_eq!(ann.get("/api/build/leave").await.problem().0, 403, "who may not build sees no draft");
        let object = "/api/build/leave/objects/form/request";
        let found = hana.get(object).await.ok();
        let (mut form, tag) = (found["definition"].clone(), found["etag"].as_str().unwrap().to_owned());
        form["fields"].as_array_mut().unwrap().push(json!({ "id": "deputy", "kind": "text", "label": { "zh-CN": "代理人", "en": "Deputy" } }));
        put(&hana, object, &tag, &form).await.ok();
        let stale = put(&hana, object, &tag, &form).await;
        assert_eq!(stale.problem().0, 409, "two builders do not overwrite each other");
        let changes = hana.get("/api/build/leave/changes").await.ok();
        assert_eq!(changes["changes"].as_array().unwrap().len(), 1, "{changes}");
        assert!(changes["scenarios"].as_array().unwrap().iter().all(|scenario| scenario["passed"] == true), "{changes}");
        let before = hana.get("/api/build/leave/versions").await.ok()["versions"][0]["version"].clone();
        hana.post("/api/build/leave/publish", json!({ "note": "代理人" })).await.ok();
        let values = json!({ "kind": "other", "from": "2026-03-05", "to": "2026-03-06", "reason": "搬家", "deputy": "sam" });
        let filed = ann.post(RECORDS, json!({ "values": values })).await.ok();
        assert_eq!(filed["values"]["deputy"], "sam");
        hana.post("/api/build/leave/rollback", json!({ "version": before })).await.ok();
        let refused = ann.post(RECORDS, json!({ "values": values })).await;
        assert_eq!(refused.problem().0, 422, "the field is gone again: {}", refused.text());
        office.server.stop().await;
    }
}

async fn put(person: &Client, path: &str, tag: &str, body: &Json) -> crate::server::Answer {
    person.send(Method::PUT, path, Some(body.clone()), &[("idempotency-key", &crate::server::fresh_key()), ("if-match", tag)]).await
}

#[tokio::test]
async fn news_reach_only_whom_they_concern() {
    for database in test_kit::databases() {
        let office = Office::open(database).await;
        let (ann, sam) = (office.person_signed_in("ann").await, office.person_signed_in("sam").await);
        let mut news = sam.listen("/api/events").await;
        ask_for_leave(&ann, "搬家").await;
        assert!(news.wait_for("event: tasks").await.contains("event: tasks"));
        assert!(!news.heard().contains("搬家"), "news tell where to look, never what is there: {}", news.heard());
        drop(news);
        assert_eq!(office.server.stranger().get("/api/events").await.problem().0, 401);
        office.server.stop().await;
    }
}

#[tokio::test]
async fn an_administrator_sends_a_dead_letter_again_or_drops_it() {
    for database in test_kit::databases() {
        let office = Office::open(database).await;
        let letters = [dead_letter(1, "a@example.com"), dead_letter(2, "b@example.com")];
        let (again, never) = (letters[0].id, letters[1].id);
        let put = letters.to_vec();
        office
            .server
            .runtime
            .store()
            .write(move |tx| {
                Box::pin({
                    let put = put.clone();
                    async move {
                        outbox::put(tx, put);
                        Ok(())
                    }
                })
            })
            .await
            .map_err(|fault: StoreError| fault)
            .unwrap();
        let listed = office.admin.get("/api/admin/outbox").await.ok();
        assert_eq!(listed["letters"].as_array().unwrap().len(), 2, "{listed}");
        assert!(!listed.to_string().contains("secret text"), "{listed}");
        office.admin.post(&format!("/api/admin/outbox/{again}/retry"), Json::Null).await.ok();
        let key = crate::server::fresh_key();
        office.admin.send(Method::DELETE, &format!("/api/admin/outbox/{never}"), None, &[("idempotency-key", &key)]).await.ok();
        assert_eq!(office.admin.get("/api/admin/outbox").await.ok()["letters"], json!([]));
        assert_eq!(office.admin.post(&format!("/api/admin/outbox/{never}/retry"), Json::Null).await.problem().0, 404);
        let ann = office.person_signed_in("ann").await;
        assert_eq!(ann.get("/api/admin/outbox").await.problem().0, 403);
        office.server.stop().await;
    }
}

fn dead_letter(key: u128, to: &str) -> outbox::Outgoing {
    let now = chrono::DateTime::UNIX_EPOCH.into();
    outbox::Outgoing {
        id: Uuid::from_u128(key),
        app: "leave".into(),
        channel: "mail".into(),
        payload: json!({ "to": to, "subject": "secret text", "body": "secret text", "message_id": "m" }),
        state: "dead".into(),
        created_at: now,
        next_at: now,
        attempts: 4,
        leased_until: None,
        last_error: Some("no answer".into()),
        done_at: None,
    }
}

#[tokio::test]
async fn people_come_from_a_workbook_all_or_none() {
    for database in test_kit::databases() {
        let office = Office::open(database).await;
        let upload = |rows: &[[&str; 3]]| {
            let columns = ["登录名", "姓名", "部门"].map(|label| SheetColumn { label: label.into(), scale: 0 });
            let rows = rows.iter().map(|row| row.iter().map(|text| Cell::Text((*text).into())).collect()).collect();
            spreadsheet::write_table(&SheetTable { title: "people".into(), columns: columns.into(), rows }).unwrap()
        };
        let wrong = upload(&[["li", "李", "Sales"], ["wang", "王", "Nowhere"]]);
        let answer = office.admin.upload("/api/admin/users/import", "file", "people.xlsx", wrong).await.ok();
        assert_eq!((answer["faults"][0]["row"].clone(), answer["made"].clone()), (json!(3), json!([])), "{answer}");
        let right = upload(&[["li", "李", "Sales"], ["wang", "王", "Personnel"]]);
        let answer = office.admin.upload("/api/admin/users/import", "file", "people.xlsx", right).await.ok();
        assert_eq!(answer["made"].as_array().unwrap().len(), 2, "{answer}");
        let first = answer["made"][0]["password"].as_str().unwrap();
        let li = office.server.sign_in("li", first).await;
        assert_eq!(li.get("/api/apps").await.problem().1, "password_must_change");
        let lie = office.admin.upload("/api/admin/users/import", "file", "people.xlsx", PASSWORD.into()).await;
        assert_eq!(lie.problem().1, "bad_workbook");
        office.server.stop().await;
    }
}
