//! Timers come back as ordinary commands: one that is no longer set has no effect, and firing twice has none either.

use crate::command::{Asked, TimerPayload, Wish};
use crate::commit::{Doer, internal};
use crate::{Runtime, RuntimeResult};
use access::{Actor, Cause};
use std::sync::Arc;
use store::{flows, timers};
use value::{AppId, FlowId};

impl Runtime {
    /// Fires a timer that was leased: the command and the end of the timer are one transaction.
    pub async fn fire_timer(&self, timer: timers::Timer) -> RuntimeResult<()> {
        let app = AppId::parse(&timer.app).map_err(internal)?;
        let payload: TimerPayload = serde_json::from_value(timer.payload.clone()).map_err(internal)?;
        let flow = self.flow_of_timer(&timer).await?;
        let actor = Actor::System(Cause::Flow(flow));
        let ground = self.ground(&app).await?;
        let asked = Asked {
            app,
            form: payload.form,
            record: payload.record,
            doer: Doer::of_actor(&actor),
            actor,
            by: None,
            wish: Wish::Timer { timer: payload.timer },
            visitor: None,
        };
        let (runtime, ground, asked, key) = (self.clone(), Arc::new(ground), Arc::new(asked), timer.id);
        self.inner
            .store
            .write(move |tx| {
                let (runtime, ground, asked) = (runtime.clone(), ground.clone(), asked.clone());
                Box::pin(async move {
                    // Another worker was first: the timer is not waiting any more.
                    if timers::fired(tx, key).await? {
                        runtime.execute(tx, &ground, &asked, None).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    async fn flow_of_timer(&self, timer: &timers::Timer) -> RuntimeResult<FlowId> {
        let instance = timer.instance_id.ok_or_else(|| internal("a timer without a case"))?;
        let row = flows::get(&self.inner.store.read(), instance).await?.ok_or_else(|| internal("the case of a timer is gone"))?;
        FlowId::parse(&row.flow).map_err(internal)
    }
}
