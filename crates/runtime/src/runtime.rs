//! The runtime: what it is made of.

use crate::{Clock, Event, Ids, RuntimeError, RuntimeResult};
use std::sync::Arc;
use store::Store;
use tokio::sync::broadcast;

/// What ops decide.
#[derive(Debug, Clone)]
pub struct RuntimeConfig {
    /// The address under which people reach the product, for links in messages and on paper: `https://quality.example.com`.
    pub base_url: String,
    /// A session ends after this many minutes without a request.
    pub session_idle_minutes: u32,
    /// A session ends after this many hours in any case.
    pub session_hours: u32,
    /// After this many wrong passwords in a row a name is locked for `lockout_minutes`.
    pub lockout_attempts: u32,
    /// For how long a name is locked.
    pub lockout_minutes: u32,
    /// The largest file that is taken, in bytes.
    pub max_file: u64,
}

impl Default for RuntimeConfig {
    fn default() -> Self {
        Self {
            base_url: "http://localhost:8080".into(),
            session_idle_minutes: 120,
            session_hours: 12,
            lockout_attempts: 5,
            lockout_minutes: 15,
            max_file: 50 << 20,
        }
    }
}

/// What the runtime stands on.
pub struct RuntimeParts {
    /// The database, migrated.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Keys and secrets.
    pub ids: Arc<dyn Ids>,
    /// What ops decide.
    pub config: RuntimeConfig,
}

/// The use cases. Clones share everything.
#[derive(Clone)]
pub struct Runtime {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    pub(crate) config: RuntimeConfig,
    pub(crate) events: broadcast::Sender<Event>,
}

/// How many events a slow listener may be behind before it has to ask for everything again.
const EVENTS: usize = 1024;

impl Runtime {
    /// Starts the use cases over an opened and migrated store, and loads the active apps.
    pub async fn open(parts: RuntimeParts) -> RuntimeResult<Self> {
        let (events, _) = broadcast::channel(EVENTS);
        let inner = Inner { store: parts.store, clock: parts.clock, ids: parts.ids, config: parts.config, events };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The clock of this runtime.
    pub fn clock(&self) -> &dyn Clock {
        self.inner.clock.as_ref()
    }

    /// The store, for workers and upkeep.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The configuration.
    pub fn config(&self) -> &RuntimeConfig {
        &self.inner.config
    }

    /// What happens from now on, after its commit. The listener filters by [`Runtime::may_hear`].
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.inner.events.subscribe()
    }

    /// Whether the database answers.
    pub async fn ready(&self) -> RuntimeResult<()> {
        crate::pending()
    }
}

impl From<store::StoreError> for RuntimeError {
    fn from(error: store::StoreError) -> Self {
        RuntimeError::Unavailable(error.to_string())
    }
}
