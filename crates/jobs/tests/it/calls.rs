//! Calls of systems outside, incidents and messages.

use crate::house::{House, desk, houses, map, system, ticket};
use chrono::Duration;
use connectors::{Call, CallFault, CallRecorder, CallTransport, MailRecorder, Reply};
use definition::Files;
use jobs::Worker;
use runtime::types::{ManageRequest, MessageIn, MessageTaken, SlotBinding};
use runtime::{CallTurn, Clock, RuntimeError};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use store::outbox;
use value::{Locale, RecordId, SlotId};

/// The help desk with a call of a parts store, and then a message from the carrier.
fn files() -> Files {
    let mut files = crate::app::files();
    let app = json!({
        "format": 1, "id": "desk", "label": "服务台", "version": "1.0.1", "languages": ["zh-CN"],
        "slots": [
            { "id": "stock_address", "kind": "address", "label": "库存系统" },
            { "id": "stock_key", "kind": "secret", "label": "库存系统的密钥" }
        ]
    });
    let connector = json!({
        "format": 1, "id": "stock", "label": "库存", "address": "stock_address", "sign_in": { "by": "bearer", "secret": "stock_key" },
        "operations": [{
            "id": "reserve", "label": "预留", "method": "POST", "path": "/parts/{part}/reservations",
            "inputs": [{ "id": "part", "label": "备件", "required": true }, { "id": "amount", "label": "数量", "kind": "number" }],
            "query": [{ "name": "by", "value": "\"desk\"" }],
            "body": [{ "name": "/wanted/amount", "value": "{amount} + 1" }],
            "answer": [{ "id": "place", "label": "库位", "pointer": "/reserved/place", "required": true }]
        }]
    });
    let flow = json!({
        "format": 1, "id": "handling", "label": "处理", "form": "ticket",
        "nodes": [
            { "id": "start", "kind": "start", "label": "提交" },
            { "id": "reserve", "kind": "service", "label": "预留备件", "connector": "stock", "operation": "reserve", "retries": 1, "pause_minutes": 5,
              "input": [{ "input": "part", "value": "{title}" }, { "input": "amount", "value": "2" }], "answer": [{ "field": "result", "from": "place" }] },
            { "id": "arrival", "kind": "message", "label": "等待到货", "name": "arrived", "values": [{ "field": "opinion", "from": "carrier" }] },
            { "id": "check", "kind": "approve", "label": "审核", "assign": [{ "by": "role", "role": "lead" }] },
            { "id": "end", "kind": "end", "label": "结束" }
        ],
        "edges": [
            { "id": "e1", "from": "start", "to": "reserve" }, { "id": "e2", "from": "reserve", "to": "arrival" },
            { "id": "e3", "from": "arrival", "to": "check" }, { "id": "e4", "from": "check", "to": "end" }
        ]
    });
    for (path, object) in [("app.json", app), ("connectors/stock.json", connector), ("flows/handling.json", flow)] {
        files.insert(path.into(), object.to_string());
    }
    files
}

async fn with_calls(house: &House) -> (Worker, Arc<CallRecorder>) {
    let bind = |slot: &str, value: &str| SlotBinding { slot: SlotId::parse(slot).unwrap(), value: json!(value) };
    let slots = vec![bind("stock_address", "https://stock.example.com/api/"), bind("stock_key", "s3cret")];
    house.runtime.import_package(&system(), &files(), slots).await.unwrap_or_else(|error| panic!("{error:?}"));
    let calls = Arc::new(CallRecorder::default());
    (Worker::new(house.runtime.clone(), Arc::new(MailRecorder::default())).with_calls(calls.clone()), calls)
}

async fn step(house: &House, record: RecordId) -> Json {
    house.value(record, "_node").await
}

fn placed() -> Result<Json, CallFault> {
    Ok(json!({ "reserved": { "place": "A-07" } }))
}

async fn manage(house: &House, record: RecordId, action: &str, reason: &str) -> Result<runtime::types::Written, RuntimeError> {
    let request =
        ManageRequest { action: action.into(), opinion: Some(reason.into()), node: Some("reserve".into()), to_node: None, from: None, to: None };
    house.runtime.manage_case(&house.call("li").await, &desk(), &ticket(), record, request).await
}

