//! Whether what is stored of the cases agrees with what happened in them.

use crate::app;
use crate::house::{House, desk, houses, system, ticket};
use chrono::Duration;
use runtime::types::CaseFaultKind;
use runtime::{Clock, Runtime};
use serde_json::json;
use store::{StoreError, Tx, flows, timers, todos};

/// Does something to the store that no command does.
async fn damage<F>(runtime: &Runtime, what: F)
where
    F: for<'a> Fn(&'a Tx) -> std::pin::Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send + 'a>> + Send + Sync + 'static,
{
    runtime.store().write(what).await.unwrap();
}

async fn found(house: &House) -> Vec<CaseFaultKind> {
    let check = house.runtime.check_cases().await.unwrap();
    assert_eq!((check.cases, check.faults), (3, check.told.len()));
    check.told.into_iter().map(|fault| fault.what).collect()
}

#[tokio::test]
async fn cases_replay_to_what_is_stored_and_damage_is_found_by_its_kind() {
    for house in houses().await {
        let mut files = app::files();
        files.insert("flows/handling.json".into(), app::flow("check").to_string());
        house.runtime.import_package(&system(), &files, Vec::new()).await.unwrap_or_else(|error| panic!("{error:?}"));
        house.file(json!({ "title": "已完成", "level": "low" })).await.unwrap();
        house.act("li", "approve", json!({})).await.unwrap();
        let held = house.file(json!({ "title": "挂起", "level": "low" })).await.unwrap();
        let request = runtime::types::ManageRequest { action: "suspend".into(), opinion: None, node: None, to_node: None, from: None, to: None };
        house.runtime.manage_case(&house.call("li").await, &desk(), &ticket(), held.id, request).await.unwrap();
        let open = house.file(json!({ "title": "待办", "level": "low" })).await.unwrap();
        house.clock.advance(Duration::minutes(1));
        assert_eq!(found(&house).await, []);

        let case = flows::open_of_record(&house.runtime.store().read(), &desk(), &ticket(), open.id).await.unwrap().unwrap();
        let id = case.id;
        damage(&house.runtime, move |tx| Box::pin(async move { timers::cancel(tx, id, None).await })).await;
        assert_eq!(found(&house).await, [CaseFaultKind::Timers]);

        let now = house.clock.now().into();
        let todo = todos::open_of_instance(&house.runtime.store().read(), id).await.unwrap().remove(0).id;
        damage(&house.runtime, move |tx| Box::pin(async move { todos::cancel(tx, &[todo], now).await })).await;
        assert_eq!(found(&house).await, [CaseFaultKind::Todos, CaseFaultKind::Timers]);

        damage(&house.runtime, move |tx| {
            let torn = flows::Instance { status: "completed".into(), ..case.clone() };
            Box::pin(async move { flows::save(tx, torn).await })
        })
        .await;
        assert_eq!(found(&house).await, [CaseFaultKind::Status, CaseFaultKind::Todos, CaseFaultKind::Timers]);
    }
}

#[tokio::test]
async fn a_lost_event_and_a_timer_that_was_given_up_are_found() {
    for house in houses().await {
        let filed = house.file(json!({ "title": "灯", "level": "low" })).await.unwrap();
        let case = flows::open_of_record(&house.runtime.store().read(), &desk(), &ticket(), filed.id).await.unwrap().unwrap();
        let timer = timers::waiting_of(&house.runtime.store().read(), case.id).await.unwrap().remove(0).id;
        damage(&house.runtime, move |tx| Box::pin(async move { timers::failed(tx, timer, "no", None).await })).await;
        let check = house.runtime.check_cases().await.unwrap();
        assert_eq!(check.told.iter().map(|fault| fault.what).collect::<Vec<_>>(), [CaseFaultKind::TimerGivenUp]);
        assert_eq!((check.told[0].case, check.told[0].record), (case.id, filed.id.0));

        damage(&house.runtime, move |tx| {
            let torn = flows::Instance { state: case.state.replace("\"check\"", "\"head\""), ..case.clone() };
            Box::pin(async move { flows::save(tx, torn).await })
        })
        .await;
        let check = house.runtime.check_cases().await.unwrap();
        assert!(check.told.iter().any(|fault| fault.what == CaseFaultKind::State), "{check:?}");
    }
}
