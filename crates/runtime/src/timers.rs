//! Timers come back as ordinary commands, or begin what a schedule says: one that is no longer set has no effect, and firing twice has none either.

use crate::command::{Asked, AtHand, Ground, TimerPayload, Wish};
use crate::commit::{Doer, internal};
use crate::looking::Looking;
use crate::schedules::StartPayload;
use crate::{Runtime, RuntimeResult, facts};
use access::{Actor, Cause};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{Tx, flows, records, timers};
use uuid::Uuid;
use value::{AppId, FlowId, FormId, RecordId};

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

/// Where a record stands.
type Place<'a> = (&'a AppId, &'a FormId, RecordId);

fn place(asked: &Asked) -> Place<'_> {
    (&asked.app, &asked.form, asked.record)
}

/// The records and the cases of all timers with two statements per form, each for the first of its timers: what that writes, the next one
/// reads again. A record that is gone is not there.
async fn read_together<'a>(tx: &Tx, firing: &[&'a Firing]) -> RuntimeResult<BTreeMap<Place<'a>, AtHand>> {
    let mut forms: BTreeMap<(&AppId, &FormId), (&Ground, BTreeSet<RecordId>)> = BTreeMap::new();
    let commands = firing.iter().filter_map(|one| if let Fires::Command(asked) = &one.what { Some((&one.ground, place(asked))) } else { None });
    // One alone is read by its own command.
    for (ground, (app, form, record)) in commands.filter(|_| firing.len() > 1) {
        forms.entry((app, form)).or_insert_with(|| (ground, BTreeSet::new())).1.insert(record);
    }
    let mut found = BTreeMap::new();
    for ((app, form), (ground, records)) in forms {
        let looking = Looking::new(&ground.app, &ground.people, form, &facts::system(), ground.now)?;
        let stored = records::whole_for_update(tx, &looking.view(ground.app.everything(form)?), &records).await?;
        let mut rows = flows::open_of_records_for_update(tx, app, form, stored.keys().copied()).await?;
        found.extend(stored.into_iter().map(|(key, stored)| ((app, form, key), AtHand { stored, row: rows.remove(&key) })));
    }
    Ok(found)
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
                    let waiting: Vec<&Firing> = firing.iter().filter(|one| waiting.contains(&one.timer)).collect();
                    let mut at_hand = read_together(tx, &waiting).await?;
                    for one in waiting {
                        let touches_others = match &one.what {
                            Fires::Command(asked) => {
                                let own = at_hand.remove(&place(asked));
                                runtime.execute_at_hand(tx, &one.ground, asked, own).await?
                            }
                            Fires::Start(payload) => {
                                runtime.begin_scheduled(tx, &one.ground, payload).await?;
                                true
                            }
                        };
                        if touches_others {
                            // What was written beside may be among those that were read.
                            at_hand.clear();
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