fn message(record: &str, key: &str) -> MessageIn {
    MessageIn {
        name: "arrived".into(),
        record: Some(record.into()),
        values: map(json!({ "carrier": "顺丰" })),
        key: Some(key.into()),
        request_id: None,
    }
}

#[tokio::test]
async fn a_call_goes_out_after_the_commit_and_its_answer_comes_back_into_the_record() {
    for house in houses().await {
        let (worker, calls) = with_calls(&house).await;
        let filed = house.file(json!({ "title": "泵 A/1" })).await.unwrap();
        assert_eq!((step(&house, filed.id).await, calls.calls().len()), (json!("reserve"), 0), "nothing is called inside the transaction");
        calls.answer_next(placed());
        worker.run_until_idle().await.unwrap();
        assert_eq!((step(&house, filed.id).await, house.value(filed.id, "result").await), (json!("arrival"), json!("A-07")));
        let made = calls.calls();
        let [call] = made.as_slice() else { panic!("{made:?}") };
        assert_eq!(call.url, "https://stock.example.com/api/parts/%E6%B3%B5%20A%2F1/reservations?by=desk");
        assert_eq!((call.method.as_str(), call.body.clone()), ("POST", Some(json!({ "wanted": { "amount": 3 } }))));
        assert_eq!(call.secret, Some(("authorization".into(), "Bearer s3cret".into())));
        assert_eq!(call.headers[0].0, "Idempotency-Key");
        worker.run_until_idle().await.unwrap();
        assert_eq!(calls.calls().len(), 1, "it is called once");
    }
}

#[tokio::test]
async fn a_crash_between_call_and_answer_repeats_the_call_under_the_same_key_and_answers_once() {
    for house in houses().await {
        let (worker, calls) = with_calls(&house).await;
        let filed = house.file(json!({ "title": "泵" })).await.unwrap();
        // A worker that has leased the entry, made the call and died: the answer never came back.
        let now = house.clock.now();
        let leased = house
            .runtime
            .store()
            .write(move |tx| Box::pin(async move { outbox::lease(tx, now.into(), (now + Duration::minutes(2)).into(), 20).await }));
        let leased = leased.await.unwrap();
        let entry = leased.into_iter().find(|entry| entry.channel == "call").unwrap();
        let CallTurn::Make(first) = house.runtime.ready_call(&entry).await.unwrap() else { panic!("it is to be made") };
        worker.run_until_idle().await.unwrap();
        assert_eq!(calls.calls().len(), 0, "another worker has it");
        house.clock.advance(Duration::minutes(3));
        calls.answer_next(placed());
        worker.run_until_idle().await.unwrap();
        assert_eq!(calls.calls()[0].headers, first.headers, "the system outside can tell that it is the same call");
        assert_eq!(step(&house, filed.id).await, json!("arrival"));
        // The dead worker comes back with another answer: too late.
        house.runtime.answer_call(&entry, Ok(json!({ "reserved": { "place": "B-99" } }))).await.unwrap();
        assert!(matches!(house.runtime.ready_call(&entry).await.unwrap(), CallTurn::Settled));
        assert_eq!((step(&house, filed.id).await, house.value(filed.id, "result").await), (json!("arrival"), json!("A-07")));
    }
}

