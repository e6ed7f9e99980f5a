//! `mortise doctor`.

use crate::config::Config;
use crate::place;
use anyhow::{Result, bail};
use runtime::types::CaseFault;
use std::process::ExitCode;
use value::Locale;

/// Looks at everything that the server needs; changes nothing but opens what is there.
pub async fn doctor(config: &Config, with_cases: bool, locale: Locale) -> Result<ExitCode> {
    let mut findings = vec![
        ("data folder", data_folder(config)),
        ("fonts", place::fonts_folder(config).and_then(|folder| place::read_fonts(&folder).map(|_| folder.display().to_string()))),
        ("database", database(config).await),
        ("mail", mail(config)),
        ("address", Ok(config.base_url.clone().unwrap_or_else(|| "no base_url: links in mails will name the listener".into()))),
    ];
    if with_cases {
        findings.push(("cases", cases(config, locale).await));
    }
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

async fn cases(config: &Config, locale: Locale) -> Result<String> {
    let check = place::open_here(config).await?.check_cases().await.map_err(place::plain)?;
    if check.faults == 0 {
        return Ok(format!("{} replayed from {} events, all as stored", check.cases, check.events));
    }
    let line = |fault: &CaseFault| format!("\n  {} / {} / {}: {}", fault.app, fault.flow, fault.record, fault.what.message().get(locale));
    let lines: String = check.told.iter().map(line).collect();
    bail!("{} replayed, {} faults:{lines}", check.cases, check.faults)
}

fn mail(config: &Config) -> Result<String> {
    place::mail(config)?;
    Ok(config.mail.as_ref().map_or_else(|| "not configured; messages stay inside the product".into(), |mail| format!("{}:{}", mail.host, mail.port)))
}
