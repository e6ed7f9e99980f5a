//! A type and a formula are changed on 100,000 records while others write: how long the publication takes, how long the work behind it,
//! and what the others notice of it.

use super::app::House;
use access::{Actor, Cause};
use definition::Files;
use runtime::Runtime;
use runtime::types::{Call, RecordChange};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use store::migrations;
use test_kit::TestDatabase;
use value::{AppId, FormId, RecordId};

/// As many records as the goal speaks of.
pub const RECORDS: usize = 100_000;
const WRITERS: usize = 4;
/// How long others are watched before anything begins.
const BEFORE: Duration = Duration::from_secs(4);

pub async fn measure(what: &str, database: &TestDatabase, count: usize) {
    let house = House::open(database).await;
    let runtime = house.runtime();
    import(runtime, "text", "{quantity} * 2").await;
    let records = Arc::new(filled(runtime, count).await);
    let quiet = watched(runtime, &records, async { tokio::time::sleep(BEFORE).await }).await;
    for (step, kind, formula) in [("a type change", "number", "{quantity} * 2"), ("a changed formula", "number", "{quantity} * 3")] {
        let mut publish = Duration::ZERO;
        let mut behind = Duration::ZERO;
        let busy = watched(runtime, &records, async {
            let begun = Instant::now();
            import(runtime, kind, formula).await;
            publish = begun.elapsed();
            let begun = Instant::now();
            while works(runtime).await {
                runtime.go_on_migrating(Duration::from_millis(300)).await.unwrap();
            }
            behind = begun.elapsed();
        })
        .await;
        println!(
            "figure\t{step} on {count} records, publication, {what}\t{:.2}\ts\t<=\t1\twhat may forbid it is looked at in all records",
            publish.as_secs_f64()
        );
        println!("figure\t{step} on {count} records, behind it, {what}\t{:.1}\ts\t<=\t10\t{WRITERS} others write", behind.as_secs_f64());
        let ratio = busy.as_secs_f64() / quiet.as_secs_f64();
        println!("figure\t{step}: p99 of others, {what}\t{ratio:.2}\t×\t<=\t2\t{:.1} ms, without {:.1} ms", ms(busy), ms(quiet));
        settled(runtime).await;
    }
    house.close().await;
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Whether a migration is still at work; one that only waits for late writers is not.
async fn works(runtime: &Runtime) -> bool {
    migrations::open(&runtime.store().read()).await.unwrap().iter().any(|row| row.state == "running")
}

async fn settled(runtime: &Runtime) {
    while !migrations::open(&runtime.store().read()).await.unwrap().is_empty() {
        runtime.go_on_migrating(Duration::from_millis(300)).await.unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// The p99 of what others wait for their writes while something is done.
async fn watched(runtime: &Runtime, records: &Arc<Vec<RecordId>>, work: impl Future<Output = ()>) -> Duration {
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (runtime, records, stop) = (runtime.clone(), records.clone(), stop.clone());
            tokio::spawn(async move {
                let mut waited = Vec::new();
                let mut number = writer;
                while !stop.load(Ordering::Relaxed) {
                    // Everybody somewhere else, all over the table.
                    number = (number + 7919) % records.len();
                    let begun = Instant::now();
                    let change = RecordChange { values: map(json!({ "quantity": number % 90 })), base_revision: None };
                    runtime.update_record(&system(), &app(), &form(), records[number], change).await.unwrap();
                    waited.push(begun.elapsed());
                    tokio::time::sleep(Duration::from_millis(3)).await;
                }
                waited
            })
        })
        .collect();
    work.await;
    stop.store(true, Ordering::Relaxed);
    let mut waited = Vec::new();
    for writer in writers {
        waited.extend(writer.await.unwrap());
    }
    waited.sort();
    waited[waited.len() * 99 / 100]
}

async fn filled(runtime: &Runtime, count: usize) -> Vec<RecordId> {
    let callers: Vec<_> = (0..64)
        .map(|caller| {
            let runtime = runtime.clone();
            tokio::spawn(async move {
                let mut made = Vec::new();
                for number in (caller..count).step_by(64) {
                    let values = json!({ "title": format!("记录 {number}"), "amount": format!("{number}.50"), "quantity": number % 100 });
                    made.push(runtime.create_record(&system(), &app(), &form(), None, map(values)).await.unwrap().id);
                }
                made
            })
        })
        .collect();
    let mut made = Vec::new();
    for caller in callers {
        made.extend(caller.await.unwrap());
    }
    made
}

async fn import(runtime: &Runtime, kind: &str, formula: &str) {
    let mut amount = json!({ "id": "amount", "kind": kind, "label": "Amount" });
    if kind == "number" {
        amount["scale"] = json!(2);
    }
    let fields = json!([
        { "id": "title", "kind": "text", "label": "Title" },
        amount,
        { "id": "quantity", "kind": "number", "label": "Quantity", "scale": 0 },
        { "id": "total", "kind": "computed", "label": "Total", "formula": formula, "scale": 0 }
    ]);
    let grants = json!([{ "form": "record", "actions": ["read", "create", "update"], "rows": "all" }]);
    let files: Files = [
        ("app.json", json!({ "format": 1, "id": "register", "label": "Register", "version": "1.0.0", "languages": ["en"] })),
        ("forms/record.json", json!({ "format": 1, "id": "record", "label": "Record", "title_field": "title", "fields": fields })),
        ("roles/clerk.json", json!({ "format": 1, "id": "clerk", "label": "Clerk", "grants": grants })),
    ]
    .into_iter()
    .map(|(path, object)| (path.to_owned(), object.to_string()))
    .collect();
    runtime.import_package(&system(), &files, Vec::new()).await.unwrap_or_else(|error| panic!("{error:?}"));
}

fn system() -> Call {
    Call::by(Actor::System(Cause::Upkeep))
}

fn app() -> AppId {
    AppId::parse("register").unwrap()
}

fn form() -> FormId {
    FormId::parse("record").unwrap()
}

fn map(json: Json) -> Map<String, Json> {
    json.as_object().unwrap().clone()
}
