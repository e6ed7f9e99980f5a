//! Durable steps per second, measured at the runtime without HTTP: callers file orders and approve them, step by step, under idempotency
//! keys, with rights, computed fields, rules, history, flow, to-dos, timers and audit.
//!
//! Beside it a bare program plays the very statements that the runtime sent, on a copy of the same database, with the same callers and in
//! the same batches: no queue, no engines, no query builder. The ratio is what the product costs on top of its database.
//!
//! `migrate` measures something else: what changing a type and a formula on 100,000 records costs, and what others notice of it; and `import`
//! what it takes to file and to export 100,000 rows.
//!
//! `todos` asks how long a page of the workbench takes among a million open cases, and `servers` what a second server is worth.
//!
//! `counted` lists the statements of a step, and does a fixed number of steps for whoever counts instructions.
//!
//! `cargo run --release -p runtime --example bench [sqlite|postgres|servers|counted [sqlite|postgres] [cases]|migrate [records]|import [rows]|todos [cases]]`

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a measuring program"
)]

mod app;
mod bare;
mod counted;
mod import;
mod migrate;
mod pgbench;
mod servers;
mod todos;

use app::House;
use std::time::{Duration, Instant};
use test_kit::{DatabaseKind, TestDatabase};

/// How long one round lasts.
const SPAN: Duration = Duration::from_secs(4);
/// How long statements are written down for the bare program.
const RECORDED: Duration = Duration::from_secs(2);
const ROUNDS: usize = 3;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let only = std::env::args().nth(1);
    if only.as_deref() == Some("migrate") {
        let count = std::env::args().nth(2).map_or(migrate::RECORDS, |count| count.parse().unwrap());
        migrate::measure("SQLite", &test_kit::sqlite(), count).await;
        test_kit::sync_to_disk();
        return migrate::measure("PostgreSQL", &test_kit::postgres(), count).await;
    }
    let wanted = |name: &str| only.as_deref().is_none_or(|only| only == name);
    if only.as_deref() == Some("import") {
        let rows = std::env::args().nth(2).and_then(|rows| rows.parse().ok()).unwrap_or(100_000);
        import::measure("SQLite FULL", test_kit::sqlite(), rows).await;
        return;
    }
    if only.as_deref() == Some("todos") {
        let cases = std::env::args().nth(2).map_or(todos::CASES, |count| count.parse().unwrap());
        todos::measure("SQLite", &test_kit::sqlite(), cases).await;
        test_kit::sync_to_disk();
        return todos::measure("PostgreSQL", &test_kit::postgres(), cases).await;
    }
    if only.as_deref() == Some("counted") {
        let cases = std::env::args().nth(3).map_or(200, |cases| cases.parse().unwrap());
        return match std::env::args().nth(2).as_deref() {
            Some("postgres") => counted::measure(&test_kit::postgres(), 32, cases).await,
            _ => counted::measure(&test_kit::sqlite(), 64, cases).await,
        };
    }
    if wanted("sqlite") {
        measure("SQLite FULL", test_kit::sqlite(), 64, 0.80).await;
    }
    if wanted("postgres") {
        test_kit::sync_to_disk();
        measure("PostgreSQL", test_kit::postgres(), 32, 0.70).await;
    }
    if wanted("servers") {
        servers::measure(&test_kit::postgres()).await;
    }
}

async fn measure(what: &str, database: TestDatabase, callers: usize, budget: f64) {
    let house = House::open(&database).await;
    work(&house, callers, SPAN / 4).await;
    house.close().await;
    let snapshot = database.copy();
    let house = House::open(&database).await;
    store::recording::begin();
    let recorded = work(&house, callers, RECORDED).await;
    let script = bare::Script::of(store::recording::end(), database.kind);
    let (mut pairs, mut beside_pgbench) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let steps = work(&house, callers, SPAN).await;
        let product = steps as f64 / begun.elapsed().as_secs_f64();
        let bare = script.play(&snapshot.copy()).await;
        pairs.push((product / bare, product, bare));
        if database.kind == DatabaseKind::Postgres {
            let peer = script.play_by_pgbench(&snapshot.copy());
            beside_pgbench.push((product / peer, product, peer));
        }
    }
    house.close().await;
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    beside_pgbench.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (ratio, product, bare) = pairs[ROUNDS / 2];
    println!("{what}: {callers} callers, {:.1} statements a step, {:.1} steps a commit", script.statements_per_step(), script.steps_per_commit());
    println!("recorded {recorded} steps; rounds: {}", pairs.iter().map(|(ratio, ..)| format!("{ratio:.2}")).collect::<Vec<_>>().join(" "));
    println!("figure\tdurable steps, {what}\t{product:.0}\t/s\t\t\t{callers} callers; a bare program {bare:.0} /s");
    println!("figure\tdurable steps, {what}, against a bare program\t{ratio:.2}\t×\t>=\t{budget}\tthe same statements, {}", batches(database.kind));
    if let Some((ratio, _, peer)) = beside_pgbench.get(ROUNDS / 2) {
        println!("figure\tdurable steps, {what}, against pgbench\t{ratio:.2}\t×\t>=\t{budget}\tthe same statements, prepared; {peer:.0} /s");
    }
}

fn batches(kind: DatabaseKind) -> &'static str {
    if kind == DatabaseKind::Sqlite { "same batches" } else { "one transaction a step" }
}

/// So many callers at once; answers how many steps were done.
async fn work(house: &House, callers: usize, span: Duration) -> u64 {
    let begun = Instant::now();
    let callers: Vec<_> = (0..callers)
        .map(|caller| {
            let house = house.clone();
            tokio::spawn(async move {
                let mut steps = 0;
                while begun.elapsed() < span {
                    steps += house.one_case(caller).await;
                }
                steps
            })
        })
        .collect();
    let mut steps = 0;
    for caller in callers {
        steps += caller.await.unwrap();
    }
    steps
}
