//! Every disputed case of a function that is offered is decided in writing, once, with a reason.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Disputed {
    #[serde(rename = "about")]
    _about: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    #[serde(rename = "fn")]
    function: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn disputed() -> Vec<Case> {
    let text = std::fs::read_to_string(root().join("tests/cases/formula-disputed.json")).unwrap();
    serde_json::from_str::<Disputed>(&text).unwrap().cases
}

/// The rows below a heading of the decisions: id, and the cells behind it.
fn decided(heading: &str) -> Vec<(String, Vec<String>)> {
    let text = std::fs::read_to_string(root().join("docs/formula-decisions.md")).unwrap();
    let part = text.split("\n## ").find_map(|part| part.strip_prefix(heading)).unwrap_or_else(|| panic!("no part `{heading}`"));
    let rows = part.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| case |"));
    rows.map(|row| {
        let cells: Vec<String> = row.trim_matches('|').split(" | ").map(|cell| cell.trim().to_string()).collect();
        (cells[0].clone(), cells[1..].to_vec())
    })
    .collect()
}

#[test]
fn every_disputed_case_of_an_offered_function_is_decided() {
    let decided: BTreeMap<String, Vec<String>> = decided("Disputed cases").into_iter().collect();
    let undecided: Vec<String> = disputed()
        .into_iter()
        .filter(|case| formula::function(&case.function).is_some() && !decided.contains_key(&case.id))
        .map(|case| case.id)
        .collect();
    assert!(undecided.is_empty(), "write down what is answered and why: {undecided:?}");
}

#[test]
fn decisions_are_about_disputed_cases_and_say_what_and_why() {
    let known: BTreeSet<String> = disputed().into_iter().map(|case| case.id).collect();
    let mut seen = BTreeSet::new();
    for (id, cells) in decided("Disputed cases") {
        assert!(known.contains(&id), "{id} is not disputed");
        assert!(seen.insert(id.clone()), "{id} is decided twice");
        assert!(cells.len() == 2 && cells.iter().all(|cell| !cell.is_empty()), "{id} needs an answer and a reason: {cells:?}");
    }
}
