//! The builder and packages.

use super::{labels, person};
use crate::dto::build::{BuildApp, BuildObject, Changes, DraftState, Finding, ObjectChange, ScenarioOutcome, VersionEntry};
use crate::dto::package::SlotEntry;
use definition::{Diagnostic, ObjectKey, Slot, SlotKind};
use runtime::types;
use value::{Label, ScenarioId};

pub(crate) fn build_app(state: types::BuildState, label: Label) -> BuildApp {
    BuildApp {
        app: state.app.to_string(),
        label: label.into(),
        version: state.active,
        objects: state.objects.into_iter().map(build_object).collect(),
    }
}

pub(crate) fn build_object(object: types::BuildObject) -> BuildObject {
    let state = match object.draft {
        None => DraftState::Published,
        Some(types::DraftChange::Added) => DraftState::Added,
        Some(types::DraftChange::Changed) => DraftState::Changed,
        Some(types::DraftChange::Removed) => DraftState::Removed,
    };
    BuildObject { kind: kind_name(&object.key), id: object.key.id, label: object.label.into(), state, etag: object.etag, definition: object.content }
}

pub(crate) fn findings(diagnostics: &[Diagnostic]) -> Vec<Finding> {
    diagnostics.iter().map(Finding::from).collect()
}

pub(crate) fn object_changes(changes: Vec<(ObjectKey, Label)>) -> Vec<ObjectChange> {
    changes.into_iter().map(|(key, text)| ObjectChange { kind: kind_name(&key), id: key.id, text: text.into() }).collect()
}

pub(crate) fn changes(found: types::Changes, scenarios: Vec<ScenarioOutcome>) -> Changes {
    Changes {
        changes: object_changes(found.changes),
        diagnostics: findings(&found.diagnostics),
        impact: labels(&found.impact),
        blocked: labels(&found.blocked),
        scenarios,
    }
}

pub(crate) fn scenario_outcome((id, label, faults): (ScenarioId, Label, Vec<String>)) -> ScenarioOutcome {
    ScenarioOutcome { id: id.to_string(), label: label.into(), passed: faults.is_empty(), faults }
}

pub(crate) fn version_entry(entry: types::VersionEntry) -> VersionEntry {
    VersionEntry {
        version: entry.hash,
        number: entry.number,
        package_version: entry.version,
        at: entry.at,
        by: person(entry.by, &entry.by_name),
        note: entry.note,
        current: entry.active,
        running: entry.running,
    }
}

/// A slot with what it is bound to. Of a secret only its being there is told.
pub(crate) fn slot_entry((slot, bound): (Slot, Option<serde_json::Value>)) -> SlotEntry {
    let is_secret = slot.kind == SlotKind::Secret;
    let shown = |value: serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    SlotEntry {
        id: slot.id.to_string(),
        kind: match slot.kind {
            SlotKind::Department => "department",
            SlotKind::User => "user",
            SlotKind::Address => "address",
            SlotKind::Secret => "secret",
        }
        .into(),
        label: slot.label.into(),
        help: slot.help.into(),
        required: slot.required,
        bound: bound.map(|value| if is_secret { "***".into() } else { shown(value) }),
    }
}

fn kind_name(key: &ObjectKey) -> String {
    super::json(&key.kind).as_str().unwrap_or_default().to_owned()
}
