//! What programs outside are told of a value, and what the engine takes, is the same.
//!
//! Every kind is tried with the settings of its cases (`tests/cases/forms/controls/*.json`): with their values, and with values that were
//! changed at random. A value is tidied first, as the server tidies it: the schema speaks of values as they are kept. Then
//!
//! - what the engine takes, the schema takes; it never refuses what the engine takes;
//! - what the engine refuses, the schema refuses, unless [`WIDER`] says why it cannot;
//! - what is sent in any other spelling and passes the schema, the engine takes, but for the same list;
//! - what is stored passes the schemas of what is read and of a change.

use crate::cases::{environment_of, facts, now, stored};
use crate::random::Random;
use calendar::Zone;
use definition::Form;
use form_engine::{
    CompiledField, CompiledForm, Look, Refusal, Rights, Spelling, Submission, code, compile, control, read_values, record_schema, submit,
};
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};
use value::{FieldId, Locale, Row, Value, to_json};

/// What the engine refuses and a schema lets pass: the code, the kinds (none for all), and why.
const WIDER: &[(&str, &[&str], &str)] = &[
    (code::NO_SUCH_REFERENCE, &[], "only the server knows which records, people and departments there are"),
    (code::TOO_SMALL, &[], "no keyword compares texts: days, times, numbers spelled as texts; bounds from today move"),
    (code::TOO_LARGE, &[], "the same; and the length of a range follows from both of its ends"),
    (code::OUT_OF_RANGE, &[], "ends in the wrong order; a number spelled as a text beyond what can be stored"),
    (code::WRONG_STEP, &["slider", "slider_range", "counter", "time"], "steps of fractions, from a first number, or of times"),
    (code::PATTERN, &["id_card", "bank_card", "credit_code", "barcode", "serial"], "check digits, and days in numbers"),
    (code::PATTERN, &["partial_date"], "months have different lengths"),
    (code::PATTERN, &["code"], "whether a text is JSON"),
    (code::PATTERN, &["rich_text"], "how deep and how long a document is; lengths in bytes"),
    (code::PATTERN, &["text"], "patterns in a way of writing that other engines read differently"),
    (code::TOO_LONG, &["rich_text"], "the text is spread over the document"),
    (code::UNKNOWN_OPTION, &["region", "address"], "there are three thousand codes, and the schema does not list them"),
    (code::NOT_A_LEAF, &["region", "address"], "the same"),
    (code::NOT_READABLE, &["condition_builder", "formula_input"], "only the engine reads filters and formulas"),
    (code::TOO_MANY, &["condition_builder"], "conditions lie at any depth"),
    (code::TWICE, &["key_values"], "lines differ in their values, and share a key"),
    (code::WRONG_TYPE, &["key_values"], "whether a text is a number"),
    (code::SHAPES, &[], "where a point may lie depends on the size of the picture"),
    (code::FILE_KIND, &["upload"], "endings with a point inside"),
    (code::OUTSIDE, &["location", "map_point"], "a distance on earth"),
    (code::CHECK, &[], "a formula"),
    (code::NOT_OFFERED, &[], "a formula"),
];

/// What is refused of texts as they were typed, although the schema takes them: blanks around a text do not count, and full-width signs
/// become plain ones.
const TYPED: [&str; 4] = [code::REQUIRED, code::TOO_SHORT, code::PATTERN, code::PART_MISSING];

/// A group of cases: a form with the field `x`, and values to begin with.
struct Sample {
    kind: String,
    group: Json,
    form: Arc<CompiledForm>,
    new: Validator,
    change: Validator,
    kept: Validator,
    values: Vec<Json>,
}

static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(samples);

fn samples() -> Vec<Sample> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/forms/controls");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut samples = Vec::new();
    for file in files {
        let kind = file.file_stem().unwrap().to_string_lossy().into_owned();
        let groups: Vec<Json> = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        for group in groups.into_iter().filter(|group| group.get("findings").is_none()) {
            samples.extend(in_a_row(&kind, &group));
            samples.push(sample(&kind, group));
        }
    }
    // Kinds without a file of their own are tried with their examples.
    for entry in form_engine::CONTROLS.iter().filter(|entry| !samples.iter().any(|sample| sample.kind == entry.kind)).collect::<Vec<_>>() {
        let settings: Json = serde_json::from_str(entry.example).unwrap();
        let form = json!({ "format": 1, "id": "f", "label": "F", "fields": [] });
        samples.push(sample(entry.kind, json!({ "settings": settings, "forms": [form] })));
    }
    samples
}

