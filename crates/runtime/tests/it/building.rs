//! Building: drafts, publication, roll-back, and cases that keep their version.

use crate::app;
use crate::house::{desk, houses, map, system, ticket};
use definition::{ObjectKey, ObjectKind};
use runtime::RuntimeError;
use runtime::types::DraftChange;
use serde_json::json;

fn key(kind: ObjectKind, id: &str) -> ObjectKey {
    ObjectKey { kind, id: id.into() }
}

#[tokio::test]
async fn a_running_case_keeps_its_flow_and_a_new_one_takes_the_new_one() {
    for house in houses().await {
        let old = house.file(json!({ "title": "旧的", "level": "low" })).await.unwrap();
        let builder = house.call("li").await;
        let flow = key(ObjectKind::Flow, "handling");
        let loaded = house.runtime.build_object(&builder.actor, &desk(), &flow).await.unwrap();
        let mut changed = app::flow("check");
        changed["nodes"]
            .as_array_mut()
            .unwrap()
            .push(json!({ "id": "second", "kind": "approve", "label": "复核", "assign": [{ "by": "role", "role": "lead" }] }));
        changed["edges"][1]["to"] = json!("second");
        changed["edges"].as_array_mut().unwrap().push(json!({ "id": "e6", "from": "second", "to": "by_level" }));
        let saved = house.runtime.save_draft(&builder, &desk(), &flow, changed, Some(&loaded.etag)).await.unwrap();
        assert_eq!(saved.draft, Some(DraftChange::Changed));
        let stale = house.runtime.save_draft(&builder, &desk(), &flow, app::flow("check"), Some(&loaded.etag)).await;
        assert!(matches!(stale, Err(RuntimeError::Stale { .. })), "{stale:?}");
        let changes = house.runtime.changes(&builder.actor, &desk(), &[]).await.unwrap();
        assert!(!changes.changes.is_empty() && changes.blocked.is_empty(), "{changes:?}");
        let published = house.runtime.publish(&builder, &desk(), "复核").await.unwrap();
        assert_eq!(published.number, 2);
        house.act("li", "approve", json!({})).await.unwrap();
        assert_eq!(house.value(old.id, "_flow").await, json!("completed"), "the running case kept its flow");
        let new = house.file(json!({ "title": "新的", "level": "low" })).await.unwrap();
        house.act("li", "approve", json!({})).await.unwrap();
        assert_eq!(house.value(new.id, "_node").await, json!("second"));
        house.runtime.roll_back(&builder, &desk(), 1, Vec::new()).await.unwrap();
        house.act("li", "approve", json!({})).await.unwrap();
        assert_eq!(house.value(new.id, "_flow").await, json!("completed"), "it went on in the version with which it began");
        let versions = house.runtime.versions(&builder.actor, &desk()).await.unwrap();
        assert_eq!(versions.iter().map(|version| (version.number, version.active)).collect::<Vec<_>>(), [(3, true), (2, false), (1, false)]);
        assert_eq!(versions[0].hash, versions[2].hash);
    }
}

#[tokio::test]
async fn a_new_field_is_there_after_publishing_and_a_faulty_draft_is_not_published() {
    for house in houses().await {
        house.file(json!({ "title": "先" })).await.unwrap();
        let builder = house.call("li").await;
        let form = key(ObjectKind::Form, "ticket");
        let loaded = house.runtime.build_object(&builder.actor, &desk(), &form).await.unwrap();
        let mut changed = loaded.content.clone();
        changed["fields"].as_array_mut().unwrap().push(json!({ "id": "place", "kind": "text", "label": "地点", "no_such_setting": true }));
        let saved = house.runtime.save_draft(&builder, &desk(), &form, changed.clone(), Some(&loaded.etag)).await.unwrap();
        let refused = house.runtime.publish(&builder, &desk(), "").await;
        let Err(RuntimeError::Faulty { diagnostics }) = refused else { panic!("{refused:?}") };
        assert!(diagnostics.iter().any(|found| found.file == "forms/ticket.json"));
        let last = changed["fields"].as_array().unwrap().len() - 1;
        changed["fields"][last].as_object_mut().unwrap().remove("no_such_setting");
        house.runtime.save_draft(&builder, &desk(), &form, changed, Some(&saved.etag)).await.unwrap();
        house.runtime.publish(&builder, &desk(), "").await.unwrap();
        let filed = house.file(json!({ "title": "后", "place": "三楼" })).await.unwrap();
        assert_eq!(house.value(filed.id, "place").await, json!("三楼"));
        let denied = house.runtime.publish(&house.call("zhang").await, &desk(), "").await;
        assert!(matches!(denied, Err(RuntimeError::Denied { .. })), "{denied:?}");
    }
}

#[tokio::test]
async fn a_field_that_a_running_flow_uses_stays() {
    for house in houses().await {
        house.file(json!({ "title": "在途", "level": "low" })).await.unwrap();
        let builder = house.call("li").await;
        let mut files = app::files();
        let text = files["forms/ticket.json"].replace("\"id\":\"level\"", "\"id\":\"grade\"");
        files.insert("forms/ticket.json".into(), text);
        files.insert("flows/handling.json".into(), app::flow("check").to_string().replace("{level}", "{grade}"));
        let refused = house.runtime.import_package(&system(), &files, Vec::new()).await;
        assert!(matches!(refused, Err(RuntimeError::Refused { ref code, .. }) if code == "publication_blocked"), "{refused:?}");
        let exported = house.runtime.export_package(&builder.actor, &desk()).await.unwrap();
        let unpacked = definition::archive::unpack(&exported.content, definition::archive::Limits::default()).unwrap();
        let same = house.runtime.import_package(&system(), &unpacked, Vec::new()).await.unwrap();
        assert_eq!(same.number, 1, "the active content is not published again");
        let none = house.runtime.create_record(&house.call("wang").await, &desk(), &ticket(), None, map(json!({ "title": "x" }))).await;
        assert!(matches!(none, Err(RuntimeError::Denied { .. })), "{none:?}");
    }
}
