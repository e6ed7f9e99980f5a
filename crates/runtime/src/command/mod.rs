//! One command on one record, inside one transaction: locked, decided by the pure core, written whole or not at all.

mod calling;
mod case;
mod check_files;
mod children;
mod decide;
mod flow_rows;
pub(crate) mod many;
mod merge;
mod rights;
mod telling;
mod write;

pub(crate) use calling::CallPayload;
pub(crate) use decide::Decided;
pub(crate) use flow_rows::TimerPayload;

use crate::app_cache::ActiveApp;
use crate::commit::Doer;
use crate::error::{FieldFault, RuntimeError, RuntimeResult};
use crate::looking::Looking;
use crate::offering::Offers;
use crate::organisation::People;
use crate::types;
use crate::{Event, Runtime, facts};
use access::{Actor, Cause};
use app_engine::command::{BegunBy, FollowUp, Outcome, Stop, numbers_of};
use decide::{Basis, MOST_LOADS};
use flow_engine::TodoId;
use form_engine::CompiledForm;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Tx, counters, flows, records};
use uuid::Uuid;
use value::{AppId, FieldId, FormId, Instant, NodeId, Record, RecordId, UserId};

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

impl Asked {
    /// The number that a record brings along from where it was kept before: an import keeps it.
    fn given_number(&self, field: &FieldId) -> Option<&str> {
        let Wish::Create { values, .. } = &self.wish else { return None };
        let imports = matches!(self.actor, Actor::System(Cause::Import));
        values.get(field.as_str()).and_then(Json::as_str).filter(|number| imports && !number.trim().is_empty())
    }
}

/// What asks for a new record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Whoever acts; the flow of the form begins.
    Usual,
    /// A message from outside, for this flow.
    Message(value::FlowId),
    /// The schedule of this flow.
    Schedule(value::FlowId),
}

/// What is wished.
#[derive(Debug, Clone)]
pub(crate) enum Wish {
    Create {
        values: Map<String, Json>,
        department: Option<value::DepartmentId>,
        /// What asks for it.
        origin: Origin,
    },
    /// `meant`: a value that was there at the base is wanted all the same, whatever others made of it since.
    Update {
        values: Map<String, Json>,
        base: Option<u64>,
        meant: bool,
    },
    /// A record for which a step of another case asked.
    File {
        values: Map<String, Json>,
        department: Option<value::DepartmentId>,
        flow: value::FlowId,
        caller: flow_engine::Caller,
    },
    /// A step hears of the case of another form for which it asked.
    OfCase {
        token: u32,
        child: RecordId,
        news: flow_engine::CaseNews,
    },
    /// The step that waited for the case was left another way.
    TakeDown,
    Delete {
        base: Option<u64>,
    },
    /// A case begins on a record that is there already.
    Begin {
        flow: value::FlowId,
        by: BegunBy,
    },
    Act {
        todo: TodoId,
        action: flow_engine::Action,
        opinion: String,
        values: Map<String, Json>,
        base: Option<u64>,
    },
    Manage {
        what: flow_engine::Measure,
        opinion: String,
    },
    Withdraw {
        opinion: String,
    },
    Timer {
        timer: flow_engine::TimerKey,
    },
    /// The answer to a call of a system outside.
    Answered {
        call: u32,
        attempt: u32,
        answer: Result<Map<String, Json>, String>,
    },
    /// A message from outside.
    Message {
        name: String,
        values: Map<String, Json>,
    },
    Migrate {
        steps: BTreeMap<NodeId, NodeId>,
    },
    /// A step that waits until somebody is free looks again.
    Allocate {
        token: u32,
    },
    /// A to-do of somebody who may hold too much.
    Rebalance {
        todo: TodoId,
    },
    /// A to-do of somebody who may not sign in any more.
    Relieve {
        todo: TodoId,
    },
}

impl Wish {
    /// Whether the record is not there yet.
    pub(crate) fn creates(&self) -> bool {
        matches!(self, Wish::Create { .. } | Wish::File { .. })
    }
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
    /// What systems outside said of the options that were chosen; they are asked before the transaction.
    pub(crate) offers: Offers,
}

/// A record with its open case, read and locked before its command, together with others.
pub(crate) struct AtHand {
    pub(crate) stored: Record,
    pub(crate) row: Option<flows::Instance>,
}

impl Runtime {
    /// What a command on an app runs in.
    pub(crate) async fn ground(&self, app: &AppId) -> RuntimeResult<Ground> {
        Ok(Ground { app: self.active_app(app).await?, people: self.people().await?, now: self.now(), offers: Offers::default() })
    }

    /// Executes a command inside a transaction, with all that follows from it on other records. What was decided ahead counts only if the
    /// record and its case are still the same.
    pub(crate) async fn execute(&self, tx: &Tx, ground: &Ground, asked: &Asked, ahead: Option<&Decided>) -> RuntimeResult<types::Written> {
        let (written, follow_ups) = self.execute_one(tx, ground, asked, ahead, None).await?;
        self.follow(tx, ground, &asked.app, follow_ups).await?;
        Ok(written)
    }

