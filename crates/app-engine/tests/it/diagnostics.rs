//! Broken packages: a good one and, per case, what was spoilt. All faults come in one pass, each with code, file, line and column,
//! a message in both languages and a hint. `UPDATE=1` writes what is found; read the difference like code.

use crate::{read_folder, root};
use definition::{Diagnostic, Files};
use serde_json::{Value as Json, json};
use std::path::PathBuf;
use value::Locale;

fn cases() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("tests/cases/diagnostics")).unwrap();
    let mut cases: Vec<PathBuf> =
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    cases.sort();
    cases
}

fn spoil(files: &mut Files, patches: &Json, name: &str) {
    for (path, patch) in patches.as_object().unwrap() {
        if let Some(text) = patch.get("text") {
            match text.as_str() {
                Some(text) => _ = files.insert(path.clone(), text.into()),
                None => _ = files.remove(path),
            }
        }
        for pair in patch.get("replace").and_then(Json::as_array).into_iter().flatten() {
            let (old, new) = (pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
            let text = files.get_mut(path).unwrap_or_else(|| panic!("{name}: no file {path}"));
            assert!(text.contains(old), "{name}: `{old}` is not in {path}");
            *text = text.replacen(old, new, 1);
        }
    }
}

/// All spoilt packages by name, and the good one.
pub fn spoilt_packages() -> Vec<(String, Files)> {
    let base = read_folder(&root().join("tests/cases/diagnostics/base"));
    let spoilt = cases().into_iter().map(|path| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let case: Json = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let mut files = base.clone();
        spoil(&mut files, &case["files"], &name);
        (name, files)
    });
    let mut all: Vec<_> = spoilt.collect();
    all.push(("base".into(), base));
    all
}

fn shown(found: &Diagnostic) -> String {
    let (line, column) = found.position.unwrap();
    format!("{} {}:{line}:{column}", found.code, found.file)
}

#[test]
fn the_good_package_has_no_finding() {
    let checked = app_engine::check(&read_folder(&root().join("tests/cases/diagnostics/base")));
    let found: Vec<String> = checked.compiled.diagnostics.iter().map(|found| found.line(Locale::En)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_broken_package_is_explained() {
    let base = read_folder(&root().join("tests/cases/diagnostics/base"));
    let update = std::env::var_os("UPDATE").is_some();
    let cases = cases();
    assert!(cases.len() >= 25);
    let mut wrong = Vec::new();
    for path in cases {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let mut case: Json = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let mut files = base.clone();
        spoil(&mut files, &case["files"], &name);
        let found = app_engine::check(&files).compiled.diagnostics;
        assert!(!found.is_empty(), "{name}: nothing was found");
        for diagnostic in &found {
            check_words(diagnostic, &name);
        }
        let shown: Vec<String> = found.iter().map(shown).collect();
        if json!(shown) != case["expect"] {
            if update {
                let lines: Vec<String> = found.iter().map(|found| found.line(Locale::En)).collect();
                println!("{name}:\n  {}", lines.join("\n  "));
                case["expect"] = json!(shown);
                std::fs::write(&path, serde_json::to_string_pretty(&case).unwrap() + "\n").unwrap();
            } else {
                wrong.push(format!("{name}: expected {}, found {shown:?}", case["expect"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check_words(found: &Diagnostic, name: &str) {
    assert!(found.position.is_some(), "{name}: no place in {found:?}");
    let hint = found.hint.as_ref().unwrap_or_else(|| panic!("{name}: no hint in {found:?}"));
    for label in [&found.message, hint] {
        let (zh, en) = (label.get(Locale::ZhCn), label.get(Locale::En));
        assert!(!zh.is_empty() && !en.is_empty(), "{name}: a text is empty in {found:?}");
        let chinese = |text: &str| text.chars().any(|char| ('\u{4e00}'..='\u{9fff}').contains(&char));
        assert!(chinese(zh), "{name}: no Chinese in {zh}");
    }
}
