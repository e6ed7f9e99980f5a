//! What changed and through what: the rows of the history.

use super::{Change, Through};
use std::collections::BTreeMap;
use value::{FieldId, Record, Value};

/// Compares the record before and after a command, and names for every field the last thing that set it.
pub(super) fn changes_of(before: &Record, after: &Record, cause: &Through, set_by: &BTreeMap<FieldId, Through>) -> Vec<Change> {
    let mut found: BTreeMap<Through, BTreeMap<FieldId, (Value, Value)>> = BTreeMap::new();
    let fields: std::collections::BTreeSet<&FieldId> = before.iter().chain(after.iter()).map(|(field, _)| field).collect();
    for field in fields {
        let (from, to) = (before.get(field.as_str()), after.get(field.as_str()));
        if is_told(field) && differs(from, to) {
            let through = set_by.get(field).unwrap_or(cause).clone();
            found.entry(through).or_default().insert(field.clone(), (from.clone(), to.clone()));
        }
    }
    let mut changes: Vec<Change> = found.into_iter().map(|(through, fields)| Change { through, fields }).collect();
    // What the person did stands first, what followed from it after.
    changes.sort_by_key(|change| change.through != *cause);
    changes
}

/// Who and when stand in the row itself; of the system's fields only the state of the flow is worth telling.
fn is_told(field: &FieldId) -> bool {
    !field.is_system() || field.as_str() == "_flow"
}

pub(super) fn differs(from: &Value, to: &Value) -> bool {
    from != to && !(from.is_blank() && to.is_blank())
}
