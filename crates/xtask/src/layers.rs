//! The walls of the house: which crate stands on which layer, and who may import whom.

use crate::run::{command, output};
use anyhow::{Result, bail};
use serde_json::Value;

/// Every crate of ours with the crates of ours that it may import. An edge that is not here fails the tests;
/// a new one needs a decision record under `docs/decisions/`.
pub const ALLOWED: &[(&str, &[&str])] = &[
    // Layer 0: the language.
    ("value", &[]),
    ("calendar", &["value"]),
    ("query", &["value", "calendar"]),
    ("scene", &[]),
    ("formula", &["value", "calendar"]),
    ("template", &["value", "formula", "calendar"]),
    ("definition", &["value", "calendar", "query"]),
    // Layer 1: the engines. They know layer 0 and `access`, never each other; `app-engine` joins them.
    ("access", &["value", "query", "definition", "calendar"]),
    ("form-engine", &["value", "calendar", "query", "formula", "definition", "access"]),
    ("flow-engine", &["value", "calendar", "query", "formula", "definition", "access"]),
    ("rule-engine", &["value", "calendar", "query", "formula", "template", "definition", "access"]),
    ("report-engine", &["value", "calendar", "query", "formula", "definition", "access", "scene"]),
    ("print-engine", &["value", "calendar", "formula", "template", "definition", "access", "scene"]),
    ("spreadsheet", &["value", "calendar", "query", "definition"]),
    (
        "app-engine",
        &[
            "value",
            "calendar",
            "query",
            "formula",
            "template",
            "definition",
            "access",
            "form-engine",
            "flow-engine",
            "rule-engine",
            "report-engine",
            "print-engine",
            "spreadsheet",
        ],
    ),
    // Layer 2: the adapters. They do not know each other.
    ("store", &["value", "calendar", "query", "definition", "access"]),
    ("files", &[]),
    ("connectors", &["value"]),
    // Layer 3: the use cases.
    (
        "runtime",
        &[
            "value",
            "calendar",
            "query",
            "formula",
            "template",
            "definition",
            "access",
            "form-engine",
            "flow-engine",
            "rule-engine",
            "report-engine",
            "print-engine",
            "spreadsheet",
            "app-engine",
            "scene",
            "store",
            "files",
        ],
    ),
    ("jobs", &["value", "definition", "access", "store", "files", "connectors", "runtime"]),
    // Layer 4: the edges.
    (
        "http-api",
        &[
            "value",
            "query",
            "formula",
            "definition",
            "access",
            "form-engine",
            "flow-engine",
            "rule-engine",
            "report-engine",
            "print-engine",
            "spreadsheet",
            "app-engine",
            "runtime",
        ],
    ),
    ("engine-wasm", &["value", "calendar", "query", "formula", "definition", "access", "form-engine", "app-engine"]),
    ("mortise", &["value", "definition", "access", "app-engine", "store", "files", "connectors", "runtime", "jobs", "http-api", "print-engine"]),
    // Tools.
    ("test-kit", &[]),
    ("conformance", &["value", "calendar", "query", "formula", "definition", "access", "form-engine", "flow-engine", "report-engine", "spreadsheet"]),
    ("xtask", &[]),
];

/// Crates that only tests may import, besides the allowed ones.
const TESTS_MAY: &[&str] = &["test-kit", "query", "print-engine", "jobs", "files", "connectors", "store", "app-engine"];

/// The crates of layers 0 and 1: everything up to `app-engine`, which joins the engines. They are pure.
pub fn pure() -> impl Iterator<Item = &'static str> {
    let joins = ALLOWED.iter().position(|(name, _)| *name == "app-engine").unwrap_or_default();
    ALLOWED.iter().take(joins + 1).map(|(name, _)| *name)
}

/// Compares the edges of `cargo metadata` with the list.
pub fn check() -> Result<()> {
    let metadata: Value = serde_json::from_str(&output(command("cargo", &["metadata", "--format-version", "1", "--no-deps"]))?)?;
    let packages = metadata.get("packages").and_then(Value::as_array).cloned().unwrap_or_default();
    let ours: Vec<String> = packages.iter().filter_map(|package| text(package, "name")).collect();
    let mut faults = Vec::new();
    for package in &packages {
        let name = text(package, "name").unwrap_or_default();
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
            faults.push(format!("the crate `{name}` has no place in the house: add it to crates/xtask/src/layers.rs"));
            continue;
        };
        for dependency in package.get("dependencies").and_then(Value::as_array).into_iter().flatten() {
            let target = text(dependency, "name").unwrap_or_default();
            let for_tests = text(dependency, "kind").as_deref() == Some("dev");
            let fine = allowed.contains(&target.as_str()) || (for_tests && TESTS_MAY.contains(&target.as_str()));
            if ours.contains(&target) && !fine {
                faults.push(format!("`{name}` may not import `{target}`"));
            }
        }
    }
    for (name, _) in ALLOWED {
        if !ours.iter().any(|known| known == name) {
            faults.push(format!("`{name}` stands in crates/xtask/src/layers.rs and is no crate"));
        }
    }
    if faults.is_empty() { Ok(()) } else { bail!("{}", faults.join("\n")) }
}

fn text(json: &Value, key: &str) -> Option<String> {
    json.get(key).and_then(Value::as_str).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_walls_stand() {
        super::check().unwrap();
    }
}
