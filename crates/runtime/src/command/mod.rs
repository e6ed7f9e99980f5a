//! One command on one record, inside one transaction: locked, decided by the pure core, written whole or not at all.

mod case;
mod check_files;
mod flow_rows;
mod merge;
mod rights;
mod telling;
mod write;

pub(crate) use flow_rows::TimerPayload;

use crate::app_cache::ActiveApp;
use crate::commit::Doer;
use crate::error::{FieldFault, RuntimeError, RuntimeResult};
use crate::facts::Source;
use crate::looking::Looking;
use crate::organisation::People;
use crate::types;
use crate::{Event, Runtime, facts};
use access::Actor;
use app_engine::command::{Command, Outcome, Stop, Surroundings, What, numbers_of, run, unreadable};
use definition::Action;
use flow_engine::TodoId;
use form_engine::{CompiledForm, Facts};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Tx, counters, records};
use uuid::Uuid;
use value::{AppId, FieldId, FormId, Instant, Record, RecordId, UserId};

/// How often facts are loaded and the command is decided again. Each time something new is known; more rounds than this is a fault.
const MOST_LOADS: usize = 12;

/// A command as it comes in.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) app: AppId,
    pub(crate) form: FormId,
    pub(crate) record: RecordId,
    pub(crate) actor: Actor,
    pub(crate) doer: Doer,
    /// On whose behalf the system acts, if it does.
    pub(crate) by: Option<UserId>,
    pub(crate) wish: Wish,
    /// On a public page, the digest of the visitor's token.
    pub(crate) visitor: Option<String>,
}

/// What is wished.
#[derive(Debug, Clone)]
pub(crate) enum Wish {
    Create { values: Map<String, Json>, department: Option<value::DepartmentId> },
    Update { values: Map<String, Json>, base: Option<u64> },
    Delete { base: Option<u64> },
    Act { todo: TodoId, action: flow_engine::Action, opinion: String, values: Map<String, Json>, base: Option<u64> },
    Withdraw { opinion: String },
    Timer { timer: flow_engine::TimerKey },
}

/// What every row of one command has in common.
pub(crate) struct Written<'a> {
    pub(crate) runtime: &'a Runtime,
    pub(crate) app: &'a Arc<ActiveApp>,
    pub(crate) people: &'a Arc<People>,
    pub(crate) form: &'a FormId,
    pub(crate) compiled: &'a Arc<CompiledForm>,
    pub(crate) record: RecordId,
    pub(crate) doer: &'a Doer,
    pub(crate) now: Instant,
    pub(crate) title: String,
}

impl Written<'_> {
    pub(crate) fn fresh_key(&self) -> Uuid {
        self.runtime.inner.ids.key(self.now)
    }
}

/// What a command runs in: taken once, before its transaction.
#[derive(Clone)]
pub(crate) struct Ground {
    pub(crate) app: Arc<ActiveApp>,
    pub(crate) people: Arc<People>,
    pub(crate) now: Instant,
}

impl Runtime {
    /// What a command on an app runs in.
    pub(crate) async fn ground(&self, app: &AppId) -> RuntimeResult<Ground> {
        Ok(Ground { app: self.active_app(app).await?, people: self.people().await?, now: self.now() })
    }

    /// Executes a command inside a transaction.
    pub(crate) async fn execute(&self, tx: &Tx, ground: &Ground, asked: &Asked) -> RuntimeResult<types::Written> {
        let form = ground.app.form(&asked.form)?.clone();
        let stored = self.lock(tx, ground, &form, asked).await?;
        let revision = stored.as_ref().map_or(0, revision_of);
        let running = case::load(self, tx, asked).await?;
        let rights = rights::of(self, tx, ground, &form, asked, running.as_ref().map(|running| &running.case)).await?;
        refuse_unreadable(&rights, &asked.wish)?;
        let what = self.what(tx, ground, &form, asked, stored.as_ref(), revision).await?;
        let command = Command {
            form: asked.form.clone(),
            record: asked.record,
            stored: stored.as_ref(),
            case: running.as_ref().map(|running| &running.case),
            by: asked.by.or(asked.actor.user()),
            rights,
            what,
        };
        let row = running.as_ref().map(|running| running.row.clone());
        let (outcome, known) = self.decide(tx, ground, &form, asked, &command).await?;
        let title =
            outcome.record.as_ref().or(stored.as_ref()).map(|record| crate::showing::title(&form, &ground.app.compiled, record, value::Locale::ZhCn));
        let written = Written {
            runtime: self,
            app: &ground.app,
            people: &ground.people,
            form: &asked.form,
            compiled: &form,
            record: asked.record,
            doer: &asked.doer,
            now: ground.now,
            title: title.unwrap_or_default(),
        };
        let revision = write::all(tx, &written, asked, stored.as_ref(), row, &outcome).await?;
        telling::tell(tx, &written, &outcome, &known).await?;
        self.announce(tx, asked, &outcome, revision);
        Ok(types::Written { id: asked.record, revision, notes: Vec::new(), open_tasks: open_tasks(&outcome, &command) })
    }

