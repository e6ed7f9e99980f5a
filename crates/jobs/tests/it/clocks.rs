//! Clocks of a flow: shown with the case, fired by the worker, kept when the case goes over to another version.

use crate::house::{House, desk, houses, map, system, ticket};
use crate::{subjects, worker};
use chrono::Duration;
use definition::{ObjectKey, ObjectKind};
use runtime::types::{ClockEntry, FlowTrace, RecordChange};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use value::{FlowId, Locale, RecordId};

/// The flow of the desk without deadlines at its steps, but with these clocks.
fn flow(first: &str, clocks: Json) -> Json {
    let mut flow = crate::app::flow(first);
    flow["nodes"][1].as_object_mut().unwrap().remove("deadline");
    flow["clocks"] = clocks;
    flow
}

fn resolve() -> Json {
    json!([{
        "id": "resolve", "label": "解决", "within": { "amount": 4, "unit": "hours", "time": "wall" }, "warn_at": [50],
        "pause": [{ "label": "等待客户", "while": { "when": "{opinion} = \"wait\"" } }],
        "levels": [{ "percent": 100, "to": [{ "by": "department_head" }], "way": "hand_over", "set": { "result": "\"late\"" } }]
    }])
}

async fn publish(house: &House, flow: Json) {
    let (builder, key) = (house.call("li").await, ObjectKey { kind: ObjectKind::Flow, id: "handling".into() });
    let loaded = house.runtime.build_object(&builder.actor, &desk(), &key).await.unwrap();
    house.runtime.save_draft(&builder, &desk(), &key, flow, Some(&loaded.etag)).await.unwrap();
    house.runtime.publish(&builder, &desk(), "").await.unwrap();
}

async fn trace(house: &House, id: RecordId) -> FlowTrace {
    house.runtime.flow_of(&house.actor("zhang").await, &desk(), &ticket(), id).await.unwrap().unwrap()
}

async fn change(house: &House, id: RecordId, values: Json) {
    let change = RecordChange { values: map(values), base_revision: None };
    house.runtime.update_record(&system(), &desk(), &ticket(), id, change).await.unwrap();
}

fn due(clock: &ClockEntry) -> Option<String> {
    clock.reading.as_ref()?.due_at.map(|due| value::write_instant(&due))
}

#[tokio::test]
async fn a_clock_over_the_case_is_shown_reminds_stands_still_and_hands_over() {
    for house in houses().await {
        let (worker, _) = worker(&house);
        publish(&house, flow("check", resolve())).await;
        let id = house.file(json!({ "title": "门坏了", "level": "low" })).await.unwrap().id;
        let shown = trace(&house, id).await;
        assert_eq!((due(&shown.clocks[0]).as_deref(), shown.no_deadline), (Some("2026-03-02T05:00:00Z"), None));
        assert_eq!(house.value(id, "_due").await, json!("2026-03-02T05:00:00Z"));
        assert_eq!(house.open("li").await[0].due_at, shown.clocks[0].reading.as_ref().unwrap().due_at, "it colours the to-do");
        house.clock.advance(Duration::hours(2));
        assert_eq!(worker.run_until_idle().await.unwrap().fired, 1);
        assert_eq!(subjects(&house, "li").await, ["即将到期：门坏了（解决）"]);
        change(&house, id, json!({ "opinion": "wait" })).await;
        let shown = trace(&house, id).await;
        assert_eq!(shown.clocks[0].held_by, [value::Label::from("等待客户")]);
        assert_eq!(shown.no_deadline.unwrap().get(Locale::ZhCn), "「解决」已暂停：等待客户");
        assert_eq!(house.value(id, "_due").await, Json::Null);
        house.clock.advance(Duration::hours(1));
        assert_eq!(worker.run_until_idle().await.unwrap().fired, 0);
        change(&house, id, json!({ "opinion": "" })).await;
        let shown = trace(&house, id).await;
        let spans: Vec<_> = shown.clocks[0].reading.as_ref().unwrap().spans.iter().map(|span| span.kind.clone()).collect();
        assert_eq!((due(&shown.clocks[0]).as_deref(), spans), (Some("2026-03-02T06:00:00Z"), vec!["open".into(), "paused".into(), "open".into()]));
        house.clock.advance(Duration::minutes(121));
        assert_eq!(worker.run_until_idle().await.unwrap().fired, 1);
        assert_eq!(subjects(&house, "wang").await, ["超时升级：门坏了（解决）"]);
        assert!(house.open("li").await.is_empty() && house.open("wang").await.len() == 1);
        assert_eq!(house.value(id, "result").await, json!("late"));
        house.act("wang", "approve", json!({})).await.unwrap();
        let shown = trace(&house, id).await;
        assert_eq!(shown.clocks[0].reading.as_ref().unwrap().standing, "breached");
        let told: Vec<&str> = shown.entries.iter().map(|entry| entry.what.as_str()).filter(|what| what.starts_with("clock")).collect();
        assert_eq!(told, ["clock_warned", "clock_due", "clock_level", "clock_breached"]);
        house.clock.advance(Duration::days(9));
        assert_eq!(worker.run_until_idle().await.unwrap().fired, 0);
    }
}

#[tokio::test]
async fn a_case_that_goes_over_keeps_its_clocks_and_begins_those_that_are_new() {
    for house in houses().await {
        publish(&house, flow("check", json!([]))).await;
        let id = house.file(json!({ "title": "窗", "level": "low" })).await.unwrap().id;
        assert_eq!(trace(&house, id).await.no_deadline.unwrap().get(Locale::ZhCn), "步骤「审核」没有设置时限，流程也没有计时");
        let go_over = async |clocks: Json| {
            publish(&house, flow("check", clocks)).await;
            let builder = house.call("li").await;
            house.runtime.migrate_cases(&builder, &desk(), &FlowId::parse("handling").unwrap(), BTreeMap::new(), 1).await.unwrap();
            let shown = trace(&house, id).await;
            shown.clocks.iter().map(|clock| (clock.clock.to_string(), due(clock))).collect::<Vec<_>>()
        };
        house.clock.advance(Duration::hours(1));
        let moment = |text: &str| Some(text.to_owned());
        assert_eq!(go_over(resolve()).await, [("resolve".into(), moment("2026-03-02T06:00:00Z"))]);
        house.clock.advance(Duration::hours(1));
        let mut two = resolve();
        two[0]["within"]["amount"] = json!(5);
        two.as_array_mut().unwrap().push(json!({ "id": "answer", "label": "答复", "within": { "amount": 1, "unit": "hours", "time": "wall" } }));
        let both = [("resolve".into(), moment("2026-03-02T07:00:00Z")), ("answer".into(), moment("2026-03-02T04:00:00Z"))];
        assert_eq!(go_over(two.clone()).await, both, "what was used stays used");
        two.as_array_mut().unwrap().remove(0);
        assert_eq!(go_over(two).await, [("answer".into(), moment("2026-03-02T04:00:00Z"))]);
        assert_eq!(house.value(id, "_due").await, json!("2026-03-02T04:00:00Z"));
    }
}
