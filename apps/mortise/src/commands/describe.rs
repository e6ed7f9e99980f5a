//! `mortise describe`: what programs outside need to know of an app.

use crate::cli::What;
use crate::config::Config;
use crate::place;
use access::{Actor, Cause};
use anyhow::{Context, Result, bail};
use app_engine::interface::{AppInterface, typescript};
use std::path::Path;
use std::process::ExitCode;
use store::tables::TableDescription;
use value::{AppId, Locale};

/// Writes the description of an app, to a file or to the console.
pub async fn describe(config: &Config, what: What, app: &str, file: Option<&Path>, locale: Locale) -> Result<ExitCode> {
    let (interface, tables) = if Path::new(app).exists() { of_package(Path::new(app), locale)? } else { of_installed(config, app).await? };
    let text = match what {
        What::JsonSchema => pretty(&interface.json_schema(locale))?,
        What::Openapi => pretty(&http_api::app_openapi(&interface, config.base_url.as_deref().unwrap_or_default(), locale))?,
        What::Typescript => typescript(&interface, locale),
        What::Columns => runtime::tables_in_words(&interface.app, &tables, locale),
    };
    match file {
        Some(file) => {
            std::fs::write(file, text).with_context(|| format!("`{}` cannot be written", file.display()))?;
            println!("{}", file.display());
        }
        None => print!("{text}"),
    }
    Ok(ExitCode::SUCCESS)
}

fn pretty(json: &serde_json::Value) -> Result<String> {
    Ok(serde_json::to_string_pretty(json)? + "\n")
}

/// A package as it would be installed in a new place.
fn of_package(path: &Path, locale: Locale) -> Result<(AppInterface, Vec<TableDescription>)> {
    let checked = app_engine::check(&crate::package::read(path)?);
    let Some(app) = checked.compiled.app else {
        for diagnostic in &checked.compiled.diagnostics {
            eprintln!("{}", diagnostic.line(locale));
        }
        bail!("`{}` has errors", path.display());
    };
    let tables = runtime::planned_tables(&app).map_err(place::plain)?;
    Ok((AppInterface::whole(&app), tables))
}

/// The published version of an app, and its tables as they stand.
async fn of_installed(config: &Config, app: &str) -> Result<(AppInterface, Vec<TableDescription>)> {
    let app = AppId::parse(app).with_context(|| format!("`{app}` is neither a package nor the id of an app"))?;
    let runtime = place::open_here(config).await?;
    let interface = runtime.interface(&Actor::System(Cause::Upkeep), &app).await.map_err(place::plain)?;
    let tables = runtime.record_tables(&app).await.map_err(place::plain)?;
    runtime.store().close().await;
    Ok((interface, tables))
}
