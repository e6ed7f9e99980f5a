//! `cargo xtask gen`: everything that is generated, written anew. The tests compare, this writes.

use crate::run::{command, run};
use crate::web;
use anyhow::Result;

/// Writes JSON Schemas, the OpenAPI document, the generated parts of the docs, and the TypeScript types from them.
pub fn generate() -> Result<()> {
    for package in ["formula", "app-engine", "http-api"] {
        let mut update = command("cargo", &["test", "--quiet", "--package", package, "generated"]);
        update.env("UPDATE", "1");
        run(update)?;
    }
    web::install("apps/web")?;
    web::npm("apps/web", &["run", "--silent", "gen"])
}
