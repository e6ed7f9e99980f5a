//! `cargo xtask soak`: the long runs of what `cargo xtask test` runs in a short form.

use crate::test::{build_program, laws, node_tests};
use crate::tools::{self, CHROMIUM, FONTS, POPPLER, POSTGRESQL, STRACE, ZBAR};
use crate::{fonts, wasm, web};
use anyhow::{Context, Result};

/// How often the laws are tried on new random cases.
const LAW_ROUNDS: u32 = 20;

/// For so many minutes cases are crashed on each database, unless another number is given.
const MINUTES: u32 = 10;
/// So many crashes of a form fit into a minute.
const ROUNDS_A_MINUTE: u32 = 10;

/// Runs the laws on new random cases, the fault tests with their long bounds, and the browser's with every state in every language and width. The tests read the bounds from the environment, so that short and long runs are the same code.
pub fn soak(arguments: &[String]) -> Result<()> {
    tools::ensure(&[&POSTGRESQL, &CHROMIUM, &FONTS, &POPPLER, &ZBAR, &STRACE])?;
    fonts::ensure()?;
    wasm::build()?;
    web::build()?;
    build_program()?;
    laws(LAW_ROUNDS)?;
    let minutes = arguments.first().map_or(Ok(MINUTES), |minutes| minutes.parse()).context("the length of a soak is a whole number of minutes")?;
    let rounds = minutes.saturating_mul(ROUNDS_A_MINUTE);
    node_tests("tests/faults", &[("SOAK_ROUNDS", &rounds.to_string()), ("SOAK_MINUTES", &minutes.to_string())])?;
    web::install("tests/e2e")?;
    node_tests("tests/e2e", &[("GALLERY", "all")])
}
