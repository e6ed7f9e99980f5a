//! `openapi.json` is what the web app's client is made from: it may not drift from the routes.

use std::path::Path;

#[test]
fn the_generated_description_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let mut fresh = serde_json::to_string_pretty(&http_api::openapi()).unwrap();
    fresh.push('\n');
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == fresh, "crates/http-api/openapi.json is stale; refresh it with `cargo xtask gen`");
}
