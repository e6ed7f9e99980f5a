//! What a worker has taken to work on. A lease is short, so that what a killed server had is soon another's, and the worker asks for more
//! time as long as it works: a slow system outside is not asked twice.

use crate::{JobError, Worker};
use chrono::Duration;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::{outbox, timers};
use uuid::Uuid;

/// A worker has what it took for so long; then another one may have it.
pub(crate) const LEASE: Duration = Duration::seconds(20);
/// How often it asks for more time.
pub(crate) const EXTEND_EVERY: std::time::Duration = std::time::Duration::from_secs(5);

/// What can be leased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Leased {
    Timers,
    Entries,
}

/// What a worker works on.
#[derive(Clone, Default)]
pub(crate) struct Leases(Arc<Mutex<BTreeSet<(Leased, Uuid)>>>);

/// Work on what was leased together; it is over when this goes.
pub(crate) struct Work {
    leases: Leases,
    of: Vec<(Leased, Uuid)>,
}

impl Leases {
    pub(crate) fn hold(&self, what: Leased, keys: impl Iterator<Item = Uuid>) -> Work {
        let of: Vec<(Leased, Uuid)> = keys.map(|key| (what, key)).collect();
        self.held().extend(of.iter().copied());
        Work { leases: self.clone(), of }
    }

    fn keys(&self, of: Leased) -> Vec<Uuid> {
        self.held().iter().filter(|(what, _)| *what == of).map(|(_, key)| *key).collect()
    }

    fn held(&self) -> MutexGuard<'_, BTreeSet<(Leased, Uuid)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        let mut held = self.leases.held();
        for one in &self.of {
            held.remove(one);
        }
    }
}

impl Worker {
    /// Asks for more time for what is being worked on.
    pub async fn extend_leases(&self) -> Result<(), JobError> {
        let (of_timers, of_entries) = (self.leases.keys(Leased::Timers), self.leases.keys(Leased::Entries));
        if of_timers.is_empty() && of_entries.is_empty() {
            return Ok(());
        }
        let now = self.runtime.clock().now();
        let extended = self.runtime.store().write(move |tx| {
            let (of_timers, of_entries) = (of_timers.clone(), of_entries.clone());
            Box::pin(async move {
                timers::extend(tx, &of_timers, now.into(), (now + LEASE).into()).await?;
                outbox::extend(tx, &of_entries, now.into(), (now + LEASE).into()).await?;
                Ok::<_, JobError>(())
            })
        });
        extended.await
    }
}
