//! Cases from the first step to the last.

use crate::house::{House, desk, houses, map, request, ticket};
use runtime::RuntimeError;
use runtime::types::{RecordChange, TaskBox, TaskNarrow};
use serde_json::json;

#[tokio::test]
async fn a_ticket_is_filed_checked_and_done() {
    for house in houses().await {
        let filed = house
            .file(json!({ "title": "打印机坏了", "level": "low", "lines": [{ "what": "a", "qty": 2 }, { "what": "b", "qty": 3 }] }))
            .await
            .unwrap();
        assert_eq!(house.value(filed.id, "no").await, json!("T2026-0001"));
        assert_eq!(house.value(filed.id, "total").await, json!(5));
        assert_eq!(house.value(filed.id, "_flow").await, json!("running"));
        house.act("li", "approve", json!({ "opinion": "换一台" })).await.unwrap();
        assert_eq!(house.value(filed.id, "_flow").await, json!("completed"));
        assert_eq!(house.value(filed.id, "opinion").await, json!("换一台"));
        assert_eq!(house.value(filed.id, "result").await, json!("done"), "the rule after set it");
        let told = house.runtime.messages(&house.actor("zhang").await, true, 10, None).await.unwrap().0;
        assert_eq!(told.iter().map(|message| message.subject.as_str()).collect::<Vec<_>>(), ["工单 打印机坏了 已完成"]);
        assert_eq!(told[0].body, format!("查看：https://desk.example.com/apps/desk/forms/ticket/records/{}", filed.id));
        check_boxes(&house).await;
        check_history(&house, filed.id).await;
    }
}

async fn check_boxes(house: &House) {
    assert!(house.open("li").await.is_empty());
    let done = house.runtime.tasks(&house.actor("li").await, TaskBox::Done, TaskNarrow::default(), 10, None).await.unwrap().0;
    assert_eq!(done.iter().map(|task| task.outcome.as_deref()).collect::<Vec<_>>(), [Some("approve")]);
    let started = house.runtime.tasks(&house.actor("zhang").await, TaskBox::Started, TaskNarrow::default(), 10, None).await.unwrap().0;
    assert_eq!(started.iter().map(|task| (task.title.as_str(), task.state.as_str())).collect::<Vec<_>>(), [("打印机坏了", "completed")]);
}

async fn check_history(house: &House, id: value::RecordId) {
    let history = house.runtime.history(&house.actor("zhang").await, &desk(), &ticket(), id).await.unwrap();
    let through: Vec<&str> = history.iter().map(|entry| entry.through.as_str()).collect();
    assert!(through.contains(&"create") && through.contains(&"act:approve") && through.contains(&"rule:greet"), "{through:?}");
    let trace = house.runtime.flow_of(&house.actor("zhang").await, &desk(), &ticket(), id).await.unwrap().unwrap();
    let what: Vec<&str> = trace.entries.iter().map(|entry| entry.what.as_str()).collect();
    assert_eq!((what.first(), what.last()), (Some(&"started"), Some(&"completed")), "{what:?}");
}

#[tokio::test]
async fn a_high_one_goes_to_the_head_who_sees_it_without_a_role() {
    for house in houses().await {
        let filed = house.file(json!({ "title": "停电", "level": "high", "phone": "13812345678" })).await.unwrap();
        house.act("li", "approve", json!({})).await.unwrap();
        let wang = house.actor("wang").await;
        let seen = house.runtime.record(&wang, &desk(), &ticket(), filed.id).await.unwrap();
        assert_eq!(seen.values["title"], json!("停电"));
        assert_eq!(seen.values["phone"], json!("138****5678"), "personal data is masked for who has no role");
        house.act("wang", "approve", json!({})).await.unwrap();
        assert_eq!(house.value(filed.id, "_flow").await, json!("completed"));
        assert!(house.runtime.record(&wang, &desk(), &ticket(), filed.id).await.is_ok(), "who took part still sees it");
    }
}

#[tokio::test]
async fn only_the_holder_acts_and_only_what_the_step_opens_is_written() {
    for house in houses().await {
        house.file(json!({ "title": "屏幕", "level": "low" })).await.unwrap();
        let task = house.open("li").await.remove(0);
        let stranger = house.runtime.act(&house.call("wang").await, task.id, request("approve", json!({}))).await;
        assert!(matches!(stranger, Err(RuntimeError::NotFound { .. })), "{stranger:?}");
        let closed = house.runtime.act(&house.call("li").await, task.id, request("approve", json!({ "title": "别的" }))).await;
        assert!(matches!(closed, Err(RuntimeError::Invalid { .. })), "{closed:?}");
        house.runtime.act(&house.call("li").await, task.id, request("approve", json!({}))).await.unwrap();
        let again = house.runtime.act(&house.call("li").await, task.id, request("approve", json!({}))).await;
        assert!(matches!(again, Err(RuntimeError::Refused { .. })), "{again:?}");
    }
}

#[tokio::test]
async fn a_transfer_moves_the_to_do_and_a_withdrawal_ends_the_case() {
    for house in houses().await {
        let filed = house.file(json!({ "title": "键盘", "level": "low" })).await.unwrap();
        let task = house.open("li").await.remove(0);
        let mut transfer = request("transfer", json!({}));
        transfer.to = Some(house.head);
        house.runtime.act(&house.call("li").await, task.id, transfer).await.unwrap();
        assert!(house.open("li").await.is_empty());
        assert_eq!(house.open("wang").await.len(), 1);
        let told = house.runtime.messages(&house.actor("wang").await, true, 10, None).await.unwrap().0;
        assert_eq!(told.len(), 1, "who gets it is told");
        let second = house.file(json!({ "title": "鼠标", "level": "low" })).await.unwrap();
        house.runtime.withdraw(&house.call("zhang").await, &desk(), &ticket(), second.id, None).await.unwrap();
        assert_eq!(house.value(second.id, "_flow").await, json!("withdrawn"));
        assert_eq!(house.value(filed.id, "_flow").await, json!("running"));
    }
}

/// While the one writer is busy, commands are decided beside it; what has changed meanwhile is decided again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_do_the_same_at_once_one_succeeds() {
    for house in houses().await {
        let filed = house.file(json!({ "title": "抢单", "level": "low" })).await.unwrap();
        let (task, lead) = (house.open("li").await[0].id, house.call("li").await);
        let changes = (0..20).map(|number| {
            let (runtime, lead) = (house.runtime.clone(), lead.clone());
            let change = RecordChange { base_revision: Some(1), values: map(json!({ "title": format!("第 {number} 人") })) };
            tokio::spawn(async move { runtime.update_record(&lead, &desk(), &ticket(), filed.id, change).await })
        });
        let mut changed = 0;
        for change in changes.collect::<Vec<_>>() {
            match change.await.unwrap() {
                Ok(written) => {
                    changed += 1;
                    assert_eq!(written.revision, 2);
                }
                Err(error) => assert!(matches!(error, RuntimeError::Conflict { revision: 2, .. }), "{error:?}"),
            }
        }
        assert_eq!(changed, 1);
        let acts = (0..20).map(|_| {
            let (runtime, lead) = (house.runtime.clone(), lead.clone());
            tokio::spawn(async move { runtime.act(&lead, task, request("approve", json!({}))).await.is_ok() })
        });
        let mut acted = 0;
        for act in acts.collect::<Vec<_>>() {
            acted += usize::from(act.await.unwrap());
        }
        assert_eq!(acted, 1);
        assert_eq!(house.value(filed.id, "_flow").await, json!("completed"));
    }
}
