//! The app engine at its public boundary: packages in, diagnostics and compiled apps out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::as_conversions,
    clippy::print_stdout,
    missing_docs
)]

mod demo;
mod diagnostics;
mod generated;
mod impact;
mod interface;
mod look_ups;
mod migration;
mod packages;
mod scenarios;
mod sheet;
mod workbooks;

use definition::Files;
use std::path::{Path, PathBuf};

/// The root of the project.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files of a folder, by their path in it.
fn read_folder(folder: &Path) -> Files {
    fn walk(folder: &Path, prefix: &str, files: &mut Files) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{path}/"), files);
            } else if path.ends_with(".json") {
                files.insert(path, std::fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    let mut files = Files::new();
    walk(folder, "", &mut files);
    files
}

/// The folders of all packages in the project.
fn packages() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = ["definitions", "examples"]
        .into_iter()
        .flat_map(|folder| std::fs::read_dir(root().join(folder)).into_iter().flatten())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("app.json").exists() && !path.ends_with("schema"))
        .collect();
    found.sort();
    found
}
