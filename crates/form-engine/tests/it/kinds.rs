//! What each kind takes, how it keeps and writes it, and what it refuses: runs `tests/cases/forms/controls/*.json`.
//! Their format is told in the README beside them.

use crate::cases::{environment_of, facts, now, stored, texts};
use calendar::Zone;
use chrono::{FixedOffset, Offset};
use definition::Form;
use form_engine::{CompiledField, CompiledForm, FieldFace, Refusal, Submission, compile, control, part_of, read_values, submit};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;
use value::{Locale, OptionId, RecordId, ShowContext, Value, to_json};

#[test]
fn kinds_keep_and_refuse_what_their_cases_say() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/forms/controls");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut failures = Vec::new();
    for file in files {
        let kind = file.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(control(&kind).is_some(), "{kind}: there are cases, but no such kind");
        let groups: Vec<Json> =
            serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let counted = |key: &str| groups.iter().filter_map(|group| group[key].as_array()).map(Vec::len).sum::<usize>();
        let entered = counted("ok") > 0;
        if entered && (counted("ok") < 3 || counted("refused") < 2) || counted("ok") + counted("refused") + counted("findings") == 0 {
            failures.push(format!("{kind}: at least three good and two refused values"));
        }
        for (index, group) in groups.iter().enumerate() {
            Group { label: format!("{kind} {}", index + 1), kind: &kind, group, failures: &mut failures }.check();
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// A group of values under the same settings.
struct Group<'a> {
    label: String,
    kind: &'a str,
    group: &'a Json,
    failures: &'a mut Vec<String>,
}

impl Group<'_> {
    fn fail(&mut self, what: &str) {
        self.failures.push(format!("{}: {what}", self.label));
    }

    fn check(mut self) {
        let (form, found) = self.compiled();
        let expected = texts(&self.group["findings"]);
        if found != expected {
            self.fail(&format!("findings {found:?}, expected {expected:?}"));
        }
        let Some(form) = form.filter(|_| expected.is_empty()).map(Arc::new) else { return };
        for case in self.group["ok"].as_array().into_iter().flatten() {
            self.good(&form, case);
        }
        for case in self.group["refused"].as_array().into_iter().flatten() {
            self.refused(&form, case);
        }
    }

    /// A form with the field `x` of the kind, beside others if the group has `beside`.
    fn compiled(&self) -> (Option<CompiledForm>, Vec<String>) {
        let mut field = self.group["settings"].as_object().cloned().unwrap_or_default();
        for (key, given) in [("id", json!("x")), ("kind", json!(self.kind)), ("label", json!({ "zh-CN": "控件", "en": "Control" }))] {
            field.entry(key).or_insert(given);
        }
        let mut fields = vec![Json::Object(field)];
        fields.extend(self.group["beside"].as_array().cloned().unwrap_or_default());
        let form: Form = serde_json::from_value(json!({ "format": 1, "id": "sheet", "label": "Sheet", "fields": fields })).unwrap();
        let (form, found) = compile(&form, &environment_of(self.group));
        (form, found.iter().map(|found| format!("{} {}", found.code, found.pointer)).collect())
    }

    fn good(&mut self, form: &Arc<CompiledForm>, case: &Json) {
        let given = &case["value"];
        let record = match decide(form, self.group, case) {
            Ok(record) => record,
            Err(codes) => return self.fail(&format!("{given} is refused: {codes:?}")),
        };
        let (field, value) = (form.field("x").unwrap(), record.get("x"));
        let stored = to_json(value, Some(&field.value_type));
        let expected = case.get("stored").unwrap_or(given);
        if stored != *expected {
            self.fail(&format!("{given} is stored as {stored}, expected {expected}"));
        }
        if let Some(zh) = case["zh"].as_str() {
            for (locale, wanted) in [(Locale::ZhCn, zh), (Locale::En, case["en"].as_str().unwrap_or(zh))] {
                let words = words(form, field, value, locale, &labels(self.group));
                if words != wanted {
                    self.fail(&format!("{given} is written as {words:?}, expected {wanted:?}"));
                }
            }
        }
        for (key, expected) in case["parts"].as_object().into_iter().flatten() {
            let part = field.behaviour.parts().into_iter().find(|part| part.key.as_str() == key);
            let part = part.unwrap_or_else(|| panic!("{}: no part {key}", self.label));
            let found = to_json(&part_of(&*field.behaviour, &stored, &part.key), Some(&part.value_type));
            if found != *expected {
                self.fail(&format!("{key} of {given} is {found}, expected {expected}"));
            }
        }
        if field.is_entered() {
            self.stays(form, &stored, case);
        }
    }

    /// What is stored reads as itself: a record that is opened and saved does not change.
    fn stays(&mut self, form: &Arc<CompiledForm>, stored: &Json, case: &Json) {
        let mut again = case.clone();
        again["value"] = stored.clone();
        match decide(form, self.group, &again) {
            Ok(record) => {
                let twice = to_json(record.get("x"), Some(&form.field("x").unwrap().value_type));
                if twice != *stored {
                    self.fail(&format!("{stored} becomes {twice} when it is saved again"));
                }
            }
            Err(codes) => self.fail(&format!("{stored} is refused when it is saved again: {codes:?}")),
        }
    }

    fn refused(&mut self, form: &Arc<CompiledForm>, case: &Json) {
        let given = &case["value"];
        match decide(form, self.group, case) {
            Ok(record) => {
                let stored = to_json(record.get("x"), Some(&form.field("x").unwrap().value_type));
                self.fail(&format!("{given} is not refused but stored as {stored}"));
            }
            Err(codes) => {
                let code = case["code"].as_str().unwrap_or_else(|| panic!("{}: {given} is refused without a code", self.label));
                if !codes.iter().any(|found| found == code) {
                    self.fail(&format!("{given} is refused with {codes:?}, expected {code}"));
                }
            }
        }
    }
}

