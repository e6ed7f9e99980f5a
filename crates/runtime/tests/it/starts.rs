//! A case begins on a record that is there already: by the button that a flow offers.

use crate::app;
use crate::house::{House, desk, houses, system, ticket};
use runtime::RuntimeResult;
use runtime::types::Written;
use serde_json::{Value as Json, json};
use value::{FlowId, RecordId};

/// Beside the flow of every ticket, leads can have one of a high level scrapped.
async fn with_button(house: &House, more: Json) {
    let mut files = app::files();
    let mut button = json!({ "label": { "zh-CN": "申请报废", "en": "Scrap" }, "roles": ["lead"], "when": "{level} = \"high\"" });
    button.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let flow = json!({
        "format": 1, "id": "scrapping", "label": "报废", "form": "ticket",
        "nodes": [
            { "id": "start", "kind": "start", "label": "申请", "not_on_create": true, "button": button },
            { "id": "confirm", "kind": "handle", "label": "确认", "assign": [{ "by": "role", "role": "agent" }] },
            { "id": "end", "kind": "end", "label": "结束", "on_enter": { "result": "\"scrapped\"" } }
        ],
        "edges": [{ "id": "e1", "from": "start", "to": "confirm" }, { "id": "e2", "from": "confirm", "to": "end" }]
    });
    files.insert("flows/scrapping.json".into(), flow.to_string());
    files.insert("flows/handling.json".into(), app::flow("check").to_string());
    house.runtime.import_package(&system(), &files, Vec::new()).await.unwrap_or_else(|error| panic!("{error:?}"));
}

/// A ticket whose own flow is over.
async fn handled(house: &House, level: &str) -> RecordId {
    let id = house.file(json!({ "title": "旧机器", "level": level })).await.unwrap().id;
    assert!(offered(house, "li", id).await.is_empty(), "its flow is running");
    house.act("li", "approve", json!({})).await.unwrap();
    if level == "high" {
        house.act("wang", "approve", json!({})).await.unwrap();
    }
    assert_eq!(house.value(id, "_flow").await, json!("completed"));
    id
}

async fn offered(house: &House, login: &str, id: RecordId) -> Vec<String> {
    let seen = house.runtime.record(&house.actor(login).await, &desk(), &ticket(), id).await.unwrap();
    seen.starts.iter().map(|offer| offer.label.get(value::Locale::ZhCn).to_owned()).collect()
}

async fn press(house: &House, login: &str, id: RecordId) -> RuntimeResult<Written> {
    house.runtime.start_case(&house.call(login).await, &desk(), &ticket(), id, FlowId::parse("scrapping").unwrap()).await
}

#[tokio::test]
async fn a_button_begins_a_case_on_a_record_that_is_there() {
    for house in houses().await {
        with_button(&house, json!({ "again": true })).await;
        let id = handled(&house, "high").await;
        assert_eq!(offered(&house, "li", id).await, ["申请报废"]);
        assert!(offered(&house, "zhang", id).await.is_empty(), "only leads have it");
        assert_eq!(press(&house, "zhang", id).await.unwrap_err().code(), "no_right");
        house.clock.advance(chrono::Duration::minutes(1));
        press(&house, "li", id).await.unwrap();
        assert_eq!(house.value(id, "_flow").await, json!("running"));
        assert!(offered(&house, "li", id).await.is_empty());
        assert_eq!(press(&house, "li", id).await.unwrap_err().code(), "flow.already_running");
        house.act("zhang", "complete", json!({})).await.unwrap();
        assert_eq!((house.value(id, "_flow").await, house.value(id, "result").await), (json!("completed"), json!("done")), "rules see the end");
        assert_eq!(offered(&house, "li", id).await, ["申请报废"], "it is there again");

        let li = house.actor("li").await;
        let newest = house.runtime.flow_of(&li, &desk(), &ticket(), id).await.unwrap().unwrap();
        let cases: Vec<_> = newest.cases.iter().map(|case| (case.flow.as_str(), case.state.as_str(), case.ended_at.is_some())).collect();
        assert_eq!(cases, [("scrapping", "completed", true), ("handling", "completed", true)]);
        assert_eq!((newest.case, newest.flow.as_str()), (newest.cases[0].id, "scrapping"));
        let older = house.runtime.case_of(&li, &desk(), &ticket(), id, Some(newest.cases[1].id)).await.unwrap().unwrap();
        assert_eq!((older.case, older.flow.as_str(), older.cases), (newest.cases[1].id, "handling", newest.cases.clone()));
        assert!(older.entries.iter().any(|entry| entry.what == "approve") && older.offers.is_empty() && older.mine.is_none());
        let other = handled(&house, "low").await;
        let foreign = house.runtime.case_of(&li, &desk(), &ticket(), other, Some(newest.case)).await;
        assert_eq!(foreign.unwrap_err().code(), "not_found", "a case of another record");
    }
}

#[tokio::test]
async fn a_button_is_there_only_while_its_condition_holds_and_once_unless_it_says_so() {
    for house in houses().await {
        with_button(&house, json!({ "again": true })).await;
        let low = handled(&house, "low").await;
        assert!(offered(&house, "li", low).await.is_empty());
        assert_eq!(press(&house, "li", low).await.unwrap_err().code(), "flow.not_offered");
        with_button(&house, json!({})).await;
        let high = handled(&house, "high").await;
        assert!(offered(&house, "li", high).await.is_empty());
        assert_eq!(press(&house, "li", high).await.unwrap_err().code(), "flow.ran_before");
    }
}
