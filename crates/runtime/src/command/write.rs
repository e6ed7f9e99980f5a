//! The record, its history, its files, its flow and the audit, written in the command's transaction.

use super::{Asked, Wish, Written, check_files, flow_rows, revision_of};
use crate::commit::{AuditRow, internal};
use crate::{RuntimeResult, showing};
use app_engine::command::{Change, Outcome};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;
use store::{Tx, flows, history, records};
use value::{FieldId, Record, Value};

/// Writes everything; answers the revision of the record.
pub(super) async fn all(
    tx: &Tx,
    written: &Written<'_>,
    asked: &Asked,
    stored: Option<&Record>,
    running: Option<flows::Instance>,
    outcome: &Outcome,
) -> RuntimeResult<u64> {
    let revision = write_record(tx, written, asked, stored, outcome).await?;
    history::write(tx, history_rows(written, outcome, revision)?);
    if let Some(change) = &outcome.flow {
        flow_rows::write(tx, written, running, change).await?;
    }
    audit(tx, written, asked, outcome).await?;
    forget_unfinished(tx, asked).await?;
    Ok(revision)
}

/// What the person had begun is sent with this command.
async fn forget_unfinished(tx: &Tx, asked: &Asked) -> RuntimeResult<()> {
    match &asked.wish {
        Wish::Create { .. } | Wish::Update { .. } | Wish::Act { .. } => {
            crate::records::unfinished::sent(tx, &asked.actor, &asked.app, &asked.form, asked.record).await
        }
        Wish::Delete { .. }
        | Wish::Begin { .. }
        | Wish::File { .. }
        | Wish::OfCase { .. }
        | Wish::TakeDown
        | Wish::Withdraw { .. }
        | Wish::Manage { .. }
        | Wish::Timer { .. }
        | Wish::Answered { .. }
        | Wish::Message { .. }
        | Wish::Migrate { .. }
        | Wish::Allocate { .. }
        | Wish::Rebalance { .. }
        | Wish::Relieve { .. } => Ok(()),
    }
}

async fn write_record(tx: &Tx, written: &Written<'_>, asked: &Asked, stored: Option<&Record>, outcome: &Outcome) -> RuntimeResult<u64> {
    let table = written.app.tables.get(written.form).ok_or_else(|| internal("the form has no table"))?;
    match (stored, &outcome.record) {
        (None, Some(record)) => {
            records::insert(tx, table, record).await?;
            check_files::attach(tx, written, asked, record, &changed_fields(outcome)).await?;
            Ok(1)
        }
        (Some(before), None) => {
            records::delete(tx, table, written.record, revision_of(before)).await?;
            Ok(revision_of(before) + 1)
        }
        (Some(before), Some(record)) => {
            let base = revision_of(before);
            let differing = differing(before, record);
            let content = differing.iter().any(|(field, _)| !field.is_system());
            if content {
                let revision = records::update(tx, table, written.record, base, &differing).await?;
                check_files::attach(tx, written, asked, record, &changed_fields(outcome)).await?;
                return Ok(revision);
            }
            if !differing.is_empty() {
                records::set_system_fields(tx, table, written.record, &differing).await?;
            }
            Ok(base)
        }
        (None, None) => Err(internal("a command led to no record")),
    }
}

/// The fields that are to be written; who made it and its revision never are.
pub(super) fn differing(before: &Record, after: &Record) -> Record {
    const FIXED: [&str; 4] = ["_id", "_revision", "_created_at", "_created_by"];
    let changed = |field: &FieldId, value: &Value| {
        let old = before.get(field.as_str());
        old != value && !(old.is_blank() && value.is_blank()) && !FIXED.contains(&field.as_str())
    };
    after.iter().filter(|(field, value)| changed(field, value)).map(|(field, value)| (field.clone(), value.clone())).collect()
}

fn changed_fields(outcome: &Outcome) -> BTreeSet<FieldId> {
    outcome.changes.iter().flat_map(|change| change.fields.keys().cloned()).collect()
}

