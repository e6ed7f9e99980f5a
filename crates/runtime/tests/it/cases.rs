//! Running cases go over to the present version of their flow: all of them or none.

use crate::app;
use crate::house::{House, desk, houses, request, ticket};
use definition::{ObjectKey, ObjectKind};
use runtime::types::TimesAsked;
use runtime::{Clock, RuntimeError};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use value::{FlowId, NodeId};

fn handling() -> FlowId {
    FlowId::parse("handling").unwrap()
}

fn node(id: &str) -> NodeId {
    NodeId::parse(id).unwrap()
}

async fn publish(house: &House, flow: Json) {
    let (builder, key) = (house.call("li").await, ObjectKey { kind: ObjectKind::Flow, id: "handling".into() });
    let loaded = house.runtime.build_object(&builder.actor, &desk(), &key).await.unwrap();
    house.runtime.save_draft(&builder, &desk(), &key, flow, Some(&loaded.etag)).await.unwrap();
    house.runtime.publish(&builder, &desk(), "").await.unwrap();
}

/// The flow with a second look behind the first, under these ids.
fn with_second_look(first: &str) -> Json {
    let mut flow = app::flow(first);
    let second = json!({ "id": "second", "kind": "approve", "label": "复核", "assign": [{ "by": "role", "role": "lead" }] });
    flow["nodes"].as_array_mut().unwrap().push(second);
    flow["edges"][1]["to"] = json!("second");
    flow["edges"].as_array_mut().unwrap().push(json!({ "id": "e6", "from": "second", "to": "by_level" }));
    flow
}

#[tokio::test]
async fn cases_whose_step_is_still_there_go_over_and_their_holders_keep_them() {
    for house in houses().await {
        let old = house.file(json!({ "title": "在途", "level": "low" })).await.unwrap();
        let before = house.open("li").await.remove(0);
        publish(&house, with_second_look("check")).await;
        let builder = house.call("li").await;
        let running = house.runtime.running_cases(&builder.actor, &desk(), &handling()).await.unwrap();
        let places: Vec<_> = running.older.iter().map(|one| (one.number, one.cases, one.steps[0].node.as_str())).collect();
        assert_eq!((running.number, running.present, places), (2, 0, vec![(1, 1, "check")]));
        let weighed = house.runtime.weigh_cases(&builder.actor, &desk(), &handling(), &BTreeMap::new()).await.unwrap();
        assert_eq!((weighed.cases, weighed.fit, weighed.obstacles.len()), (1, 1, 0));
        let migrated = house.runtime.migrate_cases(&builder, &desk(), &handling(), BTreeMap::new(), 1).await.unwrap();
        assert_eq!(migrated.cases, 1);
        let after = house.open("li").await.remove(0);
        assert_eq!((after.id, after.due_at), (before.id, before.due_at), "the to-do is the same");
        house.act("li", "approve", json!({})).await.unwrap();
        assert_eq!(house.value(old.id, "_node").await, json!("second"), "it follows the present version");
        let trace = house.runtime.flow_of(&house.actor("zhang").await, &desk(), &ticket(), old.id).await.unwrap().unwrap();
        assert!(!trace.pinned_to_older);
        assert!(trace.entries.iter().any(|entry| entry.what == "migrate" && entry.by_name == "李四"), "{:?}", trace.entries);
        let stranger = house.runtime.weigh_cases(&house.actor("zhang").await, &desk(), &handling(), &BTreeMap::new()).await;
        assert!(matches!(stranger, Err(RuntimeError::Denied { .. })), "{stranger:?}");
    }
}

