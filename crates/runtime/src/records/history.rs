//! The life of a record, as far as the reader may know the fields.

use crate::types::{FieldChange, HistoryEntry};
use crate::{Runtime, RuntimeResult};
use access::{Actor, Plan};
use definition::FieldRight;
use form_engine::CompiledForm;
use serde_json::Value as Json;
use store::history;
use value::{AppId, FieldId, FormId, Label, RecordId, UserId};

impl Runtime {
    /// The life of a record, newest first; only fields that the reader may read.
    pub async fn history(&self, actor: &Actor, app: &AppId, form: &FormId, id: RecordId) -> RuntimeResult<Vec<HistoryEntry>> {
        actor.user().ok_or_else(crate::RuntimeError::no_right)?;
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?.clone();
        let people = self.people().await?;
        let seen = self.seen(&active, &people, &compiled, actor, id).await?;
        let mut rows = history::of_record(&self.inner.store.read(), app, form, id).await?;
        rows.sort_by_key(|row| std::cmp::Reverse((row.revision, row.at, row.id)));
        Ok(rows.into_iter().map(|row| entry(&compiled, &seen.plan, row)).collect())
    }
}

fn entry(form: &CompiledForm, plan: &Plan, row: history::Change) -> HistoryEntry {
    let changes = row.changes.as_object().into_iter().flatten().filter_map(|(field, change)| readable(form, plan, field, change));
    HistoryEntry {
        revision: u64::try_from(row.revision).unwrap_or(0),
        at: row.at.instant(),
        by: row.by_id.map(UserId),
        by_name: row.by_name.clone(),
        through: row.through.clone(),
        changes: changes.collect(),
    }
}

fn readable(form: &CompiledForm, plan: &Plan, field: &str, change: &Json) -> Option<FieldChange> {
    let id = FieldId::parse(field).ok()?;
    let label = if field == "_note" {
        Label::both("备注", "Note")
    } else {
        form.scope.fields.get(field).map(|field| field.label.clone()).unwrap_or_default()
    };
    let value = |place: usize| change.get(place).cloned().unwrap_or(Json::Null);
    if field == "_note" || plan.right(field) >= FieldRight::Read {
        return Some(FieldChange { field: id, label, from: value(0), to: value(1) });
    }
    // A masked field tells that it changed, not from what to what.
    (plan.right(field) == FieldRight::Mask).then_some(FieldChange { field: id, label, from: Json::Null, to: Json::Null })
}
