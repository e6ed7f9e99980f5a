//! `mortise user`.

use crate::cli::UserCommand;
use crate::config::Config;
use crate::place;
use access::{Actor, Cause};
use anyhow::{Context, Result};
use runtime::Runtime;
use runtime::types::NewUser;
use std::process::ExitCode;

/// Makes, resets and lists people.
pub async fn user(config: &Config, command: UserCommand) -> Result<ExitCode> {
    let runtime = place::open_here(config).await?;
    match command {
        UserCommand::Add { login, name, admin, password } => add(&runtime, login, name, admin, password).await?,
        UserCommand::Reset { login } => reset(&runtime, &login).await?,
        UserCommand::List => list(&runtime).await?,
    }
    runtime.store().close().await;
    Ok(ExitCode::SUCCESS)
}

async fn add(runtime: &Runtime, login: String, name: Option<String>, administrator: bool, password: Option<String>) -> Result<()> {
    let given = password.is_some();
    let user = NewUser {
        name: name.unwrap_or_else(|| login.clone()),
        login: login.clone(),
        email: None,
        departments: Vec::new(),
        administrator,
        password,
        keep_password: given,
    };
    let (_, first) = runtime.create_user(&place::console_call("user add"), user).await.map_err(place::plain)?;
    if given {
        println!("{login}")
    } else {
        println!("{login} {first}")
    }
    Ok(())
}

async fn reset(runtime: &Runtime, login: &str) -> Result<()> {
    let users = runtime.users(&Actor::System(Cause::Upkeep), None).await.map_err(place::plain)?;
    let user = users.iter().find(|user| user.login == login).with_context(|| format!("nobody signs in as `{login}`"))?;
    let password = runtime.reset_password(&place::console_call("user reset"), user.id).await.map_err(place::plain)?;
    println!("{login} {password}");
    Ok(())
}

async fn list(runtime: &Runtime) -> Result<()> {
    for user in runtime.users(&Actor::System(Cause::Upkeep), None).await.map_err(place::plain)? {
        let marks = [(user.administrator, "administrator"), (!user.active, "inactive")];
        let marks: Vec<&str> = marks.into_iter().filter(|(holds, _)| *holds).map(|(_, mark)| mark).collect();
        println!("{:<24} {} {}", user.login, user.name, marks.join(", "));
    }
    Ok(())
}
