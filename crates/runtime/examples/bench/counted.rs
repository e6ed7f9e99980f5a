//! What a step costs in statements, and a fixed amount of work for a program that counts instructions:
//!
//! `valgrind --tool=callgrind --zero-before='*counted_work_begins*' --dump-before='*counted_work_ends*' bench counted sqlite 200`

use crate::app::House;
use std::collections::BTreeMap;
use std::hint::black_box;
use store::recording::{self, Sent};
use test_kit::TestDatabase;

/// So many cases are worked through before anything counts: statements are prepared, caches filled.
const WARM: usize = 32;

/// Works through so many cases and lists what was sent for each step.
pub async fn measure(database: &TestDatabase, callers: usize, cases: usize) {
    let house = House::open(database).await;
    work(&house, callers, WARM).await;
    recording::begin();
    work(&house, callers, WARM).await;
    let sent = recording::end();
    counted_work_begins(cases);
    let steps = work(&house, callers, cases).await;
    counted_work_ends(cases);
    house.close().await;
    let mut statements: BTreeMap<String, usize> = BTreeMap::new();
    for entry in &sent {
        if let Sent::Statement { statement, .. } = entry {
            *statements.entry(shortened(&statement.sql)).or_default() += 1;
        }
    }
    let recorded = (WARM.max(callers) * 6) as f64;
    for (sql, count) in &statements {
        println!("{:6.2}  {sql}", *count as f64 / recorded);
    }
    println!("{:6.2}  statements a step; {steps} steps were counted", statements.values().sum::<usize>() as f64 / recorded);
}

/// Without the lists of columns and values, whose lengths differ.
fn shortened(sql: &str) -> String {
    let verb = sql.split(' ').next().unwrap_or_default();
    let table = sql.split('"').nth(1).unwrap_or_default();
    let table = if verb == "SELECT" { sql.split("FROM \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default() } else { table };
    let place = sql.split(" WHERE ").nth(1).unwrap_or_default();
    format!("{verb} {table} {}", place.chars().take(110).collect::<String>())
}

#[inline(never)]
fn counted_work_begins(cases: usize) {
    black_box(cases);
}

#[inline(never)]
fn counted_work_ends(cases: usize) {
    black_box(cases + 1);
}

async fn work(house: &House, callers: usize, cases: usize) -> u64 {
    let each = cases.div_ceil(callers);
    let callers: Vec<_> = (0..callers)
        .map(|caller| {
            let house = house.clone();
            tokio::spawn(async move {
                let mut steps = 0;
                for _ in 0..each {
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
