//! The suites: one file each, and its line in the list.

mod flows;
pub mod formulas;
mod sla;

use crate::report::Report;
pub use formulas::Outcome;
use serde_json::Value as Json;
use std::path::PathBuf;

/// All suites.
pub static SUITES: &[&dyn Suite] = &[&formulas::Formulas, &sla::Sla, &flows::Flows];

/// A kind of cases and how they are run.
pub trait Suite: Sync {
    /// Its name on the command line.
    fn name(&self) -> &'static str;
    /// Runs all cases of the files.
    fn run(&self, sources: &[Source], options: &Options) -> anyhow::Result<Report>;
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
