//! Many commands of one person on records of one form, decided together and written together: for imports.
//!
//! The same core decides each of them, with the same rights, rules and checks as a single one. What is shared is the reading of facts
//! and the writing: few statements, one transaction, one row of the audit.

use super::write::{differing, history_rows};
use super::{Ground, Written, flow_rows, refused, revision_of, telling};
use crate::commit::{AuditRow, Doer, internal};
use crate::facts::Source;
use crate::{Event, Runtime, RuntimeError, RuntimeResult, facts, showing};
use access::Actor;
use app_engine::command::{Begins, Command, Fact, FollowUp, Outcome, Stop, Surroundings, What, follow_ups, run};
use form_engine::{CompiledForm, Facts, Offered, Rights};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{Session, Tx, counters, history, records};
use value::{FieldId, FormId, Record, RecordId};

/// How often facts are loaded and the rest is decided again.
const MOST_LOADS: usize = 12;

/// One of many commands.
#[derive(Debug, Clone)]
pub(crate) struct One {
    /// The record.
    pub(crate) id: RecordId,
    /// As it is stored; none for a new one.
    pub(crate) stored: Option<Record>,
    /// What is entered.
    pub(crate) values: Map<String, Json>,
    /// The number that it had where it was kept before.
    pub(crate) given: Option<(FieldId, String)>,
    /// The numbers that were drawn for it.
    pub(crate) numbers: BTreeMap<FieldId, String>,
}

/// A command that was decided.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) one: One,
    pub(crate) outcome: Outcome,
    follow_ups: Vec<FollowUp>,
    known: Facts,
}

/// What all of them have in common.
#[derive(Clone)]
pub(crate) struct Many {
    pub(crate) runtime: Runtime,
    pub(crate) ground: Ground,
    pub(crate) form: Arc<CompiledForm>,
    pub(crate) actor: Actor,
    pub(crate) doer: Doer,
    /// On the fields of a new record.
    pub(crate) to_create: Rights,
    /// On the fields of a stored record.
    pub(crate) to_update: Rights,
    /// Whether flows start for new records.
    pub(crate) flow: bool,
    /// Whether people are told.
    pub(crate) notify: bool,
}

/// Why a command leads to nothing.
pub(crate) type Refused = RuntimeError;

impl Many {
    /// Decides all of them, in their order.
    pub(crate) async fn decide(&self, session: &Session, all: Vec<One>) -> RuntimeResult<Vec<Result<Ready, (One, Refused)>>> {
        let mut answers: Vec<Option<Result<Ready, (One, Refused)>>> = all.iter().map(|_| None).collect();
        let mut open: Vec<(usize, One, Facts)> = all.into_iter().enumerate().map(|(place, one)| (place, one, Facts::default())).collect();
        let mut loaded = Loaded::default();
        for _ in 0..MOST_LOADS {
            if open.is_empty() {
                break;
            }
            let decided = self.side_by_side(open).await?;
            open = Vec::new();
            let mut wanted: BTreeSet<Fact> = BTreeSet::new();
            let mut waiting = Vec::new();
            for (place, one, known, outcome) in decided {
                let answer = match outcome {
                    Err(Stop::Missing(missing)) => {
                        wanted.extend(missing.iter().filter(|fact| !loaded.has(fact)).cloned());
                        waiting.push((place, one, known, missing));
                        continue;
                    }
                    Ok((follow_ups, outcome)) => Ok(Ready { one, outcome, follow_ups, known }),
                    Err(stop) => Err((one, refused(stop))),
                };
                if let Some(slot) = answers.get_mut(place) {
                    *slot = Some(answer);
                }
            }
            loaded.load(&self.source(session), &self.form, wanted).await?;
            for (place, one, mut known, missing) in waiting {
                missing.iter().for_each(|fact| loaded.give(fact, &mut known));
                open.push((place, one, known));
            }
        }
        answers.into_iter().map(|answer| answer.ok_or_else(|| internal("a command asks for facts without end"))).collect()
    }

    fn source<'a>(&'a self, session: &'a Session) -> Source<'a> {
        let Ground { app, people, now, .. } = &self.ground;
        Source { runtime: &self.runtime, session, app, people, actor: &self.actor, now: *now }
    }