#[tokio::test]
async fn a_step_that_is_gone_needs_a_successor_and_until_then_nothing_moves() {
    for house in houses().await {
        let records = [
            house.file(json!({ "title": "甲", "level": "low" })).await.unwrap(),
            house.file(json!({ "title": "乙", "level": "low" })).await.unwrap(),
        ];
        publish(&house, with_second_look("look")).await;
        let builder = house.call("li").await;
        let (actor, none) = (&builder.actor, BTreeMap::new());
        let weighed = house.runtime.weigh_cases(actor, &desk(), &handling(), &none).await.unwrap();
        assert_eq!((weighed.cases, weighed.fit), (2, 0));
        let [obstacle] = weighed.obstacles.as_slice() else { panic!("{weighed:?}") };
        assert_eq!((obstacle.code, obstacle.cases, obstacle.node.as_ref()), ("step_gone", 2, Some(&node("check"))));
        assert_eq!(obstacle.records.len(), 2, "the builder sees which ones");
        let refused = house.runtime.migrate_cases(&builder, &desk(), &handling(), none, 2).await;
        assert!(matches!(&refused, Err(RuntimeError::Refused { code, .. }) if code == "flow.cannot_migrate"), "{refused:?}");
        let other_kind = BTreeMap::from([(node("check"), node("by_level"))]);
        assert_eq!(house.runtime.weigh_cases(actor, &desk(), &handling(), &other_kind).await.unwrap().obstacles[0].code, "other_kind");
        let unknown = house.runtime.weigh_cases(actor, &desk(), &handling(), &BTreeMap::from([(node("check"), node("nowhere"))])).await;
        assert!(matches!(&unknown, Err(RuntimeError::Refused { code, .. }) if code == "no_such_step"), "{unknown:?}");
        let steps = BTreeMap::from([(node("check"), node("look"))]);
        assert_eq!(house.runtime.weigh_cases(actor, &desk(), &handling(), &steps).await.unwrap().fit, 2);
        let fewer = house.runtime.migrate_cases(&builder, &desk(), &handling(), steps.clone(), 1).await;
        assert!(matches!(&fewer, Err(RuntimeError::Refused { code, .. }) if code == "cases_changed"), "{fewer:?}");
        assert_eq!(house.value(records[0].id, "_node").await, json!("check"), "nothing has moved");
        house.runtime.migrate_cases(&builder, &desk(), &handling(), steps, 2).await.unwrap();
        for record in &records {
            assert_eq!(house.value(record.id, "_node").await, json!("look"));
        }
        let labels: Vec<_> = house.open("li").await.into_iter().map(|task| task.node.unwrap().to_string()).collect();
        assert_eq!(labels, ["look", "look"]);
        for task in house.open("li").await {
            house.runtime.act(&builder, task.id, request("approve", json!({}))).await.unwrap();
        }
        for record in records {
            assert_eq!(house.value(record.id, "_node").await, json!("second"), "the new way is taken");
        }
    }
}

#[tokio::test]
async fn the_time_of_each_step_is_counted_over_the_cases_of_a_span_and_a_version() {
    for house in houses().await {
        let first = house.clock.now();
        // Four cases wait 10, 20, 30 and 100 minutes; the last one is late by its hour, and one is sent back to its starter.
        for (minutes, action) in [(10, "approve"), (20, "approve"), (30, "return"), (100, "approve")] {
            house.file(json!({ "title": "耗时", "level": "low" })).await.unwrap();
            house.clock.advance(chrono::Duration::minutes(minutes));
            house.act("li", action, json!({})).await.unwrap();
        }
        let until = house.clock.now();
        house.clock.advance(chrono::Duration::minutes(1));
        house.file(json!({ "title": "在等", "level": "low" })).await.unwrap();
        house.clock.advance(chrono::Duration::minutes(90));
        let builder = house.actor("li").await;
        let asked = |until| TimesAsked { from: first, until, version: None };
        let times = house.runtime.flow_times(&builder, &desk(), &handling(), &asked(house.clock.now())).await.unwrap();
        assert_eq!((times.cases, times.running, times.more, times.versions.clone()), (5, 2, false, vec![1]));
        let check = times.steps.iter().find(|step| step.node == node("check")).unwrap();
        assert_eq!((check.passed, check.median, check.ninth), (4, Some(20 * 60), Some(100 * 60)));
        assert_eq!((check.returned, check.waiting, check.longest_wait), (1, 1, Some(90 * 60)));
        assert_eq!((check.with_deadline, check.late), (5, 2), "one was done late, one is late and open");
        let taken = |id: &str| times.ways.iter().find(|way| way.id.as_str() == id).unwrap().taken;
        assert_eq!((taken("e1"), taken("e4"), taken("e3")), (5, 3, 0));
        let earlier = house.runtime.flow_times(&builder, &desk(), &handling(), &asked(until)).await.unwrap();
        assert_eq!(earlier.cases, 4, "the last case began later");
        publish(&house, with_second_look("check")).await;
        let of_second = TimesAsked { version: Some(2), ..asked(house.clock.now()) };
        let second = house.runtime.flow_times(&builder, &desk(), &handling(), &of_second).await.unwrap();
        assert_eq!((second.cases, second.versions), (0, vec![2, 1]));
        let unknown = TimesAsked { version: Some(9), ..asked(until) };
        assert!(matches!(house.runtime.flow_times(&builder, &desk(), &handling(), &unknown).await, Err(RuntimeError::NotFound { .. })));
        let stranger = house.runtime.flow_times(&house.actor("zhang").await, &desk(), &handling(), &asked(until)).await;
        assert!(matches!(stranger, Err(RuntimeError::Denied { .. })));
    }
}