#[tokio::test]
async fn what_fails_is_tried_again_and_then_an_incident_that_is_tried_again_or_skipped_with_a_reason() {
    for house in houses().await {
        let (worker, calls) = with_calls(&house).await;
        let filed = house.file(json!({ "title": "泵" })).await.unwrap();
        calls.answer_next(Err(CallFault::Status(503)));
        worker.run_until_idle().await.unwrap();
        let lead = house.actor("li").await;
        assert!(house.runtime.incidents(&lead).await.unwrap().is_empty(), "it is tried again in five minutes");
        house.clock.advance(Duration::minutes(6));
        calls.answer_next(Err(CallFault::Timeout(10)));
        worker.run_until_idle().await.unwrap();
        let incidents = house.runtime.incidents(&lead).await.unwrap();
        let [incident] = incidents.as_slice() else { panic!("{incidents:?}") };
        assert_eq!((incident.node.as_str(), incident.tries, incident.what.get(Locale::ZhCn)), ("reserve", 2, "对方在 10 秒内没有答复"));
        assert!(house.runtime.incidents(&house.actor("zhang").await).await.unwrap().is_empty(), "only for those who look after the app");
        let trace = house.runtime.flow_of(&lead, &desk(), &ticket(), filed.id).await.unwrap().unwrap();
        let offered: Vec<&str> = trace.offers.iter().map(|offer| offer.action).collect();
        assert!(offered.contains(&"retry") && offered.contains(&"skip") && offered.contains(&"jump"), "{offered:?}");
        assert_eq!(manage(&house, filed.id, "retry", " ").await.unwrap_err().code(), "reason_missing");

        manage(&house, filed.id, "retry", "对方已修复").await.unwrap();
        calls.answer_next(Ok(json!({ "reserved": {} })));
        worker.run_until_idle().await.unwrap();
        let again = house.runtime.incidents(&lead).await.unwrap();
        assert_eq!(again[0].what.get(Locale::En), "the answer lacks /reserved/place");
        let keys: Vec<_> = calls.calls().into_iter().map(|call| call.headers[0].1.clone()).collect();
        assert!(keys.len() == 3 && keys.iter().all(|key| *key == keys[0]), "one visit to the step is one call: {keys:?}");

        manage(&house, filed.id, "skip", "电话里已确认").await.unwrap();
        assert_eq!((step(&house, filed.id).await, house.value(filed.id, "result").await), (json!("arrival"), Json::Null));
        assert!(house.runtime.incidents(&lead).await.unwrap().is_empty());
        let trace = house.runtime.flow_of(&lead, &desk(), &ticket(), filed.id).await.unwrap().unwrap();
        let told: Vec<(&str, Option<&str>)> = trace.entries.iter().map(|entry| (entry.what.as_str(), entry.opinion.as_deref())).collect();
        assert!(told.contains(&("incident_settled", Some("电话里已确认"))), "{told:?}");
    }
}

#[tokio::test]
async fn a_call_that_cannot_be_made_says_so_and_an_answer_on_hold_is_not_lost() {
    for house in houses().await {
        let (worker, calls) = with_calls(&house).await;
        house
            .runtime
            .import_package(&system(), &files(), vec![SlotBinding { slot: SlotId::parse("stock_key").unwrap(), value: json!("") }])
            .await
            .unwrap();
        house.file(json!({ "title": "泵" })).await.unwrap();
        for _ in 0..2 {
            worker.run_until_idle().await.unwrap();
            house.clock.advance(Duration::minutes(6));
        }
        let stuck = house.runtime.incidents(&house.actor("li").await).await.unwrap();
        assert_eq!((stuck[0].what.get(Locale::En), calls.calls().len()), ("nothing is bound to the slot `stock_key`", 0));

        let bound = SlotBinding { slot: SlotId::parse("stock_key").unwrap(), value: json!("s3cret") };
        house.runtime.bind_slots(&system(), &desk(), vec![bound]).await.unwrap();
        let held = house.file(json!({ "title": "阀" })).await.unwrap();
        let hold = ManageRequest { action: "suspend".into(), opinion: None, node: None, to_node: None, from: None, to: None };
        house.runtime.manage_case(&house.call("li").await, &desk(), &ticket(), held.id, hold.clone()).await.unwrap();
        calls.answer_next(placed());
        worker.run_until_idle().await.unwrap();
        assert_eq!(step(&house, held.id).await, json!("reserve"));
        let go_on = ManageRequest { action: "resume".into(), ..hold };
        house.runtime.manage_case(&house.call("li").await, &desk(), &ticket(), held.id, go_on).await.unwrap();
        house.clock.advance(Duration::minutes(6));
        worker.run_until_idle().await.unwrap();
        assert_eq!((step(&house, held.id).await, calls.calls().len()), (json!("arrival"), 1));
    }
}

