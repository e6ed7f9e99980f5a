//! `cargo xtask soak`: the long runs of what `cargo xtask test` runs in a short form.

use crate::run::{command, run};
use crate::test::node_tests;
use crate::tools::{self, POSTGRESQL, STRACE};
use anyhow::Result;

/// Runs the fault tests with their long bounds. The tests read the bounds from the environment, so that short and long runs are the same code.
pub fn soak(arguments: &[String]) -> Result<()> {
    tools::ensure(&[&POSTGRESQL, &STRACE])?;
    run(command("cargo", &["build", "--package", "mortise"]))?;
    let rounds = arguments.first().map_or("100", String::as_str);
    node_tests("tests/faults", &[("SOAK_ROUNDS", rounds)])
}
