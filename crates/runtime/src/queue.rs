//! What waits until somebody is free, and what somebody holds too much of: looked at again and again, one case at a time.

use crate::command::{Asked, Wish};
use crate::commit::{Doer, internal};
use crate::{Runtime, RuntimeResult};
use access::{Actor, Cause};
use chrono::Duration;
use flow_engine::{InstanceState, TodoId};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{allocation, flows, todos};
use value::{AppId, FlowId, FormId, NodeId, RecordId, UserId};

/// So many cases that wait are looked at in one pass.
const AT_ONCE: u64 = 50;
/// When nobody is free, a case is looked at again after so long, even if nobody has told that somebody has become free: a shift may
/// have begun, a number may have been raised, or another server has seen it.
const AGAIN: Duration = Duration::seconds(15);
/// So many to-dos of one person move in one pass.
const MOVES: u64 = 20;

/// A to-do as it would move.
struct Movable {
    app: AppId,
    form: FormId,
    record: RecordId,
    flow: FlowId,
    todo: TodoId,
}

impl Runtime {
    /// Gives out what waits, as far as somebody is free; answers how many cases were given to somebody.
    pub async fn serve_queue(&self) -> RuntimeResult<usize> {
        let freed = std::mem::take(&mut *self.inner.freed.lock());
        let now = self.now();
        let rows = allocation::due(&self.inner.store.read(), now.into(), &freed, AT_ONCE).await?;
        if rows.is_empty() {
            return Ok(0);
        }
        let (mut given, mut left) = (0, Vec::new());
        for row in rows {
            let key = (row.instance_id, row.token);
            let instance = flows::get(&self.inner.store.read(), row.instance_id).await?;
            if !instance.is_some_and(|instance| still_waits(&instance, row.token)) {
                self.forget(key).await?;
                continue;
            }
            let app = AppId::parse(&row.app).map_err(internal)?;
            let flow = FlowId::parse(&row.flow).map_err(internal)?;
            let token = u32::try_from(row.token).map_err(internal)?;
            let form = FormId::parse(&row.form).map_err(internal)?;
            match self.as_flow(app, form, RecordId(row.record_id), flow, Wish::Allocate { token }).await {
                Ok(true) => given += 1,
                Ok(false) => left.push(key),
                Err(error) => {
                    tracing::warn!(case.id = %row.instance_id, node = row.node, %error, "The step `{}` could not be given out: {error}", row.node);
                    left.push(key);
                }
            }
        }
        let left = Arc::new(left);
        self.inner
            .store
            .write(move |tx| {
                let left = left.clone();
                Box::pin(async move { Ok::<_, crate::RuntimeError>(allocation::postpone(tx, &left, (now + AGAIN).into()).await?) })
            })
            .await?;
        Ok(given)
    }

    /// Moves what somebody holds too much of to whoever holds the least; answers how many to-dos moved.
    pub async fn rebalance(&self) -> RuntimeResult<usize> {
        let mut moved = 0;
        for app in self.all_apps().await? {
            for flow in app.compiled.flows.values() {
                let evens_out = flow.allocations().filter(|(_, allocation)| allocation.rebalance);
                for (node, _) in evens_out {
                    moved += self.even_out(app.compiled.id(), flow.form(), flow.id(), node).await?;
                }
            }
        }
        Ok(moved)
    }

    async fn even_out(&self, app: &AppId, form: &FormId, flow: &FlowId, node: &NodeId) -> RuntimeResult<usize> {
        let reader = self.inner.store.read();
        let mut moved = 0;
        for user in allocation::ever_given(&reader, app, flow, node).await? {
            for movable in self.newest_of(app, form, (flow, node), user).await? {
                let Movable { app, form, record, flow, todo } = movable;
                if !self.as_flow(app, form, record, flow, Wish::Rebalance { todo }).await? {
                    break;
                }
                moved += 1;
            }
        }
        Ok(moved)
    }

    async fn newest_of(&self, app: &AppId, form: &FormId, (flow, node): (&FlowId, &NodeId), user: UserId) -> RuntimeResult<Vec<Movable>> {
        let rows = todos::open_at(&self.inner.store.read(), (app, flow, node), user, MOVES).await?;
        let movable = |row: todos::Todo| Movable {
            app: app.clone(),
            form: form.clone(),
            record: RecordId(row.record_id),
            flow: flow.clone(),
            todo: TodoId(row.id),
        };
        Ok(rows.into_iter().map(movable).collect())
    }

    /// Does something on behalf of a flow, if it has any effect; looked at beside the writers first, so that nothing is written in vain.
    pub(crate) async fn as_flow(&self, app: AppId, form: FormId, record: RecordId, flow: FlowId, wish: Wish) -> RuntimeResult<bool> {
        let ground = self.ground(&app).await?;
        let actor = Actor::System(Cause::Flow(flow));
        let asked = Asked { app, form, record, doer: Doer::of_actor(&actor), actor, by: None, wish, visitor: None };
        if !self.has_effect(&ground, &asked).await? {
            return Ok(false);
        }
        let (runtime, ground, asked) = (self.clone(), Arc::new(ground), Arc::new(asked));
        let given = self.inner.store.write(move |tx| {
            let (runtime, ground, asked) = (runtime.clone(), ground.clone(), asked.clone());
            Box::pin(async move {
                let before = todos::open_of_record(tx, &asked.app, &asked.form, asked.record).await?;
                runtime.execute(tx, &ground, &asked, None).await?;
                let after = todos::open_of_record(tx, &asked.app, &asked.form, asked.record).await?;
                Ok::<_, crate::RuntimeError>(before != after)
            })
        });
        given.await
    }

    /// What waited does not wait any more: its case is over, or it went another way.
    async fn forget(&self, key: (uuid::Uuid, i64)) -> RuntimeResult<()> {
        let forgotten = self.inner.store.write(move |tx| Box::pin(async move { Ok::<_, crate::RuntimeError>(allocation::forget(tx, key).await?) }));
        forgotten.await
    }

    /// Somebody has become free in an app: what waits there is looked at with the next pass.
    pub(crate) fn somebody_is_free(&self, app: &AppId) {
        self.inner.freed.lock().insert(app.clone());
    }
}

fn still_waits(instance: &flows::Instance, token: i64) -> bool {
    let state: Option<InstanceState> = serde_json::from_str(&instance.state).ok();
    let waits = |state: InstanceState| state.waiting.iter().any(|waiting| i64::from(waiting.token) == token);
    instance.ended_at.is_none() && state.is_some_and(waits)
}

/// Apps in which somebody has become free since the queues were looked at.
pub(crate) type Freed = parking_lot::Mutex<BTreeSet<AppId>>;
