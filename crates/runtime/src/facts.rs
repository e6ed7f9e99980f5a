//! What is known of records, people and departments that a record refers to.
//!
//! What a *formula* needs is read as the system: the server computes what it computes whoever asks. What somebody *chooses* must be
//! visible to that person and fulfil the field's filter, else it is as if it did not exist.

use crate::app_cache::ActiveApp;
use crate::looking::Looking;
use crate::organisation::People;
use crate::showing;
use crate::types::LookupItem;
use crate::{Runtime, RuntimeResult};
use access::{Actor, Cause};
use app_engine::command::Fact;
use definition::{Action, Aggregate, FieldRight};
use form_engine::{CompiledForm, Facts, Need, Related, Special, Target};
use formula::{Give, Question};
use query::{FieldPath, Filter};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::aggregate::{self, Measure, Parts};
use store::{Session, records};
use value::{Decimal, DepartmentId, FieldId, FormId, Instant, Locale, Record, RecordId, UserId, Value};

/// So many questions to other forms go into one query.
const MOST_AT_ONCE: usize = 100;

/// Where facts come from.
pub(crate) struct Source<'a> {
    pub(crate) runtime: &'a Runtime,
    pub(crate) session: &'a Session,
    pub(crate) app: &'a Arc<ActiveApp>,
    pub(crate) people: &'a Arc<People>,
    pub(crate) actor: &'a Actor,
    pub(crate) now: Instant,
}

/// The system that looks things up for formulas.
pub(crate) fn system() -> Actor {
    Actor::System(Cause::Upkeep)
}

