//! Deciding: the pure core is asked what a command leads to, here with facts from the database. Nothing is written.

use super::{Asked, Ground, Origin, Wish, case, fault, merge, refused, revision_of, rights};
use crate::facts::Source;
use crate::looking::Looking;
use crate::offering::Offers;
use crate::organisation::OrganisationOf;
use crate::{Runtime, RuntimeError, RuntimeResult, facts};
use app_engine::command::{Begins, Command, FollowUp, Outcome, Stop, Surroundings, What, follow_ups, numbers_of, run, unreadable};
use app_engine::offers::Offer;
use definition::RowScope;
use flow_engine::AllocationFacts;
use form_engine::{CompiledForm, Facts};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Session, flows, records};
use uuid::Uuid;
use value::{FieldId, FormId, Instant, Record};

/// How often facts are loaded and the command is decided again. Each time something new is known; more rounds than this is a fault.
pub(super) const MOST_LOADS: usize = 12;

/// What a command is decided on.
pub(super) struct Basis {
    /// The stored record; none for a new one.
    pub(super) stored: Option<Record>,
    /// Its open case, if there is one.
    pub(super) row: Option<flows::Instance>,
    /// The numbers of a new record.
    pub(super) numbers: BTreeMap<FieldId, String>,
}

/// A command that was decided, and on what.
pub(crate) struct Decided {
    pub(super) stored: Option<Record>,
    pub(super) row: Option<flows::Instance>,
    pub(super) outcome: Outcome,
    pub(super) known: Facts,
    /// The to-dos that are open afterwards.
    pub(super) open_tasks: Vec<Uuid>,
    /// What follows on other records.
    pub(super) follow_ups: Vec<FollowUp>,
}

impl Decided {
    /// Whether it was decided on this record and this case.
    pub(super) fn still_holds(&self, stored: Option<&Record>, row: Option<&flows::Instance>) -> bool {
        self.stored.as_ref() == stored && self.row.as_ref() == row
    }
}

impl Runtime {
    /// Decides a command beside the one writer while that is busy with others, so that it only has to write. Nothing is answered from
    /// here: a refusal is decided again in the transaction, where a repeated key meets its first answer.
    ///
    /// Only what stands on the record and its case alone is decided so, for these two are compared afterwards.
    pub(crate) async fn decide_ahead(&self, ground: &Ground, asked: &Asked) -> Option<Decided> {
        let form = ground.app.form(&asked.form).ok()?;
        let draws = matches!(asked.wish, Wish::Create { .. }) && numbers_of(&ground.app.compiled, form, ground.now, "").next().is_some();
        if draws || rows_depend_on_others(ground, &asked.form) || !self.inner.store.is_busy() {
            return None;
        }
        let reader = self.inner.store.read();
        let basis = match asked.wish {
            Wish::Create { .. } => Basis { stored: None, row: None, numbers: BTreeMap::new() },
            _ => self.basis_beside(&reader, ground, asked).await.ok()??,
        };
        self.decided(&reader, ground, asked, basis, 0).await.ok()
    }

    /// Whether a command would lead to anything in its flow now; looked at beside the writers, and nothing is written.
    pub(crate) async fn has_effect(&self, ground: &Ground, asked: &Asked) -> RuntimeResult<bool> {
        let reader = self.inner.store.read();
        let Some(basis) = self.basis_beside(&reader, ground, asked).await? else { return Ok(false) };
        let decided = self.decided(&reader, ground, asked, basis, MOST_LOADS).await?;
        Ok(decided.outcome.flow.is_some_and(|change| !change.events.is_empty()))
    }

    /// Whether a command would be allowed now, or the code of what is against it; looked at beside the writers, and nothing is written.
    pub(crate) async fn is_allowed(&self, ground: &Ground, asked: &Asked) -> RuntimeResult<()> {
        let reader = self.inner.store.read();
        let Some(basis) = self.basis_beside(&reader, ground, asked).await? else { return Err(RuntimeError::NotFound { what: "record" }) };
        self.decided(&reader, ground, asked, basis, MOST_LOADS).await.map(|_decided| ())
    }

