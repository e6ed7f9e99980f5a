//! `mortise serve`.

use crate::config::Config;
use crate::{package, place};
use anyhow::{Context, Result};
use definition::Side;
use http_api::{Api, ApiConfig};
use jobs::Worker;
use runtime::Runtime;
use runtime::types::{ImportOrder, NewUser};
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

/// The password of all people of demo data. Demo data is for trying out, never for real work.
const DEMO_PASSWORD: &str = "mortise-demo";

/// Who administers a product that is tried out.
const DEMO_ADMINISTRATOR: &str = "admin";

/// Serves until a signal comes, then finishes what has begun.
pub async fn serve(config: Config, demo: Option<&Path>) -> Result<ExitCode> {
    log_to_console(&config)?;
    let listener = TcpListener::bind((config.host.as_str(), config.port)).await;
    let listener = listener.with_context(|| format!("port {} of {} cannot be listened at", config.port, config.host))?;
    let address = format!("http://{}", listener.local_addr()?);
    let base_url = config.base_url.clone().unwrap_or_else(|| address.clone());
    let runtime = place::open(&config, base_url.clone()).await?;
    if let Some(folder) = demo {
        bring_demo(&runtime, folder).await?;
    }
    if let Some(code) = runtime.set_up_code().await.map_err(place::plain)? {
        println!("There is no administrator yet. Open {base_url} and use this one-time code: {code}");
    }
    let (close, closing) = watch::channel(false);
    let worker = Worker::new(runtime.clone(), place::mail(&config)?).with_calls(place::calls(&config)?);
    let work = tokio::spawn(worker.run(closing.clone()));
    println!("Mortise listens at {address}");
    tokio::spawn(close_on_signal(close));
    http_api::serve(listener, Api::new(runtime.clone(), api_config(&config, base_url), closing)).await?;
    work.await?;
    runtime.store().close().await;
    Ok(ExitCode::SUCCESS)
}

fn api_config(config: &Config, base_url: String) -> ApiConfig {
    ApiConfig {
        base_url,
        behind_proxy: config.behind_proxy,
        max_upload: config.max_upload_mib << 20,
        sign_in_per_minute: config.sign_in_per_minute,
        public_per_minute: config.public_per_minute,
    }
}

fn log_to_console(config: &Config) -> Result<()> {
    let filter = EnvFilter::try_new(&config.log).context("`log` is not valid")?;
    // A log that cannot be written any more must not take down whoever writes to it.
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).log_internal_errors(false);
    let builder = builder.with_ansi(std::io::stderr().is_terminal());
    let started = if config.json_logs { builder.json().try_init() } else { builder.try_init() };
    started.map_err(|error| anyhow::anyhow!("logging cannot be started: {error}"))
}

/// Imports every package of a folder with its demo data, once, and tells who can sign in.
async fn bring_demo(runtime: &Runtime, folder: &Path) -> Result<()> {
    if runtime.needs_set_up().await.map_err(place::plain)? {
        make_demo_administrator(runtime).await?;
    }
    for path in package::all_in(folder)? {
        let files = package::read(&path)?;
        let call = place::console_call("import");
        // Whoever starts again with the demo keeps what he has tried out.
        let order = ImportOrder { otherwise: Some(Side::Customer), ..ImportOrder::default() };
        let published = runtime.import_package(&call, &files, order).await.map_err(place::plain)?;
        println!("{}: version {}", published.app, published.number);
        if let Some(recipe) = package::demo_recipe(&files) {
            runtime.import_demo(&place::console_call("demo"), &published.app, recipe, DEMO_PASSWORD).await.map_err(place::plain)?;
            print_logins(recipe)?;
        }
    }
    Ok(())
}

async fn make_demo_administrator(runtime: &Runtime) -> Result<()> {
    let user = NewUser {
        login: DEMO_ADMINISTRATOR.into(),
        name: "系统管理员".into(),
        email: None,
        departments: Vec::new(),
        administrator: true,
        password: Some(DEMO_PASSWORD.into()),
        keep_password: true,
    };
    runtime.create_user(&place::console_call("demo administrator"), user).await.map_err(place::plain)?;
    println!("Demo administrator: `{DEMO_ADMINISTRATOR}` with the password `{DEMO_PASSWORD}`");
    Ok(())
}

/// Prints who can sign in with demo data.
pub fn print_logins(recipe: &str) -> Result<()> {
    let recipe = app_engine::demo::read(recipe).context("the demo recipe is not valid")?;
    println!("Demo logins, all with the password `{DEMO_PASSWORD}`:");
    for (login, person) in &recipe.people {
        let roles: Vec<&str> = person.roles.iter().map(|role| role.as_str()).collect();
        println!("  {login:<16} {} ({})", person.name, roles.join(", "));
    }
    Ok(())
}

/// The password of demo people.
pub fn demo_password() -> &'static str {
    DEMO_PASSWORD
}

async fn close_on_signal(close: watch::Sender<bool>) {
    wait_for_signal().await;
    // Whoever listened is gone already when this fails.
    let _listeners = close.send(true);
    tracing::info!("The server finishes what has begun and stops");
}

#[cfg(unix)]
async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn wait_for_signal() {
    let _interrupted = tokio::signal::ctrl_c().await;
}
