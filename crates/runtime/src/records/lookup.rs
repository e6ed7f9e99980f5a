//! Pickers: what a reference field may be set to.

use crate::app_cache::ActiveApp;
use crate::facts::{Source, relation_filter};
use crate::looking::{Looking, target_of};
use crate::organisation::{Choosing, People};
use crate::types::LookupItem;
use crate::{Runtime, RuntimeError, RuntimeResult, showing};
use access::{Actor, Plan, check_query};
use definition::{Action, FieldRight};
use form_engine::{CompiledForm, Special, Target};
use query::{FieldPath, Filter, Page};
use serde_json::Map;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::records::{self, PageQuery, Search};
use store::users;
use value::{AppId, FieldId, FormId, Locale, Record, RecordId};

/// How many are offered.
const OFFERED: u32 = 20;
/// How many are looked at when the filter of the field speaks of what the person may not read.
const LOOKED_AT: u32 = 200;

impl Runtime {
    /// What a reference field may be set to: records, people or departments that the actor may choose.
    pub async fn lookup(&self, actor: &Actor, app: &AppId, form: &FormId, field: &FieldPath, search: &str) -> RuntimeResult<Vec<LookupItem>> {
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?.clone();
        self.may_fill(&active, &compiled, actor, field)?;
        let target = target_at(&compiled, field)?;
        let people = self.people().await?;
        let scope = compiled.field_at(field).and_then(|found| found.behaviour.people()).filter(|scope| !scope.is_open());
        let choosing = scope.map(|scope| people.choosing(app, scope, actor.user()));
        match target {
            Target::User => match &choosing {
                Some(choosing) => Ok(people_among(&people, choosing, search)),
                None => {
                    let rows = users::search(&self.inner.store.read(), search, OFFERED.into()).await?;
                    Ok(rows.iter().map(|row| crate::people::person_item(&people, row)).collect())
                }
            },
            Target::Department => Ok(departments(&people, choosing.as_ref(), search)),
            Target::Form(target) => self.choosable(&active, &people, &compiled, field, &target, actor, search).await,
        }
    }

    /// A picker opens for who may fill in the field at all: by a role, or by a step that a later command will check.
    fn may_fill(&self, app: &ActiveApp, form: &CompiledForm, actor: &Actor, field: &FieldPath) -> RuntimeResult<()> {
        actor.user().ok_or_else(RuntimeError::no_right)?;
        let sees = [Action::Create, Action::Update, Action::Read].into_iter().filter_map(|action| self.plan(app, form, actor, action).ok());
        let known = sees.into_iter().any(|plan| plan.right(field.field.as_str()) > FieldRight::Hidden);
        // Somebody with a to-do only has no plan; the targets below are asked with the person's own rights in any case.
        if known || self.plan(app, form, actor, Action::Read).is_err() { Ok(()) } else { Err(RuntimeError::NotFound { what: "field" }) }
    }

    #[expect(clippy::too_many_arguments, reason = "a field, its target, and who asks")]
    async fn choosable(
        &self,
        app: &Arc<ActiveApp>,
        people: &Arc<People>,
        form: &CompiledForm,
        field: &FieldPath,
        target: &FormId,
        actor: &Actor,
        search: &str,
    ) -> RuntimeResult<Vec<LookupItem>> {
        let compiled = app.form(target)?.clone();
        let Ok(plan) = self.plan(app, &compiled, actor, Action::Read) else { return Ok(Vec::new()) };
        let filter = relation_filter(form, field);
        let open = filter.as_ref().is_none_or(|filter| check_query(&plan, Some(filter), &[], &[]).is_ok());
        let limit = if open { OFFERED } else { LOOKED_AT };
        let looking = Looking::new(app, people, target, actor, self.now())?;
        let page = Page { limit, after: None };
        let asked = PageQuery {
            filter: filter.as_ref().filter(|_| open),
            search: Some(search).filter(|text| !text.trim().is_empty()).map(Search::anywhere),
            sort: &[],
            fields: None,
            page: &page,
        };
        let reader = self.inner.store.read();
        let mut rows = records::page(&reader, &looking.view(&plan), &asked).await?.records;
        if let Some(filter) = filter.filter(|_| !open) {
            let kept = self.fulfilling(app, people, &compiled, &rows, &filter).await?;
            rows.retain(|row| super::list::key_of(row).is_some_and(|key| kept.contains(&key)));
        }
        let source = Source { runtime: self, session: &reader, app, people, actor, now: self.now() };
        let shown = shown_beside(form, field);
        let item = |row: &Record| {
            let key = super::list::key_of(row)?;
            let hint = hint(app, &compiled, &plan, row, &shown);
            Some(LookupItem { hint, ..source.item_of(&compiled, &plan, key, row) })
        };
        Ok(rows.iter().filter_map(item).take(usize::try_from(OFFERED).unwrap_or(20)).collect())
    }

