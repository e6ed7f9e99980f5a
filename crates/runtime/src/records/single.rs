//! One record: what a person may see of it, change in it and do with it.

use super::list::view_of;
use crate::app_cache::ActiveApp;
use crate::facts::{self, Source};
use crate::looking::Looking;
use crate::organisation::People;
use crate::types::{LookupItem, RecordView};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::{Actor, Plan, StepRights, with_step};
use app_engine::command::step_rights;
use definition::{Action, FieldRight};
use form_engine::{CompiledForm, Opening, Place, Session as FormSession, Storage};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{Session, cc, flows, records, todos};
use value::{AppId, FieldId, FlowId, FormId, NodeId, Record, RecordId, UserId};

/// How many notices of a person are looked through.
const LOOKED_AT: u64 = 500;

/// What a person may do with one record.
pub(crate) struct Seen {
    /// What may be seen of it.
    pub(crate) plan: Plan,
    /// The record as the plan shows it.
    pub(crate) record: Record,
    /// What the person's own open to-do says about fields, if there is one.
    pub(crate) step: Option<StepRights>,
}

impl Runtime {
    /// One record.
    pub async fn record(&self, actor: &Actor, app: &AppId, form: &FormId, id: RecordId) -> RuntimeResult<RecordView> {
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?.clone();
        let people = self.people().await?;
        let mut seen = self.seen(&active, &people, &compiled, actor, id).await?;
        self.add_live_to(&active, &people, &compiled, actor, &mut seen).await?;
        let reader = self.inner.store.read();
        let source = Source { runtime: self, session: &reader, app: &active, people: &people, actor, now: self.now() };
        let labels = source.labels(&compiled, [&seen.record]).await?;
        let facts = self.browser_facts(&source, &compiled, &seen).await?;
        let (actions, writable) = self.possible(&active, &people, &compiled, actor, id, &seen).await?;
        let starts = self.starts_of(actor, app, form, id).await?;
        Ok(RecordView {
            labels: labels.into_iter().map(|(key, label)| (key.to_string(), label)).collect(),
            facts,
            writable: Some(writable),
            actions,
            starts,
            ..view_of(&compiled, &active, &seen.record)
        })
    }

    /// The record as the actor may see it: by a role, by an open to-do, or because the actor took part. To everybody else it does
    /// not exist.
    pub(crate) async fn seen(
        &self,
        app: &Arc<ActiveApp>,
        people: &Arc<People>,
        form: &CompiledForm,
        actor: &Actor,
        id: RecordId,
    ) -> RuntimeResult<Seen> {
        let reader = self.inner.store.read();
        let step = self.own_step(&reader, app, form.id(), actor, id).await?;
        let by_role = self.plan(app, form, actor, Action::Read).ok();
        let looking = Looking::new(app, people, form.id(), actor, self.now())?;
        let shown = match &by_role {
            Some(plan) => records::get(&reader, &looking.view(plan), id).await?,
            None => None,
        };
        let by_role = match (shown, by_role) {
            // What a role shows without a step is the answer already.
            (Some(record), Some(plan)) if step.is_none() => return Ok(Seen { plan, record, step }),
            (shown, by_role) => by_role.filter(|_| shown.is_some()),
        };
        let plan = match (&step, by_role) {
            // To look, the step adds what it names and takes nothing away that the role shows.
            (Some(step), by_role) => {
                let unlisted = if by_role.is_some() { FieldRight::Write } else { FieldRight::Read };
                with_step(by_role, Action::Read, app.rights(form), &StepRights { unlisted, ..step.clone() })
            }
            (None, _) if self.took_part(&reader, app.compiled.id(), form.id(), actor, id).await? => {
                let step = StepRights { record: id, step: "".into(), fields: indexmap::IndexMap::new(), unlisted: FieldRight::Read };
                with_step(None, Action::Read, app.rights(form), &step)
            }
            (None, _) => return Err(RuntimeError::NotFound { what: "record" }),
        };
        let record = records::get(&reader, &looking.view(&plan), id).await?.ok_or(RuntimeError::NotFound { what: "record" })?;
        Ok(Seen { plan, record, step })
    }

    /// What the actor's own open to-do of the record says about fields.
    async fn own_step(&self, reader: &Session, app: &ActiveApp, form: &FormId, actor: &Actor, id: RecordId) -> RuntimeResult<Option<StepRights>> {
        let Some(user) = actor.user() else { return Ok(None) };
        let open = todos::open_of_record(reader, app.compiled.id(), form, id).await?;
        let Some(todo) = open.into_iter().find(|todo| todo.holder_id == user.0) else { return Ok(None) };
        self.step_rights_of(reader, app.compiled.id(), &todo).await
    }

    /// The rights of a to-do by the version to which its case is pinned.
    pub(crate) async fn step_rights_of(&self, reader: &Session, app: &AppId, todo: &todos::Todo) -> RuntimeResult<Option<StepRights>> {
        let Some(instance) = flows::get(reader, todo.instance_id).await? else { return Ok(None) };
        let version = self.pinned_app(reader, app, &instance.version).await?;
        let (Ok(flow), Ok(node)) = (FlowId::parse(&instance.flow), NodeId::parse(&todo.node)) else { return Ok(None) };
        let Some(flow) = version.flows.get(&flow) else { return Ok(None) };
        let name = flow.step(&node).map(|step| step.label.clone()).unwrap_or_default();
        Ok(step_rights(flow, &node).map(|(fields, unlisted)| StepRights { record: RecordId(todo.record_id), step: name, fields, unlisted }))
    }

