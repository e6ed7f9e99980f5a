//! A draft as a designer holds it: made ready to be tried, without the parts that are not sent along.

use crate::{
    Compiled,
    compile::{compile_beside, sort},
};
use definition::{Files, ObjectKey, Package, package, read};
use std::collections::BTreeSet;

/// Reads and compiles the files of a draft. What refers to an object of `beside` is no fault: it is there, and was not sent along.
///
/// The files are not judged by their schemas; whoever edits them has that from the server.
pub fn compile_draft(files: &Files, beside: &BTreeSet<ObjectKey>) -> Compiled {
    let mut package = Package::default();
    let mut found = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| !package::is_beside(path)) {
        match read::parse(path, text).and_then(|parsed| parsed.object().map(|object| (object, parsed)).map_err(|fault| vec![*fault])) {
            Ok((object, parsed)) => package.add(object, &parsed, text),
            Err(faults) => found.extend(faults),
        }
    }
    let mut compiled = compile_beside(&package, beside);
    if !found.is_empty() {
        compiled.app = None;
        compiled.diagnostics.extend(found);
        sort(&mut compiled.diagnostics);
    }
    compiled
}
