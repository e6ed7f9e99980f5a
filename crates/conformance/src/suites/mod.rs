//! The suites: one file each, and its line in the list.

mod flows;
pub mod formulas;
mod sla;
mod workbooks;
mod xlsform;

use crate::report::Report;
use anyhow::Context;
pub use formulas::Outcome;
use serde_json::Value as Json;
use std::path::{Path, PathBuf};

/// All suites.
pub static SUITES: &[&dyn Suite] = &[&formulas::Formulas, &sla::Sla, &flows::Flows, &workbooks::Workbooks, &xlsform::XlsForm];

/// A kind of cases and how they are run.
pub trait Suite: Sync {
    /// Its name on the command line.
    fn name(&self) -> &'static str;
    /// Runs all cases of the files.
    fn run(&self, sources: &[Source], options: &Options) -> anyhow::Result<Report>;
    /// Runs all cases of a file or folder; by default its JSON files.
    fn run_at(&self, path: &Path, options: &Options) -> anyhow::Result<Report> {
        self.run(&read(path)?, options)
    }
}

/// A file of cases.
pub struct Source {
    /// Where it came from, for messages.
    pub name: String,
    /// Its content.
    pub json: Json,
}

/// How the cases are run.
pub struct Options {
    /// The browser engine, if it shall run them.
    pub wasm: Option<PathBuf>,
    /// Whether answers that were a matter of decision are printed.
    pub verbose: bool,
}

/// The JSON files of a folder, or one file.
fn read(path: &Path) -> anyhow::Result<Vec<Source>> {
    let mut paths = Vec::new();
    if path.is_dir() {
        for entry in std::fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                paths.push(path);
            }
        }
        paths.sort();
    } else {
        paths.push(path.to_path_buf());
    }
    paths
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let json = serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))?;
            Ok(Source { name: path.display().to_string(), json })
        })
        .collect()
}
