//! The steps from one version of a form to the next, as far as stored records are concerned.

use super::convert::{Way, way};
use definition::{Aspect, Form, LogicRule};
use form_engine::{CompiledField, CompiledForm, Origin, Special, Storage};
use query::FieldPath;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use value::{FieldId, FormId, Label, OptionId, ValueType};

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The form.
    pub form: FormId,
    /// The field, or the column of a sub-table.
    pub field: FieldPath,
    /// Its name, in the new version if it is there.
    pub label: Label,
    /// What happens.
    pub change: Change,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Another name; nothing happens to values.
    Renamed {
        /// The name before.
        from: Label,
    },
    /// A column is added; no record has a value yet.
    Added {
        /// It must be filled in and begins with nothing.
        must_be_filled: bool,
    },
    /// A formula is new or differs: stored values are calculated again behind the publication.
    Calculated {
        /// Whether the field is new.
        is_new: bool,
    },
    /// Values are brought over into a column of another type before the version becomes current.
    Converted {
        /// The type before.
        from: ValueType,
        /// The type after.
        to: ValueType,
        /// Whether they convert.
        way: Way,
    },
    /// Values that were right may no longer be.
    Narrowed(Vec<Narrowing>),
    /// The field is gone; its values stay, and a roll-back finds them.
    Removed,
}

/// A constraint that is new or may be narrower.
#[derive(Debug, Clone, PartialEq)]
pub enum Narrowing {
    /// It must be filled in.
    Required,
    /// No two records may hold the same value.
    Unique,
    /// These settings differ: limits, lengths, patterns.
    Settings(BTreeSet<String>),
    /// These options are gone.
    Options(Vec<(OptionId, Label)>),
}

/// Settings that say how a field looks or begins, never which values are right.
const LOOKS: [&str; 11] = ["placeholder", "unit", "prefix", "suffix", "rows", "display", "style", "currency", "direction", "grouped", "rounding"];

/// The steps of a form, in the order of its fields; what was taken out comes last.
pub fn plan(before: &CompiledForm, after: &CompiledForm) -> Vec<Step> {
    let mut steps = Vec::new();
    let formulas = (Formulas(&before.definition), Formulas(&after.definition));
    for field in after.fields.values() {
        let path = FieldPath { field: field.id.clone(), column: None };
        compare(after.id(), path, before.fields.get(&field.id), field, &formulas, &mut steps);
    }
    for field in before.fields.values().filter(|field| !after.fields.contains_key(&field.id)) {
        steps.push(step(after.id(), FieldPath { field: field.id.clone(), column: None }, &field.label, Change::Removed));
    }
    steps
}

fn step(form: &FormId, field: FieldPath, label: &Label, change: Change) -> Step {
    Step { form: form.clone(), field, label: label.clone(), change }
}

fn compare(
    form: &FormId,
    path: FieldPath,
    before: Option<&CompiledField>,
    after: &CompiledField,
    formulas: &(Formulas<'_>, Formulas<'_>),
    steps: &mut Vec<Step>,
) {
    let mut tell = |change: Change| steps.push(step(form, path.clone(), &after.label, change));
    let Some(before) = before.filter(|before| is_kept(before)) else {
        if after.storage != Storage::Live {
            let is_calculated = after.origin == Origin::Calculated;
            let must_be_filled = after.required && after.is_entered() && after.default.is_blank();
            tell(if is_calculated { Change::Calculated { is_new: true } } else { Change::Added { must_be_filled } });
        }
        return;
    };
    if !is_kept(after) {
        return tell(Change::Removed);
    }
    if before.label != after.label {
        tell(Change::Renamed { from: before.label.clone() });
    }
    if let (ValueType::Rows(_), ValueType::Rows(_)) = (&before.value_type, &after.value_type) {
        return compare_columns(form, &path, before, after, formulas, steps);
    }
    let retyped = before.value_type != after.value_type;
    let calculated = after.origin == Origin::Calculated;
    if calculated && (retyped || before.origin != Origin::Calculated || formulas.0.of(&path, before) != formulas.1.of(&path, after)) {
        // What a formula gives is never converted: it is calculated again.
        return tell(Change::Calculated { is_new: retyped });
    }
    if retyped {
        let (from, to) = (before.value_type.clone(), after.value_type.clone());
        let is_list = |value_type: &ValueType| matches!(value_type, ValueType::List(_));
        let way = if path.column.is_some() && (is_list(&from) || is_list(&to)) {
            Way::Refused(Label::both(
                "明细列不能在单值与多值之间转换；请新增列",
                "A column of a sub-table does not change between one value and several; add a new column",
            ))
        } else {
            way(&from, &to)
        };
        tell(Change::Converted { from, to, way });
    }
    let narrowed = narrowed(before, after, retyped);
    if !narrowed.is_empty() {
        tell(Change::Narrowed(narrowed));
    }
}

