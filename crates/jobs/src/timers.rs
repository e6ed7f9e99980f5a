//! Timers that are due.

use crate::{JobError, Worker};
use chrono::Duration;
use std::sync::Arc;
use store::timers::{self, Timer};

/// A worker has a timer for so long; then another one may have it.
const LEASE: Duration = Duration::minutes(2);
/// How many are leased at once.
const AT_ONCE: u64 = 20;
/// After how many minutes a failed timer is tried again; after the last it is dead and stands in the log.
const AGAIN: [i64; 3] = [1, 5, 15];

impl Worker {
    /// Fires what is due; answers how many were fired and how many failed.
    pub(crate) async fn fire_timers(&self) -> Result<(usize, usize), JobError> {
        let mut done = (0, 0);
        for timer in self.lease_timers().await? {
            match self.runtime.fire_timer(timer.clone()).await {
                Ok(()) => done.0 += 1,
                Err(error) => {
                    done.1 += 1;
                    self.note_failure(&timer, &error.to_string()).await?;
                }
            }
        }
        Ok(done)
    }

    async fn lease_timers(&self) -> Result<Vec<Timer>, JobError> {
        let now = self.runtime.clock().now();
        let leased = self
            .runtime
            .store()
            .write(move |tx| Box::pin(async move { Ok::<_, JobError>(timers::lease(tx, now.into(), (now + LEASE).into(), AT_ONCE).await?) }));
        leased.await
    }

    async fn note_failure(&self, timer: &Timer, error: &str) -> Result<(), JobError> {
        let again = usize::try_from(timer.attempts).ok().and_then(|attempts| AGAIN.get(attempts));
        let again_at = again.map(|minutes| (self.runtime.clock().now() + Duration::minutes(*minutes)).into());
        tracing::warn!(timer.id = %timer.id, timer.name, error, dead = again_at.is_none(), "The timer `{}` failed: {error}", timer.name);
        let (id, error) = (timer.id, Arc::new(error.to_owned()));
        let noted = self.runtime.store().write(move |tx| {
            let error = error.clone();
            Box::pin(async move { Ok::<_, JobError>(timers::failed(tx, id, &error, again_at).await?) })
        });
        noted.await
    }
}