impl Source<'_> {
    /// Loads what is missing.
    pub(crate) async fn load(&self, form: &CompiledForm, missing: &[Fact], into: &mut Facts) -> RuntimeResult<()> {
        let mut questions: BTreeMap<&FormId, Vec<&Question>> = BTreeMap::new();
        for fact in missing {
            match fact {
                Fact::Related(need) => merge(into, need.record, self.one(form, need).await?),
                Fact::LookUp(question) => questions.entry(&question.look_up.form).or_default().push(question),
                // Facts about people are always at hand: see `organisation`; what is offered outside was asked before: see `offering`.
                Fact::Organisation(_) | Fact::Offer(_) => {}
            }
        }
        for (asked, questions) in questions {
            self.answer(asked, &questions, into).await?;
        }
        Ok(())
    }

    /// Answers what formulas ask of a form, all of it by one query; the records that were made first are then read by another.
    async fn answer(&self, asked: &FormId, questions: &[&Question], into: &mut Facts) -> RuntimeResult<()> {
        let Ok(form) = self.app.form(asked) else { return Ok(()) };
        let everything = self.runtime.plan(self.app, form, &system(), Action::Read)?;
        let looking = Looking::new(self.app, self.people, asked, &system(), self.now)?;
        for questions in questions.chunks(MOST_AT_ONCE) {
            let filters: Vec<Filter> = questions.iter().map(|question| form_engine::question_filter(question, form)).collect();
            let measures = questions.iter().zip(&filters).map(|(question, filter)| measure_of(question, filter)).collect();
            let all = aggregate::Question { groups: Vec::new(), measures, filter: Some(Filter::Or(filters)), limit: 1 };
            let counted = aggregate::aggregate(self.session, &looking.view(&everything), &all).await?;
            let parts = counted.rows.into_iter().next().map(|row| row.parts).unwrap_or_default();
            let first = self.first_of(&looking, &everything, questions, &parts).await?;
            for (question, parts) in questions.iter().zip(parts) {
                into.answers.insert(question.key().to_owned(), answer_of(question, parts, &first));
            }
        }
        Ok(())
    }

    /// The records that are the first to fulfil a question, with the fields that are asked for.
    async fn first_of(
        &self,
        looking: &Looking,
        plan: &access::Plan,
        questions: &[&Question],
        parts: &[Parts],
    ) -> RuntimeResult<BTreeMap<RecordId, Record>> {
        let firsts = || questions.iter().zip(parts).filter(|(question, _)| question.look_up.give == Give::First);
        let keys: BTreeSet<RecordId> =
            firsts().filter_map(|(_, parts)| if let Value::Reference(key) = parts.min { Some(key) } else { None }).collect();
        let fields: BTreeSet<FieldId> = firsts().filter_map(|(question, _)| question.look_up.of.clone()).collect();
        if keys.is_empty() {
            return Ok(BTreeMap::new());
        }
        let fields: Vec<FieldId> = fields.into_iter().collect();
        Ok(records::by_ids(self.session, &looking.view(plan), &keys, &fields).await?)
    }

    /// What is known of many: records of one form are looked at together.
    pub(crate) async fn load_many(&self, form: &CompiledForm, needs: &[Need]) -> RuntimeResult<Vec<(Need, Related)>> {
        let mut found = Vec::with_capacity(needs.len());
        let mut together: BTreeMap<(&FieldPath, &FormId, bool), Vec<&Need>> = BTreeMap::new();
        for need in needs {
            match &need.target {
                // A filter of the field is asked record by record.
                Target::Form(target) if !need.chosen_now || relation_filter(form, &need.field).is_none() => {
                    together.entry((&need.field, target, need.chosen_now)).or_default().push(need);
                }
                _ => found.push((need.clone(), self.one(form, need).await?)),
            }
        }
        for ((_, target, chosen_now), needs) in together {
            found.extend(self.records_of(target, chosen_now, &needs).await?);
        }
        Ok(found)
    }

    async fn records_of(&self, target: &FormId, chosen_now: bool, needs: &[&Need]) -> RuntimeResult<Vec<(Need, Related)>> {
        let absent = || needs.iter().map(|need| ((*need).clone(), Related::Absent)).collect();
        let Ok(compiled) = self.app.form(target) else { return Ok(absent()) };
        let mut keys: BTreeSet<RecordId> = needs.iter().map(|need| need.record).collect();
        if chosen_now {
            let Ok(plan) = self.runtime.plan(self.app, compiled, self.actor, Action::Read) else { return Ok(absent()) };
            let looking = Looking::new(self.app, self.people, target, self.actor, self.now)?;
            keys = records::visible(self.session, &looking.view(&plan), &keys).await?;
        }
        let everything = self.runtime.plan(self.app, compiled, &system(), Action::Read)?;
        let looking = Looking::new(self.app, self.people, target, &system(), self.now)?;
        let known = records::whole(self.session, &looking.view(&everything), &keys).await?;
        let related = |need: &&Need| {
            let of = |record: &Record| Related::Known {
                label: showing::title(compiled, &self.app.compiled, record, Locale::ZhCn),
                values: need.fields.iter().map(|field| (field.clone(), record.get(field.as_str()).clone())).collect(),
            };
            ((*need).clone(), known.get(&need.record).map_or(Related::Absent, of))
        };
        Ok(needs.iter().map(related).collect())
    }

    async fn one(&self, form: &CompiledForm, need: &Need) -> RuntimeResult<Related> {
        match &need.target {
            Target::User | Target::Department if need.chosen_now && !self.is_in_scope(form, need) => Ok(Related::Absent),
            Target::User => Ok(self.person(UserId(need.record.0), need.chosen_now)),
            Target::Department => Ok(self.department(DepartmentId(need.record.0))),
            Target::Form(target) => self.record(form, need, target).await,
        }
    }

    /// Whether the field lets the actor choose this person or department. Rules and imports are not held to where a person stands.
    fn is_in_scope(&self, form: &CompiledForm, need: &Need) -> bool {
        let Some(scope) = form.field_at(&need.field).and_then(|field| field.behaviour.people()) else { return true };
        if scope.is_open() || matches!(self.actor, Actor::System(_)) {
            return true;
        }
        let choosing = self.people.choosing(self.app.compiled.id(), scope, self.actor.user());
        match need.target {
            Target::Department => choosing.department(DepartmentId(need.record.0)),
            _ => choosing.person(UserId(need.record.0)),
        }
    }

    fn person(&self, user: UserId, chosen_now: bool) -> Related {
        let Some(row) = self.people.users.get(&user).filter(|row| row.active || !chosen_now) else { return Related::Absent };
        let department = self.people.memberships.get(&user).and_then(|own| own.first());
        let department = department.map_or(Value::Blank, |department| Value::Reference(RecordId(department.0)));
        Related::Known { label: row.name.clone(), values: values([("name", Value::text(row.name.clone())), ("department", department)]) }
    }

    fn department(&self, department: DepartmentId) -> Related {
        let Some(row) = self.people.department(department) else { return Related::Absent };
        let head = row.head_id.map_or(Value::Blank, |head| Value::Reference(RecordId(head)));
        Related::Known { label: row.name.clone(), values: values([("name", Value::text(row.name.clone())), ("head", head)]) }
    }

    async fn record(&self, form: &CompiledForm, need: &Need, target: &FormId) -> RuntimeResult<Related> {
        let Ok(compiled) = self.app.form(target) else { return Ok(Related::Absent) };
        if need.chosen_now && !self.may_choose(form, need, compiled).await? {
            return Ok(Related::Absent);
        }
        let everything = self.runtime.plan(self.app, compiled, &system(), Action::Read)?;
        let looking = Looking::new(self.app, self.people, target, &system(), self.now)?;
        let Some(record) = records::get(self.session, &looking.view(&everything), need.record).await? else { return Ok(Related::Absent) };
        let label = showing::title(compiled, &self.app.compiled, &record, Locale::ZhCn);
        let wanted = need.fields.iter().map(|field| (field.clone(), record.get(field.as_str()).clone()));
        Ok(Related::Known { label, values: wanted.collect() })
    }

    /// Whether the actor may see the record and it fulfils the filter of the field.
    async fn may_choose(&self, form: &CompiledForm, need: &Need, target: &CompiledForm) -> RuntimeResult<bool> {
        let Ok(plan) = self.runtime.plan(self.app, target, self.actor, Action::Read) else { return Ok(false) };
        let looking = Looking::new(self.app, self.people, target.id(), self.actor, self.now)?;
        let chosen = BTreeSet::from([need.record]);
        if records::visible(self.session, &looking.view(&plan), &chosen).await?.is_empty() {
            return Ok(false);
        }
        let Some(filter) = relation_filter(form, &need.field) else { return Ok(true) };
        // The field's own filter may look at what the person may not see: it is asked as the system.
        let everything = self.runtime.plan(self.app, target, &system(), Action::Read)?.for_record(need.record);
        let looking = Looking::new(self.app, self.people, target.id(), self.actor, self.now)?;
        Ok(records::count(self.session, &looking.view(&everything), Some(&filter), None, 1).await? > 0)
    }

    /// What the references of some values are called, by key. A record that the actor may not see has no name for the actor either,
    /// and a stranger learns no names of people.
    pub(crate) async fn labels<'r>(
        &self,
        form: &CompiledForm,
        rows: impl IntoIterator<Item = &'r Record>,
    ) -> RuntimeResult<BTreeMap<RecordId, String>> {
        let mut wanted: BTreeMap<Target, BTreeSet<RecordId>> = BTreeMap::new();
        let types = form.scope.fields.iter().map(|(id, field)| (id.clone(), field.value_type.clone())).collect::<Vec<_>>();
        for record in rows {
            for (field, value_type) in &types {
                showing::references(record.get(field.as_str()), value_type, &mut wanted);
            }
        }
        self.named(wanted).await
    }

    /// The names of records, people and departments, as far as the actor may know them.
    pub(crate) async fn named(&self, wanted: BTreeMap<Target, BTreeSet<RecordId>>) -> RuntimeResult<BTreeMap<RecordId, String>> {
        let mut labels = BTreeMap::new();
        let inside = !matches!(self.actor, Actor::Link { .. } | Actor::PortalCustomer { .. });
        for (target, keys) in wanted {
            match target {
                Target::User | Target::Department if !inside => {}
                Target::User => labels.extend(keys.into_iter().filter_map(|key| Some((key, self.people.name_of(UserId(key.0))?.to_owned())))),
                Target::Department => {
                    let name = |key: RecordId| Some((key, self.people.department(DepartmentId(key.0))?.name.clone()));
                    labels.extend(keys.into_iter().filter_map(name));
                }
                Target::Form(target) => labels.extend(self.titles(&target, &keys).await?),
            }
        }
        Ok(labels)
    }

    /// What the actor may know of a record, person or department that a form's formulas or pickers need.
    pub(crate) async fn item(&self, target: &Target, key: RecordId) -> RuntimeResult<Option<LookupItem>> {
        match target {
            Target::User => Ok(self.people.users.get(&UserId(key.0)).map(|row| crate::people::person_item(self.people, row)).map(|item| {
                let department = self.people.memberships.get(&UserId(key.0)).and_then(|own| own.first());
                let values = [("name", json!(item.label)), ("department", json!(department))].map(|(field, value)| (field.to_owned(), value));
                LookupItem { values: values.into_iter().collect(), ..item }
            })),
            Target::Department => Ok(self.people.department(DepartmentId(key.0)).map(|row| {
                let values = [("name", json!(row.name)), ("head", json!(row.head_id))].map(|(field, value)| (field.to_owned(), value));
                LookupItem { id: key, label: row.name.clone(), hint: None, values: values.into_iter().collect() }
            })),
            Target::Form(form) => self.record_item(form, key).await,
        }
    }

    async fn record_item(&self, form: &FormId, key: RecordId) -> RuntimeResult<Option<LookupItem>> {
        let Ok(compiled) = self.app.form(form) else { return Ok(None) };
        let Ok(plan) = self.runtime.plan(self.app, compiled, self.actor, Action::Read) else { return Ok(None) };
        let looking = Looking::new(self.app, self.people, form, self.actor, self.now)?;
        let found = records::get(self.session, &looking.view(&plan), key).await?;
        Ok(found.map(|record| self.item_of(compiled, &plan, key, &record)))
    }

    /// A record as pickers show it, with the values that may be read.
    pub(crate) fn item_of(&self, form: &CompiledForm, plan: &access::Plan, key: RecordId, record: &Record) -> LookupItem {
        let readable = |field: &&FieldId| !field.is_system() && plan.right(field.as_str()) >= FieldRight::Read;
        let values =
            record.iter().filter(|(field, _)| readable(field)).map(|(field, value)| (field.to_string(), showing::value_json(form, field, value)));
        LookupItem { id: key, label: showing::title(form, &self.app.compiled, record, Locale::ZhCn), hint: None, values: values.collect() }
    }

    async fn titles(&self, form: &FormId, keys: &BTreeSet<RecordId>) -> RuntimeResult<BTreeMap<RecordId, String>> {
        let Ok(compiled) = self.app.form(form) else { return Ok(BTreeMap::new()) };
        let Ok(plan) = self.runtime.plan(self.app, compiled, self.actor, Action::Read) else { return Ok(BTreeMap::new()) };
        let looking = Looking::new(self.app, self.people, form, self.actor, self.now)?;
        let shown = |field: &&FieldId| plan.right(field.as_str()) > FieldRight::Hidden;
        let fields: Vec<FieldId> = compiled.title_field.iter().filter(shown).cloned().collect();
        let found = records::by_ids(self.session, &looking.view(&plan), keys, &fields).await?;
        Ok(found.into_iter().map(|(key, record)| (key, showing::title(compiled, &self.app.compiled, &record, Locale::ZhCn))).collect())
    }
}

