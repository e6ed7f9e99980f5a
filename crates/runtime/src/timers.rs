//! Timers come back as ordinary commands, or begin what a schedule says: one that is no longer set has no effect, and firing twice has none either.

use crate::command::{Asked, Ground, TimerPayload, Wish};
use crate::commit::{Doer, internal};
use crate::schedules::StartPayload;
use crate::{Runtime, RuntimeResult};
use access::{Actor, Cause};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{flows, timers};
use uuid::Uuid;
use value::{AppId, FlowId};

/// A timer, and what it comes back as.
struct Firing {
    timer: Uuid,
    ground: Ground,
    what: Fires,
}

enum Fires {
    /// A command on a case.
    Command(Box<Asked>),
    /// The schedule of a flow.
    Start(StartPayload),
}

impl Runtime {
    /// Fires timers that were leased, in this order: the commands and the end of the timers are one transaction. When one fails, none of
    /// them has fired; fire them one by one then.
    pub async fn fire_timers(&self, timers: Vec<timers::Timer>) -> RuntimeResult<()> {
        let mut grounds: BTreeMap<AppId, Ground> = BTreeMap::new();
        let mut firing = Vec::new();
        for timer in timers {
            let app = AppId::parse(&timer.app).map_err(internal)?;
            let ground = match grounds.get(&app) {
                Some(ground) => ground.clone(),
                None => grounds.entry(app.clone()).or_insert(self.ground(&app).await?).clone(),
            };
            let what = match timer.instance_id {
                Some(_) => Fires::Command(Box::new(self.asked_by(app, &timer).await?)),
                None => Fires::Start(serde_json::from_value(timer.payload).map_err(internal)?),
            };
            firing.push(Firing { timer: timer.id, what, ground });
        }
        let (runtime, firing) = (self.clone(), Arc::new(firing));
        self.inner
            .store
            .write(move |tx| {
                let (runtime, firing) = (runtime.clone(), firing.clone());
                Box::pin(async move {
                    let keys: Vec<Uuid> = firing.iter().map(|one| one.timer).collect();
                    let waiting = timers::fired(tx, &keys).await?;
                    // Of the others another worker was first: they are not waiting any more.
                    for one in firing.iter().filter(|one| waiting.contains(&one.timer)) {
                        match &one.what {
                            Fires::Command(asked) => _ = runtime.execute(tx, &one.ground, asked, None).await?,
                            Fires::Start(payload) => runtime.begin_scheduled(tx, &one.ground, payload).await?,
                        }
                    }
                    Ok(())
                })
            })
            .await
    }

    /// The command as which a timer comes back.
    async fn asked_by(&self, app: AppId, timer: &timers::Timer) -> RuntimeResult<Asked> {
        let TimerPayload { form, record, timer: key, flow } = serde_json::from_value(timer.payload.clone()).map_err(internal)?;
        let flow = match flow {
            Some(flow) => flow,
            None => self.flow_of_timer(timer).await?,
        };
        let actor = Actor::System(Cause::Flow(flow));
        let (doer, wish) = (Doer::of_actor(&actor), Wish::Timer { timer: key });
        Ok(Asked { app, form, record, doer, actor, by: None, wish, visitor: None })
    }

    async fn flow_of_timer(&self, timer: &timers::Timer) -> RuntimeResult<FlowId> {
        let instance = timer.instance_id.ok_or_else(|| internal("a timer without a case"))?;
        let row = flows::get(&self.inner.store.read(), instance).await?.ok_or_else(|| internal("the case of a timer is gone"))?;
        FlowId::parse(&row.flow).map_err(internal)
    }
}
