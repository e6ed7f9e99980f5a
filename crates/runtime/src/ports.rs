//! What the use cases ask of the machine, as traits: a test gives its own clock and its own ids.

use crate::types::CallReady;
use async_trait::async_trait;
use bytes::Bytes;
use parking_lot::Mutex;
use print_engine::FontPack;
use rand::RngCore;
use serde_json::Value as Json;
use uuid::Uuid;
use value::Instant;

/// The time of day.
pub trait Clock: Send + Sync {
    /// The moment, in UTC.
    fn now(&self) -> Instant;
}

/// Keys and secrets.
pub trait Ids: Send + Sync {
    /// A key of a record, to-do or timer: UUIDv7, so that later ones sort after earlier ones.
    fn key(&self, now: Instant) -> Uuid;
    /// A secret of this many random bytes, written as URL-safe text.
    fn secret(&self, bytes: usize) -> String;
}

/// Calls of systems outside for whose answer somebody waits. What flows call goes through the outbox instead.
#[async_trait]
pub trait Calls: Send + Sync {
    /// Makes one call, once; answers what came back, or a word for why nothing did.
    async fn ask(&self, call: &CallReady) -> Result<CallReply, String>;
}

/// What a system outside answered.
#[derive(Debug, Clone, PartialEq)]
pub struct CallReply {
    /// The status of HTTP.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: Bytes,
    /// The JSON of a good answer; else a word for what is wrong with it.
    pub json: Result<Json, String>,
}

/// Nothing outside can be reached: for commands and tests that call nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoCalls;

#[async_trait]
impl Calls for NoCalls {
    async fn ask(&self, _: &CallReady) -> Result<CallReply, String> {
        Err("unreachable".into())
    }
}

/// The fonts for paper. They are large: they are read when something is printed, and let go when nothing has been printed for a while.
pub trait Fonts: Send + Sync {
    /// Reads the pack, or says in words why not.
    fn read(&self) -> Result<FontPack, String>;
}

impl Fonts for FontPack {
    fn read(&self) -> Result<FontPack, String> {
        Ok(self.clone())
    }
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one clock; everything else takes `now` as an argument")]
    fn now(&self) -> Instant {
        // Stored moments have milliseconds; a finer one would differ from what is read back.
        chrono::SubsecRound::trunc_subsecs(Instant::from(std::time::SystemTime::now()), 3)
    }
}

/// A clock that stands still until it is moved: for tests and simulations.
#[derive(Debug)]
pub struct ManualClock(Mutex<Instant>);

impl ManualClock {
    /// A clock that shows a moment.
    pub fn at(moment: Instant) -> Self {
        Self(Mutex::new(moment))
    }

    /// Moves the clock on.
    pub fn advance(&self, by: chrono::Duration) {
        *self.0.lock() += by;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        *self.0.lock()
    }
}

/// Keys and secrets from the random source of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomIds;

impl Ids for RandomIds {
    fn key(&self, now: Instant) -> Uuid {
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        let mut random = [0_u8; 10];
        rand::rng().fill_bytes(&mut random);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    fn secret(&self, bytes: usize) -> String {
        use base64::Engine;
        let mut random = vec![0_u8; bytes];
        rand::rng().fill_bytes(&mut random);
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(random)
    }
}