    /// Executes a command whose record and case were read and locked in this transaction, and not written since; says whether others were
    /// written with them.
    pub(crate) async fn execute_at_hand(&self, tx: &Tx, ground: &Ground, asked: &Asked, at_hand: Option<AtHand>) -> RuntimeResult<bool> {
        let (_, follow_ups) = self.execute_one(tx, ground, asked, None, at_hand).await?;
        let touches_others = !follow_ups.is_empty();
        self.follow(tx, ground, &asked.app, follow_ups).await?;
        Ok(touches_others)
    }

    /// Executes a command on one record; answers what follows from it on others.
    async fn execute_one(
        &self,
        tx: &Tx,
        ground: &Ground,
        asked: &Asked,
        ahead: Option<&Decided>,
        at_hand: Option<AtHand>,
    ) -> RuntimeResult<(types::Written, Vec<FollowUp>)> {
        let form = ground.app.form(&asked.form)?.clone();
        let creates = asked.wish.creates();
        let gives_out = |flow: &Arc<flow_engine::CompiledFlow>| flow.allocations().any(|(_, allocation)| allocation.counts());
        let begins = creates || matches!(asked.wish, Wish::Begin { .. });
        if begins && ground.app.compiled.flows_of(&asked.form).any(gives_out) {
            // Before a number is drawn: otherwise those who have drawn one and those who wait to give out a step would be in each other's way.
            tx.must_be_alone()?;
        }
        let (stored, row) = match at_hand {
            _ if creates => (None, None),
            Some(AtHand { stored, row }) => (Some(stored), row),
            None => {
                let stored = self.locked(tx, ground, asked).await?;
                (Some(stored), flows::open_for_update(tx, &asked.app, &asked.form, asked.record).await?)
            }
        };
        let here;
        let decided = match ahead.filter(|ahead| ahead.still_holds(stored.as_ref(), row.as_ref())) {
            Some(ahead) => ahead,
            None => {
                let numbers = self.draw_numbers(tx, ground, &form, asked).await?;
                here = self.decided(tx, ground, asked, Basis { stored, row, numbers }, MOST_LOADS).await?;
                &here
            }
        };
        let Decided { stored, row, outcome, known, follow_ups, .. } = decided;
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
        let revision = write::all(tx, &written, asked, stored.as_ref(), row.clone(), outcome).await?;
        telling::tell(tx, &written, outcome, known).await?;
        self.announce(tx, asked, outcome, revision);
        let notes = messages_kept(outcome);
        let answer = types::Written { id: asked.record, revision, notes, open_tasks: decided.open_tasks.clone() };
        Ok((answer, follow_ups.clone()))
    }

    /// The stored record, locked. Rights on the row are decided in `rights`.
    async fn locked(&self, tx: &Tx, ground: &Ground, asked: &Asked) -> RuntimeResult<Record> {
        let everything = ground.app.everything(&asked.form)?;
        let looking = Looking::new(&ground.app, &ground.people, &asked.form, &facts::system(), ground.now)?;
        let found = records::get_for_update(tx, &looking.view(everything), None, asked.record).await?;
        found.ok_or(RuntimeError::NotFound { what: "record" })
    }

    async fn draw_numbers(&self, tx: &Tx, ground: &Ground, form: &CompiledForm, asked: &Asked) -> RuntimeResult<BTreeMap<FieldId, String>> {
        let mut numbers = BTreeMap::new();
        if !asked.wish.creates() {
            return Ok(numbers);
        }
        let day = ground.app.compiled.zone.day(ground.now);
        let own = asked.actor.user().and_then(|user| ground.people.memberships.get(&user)).and_then(|own| own.first());
        let own = own.and_then(|department| ground.people.department(*department)).map(|row| row.name.as_str());
        let department = definition::suggest::initials(own.unwrap_or_default());
        for (field, period, pattern) in numbers_of(&ground.app.compiled, form, ground.now, &department) {
            if let Some(given) = asked.given_number(field) {
                if let Some((period, count)) = pattern.counted(given) {
                    let count = i64::try_from(count).unwrap_or(i64::MAX);
                    counters::at_least(tx, &asked.app, &asked.form, field, &period, count).await?;
                }
                numbers.insert(field.clone(), given.to_owned());
                continue;
            }
            let count = counters::next(tx, &asked.app, &asked.form, field, &period).await?;
            numbers.insert(field.clone(), pattern.write(day, &department, u64::try_from(count).unwrap_or(0)));
        }
        Ok(numbers)
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

/// What is to be said of a message for which nobody waits yet.
fn messages_kept(outcome: &Outcome) -> Vec<value::Label> {
    let events = outcome.flow.iter().flat_map(|change| &change.events);
    let kept = events.filter(|event| matches!(event, flow_engine::Event::MessageKept { .. }));
    kept.map(|_| {
        value::Label::both("消息先保留，等流程走到等待它的步骤时生效", "The message is kept until the case comes to the step that waits for it")
    })
    .collect()
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