/// The same as the column of a sub-table, if the kind can be one.
fn in_a_row(kind: &str, group: &Json) -> Option<Sample> {
    let own = control(kind)?.group;
    let of_stored = ["ok", "refused"].into_iter().filter_map(|key| group[key].as_array()).flatten().any(|case| case.get("record").is_some());
    let needs_others = of_stored || ["beside", "facts"].iter().any(|key| group.get(key).is_some());
    // What is asked of a system outside has no place in a row.
    if kind == "outside_choice"
        || needs_others
        || own == form_engine::Group::Automatic
        || own == form_engine::Group::Relation
        || group["settings"]["unique"] == json!(true)
    {
        return None;
    }
    let mut column = group["settings"].as_object().cloned().unwrap_or_default();
    for (key, given) in [("id", json!("c")), ("kind", json!(kind)), ("label", json!("C"))] {
        column.insert(key.into(), given);
    }
    let wrap = |value: &Json| json!([{ "c": value }]);
    let mut wrapped = group.clone();
    wrapped["settings"] = json!({ "kind": "sub_table", "fields": [column] });
    for key in ["ok", "refused"] {
        for case in wrapped[key].as_array_mut().into_iter().flatten() {
            case["value"] = wrap(&case["value"]);
            case.as_object_mut().unwrap().shift_remove("stored");
        }
    }
    Some(sample(kind, wrapped))
}

fn sample(kind: &str, group: Json) -> Sample {
    assert!(control(kind).is_some(), "{kind}");
    let mut field = group["settings"].as_object().cloned().unwrap_or_default();
    field.insert("id".into(), json!("x"));
    for (key, given) in [("kind", json!(kind)), ("label", json!({ "zh-CN": "控件", "en": "Control" }))] {
        field.entry(key).or_insert(given);
    }
    let mut fields = vec![Json::Object(field)];
    fields.extend(group["beside"].as_array().cloned().unwrap_or_default());
    let form: Form = serde_json::from_value(json!({ "format": 1, "id": "sheet", "label": "Sheet", "fields": fields })).unwrap();
    let (form, found) = compile(&form, &environment_of(&group));
    let form = Arc::new(form.unwrap_or_else(|| panic!("{kind}: {found:?}")));
    let cases = ["ok", "refused"].into_iter().filter_map(|key| group[key].as_array()).flatten();
    let mut values: Vec<Json> = cases.flat_map(|case| [case.get("value"), case.get("stored")]).flatten().cloned().collect();
    values.extend(starts(&form.field("x").unwrap().value_type));
    let [new, change, kept] = [Spelling::New, Spelling::Change, Spelling::Kept].map(|spelling| validator(&form, spelling));
    Sample { kind: kind.into(), group, form, new, change, kept, values }
}

/// Values from which to begin, whatever the kind.
fn starts(value_type: &value::ValueType) -> Vec<Json> {
    use value::ValueType as T;
    let by_type = match value_type {
        T::Text => vec![json!("a"), json!("上海 A-1"), json!(" padded ")],
        T::Number { .. } => vec![json!(1), json!("2.5"), json!(-3), json!("1e3"), json!(12_345_678_901_i64)],
        T::Bool => vec![json!(true), json!(false)],
        T::Date => vec![json!("2026-03-01"), json!("2026-3-9")],
        T::Time => vec![json!("09:30"), json!("9:5:1")],
        T::Instant => vec![json!("2026-03-01T14:30:00+08:00")],
        T::Structure => vec![json!({ "from": "2026-01-01", "to": "2026-02-01" }), json!([])],
        T::List(_) => vec![json!([]), json!(["a"])],
        _ => vec![json!("0196f000-0000-7000-8000-000000000001")],
    };
    by_type.into_iter().chain([json!(null), json!("")]).collect()
}

fn validator(form: &CompiledForm, spelling: Spelling) -> Validator {
    let mut schema = record_schema(form, Look { spelling, locale: Locale::En, rights: None });
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    if let Err(error) = jsonschema::meta::validate(&schema) {
        panic!("{}: {error}\n{schema}", error.instance_path());
    }
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap_or_else(|error| panic!("{error}\n{schema}"))
}

impl Sample {
    /// What is sent along with the value.
    fn sent(&self, value: &Json) -> Json {
        let beside = self.group["ok"][0]["values"].as_object().cloned().unwrap_or_default();
        let mut values = Map::from_iter([("x".to_owned(), value.clone())]);
        values.extend(beside);
        Json::Object(values)
    }