/// The rows of the history that a command leads to.
pub(super) fn history_rows(written: &Written<'_>, outcome: &Outcome, revision: u64) -> RuntimeResult<Vec<history::Change>> {
    let mut rows = Vec::new();
    for change in &outcome.changes {
        rows.push(row(written, change.through.word(), changes_json(written, change), revision)?);
    }
    for (rule, text) in &outcome.notes {
        rows.push(row(written, format!("rule:{rule}"), json!({ "_note": [null, text] }), revision)?);
    }
    Ok(rows)
}

fn row(written: &Written<'_>, through: String, changes: Json, revision: u64) -> RuntimeResult<history::Change> {
    Ok(history::Change {
        id: written.fresh_key(),
        app: written.app.compiled.id().to_string(),
        form: written.form.to_string(),
        record_id: written.record.0,
        revision: i64::try_from(revision).map_err(internal)?,
        at: written.now.into(),
        by_id: written.doer.id,
        by_name: written.doer.name.clone(),
        through,
        changes,
        version: written.app.compiled.hash.clone(),
    })
}

fn changes_json(written: &Written<'_>, change: &Change) -> Json {
    let json = |field: &FieldId, value: &Value| showing::value_json(written.compiled, field, value);
    let pairs = change.fields.iter().map(|(field, (from, to))| (field.to_string(), json!([json(field, from), json(field, to)])));
    Json::Object(pairs.collect::<Map<String, Json>>())
}

/// The audit says which fields were changed, never to what; the digest proves what was written.
async fn audit(tx: &Tx, written: &Written<'_>, asked: &Asked, outcome: &Outcome) -> RuntimeResult<()> {
    let action = match &asked.wish {
        Wish::Create { .. } | Wish::File { .. } => "record.create".to_owned(),
        Wish::OfCase { .. } => "record.case".to_owned(),
        Wish::TakeDown => "record.take_down".to_owned(),
        Wish::Update { .. } => "record.update".to_owned(),
        Wish::Delete { .. } => "record.delete".to_owned(),
        Wish::Begin { .. } => "record.start".to_owned(),
        Wish::Act { action, .. } => format!("record.act.{}", action.as_str()),
        Wish::Withdraw { .. } => "record.withdraw".to_owned(),
        Wish::Manage { what, .. } => format!("record.act.{}", what.as_str()),
        Wish::Timer { .. } => "record.timer".to_owned(),
        Wish::Answered { .. } => "record.call".to_owned(),
        Wish::Message { .. } => "record.message".to_owned(),
        Wish::Migrate { .. } => "record.migrate".to_owned(),
        Wish::Allocate { .. } => "record.allocate".to_owned(),
        Wish::Rebalance { .. } => "record.rebalance".to_owned(),
        Wish::Relieve { .. } => "record.relieve".to_owned(),
    };
    let fields: Vec<String> = changed_fields(outcome).iter().map(ToString::to_string).collect();
    let content = outcome.record.as_ref().map(|record| Json::Object(showing::json_of(written.compiled, record)).to_string()).unwrap_or_default();
    let row = AuditRow {
        action: &action,
        app: Some(written.app.compiled.id()),
        object: format!("{}/{}", written.form, written.record),
        detail: detail(asked, &fields),
    };
    written.runtime.audit(tx, written.doer, row, written.now, content.as_bytes()).await
}

/// Which fields, and for what concerns a case as a whole why.
fn detail(asked: &Asked, fields: &[String]) -> Json {
    let mut detail = json!({ "fields": fields });
    let more = match &asked.wish {
        Wish::Manage { opinion, .. } if !opinion.is_empty() => Some(("reason", opinion.clone())),
        Wish::Message { name, .. } => Some(("message", name.clone())),
        Wish::Answered { answer: Err(fault), .. } => Some(("fault", fault.clone())),
        _ => None,
    };
    if let (Some((key, text)), Some(map)) = (more, detail.as_object_mut()) {
        map.insert(key.into(), text.into());
    }
    detail
}
