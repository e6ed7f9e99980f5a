//! The web app.

use crate::run::{command, root, run};
use crate::tools;
use anyhow::Result;
use std::path::Path;
use std::time::SystemTime;

/// npm in a folder of the checkout.
pub fn npm(folder: &str, arguments: &[&str]) -> Result<()> {
    let mut npm = command("npm", arguments);
    npm.current_dir(root().join(folder));
    run(npm)
}

/// Installs the packages of a folder as its lock file says, when they are not there yet.
pub fn install(folder: &str) -> Result<()> {
    tools::ensure_node()?;
    let place = root().join(folder);
    let newer = |path: &Path| std::fs::metadata(path).and_then(|meta| meta.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    if newer(&place.join("node_modules/.package-lock.json")) >= newer(&place.join("package-lock.json")) {
        return Ok(());
    }
    npm(folder, &["ci", "--no-audit", "--no-fund", "--loglevel=error"])
}

/// Builds the web app into `apps/web/dist`.
pub fn build() -> Result<()> {
    install("apps/web")?;
    npm("apps/web", &["run", "--silent", "build"])
}