    /// Whether the person handles, handled or was told of the record.
    async fn took_part(&self, reader: &Session, app: &AppId, form: &FormId, actor: &Actor, id: RecordId) -> RuntimeResult<bool> {
        let Some(user) = actor.user() else { return Ok(false) };
        for instance in flows::of_record(reader, app, form, id).await? {
            let all = todos::of_instance(reader, instance.id).await?;
            if instance.started_by == Some(user.0) || all.iter().any(|todo| todo.holder_id == user.0 || todo.done_by == Some(user.0)) {
                return Ok(true);
            }
        }
        Ok(cc::of(reader, user, &store::Narrow::default(), None, LOOKED_AT).await?.iter().any(|notice| notice.record_id == id.0))
    }

    async fn add_live_to(
        &self,
        app: &Arc<ActiveApp>,
        people: &Arc<People>,
        form: &Arc<CompiledForm>,
        actor: &Actor,
        seen: &mut Seen,
    ) -> RuntimeResult<()> {
        if !form.fields.values().any(|field| field.storage == Storage::Live) {
            return Ok(());
        }
        let Some(key) = super::list::key_of(&seen.record) else { return Ok(()) };
        let whole = self.whole_record(app, people, form, key).await?;
        let live = self.live_of(app, people, form, actor, &whole).await?;
        for (field, value) in live {
            if seen.plan.right(field.as_str()) >= FieldRight::Read {
                seen.record.set(field, value);
            }
        }
        Ok(())
    }

    /// The whole record as the system sees it.
    pub(crate) async fn whole_record(&self, app: &Arc<ActiveApp>, people: &Arc<People>, form: &CompiledForm, id: RecordId) -> RuntimeResult<Record> {
        let system = facts::system();
        let everything = self.plan(app, form, &system, Action::Read)?;
        let looking = Looking::new(app, people, form.id(), &system, self.now())?;
        let found = records::get(&self.inner.store.read(), &looking.view(&everything), id).await?;
        found.ok_or(RuntimeError::NotFound { what: "record" })
    }

    /// What the browser's engine needs to know of related things, as far as the actor may know it.
    async fn browser_facts(&self, source: &Source<'_>, form: &Arc<CompiledForm>, seen: &Seen) -> RuntimeResult<BTreeMap<String, LookupItem>> {
        let rights = form_engine::Rights::only(seen.plan.fields().clone());
        let opening = Opening {
            stored: Some(seen.record.clone()),
            now: source.now,
            user: source.actor.user(),
            rights,
            place: Place::Server,
            ..Opening::default()
        };
        let needs = FormSession::open(form.clone(), Arc::new(source.app.compiled.zone.clone()), opening).needs(false);
        let mut known = BTreeMap::new();
        for need in needs {
            if let Some(item) = source.item(&need.target, need.record).await? {
                known.insert(need.record.to_string(), item);
            }
        }
        Ok(known)
    }

    /// What may be done with the record, and which fields may be changed now.
    async fn possible(
        &self,
        app: &Arc<ActiveApp>,
        people: &Arc<People>,
        form: &CompiledForm,
        actor: &Actor,
        id: RecordId,
        seen: &Seen,
    ) -> RuntimeResult<(Vec<Action>, Vec<FieldId>)> {
        let mut actions = vec![Action::Read];
        let mut writable = BTreeSet::new();
        for action in [Action::Update, Action::Delete, Action::Print, Action::Comment, Action::Export] {
            let Ok(plan) = self.plan(app, form, actor, action) else { continue };
            if self.shows(app, people, form, actor, &plan, id, seen).await? {
                actions.push(action);
                if action == Action::Update {
                    writable.extend(plan.fields().iter().filter(|(_, right)| **right == FieldRight::Write).map(|(field, _)| field.clone()));
                }
            }
        }
        if let Some(step) = &seen.step {
            writable.extend(step.fields.iter().filter(|(_, right)| **right == FieldRight::Write).map(|(field, _)| field.clone()));
            actions.extend([Action::Comment].into_iter().filter(|action| !actions.contains(action)).collect::<Vec<_>>());
        }
        let entered = |field: &FieldId| form.field(field.as_str()).is_some_and(form_engine::CompiledField::is_entered);
        Ok((actions, writable.into_iter().filter(entered).collect()))
    }

    #[expect(clippy::too_many_arguments, reason = "one record, one plan, one person")]
    async fn shows(
        &self,
        app: &Arc<ActiveApp>,
        people: &Arc<People>,
        form: &CompiledForm,
        actor: &Actor,
        plan: &Plan,
        id: RecordId,
        seen: &Seen,
    ) -> RuntimeResult<bool> {
        if seen.step.is_none() && plan.filter() == seen.plan.filter() {
            return Ok(true);
        }
        let looking = Looking::new(app, people, form.id(), actor, self.now())?;
        let shown = records::visible(&self.inner.store.read(), &looking.view(plan), &BTreeSet::from([id])).await?;
        Ok(!shown.is_empty())
    }

    /// Whether the actor may do something with one record.
    pub(crate) async fn may(
        &self,
        app: &Arc<ActiveApp>,
        people: &Arc<People>,
        form: &CompiledForm,
        actor: &Actor,
        action: Action,
        id: RecordId,
    ) -> RuntimeResult<bool> {
        let Ok(plan) = self.plan(app, form, actor, action) else { return Ok(false) };
        let looking = Looking::new(app, people, form.id(), actor, self.now())?;
        Ok(!records::visible(&self.inner.store.read(), &looking.view(&plan), &BTreeSet::from([id])).await?.is_empty())
    }

    /// The name of a person, as far as it is known.
    pub(crate) fn name_in(people: &People, user: Option<uuid::Uuid>) -> Option<String> {
        user.and_then(|user| people.name_of(UserId(user)).map(ToOwned::to_owned))
    }
}
