//! What a publication does to stored values: the table of conversions and the plans, as data.

use crate::root;
use app_engine::migration::{Change, Conversion, Converted, Narrowing, Several, Step, Way, plan, way};
use calendar::Zone;
use definition::{Choice, Files};
use form_engine::Options;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use value::{Label, Locale, OptionId, ValueType, from_json, to_json};

fn cases(name: &str) -> Vec<Json> {
    let text = std::fs::read_to_string(root().join("tests/cases/migration").join(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn options(case: &Json) -> Options {
    let choice = |(id, labels): (&String, &Json)| Choice {
        id: OptionId::parse(id).unwrap(),
        label: Label::both(labels[0].as_str().unwrap(), labels[1].as_str().unwrap()),
        tone: definition::Tone::default(),
        retired: false,
        children: Vec::new(),
    };
    let choices: Vec<Choice> = case["options"].as_object().into_iter().flatten().map(choice).collect();
    Options::of(&choices)
}

fn word(way: &Way) -> &'static str {
    match way {
        Way::Whole => "whole",
        Way::Partly => "partly",
        Way::Refused(why) => {
            assert!(!why.get(Locale::ZhCn).is_empty() && why.get(Locale::ZhCn) != why.get(Locale::En));
            "refused"
        }
    }
}

#[test]
fn every_pair_of_types_converts_partly_or_is_refused_with_words() {
    for case in cases("conversions.json") {
        let from: ValueType = serde_json::from_value(case["from"].clone()).unwrap();
        let to: ValueType = serde_json::from_value(case["to"].clone()).unwrap();
        assert_eq!(word(&way(&from, &to)), case["way"], "{case}");
        let several = if case["first"] == true { Several::First } else { Several::Refuse };
        let conversion = Conversion::between(from.clone(), to.clone(), (options(&case), options(&case)), &Zone::shanghai(), Locale::ZhCn, several);
        for pair in case["cases"].as_array().unwrap() {
            let value = from_json(&pair[0], &from).unwrap();
            let got = match conversion.convert(&value) {
                Converted::Same(value) => json!({ "same": to_json(&value, Some(&to)) }),
                Converted::Less(value) => json!({ "less": to_json(&value, Some(&to)) }),
                Converted::No => json!("no"),
            };
            assert_eq!(got, pair[1], "{} → {}: {}", case["from"], case["to"], pair[0]);
        }
    }
}

#[test]
fn who_comes_back_finds_what_was_there_unless_it_was_changed() {
    let (text, number) = (ValueType::Text, ValueType::Number { scale: 2 });
    let of = |from: &ValueType, to: &ValueType| {
        let none = || (Options::default(), Options::default());
        Conversion::between(from.clone(), to.clone(), none(), &Zone::shanghai(), Locale::ZhCn, Several::Refuse)
    };
    let (forth, back) = (of(&text, &number), of(&number, &text));
    let value = |json: Json, of: &ValueType| from_json(&json, of).unwrap();
    for (was, now, expected) in [
        (json!("12 元"), json!("12.00"), None),
        (json!("约12"), Json::Null, None),
        (json!("约12"), json!("12.00"), Some(json!("12.00"))),
        (json!("12 元"), json!("13.00"), Some(json!("13.00"))),
        (json!("12 元"), Json::Null, Some(Json::Null)),
        (Json::Null, json!("5.00"), Some(json!("5.00"))),
        (Json::Null, Json::Null, None),
    ] {
        let got = back.settle(&forth, &value(now.clone(), &number), &value(was.clone(), &text)).map(|converted| match converted {
            Converted::Same(value) | Converted::Less(value) => to_json(&value, Some(&text)),
            Converted::No => panic!("{was} {now}"),
        });
        assert_eq!(got, expected, "{was} → {now}");
    }
}

#[test]
fn every_type_has_an_answer_for_every_other() {
    use value::ReferenceTarget;
    let scalars = [
        ValueType::Text,
        ValueType::Number { scale: 2 },
        ValueType::Bool,
        ValueType::Date,
        ValueType::Time,
        ValueType::Instant,
        ValueType::Choice,
        ValueType::Reference(ReferenceTarget::User),
        ValueType::File,
        ValueType::Structure,
    ];
    let all: Vec<ValueType> = scalars.iter().cloned().chain(scalars.iter().map(|item| ValueType::List(Box::new(item.clone())))).collect();
    for from in &all {
        assert_eq!(way(from, from), Way::Whole);
        for to in &all {
            word(&way(from, to));
        }
    }
}

fn form(fields: &Json) -> Arc<form_engine::CompiledForm> {
    let mut all = vec![json!({ "id": "title", "kind": "text", "label": "Title" })];
    all.extend(fields.as_array().unwrap().iter().cloned());
    let mut files = Files::new();
    files.insert("app.json".into(), json!({ "format": 1, "id": "a", "label": "A", "version": "1.0.0", "languages": ["en"] }).to_string());
    files.insert("forms/f.json".into(), json!({ "format": 1, "id": "f", "label": "F", "fields": all }).to_string());
    let compiled = app_engine::check(&files).compiled;
    compiled.app.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics)).forms[0].clone()
}

fn said(step: &Step) -> String {
    let change = match &step.change {
        Change::Renamed { from } => format!("renamed from {}", from.get(Locale::En)),
        Change::Added { must_be_filled: true } => "added, must be filled in".into(),
        Change::Added { must_be_filled: false } => "added".into(),
        Change::Calculated { is_new: true } => "calculated, new".into(),
        Change::Calculated { is_new: false } => "calculated again".into(),
        Change::Converted { way, .. } => format!("converted {}", word(way)),
        Change::Removed => "removed".into(),
        Change::Narrowed(all) => format!("narrowed by {}", all.iter().map(narrowing).collect::<Vec<_>>().join(", ")),
    };
    format!("{}: {change}", step.field)
}

fn narrowing(narrowing: &Narrowing) -> String {
    match narrowing {
        Narrowing::Required => "required".into(),
        Narrowing::Unique => "unique".into(),
        Narrowing::Settings(keys) if keys.is_empty() => "settings".into(),
        Narrowing::Settings(keys) => format!("settings {}", keys.iter().cloned().collect::<Vec<_>>().join(" ")),
        Narrowing::Options(gone) => format!("options {}", gone.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>().join(" ")),
    }
}

#[test]
fn a_plan_tells_every_step() {
    for case in cases("plans.json") {
        let steps: Vec<String> = plan(&form(&case["before"]), &form(&case["after"])).iter().map(said).collect();
        assert_eq!(json!(steps), case["steps"], "{}", case["name"]);
    }
}
