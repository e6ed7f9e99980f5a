//! Two servers on one database against one: what a second machine is worth when the database is some way off.
//!
//! Each server is a runtime of its own with four connections through a proxy that adds five milliseconds to every round trip. With so few
//! connections so far away a server waits most of its time; a second one helps as long as nothing that they share holds it up.

use crate::app::House;
use runtime::SystemClock;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::StoreConfig;
use test_kit::TestDatabase;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadHalf, WriteHalf, split};
use tokio::net::{TcpStream, UnixListener, UnixStream};
use tokio::sync::mpsc;

/// Half of it is added on the way there, half on the way back.
const ROUND_TRIP: Duration = Duration::from_millis(5);
/// How PostgreSQL names its socket.
const SOCKET: &str = ".s.PGSQL.5432";
const CONNECTIONS: u32 = 4;
const CALLERS: usize = 16;
const SPAN: Duration = Duration::from_secs(10);
const ROUNDS: usize = 3;

/// Prints what two servers do against one.
pub async fn measure(database: &TestDatabase) {
    let (address, far) = apart(&database.url);
    let near = database.folder.join("proxy");
    std::fs::create_dir_all(&near).unwrap();
    proxied(UnixListener::bind(near.join(SOCKET)).unwrap(), far);
    let through = format!("{address}?host={}", near.display());
    // The app is made without the proxy: only the work is measured.
    House::open(database).await.close().await;
    let config = || StoreConfig { connections: CONNECTIONS, ..StoreConfig::new(through.clone()) };
    let (first, second) = (server(config(), database).await, server(config(), database).await);
    let mut found = Vec::new();
    for _ in 0..ROUNDS {
        let one = rate(std::slice::from_ref(&first)).await;
        let two = rate(&[first.clone(), second.clone()]).await;
        found.push((two / one, one, two));
    }
    first.close().await;
    second.close().await;
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (ratio, one, two) = found[ROUNDS / 2];
    println!("rounds: {}", found.iter().map(|(ratio, ..)| format!("{ratio:.2}")).collect::<Vec<_>>().join(" "));
    println!(
        "figure\tdurable steps of two servers against one, PostgreSQL\t{ratio:.2}\t×\t>=\t1.5\t{two:.0} and {one:.0} /s; {CONNECTIONS} connections each, {} ms a round trip",
        ROUND_TRIP.as_millis()
    );
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

/// The address of a database without the place of its server, and that place.
fn apart(url: &str) -> (String, Far) {
    match url.split_once("?host=") {
        Some((address, folder)) => (address.into(), Far::Socket(Path::new(folder).join(SOCKET))),
        None => {
            let place = url.rsplit_once('@').map_or(url, |(_, place)| place);
            (url.into(), Far::Port(place.split('/').next().unwrap_or_default().into()))
        }
    }
}

/// Where the database's server listens.
#[derive(Clone)]
enum Far {
    Socket(PathBuf),
    Port(String),
}

/// Carries every connection of a listener to the server.
fn proxied(listener: UnixListener, far: Far) {
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            match &far {
                Far::Socket(path) => join(near, UnixStream::connect(path).await.unwrap()),
                Far::Port(place) => {
                    let far = TcpStream::connect(place).await.unwrap();
                    far.set_nodelay(true).unwrap();
                    join(near, far);
                }
            }
        }
    });
}

fn join<F: AsyncRead + AsyncWrite + Send + 'static>(near: UnixStream, far: F) {
    let ((near_in, near_out), (far_in, far_out)) = (split(near), split(far));
    tokio::spawn(later(near_in, far_out));
    tokio::spawn(later(far_in, near_out));
}

/// Carries what comes to the other side, half a round trip later; what follows it closely is not held up by it.
async fn later<R: AsyncRead, W: AsyncWrite + Send + 'static>(mut from: ReadHalf<R>, mut to: WriteHalf<W>) {
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
