//! Durable steps per second: 64 callers through the store, beside a bare loop that runs the same statements in batches of the same size.
//!
//! `cargo run --release -p store --example bench [folder]`; the folder should be on the disk that is to be measured.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a measuring program"
)]

use calendar::Zone;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Connection, Executor};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::tables::{FieldSpec, FormSpec, RecordTable};
use store::{Moment, Store, StoreConfig, StoreError, Tx, audit, flows, history, idempotency, outbox, records, todos};
use uuid::Uuid;
use value::{FieldId, Record, RecordId, Value, ValueType};

const CALLERS: u32 = 64;
const SPAN: Duration = Duration::from_secs(5);
const STATEMENTS: usize = 11;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let folder = std::env::args().nth(1).map_or_else(std::env::temp_dir, Into::into);
    let path = folder.join(format!("mortise-bench-{}.db", std::process::id()));
    let url = format!("sqlite:{}", path.display());
    let store = Store::open(StoreConfig::new(url)).await.unwrap();
    store.migrate().await.unwrap();
    let table = Arc::new(prepare(&store).await);
    let through = through_store(&store, &table).await;
    let lists = lists(&store, &table).await;
    store.close().await;
    let bare = bare(&path).await;
    for left in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{left}", path.display()));
    }
    println!("{STATEMENTS} statements a step, {CALLERS} callers, synchronous=FULL: {through:.0} steps/s through the store, {bare:.0} in a bare loop");
    println!(
        "figure\tstore alone, SQLite FULL, against a bare loop\t{:.2}\t×\t>=\t0.8\t{STATEMENTS} statements a step, same batches",
        through / bare
    );
    for (what, time) in lists {
        println!("figure\tstore alone, {what}\t{:.3}\tms\t\t\twall time, 100,000 records", time.as_secs_f64() * 1e3);
    }
}

/// Median times of reads at 100,000 records.
async fn lists(store: &Store, table: &Arc<RecordTable>) -> Vec<(&'static str, Duration)> {
    for slice in 0..100_u64 {
        let table = table.clone();
        let done: Result<(), StoreError> = store
            .write(move |tx| {
                let table = table.clone();
                Box::pin(async move {
                    for number in slice * 1000..(slice + 1) * 1000 {
                        records::insert(tx, &table, &filler(number)).await?;
                    }
                    Ok(())
                })
            })
            .await;
        done.unwrap();
    }
    store.optimize().await.unwrap();
    let departments: Vec<String> = (0..20_u32).map(|number| key(8, number, 0).to_string()).collect();
    let mine = json!({ "and": [{ "field": "_department", "op": "in", "value": departments }, { "field": "f4", "op": "eq", "value": "open" }] });
    let sort: Vec<query::Sort> = serde_json::from_value(json!([{ "field": "_created_at", "dir": "desc" }])).unwrap();
    let (plan, zone) = (everything(), Zone::shanghai());
    let variables = query::Variables { now: value::Instant::UNIX_EPOCH, zone: &zone, current_user: None, current_departments: &[] };
    let context = records::FilterContext { variables, below: &|_, _| Vec::new() };
    let view = records::View { table, plan: &plan, context };
    let session = store.read();
    let filter: query::Filter = serde_json::from_value(mine).unwrap();
    let page = query::Page { limit: 50, after: None };
    let asked = records::PageQuery { filter: Some(&filter), search: None, sort: &sort, fields: None, page: &page };
    let (mut paging, mut counting, mut reading) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..200 {
        let begun = Instant::now();
        assert_eq!(records::page(&session, &view, &asked).await.unwrap().records.len(), 50);
        paging.push(begun.elapsed());
        let begun = Instant::now();
        records::count(&session, &view, Some(&filter), None, 10_001).await.unwrap();
        counting.push(begun.elapsed());
        let begun = Instant::now();
        assert!(records::get(&session, &view, RecordId(key(7, 0, round))).await.unwrap().is_some());
        reading.push(begun.elapsed());
    }
    let median = |mut times: Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2]
    };
    vec![
        ("page of 50, 20 departments and a state", median(paging)),
        ("count of the same, up to 10,001", median(counting)),
        ("one record", median(reading)),
    ]
}

fn everything() -> access::Plan {
    let fields: Vec<serde_json::Value> = spec().fields.iter().map(|field| json!({ "id": field.id, "kind": "any", "label": "x" })).collect();
    let form: definition::Form = serde_json::from_value(json!({ "format": 1, "id": "item", "label": "Item", "fields": fields })).unwrap();
    let rights = access::FormRights { app: &spec().app, form: &form, roles: &[], portals: &[] };
    access::plan(&access::Actor::System(access::Cause::Upkeep), definition::Action::Read, rights, value::Instant::UNIX_EPOCH).unwrap()
}

