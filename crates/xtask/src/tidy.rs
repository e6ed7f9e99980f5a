//! `cargo xtask tidy`: what a machine can check of how we write.

use crate::layers;
use crate::run::{command, output, root, run};
use anyhow::{Context, Result, bail};
use std::path::Path;

/// What may stand at the root of the checkout, besides docs and dotfiles.
const ROOT: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "README.md",
    "LICENSE",
    "crates",
    "apps",
    "definitions",
    "examples",
    "tests",
    "docs",
];

/// The longest hand-written source file.
const LONGEST: usize = 800;

/// Runs every check and reports all that fail.
pub fn tidy() -> Result<()> {
    run(command("cargo", &["fmt", "--all", "--check"]))?;
    run(command("cargo", &["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"]))?;
    layers::check()?;
    let faults = text_faults()?;
    if faults.is_empty() { Ok(()) } else { bail!("{}", faults.join("\n")) }
}

/// All findings in the tracked files.
pub fn text_faults() -> Result<Vec<String>> {
    let listing = output(command("git", &["ls-files", "--cached", "--others", "--exclude-standard"]))?;
    let domain = std::fs::read_to_string(root().join("tests/fixtures/domain-words.txt")).context("the list of domain words is missing")?;
    let domain: Vec<&str> = domain.lines().map(str::trim).filter(|word| !word.is_empty()).collect();
    let mut faults = Vec::new();
    for path in listing.lines() {
        check_place(path, &mut faults);
        let Ok(text) = std::fs::read_to_string(root().join(path)) else { continue };
        check_text(path, &text, &mut faults);
        check_pure(path, &text, &mut faults);
        check_domain(path, &text, &domain, &mut faults);
    }
    check_docs(&mut faults);
    Ok(faults)
}

fn check_place(path: &str, faults: &mut Vec<String>) {
    let first = path.split('/').next().unwrap_or(path);
    if !first.starts_with('.') && !ROOT.contains(&first) {
        faults.push(format!("{path}: nothing but {} stands at the root", ROOT.join(", ")));
    }
}

fn is_source(path: &str) -> bool {
    let ending = Path::new(path).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    matches!(ending, "rs" | "ts" | "tsx" | "mjs" | "css")
}

fn is_generated(path: &str) -> bool {
    path.contains("/generated/") || path.starts_with("definitions/schema/") || path.ends_with("package-lock.json") || path.ends_with("openapi.json")
}

fn check_text(path: &str, text: &str, faults: &mut Vec<String>) {
    // The words are put together here so that this file does not find itself.
    let placeholders = [
        concat!("to", "do!("),
        concat!("unimple", "mented!("),
        concat!("FIX", "ME"),
        concat!("#[ig", "nore"),
        concat!(".on", "ly("),
        concat!(".sk", "ip(\""),
    ];
    let machine = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/fa", "rm/"), concat!("registry.npm", "js.org")];
    if is_source(path) && !is_generated(path) {
        let lines = text.lines().count();
        if lines > LONGEST {
            faults.push(format!("{path}: {lines} lines; split it (at most {LONGEST})"));
        }
        for (number, line) in text.lines().enumerate() {
            if line.ends_with([' ', '\t']) {
                faults.push(format!("{path}:{}: trailing space", number + 1));
            }
            if let Some(word) = placeholders.iter().find(|word| line.contains(**word) && !(**word == ".skip(\"" && path.ends_with(".rs"))) {
                faults.push(format!("{path}:{}: `{word}` is a placeholder", number + 1));
            }
            let loose = path.ends_with(".ts") || path.ends_with(".tsx");
            if loose && [": any", "<any>", "as any", "@ts-ignore", "@ts-expect-error"].iter().any(|word| line.contains(word)) {
                faults.push(format!("{path}:{}: types are strict here: no `any`, no ignored error", number + 1));
            }
        }
    }
    if let Some(word) = machine.iter().find(|word| text.contains(**word)) {
        faults.push(format!("{path}: `{word}` belongs to a machine, not to the project"));
    }
}

/// What a pure crate may not touch: the clock, the machine, the network, other threads.
fn check_pure(path: &str, text: &str, faults: &mut Vec<String>) {
    let pure = layers::pure().any(|name| path.starts_with(&format!("crates/{name}/src/")));
    let impure = [
        "Instant::now",
        "SystemTime",
        "std::env::",
        "std::fs::",
        "std::net::",
        "std::process::",
        "std::thread::",
        "tokio::",
        "async fn",
        " rand::",
        "static mut",
    ];
    let source = text.split("#[cfg(test)]").next().unwrap_or(text);
    if !pure || !path.ends_with(".rs") {
        return;
    }
    for (number, line) in source.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
        if let Some(word) = impure.iter().find(|word| line.contains(**word)) {
            faults.push(format!("{path}:{}: `{word}` in a pure crate: take it as an argument", number + 1));
        }
    }
}

fn check_domain(path: &str, text: &str, domain: &[&str], faults: &mut Vec<String>) {
    if !(path.starts_with("crates/") || path.starts_with("apps/")) || is_generated(path) {
        return;
    }
    let lower = text.to_lowercase();
    if let Some(word) = domain.iter().find(|word| lower.contains(**word)) {
        faults.push(format!("{path}: `{word}` belongs into a package; engines and screens know no app"));
    }
}

/// Every page for people exists in Chinese and in English.
fn check_docs(faults: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(root().join("docs")) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        for (one, other) in [(".zh-CN.md", ".en.md"), (".en.md", ".zh-CN.md")] {
            let Some(stem) = name.strip_suffix(one) else { continue };
            if stem != "README" && !path.with_file_name(format!("{stem}{other}")).exists() {
                faults.push(format!("docs/{name}: docs/{stem}{other} is missing"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_word_of_an_app_and_no_placeholder_stands_in_the_code() {
        assert_eq!(super::text_faults().unwrap(), Vec::<String>::new());
    }
}
