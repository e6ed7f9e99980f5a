//! The case files of `tests/cases/formulas`: every formula with its answer.

use crate::support::{answer, order, world};
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    about: String,
    #[serde(default)]
    record: Json,
    #[serde(default)]
    related: Json,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    formula: String,
    is: Json,
    /// The row of `lines` in which the formula stands.
    row: Option<usize>,
}

fn folder() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/formulas")
}

fn files() -> Vec<(String, Cases)> {
    let mut files: Vec<_> = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            (
                path.display().to_string(),
                serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|e| panic!("{}: {e}", path.display())),
            )
        })
        .collect()
}

#[test]
fn every_case_has_its_answer() {
    let mut wrong = Vec::new();
    for (path, file) in files() {
        assert!(!file.about.is_empty());
        let world = world(&file.record, &file.related);
        for case in file.cases {
            let mut scope = order();
            let mut world = world.clone();
            if let Some(row) = case.row {
                scope.row_of = Some(value::FieldId::parse("lines").unwrap());
                world.row = Some(row);
            }
            let found = answer(&case.formula, &scope, &world);
            if found != case.is {
                wrong.push(format!("{path}: {} is {found}, not {}", case.formula, case.is));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_function_has_three_cases() {
    let mut counts: BTreeMap<&str, usize> = formula::functions().map(|function| (function.name, 0)).collect();
    let cases: Vec<Case> = files().into_iter().flat_map(|(_, file)| file.cases).collect();
    for function in formula::functions() {
        let calls: Vec<String> = std::iter::once(&function.name).chain(function.aliases).map(|name| format!("{name}(")).collect();
        let count = cases.iter().filter(|case| calls.iter().any(|call| case.formula.contains(call.as_str()))).count();
        counts.insert(function.name, count);
    }
    let few: Vec<_> = counts.into_iter().filter(|(_, count)| *count < 3).collect();
    assert!(few.is_empty(), "fewer than three cases: {few:?}");
}