/// A question as the store counts it: each over the records that fulfil its own filter.
fn measure_of(question: &Question, filter: &Filter) -> Measure {
    let aggregate = match question.look_up.give {
        Give::Count => Aggregate::Count,
        Give::Sum => Aggregate::Sum,
        Give::Average => Aggregate::Average,
        Give::Max => Aggregate::Max,
        Give::Min | Give::First => Aggregate::Min,
    };
    let field = match question.look_up.give {
        Give::Count => None,
        // Keys begin with the time at which they were made.
        Give::First => FieldId::parse("_id").ok(),
        _ => question.look_up.of.clone(),
    };
    Measure { aggregate, field: field.map(|field| FieldPath { field, column: None }), filter: Some(filter.clone()) }
}

fn answer_of(question: &Question, parts: Parts, first: &BTreeMap<RecordId, Record>) -> Value {
    match question.look_up.give {
        Give::Count => Value::Number(Decimal::from(parts.count)),
        Give::Sum => Value::Number(parts.sum),
        Give::Average => parts.sum.checked_div(Decimal::from(parts.count)).map_or(Value::Blank, Value::Number),
        Give::Min => parts.min,
        Give::Max => parts.max,
        Give::First => {
            let record = if let Value::Reference(key) = parts.min { first.get(&key) } else { None };
            let of = question.look_up.of.as_ref().map_or("", FieldId::as_str);
            Value::List(record.map(|record| record.get(of).clone()).into_iter().collect())
        }
    }
}

pub(crate) fn relation_filter(form: &CompiledForm, field: &FieldPath) -> Option<Filter> {
    match form.field_at(field)?.behaviour.special() {
        Special::Relation(relation) => relation.filter.clone(),
        _ => None,
    }
}

fn values<const N: usize>(pairs: [(&str, Value); N]) -> Record {
    pairs.into_iter().filter_map(|(field, value)| Some((FieldId::parse(field).ok()?, value))).collect()
}

/// More fields of something that is known already are added to it.
pub(crate) fn merge(facts: &mut Facts, key: RecordId, found: Related) {
    match (facts.related.get_mut(&key), found) {
        (Some(Related::Known { values, .. }), Related::Known { values: more, .. }) => {
            more.into_iter().for_each(|(field, value)| values.set(field, value));
        }
        (_, found) => _ = facts.related.insert(key, found),
    }
}