    /// The options from outside about which a command has to know something; looked at beside the writers, and nothing is written.
    pub(crate) async fn wanted_offers(&self, ground: &Ground, asked: &Asked) -> RuntimeResult<Vec<Offer>> {
        let reader = self.inner.store.read();
        let basis = match asked.wish {
            Wish::Create { .. } => Some(Basis { stored: None, row: None, numbers: BTreeMap::new() }),
            _ => self.basis_beside(&reader, ground, asked).await?,
        };
        let Some(basis) = basis else { return Ok(Vec::new()) };
        let looking = Ground { offers: Offers::wanting(), ..ground.clone() };
        // Whatever the command leads to is decided again in its transaction.
        _ = self.decided(&reader, &looking, asked, basis, MOST_LOADS).await;
        Ok(looking.offers.wanted())
    }

    /// What a command on a stored record is decided on, as it is now.
    async fn basis_beside(&self, reader: &Session, ground: &Ground, asked: &Asked) -> RuntimeResult<Option<Basis>> {
        let everything = ground.app.everything(&asked.form)?;
        let looking = Looking::new(&ground.app, &ground.people, &asked.form, &facts::system(), ground.now)?;
        let stored = records::get(reader, &looking.view(everything), asked.record).await?;
        let row = flows::open_of_record(reader, &asked.app, &asked.form, asked.record).await?;
        Ok(stored.map(|stored| Basis { stored: Some(stored), row, numbers: BTreeMap::new() }))
    }

    /// Decides a command on a basis; further facts are loaded through the session, at most so often.
    pub(super) async fn decided(&self, session: &Session, ground: &Ground, asked: &Asked, basis: Basis, loads: usize) -> RuntimeResult<Decided> {
        let form = ground.app.form(&asked.form)?.clone();
        let Basis { stored, row, numbers } = basis;
        let running = match &row {
            Some(row) => Some(case::of(self, session, &asked.app, row).await?),
            None => None,
        };
        let question = rights::Question { runtime: self, session, ground, form: &form, asked, stored: stored.as_ref(), case: running.as_ref() };
        let rights = rights::of(question).await?;
        refuse_unreadable(&rights, &asked.wish)?;
        let what = what(session, &form, asked, stored.as_ref(), numbers).await?;
        let command = Command {
            form: asked.form.clone(),
            record: asked.record,
            stored: stored.as_ref(),
            case: running.as_ref(),
            by: asked.by.or(asked.actor.user()),
            rights,
            what,
        };
        let (outcome, known) = self.decide(session, ground, &form, asked, &command, loads).await?;
        let (open_tasks, follow_ups) = (open_tasks(&outcome, &command), follow_ups(&command, &outcome));
        Ok(Decided { stored, row, outcome, known, open_tasks, follow_ups })
    }

    /// Decides, loads what is missing, decides again.
    async fn decide(
        &self,
        session: &Session,
        ground: &Ground,
        form: &Arc<CompiledForm>,
        asked: &Asked,
        command: &Command<'_>,
        loads: usize,
    ) -> RuntimeResult<(Outcome, Facts)> {
        let source = Source { runtime: self, session, app: &ground.app, people: &ground.people, actor: &asked.actor, now: ground.now };
        let mut known = Facts { offers: ground.offers.known.clone(), ..Facts::default() };
        let mut allocation = AllocationFacts::default();
        let keys = Keys::new(self, ground.now);
        for _ in 0..=loads {
            // The core is not Send across an await; it is asked in a block of its own.
            let decided = {
                let organisation = OrganisationOf { allocation: Some(&allocation), ..ground.app.organisation(&ground.people, ground.now) };
                let fresh = |number| keys.get(number);
                let around = Surroundings { app: &ground.app.compiled, now: ground.now, organisation: &organisation, related: &known, fresh: &fresh };
                run(&around, command)
            };
            match decided {
                Ok(outcome) => return Ok((outcome, known)),
                Err(Stop::Missing(missing)) if loads > 0 => {
                    source.load(form, &missing, &mut known).await?;
                    ground.offers.note(&missing, &mut known);
                    source.load_allocation(&missing, &mut allocation).await?;
                }
                Err(stop) => return Err(refused(stop)),
            }
        }
        Err(RuntimeError::Internal("a command asks for facts without end".into()))
    }
}

