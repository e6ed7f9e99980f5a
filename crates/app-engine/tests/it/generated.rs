//! What is generated from the types and registries must be fresh. `UPDATE=1` writes it.

use crate::root;
use serde_json::Value as Json;

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
