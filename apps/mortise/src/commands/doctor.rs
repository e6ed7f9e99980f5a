//! `mortise doctor`.

use crate::config::Config;
use crate::place;
use anyhow::Result;
use std::process::ExitCode;

/// Looks at everything that the server needs; changes nothing but opens what is there.
pub async fn doctor(config: &Config) -> Result<ExitCode> {
    let findings = [
        ("data folder", data_folder(config)),
        ("fonts", place::fonts_folder(config).and_then(|folder| place::read_fonts(&folder).map(|_| folder.display().to_string()))),
        ("database", database(config).await),
        ("mail", mail(config)),
        ("address", Ok(config.base_url.clone().unwrap_or_else(|| "no base_url: links in mails will name the listener".into()))),
    ];
    let mut well = true;
    for (what, finding) in &findings {
        match finding {
            Ok(text) => println!("ok    {what}: {text}"),
            Err(error) => {
                well = false;
                println!("FAULT {what}: {error:#}");
            }
        }
    }
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn data_folder(config: &Config) -> Result<String> {
    let probe = config.data.join(".doctor");
    if !config.data.is_dir() {
        return Ok(format!("{} will be made at the first start", config.data.display()));
    }
    std::fs::write(&probe, b"probe")?;
    std::fs::remove_file(&probe)?;
    Ok(format!("{} can be written", config.data.display()))
}

async fn database(config: &Config) -> Result<String> {
    let url = config.database_url();
    if let Some(path) = url.strip_prefix("sqlite:")
        && !std::path::Path::new(path).exists()
    {
        return Ok("a new SQLite file will be made at the first start".into());
    }
    let store = place::open_store(config).await?;
    store.ping().await?;
    let backend = store.backend();
    store.close().await;
    Ok(format!("{backend:?} answers"))
}

fn mail(config: &Config) -> Result<String> {
    place::mail(config)?;
    Ok(config.mail.as_ref().map_or_else(|| "not configured; messages stay inside the product".into(), |mail| format!("{}:{}", mail.host, mail.port)))
}