    /// Asks the core for each, on as many threads as there are processors to spare.
    async fn side_by_side(&self, open: Vec<(usize, One, Facts)>) -> RuntimeResult<Vec<Decided>> {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).clamp(1, 4);
        let size = open.len().div_ceil(threads).max(1);
        let mut parts = Vec::new();
        let mut rest = open.into_iter().peekable();
        while rest.peek().is_some() {
            let (many, part) = (self.clone(), rest.by_ref().take(size).collect::<Vec<_>>());
            parts.push(tokio::task::spawn_blocking(move || {
                part.into_iter().map(|(place, one, known)| many.one(place, one, known)).collect::<Vec<_>>()
            }));
        }
        let mut decided = Vec::new();
        for part in parts {
            decided.extend(part.await.map_err(internal)?);
        }
        Ok(decided)
    }

    fn one(&self, place: usize, one: One, known: Facts) -> Decided {
        let organisation = self.ground.app.organisation(&self.ground.people, self.ground.now);
        let keys = parking_lot::Mutex::new(BTreeMap::new());
        let fresh = |number: u32| *keys.lock().entry(number).or_insert_with(|| self.runtime.inner.ids.key(self.ground.now));
        let around =
            Surroundings { app: &self.ground.app.compiled, now: self.ground.now, organisation: &organisation, related: &known, fresh: &fresh };
        let (rights, what) = match &one.stored {
            Some(_) => (self.to_update.clone(), What::Update { values: one.values.clone() }),
            None => {
                let (numbers, begins) = (one.numbers.clone(), if self.flow { Begins::Usual } else { Begins::Nothing });
                (self.to_create.clone(), What::Create { values: one.values.clone(), numbers, department: None, begins })
            }
        };
        let command =
            Command { form: self.form.id().clone(), record: one.id, stored: one.stored.as_ref(), case: None, by: self.actor.user(), rights, what };
        let outcome = run(&around, &command).map(|outcome| (follow_ups(&command, &outcome), outcome));
        (place, one, known, outcome)
    }

    /// Writes what was decided. A record that was changed since by somebody else is stale, and nothing of the whole is written.
    pub(crate) async fn write(&self, tx: &Tx, all: &[&Ready], through: &str, about: Json) -> RuntimeResult<()> {
        let table = self.ground.app.tables.get(self.form.id()).ok_or_else(|| internal("the form has no table"))?;
        let new: Vec<Record> = all.iter().filter(|ready| ready.one.stored.is_none()).filter_map(|ready| ready.outcome.record.clone()).collect();
        records::insert_many(tx, table, &new).await?;
        self.keep_counting(tx, all).await?;
        let mut told = Vec::new();
        for ready in all {
            let form = self.form.id().clone();
            let written = self.written(ready, &form);
            let revision = match (&ready.one.stored, &ready.outcome.record) {
                (Some(before), Some(after)) if ready.is_change() => {
                    records::update(tx, table, ready.one.id, revision_of(before), &differing(before, after)).await?
                }
                (Some(before), _) => revision_of(before),
                (None, _) => 1,
            };
            let mut rows = history_rows(&written, &ready.outcome, revision)?;
            rows.iter_mut().filter(|row| matches!(row.through.as_str(), "create" | "update")).for_each(|row| row.through = through.to_owned());
            told.extend(rows);
            if let Some(change) = &ready.outcome.flow {
                flow_rows::write(tx, &written, None, change).await?;
            }
            if self.notify {
                telling::tell(tx, &written, &ready.outcome, &ready.known).await?;
            }
        }
        history::write(tx, told);
        for ready in all {
            self.runtime.follow(tx, &self.ground, self.ground.app.compiled.id(), ready.follow_ups.clone()).await?;
        }
        self.audit(tx, all, about).await?;
        self.announce(tx, all);
        Ok(())
    }

    fn written<'w>(&'w self, ready: &Ready, form: &'w FormId) -> Written<'w> {
        let app = &self.ground.app.compiled;
        let needs_title = !ready.outcome.notices.is_empty() || ready.outcome.flow.is_some();
        let title = ready.outcome.record.as_ref().filter(|_| needs_title);
        Written {
            runtime: &self.runtime,
            app: &self.ground.app,
            people: &self.ground.people,
            form,
            compiled: &self.form,
            record: ready.one.id,
            doer: &self.doer,
            now: self.ground.now,
            title: title.map(|record| showing::title(&self.form, app, record, value::Locale::ZhCn)).unwrap_or_default(),
        }
    }

    /// Counting goes on behind the numbers that came along.
    async fn keep_counting(&self, tx: &Tx, all: &[&Ready]) -> RuntimeResult<()> {
        let mut highest: BTreeMap<(&FieldId, String), u64> = BTreeMap::new();
        for (field, number) in all.iter().filter(|ready| ready.one.stored.is_none()).filter_map(|ready| ready.one.given.as_ref()) {
            let pattern = self.form.auto_numbers().find(|(known, _)| *known == field).map(|(_, pattern)| pattern);
            if let Some((period, count)) = pattern.and_then(|pattern| pattern.counted(number)) {
                let known = highest.entry((field, period)).or_default();
                *known = (*known).max(count);
            }
        }
        for ((field, period), count) in highest {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            counters::at_least(tx, self.ground.app.compiled.id(), self.form.id(), field, &period, count).await?;
        }
        Ok(())
    }

    /// One row for all: what it says of each stands in the history.
    async fn audit(&self, tx: &Tx, all: &[&Ready], about: Json) -> RuntimeResult<()> {
        let mut content = String::new();
        for record in all.iter().filter_map(|ready| ready.outcome.record.as_ref()) {
            content.push_str(&Json::Object(showing::json_of(&self.form, record)).to_string());
        }
        let keys: Vec<String> = all.iter().map(|ready| ready.one.id.to_string()).collect();
        let row = AuditRow {
            action: "record.import",
            app: Some(self.ground.app.compiled.id()),
            object: self.form.id().to_string(),
            detail: json!({ "about": about, "records": keys }),
        };
        self.runtime.audit(tx, &self.doer, row, self.ground.now, content.as_bytes()).await
    }

    /// A list that is open shows new records once one of them is told of; a changed record is told of by itself.
    fn announce(&self, tx: &Tx, all: &[&Ready]) {
        let (app, form) = (self.ground.app.compiled.id().clone(), self.form.id().clone());
        let of = |ready: &&Ready| Event::Record {
            app: app.clone(),
            form: form.clone(),
            id: ready.one.id,
            revision: ready.one.stored.as_ref().map_or(1, |before| revision_of(before) + 1),
        };
        let mut events: Vec<Event> = all.iter().filter(|ready| ready.one.stored.is_some() && ready.is_change()).map(of).collect();
        events.extend(all.iter().rfind(|ready| ready.one.stored.is_none()).map(of));
        let holders: Vec<_> = all.iter().filter_map(|ready| ready.outcome.flow.as_ref()).flat_map(|flow| telling::touched(&flow.events)).collect();
        if !holders.is_empty() {
            events.push(Event::Tasks { users: holders });
        }
        let runtime = self.runtime.clone();
        tx.after_commit(move || events.into_iter().for_each(|event| runtime.tell(event)));
    }
}

