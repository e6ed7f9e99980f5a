//! One file per command.

pub mod backup;
pub mod check;
pub mod describe;
pub mod doctor;
pub mod export;
pub mod fmt;
pub mod from_workbook;
pub mod import;
pub mod serve;
pub mod test;
pub mod user;

use anyhow::Result;
use std::process::ExitCode;

/// Prints the description of the HTTP interface.
pub fn openapi() -> Result<ExitCode> {
    println!("{}", serde_json::to_string_pretty(&http_api::openapi())?);
    Ok(ExitCode::SUCCESS)
}
