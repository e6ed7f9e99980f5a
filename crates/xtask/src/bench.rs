//! `cargo xtask bench [PART ...]`: what the design gives a number for, measured with release builds and printed beside its budget.
//!
//! A measuring program prints lines of the form `figure⇥name⇥value⇥unit⇥bound⇥budget⇥against`; everything else that it prints is shown as it
//! comes. At the end all figures stand in one table. Nothing fails here: a benchmark is never a timed test.

use crate::run::{command, output, root, run, shown, target};
use crate::{fonts, tools, wasm, web};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

struct Part {
    name: &'static str,
    run: fn(Builds) -> Result<Vec<Figure>>,
}

/// How measuring programs are built.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Builds {
    /// With the choice of features that the whole program has: one build serves all parts.
    BesideTheServer,
    /// Alone: much less is built when one engine is measured.
    Alone,
}

const PARTS: &[Part] = &[
    Part { name: "formulas", run: |builds| example(builds, "formula") },
    Part { name: "forms", run: forms },
    Part { name: "calendars", run: |builds| example(builds, "calendar") },
    Part { name: "flows", run: flows },
    Part { name: "print", run: print },
    Part { name: "workbooks", run: workbooks },
    Part { name: "store", run: |builds| example(builds, "store") },
    Part { name: "steps", run: steps },
    Part { name: "migrate", run: migrate },
    Part { name: "todos", run: todos },
    Part { name: "timers", run: timers },
    Part { name: "import", run: import },
    Part { name: "server", run: server },
];

/// A measure beside its budget.
struct Figure {
    name: String,
    value: String,
    unit: String,
    /// Whether it shall be at most or at least so much; none when no budget is stated.
    budget: Option<(Bound, f64)>,
    against: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    AtMost,
    AtLeast,
}

/// Measures the named parts, or all.
pub fn bench(names: &[String]) -> Result<()> {
    if let Some(unknown) = names.iter().find(|name| !PARTS.iter().any(|part| part.name == name.as_str())) {
        bail!("`{unknown}` is not a part of the benchmarks: {}", PARTS.iter().map(|part| part.name).collect::<Vec<_>>().join(" "));
    }
    let chosen = |name: &str| names.is_empty() || names.iter().any(|chosen| chosen == name);
    let builds = if chosen("server") || chosen("steps") || chosen("migrate") { Builds::BesideTheServer } else { Builds::Alone };
    let mut figures = Vec::new();
    for part in PARTS.iter().filter(|part| chosen(part.name)) {
        println!("\n=== {} ===", part.name);
        let begun = Instant::now();
        figures.extend((part.run)(builds)?);
        println!("{} took {} s with its builds", part.name, begun.elapsed().as_secs());
    }
    print_table(&figures);
    Ok(())
}

/// Native and in the browser engine, on the same workloads.
fn forms(builds: Builds) -> Result<Vec<Figure>> {
    let mut figures = example(builds, "form-engine")?;
    let engines = wasm::build()?;
    for (name, module, budget) in [("fill", &engines.fill, 250.0), ("studio", &engines.studio, 700.0)] {
        let (raw, zipped) = (size(module)?, gzip(module)?);
        let against = format!("{} kB raw", raw / 1000);
        figures.push(Figure::of(
            &format!("browser engine `{name}`, gzip"),
            &(zipped / 1000).to_string(),
            "kB",
            Some((Bound::AtMost, budget)),
            &against,
        ));
    }
    let mut workloads = built_example();
    workloads.arg("--workloads");
    let file = target().join("form-workloads.json");
    std::fs::write(&file, output(workloads)?)?;
    figures.extend(measured(command("node", &["crates/engine-wasm/tests/bench.mjs", &engines.fill.to_string_lossy(), &file.to_string_lossy()]))?);
    figures.extend(peers(&file)?);
    Ok(figures)
}

