//! A page of the workbench among a million open cases with three million to-dos of a thousand people.

use super::app::House;
use access::Actor;
use runtime::Runtime;
use runtime::types::{TaskBox, TaskNarrow};
use sea_orm::ConnectionTrait;
use std::time::Instant;
use store::{StoreError, Tx};
use test_kit::{DatabaseKind, TestDatabase};
use uuid::Uuid;
use value::{FlowId, NodeId};

/// As many cases as the goal speaks of; each has one open to-do and two that were done.
pub const CASES: usize = 1_000_000;
const CASE: &[&str] =
    &["id", "app", "form", "record_id", "flow", "version", "status", "state", "revision", "started_at", "started_by", "started_by_name", "ended_at"];
const TODO: &[&str] = &[
    "id",
    "app",
    "form",
    "record_id",
    "instance_id",
    "flow",
    "node",
    "node_label",
    "title",
    "holder_id",
    "state",
    "created_at",
    "due_at",
    "closed_at",
    "done_by",
    "outcome",
    "opinion",
];
const PEOPLE: usize = 1_000;
const TODOS: usize = 3;
const PAGES: usize = 400;
const PAGE: u32 = 50;

pub async fn measure(what: &str, database: &TestDatabase, cases: usize) {
    let house = House::open(database).await;
    let runtime = house.runtime();
    let todo = house.file(0).await.open_tasks[0];
    multiply(runtime, database.kind, todo, cases).await;
    let kept = TODOS * cases;
    let counts = runtime.task_counts(house.lead()).await.unwrap();
    assert!(counts.todo >= (cases / PEOPLE) as u64, "the copies are there");
    for (name, which, narrow) in [
        ("open", TaskBox::Todo, TaskNarrow::default()),
        ("open, of one step", TaskBox::Todo, of_step()),
        ("done", TaskBox::Done, TaskNarrow::default()),
    ] {
        let middle = p95(runtime, house.lead(), which, &narrow).await;
        println!("figure\tpage of {PAGE} to-dos, {name}, p95, {what}\t{middle:.1}\tms\t\t\t{cases} open cases, {kept} to-dos, {PEOPLE} people");
    }
    let mut counted = Vec::new();
    for _ in 0..PAGES {
        let begun = Instant::now();
        runtime.task_counts(house.lead()).await.unwrap();
        counted.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    println!("figure\tcounts of the workbench, p95, {what}\t{:.1}\tms\t\t\t", at_95(counted));
    house.close().await;
}

fn of_step() -> TaskNarrow {
    TaskNarrow { flow: Some(FlowId::parse("approval").unwrap()), node: Some(NodeId::parse("step_1").unwrap()), ..TaskNarrow::default() }
}

/// The first page and those behind it, in turns.
async fn p95(runtime: &Runtime, lead: &Actor, which: TaskBox, narrow: &TaskNarrow) -> f64 {
    let mut waited = Vec::new();
    let mut after: Option<String> = None;
    for _ in 0..PAGES {
        let begun = Instant::now();
        let (entries, next) = runtime.tasks(lead, which, narrow.clone(), PAGE, after.as_deref()).await.unwrap();
        waited.push(begun.elapsed().as_secs_f64() * 1000.0);
        assert!(next.is_none() || entries.len() == PAGE as usize, "a whole page");
        after = next;
    }
    at_95(waited)
}

fn at_95(mut waited: Vec<f64>) -> f64 {
    waited.sort_by(f64::total_cmp);
    waited[waited.len() * 95 / 100]
}

/// Writes the case and its to-do again and again, in one statement for each table.
async fn multiply(runtime: &Runtime, kind: DatabaseKind, todo: Uuid, cases: usize) {
    let one = format!("id = {}", literal(kind, todo));
    let its_case = format!("id = (SELECT instance_id FROM todos WHERE {one})");
    let copies = [
        copies("flow_instances", CASE, &its_case, cases, |column| match column {
            "id" => Some(key(kind, 1, "i")),
            "started_at" => Some("started_at - i * 1000".into()),
            _ => None,
        }),
        copies("todos", TODO, &one, cases, |column| match column {
            "id" => Some(key(kind, 2, "i")),
            "instance_id" => Some(key(kind, 1, "i")),
            "holder_id" => Some(held_by(kind)),
            "created_at" => Some("created_at - i * 1000".into()),
            _ => None,
        }),
        copies("todos", TODO, &one, 2 * cases, |column| match column {
            "id" => Some(key(kind, 3, "i")),
            "instance_id" => Some(key(kind, 1, &format!("i % {cases} + 1"))),
            "holder_id" | "done_by" => Some(held_by(kind)),
            "state" => Some("'done'".into()),
            "outcome" => Some("'approve'".into()),
            "created_at" | "closed_at" => Some("created_at - i * 1000".into()),
            _ => None,
        }),
    ];
    for statement in copies.into_iter().chain(["ANALYZE".into()]) {
        let written = runtime.store().write(move |tx: &Tx| {
            let statement = statement.clone();
            Box::pin(async move { tx.execute_unprepared(&statement).await.map_err(StoreError::from) })
        });
        written.await.unwrap();
    }
}

/// Copies of one row, with other values in some columns.
fn copies(table: &str, columns: &[&str], of: &str, count: usize, other: impl Fn(&str) -> Option<String>) -> String {
    let values: Vec<String> = columns.iter().map(|column| other(column).unwrap_or_else(|| (*column).to_owned())).collect();
    let numbers = format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})");
    format!("{numbers} INSERT INTO {table} ({}) SELECT {} FROM {table}, n WHERE {of}", columns.join(", "), values.join(", "))
}

/// A key as the database has it: SQLite keeps the bytes.
fn literal(kind: DatabaseKind, key: Uuid) -> String {
    match kind {
        DatabaseKind::Sqlite => format!("x'{}'", key.simple()),
        DatabaseKind::Postgres => format!("'{key}'"),
    }
}

/// The key of a copy.
fn key(kind: DatabaseKind, table: u8, number: &str) -> String {
    let head = format!("0190000{table}000070008000");
    match kind {
        DatabaseKind::Sqlite => format!("unhex(printf('{head}%012x', {number}))"),
        DatabaseKind::Postgres => format!("('{head}' || lpad(to_hex({number}), 12, '0'))::uuid"),
    }
}

/// Every thousandth is held by the person of the first one.
fn held_by(kind: DatabaseKind) -> String {
    format!("CASE WHEN i % {PEOPLE} = 0 THEN holder_id ELSE {} END", key(kind, 9, &format!("i % {PEOPLE}")))
}
