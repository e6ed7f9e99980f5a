//! Workers on SQLite and PostgreSQL, on a clock that is moved by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, dead_code)]

#[path = "../../../runtime/tests/it/app.rs"]
mod app;
mod calls;
mod clocks;
#[path = "../../../runtime/tests/it/house.rs"]
mod house;
mod schedules;

use chrono::Duration;
use connectors::{DeliveryError, MailRecorder};
use house::{House, houses, system};
use jobs::Worker;
use runtime::Clock;
use serde_json::json;
use std::sync::Arc;
use store::timers;

fn worker(house: &House) -> (Worker, Arc<MailRecorder>) {
    let mails = Arc::new(MailRecorder::default());
    (Worker::new(house.runtime.clone(), mails.clone()), mails)
}

async fn subjects(house: &House, login: &str) -> Vec<String> {
    let told = house.runtime.messages(&house.actor(login).await, true, 50, None).await.unwrap().0;
    told.into_iter().map(|message| message.subject).collect()
}

#[tokio::test]
async fn a_late_to_do_is_reminded_and_escalated_exactly_once() {
    for house in houses().await {
        let (one, mails) = worker(&house);
        let (two, _) = worker(&house);
        house.file(json!({ "title": "门坏了", "level": "low" })).await.unwrap();
        assert_eq!(one.run_until_idle().await.unwrap().fired, 0, "nothing is due yet");
        house.clock.advance(Duration::minutes(31));
        assert_eq!(one.run_until_idle().await.unwrap().fired, 1);
        assert_eq!(subjects(&house, "li").await, ["即将到期：门坏了（审核）"]);
        house.clock.advance(Duration::minutes(30));
        let (a, b) = tokio::join!(one.run_until_idle(), two.run_until_idle());
        assert_eq!(a.unwrap().fired + b.unwrap().fired, 1, "two workers fire it once");
        assert_eq!(subjects(&house, "wang").await, ["超时升级：门坏了（审核）"]);
        assert!(house.open("li").await[0].overdue);
        one.run_until_idle().await.unwrap();
        assert!(mails.mails().iter().any(|mail| mail.to == "li@example.com"));
    }
}

#[tokio::test]
async fn a_timer_that_comes_together_with_the_one_that_ends_its_case_has_no_effect() {
    for house in houses().await {
        let mut files = app::files();
        let mut flow: serde_json::Value = serde_json::from_str(&files["flows/handling.json"]).unwrap();
        let edges = flow["edges"].as_array_mut().unwrap();
        edges.push(json!({ "id": "too_late", "from": "check", "to": "end" }));
        let check = flow["nodes"].as_array_mut().unwrap().iter_mut().find(|node| node["id"] == "check").unwrap();
        check["boundary"] = json!([{ "edge": "too_late", "on": { "after_minutes": 20 } }]);
        files.insert("flows/handling.json".into(), flow.to_string());
        house.runtime.import_package(&system(), &files, Vec::new()).await.unwrap_or_else(|error| panic!("{error:?}"));
        let (worker, _) = worker(&house);
        let filed = house.file(json!({ "title": "门坏了", "level": "low" })).await.unwrap();
        house.clock.advance(Duration::minutes(45));
        assert_eq!(worker.run_until_idle().await.unwrap().failed, 0);
        assert_eq!(house.value(filed.id, "_flow").await, json!("completed"));
    }
}

#[tokio::test]
async fn one_timer_that_fails_does_not_hold_up_those_that_fire_with_it() {
    for house in houses().await {
        let (worker, _) = worker(&house);
        for number in 0..20 {
            house.file(json!({ "title": format!("门 {number}"), "level": "low" })).await.unwrap();
        }
        let due_at = (house.clock.now() + Duration::minutes(5)).into();
        let broken = timers::Timer {
            id: uuid::Uuid::from_u128(7),
            app: "desk".into(),
            instance_id: None,
            name: "broken".into(),
            payload: json!({ "form": "ticket" }),
            due_at,
            state: "waiting".into(),
            attempts: 0,
            leased_until: None,
            last_error: None,
        };
        let set: Result<(), store::StoreError> = house
            .runtime
            .store()
            .write(move |tx| {
                let broken = broken.clone();
                Box::pin(async move { timers::set(tx, vec![broken]).await })
            })
            .await;
        set.unwrap();
        house.clock.advance(Duration::minutes(31));
        let pass = worker.run_until_idle().await.unwrap();
        assert_eq!((pass.fired, pass.failed), (20, 1));
        assert_eq!(subjects(&house, "li").await.len(), 20, "each is told once, though their first transaction was undone");
        let left = timers::get(&house.runtime.store().read(), uuid::Uuid::from_u128(7)).await.unwrap().unwrap();
        assert_eq!((left.state.as_str(), left.attempts), ("waiting", 1), "it is tried again");
        assert!(left.last_error.is_some());
        let (now, reader) = (house.clock.now(), house.runtime.store().read());
        let next = timers::next_due(&reader, now.into()).await.unwrap();
        assert_eq!(next, Some((now + Duration::minutes(1)).into()), "until then it keeps no worker awake");
    }
}

#[tokio::test]
async fn a_mail_is_tried_again_and_then_waits_for_an_administrator() {
    for house in houses().await {
        let (worker, mails) = worker(&house);
        house.file(json!({ "title": "灯", "level": "low" })).await.unwrap();
        house.act("li", "approve", json!({})).await.unwrap();
        for minutes in [1, 5, 15] {
            mails.fail_next(DeliveryError::Transient("no answer".into()));
            assert_eq!(worker.run_until_idle().await.unwrap().undelivered, 1);
            assert_eq!(worker.run_until_idle().await.unwrap().undelivered, 0, "it waits {minutes} minutes");
            house.clock.advance(Duration::minutes(minutes));
        }
        mails.fail_next(DeliveryError::Transient("no answer".into()));
        worker.run_until_idle().await.unwrap();
        let dead = house.runtime.dead_letters(&system().actor).await.unwrap();
        assert_eq!(dead.iter().map(|letter| letter.to.as_str()).collect::<Vec<_>>(), ["zhang@example.com"]);
        assert!(mails.mails().is_empty());
        house.runtime.replay_dead_letter(&system(), dead[0].id).await.unwrap();
        worker.run_until_idle().await.unwrap();
        let sent = mails.mails();
        assert_eq!((sent.len(), sent[0].subject.as_str()), (1, "工单 灯 已完成"));
    }
}

#[tokio::test]
async fn upkeep_sweeps_what_is_over() {
    for house in houses().await {
        let (worker, _) = worker(&house);
        house.actor("zhang").await;
        let call = house.keyed("zhang", "k", "b").await;
        house.runtime.create_record(&call, &house::desk(), &house::ticket(), None, house::map(json!({ "title": "x" }))).await.unwrap();
        house.clock.advance(Duration::days(8));
        let swept = worker.sweep().await.unwrap();
        assert!(swept.sessions >= 1 && swept.keys == 1, "{swept:?}");
    }
}
