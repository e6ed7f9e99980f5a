//! What is generated from the types and registries must be fresh. `UPDATE=1` writes it.

use crate::root;
use definition::Diagnostic;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use value::Locale;

#[test]
fn generated_schemas_are_fresh() {
    let folder = root().join("definitions/schema");
    let update = std::env::var_os("UPDATE").is_some();
    let mut wanted: Vec<(String, Json)> = app_engine::schema::all();
    wanted.push(("demo-recipe.json".into(), app_engine::demo::schema()));
    wanted.push(("registry.json".into(), app_engine::registry()));
    let mut stale = Vec::new();
    for (name, schema) in &wanted {
        let text = serde_json::to_string_pretty(schema).unwrap() + "\n";
        let path = folder.join(name);
        if std::fs::read_to_string(&path).ok().as_deref() != Some(&text) {
            if update {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&path, text).unwrap();
            } else {
                stale.push(name.clone());
            }
        }
    }
    assert!(stale.is_empty(), "stale in definitions/schema: {stale:?}; run `cargo xtask gen`");
}

#[test]
fn every_schema_is_a_schema() {
    for (name, schema) in app_engine::schema::all() {
        jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

/// The index of codes: what each says, by an example from the broken packages.
#[test]
fn generated_error_index_is_fresh() {
    let mut examples: BTreeMap<String, (Diagnostic, String)> = BTreeMap::new();
    for (name, files) in crate::diagnostics::spoilt_packages() {
        for found in app_engine::check(&files).compiled.diagnostics {
            examples.entry(found.code.clone()).or_insert((found, name.clone()));
        }
    }
    let line = |(code, (found, name)): (&String, &(Diagnostic, String))| {
        let hint = found.hint.clone().unwrap_or_default();
        let cell = |locale: Locale| format!("{}<br>→ {}", found.message.get(locale), hint.get(locale)).replace('|', "\\|");
        format!("| `{code}` | {} | {} | [{name}](../../tests/cases/diagnostics/{name}.json) |", cell(Locale::ZhCn), cell(Locale::En))
    };
    let text = format!(
        "# Codes of findings\n\nWhat `mortise check` says, by an example each, generated from the broken packages in `tests/cases/diagnostics/` \
         by `cargo xtask gen`.\nThe letters and ranges of the codes: [definition format](../definition-format/README.md).\n\n\
         | code | 说明 | meaning | example |\n|---|---|---|---|\n{}\n",
        examples.iter().map(line).collect::<Vec<_>>().join("\n")
    );
    let path = root().join("docs/errors/README.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    } else {
        assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), text, "docs/errors/README.md is stale; run `cargo xtask gen`");
    }
}

/// What is shared with other definitions, and what stands on the canvas instead of in the panel.
const NOT_IN_THE_PANEL: [&str; 5] = ["Filter", "Condition", "Operand", "Edge", "CanvasPlace"];

#[test]
fn every_setting_of_flows_is_explained_in_chinese() {
    let schema: serde_json::Value = serde_json::from_slice(&std::fs::read(root().join("definitions/schema/flow.json")).unwrap()).unwrap();
    let mut missing = Vec::new();
    for (name, of) in schema["$defs"].as_object().unwrap().iter().filter(|(name, _)| !NOT_IN_THE_PANEL.contains(&name.as_str())) {
        let whole = [of].into_iter();
        for part in whole.chain(of["oneOf"].as_array().into_iter().flatten()).chain(of["anyOf"].as_array().into_iter().flatten()) {
            for (key, property) in part["properties"].as_object().into_iter().flatten() {
                let of_every_step = (name.starts_with("Node_") || name == "FlowClock") && ["id", "kind", "label"].contains(&key.as_str());
                if !of_every_step && property.get("description").is_some() && property["x-help"]["zh-CN"].as_str().is_none_or(str::is_empty) {
                    missing.push(format!("{name}/{key}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "without a Chinese help: {missing:?}");
}
