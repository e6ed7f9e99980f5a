//! Planned migrations of stored records: seen before publishing, done behind it, gone on with after a crash, undone by a roll-back.

use crate::house::{House, desk, houses, map, system, ticket};
use definition::{ObjectKey, ObjectKind};
use query::FieldPath;
use runtime::RuntimeError;
use runtime::types::{FieldChoice, MigrationEntry, PublishOrder, Published, RecordChange};
use serde_json::{Value as Json, json};
use std::time::Duration;
use value::RecordId;

const LONG: Duration = Duration::from_secs(60);

/// Changes fields of the ticket in a draft.
async fn draft(house: &House, change: impl Fn(&mut Vec<Json>)) {
    let key = ObjectKey { kind: ObjectKind::Form, id: "ticket".into() };
    let builder = house.call("li").await;
    let loaded = house.runtime.build_object(&builder.actor, &desk(), &key).await.unwrap();
    let mut content = loaded.content.clone();
    change(content["fields"].as_array_mut().unwrap());
    house.runtime.save_draft(&builder, &desk(), &key, content, Some(&loaded.etag)).await.unwrap();
}

fn field<'f>(fields: &'f mut [Json], id: &str) -> &'f mut Json {
    fields.iter_mut().find(|field| field["id"] == id).unwrap()
}

/// The opinion becomes a number.
async fn draft_of_a_number(house: &House) {
    draft(house, |fields| *field(fields, "opinion") = json!({ "id": "opinion", "kind": "number", "label": "处理意见", "scale": 1 })).await;
}

fn blank(name: &str) -> FieldChoice {
    FieldChoice { form: ticket(), field: FieldPath::parse(name).unwrap(), blank: true, first: false, options: Default::default() }
}

async fn publish(house: &House, choices: Vec<FieldChoice>) -> Result<Published, RuntimeError> {
    house.runtime.publish(&house.call("li").await, &desk(), PublishOrder { note: "改".into(), choices, ..PublishOrder::default() }).await
}

/// The migrations that convert, or those that calculate.
async fn migrations(house: &House, converts: bool) -> Vec<MigrationEntry> {
    let mut all = house.runtime.migrations(&house.actor("li").await, &desk()).await.unwrap();
    all.retain(|entry| entry.converts == converts);
    all
}

async fn entry(house: &House, published: &Published) -> MigrationEntry {
    migrations(house, true).await.into_iter().find(|entry| Some(entry.id) == published.migration).unwrap()
}

/// Works until nothing is left to do at once.
async fn work(house: &House) {
    while house.runtime.go_on_migrating(LONG).await.unwrap() > 0 {}
}

async fn change(house: &House, id: RecordId, values: Json) {
    let change = RecordChange { values: map(values), base_revision: None };
    house.runtime.update_record(&system(), &desk(), &ticket(), id, change).await.unwrap();
}

/// Tickets whose flow is over, so that nothing runs on them.
async fn tickets(house: &House, opinions: &[&str]) -> Vec<RecordId> {
    let mut made = Vec::new();
    for (number, opinion) in opinions.iter().enumerate() {
        let values = json!({ "title": format!("单{number}"), "level": "low", "opinion": opinion, "lines": [{ "what": "a", "qty": number + 1 }] });
        let id = house.file(values).await.unwrap().id;
        house.act("li", "approve", json!({})).await.unwrap();
        made.push(id);
    }
    made
}