/// The flow core, and beside it another engine on the very same process; it is installed for this only.
fn flows(builds: Builds) -> Result<Vec<Figure>> {
    let mut figures = example(builds, "flow-engine")?;
    tools::ensure(&[&tools::PYTHON])?;
    let rooms = target().join("flow-peer");
    let python = rooms.join("bin/python").to_string_lossy().into_owned();
    if !rooms.join("bin/pip").is_file() {
        run(command("python3", &["-m", "venv", &rooms.to_string_lossy()]))?;
    }
    run(command(&python, &["-m", "pip", "install", "--quiet", "--requirement", "tests/load/flows/requirements.txt"]))?;
    figures.extend(measured(command(&python, &["tests/load/flows/peer.py"]))?);
    Ok(figures)
}

/// Other form engines on the same workloads; they are installed for this only.
fn peers(workloads: &Path) -> Result<Vec<Figure>> {
    let folder = "tests/load/forms";
    if !root().join(folder).join("node_modules").is_dir() {
        run(command("npm", &["ci", "--prefix", folder, "--no-audit", "--no-fund"]))?;
    }
    measured(command("node", &["tests/load/forms/peers.mjs", &workloads.to_string_lossy()]))
}

fn print(builds: Builds) -> Result<Vec<Figure>> {
    fonts::ensure()?;
    example(builds, "print-engine")
}

/// What is found in the workbooks of the corpus. Not a matter of time: a build for tests will do.
fn workbooks(_: Builds) -> Result<Vec<Figure>> {
    run(command("cargo", &["build", "--package", "conformance"]))?;
    let program = target().join("debug/conformance").to_string_lossy().into_owned();
    counted(command(&program, &["workbooks", "tests/fixtures/workbooks"]))
}

fn steps(builds: Builds) -> Result<Vec<Figure>> {
    tools::ensure(&[&tools::POSTGRESQL])?;
    fonts::ensure()?;
    example(builds, "runtime")
}

/// Changing a type and a formula on many records while others write.
fn migrate(builds: Builds) -> Result<Vec<Figure>> {
    tools::ensure(&[&tools::POSTGRESQL])?;
    fonts::ensure()?;
    build_example(builds, "runtime")?;
    let mut program = built_example();
    program.arg("migrate");
    measured(program)
}

/// A page of the workbench among a million open cases.
fn todos(builds: Builds) -> Result<Vec<Figure>> {
    tools::ensure(&[&tools::POSTGRESQL])?;
    fonts::ensure()?;
    build_example(builds, "runtime")?;
    let mut program = built_example();
    program.arg("todos");
    measured(program)
}

/// A hundred thousand timers that are due at once.
fn timers(builds: Builds) -> Result<Vec<Figure>> {
    tools::ensure(&[&tools::POSTGRESQL])?;
    fonts::ensure()?;
    example(builds, "jobs")
}

/// Rows of a workbook in and out.
fn import(builds: Builds) -> Result<Vec<Figure>> {
    fonts::ensure()?;
    build_example(builds, "runtime")?;
    let mut program = built_example();
    program.arg("import");
    measured(program)
}

/// The whole program, with the web app inside.
fn server(_: Builds) -> Result<Vec<Figure>> {
    fonts::ensure()?;
    wasm::build()?;
    web::build()?;
    // With the benchmark of the steps beside it, so that both take the same libraries.
    run(command("cargo", &["build", "--release", "--package", "mortise", "--bin", "mortise", "--package", "runtime", "--example", "bench"]))?;
    let mut load = command("node", &["tests/load/bench.mjs"]);
    load.env("MORTISE", target().join("release/mortise"));
    measured(load)
}

/// Builds the example `bench` of a crate and runs it.
fn example(builds: Builds, package: &str) -> Result<Vec<Figure>> {
    build_example(builds, package)?;
    measured(built_example())
}

fn build_example(builds: Builds, package: &str) -> Result<()> {
    let mut build = command("cargo", &["build", "--release", "--package", package, "--example", "bench"]);
    if builds == Builds::BesideTheServer {
        build.args(["--package", "mortise", "--bin", "mortise"]);
    }
    run(build)
}

/// All examples have the same name, so that this is the one that was built last.
fn built_example() -> Command {
    command(&target().join("release/examples/bench").to_string_lossy(), &[])
}

/// Runs a measuring program, shows what it says, and picks out its figures.
fn measured(program: Command) -> Result<Vec<Figure>> {
    let line = shown(&program);
    let (figures, status) = listened(program)?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(figures)
}

