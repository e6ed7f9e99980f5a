//! Many timers that fall due at once: a hundred thousand cases whose reminders are due in the same minute, and how long a worker takes until
//! the last of them has fired.
//!
//! `cargo run --release -p jobs --example bench [cases]`

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    dead_code,
    missing_docs,
    reason = "a measuring program"
)]

#[path = "../../runtime/examples/bench/app.rs"]
mod app;

use app::House;
use connectors::MailRecorder;
use jobs::Worker;
use runtime::{Clock, SystemClock};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use test_kit::TestDatabase;

/// As many timers as the goal speaks of.
const CASES: usize = 100_000;
/// The reminders come an hour before the end of a day.
const LATER: i64 = 24 * 60 - 50;
const CALLERS: usize = 64;

/// The clock of the machine, put forward.
#[derive(Default)]
struct Forward(AtomicI64);

impl Clock for Forward {
    fn now(&self) -> value::Instant {
        SystemClock.now() + chrono::Duration::minutes(self.0.load(Ordering::Relaxed))
    }
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let cases = std::env::args().nth(1).map_or(CASES, |count| count.parse().unwrap());
    measure("SQLite FULL", &test_kit::sqlite(), cases).await;
    test_kit::sync_to_disk();
    measure("PostgreSQL", &test_kit::postgres(), cases).await;
}

async fn measure(what: &str, database: &TestDatabase, cases: usize) {
    let clock = Arc::new(Forward::default());
    let house = House::open_by(database, clock.clone()).await;
    let callers: Vec<_> = (0..CALLERS)
        .map(|caller| {
            let house = house.clone();
            tokio::spawn(async move {
                for number in (caller..cases).step_by(CALLERS) {
                    house.file(number).await;
                }
            })
        })
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
    clock.0.store(LATER, Ordering::Relaxed);
    let worker = Worker::new(house.runtime().clone(), Arc::new(MailRecorder::default()));
    let begun = std::time::Instant::now();
    let done = worker.run_until_idle().await.unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    assert_eq!((done.fired, done.failed), (cases, 0), "every case has one reminder");
    let rate = cases as f64 / seconds;
    println!("figure\ttimers due at once, until the last has fired, {what}\t{seconds:.1}\ts\t<=\t60\t{cases} timers, {rate:.0} /s");
    house.close().await;
}