#[tokio::test]
async fn a_type_change_shows_what_does_not_convert_and_keeps_it_in_the_history() {
    for house in houses().await {
        let made = tickets(&house, &["12.5", "约 3", "1,200", ""]).await;
        draft_of_a_number(&house).await;
        let changes = house.runtime.changes(&house.actor("li").await, &desk(), &[]).await.unwrap();
        let step = changes.steps.iter().find(|step| step.change == "converted").unwrap();
        assert_eq!((step.touched, step.troubled, step.asks, step.complete), (3, 1, true, true), "{step:?}");
        assert_eq!((step.samples[0].record, step.samples[0].title.as_str(), step.samples[0].value.as_str()), (made[1], "单1", "约 3"));
        let listed = house.runtime.troubled_records(&house.actor("li").await, &desk(), &ticket(), &step.field).await.unwrap();
        assert!(listed.content.starts_with(b"PK"));
        assert_eq!(changes.blocked.len(), 1, "{:?}", changes.blocked);
        let refused = publish(&house, Vec::new()).await;
        assert!(matches!(&refused, Err(RuntimeError::Refused { code, .. }) if code == "publication_blocked"), "{refused:?}");
        let published = publish(&house, vec![blank("opinion")]).await.unwrap();
        assert_eq!((published.number, entry(&house, &published).await.state.as_str()), (1, "running"));
        assert_eq!(house.value(made[0], "opinion").await, json!("12.5"), "the version before is current while values are converted");
        let again = publish(&house, vec![blank("opinion")]).await;
        assert!(matches!(&again, Err(RuntimeError::Refused { code, .. }) if code == "migration_running"), "{again:?}");
        work(&house).await;
        let found = entry(&house, &published).await;
        assert_eq!((found.state.as_str(), found.refused, found.done), ("settling", 1, found.total), "{found:?}");
        let values = [json!("12.5"), Json::Null, json!("1200.0"), Json::Null];
        for (id, value) in made.iter().zip(values) {
            assert_eq!(house.value(*id, "opinion").await, value);
        }
        let history = house.runtime.history(&house.actor("li").await, &desk(), &ticket(), made[1]).await.unwrap();
        assert!(format!("{history:?}").contains("约 3"), "{history:?}");
        assert!(house.runtime.migration_faults(&house.actor("li").await, &desk(), found.id).await.unwrap().content.starts_with(b"PK"));
        house.clock.advance(chrono::Duration::seconds(6));
        work(&house).await;
        assert_eq!(entry(&house, &published).await.state, "done");
        let state = house.runtime.build_state(&house.actor("li").await, &desk()).await.unwrap();
        assert!(state.objects.iter().all(|object| object.draft.is_none()), "the drafts are published");
    }
}

#[tokio::test]
async fn who_writes_meanwhile_loses_nothing_and_a_roll_back_finds_the_values_again() {
    for house in houses().await {
        let made = tickets(&house, &["1", "2", "三", "4 件"]).await;
        draft_of_a_number(&house).await;
        publish(&house, vec![blank("opinion")]).await.unwrap();
        // Somebody writes before the first slice, somebody between the slices and the switch: both by the version before.
        change(&house, made[0], json!({ "opinion": "10" })).await;
        house.runtime.go_on_migrating(Duration::ZERO).await.unwrap();
        let new = house.file(json!({ "title": "新", "level": "low", "opinion": "7" })).await.unwrap().id;
        work(&house).await;
        assert_eq!((house.value(made[0], "opinion").await, house.value(new, "opinion").await), (json!("10.0"), json!("7.0")));
        change(&house, made[1], json!({ "opinion": 2.5 })).await;
        house.clock.advance(chrono::Duration::seconds(6));
        work(&house).await;
        let back = house.runtime.roll_back(&house.call("li").await, &desk(), 1, Vec::new()).await;
        // The new ticket's flow runs on the version that is current; the field is one that its step writes.
        assert!(matches!(&back, Err(RuntimeError::Refused { code, .. }) if code == "publication_blocked"), "{back:?}");
        house.act("li", "approve", json!({})).await.unwrap();
        house.runtime.roll_back(&house.call("li").await, &desk(), 1, Vec::new()).await.unwrap();
        work(&house).await;
        let texts = [(made[0], json!("10")), (made[1], json!("2.5")), (made[2], json!("三")), (made[3], json!("4 件")), (new, json!("7"))];
        for (id, text) in texts {
            assert_eq!(house.value(id, "opinion").await, text);
        }
    }
}

#[tokio::test]
async fn a_value_that_comes_meanwhile_and_does_not_convert_ends_it_and_the_version_before_stays() {
    for house in houses().await {
        let made = tickets(&house, &["1", "2"]).await;
        draft_of_a_number(&house).await;
        let published = publish(&house, Vec::new()).await.unwrap();
        change(&house, made[0], json!({ "opinion": "没有数" })).await;
        work(&house).await;
        let found = entry(&house, &published).await;
        assert_eq!(found.state, "failed");
        assert!(found.problem.is_some_and(|problem| problem.get(value::Locale::ZhCn).contains("处理意见")));
        assert_eq!(house.value(made[0], "opinion").await, json!("没有数"));
        let state = house.runtime.build_state(&house.actor("li").await, &desk()).await.unwrap();
        assert!(state.objects.iter().any(|object| object.draft.is_some()), "the drafts are there");
        let published = publish(&house, vec![blank("opinion")]).await.unwrap();
        house.runtime.cancel_migration(&house.call("li").await, &desk(), published.migration.unwrap()).await.unwrap();
        work(&house).await;
        assert_eq!((entry(&house, &published).await.state.as_str(), house.value(made[1], "opinion").await), ("cancelled", json!("2")));
        let over = house.runtime.cancel_migration(&house.call("li").await, &desk(), found.id).await;
        assert!(matches!(over, Err(RuntimeError::Refused { .. })), "{over:?}");
    }
}

