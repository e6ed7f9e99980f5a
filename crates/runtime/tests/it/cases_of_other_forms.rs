//! A step files a record of another form, whose own flow runs: both are one transaction, and the one hears how the other ends.

use crate::app;
use crate::house::{House, desk, houses, map, request, system, ticket};
use runtime::types::ManageRequest;
use serde_json::{Value as Json, json};
use value::{FormId, RecordId};

fn repair() -> FormId {
    FormId::parse("repair").unwrap()
}

/// A ticket of a high level is repaired in a form of its own; the lead checks what comes of it.
async fn with_repairs(house: &House, step: Json, when: Json) {
    let mut files = app::files();
    let mut ticket: Json = serde_json::from_str(&files["forms/ticket.json"]).unwrap();
    ticket["fields"].as_array_mut().unwrap().push(json!({ "id": "repair", "kind": "relation", "label": "维修单", "form": "repair" }));
    files.insert("forms/ticket.json".into(), ticket.to_string());
    let form = json!({
        "format": 1, "id": "repair", "label": { "zh-CN": "维修单", "en": "Repair" }, "title_field": "fault",
        "fields": [
            { "id": "no", "kind": "auto_number", "label": "编号", "pattern": "R{yyyy}-{4}" },
            { "id": "fault", "kind": "text", "label": "故障", "required": true },
            { "id": "ticket", "kind": "relation", "label": "工单", "form": "ticket" },
            { "id": "done", "kind": "text", "label": "处理结果" }
        ]
    });
    files.insert("forms/repair.json".into(), form.to_string());
    let mut repairing = json!({
        "format": 1, "id": "repairing", "label": "维修流程", "form": "repair",
        "nodes": [
            { "id": "start", "kind": "start", "label": "开始" },
            { "id": "mend", "kind": "approve", "label": "维修", "assign": [{ "by": "role", "role": "lead" }], "fields": { "done": "write" } },
            { "id": "end", "kind": "end", "label": "结束" }
        ],
        "edges": [{ "id": "e1", "from": "start", "to": "mend" }, { "id": "e2", "from": "mend", "to": "end" }]
    });
    if !when.is_null() {
        repairing["when"] = when;
    }
    files.insert("flows/repairing.json".into(), repairing.to_string());
    let mut open = json!({
        "id": "repairs", "kind": "case", "label": { "zh-CN": "开维修单", "en": "Repair" }, "form": "repair",
        "set": { "fault": "{title}" }, "back": "ticket", "link": "repair"
    });
    open.as_object_mut().unwrap().extend(map(step));
    let flow = json!({
        "format": 1, "id": "handling", "label": "处理流程", "form": "ticket", "policies": { "withdraw": true },
        "nodes": [
            { "id": "start", "kind": "start", "label": "提交" },
            open,
            { "id": "check", "kind": "handle", "label": "核对", "assign": [{ "by": "starter" }] },
            { "id": "end", "kind": "end", "label": "结束" }
        ],
        "edges": [
            { "id": "e1", "from": "start", "to": "repairs" }, { "id": "e2", "from": "repairs", "to": "check" }, { "id": "e3", "from": "check", "to": "end" }
        ]
    });
    files.insert("flows/handling.json".into(), flow.to_string());
    house.runtime.import_package(&system(), &files, Vec::new()).await.unwrap_or_else(|error| panic!("{error:?}"));
}

/// The values of the only repair.
async fn the_repair(house: &House, ticket: RecordId) -> (RecordId, serde_json::Map<String, Json>) {
    let link = house.value(ticket, "repair").await;
    let id = RecordId(link.as_str().unwrap_or_else(|| panic!("no link: {link}")).parse().unwrap());
    let seen = house.runtime.record(&system().actor, &desk(), &repair(), id).await.unwrap();
    (id, seen.values.into_iter().collect())
}