/// The same of a program that fails when a single case does: its figures count all the same.
fn counted(program: Command) -> Result<Vec<Figure>> {
    let line = shown(&program);
    let (figures, status) = listened(program)?;
    if figures.is_empty() {
        bail!("`{line}` told no figures ({status})");
    }
    Ok(figures)
}

fn listened(mut program: Command) -> Result<(Vec<Figure>, std::process::ExitStatus)> {
    let line = shown(&program);
    println!("▸ {line}");
    let mut child = program.stdout(Stdio::piped()).spawn().with_context(|| format!("`{line}` cannot be started"))?;
    let mut figures = Vec::new();
    if let Some(said) = child.stdout.take() {
        for said in BufReader::new(said).lines() {
            let said = said?;
            match Figure::read(&said) {
                Some(figure) => {
                    println!("  {}", figure.line());
                    figures.push(figure);
                }
                None => println!("  {said}"),
            }
        }
    }
    Ok((figures, child.wait()?))
}

impl Figure {
    fn of(name: &str, value: &str, unit: &str, budget: Option<(Bound, f64)>, against: &str) -> Self {
        Self { name: name.into(), value: value.into(), unit: unit.into(), budget, against: against.into() }
    }

    fn read(line: &str) -> Option<Self> {
        let mut parts = line.strip_prefix("figure\t")?.split('\t');
        let mut next = || parts.next().unwrap_or_default();
        let (name, value, unit, bound, budget, against) = (next(), next(), next(), next(), next(), next());
        let bound = if bound == ">=" { Bound::AtLeast } else { Bound::AtMost };
        Some(Self::of(name, value, unit, budget.parse().ok().map(|budget| (bound, budget)), against))
    }

    fn verdict(&self) -> &'static str {
        let (Some((bound, budget)), Ok(value)) = (self.budget, self.value.parse::<f64>()) else { return "" };
        let holds = match bound {
            Bound::AtMost => value <= budget,
            Bound::AtLeast => value >= budget,
        };
        if holds { "ok" } else { "OVER" }
    }

    fn budget(&self) -> String {
        let sign = |bound| if bound == Bound::AtMost { "≤" } else { "≥" };
        self.budget.map_or_else(|| "–".into(), |(bound, budget)| format!("{} {budget}", sign(bound)))
    }

    fn line(&self) -> String {
        format!("{}: {} {} (budget {}) {} {}", self.name, self.value, self.unit, self.budget(), self.verdict(), self.against)
    }
}

fn print_table(figures: &[Figure]) {
    let width = figures.iter().map(|figure| figure.name.chars().count()).max().unwrap_or(0).min(70);
    println!("\n{:<width$}  {:>10} {:<8} {:>10}  {:<4}  against", "measure", "value", "unit", "budget", "");
    for figure in figures {
        let Figure { name, value, unit, against, .. } = figure;
        println!("{name:<width$}  {value:>10} {unit:<8} {:>10}  {:<4}  {against}", figure.budget(), figure.verdict());
    }
    let over = figures.iter().filter(|figure| figure.verdict() == "OVER").count();
    println!("\n{} measures, {over} over their budget", figures.len());
}

fn size(path: &Path) -> Result<u64> {
    Ok(std::fs::metadata(path)?.len())
}

fn gzip(path: &Path) -> Result<u64> {
    let script = "process.stdout.write(String(require('zlib').gzipSync(require('fs').readFileSync(process.argv[1]), {level: 9}).length))";
    Ok(output(command("node", &["-e", script, &path.to_string_lossy()]))?.trim().parse()?)
}

#[cfg(test)]
mod tests {
    use super::Figure;

    #[test]
    fn a_figure_knows_its_budget() {
        let verdict = |line: &str| Figure::read(line).map(|figure| figure.verdict());
        assert_eq!(verdict("figure\tstart\t0.4\ts\t<=\t1\t"), Some("ok"));
        assert_eq!(verdict("figure\tsteps\t40\t/s\t>=\t50\t"), Some("OVER"));
        assert_eq!(verdict("figure\tsteps\t40\t/s\t\t\t"), Some(""));
        assert!(verdict("anything else").is_none());
    }
}
