//! `mortise export`.

use crate::config::Config;
use crate::place;
use access::{Actor, Cause};
use anyhow::{Context, Result};
use std::path::Path;
use std::process::ExitCode;
use value::AppId;

/// Writes the published version of an app as a package.
pub async fn export(config: &Config, app: &str, file: &Path) -> Result<ExitCode> {
    let app = AppId::parse(app)?;
    let runtime = place::open_here(config).await?;
    let package = runtime.export_package(&Actor::System(Cause::Upkeep), &app).await.map_err(place::plain)?;
    std::fs::write(file, &package.content).with_context(|| format!("`{}` cannot be written", file.display()))?;
    println!("{}", file.display());
    runtime.store().close().await;
    Ok(ExitCode::SUCCESS)
}