fn compare_columns(
    form: &FormId,
    path: &FieldPath,
    before: &CompiledField,
    after: &CompiledField,
    formulas: &(Formulas<'_>, Formulas<'_>),
    steps: &mut Vec<Step>,
) {
    let below = |column: &FieldId| FieldPath { field: path.field.clone(), column: Some(column.clone()) };
    for column in after.columns.values() {
        compare(form, below(&column.id), before.columns.get(&column.id), column, formulas, steps);
    }
    for column in before.columns.values().filter(|column| !after.columns.contains_key(&column.id)) {
        steps.push(step(form, below(&column.id), &column.label, Change::Removed));
    }
}

fn is_kept(field: &CompiledField) -> bool {
    field.storage != Storage::Live
}

fn narrowed(before: &CompiledField, after: &CompiledField, retyped: bool) -> Vec<Narrowing> {
    let mut found = Vec::new();
    if !after.is_entered() {
        return found;
    }
    if after.required && !before.required {
        found.push(Narrowing::Required);
    }
    if after.unique && (!before.unique || retyped) {
        found.push(Narrowing::Unique);
    }
    let gone: Vec<(OptionId, Label)> = before
        .options
        .iter()
        .filter(|option| !after.options.is_empty() && after.options.get(option.id.as_str()).is_none())
        .map(|option| (option.id.clone(), option.label.clone()))
        .collect();
    if !gone.is_empty() && !retyped {
        found.push(Narrowing::Options(gone));
    }
    let differing = differing_settings(before, after);
    if retyped || before.control.kind != after.control.kind || !differing.is_empty() {
        found.push(Narrowing::Settings(differing));
    }
    found
}

/// The settings that differ and may say which values are right; options are told apart.
fn differing_settings(before: &CompiledField, after: &CompiledField) -> BTreeSet<String> {
    let (was, is) = (json(before), json(after));
    let keys = was.keys().chain(is.keys()).filter(|key| !LOOKS.contains(&key.as_str()) && key.as_str() != "options");
    keys.filter(|key| was.get(*key) != is.get(*key)).cloned().collect()
}

fn json(field: &CompiledField) -> serde_json::Map<String, Json> {
    match serde_json::to_value(&field.settings) {
        Ok(Json::Object(settings)) => settings,
        _ => serde_json::Map::new(),
    }
}

/// The formulas of a version of a form.
struct Formulas<'f>(&'f Form);

impl Formulas<'_> {
    /// All that decides what a calculated field gives: its own settings and the rules that give it a value.
    fn of(&self, path: &FieldPath, field: &CompiledField) -> (serde_json::Map<String, Json>, Vec<&LogicRule>) {
        let rules = self.0.logic.iter().filter(|rule| rule.target == *path && matches!(rule.aspect, Aspect::Value | Aspect::Visible));
        let settings = if matches!(field.behaviour.special(), Special::None) { serde_json::Map::new() } else { json(field) };
        (settings, rules.collect())
    }
}