/// Whether who may touch a row is written elsewhere than in the row: to-dos and copies can come and go between the look and the write.
fn rows_depend_on_others(ground: &Ground, form: &FormId) -> bool {
    let mut grants = ground.app.compiled.roles.iter().flat_map(|role| &role.grants);
    grants.any(|grant| grant.form == *form && grant.rows == RowScope::Involved)
}

async fn what(
    session: &Session,
    form: &CompiledForm,
    asked: &Asked,
    stored: Option<&Record>,
    numbers: BTreeMap<FieldId, String>,
) -> RuntimeResult<What> {
    let (values, base) = match &asked.wish {
        Wish::Create { values, department, origin } => {
            let mut values = values.clone();
            numbers.keys().filter(|field| asked.given_number(field).is_some()).for_each(|field| _ = values.remove(field.as_str()));
            return Ok(What::Create { values, numbers, department: *department, begins: begins(origin) });
        }
        Wish::File { values, department, flow, caller } => {
            let (values, flow, caller) = (values.clone(), flow.clone(), caller.clone());
            return Ok(What::File { values, numbers, department: *department, flow, caller });
        }
        Wish::OfCase { token, child, news } => return Ok(What::OfCase { token: *token, record: *child, news: *news }),
        Wish::TakeDown => return Ok(What::TakeDown),
        Wish::Begin { flow, by } => return Ok(What::Begin { flow: flow.clone(), by: *by }),
        Wish::Delete { base } => {
            let revision = stored.map_or(0, revision_of);
            if base.is_some_and(|base| base != revision) {
                return Err(RuntimeError::Conflict { fields: Vec::new(), revision });
            }
            return Ok(What::Delete);
        }
        Wish::Withdraw { opinion } => return Ok(What::Withdraw { opinion: opinion.clone() }),
        Wish::Manage { what, opinion } => return Ok(What::Manage { what: what.clone(), opinion: opinion.clone() }),
        Wish::Timer { timer } => return Ok(What::Timer { timer: *timer }),
        Wish::Answered { call, attempt, answer } => return Ok(What::Answered { call: *call, attempt: *attempt, answer: answer.clone() }),
        Wish::Message { name, values } => return Ok(What::Message { name: name.clone(), values: values.clone() }),
        Wish::Migrate { steps } => return Ok(What::Migrate { steps: steps.clone() }),
        Wish::Allocate { token } => return Ok(What::Allocate { token: *token }),
        Wish::Rebalance { todo } => return Ok(What::Rebalance { todo: *todo }),
        Wish::Relieve { todo } => return Ok(What::Relieve { todo: *todo }),
        Wish::Update { values, base, .. } | Wish::Act { values, base, .. } => (values.clone(), *base),
    };
    let values = merge::with_others(session, form, asked, stored, values, base).await?;
    Ok(match &asked.wish {
        Wish::Act { todo, action, opinion, .. } => What::Act { todo: *todo, action: action.clone(), opinion: opinion.clone(), values },
        _ => What::Update { values },
    })
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

fn begins(origin: &Origin) -> Begins {
    match origin {
        Origin::Usual => Begins::Usual,
        Origin::Message(flow) | Origin::Schedule(flow) => Begins::Flow(flow.clone()),
    }
}
