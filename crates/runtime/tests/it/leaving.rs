//! Somebody leaves, or is not to do something any more: what the person holds goes to others, and nothing is lost.

use crate::house::{House, desk, houses, system, ticket};
use runtime::RuntimeError;
use runtime::types::{AuditQuery, ManageRequest, TaskBox, TaskNarrow, UserChange};
use serde_json::json;
use value::{Locale, UserId};

async fn switch_off(house: &House, user: UserId, to: Option<UserId>) -> Result<(), RuntimeError> {
    let change = UserChange { active: Some(false), hand_over_to: to, ..UserChange::default() };
    house.runtime.update_user(&system(), user, change).await.map(drop)
}

/// What the page of a record says happened, in words.
async fn happened(house: &House, record: value::RecordId) -> Vec<String> {
    let trace = house.runtime.flow_of(&house.actor("wang").await, &desk(), &ticket(), record).await.unwrap().unwrap();
    trace.entries.iter().map(|entry| format!("{} {} -> {}", entry.what, entry.by_name.clone(), entry.to.join("+"))).collect()
}

#[tokio::test]
async fn what_somebody_held_goes_to_the_nearest_head() {
    for house in houses().await {
        let first = house.file(json!({ "title": "灯不亮" })).await.unwrap();
        house.file(json!({ "title": "泵漏水" })).await.unwrap();
        assert_eq!(house.runtime.relieve().await.unwrap(), 0, "nobody has left");
        assert_eq!(house.runtime.held_by(&system().actor, house.lead).await.unwrap().open, 2);
        switch_off(&house, house.lead, None).await.unwrap();
        assert_eq!(house.runtime.relieve().await.unwrap(), 2);
        assert_eq!(house.runtime.held_by(&system().actor, house.lead).await.unwrap().open, 0);
        assert_eq!(house.open("wang").await.len(), 2);
        assert!(happened(&house, first.id).await.contains(&"relieved 李四 -> 王五".to_owned()), "{:?}", happened(&house, first.id).await);
        let (messages, _) = house.runtime.messages(&house.actor("wang").await, false, 20, None).await.unwrap();
        assert_eq!(messages.iter().filter(|message| message.subject.contains("转交给您")).count(), 2, "{messages:?}");
        let asked = AuditQuery { action: Some("record.relieve".into()), limit: 10, ..AuditQuery::default() };
        assert_eq!(house.runtime.audit_log(&system().actor, asked).await.unwrap().0.len(), 2);
        assert_eq!(house.runtime.relieve().await.unwrap(), 0, "nothing is moved twice");
        // Whoever has it now goes on with the case.
        let open = house.open("wang").await;
        let mine = open.iter().find(|task| task.record == first.id).unwrap();
        house.runtime.act(&house.call("wang").await, mine.id, crate::house::request("approve", json!({}))).await.unwrap();
        let done = house.runtime.tasks(&house.actor("wang").await, TaskBox::Done, TaskNarrow::default(), 10, None).await.unwrap().0;
        assert_eq!(done.len(), 1);
    }
}

#[tokio::test]
async fn whoever_takes_over_gets_it_and_what_waits_comes_when_it_goes_on() {
    for house in houses().await {
        house.file(json!({ "title": "灯不亮" })).await.unwrap();
        let held = house.file(json!({ "title": "泵漏水" })).await.unwrap();
        let manage = |action: &str| ManageRequest { action: action.into(), opinion: None, node: None, to_node: None, from: None, to: None };
        house.runtime.manage_case(&house.call("li").await, &desk(), &ticket(), held.id, manage("suspend")).await.unwrap();

        let wrong = UserChange { hand_over_to: Some(house.head), ..UserChange::default() };
        assert!(house.runtime.update_user(&system(), house.lead, wrong).await.is_err(), "only from whoever leaves");
        assert!(switch_off(&house, house.lead, Some(house.lead)).await.is_err(), "not to the same person");
        assert!(house.runtime.user(&system().actor, house.lead).await.unwrap().active, "what is refused changes nothing");
        switch_off(&house, house.lead, Some(house.agent)).await.unwrap();
        assert_eq!(house.runtime.relieve().await.unwrap(), 1, "a case on hold stays as it is");
        assert_eq!(house.open("zhang").await.len(), 1);

        // It is looked at again and again: after the case goes on, its to-do comes as well.
        house.runtime.manage_case(&system_as_builder(&house).await, &desk(), &ticket(), held.id, manage("resume")).await.unwrap();
        house.clock.advance(chrono::Duration::minutes(2));
        assert_eq!(house.runtime.relieve().await.unwrap(), 1);
        assert_eq!(house.open("zhang").await.len(), 2);
    }
}

/// Somebody else builds the app from now on.
async fn system_as_builder(house: &House) -> runtime::types::Call {
    house.runtime.set_role_holders(&system(), &desk(), &value::RoleId::parse("lead").unwrap(), vec![house.head]).await.unwrap();
    house.call("wang").await
}

#[tokio::test]
async fn an_administrator_of_the_app_reassigns_what_somebody_holds() {
    for house in houses().await {
        let filed = house.file(json!({ "title": "灯不亮" })).await.unwrap();
        let reassign = |from: UserId, to: Option<UserId>| ManageRequest {
            action: "reassign".into(),
            opinion: Some("李四今天不在".into()),
            node: Some("check".into()),
            to_node: None,
            from: Some(from),
            to,
        };
        let by = async |login: &str, request: ManageRequest| {
            house.runtime.manage_case(&house.call(login).await, &desk(), &ticket(), filed.id, request).await
        };
        let refused = by("zhang", reassign(house.lead, Some(house.agent))).await.unwrap_err();
        assert!(refused.public_message().get(Locale::ZhCn).contains("管理"), "{refused:?}");
        assert!(by("li", reassign(house.lead, None)).await.is_err(), "a person has to be chosen");
        assert!(by("li", reassign(house.head, Some(house.agent))).await.is_err(), "who holds nothing has nothing to give");
        by("li", reassign(house.lead, Some(house.head))).await.unwrap();
        assert!(house.open("li").await.is_empty());
        assert_eq!(house.open("wang").await.len(), 1);
        assert!(happened(&house, filed.id).await.contains(&"reassign 李四 -> 王五".to_owned()));
    }
}
