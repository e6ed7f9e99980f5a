//! The executable: serves the product, checks, plays, imports and exports packages, manages people, backs up and restores.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks to its user")]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, clippy::as_conversions)
)]

mod cli;
mod commands;
mod config;
mod package;
mod place;

use anyhow::Result;
use clap::Parser;
use cli::{Cli, Command};
use config::Config;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("mortise: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli) -> Result<ExitCode> {
    let locale = cli.place.locale();
    match cli.command {
        Command::Check { package } => commands::check::check(&package, locale),
        Command::Fmt { folder, check } => commands::fmt::fmt(&folder, check, locale),
        Command::Test { package, only } => commands::test::test(&package, only.as_deref(), locale),
        Command::FromWorkbook { workbook, out, review, why } => commands::from_workbook::from_workbook(&workbook, &out, review, why, locale),
        Command::Openapi => commands::openapi(),
        other => {
            let config = Config::load(&cli.place)?;
            tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run_with_place(other, config, locale))
        }
    }
}

async fn run_with_place(command: Command, config: Config, locale: value::Locale) -> Result<ExitCode> {
    match command {
        Command::Serve(serve) => commands::serve::serve(config.overruled_by(&serve), serve.demo.as_deref()).await,
        Command::Import { package, demo, bindings, conflicts, replace, blank_unfit } => {
            let way = commands::import::Way { conflicts, replace, blank_unfit };
            commands::import::import(&config, &package, demo, &bindings, way, locale).await
        }
        Command::Export { app, file } => commands::export::export(&config, &app, &file).await,
        Command::Describe { what, app, file } => commands::describe::describe(&config, what, &app, file.as_deref(), locale).await,
        Command::User(user) => commands::user::user(&config, user).await,
        Command::Backup { file } => commands::backup::backup(&config, &file).await,
        Command::Restore { file } => commands::backup::restore(&config, &file).await,
        Command::Doctor { cases } => commands::doctor::doctor(&config, cases, locale).await,
        Command::Check { .. } | Command::Fmt { .. } | Command::Test { .. } | Command::FromWorkbook { .. } | Command::Openapi => Ok(ExitCode::SUCCESS),
    }
}
