//! `cargo xtask test`: everything, in the order in which a fault is cheapest to find.

use crate::run::{command, root, run, target};
use crate::tools::{self, CHROMIUM, FONTS, POPPLER, POSTGRESQL, QPDF, STRACE, ZBAR};
use crate::{fonts, tidy, wasm, web};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

struct Part {
    name: &'static str,
    run: fn() -> Result<()>,
}

const PARTS: &[Part] = &[
    Part { name: "tidy", run: tidy::tidy },
    Part { name: "wasm", run: || wasm::build().map(|_| ()) },
    Part { name: "web", run: web_checks },
    Part { name: "rust", run: rust_tests },
    Part { name: "e2e", run: browser_tests },
    Part { name: "faults", run: short_faults },
];

/// Runs the named parts, or all.
pub fn test(names: &[String]) -> Result<()> {
    if let Some(unknown) = names.iter().find(|name| !PARTS.iter().any(|part| part.name == name.as_str())) {
        bail!("`{unknown}` is not a part of the tests: {}", PARTS.iter().map(|part| part.name).collect::<Vec<_>>().join(" "));
    }
    tools::ensure(&[&POSTGRESQL, &CHROMIUM, &FONTS, &POPPLER, &QPDF, &ZBAR, &STRACE])?;
    fonts::ensure()?;
    let mut failed = Vec::new();
    let mut closing = Vec::new();
    let chosen = |name: &str| names.is_empty() || names.iter().any(|chosen| chosen == name);
    // The browser engines have a head start: their last steps use one processor only, and the checks before them share nothing with them.
    // What goes wrong is told by their own part.
    let mut head_start = (chosen("tidy") && chosen("wasm")).then(|| std::thread::spawn(wasm::build));
    for part in PARTS.iter().filter(|part| chosen(part.name)) {
        println!("\n=== {} ===", part.name);
        let begun = Instant::now();
        if let Some(ahead) = head_start.take_if(|_| part.name == "wasm") {
            _ = ahead.join();
        }
        let result = (part.run)();
        let seconds = begun.elapsed().as_secs();
        match result {
            Ok(()) => closing.push(format!("{:<8} passed in {seconds} s", part.name)),
            Err(fault) => {
                println!("{fault:#}");
                closing.push(format!("{:<8} FAILED in {seconds} s", part.name));
                failed.push(part.name);
            }
        }
    }
    println!("\n{}", closing.join("\n"));
    if failed.is_empty() { Ok(()) } else { bail!("failed: {}", failed.join(", ")) }
}

/// The pages are built before they are judged, so that one broken rule does not also fail every browser test.
fn web_checks() -> Result<()> {
    web::install("apps/web")?;
    web::npm("apps/web", &["run", "--silent", "build"])?;
    web::npm("apps/web", &["run", "--silent", "check"])
}

/// What is built of the workspace for tests. The examples are measuring programs: clippy reads them, linking them here would only cost minutes.
const TEST_BUILD: &[&str] = &["test", "--workspace", "--no-fail-fast", "--lib", "--bins", "--tests"];

fn rust_tests() -> Result<()> {
    let mut tests = command("cargo", TEST_BUILD);
    // The cases run in the modules that people get, not in ones that are built for the test.
    tests.env("BROWSER_ENGINES", wasm::build()?.folder);
    // Laws are tried on the same random cases each time, so that a change alone decides whether they hold; `soak` looks for new ones.
    tests.env("PROPTEST_RNG_SEED", "1");
    run(tests)?;
    run(command("cargo", &["test", "--workspace", "--doc"]))
}

/// Tries the laws on random cases that were never tried before.
pub fn laws(rounds: u32) -> Result<()> {
    let engines = wasm::build()?.folder;
    for _ in 0..rounds {
        let mut tests = command("cargo", TEST_BUILD);
        tests.args(["--", "laws"]).env("BROWSER_ENGINES", &engines);
        run(tests)?;
    }
    Ok(())
}

/// The program as the tests of its command line build it: to build its package alone would choose other features of the libraries and compile
/// them all once more.
pub fn build_program() -> Result<()> {
    let mut build = command("cargo", TEST_BUILD);
    build.arg("--no-run");
    run(build)
}

fn browser_tests() -> Result<()> {
    build_program()?;
    web::install("tests/e2e")?;
    let failed = target().join("failed-stories.txt");
    let Err(first) = told_apart(&node_files("tests/e2e")?, &failed) else { return Ok(()) };
    let again: Vec<_> = std::fs::read_to_string(&failed).unwrap_or_default().lines().map(PathBuf::from).collect();
    if again.is_empty() {
        return Err(first);
    }
    // A real browser on a busy machine now and then stumbles. What fails twice is a fault; what does not is named, so that it is mended.
    println!("\n--- once more: what failed ---");
    told_apart(&again, &failed)?;
    let names: Vec<_> = again.iter().filter_map(|file| file.file_name()).map(|name| name.to_string_lossy()).collect();
    println!("unsteady, passed at the second try: {}", names.join(", "));
    Ok(())
}

/// Runs stories, and writes down the files in which one failed.
fn told_apart(files: &[PathBuf], failed: &Path) -> Result<()> {
    let mut node = node(&[]);
    node.args(["--test-reporter=tap", "--test-reporter-destination=stdout"]);
    node.arg(format!("--test-reporter={}", root().join("tests/lib/failed.mjs").display()));
    node.arg(format!("--test-reporter-destination={}", failed.display()));
    node.args(files);
    run(node)
}

fn short_faults() -> Result<()> {
    build_program()?;
    node_tests("tests/faults", &[])
}

/// Runs the node tests of a folder against the program that was just built.
pub fn node_tests(folder: &str, variables: &[(&str, &str)]) -> Result<()> {
    let mut node = node(variables);
    node.args(node_files(folder)?);
    run(node)
}

fn node_files(folder: &str) -> Result<Vec<PathBuf>> {
    let mut files: Vec<_> = std::fs::read_dir(root().join(folder))?.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    Ok(files)
}

fn node(variables: &[(&str, &str)]) -> Command {
    let mut node = command("node", &["--test", "--test-concurrency=1"]);
    node.env("MORTISE", target().join("debug/mortise"));
    node.envs(variables.iter().copied());
    if let Some(chromium) = tools::chromium() {
        node.env("CHROMIUM", chromium);
    }
    node
}
