//! Steps that tell people, add records and change records of other forms: all of it in the transaction of the command.

use crate::app;
use crate::house::{House, desk, houses, map, system, ticket};
use runtime::types::RecordQuery;
use serde_json::{Value as Json, json};
use value::{FormId, RecordId};

fn customer() -> FormId {
    FormId::parse("customer").unwrap()
}

/// A ticket tells its starter, adds a customer for each line, and marks those who are called as the ticket is.
async fn with_steps(house: &House) {
    let mut files = app::files();
    let flow = json!({
        "format": 1, "id": "handling", "label": "处理流程", "form": "ticket",
        "nodes": [
            { "id": "start", "kind": "start", "label": "提交" },
            { "id": "tell", "kind": "notify", "label": "通知", "message": "done", "to": [{ "by": "starter" }, { "by": "role", "role": "lead" }] },
            { "id": "add", "kind": "add_records", "label": "登记客户", "form": "customer", "per_row": "lines", "set": { "name": "{what} & \" of \" & {title}" } },
            { "id": "mark", "kind": "change_records", "label": "标记客户", "form": "customer", "matches": { "name": "{title}" }, "set": { "rank": "SUM({lines.qty})" } },
            { "id": "check", "kind": "handle", "label": "核对", "assign": [{ "by": "starter" }] },
            { "id": "end", "kind": "end", "label": "结束" }
        ],
        "edges": [
            { "id": "e1", "from": "start", "to": "tell" }, { "id": "e2", "from": "tell", "to": "add" }, { "id": "e3", "from": "add", "to": "mark" },
            { "id": "e4", "from": "mark", "to": "check" }, { "id": "e5", "from": "check", "to": "end" }
        ]
    });
    files.insert("flows/handling.json".into(), flow.to_string());
    house.runtime.import_package(&system(), &files, Vec::new()).await.unwrap_or_else(|error| panic!("{error:?}"));
}

async fn a_customer(house: &House, name: &str) -> RecordId {
    let values = map(json!({ "name": name, "rank": 0 }));
    house.runtime.create_record(&system(), &desk(), &customer(), None, values).await.unwrap().id
}

async fn rank(house: &House, id: RecordId) -> Json {
    house.runtime.record(&system().actor, &desk(), &customer(), id).await.unwrap().values["rank"].clone()
}

async fn names(house: &House) -> Vec<String> {
    let listed =
        house.runtime.query_records(&system().actor, &desk(), &customer(), RecordQuery { limit: 300, ..RecordQuery::default() }).await.unwrap();
    let mut names: Vec<String> = listed.rows.iter().map(|row| row.values["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_step_tells_people_and_writes_records_of_another_form() {
    for house in houses().await {
        with_steps(&house).await;
        let (one, other, blank) = (a_customer(&house, "甲").await, a_customer(&house, "甲").await, a_customer(&house, "乙").await);
        let filed = house.file(json!({ "title": "甲", "lines": [{ "what": "泵", "qty": 1 }, { "what": "阀", "qty": 2 }] })).await.unwrap();
        assert_eq!((rank(&house, one).await, rank(&house, other).await, rank(&house, blank).await), (json!(3), json!(3), json!(0)));
        assert_eq!(names(&house).await, ["乙", "泵 of 甲", "甲", "甲", "阀 of 甲"]);
        for person in ["zhang", "li"] {
            let told = house.runtime.messages(&house.actor(person).await, true, 10, None).await.unwrap().0;
            assert_eq!(told.iter().map(|told| told.subject.as_str()).collect::<Vec<_>>(), ["工单 甲 已完成"], "{person}");
        }
        assert_eq!(house.open("zhang").await.len(), 1, "the case went on at once");
        let trace = house.runtime.flow_of(&house.actor("zhang").await, &desk(), &ticket(), filed.id).await.unwrap().unwrap();
        let told: Vec<&str> = trace.entries.iter().filter(|entry| entry.node.is_some()).map(|entry| entry.what.as_str()).collect();
        assert_eq!(told, ["message_sent", "records_added", "records_changed", "opened"]);
    }
}

#[tokio::test]
async fn a_step_that_would_change_too_many_records_is_refused_whole() {
    for house in houses().await {
        with_steps(&house).await;
        let mut first = None;
        for _ in 0..201 {
            first = Some(a_customer(&house, "甲").await);
        }
        let refused = house.file(json!({ "title": "甲", "lines": [{ "what": "泵", "qty": 1 }] })).await.unwrap_err();
        assert_eq!(refused.code(), "flow.too_many_records");
        assert_eq!(rank(&house, first.unwrap()).await, json!(0), "nothing is changed");
        assert!(house.open("zhang").await.is_empty() && !names(&house).await.contains(&"泵 of 甲".to_owned()), "nothing is filed");
    }
}