#[tokio::test]
async fn a_changed_formula_is_current_at_once_and_stored_values_follow() {
    for house in houses().await {
        let made = tickets(&house, &["", "", ""]).await;
        assert_eq!(house.value(made[2], "total").await, json!(3));
        draft(&house, |fields| field(fields, "total")["formula"] = json!("SUM({lines.qty}) * 10")).await;
        let changes = house.runtime.changes(&house.actor("li").await, &desk(), &[]).await.unwrap();
        assert_eq!(changes.steps.iter().map(|step| (step.change, step.touched)).collect::<Vec<_>>(), [("calculated", 3)]);
        let published = publish(&house, Vec::new()).await.unwrap();
        assert_eq!((published.number, published.migration), (2, None));
        change(&house, made[0], json!({ "lines": [{ "what": "b", "qty": 5 }] })).await;
        work(&house).await;
        house.clock.advance(chrono::Duration::seconds(6));
        work(&house).await;
        let totals = [house.value(made[0], "total").await, house.value(made[1], "total").await, house.value(made[2], "total").await];
        assert_eq!(totals, [json!(50), json!(20), json!(30)]);
        assert!(migrations(&house, false).await.iter().all(|found| found.state == "done"));
    }
}

#[tokio::test]
async fn options_that_are_gone_can_be_stood_for_by_others_and_narrower_rules_list_their_records() {
    for house in houses().await {
        let made = tickets(&house, &["长长的意见", "短"]).await;
        draft(&house, |fields| {
            field(fields, "level")["options"] = json!([{ "id": "minor", "label": "轻" }, { "id": "high", "label": "高" }]);
            field(fields, "opinion")["max_length"] = json!(2);
            field(fields, "phone")["required"] = json!(true);
        })
        .await;
        let actor = house.actor("li").await;
        let changes = house.runtime.changes(&actor, &desk(), &[]).await.unwrap();
        let told: Vec<(String, u64)> = changes.steps.iter().map(|step| (step.field.to_string(), step.troubled)).collect();
        assert_eq!(told, [("level".to_owned(), 2), ("phone".to_owned(), 2), ("opinion".to_owned(), 1)]);
        let level = &changes.steps[0];
        assert_eq!((level.options[0].0.as_str(), level.successors[0].0.as_str()), ("low", "minor"));
        let options = [(level.options[0].0.clone(), level.successors[0].0.clone())].into_iter().collect();
        let choice = FieldChoice { form: ticket(), field: FieldPath::parse("level").unwrap(), blank: false, first: false, options };
        publish(&house, vec![choice]).await.unwrap();
        work(&house).await;
        assert_eq!(house.value(made[0], "level").await, json!("minor"));
        assert_eq!(house.value(made[0], "opinion").await, json!("长长的意见"), "a value that fails the new rule stays");
    }
}

#[tokio::test]
async fn what_was_begun_goes_on_after_a_crash() {
    for house in houses().await {
        let opinions: Vec<String> = (0..60).map(|number| number.to_string()).collect();
        let opinions: Vec<&str> = opinions.iter().map(String::as_str).collect();
        let made = tickets(&house, &opinions).await;
        draft_of_a_number(&house).await;
        publish(&house, Vec::new()).await.unwrap();
        // Everything that is kept in memory is gone: another runtime over the same database goes on.
        let other = house.again().await;
        other.go_on_migrating(Duration::from_millis(1)).await.unwrap();
        drop(other);
        let other = house.again().await;
        while other.go_on_migrating(LONG).await.unwrap() > 0 {}
        house.clock.advance(chrono::Duration::seconds(3));
        assert_eq!(house.value(made[59], "opinion").await, json!("59.0"));
        assert_eq!(house.value(made[0], "opinion").await, json!("0.0"));
    }
}

#[tokio::test]
async fn a_removed_field_keeps_its_values_and_comes_back_with_them() {
    for house in houses().await {
        draft(&house, |fields| fields.push(json!({ "id": "place", "kind": "text", "label": "地点" }))).await;
        publish(&house, Vec::new()).await.unwrap();
        let id = house.file(json!({ "title": "灯", "level": "low", "place": "三楼" })).await.unwrap().id;
        draft(&house, |fields| fields.retain(|field| field["id"] != "place")).await;
        let changes = house.runtime.changes(&house.actor("li").await, &desk(), &[]).await.unwrap();
        assert!(changes.impact.iter().any(|line| line.get(value::Locale::ZhCn).contains("1 条")), "{:?}", changes.impact);
        publish(&house, Vec::new()).await.unwrap();
        assert_eq!(house.value(id, "place").await, Json::Null);
        house.runtime.roll_back(&house.call("li").await, &desk(), 2, Vec::new()).await.unwrap();
        assert_eq!(house.value(id, "place").await, json!("三楼"));
    }
}