    /// The stored record, locked; none for a new one. Rights on the row are decided in `rights`.
    async fn lock(&self, tx: &Tx, ground: &Ground, form: &CompiledForm, asked: &Asked) -> RuntimeResult<Option<Record>> {
        if matches!(asked.wish, Wish::Create { .. }) {
            return Ok(None);
        }
        let everything = self.plan(&ground.app, form, &facts::system(), Action::Read)?;
        let looking = Looking::new(&ground.app, &ground.people, &asked.form, &facts::system(), ground.now)?;
        let found = records::get_for_update(tx, &looking.view(&everything), None, asked.record).await?;
        found.map(Some).ok_or(RuntimeError::NotFound { what: "record" })
    }

    async fn what(
        &self,
        tx: &Tx,
        ground: &Ground,
        form: &CompiledForm,
        asked: &Asked,
        stored: Option<&Record>,
        revision: u64,
    ) -> RuntimeResult<What> {
        let (values, base) = match &asked.wish {
            Wish::Create { values, department } => {
                let numbers = self.draw_numbers(tx, ground, form, asked).await?;
                return Ok(What::Create { values: values.clone(), numbers, department: *department });
            }
            Wish::Delete { base } => {
                if base.is_some_and(|base| base != revision) {
                    return Err(RuntimeError::Conflict { fields: Vec::new(), revision });
                }
                return Ok(What::Delete);
            }
            Wish::Withdraw { opinion } => return Ok(What::Withdraw { opinion: opinion.clone() }),
            Wish::Timer { timer } => return Ok(What::Timer { timer: *timer }),
            Wish::Update { values, base } | Wish::Act { values, base, .. } => (values.clone(), *base),
        };
        let values = merge::with_others(tx, form, asked, stored, values, base).await?;
        Ok(match &asked.wish {
            Wish::Act { todo, action, opinion, .. } => What::Act { todo: *todo, action: action.clone(), opinion: opinion.clone(), values },
            _ => What::Update { values },
        })
    }

    async fn draw_numbers(&self, tx: &Tx, ground: &Ground, form: &CompiledForm, asked: &Asked) -> RuntimeResult<BTreeMap<FieldId, String>> {
        let day = ground.app.compiled.zone.day(ground.now);
        let mut numbers = BTreeMap::new();
        for (field, period, pattern) in numbers_of(&ground.app.compiled, form, ground.now) {
            let count = counters::next(tx, &asked.app, &asked.form, field, &period).await?;
            numbers.insert(field.clone(), pattern.write(day, u64::try_from(count).unwrap_or(0)));
        }
        Ok(numbers)
    }

    /// Decides, loads what is missing, decides again.
    async fn decide(
        &self,
        tx: &Tx,
        ground: &Ground,
        form: &Arc<CompiledForm>,
        asked: &Asked,
        command: &Command<'_>,
    ) -> RuntimeResult<(Outcome, Facts)> {
        let source = Source { runtime: self, session: tx, app: &ground.app, people: &ground.people, actor: &asked.actor, now: ground.now };
        let mut known = Facts::default();
        let keys = Keys::new(self, ground.now);
        for _ in 0..MOST_LOADS {
            // The core is not Send across an await; it is asked in a block of its own.
            let decided = {
                let organisation = ground.app.organisation(&ground.people);
                let fresh = |number| keys.get(number);
                let around = Surroundings { app: &ground.app.compiled, now: ground.now, organisation: &organisation, related: &known, fresh: &fresh };
                run(&around, command)
            };
            match decided {
                Ok(outcome) => return Ok((outcome, known)),
                Err(Stop::Missing(missing)) => source.load(form, &missing, &mut known).await?,
                Err(stop) => return Err(refused(stop)),
            }
        }
        Err(RuntimeError::Internal("a command asks for facts without end".into()))
    }

