//! The worker: passes over all that is due, and sleeps until something is.

use crate::leases::{EXTEND_EVERY, Leases};
use chrono::Duration;
use connectors::{CallTransport, Dialler, HttpCalls, MailTransport};
use runtime::{Event, Runtime, RuntimeError};
use std::sync::Arc;
use store::{outbox, timers};
use tokio::sync::{broadcast, watch};

/// A worker sleeps at most so long: another server may have written something that is due.
const LONGEST_SLEEP: std::time::Duration = std::time::Duration::from_secs(2);
/// How often upkeep runs.
const UPKEEP_EVERY: Duration = Duration::minutes(30);
/// How often what people hold is evened out.
const EVEN_OUT_EVERY: Duration = Duration::minutes(1);

/// For so long a pass goes on with planned migrations; then timers and mails have their turn.
const MIGRATING: std::time::Duration = std::time::Duration::from_millis(300);

/// Does what is due. Several of them on one database share the work.
#[derive(Clone)]
pub struct Worker {
    pub(crate) runtime: Runtime,
    pub(crate) mail: Arc<dyn MailTransport>,
    pub(crate) calls: Arc<dyn CallTransport>,
    pub(crate) leases: Leases,
}

/// Why a pass was cut short; the next one begins where this one ended.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The store did not answer.
    #[error(transparent)]
    Runtime(#[from] RuntimeError),
}

impl From<store::StoreError> for JobError {
    fn from(error: store::StoreError) -> Self {
        JobError::Runtime(error.into())
    }
}

/// What one pass did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pass {
    /// Timers that were fired.
    pub fired: usize,
    /// Timers that failed.
    pub failed: usize,
    /// Mails that were delivered, and calls that were made.
    pub delivered: usize,
    /// Mails that were not.
    pub undelivered: usize,
    /// Steps of planned migrations.
    pub migrated: usize,
    /// Cases that waited and were given to somebody.
    pub allocated: usize,
    /// To-dos that went to somebody else because their holder has left.
    pub relieved: usize,
}

impl Pass {
    /// Whether there was nothing to do.
    pub fn is_idle(&self) -> bool {
        *self == Self::default()
    }
}

impl Worker {
    /// A worker over a runtime, with the transport for mails. Calls of systems outside reach public addresses only.
    pub fn new(runtime: Runtime, mail: Arc<dyn MailTransport>) -> Self {
        Self { runtime, mail, calls: Arc::new(HttpCalls::new(Dialler::default())), leases: Leases::default() }
    }

    /// The same with another transport for calls of systems outside.
    #[must_use]
    pub fn with_calls(self, calls: Arc<dyn CallTransport>) -> Self {
        Self { calls, ..self }
    }

    /// One pass over what is due now.
    pub async fn pass(&self) -> Result<Pass, JobError> {
        let (fired, failed) = self.fire_timers().await?;
        let (delivered, undelivered) = self.deliver_outbox().await?;
        let migrated = self.runtime.go_on_migrating(MIGRATING).await?;
        let relieved = self.runtime.relieve().await?;
        let allocated = self.runtime.serve_queue().await?;
        Ok(Pass { fired, failed, delivered, undelivered, migrated, allocated, relieved })
    }

    /// Passes until nothing is due any more: for tests and virtual clocks.
    pub async fn run_until_idle(&self) -> Result<Pass, JobError> {
        let mut all = Pass::default();
        loop {
            let pass = self.pass().await?;
            if pass.is_idle() {
                return Ok(all);
            }
            all.fired += pass.fired;
            all.failed += pass.failed;
            all.delivered += pass.delivered;
            all.undelivered += pass.undelivered;
            all.migrated += pass.migrated;
            all.allocated += pass.allocated;
            all.relieved += pass.relieved;
        }
    }

    /// Works until told to stop; the pass that is under way is finished first. Imports are worked on beside it: a long one holds up no timer.
    pub async fn run(self, stop: watch::Receiver<bool>) {
        tokio::select! {
            _ = async { tokio::join!(self.clone().run_passes(stop.clone()), self.clone().run_imports(stop)) } => {}
            () = self.keep_leases() => {}
        }
    }

