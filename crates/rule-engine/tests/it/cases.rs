//! `tests/cases/rules/*.json`: fields, rules, and what follows from a change.

use definition::{Rule, SlotKind, Trigger};
use formula::{FieldType, Lookup, Reference, Scope};
use indexmap::IndexMap;
use rule_engine::{Chain, CompiledRule, Effect, Environment, Input, Recipient, RuleStop, compile, run};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use value::{FieldId, FormId, Label, Locale, MessageId, Record, RecordId, RoleId, SlotId, Value, ValueType, from_json, to_json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    fields: IndexMap<FieldId, Field>,
    #[serde(default)]
    roles: BTreeSet<RoleId>,
    #[serde(default)]
    messages: BTreeMap<MessageId, FormId>,
    #[serde(default)]
    slots: BTreeMap<SlotId, SlotKind>,
    rules: Vec<Json>,
    #[serde(default)]
    findings: Vec<String>,
    #[serde(default)]
    runs: Vec<Run>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    #[serde(rename = "type")]
    value_type: ValueType,
    #[serde(default)]
    options: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    on: Trigger,
    #[serde(default)]
    values: Map<String, Json>,
    #[serde(default)]
    changed: BTreeSet<FieldId>,
    /// How often the run is repeated in the same chain; the last one is looked at.
    #[serde(default)]
    repeat: u32,
    #[serde(default)]
    effects: Vec<String>,
    #[serde(default)]
    stop: Option<String>,
    #[serde(default)]
    trace: Option<Vec<String>>,
}

#[test]
fn every_case() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/rules");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        for case in serde_json::from_slice::<Vec<Case>>(&std::fs::read(&path).unwrap()).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
        {
            check(&case);
            count += 1;
        }
    }
    assert!(count >= 10, "only {count} cases");
}

fn key(name: &str) -> Uuid {
    let mut bytes = [0; 16];
    for (byte, from) in bytes.iter_mut().zip(name.bytes()) {
        *byte = from;
    }
    Uuid::from_bytes(bytes)
}

fn name(key: Uuid) -> String {
    String::from_utf8(key.into_bytes().iter().copied().take_while(|byte| *byte != 0).collect()).unwrap()
}

fn scope(case: &Case) -> Scope {
    let options = |field: &Field| field.options.iter().map(|id| (id.clone(), Label::Plain(id.clone()))).collect();
    let field = |(id, field): (&FieldId, &Field)| {
        let label = Label::Plain(id.to_string());
        (
            id.clone(),
            FieldType {
                label,
                value_type: field.value_type.clone(),
                options: options(field),
                fields: IndexMap::new(),
                face: value::FaceOf::default(),
            },
        )
    };
    Scope { fields: case.fields.iter().map(field).collect(), ..Scope::default() }
}

fn rule(json: &Json, index: usize) -> Rule {
    let mut full = json!({ "format": 1, "id": format!("rule_{index}"), "label": format!("rule {index}"), "form": "form", "on": ["before_create"] });
    full.as_object_mut().unwrap().extend(json.as_object().unwrap().clone());
    serde_json::from_value(full).unwrap()
}

fn check(case: &Case) {
    let environment = Environment { roles: case.roles.clone(), slots: case.slots.clone(), messages: case.messages.clone() };
    let scope = scope(case);
    let mut found = Vec::new();
    let mut rules: Vec<CompiledRule> = Vec::new();
    for (index, json) in case.rules.iter().enumerate() {
        let (ready, findings) = compile(&rule(json, index), &scope, &environment);
        rules.extend(ready);
        for finding in findings {
            assert!(!finding.message.get(Locale::ZhCn).is_empty() && !finding.message.get(Locale::En).is_empty(), "{}", finding.code);
            let span = finding.span.map_or_else(String::new, |span| format!(" {}-{}", span.start, span.end));
            found.push(format!("{} {index}{}{span}", finding.code, finding.pointer));
        }
    }
    found.sort();
    let mut expected = case.findings.clone();
    expected.sort();
    assert_eq!(found, expected, "{}: findings", case.name);
    for (index, run) in case.runs.iter().enumerate() {
        play(case, &rules, run, &format!("{}, run {}", case.name, index + 1));
    }
}