    /// Which of these records fulfil a filter that the person could not have asked.
    async fn fulfilling(
        &self,
        app: &Arc<ActiveApp>,
        people: &Arc<People>,
        form: &CompiledForm,
        rows: &[Record],
        filter: &Filter,
    ) -> RuntimeResult<BTreeSet<RecordId>> {
        let system = crate::facts::system();
        let looking = Looking::new(app, people, form.id(), &system, self.now())?;
        let mut kept = BTreeSet::new();
        for key in rows.iter().filter_map(super::list::key_of) {
            let plan = self.plan(app, form, &system, Action::Read)?.for_record(key);
            if records::count(&self.inner.store.read(), &looking.view(&plan), Some(filter), None, 1).await? > 0 {
                kept.insert(key);
            }
        }
        Ok(kept)
    }

    /// The fields whose values the actor may see of one related record, for formulas in the browser.
    pub async fn related_values(&self, actor: &Actor, app: &AppId, form: &FormId, field: &FieldPath, id: RecordId) -> RuntimeResult<LookupItem> {
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?.clone();
        self.may_fill(&active, &compiled, actor, field)?;
        let target = target_at(&compiled, field)?;
        let people = self.people().await?;
        let reader = self.inner.store.read();
        let source = Source { runtime: self, session: &reader, app: &active, people: &people, actor, now: self.now() };
        source.item(&target, id).await?.ok_or(RuntimeError::NotFound { what: "record" })
    }
}

/// What a field refers to: one of the form, or one that every record has (who made it, in which department).
fn target_at(form: &CompiledForm, field: &FieldPath) -> RuntimeResult<Target> {
    let system = || query::system_fields(form.id()).get(&field.field).filter(|_| field.column.is_none()).cloned();
    let value_type = form.field_at(field).map(|found| found.value_type.clone()).or_else(system);
    let value_type = value_type.ok_or(RuntimeError::NotFound { what: "field" })?;
    target_of(&value_type).ok_or(RuntimeError::NotFound { what: "reference" })
}

/// People whom the field's scope leaves, by name, pinyin and login.
fn people_among(people: &People, choosing: &Choosing<'_>, search: &str) -> Vec<LookupItem> {
    let part = search.trim().to_lowercase();
    let fits = |row: &users::User| [&row.name, &row.name_key, &row.login].into_iter().any(|text| text.to_lowercase().contains(&part));
    let offered = people.users.iter().filter(|(id, row)| row.active && fits(row) && choosing.person(**id));
    let mut found: Vec<&users::User> = offered.map(|(_, row)| row).collect();
    found.sort_by(|a, b| (&a.name_key, a.id).cmp(&(&b.name_key, b.id)));
    found.into_iter().take(usize::try_from(OFFERED).unwrap_or(20)).map(|row| crate::people::person_item(people, row)).collect()
}

fn departments(people: &People, choosing: Option<&Choosing<'_>>, search: &str) -> Vec<LookupItem> {
    let part = search.trim().to_lowercase();
    let fits = |name: &str| part.is_empty() || name.to_lowercase().contains(&part) || store::text_key(name).contains(&part);
    let item = |row: &store::departments::Department| {
        let above = row.parent_id.and_then(|above| people.department(value::DepartmentId(above))).map(|above| above.name.clone());
        LookupItem { id: RecordId(row.id), label: row.name.clone(), hint: above, values: Map::new() }
    };
    let offered = |row: &&store::departments::Department| choosing.is_none_or(|choosing| choosing.department(value::DepartmentId(row.id)));
    people.departments.iter().filter(|row| fits(&row.name)).filter(offered).map(item).take(usize::try_from(OFFERED).unwrap_or(20)).collect()
}

fn shown_beside(form: &CompiledForm, field: &FieldPath) -> Vec<FieldId> {
    match form.field_at(field).map(|field| field.behaviour.special()) {
        Some(Special::Relation(relation)) => relation.show.clone(),
        _ => Vec::new(),
    }
}

/// What stands beside the name, as far as it may be seen.
fn hint(app: &ActiveApp, form: &CompiledForm, plan: &Plan, row: &Record, shown: &[FieldId]) -> Option<String> {
    let text = |field: &FieldId| {
        let compiled = form.field(field.as_str()).filter(|_| plan.right(field.as_str()) > FieldRight::Hidden)?;
        let text = showing::shown(compiled, &app.compiled, row.get(field.as_str()), Locale::ZhCn, &std::collections::BTreeMap::new());
        (!text.is_empty()).then_some(text)
    };
    let parts: Vec<String> = shown.iter().filter_map(text).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}
