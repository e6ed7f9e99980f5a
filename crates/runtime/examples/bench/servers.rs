//! Two servers on one database against one: what a second machine is worth when the database is some way off.
//!
//! Each server is a runtime of its own with four connections through a proxy that adds five milliseconds to every round trip. With so few
//! connections so far away a server waits most of its time; a second one helps as long as nothing that they share holds it up.

use crate::app::House;
use runtime::SystemClock;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::StoreConfig;
use test_kit::TestDatabase;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// Half of it is added on the way there, half on the way back.
const ROUND_TRIP: Duration = Duration::from_millis(5);
const CONNECTIONS: u32 = 4;
const CALLERS: usize = 16;
const SPAN: Duration = Duration::from_secs(20);
const ROUNDS: usize = 3;

/// Prints what two servers do against one.
pub async fn measure(database: &TestDatabase) {
    let (front, port) = database.url.rsplit_once("@").map_or(("", database.url.as_str()), |(front, rest)| (front, rest));
    let (target, name) = port.trim_start_matches("postgres://").trim_start_matches("postgresql://").split_once('/').expect("the address names a database");
    let proxy = proxied(target.to_owned()).await;
    let through = if front.is_empty() { format!("postgres://{proxy}/{name}") } else { format!("{front}@{proxy}/{name}") };
    // The app is made without the proxy: only the work is measured.
    House::open(database).await.close().await;
    let config = || StoreConfig { connections: CONNECTIONS, ..StoreConfig::new(through.clone()) };
    let (first, second) = (server(config(), database).await, server(config(), database).await);
    let mut found = Vec::new();
    for _ in 0..ROUNDS {
        let one = rate(&[first.clone()]).await;
        let two = rate(&[first.clone(), second.clone()]).await;
        found.push((two / one, one, two));
    }
    first.close().await;
    second.close().await;
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (ratio, one, two) = found[ROUNDS / 2];
    println!("rounds: {}", found.iter().map(|(ratio, ..)| format!("{ratio:.2}")).collect::<Vec<_>>().join(" "));
    println!("figure\tdurable steps of two servers against one, PostgreSQL\t{ratio:.2}\t×\t>=\t1.5\t{two:.0} and {one:.0} /s; {CONNECTIONS} connections each, {} ms a round trip", ROUND_TRIP.as_millis());
}

async fn server(config: StoreConfig, database: &TestDatabase) -> House {
    House::open_at(config, &database.folder, Arc::new(SystemClock)).await
}

/// Steps per second of so many callers of each server.
async fn rate(servers: &[House]) -> f64 {
    let begun = Instant::now();
    let steps: u64 = futures_util::future::join_all(servers.iter().map(|house| crate::work(house, CALLERS, SPAN))).await.into_iter().sum();
    steps as f64 / begun.elapsed().as_secs_f64()
}

/// The address of a proxy to the target.
async fn proxied(target: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let Ok(far) = TcpStream::connect(&target).await else { continue };
            near.set_nodelay(true).unwrap();
            far.set_nodelay(true).unwrap();
            let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
            tokio::spawn(later(near_in, far_out));
            tokio::spawn(later(far_in, near_out));
        }
    });
    address
}

/// Carries what comes to the other side, half a round trip later; what follows it closely is not held up by it.
async fn later(mut from: tokio::net::tcp::OwnedReadHalf, mut to: tokio::net::tcp::OwnedWriteHalf) {
    let (sender, mut carried) = mpsc::unbounded_channel::<(Instant, Vec<u8>)>();
    tokio::spawn(async move {
        while let Some((at, bytes)) = carried.recv().await {
            tokio::time::sleep_until(at.into()).await;
            if to.write_all(&bytes).await.is_err() {
                return;
            }
        }
    });
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        if sender.send((Instant::now() + ROUND_TRIP / 2, bytes[..count].to_vec())).is_err() {
            return;
        }
    }
}
