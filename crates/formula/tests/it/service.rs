//! The language service at its boundary: `tests/cases/formula-service.json`.

use crate::support::order;
use formula::service::{complete, findings, hover, references, signature, to_ids, to_labels, types};
use formula::{FieldType, Scope};
use indexmap::IndexMap;
use proptest::prelude::*;
use serde::Deserialize;
use value::{FieldId, Label, Locale, ValueType};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    #[allow(dead_code)]
    about: String,
    complete: Vec<Complete>,
    signature: Vec<SignatureCase>,
    hover: Vec<HoverCase>,
    types: Vec<Listed>,
    references: Vec<Listed>,
    findings: Vec<Finding>,
    shown: Vec<Shown>,
}

#[derive(Deserialize)]
struct Complete {
    at: String,
    labels: Vec<String>,
    insert: Option<String>,
}

#[derive(Deserialize)]
struct SignatureCase {
    at: String,
    function: String,
    argument: usize,
    wanted: String,
}

#[derive(Deserialize)]
struct HoverCase {
    at: String,
    title: Option<String>,
    text: Option<String>,
}

#[derive(Deserialize)]
struct Listed {
    source: String,
    is: Vec<String>,
}

#[derive(Deserialize)]
struct Finding {
    source: String,
    field: String,
    codes: Vec<String>,
}

#[derive(Deserialize)]
struct Shown {
    stored: String,
    zh: String,
    en: String,
}

fn cases() -> Cases {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/formula-service.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The order form with English labels, and a second field of the same name.
fn scope() -> Scope {
    let mut scope = order();
    let english =
        [("title", "Title"), ("amount", "Amount"), ("level", "Level"), ("tags", "Tags"), ("day", "Day"), ("lines", "Lines"), ("paid", "Paid")];
    for (id, label) in english {
        let field = scope.fields.get_mut(&FieldId::parse(id).unwrap()).unwrap();
        field.label = Label::both(field.label.get(Locale::ZhCn).to_string(), label);
        if id == "lines" {
            let price = field.fields.get_mut(&FieldId::parse("price").unwrap()).unwrap();
            price.label = Label::both("单价", "Price");
        }
    }
    let twin = FieldType {
        label: Label::both("标题", "Title"),
        value_type: ValueType::Text,
        options: Vec::new(),
        fields: IndexMap::new(),
        face: value::FaceOf::default(),
    };
    scope.fields.insert(FieldId::parse("title_2").unwrap(), twin);
    scope
}

/// The text and the place of the cursor in characters.
fn cursor(at: &str) -> (String, usize) {
    let (before, after) = at.split_once('|').unwrap();
    (format!("{before}{after}"), before.chars().count())
}

fn part(source: &str, start: usize, end: usize) -> String {
    source.chars().skip(start).take(end - start).collect()
}

#[test]
fn completion_offers_what_may_stand_there() {
    for case in cases().complete {
        let (source, at) = cursor(&case.at);
        let found = complete(&source, at, &scope(), Locale::ZhCn);
        let labels: Vec<&str> = found.items.iter().map(|item| item.label.as_str()).collect();
        let first: Vec<&str> = labels.iter().take(case.labels.len()).copied().collect();
        assert_eq!(first, case.labels, "{}: {labels:?}", case.at);
        assert!(!case.labels.is_empty() || labels.is_empty(), "{}: {labels:?}", case.at);
        assert_eq!(found.items.first().map(|item| item.insert.clone()), case.insert, "{}", case.at);
        assert!(found.start <= at && at <= found.end && found.items.len() <= 50, "{}", case.at);
    }
}

#[test]
fn the_call_around_the_cursor_is_known() {
    for case in cases().signature {
        let (source, at) = cursor(&case.at);
        let found = signature(&source, at, Locale::ZhCn).unwrap_or_else(|| panic!("{}", case.at));
        assert_eq!(
            (found.function, found.argument, found.wanted.as_str()),
            (case.function.as_str(), case.argument, case.wanted.as_str()),
            "{}",
            case.at
        );
    }
}

#[test]
fn hover_tells_what_stands_there() {
    for case in cases().hover {
        let (source, at) = cursor(&case.at);
        let found = hover(&source, at, &scope(), Locale::ZhCn);
        let title = found.as_ref().map(|hover| hover.title.clone());
        if case.title.is_some() {
            assert_eq!(title, case.title, "{}", case.at);
            assert_eq!(found.map(|hover| hover.text), case.text, "{}", case.at);
        }
    }
}

#[test]
fn every_part_has_a_type_and_every_field_a_place() {
    let cases = cases();
    for case in cases.types {
        let found = types(&case.source, &scope());
        let found: Vec<String> =
            found.iter().map(|typed| format!("{}: {}", part(&case.source, typed.start, typed.end), typed.found.label().get(Locale::ZhCn))).collect();
        assert_eq!(found, case.is, "{}", case.source);
    }
    for case in cases.references {
        let found: Vec<String> = references(&case.source, &scope()).iter().map(|used| part(&case.source, used.start, used.end)).collect();
        assert_eq!(found, case.is, "{}", case.source);
    }
}

#[test]
fn findings_know_the_field() {
    for case in cases().findings {
        let wanted = if case.field == "number" { ValueType::Number { scale: 2 } } else { ValueType::Bool };
        let found = findings(&case.source, &scope(), Some(&wanted));
        let codes: Vec<&str> = found.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, case.codes, "{}", case.source);
    }
}