fn filler(number: u64) -> Record {
    let at = value::Instant::from_timestamp_millis(i64::try_from(number).unwrap() * 60_000).unwrap();
    let state = value::OptionId::parse(["open", "closed", "waiting", "void"][usize::try_from(number % 4).unwrap()]).unwrap();
    let department = RecordId(key(8, u32::try_from(number * 7 % 200).unwrap(), 0));
    [
        ("_id", Value::Reference(RecordId(key(7, 0, number)))),
        ("_created_at", Value::Instant(at)),
        ("_updated_at", Value::Instant(at)),
        ("_department", Value::Reference(department)),
        ("f0", Value::text(format!("标题 {number}"))),
        ("f1", Value::text("一个不长的说明")),
        ("f2", Value::int(5)),
        ("f4", Value::Choice(state)),
    ]
    .into_iter()
    .map(|(field, value)| (id(field), value))
    .collect()
}

fn key(kind: u64, caller: u32, step: u64) -> Uuid {
    Uuid::from_u64_pair(kind << 32 | u64::from(caller), step)
}

fn id(text: &str) -> FieldId {
    FieldId::parse(text).unwrap()
}

fn spec() -> FormSpec {
    let number = ValueType::Number { scale: 2 };
    let types = [ValueType::Text, ValueType::Text, number.clone(), number, ValueType::Choice, ValueType::Choice, ValueType::Date, ValueType::Bool];
    let field = |(index, value_type)| FieldSpec { id: id(&format!("f{index}")), value_type, unique: false, indexed: index == 4 };
    FormSpec {
        app: value::AppId::parse("bench").unwrap(),
        form: value::FormId::parse("item").unwrap(),
        zone: Zone::shanghai(),
        fields: types.into_iter().enumerate().map(field).collect(),
    }
}

async fn prepare(store: &Store) -> RecordTable {
    let made: Result<RecordTable, StoreError> = store
        .write(|tx| {
            Box::pin(async move {
                let table = store::tables::publish(tx, &[spec()]).await?.remove(0);
                for caller in 0..CALLERS {
                    records::insert(tx, &table, &record(caller)).await?;
                    flows::start(tx, instance(caller)).await?;
                    todos::open(tx, vec![todo(caller, 0)]).await?;
                }
                Ok(table)
            })
        })
        .await;
    made.unwrap()
}

fn record(caller: u32) -> Record {
    let now = Value::Instant(value::Instant::UNIX_EPOCH);
    [("_id", Value::Reference(RecordId(key(1, caller, 0)))), ("_created_at", now.clone()), ("_updated_at", now), ("f0", Value::text("标题 1"))]
        .into_iter()
        .map(|(field, value)| (id(field), value))
        .collect()
}

fn instance(caller: u32) -> flows::Instance {
    flows::Instance {
        id: key(2, caller, 0),
        app: "bench".into(),
        form: "item".into(),
        record_id: key(1, caller, 0),
        flow: "main".into(),
        version: "v".into(),
        status: "running".into(),
        state: "x".repeat(600),
        revision: 1,
        started_at: Moment(1),
        started_by: None,
        started_by_name: "n".into(),
        ended_at: None,
    }
}

fn todo(caller: u32, step: u64) -> todos::Todo {
    todos::Todo {
        id: key(3, caller, step),
        app: "bench".into(),
        form: "item".into(),
        record_id: key(1, caller, 0),
        instance_id: key(2, caller, 0),
        flow: "main".into(),
        node: "approve".into(),
        node_label: json!("审批"),
        title: "标题 1".into(),
        holder_id: key(9, caller, 0),
        state: "open".into(),
        created_at: Moment(1),
        due_at: Some(Moment(2)),
        closed_at: None,
        done_by: None,
        outcome: None,
        opinion: None,
    }
}

async fn through_store(store: &Store, table: &Arc<RecordTable>) -> f64 {
    let begun = Instant::now();
    let callers = (0..CALLERS).map(|caller| {
        let (store, table) = (store.clone(), table.clone());
        tokio::spawn(async move {
            let mut steps = 0_u64;
            while begun.elapsed() < SPAN {
                steps += 1;
                let table = table.clone();
                let done: Result<(), StoreError> = store
                    .write(move |tx| {
                        let table = table.clone();
                        Box::pin(async move { step(tx, &table, caller, steps).await })
                    })
                    .await;
                done.unwrap();
            }
            steps
        })
    });
    let mut steps = 0;
    for caller in callers.collect::<Vec<_>>() {
        steps += caller.await.unwrap();
    }
    steps as f64 / begun.elapsed().as_secs_f64()
}