fn play(case: &Case, rules: &[CompiledRule], step: &Run, place: &str) {
    let mut record = Record::new();
    for (field, json) in &step.values {
        let field = FieldId::parse(field).unwrap();
        let value = match case.fields.get(field.as_str()) {
            Some(known) if matches!(known.value_type, ValueType::Reference(_)) => Value::Reference(RecordId(key(json.as_str().unwrap()))),
            Some(known) => from_json(json, &known.value_type).unwrap(),
            // System fields are references in these cases.
            None => Value::Reference(RecordId(key(json.as_str().unwrap()))),
        };
        record.set(field, value);
    }
    let now = "2026-03-02T01:00:00Z".parse().unwrap();
    let world = Lookup { record: record.clone(), now, zone: calendar::Zone::shanghai(), user: None };
    let input =
        Input { trigger: step.on, record: RecordId(Uuid::from_u128(1)), values: &record, world: &world, changed: &step.changed, explain: true };
    let mut chain = Chain::new();
    for _ in 0..step.repeat {
        drop(run(rules, &input, &mut chain));
    }
    match run(rules, &input, &mut chain) {
        Ok(outcome) => {
            assert_eq!(step.stop, None, "{place}: should stop");
            let words: Vec<String> = outcome.effects.iter().map(|effect| word(case, effect)).collect();
            assert_eq!(words, step.effects, "{place}: effects");
            if let Some(expected) = &step.trace {
                let words: Vec<String> = outcome.trace.iter().map(trace).collect();
                assert_eq!(&words, expected, "{place}: trace");
            }
        }
        Err(stop) => {
            assert_eq!(Some(stop_words(&stop)), step.stop, "{place}: stopped by {stop}");
            assert!(!stop.label().get(Locale::ZhCn).is_empty());
        }
    }
}

fn stop_words(stop: &RuleStop) -> String {
    match stop {
        RuleStop::Script { position: Some((line, column)), .. } => format!("{} {line}:{column}", stop.code()),
        RuleStop::Loop { chain } => format!("{} {}", stop.code(), chain.len()),
        _ => stop.code().to_owned(),
    }
}

fn word(case: &Case, effect: &Effect) -> String {
    match effect {
        Effect::SetField { field, value, .. } => {
            let value_type = case.fields.get(field.as_str()).map(|field| &field.value_type);
            format!("set {field} = {}", to_json(value, value_type))
        }
        Effect::Refuse { message, field, .. } => {
            let field = field.as_ref().map_or_else(String::new, |field| format!(" at {field}"));
            format!("refuse{field}: {}", message.get(Locale::En))
        }
        Effect::Notify { message, to, .. } => format!("tell {message} to {}", to.iter().map(recipient).collect::<Vec<_>>().join(", ")),
        Effect::Log { text, .. } => format!("log {text}"),
        Effect::Pending { .. } => "pending".into(),
    }
}

fn recipient(to: &Recipient) -> String {
    match to {
        Recipient::User(user) => name(user.0),
        Recipient::Role(role) => format!("role {role}"),
        Recipient::HeadOf(department) => format!("head of {}", name(department.0)),
        Recipient::Holders => "holders".into(),
        Recipient::Slot(slot) => format!("slot {slot}"),
    }
}

fn trace(trace: &rule_engine::Trace) -> String {
    let seen = trace.seen.iter().map(|seen| {
        let name = if let Reference::Field(field) = &seen.reference { field.to_string() } else { "?".into() };
        format!("{name}={}", to_json(&seen.value, None))
    });
    format!("{} {} [{}]", trace.rule, if trace.fired { "fired" } else { "not" }, seen.collect::<Vec<_>>().join(" "))
}
