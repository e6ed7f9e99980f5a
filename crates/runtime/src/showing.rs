//! Records as people and JSON see them.

use app_engine::CompiledApp;
use form_engine::{CompiledField, CompiledForm, Target};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use value::{FieldId, FileRef, Locale, OptionId, Record, RecordId, ShowContext, Value, ValueType};

/// What a record is called: the value of its form's title field; its key's end when that is blank.
pub(crate) fn title(form: &CompiledForm, app: &CompiledApp, record: &Record, locale: Locale) -> String {
    let shown = form
        .title_field
        .as_ref()
        .and_then(|field| form.field(field.as_str()))
        .map(|field| shown(field, app, record.get(field.id.as_str()), locale, &BTreeMap::new()));
    shown.filter(|text| !text.is_empty()).unwrap_or_else(|| untitled(form, record, locale))
}

fn untitled(form: &CompiledForm, record: &Record, locale: Locale) -> String {
    let name = form.label().get(locale);
    match record.get("_id") {
        Value::Reference(key) => format!("{name} {}", key.to_string().chars().skip(28).collect::<String>()),
        _ => name.to_owned(),
    }
}

/// A value of a field as people read it.
pub(crate) fn shown(field: &CompiledField, app: &CompiledApp, value: &Value, locale: Locale, labels: &BTreeMap<RecordId, String>) -> String {
    let option_label = |option: &OptionId| {
        let path = field.options.path(option.as_str());
        let names: Vec<&str> = path.iter().map(|step| step.label.get(locale)).collect();
        (!names.is_empty()).then(|| names.join(" / "))
    };
    let reference_label = |key: &RecordId| labels.get(key).cloned();
    let offset_at = |instant| app.zone.offset_at(instant);
    let face = form_engine::FieldFace(field.behaviour.clone());
    let context = ShowContext {
        locale,
        option_label: &option_label,
        reference_label: &reference_label,
        offset_at: &offset_at,
        scale: field.scale(),
        grouped: matches!(field.control.kind, "money" | "number" | "computed"),
        face: Some(&face),
    };
    value::show(value, &context)
}

/// A system field as people read it.
pub(crate) fn shown_plain(app: &CompiledApp, value: &Value, locale: Locale, labels: &BTreeMap<RecordId, String>) -> String {
    let reference_label = |key: &RecordId| labels.get(key).cloned();
    let offset_at = |instant| app.zone.offset_at(instant);
    let context = ShowContext {
        locale,
        option_label: &|_| None,
        reference_label: &reference_label,
        offset_at: &offset_at,
        scale: None,
        grouped: false,
        face: None,
    };
    value::show(value, &context)
}

/// The type of a field of the form or of the system.
pub(crate) fn type_of<'a>(form: &'a CompiledForm, field: &str) -> Option<&'a ValueType> {
    form.scope.fields.get(field).map(|field| &field.value_type)
}

/// A record as JSON, system fields included.
pub(crate) fn json_of(form: &CompiledForm, record: &Record) -> Map<String, Json> {
    record.iter().map(|(field, value)| (field.to_string(), value_json(form, field, value))).collect()
}

/// A value as JSON.
pub(crate) fn value_json(form: &CompiledForm, field: &FieldId, value: &Value) -> Json {
    value::to_json(value, type_of(form, field.as_str()))
}

/// Collects the keys to which a value refers.
pub(crate) fn references(value: &Value, value_type: &ValueType, into: &mut BTreeMap<Target, BTreeSet<RecordId>>) {
    match (value, value_type) {
        (Value::Reference(key), ValueType::Reference(target)) => _ = into.entry(target.into()).or_default().insert(*key),
        (Value::List(items), ValueType::List(item)) => items.iter().for_each(|value| references(value, item, into)),
        (Value::Rows(rows), ValueType::Rows(columns)) => {
            for row in rows {
                columns.iter().for_each(|(column, value_type)| references(row.values.get(column.as_str()), value_type, into));
            }
        }
        _ => {}
    }
}

/// Collects the files in a value.
pub(crate) fn files(value: &Value, into: &mut Vec<FileRef>) {
    match value {
        Value::File(file) => into.push(file.clone()),
        Value::List(items) => items.iter().for_each(|item| files(item, into)),
        Value::Rows(rows) => rows.iter().for_each(|row| row.values.iter().for_each(|(_, value)| files(value, into))),
        Value::Structure(json) => files_in(json, into),
        _ => {}
    }
}

/// The files in a structured value, such as the photos of a check item: whatever reads as a file is one.
fn files_in(json: &Json, into: &mut Vec<FileRef>) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| files_in(item, into)),
        Json::Object(parts) if parts.contains_key("media_type") => into.extend(value::read_json::<FileRef>(json).ok()),
        Json::Object(parts) => parts.values().for_each(|part| files_in(part, into)),
        _ => {}
    }
}
