//! The one door for cases in neutral formats: `conformance <suite> <file or folder> [--wasm]`.
//!
//! Prints the id and reason of each failing case, names what is skipped and closes with `N passed, N failed, N skipped`.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod report;
mod suites;
mod wasm;

use anyhow::{Context, bail};
use clap::Parser;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use suites::{Options, SUITES, Source};

/// Runs conformance cases through the engines.
#[derive(Parser)]
#[command(name = "conformance", version)]
struct Arguments {
    /// The suite: formulas, sla …
    suite: String,
    /// A file of cases, or a folder whose JSON files are read.
    path: PathBuf,
    /// Runs the cases through the browser engine in Node.
    #[arg(long)]
    wasm: bool,
    /// The browser engine; default `apps/web/public/engine/studio.wasm`, as `cargo xtask wasm` writes it.
    #[arg(long, default_value = "apps/web/public/engine/studio.wasm")]
    engine: PathBuf,
    /// Prints every case whose answer was a matter of decision, with the answer.
    #[arg(long)]
    verbose: bool,
}

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let Some(suite) = SUITES.iter().find(|suite| suite.name() == arguments.suite) else {
        let known: Vec<&str> = SUITES.iter().map(|suite| suite.name()).collect();
        bail!("there is no suite `{}`; there are: {}", arguments.suite, known.join(", "));
    };
    let sources = read(&arguments.path)?;
    let options = Options { wasm: arguments.wasm.then_some(arguments.engine), verbose: arguments.verbose };
    let report = suite.run(&sources, &options)?;
    let mut out = std::io::stdout().lock();
    report.write(&mut out)?;
    out.flush()?;
    Ok(if report.failed() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

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
