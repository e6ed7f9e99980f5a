//! `cargo xtask bench`: what the budgets of the design give a number for, printed beside the budget.

use crate::run::{command, root, run, target};
use crate::{fonts, wasm, web};
use anyhow::Result;

/// Measures with release builds; every line names its command, so that anyone can repeat it.
pub fn bench() -> Result<()> {
    fonts::ensure()?;
    let engine = wasm::build()?;
    println!("browser engine `fill`: {} kB raw, {} kB gzip (budget 250 kB gzip)", size(&engine)? / 1000, gzip(&engine)? / 1000);
    web::build()?;
    run(command("cargo", &["build", "--release", "--package", "mortise"]))?;
    let binary = target().join("release/mortise");
    println!("binary with web app inside: {} MB (budget 60 MB)", size(&binary)? / 1_000_000);
    for (package, example) in [
        ("formula", "bench"),
        ("form-engine", "bench"),
        ("flow-engine", "bench"),
        ("print-engine", "bench"),
        ("store", "bench"),
        ("runtime", "bench"),
    ] {
        if root().join(format!("crates/{package}/examples/{example}.rs")).exists() {
            println!("\n--- {package} ---");
            run(command("cargo", &["run", "--quiet", "--release", "--package", package, "--example", example]))?;
        }
    }
    let mut server = command("node", &["tests/load/bench.mjs"]);
    server.env("MORTISE", &binary);
    println!("\n--- server ---");
    run(server)
}

fn size(path: &std::path::Path) -> Result<u64> {
    Ok(std::fs::metadata(path)?.len())
}

fn gzip(path: &std::path::Path) -> Result<u64> {
    let script = "process.stdout.write(String(require('zlib').gzipSync(require('fs').readFileSync(process.argv[1]), {level: 9}).length))";
    Ok(crate::run::output(command("node", &["-e", script, &path.to_string_lossy()]))?.trim().parse()?)
}
