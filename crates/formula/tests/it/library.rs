//! The registry: examples hold, texts are there, the documents list what is offered.

use crate::support::{order, world};
use formula::{Budget, Kind, compile, evaluate, functions};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::fmt::Write;
use value::Locale;

#[test]
fn every_example_holds() {
    let world = world(&json!({}), &json!({}));
    for function in functions() {
        let (source, expected) = function.example;
        let formula = compile(source, &order()).unwrap_or_else(|faults| panic!("{source}: {faults:?}"));
        let shown = match crate::support::shown(&evaluate(&formula, &world, Budget::default()), &world) {
            Json::String(text) => text,
            Json::Bool(yes) => yes.to_string().to_uppercase(),
            other => other.to_string(),
        };
        assert_eq!(shown, expected, "{source}");
    }
}

#[test]
fn every_entry_is_complete_and_unique() {
    let mut names = BTreeSet::new();
    let mut chinese = BTreeSet::new();
    for function in functions() {
        for name in std::iter::once(&function.name).chain(function.aliases) {
            assert!(names.insert(*name), "{name} twice");
            assert_eq!(*name, name.to_uppercase());
        }
        assert!(chinese.insert(function.zh), "{} twice", function.zh);
        assert!(!function.help.0.is_empty() && !function.help.1.is_empty(), "{} has no help", function.name);
        assert!(function.repeat <= function.params.len());
        assert!(function.example.0.contains(function.name), "the example of {} shows another function", function.name);
    }
    assert!(functions().count() >= 220);
}

/// The list of functions for a document.
fn listed(locale: Locale) -> String {
    let mut text = String::new();
    let groups: BTreeSet<_> = functions().map(|function| function.group).collect();
    for group in groups {
        let (name, help, example) = if locale == Locale::ZhCn { ("函数", "说明", "例") } else { ("Function", "What it gives", "Example") };
        write!(text, "\n### {}\n\n| {name} | {help} | {example} |\n|---|---|---|\n", group.label().get(locale)).unwrap();
        for function in functions().filter(|function| function.group == group) {
            let help = if locale == Locale::ZhCn { function.help.0 } else { function.help.1 };
            let usage = function.usage(locale);
            let usage = if locale == Locale::ZhCn { format!("`{usage}` {}", function.zh) } else { format!("`{usage}`") };
            let aliases = if function.aliases.is_empty() { String::new() } else { format!(" (= {})", function.aliases.join(", ")) };
            writeln!(text, "| {usage}{aliases} | {help} | `{}` → `{}` |", function.example.0.replace('|', "\\|"), function.example.1).unwrap();
        }
    }
    text
}

#[test]
fn generated_function_lists_are_fresh() {
    for (name, locale) in [("formulas.zh-CN.md", Locale::ZhCn), ("formulas.en.md", Locale::En)] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        let (before, rest) = text.split_once("<!-- functions -->\n").unwrap();
        let (listed_now, after) = rest.split_once("<!-- /functions -->").unwrap();
        let wanted = listed(locale);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, format!("{before}<!-- functions -->\n{wanted}<!-- /functions -->{after}")).unwrap();
        } else {
            assert_eq!(listed_now, wanted, "{name} is stale: run `cargo xtask gen`");
        }
    }
}

#[test]
fn a_pattern_is_always_a_constant() {
    for function in functions().filter(|function| function.params.iter().any(|param| param.kind == Kind::Pattern)) {
        let source = format!("{}({{title}}, {{title}}, \"\")", function.name);
        let source = if function.name == "REGEXTEST" { source.replace(", \"\"", "") } else { source };
        let faults = compile(&source, &order()).unwrap_err();
        assert!(faults.iter().any(|fault| fault.code == "MF0111"), "{source}: {faults:?}");
    }
}