#[tokio::test]
async fn a_case_of_another_form_is_filed_awaited_and_told_of() {
    for house in houses().await {
        with_repairs(&house, json!({}), Json::Null).await;
        let filed = house.file(json!({ "title": "停电" })).await.unwrap();
        let (id, values) = the_repair(&house, filed.id).await;
        assert_eq!((values["fault"].clone(), values["ticket"].clone()), (json!("停电"), json!(filed.id.to_string())));
        assert_eq!(values["_flow"], json!("running"));
        assert!(values["no"].as_str().is_some_and(|no| no.starts_with('R')), "a number is drawn for it");
        assert!(house.open("zhang").await.is_empty(), "the ticket waits");

        let task = house.open("li").await.remove(0);
        assert_eq!((task.form.clone(), task.record), (repair(), id));
        house.runtime.act(&house.call("li").await, task.id, request("approve", json!({ "done": "换了保险丝" }))).await.unwrap();
        let mine = house.open("zhang").await;
        assert_eq!(mine.iter().map(|task| task.form.clone()).collect::<Vec<_>>(), [ticket()], "it goes on in the same transaction");
        let trace = house.runtime.flow_of(&house.actor("zhang").await, &desk(), &ticket(), filed.id).await.unwrap().unwrap();
        let told: Vec<_> = trace.entries.iter().filter_map(|entry| Some((entry.what.as_str(), entry.case.clone()?))).collect();
        assert_eq!(told, [("case_filed", (repair(), id)), ("case_completed", (repair(), id))]);
        house.act("zhang", "complete", json!({})).await.unwrap();
        assert_eq!(house.value(filed.id, "_flow").await, json!("completed"));
    }
}

#[tokio::test]
async fn a_case_that_is_turned_down_turns_down_the_one_that_waits() {
    for house in houses().await {
        with_repairs(&house, json!({}), Json::Null).await;
        let filed = house.file(json!({ "title": "停电" })).await.unwrap();
        house.act("li", "reject", json!({})).await.unwrap();
        assert_eq!(house.value(filed.id, "_flow").await, json!("rejected"));
    }
}

#[tokio::test]
async fn whoever_takes_a_case_back_takes_down_what_it_waits_for() {
    for house in houses().await {
        with_repairs(&house, json!({}), Json::Null).await;
        let filed = house.file(json!({ "title": "停电" })).await.unwrap();
        let (id, _) = the_repair(&house, filed.id).await;
        assert_eq!(house.open("li").await.len(), 1);
        house.runtime.withdraw(&house.call("zhang").await, &desk(), &ticket(), filed.id, None).await.unwrap();
        assert!(house.open("li").await.is_empty(), "nobody is left with it");
        let seen = house.runtime.record(&system().actor, &desk(), &repair(), id).await.unwrap();
        assert_eq!(seen.values["_flow"], json!("terminated"));
    }
}

#[tokio::test]
async fn nobody_waits_for_a_case_that_goes_on_by_itself() {
    for house in houses().await {
        with_repairs(&house, json!({ "goes_on": true }), Json::Null).await;
        let filed = house.file(json!({ "title": "停电" })).await.unwrap();
        let (_, values) = the_repair(&house, filed.id).await;
        assert_eq!(values["fault"], json!("停电"));
        house.act("zhang", "complete", json!({})).await.unwrap();
        assert_eq!(house.value(filed.id, "_flow").await, json!("completed"));
        house.act("li", "reject", json!({})).await.unwrap();
        assert_eq!(house.value(filed.id, "_flow").await, json!("completed"));
    }
}

#[tokio::test]
async fn nothing_is_filed_when_the_other_record_cannot_be() {
    for house in houses().await {
        with_repairs(&house, json!({}), json!("{fault} <> \"停电\"")).await;
        let refused = house.file(json!({ "title": "停电" })).await.unwrap_err();
        assert_eq!(refused.code(), "flow.no_flow");
        let filed = house.file(json!({ "title": "断网" })).await.unwrap();
        assert_eq!(
            house.value(filed.id, "no").await,
            json!(format!("T{}-0001", &house.value(filed.id, "_created_at").await.as_str().unwrap()[..4])),
            "the number of the refused one is not lost"
        );
        let end = ManageRequest { action: "terminate".into(), opinion: None, node: None, to_node: None, from: None, to: None };
        house.runtime.manage_case(&house.call("li").await, &desk(), &ticket(), filed.id, end).await.unwrap();
        assert!(house.open("li").await.is_empty());
    }
}