#[tokio::test]
async fn a_message_goes_to_its_record_once_and_late_early_and_forged_ones_are_refused() {
    for house in houses().await {
        let (worker, calls) = with_calls(&house).await;
        let administrator = system();
        let (address, secret) = house.runtime.make_message_address(&administrator, &desk(), "承运商").await.unwrap();
        let filed = house.file(json!({ "title": "泵" })).await.unwrap();
        let number = house.value(filed.id, "no").await.as_str().unwrap().to_owned();
        let take = async |message: MessageIn| house.runtime.take_message("desk", &secret, message).await;
        assert_eq!(take(message(&number, "early-1")).await.unwrap_err().code(), "message_not_awaited");
        calls.answer_next(placed());
        worker.run_until_idle().await.unwrap();

        for (app, secret) in [("desk", "forged"), ("desk", ""), ("nowhere", secret.as_str()), ("…", secret.as_str())] {
            let refused = house.runtime.take_message(app, secret, message(&number, "forged-1")).await.unwrap_err();
            assert!(matches!(refused, RuntimeError::NotFound { what: "page" }), "{refused:?}");
        }
        assert_eq!(take(message("T2026-9999", "wrong-1")).await.unwrap_err().code(), "no_such_record");
        assert_eq!(take(MessageIn { name: "unheard".into(), ..message(&number, "wrong-2") }).await.unwrap_err().code(), "unknown_message");
        let unfit = MessageIn { values: map(json!({ "carrier": [1] })), ..message(&number, "wrong-3") };
        assert!(matches!(take(unfit).await.unwrap_err(), RuntimeError::Invalid { .. }));
        assert_eq!(step(&house, filed.id).await, json!("arrival"));

        assert_eq!(take(message(&number, "right-1")).await.unwrap(), MessageTaken::Received);
        assert_eq!((step(&house, filed.id).await, house.value(filed.id, "opinion").await), (json!("check"), json!("顺丰")));
        assert_eq!(take(message(&number, "right-1")).await.unwrap(), MessageTaken::Received, "the same key is answered as before");
        assert_eq!(take(message(&filed.id.to_string(), "late-1")).await.unwrap_err().code(), "message_not_awaited");
        house.act("li", "approve", json!({})).await.unwrap();
        assert_eq!(take(message(&number, "late-2")).await.unwrap_err().code(), "case_closed");

        let trail = house.runtime.audit_log(&administrator.actor, runtime::types::AuditQuery { limit: 500, ..Default::default() }).await.unwrap().0;
        let refused = trail.iter().filter(|entry| entry.action == "messages.refused").count();
        assert_eq!(refused, 6, "what had no effect is in the audit as well");
        assert!(trail.iter().any(|entry| entry.action == "record.message" && entry.actor_name == "承运商"));
        house.runtime.revoke_message_address(&administrator, &desk(), address).await.unwrap();
        assert!(matches!(take(message(&number, "revoked-1")).await.unwrap_err(), RuntimeError::NotFound { .. }));
    }
}

/// The help desk, and a flow that begins by a message beside it.
fn reporting() -> Files {
    let mut files = files();
    let flow = json!({
        "format": 1, "id": "reported", "label": "自动报修", "form": "ticket",
        "nodes": [
            {
                "id": "start", "kind": "start", "label": "收到消息", "not_on_create": true,
                "message": { "name": "stopped", "values": [{ "field": "title", "from": "machine" }, { "field": "opinion", "from": "alarm" }] }
            },
            { "id": "look", "kind": "approve", "label": "查看", "assign": [{ "by": "role", "role": "lead" }] },
            { "id": "end", "kind": "end", "label": "结束" }
        ],
        "edges": [{ "id": "e1", "from": "start", "to": "look" }, { "id": "e2", "from": "look", "to": "end" }]
    });
    files.insert("flows/reported.json".into(), flow.to_string());
    files
}

