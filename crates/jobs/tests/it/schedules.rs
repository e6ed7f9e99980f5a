//! Cases that begin by a schedule: once for each moment, whoever looks and whatever goes wrong.

use crate::app;
use crate::house::{House, desk, houses, system, ticket};
use chrono::Duration;
use connectors::MailRecorder;
use definition::Files;
use jobs::Worker;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use value::RecordId;

fn worker(house: &House) -> Worker {
    Worker::new(house.runtime.clone(), Arc::new(MailRecorder::default()))
}

fn flow(id: &str, schedule: Json, on_enter: Json) -> Json {
    json!({
        "format": 1, "id": id, "label": id, "form": "ticket",
        "nodes": [
            { "id": "start", "kind": "start", "label": "定时", "not_on_create": true, "schedule": schedule, "on_enter": on_enter },
            { "id": "look", "kind": "approve", "label": "查看", "assign": [{ "by": "role", "role": "lead" }] },
            { "id": "end", "kind": "end", "label": "结束" }
        ],
        "edges": [{ "id": "e1", "from": "start", "to": "look" }, { "id": "e2", "from": "look", "to": "end" }]
    })
}

/// The help desk; its records are not dealt with when they are filed.
fn files(flows: &[Json]) -> Files {
    let mut files = app::files();
    let mut handling: Json = serde_json::from_str(&files["flows/handling.json"]).unwrap();
    handling["nodes"][0]["not_on_create"] = json!(true);
    files.insert("flows/handling.json".into(), handling.to_string());
    for flow in flows {
        files.insert(format!("flows/{}.json", flow["id"].as_str().unwrap()), flow.to_string());
    }
    files
}

async fn import(house: &House, files: &Files) {
    house.runtime.import_package(&system(), files, Vec::new()).await.unwrap_or_else(|error| panic!("{error:?}"));
}

async fn flow_of(house: &House, record: RecordId) -> Json {
    house.value(record, "_node").await
}

/// Mondays at nine in Shanghai; the clock of the house stands on a Monday at that time.
fn mondays() -> Json {
    json!({ "every": "week", "days": [1], "at": ["09:00"] })
}

#[tokio::test]
async fn a_flow_begins_on_a_new_record_once_for_each_moment() {
    for house in houses().await {
        import(
            &house,
            &files(&[flow("weekly", json!({ "recurrence": mondays() }), json!({ "title": "\"周检 \" & TEXT(TODAY(), \"yyyy-mm-dd\")" }))]),
        )
        .await;
        let (one, two) = (worker(&house), worker(&house));
        assert_eq!(one.run_until_idle().await.unwrap().fired, 0, "the moment of the publication is over");
        house.clock.advance(Duration::days(7));
        let (a, b) = tokio::join!(one.run_until_idle(), two.run_until_idle());
        assert_eq!(a.unwrap().fired + b.unwrap().fired, 2, "the moment, and the case on a new record");
        let titles = || async { house.open("li").await.into_iter().map(|task| task.title).collect::<Vec<_>>() };
        assert_eq!(titles().await, ["周检 2026-03-09"]);

        // Publishing again neither repeats nor skips a moment, not even one that has come and was not served yet.
        house.clock.advance(Duration::days(7));
        import(&house, &files(&[flow("weekly", json!({ "recurrence": mondays() }), json!({ "title": "\"周检\"" }))])).await;
        one.run_until_idle().await.unwrap();
        assert_eq!(titles().await.len(), 2);

        // Moments that went by while nothing ran are served once.
        house.clock.advance(Duration::days(30));
        let after = house.again().await;
        let late = Worker::new(after, Arc::new(MailRecorder::default()));
        late.run_until_idle().await.unwrap();
        assert_eq!(titles().await.len(), 3);
        house.clock.advance(Duration::days(4));
        late.run_until_idle().await.unwrap();
        assert_eq!(titles().await.len(), 3, "the next Monday is not there yet");
        house.clock.advance(Duration::days(2));
        late.run_until_idle().await.unwrap();
        assert_eq!(titles().await.len(), 4);

        // Without the schedule nothing begins.
        import(&house, &files(&[])).await;
        house.clock.advance(Duration::days(70));
        late.run_until_idle().await.unwrap();
        assert_eq!(titles().await.len(), 4);
    }
}

#[tokio::test]
async fn a_flow_begins_on_the_records_that_fulfil_its_filter_and_have_no_case() {
    for house in houses().await {
        let schedule = json!({ "recurrence": mondays(), "records": { "field": "level", "op": "eq", "value": "low" } });
        import(&house, &files(&[flow("sweep", schedule, json!({}))])).await;
        let worker = worker(&house);
        let low = house.file(json!({ "title": "门", "level": "low" })).await.unwrap().id;
        let other = house.file(json!({ "title": "窗", "level": "high" })).await.unwrap().id;
        let gone = house.file(json!({ "title": "灯", "level": "low" })).await.unwrap();
        house.clock.advance(Duration::days(7));
        worker.pass().await.unwrap();
        // Between the moment and the beginning of a case a record may go.
        house.runtime.delete_record(&system(), &desk(), &ticket(), gone.id, None).await.unwrap();
        worker.run_until_idle().await.unwrap();
        assert_eq!((flow_of(&house, low).await, flow_of(&house, other).await), (json!("look"), Json::Null));
        assert_eq!(house.open("li").await.len(), 1);

        // A case that is still running is left alone, one that is over begins anew.
        house.clock.advance(Duration::days(7));
        worker.run_until_idle().await.unwrap();
        assert_eq!(house.open("li").await.len(), 1);
        house.act("li", "approve", json!({})).await.unwrap();
        assert_eq!(house.open("li").await.len(), 0);
        house.clock.advance(Duration::days(7));
        worker.run_until_idle().await.unwrap();
        assert_eq!(house.open("li").await.len(), 1);
        assert_eq!(worker.run_until_idle().await.unwrap().failed, 0);
        let trail = house.runtime.audit_log(&system().actor, runtime::types::AuditQuery { limit: 500, ..Default::default() }).await.unwrap().0;
        assert_eq!(trail.iter().filter(|entry| entry.action == "record.start").count(), 2);
    }
}

#[tokio::test]
async fn one_that_is_refused_holds_up_no_other_and_not_the_next_moment() {
    for house in houses().await {
        let mut package = files(&[
            flow("broken", json!({ "recurrence": mondays() }), json!({ "title": "\"nothing\"" })),
            flow("sound", json!({ "recurrence": mondays() }), json!({ "title": "\"周检\"" })),
        ]);
        let rule = json!({
            "format": 1, "id": "refuse", "label": "不接受空话", "form": "ticket", "on": ["after_update"], "when": "{title} = \"nothing\"",
            "actions": [{ "kind": "refuse", "field": "title", "message": { "zh-CN": "请写明问题", "en": "Say what is wrong" } }]
        });
        package.insert("rules/refuse.json".into(), rule.to_string());
        import(&house, &package).await;
        let worker = worker(&house);
        house.clock.advance(Duration::days(7));
        let pass = worker.run_until_idle().await.unwrap();
        assert_eq!(pass.failed, 1);
        assert_eq!(house.open("li").await.len(), 1);
        house.clock.advance(Duration::days(7));
        worker.run_until_idle().await.unwrap();
        assert_eq!(house.open("li").await.len(), 2, "the next moment comes all the same");
    }
}
