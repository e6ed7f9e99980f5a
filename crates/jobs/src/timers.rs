//! Timers that are due.

use crate::{JobError, Worker};
use chrono::Duration;
use runtime::RuntimeError;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::timers::{self, Timer};
use tokio::task::JoinSet;
use uuid::Uuid;

/// A worker has a timer for so long; then another one may have it.
const LEASE: Duration = Duration::minutes(2);
/// How many are leased at once.
const AT_ONCE: u64 = 256;
/// Of so many cases timers fire side by side: on SQLite they share the flush of one commit, on PostgreSQL they wait for theirs together.
const SIDE_BY_SIDE: usize = 32;
/// After how many minutes a failed timer is tried again; after the last it is dead and stands in the log.
const AGAIN: [i64; 3] = [1, 5, 15];

impl Worker {
    /// Fires what is due; answers how many were fired and how many failed.
    pub(crate) async fn fire_timers(&self) -> Result<(usize, usize), JobError> {
        let mut waiting = by_case(self.lease_timers().await?).into_iter();
        let mut firing = JoinSet::new();
        let mut done = (0, 0);
        loop {
            while firing.len() < SIDE_BY_SIDE
                && let Some(timers) = waiting.next()
            {
                let worker = self.clone();
                firing.spawn(async move { worker.fire_in_order(timers).await });
            }
            let Some(fired) = firing.join_next().await else { return Ok(done) };
            let (fired, failed) = fired.map_err(|gone| RuntimeError::Internal(gone.to_string()))??;
            done = (done.0 + fired, done.1 + failed);
        }
    }

    /// The timers of one case, each after the one that was due before it.
    async fn fire_in_order(&self, timers: Vec<Timer>) -> Result<(usize, usize), JobError> {
        let mut done = (0, 0);
        for timer in timers {
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

/// The timers of each case in their order; the cases in the order of their first timers.
fn by_case(timers: Vec<Timer>) -> Vec<Vec<Timer>> {
    let mut places: BTreeMap<Uuid, usize> = BTreeMap::new();
    let mut cases: Vec<Vec<Timer>> = Vec::new();
    for timer in timers {
        let place = *places.entry(timer.instance_id.unwrap_or(timer.id)).or_insert(cases.len());
        match cases.get_mut(place) {
            Some(case) => case.push(timer),
            None => cases.push(vec![timer]),
        }
    }
    cases
}
