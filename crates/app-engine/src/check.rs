//! The door for packages: files in, a package and everything that is wrong with it out.

use crate::{
    Compiled,
    compile::{compile_beside, sort},
    judge::{judge_and_repair, repaired},
};
use definition::{Diagnostic, Files, ObjectKey, ObjectKind, Package, package, read};
use std::collections::BTreeSet;

/// A package that was read and compiled.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The objects that could be read.
    pub package: Package,
    /// What came of compiling them; its diagnostics include those of reading.
    pub compiled: Compiled,
}

/// Reads, judges and compiles the files of a package. All faults of all files come in one pass, each with its place.
///
/// A file with a fault of structure is checked on as far as can be guessed what was meant; then the package holds the guess, and no app is made.
pub fn check(files: &Files) -> Checked {
    let mut package = Package::default();
    let mut found = Vec::new();
    let mut unreadable = BTreeSet::new();
    if !files.contains_key("app.json") {
        unreadable.insert(ObjectKey::new(ObjectKind::App, "app"));
    }
    for (path, text) in files.iter().filter(|(path, _)| !package::is_beside(path)) {
        if let Err(key) = read_object(path, text, &mut package, &mut found) {
            unreadable.extend(key);
        }
    }
    let mut compiled = compile_beside(&package, &unreadable);
    if files.contains_key("app.json") {
        compiled.diagnostics.retain(|diagnostic| diagnostic.code != "MD0008");
    }
    compiled.diagnostics.retain(|diagnostic| !is_told_already(diagnostic, &found));
    compiled.diagnostics.extend(found);
    sort(&mut compiled.diagnostics);
    if compiled.has_errors() {
        compiled.app = None;
    }
    Checked { package, compiled }
}

/// Reads one file. The schema names all faults; serde's word is heard when the schema has none, which a test forbids.
fn read_object(path: &str, text: &str, package: &mut Package, found: &mut Vec<Diagnostic>) -> Result<(), Option<ObjectKey>> {
    let (mut parsed, faults) = read::parse_anyway(path, text).map_err(|faults| {
        found.extend(faults);
        ObjectKey::from_path(path)
    })?;
    let (structure, repairs) = judge_and_repair(&parsed);
    let is_sound = structure.is_empty();
    // The envelope speaks of the same key in better words.
    found.extend(structure.into_iter().filter(|fault| !faults.iter().any(|told| told.pointer == fault.pointer)));
    found.extend(faults);
    parsed.json = repaired(&parsed.json, &repairs);
    match parsed.object() {
        Ok(object) => package.add(object, &parsed, text),
        Err(fault) => {
            found.extend(is_sound.then_some(*fault));
            return Err(Some(parsed.key));
        }
    }
    Ok(())
}

/// Whether an engine repeats what the schema said about the same place: an unknown kind, an unknown or wrong setting.
fn is_told_already(diagnostic: &Diagnostic, found: &[Diagnostic]) -> bool {
    const ABOUT_SETTINGS: [&str; 12] =
        ["MC0101", "MC0102", "MC0103", "MC0104", "MW0101", "MW0102", "MR0103", "MR0104", "MQ0112", "MQ0113", "MP0105", "MP0106"];
    let near = |other: &Diagnostic| other.pointer.starts_with(&diagnostic.pointer) || diagnostic.pointer.starts_with(&other.pointer);
    ABOUT_SETTINGS.contains(&diagnostic.code.as_str())
        && found.iter().any(|other| other.code.starts_with("MD01") && other.file == diagnostic.file && near(other))
}