type Decided = (usize, One, Facts, Result<(Vec<FollowUp>, Outcome), Stop>);

impl Ready {
    /// Whether something is written at all.
    pub(crate) fn is_change(&self) -> bool {
        self.one.stored.is_none() || self.outcome.changes.iter().any(|change| !change.fields.is_empty())
    }
}

/// Facts that were loaded for one of the commands serve the others.
#[derive(Default)]
struct Loaded {
    facts: BTreeMap<Fact, Facts>,
}

impl Loaded {
    fn has(&self, fact: &Fact) -> bool {
        self.facts.contains_key(fact)
    }

    async fn load(&mut self, source: &Source<'_>, form: &CompiledForm, wanted: BTreeSet<Fact>) -> RuntimeResult<()> {
        let needs: Vec<_> = wanted.iter().filter_map(|fact| if let Fact::Related(need) = fact { Some(need.clone()) } else { None }).collect();
        for (need, related) in source.load_many(form, &needs).await? {
            let record = need.record;
            let known = self.facts.entry(Fact::Related(need)).or_default();
            known.related.insert(record, related);
        }
        let asked: Vec<Fact> = wanted.iter().filter(|fact| matches!(fact, Fact::LookUp(_))).cloned().collect();
        let mut answers = Facts::default();
        source.load(form, &asked, &mut answers).await?;
        for fact in asked {
            let Fact::LookUp(question) = &fact else { continue };
            let answer = answers.answers.get(question.key()).cloned();
            let known = self.facts.entry(fact.clone()).or_default();
            known.answers.extend(answer.map(|answer| (question.key().to_owned(), answer)));
        }
        Ok(())
    }

    fn give(&self, fact: &Fact, into: &mut Facts) {
        if let Fact::Offer(offer) = fact {
            // Systems outside are not asked about what is imported.
            into.offers.insert(offer.key(), Offered::Yes(offer.label.clone()));
        }
        let Some(known) = self.facts.get(fact) else { return };
        known.related.iter().for_each(|(key, related)| facts::merge(into, *key, related.clone()));
        into.answers.extend(known.answers.clone());
    }
}

/// The faults of a refusal by field; one without a field concerns the whole record. What is no fault of the record ends the whole.
pub(crate) fn faults_of(refusal: Refused) -> RuntimeResult<Vec<crate::FieldFault>> {
    match refusal {
        RuntimeError::Invalid { faults } => Ok(faults),
        RuntimeError::Refused { code, message } => Ok(vec![crate::FieldFault { pointer: String::new(), code, message }]),
        RuntimeError::Denied { reason } => Ok(vec![crate::FieldFault { pointer: String::new(), code: "denied".into(), message: reason }]),
        other => Err(other),
    }
}
