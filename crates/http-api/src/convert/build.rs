//! The builder and packages.

use super::{labels, person};
use crate::dto::build::{
    BuildApp, BuildObject, Changes, Difference, DraftState, Finding, MigrationEntry, MigrationSample, MigrationStep, ObjectChange, OptionName,
    PropertyDifference, ScenarioOutcome, StoredValueChoice, VersionEntry,
};
use crate::problem::Problem;
use definition::{Diagnostic, ObjectKey};
use query::FieldPath;
use runtime::types;
use value::{FormId, Label, OptionId};

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

pub(crate) fn changes(found: types::Changes) -> Changes {
    Changes {
        changes: object_changes(found.changes),
        diagnostics: findings(&found.diagnostics),
        impact: labels(&found.impact),
        blocked: labels(&found.blocked),
        scenarios: found.scenarios.into_iter().map(scenario_outcome).collect(),
        steps: found.steps.into_iter().map(step).collect(),
        differences: differences(found.differences),
        migrations: found.migrations.into_iter().map(migration).collect(),
    }
}

pub(crate) fn step(step: types::StepReport) -> MigrationStep {
    let name = |(id, label): (value::OptionId, Label)| OptionName { id: id.to_string(), label: label.into() };
    let sample = |sample: types::StepSample| MigrationSample {
        record: sample.record.to_string(),
        title: sample.title,
        value: sample.value,
        why: sample.why.into(),
    };
    MigrationStep {
        form: step.form.to_string(),
        field: step.field.to_string(),
        change: step.change.to_owned(),
        text: step.text.into(),
        touched: step.touched,
        less: step.less,
        troubled: step.troubled,
        samples: step.samples.into_iter().map(sample).collect(),
        complete: step.complete,
        asks: step.asks,
        several: step.several,
        options: step.options.into_iter().map(name).collect(),
        successors: step.successors.into_iter().map(name).collect(),
    }
}

pub(crate) fn differences(changes: Vec<definition::ObjectChange>) -> Vec<Difference> {
    let property = |property: definition::PropertyChange| PropertyDifference {
        path: property.path,
        names: labels(&property.names),
        before: property.before,
        after: property.after,
    };
    let difference = |change: definition::ObjectChange| Difference {
        kind: kind_name(&change.key),
        id: change.key.id.clone(),
        label: change.label.into(),
        change: if change.added {
            "added"
        } else if change.removed {
            "removed"
        } else {
            "changed"
        }
        .to_owned(),
        properties: change.properties.into_iter().map(property).collect(),
    };
    changes.into_iter().map(difference).collect()
}

pub(crate) fn migration(entry: types::MigrationEntry) -> MigrationEntry {
    MigrationEntry {
        id: entry.id.to_string(),
        converts: entry.converts,
        state: entry.state,
        started_at: entry.started_at,
        finished_at: entry.finished_at,
        by_name: entry.by_name,
        done: entry.done,
        total: entry.total,
        refused: entry.refused,
        problem: entry.problem.map(Into::into),
    }
}

/// Decisions about stored values; what is no id is a fault at its place.
pub(crate) fn choices(choices: Vec<StoredValueChoice>) -> Result<Vec<types::FieldChoice>, Problem> {
    let read = |(number, choice): (usize, StoredValueChoice)| {
        let at = |key: &str| Problem::not_found().at(format!("/choices/{number}/{key}"));
        let option = |text: &str| OptionId::parse(text).map_err(|_ignored| at("options"));
        let options = choice.options.iter().map(|(from, to)| Ok((option(from)?, option(to)?))).collect::<Result<_, Problem>>()?;
        Ok(types::FieldChoice {
            form: FormId::parse(&choice.form).map_err(|_ignored| at("form"))?,
            field: FieldPath::parse(&choice.field).map_err(|_ignored| at("field"))?,
            blank: choice.blank,
            first: choice.first,
            options,
        })
    };
    choices.into_iter().enumerate().map(read).collect()
}

fn scenario_outcome(end: types::ScenarioEnd) -> ScenarioOutcome {
    ScenarioOutcome { id: end.id.to_string(), label: end.label.into(), passed: end.faults.is_empty(), faults: labels(&end.faults) }
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
pub(super) fn kind_name(key: &ObjectKey) -> String {
    super::json(&key.kind).as_str().unwrap_or_default().to_owned()
}
