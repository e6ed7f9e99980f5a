//! Two people, one record: what others changed since is kept when it is something else, and shown when it is the same.

use super::{Asked, Wish, revision_of};
use crate::error::FieldConflict;
use crate::{RuntimeError, RuntimeResult, showing};
use form_engine::CompiledForm;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use store::{Session, history};
use value::{FieldId, Record, from_json};

/// The values that are left to be written: three-way, base → theirs and base → yours.
pub(super) async fn with_others(
    session: &Session,
    form: &CompiledForm,
    asked: &Asked,
    stored: Option<&Record>,
    values: Map<String, Json>,
    base: Option<u64>,
) -> RuntimeResult<Map<String, Json>> {
    let (Some(base), Some(stored)) = (base, stored) else { return Ok(values) };
    let meant = matches!(asked.wish, Wish::Update { meant: true, .. });
    let revision = revision_of(stored);
    if base == revision {
        return Ok(values);
    }
    if base > revision {
        return Err(RuntimeError::Stale { what: "record" });
    }
    let before = changed_since(session, asked, base).await?;
    let mut kept = Map::new();
    let mut fields = Vec::new();
    for (key, yours) in values {
        let Some(base_value) = before.get(&key) else {
            kept.insert(key, yours);
            continue;
        };
        let theirs = FieldId::parse(&key).map_or(Json::Null, |id| showing::value_json(form, &id, stored.get(&key)));
        let same = |one: &Json, other: &Json| normal(form, &key, one) == normal(form, &key, other);
        if same(&yours, &theirs) || (!meant && same(&yours, base_value)) {
            // The same was entered, or this person did not change the field at all: what is stored stays.
            continue;
        }
        let field = form.field(&key);
        // Fields that the actor may not read were refused before: see `unreadable`.
        fields.push(FieldConflict {
            label: field.map(|field| field.label.clone()).unwrap_or_default(),
            base: base_value.clone(),
            theirs,
            yours,
            field: key,
        });
    }
    if fields.is_empty() { Ok(kept) } else { Err(RuntimeError::Conflict { fields, revision }) }
}

/// The fields that others changed since a revision, with the value that they had at it.
async fn changed_since(session: &Session, asked: &Asked, base: u64) -> RuntimeResult<BTreeMap<String, Json>> {
    let mut rows = history::of_record(session, &asked.app, &asked.form, asked.record).await?;
    rows.retain(|row| u64::try_from(row.revision).unwrap_or(0) > base);
    rows.sort_by_key(|row| row.revision);
    let mut before = BTreeMap::new();
    for row in rows {
        for (field, change) in row.changes.as_object().into_iter().flatten() {
            let from = change.get(0).cloned().unwrap_or(Json::Null);
            before.entry(field.clone()).or_insert(from);
        }
    }
    Ok(before)
}

/// Two spellings of one value are one value.
fn normal(form: &CompiledForm, field: &str, json: &Json) -> Json {
    let Some(value_type) = showing::type_of(form, field) else { return json.clone() };
    from_json(json, value_type).map_or_else(|_| json.clone(), |value| value::to_json(&value, Some(value_type)))
}