    /// The value as the server keeps it; itself if it cannot be read.
    fn tidied(&self, value: &Json) -> Json {
        let Ok(record) = read_values(&self.form, &Map::from_iter([("x".to_owned(), value.clone())])) else { return value.clone() };
        let field = self.form.field("x").unwrap();
        let value = record.get("x").clone();
        let value = match value {
            Value::Rows(rows) => Value::Rows(rows.into_iter().map(|row| tidied_row(field, row)).collect()),
            value => field.behaviour.normalise(value),
        };
        to_json(&value, Some(&field.value_type))
    }

    /// What the server makes of it: the JSON that is stored, or the codes.
    fn decide(&self, value: &Json, before: Option<&Json>) -> Result<Json, BTreeSet<&'static str>> {
        let mut known = self.group["facts"].as_object().cloned().unwrap_or_default();
        let codes = |faults: Vec<form_engine::FieldFault>| faults.into_iter().map(|fault| fault.code).collect::<BTreeSet<_>>();
        loop {
            let values = read_values(&self.form, self.sent(value).as_object().unwrap()).map_err(codes)?;
            let submission = Submission {
                stored: before.map(|record| stored(&self.form, record)),
                values,
                now: now(&self.group),
                rights: Rights::everything(),
                facts: facts(&self.form, &Json::Object(known.clone())),
                ..Submission::default()
            };
            match submit(&self.form, &Arc::new(Zone::shanghai()), submission) {
                Ok(submitted) => return Ok(to_json(submitted.record.get("x"), Some(&self.form.field("x").unwrap().value_type))),
                Err(Refusal::Faults(faults)) => return Err(codes(faults)),
                Err(Refusal::Missing { needs, questions }) => {
                    assert!(questions.is_empty() && !needs.is_empty());
                    known.extend(needs.into_iter().map(|need| (need.record.to_string(), Json::Null)));
                }
            }
        }
    }

    fn may_be_wider(&self, codes: &BTreeSet<&'static str>) -> bool {
        let told = |found: &&str| WIDER.iter().any(|(code, kinds, _)| code == found && (kinds.is_empty() || kinds.contains(&self.kind.as_str())));
        codes.iter().all(told)
    }

    fn check(&self, value: &Json) -> Result<(), String> {
        let at = |what: &str, value: &Json, more: String| Err(format!("{} {}: {what} {value}: {more}", self.kind, self.group["settings"]));
        let why = |validator: &Validator, json: &Json| {
            validator.iter_errors(json).map(|error| format!("{} {error}", error.instance_path())).collect::<Vec<_>>().join("; ")
        };
        let tidied = self.tidied(value);
        for (spelled, strict) in [(&tidied, true), (value, false)] {
            let sent = self.sent(spelled);
            let passes = self.new.is_valid(&sent);
            match self.decide(spelled, None) {
                Ok(_) if strict && !passes => return at("the schema refuses what is taken", spelled, why(&self.new, &sent)),
                Ok(kept) => self.check_kept(&kept)?,
                Err(codes) if !strict && passes && tidied != *value && codes.iter().all(|code| TYPED.contains(code)) => {}
                Err(codes) if passes && !self.may_be_wider(&codes) => return at("the schema takes what is refused", spelled, format!("{codes:?}")),
                Err(_) => {}
            }
        }
        Ok(())
    }

    fn check_kept(&self, kept: &Json) -> Result<(), String> {
        let field = self.form.field("x").unwrap();
        let record = json!({ "x": kept });
        for (name, validator) in [("read", &self.kept), ("changed", &self.change)] {
            if !(validator.is_valid(&record) || name == "changed" && field.storage == form_engine::Storage::Live) {
                let faults: Vec<String> = validator.iter_errors(&record).map(|error| error.to_string()).collect();
                return Err(format!("{}: {kept} does not pass what may be {name}: {faults:?}", self.kind));
            }
        }
        Ok(())
    }
}

fn tidied_row(table: &CompiledField, row: Row) -> Row {
    let cell = |(id, value): (FieldId, Value)| {
        let tidy = table.columns[&id].behaviour.normalise(value);
        (id, tidy)
    };
    Row { id: row.id, values: row.values.into_iter().map(cell).collect() }
}

