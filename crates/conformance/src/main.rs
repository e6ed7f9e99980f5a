//! The one door for cases in neutral formats: `conformance <suite> <file or folder> [--wasm]`.
//!
//! Prints the id and reason of each failing case, names what is skipped and closes with `N passed, N failed, N skipped`.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod report;
mod suites;
mod wasm;

use anyhow::bail;
use clap::Parser;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use suites::{Options, SUITES};

/// Runs conformance cases through the engines.
#[derive(Parser)]
#[command(name = "conformance", version)]
struct Arguments {
    /// The suite: formulas, sla, flows, workbooks, xlsform …
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
    let options = Options { wasm: arguments.wasm.then_some(arguments.engine), verbose: arguments.verbose };
    let report = suite.run_at(&arguments.path, &options)?;
    let mut out = std::io::stdout().lock();
    report.write(&mut out)?;
    out.flush()?;
    Ok(if report.failed() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
