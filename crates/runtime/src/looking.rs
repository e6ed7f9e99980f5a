//! What a look at records needs beside the plan: the clock, the person, and the trees below departments and options.

use crate::app_cache::ActiveApp;
use crate::organisation::People;
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::{Actor, Plan};
use form_engine::CompiledForm;
use query::{FieldPath, Filter, Operator, QueryContext, Variables};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::departments;
use store::records::{FilterContext, View};
use store::tables::RecordTable;
use value::{DepartmentId, FormId, Instant, Record, RecordId, UserId, Value, ValueType};

type Below = Box<dyn Fn(&FieldPath, &Value) -> Vec<Value> + Send + Sync>;

/// The surroundings of one look at the records of one form.
pub(crate) struct Looking {
    app: Arc<ActiveApp>,
    table: Arc<RecordTable>,
    now: Instant,
    user: Option<UserId>,
    departments: Vec<DepartmentId>,
    below: Below,
}

impl Looking {
    /// The surroundings for an actor.
    pub(crate) fn new(app: &Arc<ActiveApp>, people: &Arc<People>, form: &FormId, actor: &Actor, now: Instant) -> RuntimeResult<Self> {
        let compiled = app.form(form)?.clone();
        let table = app.tables.get(form).cloned().ok_or(RuntimeError::NotFound { what: "form" })?;
        let people = people.clone();
        let below: Below = Box::new(move |field, value| below(&people, &compiled, field, value));
        let departments = actor.person().map(|person| person.departments.iter().copied().collect()).unwrap_or_default();
        Ok(Self { app: app.clone(), table, now, user: actor.user(), departments, below })
    }

    /// The records as a plan shows them.
    pub(crate) fn view<'a>(&'a self, plan: &'a Plan) -> View<'a> {
        View { table: &self.table, plan, context: FilterContext { variables: self.variables(), below: self.below.as_ref() } }
    }

    /// Whether a record that is at hand fulfils a filter. Who took part in a case is not known here.
    pub(crate) fn holds(&self, filter: &Filter, record: &Record) -> bool {
        let is_under = |field: &FieldPath, value: &Value, above: &Value| (self.below)(field, above).contains(value);
        query::matches(filter, record, &QueryContext { variables: self.variables(), is_under: &is_under, is_involved: &|_, _| false })
    }

    fn variables(&self) -> Variables<'_> {
        Variables { now: self.now, zone: &self.app.compiled.zone, current_user: self.user, current_departments: &self.departments }
    }
}

/// All that stands below a department or an option of a cascade, itself left out.
fn below(people: &People, form: &CompiledForm, field: &FieldPath, value: &Value) -> Vec<Value> {
    match value {
        Value::Choice(option) => {
            let Some(compiled) = form.field_at(field) else { return Vec::new() };
            let stands_below = |id: &str| id != option.as_str() && compiled.options.path(id).iter().any(|step| step.id == *option);
            compiled.options.iter().filter(|candidate| stands_below(candidate.id.as_str())).map(|found| Value::Choice(found.id.clone())).collect()
        }
        Value::Reference(key) => {
            let root = DepartmentId(key.0);
            let all = departments::below(&people.departments, &BTreeSet::from([root]));
            all.into_iter().filter(|department| *department != root).map(|department| Value::Reference(RecordId(department.0))).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a type holds references, and to what.
pub(crate) fn target_of(value_type: &ValueType) -> Option<form_engine::Target> {
    match value_type {
        ValueType::Reference(target) => Some(target.into()),
        ValueType::List(item) => target_of(item),
        _ => None,
    }
}

/// Whether a filter asks who took part in a case, which does not stand in the record.
pub(crate) fn asks_who_took_part(filter: &Filter) -> bool {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().any(asks_who_took_part),
        Filter::Not(part) => asks_who_took_part(part),
        Filter::Condition(condition) => condition.op == Operator::Involves,
    }
}

impl Runtime {
    /// The surroundings of a look at the records of a form.
    pub(crate) async fn looking(&self, app: &Arc<ActiveApp>, form: &FormId, actor: &Actor) -> RuntimeResult<Looking> {
        Looking::new(app, &self.people().await?, form, actor, self.now())
    }
}