#[test]
fn what_is_shown_is_read_back() {
    for case in cases().shown {
        assert_eq!(to_labels(&case.stored, &scope(), Locale::ZhCn), case.zh);
        assert_eq!(to_labels(&case.stored, &scope(), Locale::En), case.en);
        assert_eq!(to_ids(&case.zh, &scope()), case.stored);
        assert_eq!(to_ids(&case.en, &scope()), case.stored);
    }
}

#[test]
fn names_of_options_follow_the_reader() {
    use formula::{Budget, compile, evaluate};
    let formula = compile("{level} & \"/\" & JOIN({tags})", &scope()).unwrap();
    let mut world = crate::support::world(&serde_json::json!({ "level": "severe", "tags": ["normal", "severe"] }), &serde_json::json!({}));
    assert_eq!(evaluate(&formula, &world, Budget::default()), value::Value::text("严重/一般、严重"));
    world.locale = Locale::En;
    assert_eq!(evaluate(&formula, &world, Budget::default()), value::Value::text("Severe/Normal、Severe"));
}

/// Pieces of which right formulas are made.
fn formula() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "{amount}",
        "{lines.price}",
        "{level} = \"severe\"",
        "CONTAINS({tags}, \"normal\")",
        "{title}",
        "{day}",
        "1.5",
        "\"{amount}\"",
    ]);
    let leaf = leaf.prop_map(String::from);
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} & {b}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("IF({a}, {b})")),
            inner.prop_map(|a| format!("(SUM({a}) )")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn labels_and_back_change_nothing(source in formula()) {
        for locale in [Locale::ZhCn, Locale::En] {
            let shown = to_labels(&source, &scope(), locale);
            prop_assert_eq!(&to_ids(&shown, &scope()), &source, "{}", shown);
        }
    }

    #[test]
    fn any_text_gets_an_answer(source in "[{}()\",;=a-z0-9 一-三]{0,40}", at in 0_usize..45) {
        let found = complete(&source, at, &scope(), Locale::ZhCn);
        prop_assert!(found.start <= found.end && found.end <= source.chars().count());
        hover(&source, at, &scope(), Locale::En);
        signature(&source, at, Locale::En);
        types(&source, &scope());
        to_labels(&source, &scope(), Locale::ZhCn);
        to_ids(&source, &scope());
    }
}
