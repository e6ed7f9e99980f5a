//! Timers that are due.

use crate::leases::{LEASE, Leased};
use crate::{JobError, Worker};
use chrono::Duration;
use runtime::RuntimeError;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Backend;
use store::timers::{self, Timer};
use tokio::task::JoinSet;
use uuid::Uuid;

/// How many are leased at once.
const AT_ONCE: u64 = 256;
/// So many timers of different cases fire in one transaction. More would keep others waiting for longer than they notice.
const TOGETHER: usize = 16;
/// So many of these transactions run side by side. SQLite has one writer, and the others wait at its door.
const SIDE_BY_SIDE: [(Backend, usize); 2] = [(Backend::Sqlite, 3), (Backend::Postgres, 8)];
/// After how many minutes a failed timer is tried again; after the last it is dead and stands in the log.
const AGAIN: [i64; 3] = [1, 5, 15];

impl Worker {
    /// Fires what is due; answers how many were fired and how many failed.
    pub(crate) async fn fire_timers(&self) -> Result<(usize, usize), JobError> {
        let backend = self.runtime.store().backend();
        let side_by_side = SIDE_BY_SIDE.iter().find(|(of, _)| *of == backend).map_or(1, |(_, count)| *count);
        let due = self.lease_timers().await?;
        let _leased = self.leases.hold(Leased::Timers, due.iter().map(|timer| timer.id));
        let mut waiting = groups(due).into_iter();
        let mut firing = JoinSet::new();
        let mut done = (0, 0);
        loop {
            while firing.len() < side_by_side
                && let Some(group) = waiting.next()
            {
                let worker = self.clone();
                firing.spawn(async move { worker.fire_group(group).await });
            }
            let Some(fired) = firing.join_next().await else { return Ok(done) };
            let (fired, failed) = fired.map_err(|gone| RuntimeError::Internal(gone.to_string()))??;
            done = (done.0 + fired, done.1 + failed);
        }
    }

    /// Fires timers together, and one by one when that fails: one that fails does not hold up the others.
    async fn fire_group(&self, group: Vec<Timer>) -> Result<(usize, usize), JobError> {
        let count = group.len();
        if count > 1 && self.runtime.fire_timers(group.clone()).await.is_ok() {
            return Ok((count, 0));
        }
        let mut done = (0, 0);
        for timer in group {
            match self.runtime.fire_timers(vec![timer.clone()]).await {
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

/// The timers of each case stay together and in their order; several cases share a group.
fn groups(timers: Vec<Timer>) -> Vec<Vec<Timer>> {
    let mut places: BTreeMap<Uuid, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<Timer>> = Vec::new();
    for timer in timers {
        let last = match groups.last() {
            Some(last) if last.len() < TOGETHER => groups.len() - 1,
            _ => groups.len(),
        };
        let place = *places.entry(timer.instance_id.unwrap_or(timer.id)).or_insert(last);
        match groups.get_mut(place) {
            Some(group) => group.push(timer),
            None => groups.push(vec![timer]),
        }
    }
    groups
}