    /// Tells live screens once the change is durable.
    fn announce(&self, tx: &Tx, asked: &Asked, outcome: &Outcome, revision: u64) {
        let record = Event::Record { app: asked.app.clone(), form: asked.form.clone(), id: asked.record, revision };
        let holders = outcome.flow.as_ref().map(|flow| telling::touched(&flow.events)).unwrap_or_default();
        let told: Vec<value::UserId> = outcome.notices.iter().flat_map(|notice| notice.to.iter().copied()).collect();
        let runtime = self.clone();
        tx.after_commit(move || {
            runtime.tell(record);
            if !holders.is_empty() {
                runtime.tell(Event::Tasks { users: holders });
            }
            if !told.is_empty() {
                runtime.tell(Event::Messages { users: told });
            }
        });
    }
}

/// Fresh keys that stay the same when the command is decided again.
struct Keys {
    runtime: Runtime,
    now: Instant,
    made: parking_lot::Mutex<BTreeMap<u32, Uuid>>,
}

impl Keys {
    fn new(runtime: &Runtime, now: Instant) -> Self {
        Self { runtime: runtime.clone(), now, made: parking_lot::Mutex::default() }
    }

    fn get(&self, number: u32) -> Uuid {
        *self.made.lock().entry(number).or_insert_with(|| self.runtime.inner.ids.key(self.now))
    }
}

fn open_tasks(outcome: &Outcome, command: &Command<'_>) -> Vec<Uuid> {
    let state = outcome.flow.as_ref().map(|flow| &flow.case.state).or(command.case.map(|case| &case.state));
    state.map(|state| state.todos.iter().map(|todo| todo.id.0).collect()).unwrap_or_default()
}

/// Before anything is compared with what is stored: a conflict shows values, and must not show those of a closed field.
fn refuse_unreadable(rights: &form_engine::Rights, wish: &Wish) -> RuntimeResult<()> {
    let (Wish::Update { values, .. } | Wish::Act { values, .. }) = wish else { return Ok(()) };
    let faults = unreadable(rights, values);
    if faults.is_empty() { Ok(()) } else { Err(RuntimeError::Invalid { faults: faults.into_iter().map(fault).collect() }) }
}

pub(crate) fn revision_of(record: &Record) -> u64 {
    match record.get("_revision") {
        value::Value::Number(number) => u64::try_from(*number).unwrap_or(0),
        _ => 0,
    }
}

fn refused(stop: Stop) -> RuntimeError {
    match stop {
        Stop::Faults(faults) => RuntimeError::Invalid { faults: faults.into_iter().map(fault).collect() },
        Stop::Refused(refusals) => {
            let fault = |(rule, message, field): (value::RuleId, value::Label, Option<FieldId>)| FieldFault {
                pointer: field.map(|field| format!("/{field}")).unwrap_or_default(),
                code: format!("rule.{rule}"),
                message,
            };
            let mut faults: Vec<FieldFault> = refusals.into_iter().map(fault).collect();
            match faults.len() {
                1 if faults.iter().all(|fault| fault.pointer.is_empty()) => {
                    let fault = faults.remove(0);
                    RuntimeError::Refused { code: fault.code, message: fault.message }
                }
                _ => RuntimeError::Invalid { faults },
            }
        }
        Stop::Stopped { code, message } => RuntimeError::Refused { code, message },
        Stop::Missing(_) => RuntimeError::Internal("facts are missing".into()),
    }
}

fn fault(fault: form_engine::FieldFault) -> FieldFault {
    FieldFault { pointer: fault.pointer, code: fault.code.into(), message: fault.message }
}