#[tokio::test]
async fn a_message_creates_one_record_with_its_case_and_nothing_when_it_is_wrong() {
    for house in houses().await {
        house.runtime.import_package(&system(), &reporting(), Vec::new()).await.unwrap_or_else(|error| panic!("{error:?}"));
        let (_, secret) = house.runtime.make_message_address(&system(), &desk(), "产线").await.unwrap();
        let take = async |name: &str, values: Json, key: &str| {
            let message = MessageIn { name: name.into(), record: None, values: map(values), key: Some(key.into()), request_id: None };
            house.runtime.take_message("desk", &secret, message).await
        };
        assert_eq!(take("arrived", json!({ "machine": "M-7" }), "wrong-10").await.unwrap_err().code(), "unknown_message");
        let lacking = take("stopped", json!({ "alarm": "E-17" }), "wrong-11").await.unwrap_err();
        assert!(matches!(&lacking, RuntimeError::Invalid { .. }), "{lacking:?}");
        let unfit = take("stopped", json!({ "machine": { "no": 7 } }), "wrong-12").await.unwrap_err();
        assert!(matches!(&unfit, RuntimeError::Invalid { .. }), "{unfit:?}");
        let begun = take("stopped", json!({ "machine": "M-7", "alarm": "E-17", "noise": true }), "right-10").await.unwrap();
        let MessageTaken::Begun(record) = begun else { panic!("{begun:?}") };
        assert_eq!((house.value(record, "title").await, house.value(record, "opinion").await), (json!("M-7"), json!("E-17")));
        assert_eq!(step(&house, record).await, json!("look"));
        assert_eq!(take("stopped", json!({ "machine": "M-7", "alarm": "E-17", "noise": true }), "right-10").await.unwrap(), begun, "once");
        let other = take("stopped", json!({ "machine": "M-8" }), "right-11").await.unwrap();
        assert!(matches!(other, MessageTaken::Begun(another) if another != record));
    }
}

/// A system outside that lets one wait.
#[derive(Default)]
struct Slow {
    asked: std::sync::atomic::AtomicUsize,
    begun: tokio::sync::Notify,
    answers: tokio::sync::Notify,
}

#[async_trait::async_trait]
impl CallTransport for Slow {
    async fn exchange(&self, _: &Call) -> Result<Reply, CallFault> {
        self.asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        self.begun.notify_one();
        self.answers.notified().await;
        Ok(Reply { status: 200, headers: Vec::new(), body: placed().unwrap().to_string().into() })
    }
}

#[tokio::test]
async fn a_worker_that_waits_for_a_slow_system_keeps_what_it_works_on_and_one_that_died_does_not() {
    for house in houses().await {
        with_calls(&house).await;
        let filed = house.file(json!({ "title": "泵" })).await.unwrap();
        let slow = Arc::new(Slow::default());
        let one = Worker::new(house.runtime.clone(), Arc::new(MailRecorder::default())).with_calls(slow.clone());
        let pass = tokio::spawn({
            let one = one.clone();
            async move { one.run_until_idle().await }
        });
        slow.begun.notified().await;
        let (other, calls) = with_calls(&house).await;
        for _ in 0..3 {
            house.clock.advance(Duration::seconds(15));
            one.extend_leases().await.unwrap();
            other.run_until_idle().await.unwrap();
        }
        assert_eq!((calls.calls().len(), slow.asked.load(std::sync::atomic::Ordering::SeqCst)), (0, 1), "the other one leaves it alone");
        slow.answers.notify_one();
        pass.await.unwrap().unwrap();
        assert_eq!(step(&house, filed.id).await, json!("arrival"));

        let again = house.file(json!({ "title": "阀" })).await.unwrap();
        let dying = tokio::spawn(async move { one.run_until_idle().await });
        slow.begun.notified().await;
        dying.abort();
        other.run_until_idle().await.unwrap();
        assert_eq!(calls.calls().len(), 0, "nobody can know yet that it died");
        house.clock.advance(Duration::seconds(21));
        calls.answer_next(placed());
        other.run_until_idle().await.unwrap();
        assert_eq!((calls.calls().len(), step(&house, again.id).await), (1, json!("arrival")));
    }
}
