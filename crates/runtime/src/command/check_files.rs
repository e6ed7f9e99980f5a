//! Files in a record: they must be stored, be the actor's own or the record's already, and be what the record says they are.

use super::{Asked, Written};
use crate::error::FieldFault;
use crate::{RuntimeError, RuntimeResult, showing};
use std::collections::{BTreeMap, BTreeSet};
use store::{Tx, files};
use value::{FieldId, FileId, FileRef, Label, Record};

/// Checks the files of the changed fields and binds them to the record.
pub(super) async fn attach(tx: &Tx, written: &Written<'_>, asked: &Asked, record: &Record, changed: &BTreeSet<FieldId>) -> RuntimeResult<()> {
    let mut named: Vec<(&FieldId, FileRef)> = Vec::new();
    for field in changed {
        let mut found = Vec::new();
        showing::files(record.get(field.as_str()), &mut found);
        named.extend(found.into_iter().map(|file| (field, file)));
    }
    if named.is_empty() {
        return Ok(());
    }
    let keys: BTreeSet<FileId> = named.iter().map(|(_, file)| file.id).collect();
    let known: BTreeMap<FileId, files::StoredFile> = files::by_ids(tx, &keys).await?.into_iter().map(|row| (FileId(row.id), row)).collect();
    let mut faults = Vec::new();
    for (field, file) in &named {
        match known.get(&file.id).filter(|row| is_same(row, file)) {
            Some(row) if is_here(row, written) => {}
            Some(row) if row.state == "pending" && is_own(row, asked) => {
                files::attach(tx, file.id, written.app.compiled.id(), written.form, written.record, field).await?;
            }
            _ => faults.push(FieldFault {
                pointer: format!("/{field}"),
                code: "no_such_file".into(),
                message: Label::both(
                    format!("文件「{}」不存在或已过期，请重新上传", file.name),
                    format!("The file “{}” is not there; please upload it again", file.name),
                ),
            }),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(RuntimeError::Invalid { faults }) }
}

fn is_same(row: &files::StoredFile, file: &FileRef) -> bool {
    row.name == file.name && u64::try_from(row.size).ok() == Some(file.size) && row.media_type == file.media_type
}

fn is_here(row: &files::StoredFile, written: &Written<'_>) -> bool {
    row.state == "attached" && row.record_id == Some(written.record.0)
}

fn is_own(row: &files::StoredFile, asked: &Asked) -> bool {
    match asked.actor.user() {
        Some(user) => row.uploaded_by == Some(user.0),
        // The system attaches what it was given; a stranger only what came with the same visit.
        None => matches!(asked.actor, access::Actor::System(_)) || (row.visitor.is_some() && row.visitor == asked.visitor),
    }
}