async fn step(tx: &Tx, table: &RecordTable, caller: u32, step: u64) -> Result<(), StoreError> {
    let name = format!("{caller}-{step}");
    let claimed = idempotency::Key { actor: "u", route: "POST /x", key: &name, body: "b" };
    idempotency::claim(tx, claimed, Moment(1), Moment(9)).await?;
    let changes: Record = [
        (id("f0"), Value::text(format!("标题 {step}"))),
        (id("f2"), Value::Number(value::Decimal::new(i64::try_from(step).unwrap(), 2))),
        (id("_node"), Value::text("approve")),
        (id("_updated_at"), Value::Instant(value::Instant::UNIX_EPOCH)),
    ]
    .into_iter()
    .collect();
    records::update(tx, table, RecordId(key(1, caller, 0)), step, &changes).await?;
    history::write(tx, vec![change(caller, step)]);
    flows::save(tx, flows::Instance { revision: i64::try_from(step).unwrap(), ..instance(caller) }).await?;
    flows::write_events(tx, vec![event(caller, step)]);
    todos::complete(tx, key(3, caller, step - 1), None, "approve", Some("好"), Moment(3)).await?;
    todos::open(tx, vec![todo(caller, step)]).await?;
    outbox::put(tx, vec![outgoing(caller, step)]);
    audit::write(tx, entry(caller, step));
    idempotency::answer(tx, claimed, "{\"ok\":true}").await
}

fn change(caller: u32, step: u64) -> history::Change {
    history::Change {
        id: key(4, caller, step),
        app: "bench".into(),
        form: "item".into(),
        record_id: key(1, caller, 0),
        revision: i64::try_from(step).unwrap(),
        at: Moment(1),
        by_id: None,
        by_name: "n".into(),
        through: "update".into(),
        changes: json!({ "f0": ["标题 1", "标题 2"] }),
        version: "v".into(),
    }
}

fn event(caller: u32, step: u64) -> flows::Event {
    flows::Event {
        instance_id: key(2, caller, 0),
        number: i64::try_from(step).unwrap(),
        at: Moment(1),
        by_id: None,
        by_name: "n".into(),
        kind: "approved".into(),
        event: json!({ "node": "approve" }),
    }
}

fn outgoing(caller: u32, step: u64) -> outbox::Outgoing {
    outbox::Outgoing {
        id: key(5, caller, step),
        app: "bench".into(),
        channel: "in_app".into(),
        payload: json!({ "to": "u" }),
        state: "waiting".into(),
        created_at: Moment(1),
        next_at: Moment(1),
        attempts: 0,
        leased_until: None,
        last_error: None,
        done_at: None,
    }
}

fn entry(caller: u32, step: u64) -> audit::Entry {
    audit::Entry {
        id: key(6, caller, step),
        at: Moment(1),
        actor_id: None,
        actor_name: "n".into(),
        action: "task.approve".into(),
        app: Some("bench".into()),
        object: "item".into(),
        detail: json!({}),
        digest: "d".repeat(64),
    }
}

/// The same statements without a queue, savepoints, entities or builders: one connection, prepared statements, batches of 64.
async fn bare(path: &std::path::Path) -> f64 {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .statement_cache_capacity(512)
        .pragma("cache_size", "-32768");
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    // The same place as the first run had: an empty store with the prepared rows.
    connection.execute("DELETE FROM r_bench_item WHERE f4 IS NOT NULL").await.unwrap();
    for table in ["idempotency_keys", "record_history", "flow_events", "todos", "outbox", "audit"] {
        connection.execute(sqlx::AssertSqlSafe(format!("DELETE FROM {table}"))).await.unwrap();
    }
    connection.execute("UPDATE flow_instances SET revision = 1; UPDATE r_bench_item SET _revision = 1; VACUUM").await.unwrap();
    for caller in 0..CALLERS {
        bare_open(&mut connection, caller, 0).await;
    }
    let begun = Instant::now();
    let mut round = 0_u64;
    while begun.elapsed() < SPAN {
        round += 1;
        connection.execute("BEGIN IMMEDIATE").await.unwrap();
        for caller in 0..CALLERS {
            bare_step(&mut connection, caller, round).await;
        }
        connection.execute("COMMIT").await.unwrap();
    }
    round as f64 * f64::from(CALLERS) / begun.elapsed().as_secs_f64()
}