    async fn keep_leases(&self) {
        loop {
            tokio::time::sleep(EXTEND_EVERY).await;
            if let Err(error) = self.extend_leases().await {
                tracing::warn!(%error, "A worker could not ask for more time: {error}");
            }
        }
    }

    async fn run_imports(self, mut stop: watch::Receiver<bool>) {
        let mut events = self.runtime.events();
        while !*stop.borrow() {
            let worked = tokio::select! {
                // An import that is cut off here goes on where it stood when the next worker takes it.
                () = told(&mut stop) => return,
                worked = self.runtime.work_on_import() => worked,
            };
            match worked {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => tracing::warn!(%error, "The work on an import was cut short: {error}"),
            }
            tokio::select! {
                () = told(&mut stop) => {}
                () = tokio::time::sleep(LONGEST_SLEEP) => {}
                () = import_begun(&mut events) => {}
            }
        }
    }

    async fn run_passes(self, mut stop: watch::Receiver<bool>) {
        let mut events = self.runtime.events();
        let mut upkeep_at = self.runtime.clock().now();
        let mut even_out_at = upkeep_at;
        while !*stop.borrow() {
            if let Err(error) = self.run_until_idle().await {
                tracing::warn!(%error, "A worker's pass was cut short: {error}");
            }
            let now = self.runtime.clock().now();
            if now >= even_out_at {
                even_out_at = now + EVEN_OUT_EVERY;
                if let Err(error) = self.runtime.rebalance().await {
                    tracing::warn!(%error, "What people hold could not be evened out: {error}");
                }
            }
            if now >= upkeep_at {
                upkeep_at = now + UPKEEP_EVERY;
                match self.sweep().await {
                    Ok(swept) => tracing::debug!(?swept, "Upkeep is done"),
                    Err(error) => tracing::warn!(%error, "Upkeep was cut short: {error}"),
                }
            }
            tokio::select! {
                () = told(&mut stop) => {}
                () = tokio::time::sleep(self.sleep_for().await) => {}
                () = something_happened(&mut events) => {}
            }
        }
    }

    /// Until the next thing is due, and never long.
    async fn sleep_for(&self) -> std::time::Duration {
        let now = self.runtime.clock().now();
        let reader = self.runtime.store().read();
        let (timer, mail) = (timers::next_due(&reader, now.into()).await, outbox::next_due(&reader).await);
        let due = [timer, mail].into_iter().filter_map(|due| due.ok().flatten()).map(store::Moment::instant).min();
        let wait = due.map_or(LONGEST_SLEEP, |due| (due - now).to_std().unwrap_or_default());
        // A thing that is due and leased by another worker must not keep this one spinning.
        wait.clamp(std::time::Duration::from_millis(100), LONGEST_SLEEP)
    }
}

/// Somebody began an import.
async fn import_begun(events: &mut broadcast::Receiver<Event>) {
    loop {
        match events.recv().await {
            Ok(Event::Import { .. }) | Err(broadcast::error::RecvError::Lagged(_)) => return,
            Ok(_) => {}
            Err(broadcast::error::RecvError::Closed) => std::future::pending::<()>().await,
        }
    }
}

/// A record changed or a message was written: there may be something in the outbox. A publication may have begun a migration.
/// Until somebody says something; when nobody can any more, never.
async fn told(stop: &mut watch::Receiver<bool>) {
    if stop.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}

async fn something_happened(events: &mut broadcast::Receiver<Event>) {
    loop {
        match events.recv().await {
            Ok(Event::Record { .. } | Event::Messages { .. } | Event::Published { .. }) | Err(broadcast::error::RecvError::Lagged(_)) => return,
            Ok(_) => {}
            // Without a sender nothing will ever come; the sleep beside this goes on.
            Err(broadcast::error::RecvError::Closed) => std::future::pending::<()>().await,
        }
    }
}