/// What becomes of a value on the server, or the codes with which it is refused.
fn decide(form: &Arc<CompiledForm>, group: &Json, case: &Json) -> Result<value::Record, Vec<String>> {
    let codes = |faults: Vec<form_engine::FieldFault>| {
        let told = |label: &value::Label, locale: Locale| !label.get(locale).is_empty();
        assert!(
            faults.iter().all(|fault| told(&fault.message, Locale::ZhCn) && told(&fault.message, Locale::En)),
            "a fault without words: {faults:?}"
        );
        faults.into_iter().map(|fault| fault.code.to_owned()).collect::<Vec<_>>()
    };
    let mut values = Map::new();
    if form.field("x").is_some_and(CompiledField::is_entered) || !case["value"].is_null() {
        values.insert("x".to_owned(), case["value"].clone());
    }
    values.extend(case["values"].as_object().cloned().unwrap_or_default());
    let values = read_values(form, &values).map_err(codes)?;
    let moment = [case, group].into_iter().find(|json| json["now"].is_string()).unwrap_or(case);
    let submission = Submission {
        stored: case.get("record").map(|record| stored(form, record)),
        values,
        now: now(moment),
        rights: form_engine::Rights::everything(),
        facts: facts(form, &group["facts"]),
        ..Submission::default()
    };
    match submit(form, &Arc::new(Zone::shanghai()), submission) {
        Ok(submitted) => Ok(submitted.record),
        Err(Refusal::Faults(faults)) => Err(codes(faults)),
        Err(Refusal::Missing { needs, .. }) => panic!("facts are missing: {needs:?}"),
    }
}

/// Names of records by their keys.
fn labels(group: &Json) -> Vec<(RecordId, String)> {
    let facts = group["facts"].as_object().into_iter().flatten();
    facts.filter_map(|(key, fact)| Some((RecordId::parse(key)?, fact["label"].as_str()?.to_owned()))).collect()
}

/// The value as lists, prints and exports write it.
fn words(form: &CompiledForm, field: &CompiledField, value: &Value, locale: Locale, labels: &[(RecordId, String)]) -> String {
    let option_label = |option: &OptionId| {
        let path: Vec<String> = field.options.path(option.as_str()).iter().map(|step| step.label.get(locale).to_owned()).collect();
        (!path.is_empty()).then(|| path.join(" / "))
    };
    let reference_label = |key: &RecordId| labels.iter().find(|(known, _)| known == key).map(|(_, label)| label.clone());
    let offset_at = |instant: value::Instant| -> FixedOffset { Zone::shanghai().offset_at(instant).fix() };
    let face = FieldFace(field.behaviour.clone());
    let grouped = form.field("x").is_some_and(|field| matches!(field.control.kind, "money" | "number" | "computed"));
    let context = ShowContext {
        locale,
        option_label: &option_label,
        reference_label: &reference_label,
        offset_at: &offset_at,
        scale: field.scale(),
        grouped,
        face: Some(&face),
    };
    value::show(value, &context)
}