async fn bare_open(connection: &mut SqliteConnection, caller: u32, step: u64) {
    sqlx::query("INSERT INTO todos (id, app, form, record_id, instance_id, flow, node, node_label, title, holder_id, state, created_at, due_at) VALUES (?, 'bench', 'item', ?, ?, 'main', 'approve', '\"审批\"', '标题 1', ?, 'open', 1, 2)")
        .bind(key(3, caller, step)).bind(key(1, caller, 0)).bind(key(2, caller, 0)).bind(key(9, caller, 0))
        .execute(connection).await.unwrap();
}

async fn bare_step(connection: &mut SqliteConnection, caller: u32, step: u64) {
    let number = i64::try_from(step).unwrap();
    let name = format!("{caller}-{step}");
    let _ = sqlx::query("SELECT actor, route, key, body, answer, expires_at FROM idempotency_keys WHERE actor = ? AND route = ? AND key = ?")
        .bind("u")
        .bind("POST /x")
        .bind(&name)
        .fetch_optional(&mut *connection)
        .await
        .unwrap();
    sqlx::query("INSERT INTO idempotency_keys (actor, route, key, body, answer, expires_at) VALUES (?, ?, ?, 'b', '', 9) ON CONFLICT (actor, route, key) DO NOTHING")
        .bind("u").bind("POST /x").bind(&name).execute(&mut *connection).await.unwrap();
    let title = format!("标题 {step}");
    sqlx::query("UPDATE r_bench_item SET f0 = ?, _k_f0 = ?, f2 = ?, _node = 'approve', _updated_at = 0, _d__updated_at = 19700101, _revision = ? WHERE _id = ? AND _revision = ?")
        .bind(&title).bind(store::text_key(&title)).bind(number).bind(number + 1).bind(key(1, caller, 0)).bind(number)
        .execute(&mut *connection).await.unwrap();
    sqlx::query("INSERT INTO record_history (id, app, form, record_id, revision, at, by_name, through, changes, version) VALUES (?, 'bench', 'item', ?, ?, 1, 'n', 'update', '{\"f0\":[\"标题 1\",\"标题 2\"]}', 'v')")
        .bind(key(4, caller, step)).bind(key(1, caller, 0)).bind(number).execute(&mut *connection).await.unwrap();
    sqlx::query("UPDATE flow_instances SET app = 'bench', form = 'item', record_id = ?, flow = 'main', version = 'v', status = 'running', state = ?, revision = ?, started_at = 1, started_by_name = 'n' WHERE id = ? AND revision = ?")
        .bind(key(1, caller, 0)).bind("x".repeat(600)).bind(number + 1).bind(key(2, caller, 0)).bind(number)
        .execute(&mut *connection).await.unwrap();
    sqlx::query(
        "INSERT INTO flow_events (instance_id, number, at, by_name, kind, event) VALUES (?, ?, 1, 'n', 'approved', '{\"node\":\"approve\"}')",
    )
    .bind(key(2, caller, 0))
    .bind(number)
    .execute(&mut *connection)
    .await
    .unwrap();
    sqlx::query("UPDATE todos SET state = 'done', closed_at = 3, outcome = 'approve', opinion = '好' WHERE id = ? AND state = 'open'")
        .bind(key(3, caller, step - 1))
        .execute(&mut *connection)
        .await
        .unwrap();
    bare_open(&mut *connection, caller, step).await;
    sqlx::query("INSERT INTO outbox (id, app, channel, payload, state, created_at, next_at, attempts) VALUES (?, 'bench', 'in_app', '{\"to\":\"u\"}', 'waiting', 1, 1, 0)")
        .bind(key(5, caller, step)).execute(&mut *connection).await.unwrap();
    sqlx::query(
        "INSERT INTO audit (id, at, actor_name, action, app, object, detail, digest) VALUES (?, 1, 'n', 'task.approve', 'bench', 'item', '{}', ?)",
    )
    .bind(key(6, caller, step))
    .bind("d".repeat(64))
    .execute(&mut *connection)
    .await
    .unwrap();
    sqlx::query("UPDATE idempotency_keys SET answer = '{\"ok\":true}' WHERE actor = ? AND route = ? AND key = ?")
        .bind("u")
        .bind("POST /x")
        .bind(&name)
        .execute(&mut *connection)
        .await
        .unwrap();
}