#[test]
fn values_of_the_cases_agree() {
    let mut failures = Vec::new();
    for sample in SAMPLES.iter() {
        failures.extend(sample.values.iter().filter_map(|value| sample.check(value).err()));
        for case in ["ok", "refused"].into_iter().filter_map(|key| sample.group[key].as_array()).flatten() {
            let Some(before) = case.get("record") else { continue };
            let tidied = sample.tidied(&case["value"]);
            let passes = sample.change.is_valid(&json!({ "x": tidied }));
            match sample.decide(&tidied, Some(before)) {
                Ok(_) if !passes => failures.push(format!("{}: a change to {tidied} is taken, but the schema refuses it", sample.kind)),
                _ => {}
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn every_exception_is_needed_by_a_kind() {
    for (code, kinds, reason) in WIDER {
        assert!(!reason.is_empty());
        assert!(kinds.iter().all(|kind| control(kind).is_some()), "{code}: {kinds:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_values_agree(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let sample = &SAMPLES[random.below(SAMPLES.len())];
        let mut value = sample.values[random.below(sample.values.len())].clone();
        for _ in 0..=random.below(3) {
            change(&mut value, &sample.values, &mut random);
            let verdict = sample.check(&value);
            prop_assert!(verdict.is_ok(), "{}", verdict.unwrap_err());
        }
    }
}

/// Changes something somewhere in a value.
fn change(value: &mut Json, others: &[Json], random: &mut Random) {
    let go_down = random.below(4) > 0;
    match value {
        Json::Array(items) if go_down && !items.is_empty() => {
            let at = random.below(items.len());
            change(&mut items[at], others, random);
        }
        Json::Object(object) if go_down && !object.is_empty() => {
            let at = random.below(object.len());
            if let Some(inner) = object.values_mut().nth(at) {
                change(inner, others, random);
            }
        }
        Json::Array(items) => change_list(items, random),
        Json::Object(object) => change_object(object, random),
        Json::String(text) if random.below(6) > 0 => *text = changed_text(text, random),
        Json::Number(number) if random.below(6) > 0 => *value = changed_number(number.as_f64().unwrap_or_default(), random),
        Json::Bool(yes) if random.below(3) > 0 => *yes = !*yes,
        other => *other = something(others, random),
    }
}

fn something(others: &[Json], random: &mut Random) -> Json {
    let plain = [
        json!(null),
        json!(""),
        json!(0),
        json!("x"),
        json!([]),
        json!({}),
        json!(true),
        json!(-1.5),
        json!("9"),
        json!(["a", "a"]),
        json!({ "a": 1 }),
    ];
    if random.below(3) == 0 { others[random.below(others.len())].clone() } else { plain[random.below(plain.len())].clone() }
}

fn change_list(items: &mut Vec<Json>, random: &mut Random) {
    match (random.below(4), items.is_empty()) {
        (0, false) => _ = items.remove(random.below(items.len())),
        (1, false) => items.push(items[random.below(items.len())].clone()),
        (2, false) => items.reverse(),
        _ => items.push(something(&[json!("b")], random)),
    }
}

fn change_object(object: &mut Map<String, Json>, random: &mut Random) {
    if random.below(3) == 0 || object.is_empty() {
        object.insert("more".into(), json!(1));
    } else {
        let key = object.keys().nth(random.below(object.len())).unwrap().clone();
        object.shift_remove(&key);
    }
}

fn changed_text(text: &str, random: &mut Random) -> String {
    const SIGNS: [char; 16] = ['0', '7', 'a', 'Z', ' ', '-', '.', '@', '/', ':', '龥', '，', '９', 'é', '\n', 'X'];
    let mut signs: Vec<char> = text.chars().collect();
    let at = random.below(signs.len() + 1);
    let sign = SIGNS[random.below(SIGNS.len())];
    match random.below(6) {
        0 => signs.insert(at, sign),
        1 if at < signs.len() => _ = signs.remove(at),
        2 if at < signs.len() => signs[at] = sign,
        3 => signs.truncate(at),
        4 => signs = signs.repeat(2 + random.below(40)),
        _ => signs = format!(" {text}\t").chars().collect(),
    }
    signs.into_iter().collect()
}

fn changed_number(number: f64, random: &mut Random) -> Json {
    let changed = match random.below(6) {
        0 => number + 1.0,
        1 => number - 1.0,
        2 => -number,
        3 => number / 2.0,
        4 => number * 1_000.0,
        _ => return json!(number.to_string()),
    };
    // Programs write whole numbers without a point.
    if changed.fract() == 0.0 && changed.abs() < 1e15 { json!(changed as i64) } else { json!(changed) }
}
