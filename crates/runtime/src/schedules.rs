//! Flows that begin by a schedule. The next moment of each is a timer of the app; when it comes it sets the one after it, and for every
//! record on which a case is to begin a timer of its own, so that one that is refused holds up no other.

use crate::command::{Asked, Ground, Origin, Wish};
use crate::commit::{Doer, internal};
use crate::looking::Looking;
use crate::{Runtime, RuntimeError, RuntimeResult, facts};
use access::{Actor, Cause};
use app_engine::CompiledApp;
use app_engine::command::BegunBy;
use definition::Action;
use flow_engine::CompiledFlow;
use query::{Filter, Page};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use store::records::PageQuery;
use store::{Tx, flows, records, timers};
use value::{AppId, FlowId, FormId, Instant, RecordId, Value};

/// So many records are found in one transaction.
const AT_ONCE: u32 = 500;

/// What a timer of a schedule brings about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "start", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum StartPayload {
    /// The moment of a flow has come.
    Moment {
        /// Which.
        flow: FlowId,
    },
    /// There are more records on which it begins.
    More {
        /// The flow.
        flow: FlowId,
        /// Behind this cursor.
        after: String,
    },
    /// A case begins on a record that is there.
    OnRecord {
        /// Of which flow.
        flow: FlowId,
        /// Which.
        record: RecordId,
    },
    /// A case begins on a new record.
    OnNew {
        /// Of which flow.
        flow: FlowId,
    },
}

impl StartPayload {
    fn flow(&self) -> &FlowId {
        match self {
            Self::Moment { flow } | Self::More { flow, .. } | Self::OnRecord { flow, .. } | Self::OnNew { flow } => flow,
        }
    }
}

impl Runtime {
    /// The next moments of a version that becomes active. A moment that has come and was not served yet stays.
    pub(crate) async fn set_schedules(&self, tx: &Tx, app: &CompiledApp, now: Instant) -> RuntimeResult<()> {
        let due = timers::cancel_moments(tx, app.id(), now.into()).await?;
        let waits = |flow: &CompiledFlow| due.iter().any(|name| *name == name_of(flow.id()));
        let scheduled = app.flows.values().filter(|flow| !waits(flow));
        let next = scheduled.filter_map(|flow| Some((StartPayload::Moment { flow: flow.id().clone() }, app.next_start(flow, now)?)));
        let rows = next.map(|(payload, at)| self.start_timer(app.id(), &payload, at)).collect::<RuntimeResult<_>>()?;
        Ok(timers::set(tx, rows).await?)
    }

    fn start_timer(&self, app: &AppId, payload: &StartPayload, at: Instant) -> RuntimeResult<timers::Timer> {
        Ok(timers::Timer {
            id: self.inner.ids.key(self.now()),
            app: app.to_string(),
            instance_id: None,
            name: name_of(payload.flow()),
            payload: serde_json::to_value(payload).map_err(internal)?,
            due_at: at.into(),
            state: "waiting".into(),
            attempts: 0,
            leased_until: None,
            last_error: None,
        })
    }

    /// Serves a timer of a schedule in the transaction that ends it. A flow that has lost its schedule since begins nothing.
    pub(crate) async fn begin_scheduled(&self, tx: &Tx, ground: &Ground, payload: &StartPayload) -> RuntimeResult<()> {
        let app = &ground.app.compiled;
        let Some((flow, schedule)) = app.flows.get(payload.flow()).and_then(|flow| Some((flow, flow.start_schedule()?))) else { return Ok(()) };
        let id = || flow.id().clone();
        match payload {
            StartPayload::Moment { .. } => {
                // Moments that went by while nothing ran are served once.
                let mut next: Vec<(StartPayload, Instant)> = Vec::new();
                next.extend(app.next_start(flow, ground.now).map(|at| (StartPayload::Moment { flow: id() }, at)));
                match &schedule.records {
                    None => next.push((StartPayload::OnNew { flow: id() }, ground.now)),
                    Some(filter) => next.extend(self.records_due(tx, ground, flow, filter, None).await?),
                }
                self.set_starts(tx, app.id(), next).await
            }
            StartPayload::More { after, .. } => {
                let Some(filter) = &schedule.records else { return Ok(()) };
                let next = self.records_due(tx, ground, flow, filter, Some(after.clone())).await?;
                self.set_starts(tx, app.id(), next).await
            }
            StartPayload::OnRecord { record, .. } => {
                if flows::open_of_record(tx, app.id(), flow.form(), *record).await?.is_some() {
                    return Ok(());
                }
                let asked = asked(app.id(), flow, *record, Wish::Begin { flow: id(), by: BegunBy::Schedule });
                match self.execute(tx, ground, &asked, None).await {
                    Ok(_) | Err(RuntimeError::NotFound { what: "record" }) => Ok(()),
                    Err(error) => Err(error),
                }
            }
            StartPayload::OnNew { .. } => {
                let record = RecordId(self.inner.ids.key(ground.now));
                let wish = Wish::Create { values: Map::new(), department: None, origin: Origin::Schedule(id()) };
                self.execute(tx, ground, &asked(app.id(), flow, record, wish), None).await.map(|_written| ())
            }
        }
    }

    async fn set_starts(&self, tx: &Tx, app: &AppId, starts: Vec<(StartPayload, Instant)>) -> RuntimeResult<()> {
        let rows = starts.iter().map(|(payload, at)| self.start_timer(app, payload, *at)).collect::<RuntimeResult<_>>()?;
        Ok(timers::set(tx, rows).await?)
    }

    /// The records on which the flow begins, some at a time.
    async fn records_due(
        &self,
        tx: &Tx,
        ground: &Ground,
        flow: &CompiledFlow,
        filter: &Filter,
        after: Option<String>,
    ) -> RuntimeResult<Vec<(StartPayload, Instant)>> {
        let form: &FormId = flow.form();
        let everything = self.plan(&ground.app, ground.app.form(form)?, &facts::system(), Action::Read)?;
        let looking = Looking::new(&ground.app, &ground.people, form, &facts::system(), ground.now)?;
        let page = Page { limit: AT_ONCE, after };
        let asked = PageQuery { filter: Some(filter), search: None, sort: &[], fields: Some(&[]), page: &page };
        let found = records::page(tx, &looking.view(&everything), &asked).await?;
        let keys = found.records.iter().filter_map(|record| if let Value::Reference(key) = record.get("_id") { Some(*key) } else { None });
        let mut due: Vec<_> = keys.map(|record| (StartPayload::OnRecord { flow: flow.id().clone(), record }, ground.now)).collect();
        due.extend(found.next.map(|after| (StartPayload::More { flow: flow.id().clone(), after }, ground.now)));
        Ok(due)
    }
}

fn name_of(flow: &FlowId) -> String {
    format!("start/{flow}")
}

fn asked(app: &AppId, flow: &CompiledFlow, record: RecordId, wish: Wish) -> Asked {
    let actor = Actor::System(Cause::Flow(flow.id().clone()));
    let (app, form, doer) = (app.clone(), flow.form().clone(), Doer::of_actor(&actor));
    Asked { app, form, record, doer, actor, by: None, wish, visitor: None }
}
