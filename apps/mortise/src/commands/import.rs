//! `mortise import`.

use crate::commands::serve;
use crate::config::Config;
use crate::{package, place};
use access::{Actor, Cause};
use anyhow::{Context, Result, bail};
use runtime::Runtime;
use runtime::types::SlotBinding;
use std::path::Path;
use std::process::ExitCode;
use value::{Locale, SlotId};

/// Imports a package, binds slots, and on demand makes its demo data.
pub async fn import(config: &Config, path: &Path, demo: bool, bindings: &[String], locale: Locale) -> Result<ExitCode> {
    let files = package::read(path)?;
    let runtime = place::open_here(config).await?;
    let found = runtime.check_package(&Actor::System(Cause::Upkeep), &files).await.map_err(place::plain)?;
    found.diagnostics.iter().for_each(|diagnostic| println!("{}", diagnostic.line(locale)));
    if found.diagnostics.iter().any(|diagnostic| diagnostic.severity == definition::Severity::Error) {
        return Ok(ExitCode::FAILURE);
    }
    found.widened.iter().for_each(|right| println!("! {}", right.get(locale)));
    let slots = slot_bindings(&runtime, &found.slots, bindings).await?;
    let published = runtime.import_package(&place::console_call("import"), &files, slots).await.map_err(place::plain)?;
    println!("{} {} #{}", published.app, published.hash, published.number);
    if let Some(migration) = published.migration {
        println!("stored values are being converted …");
        if runtime.finish_migration(migration).await.map_err(place::plain)? == "failed" {
            bail!("the conversion failed and the version before stays; the builder shows why");
        }
    }
    for (slot, _) in runtime
        .slots(&Actor::System(Cause::Upkeep), &published.app)
        .await
        .map_err(place::plain)?
        .iter()
        .filter(|(slot, bound)| slot.required && bound.is_none())
    {
        println!("slot `{}` ({}) is not bound yet", slot.id, slot.label.get(locale));
    }
    if demo {
        let recipe = package::demo_recipe(&files).context("the package has no demo recipe (demo/recipe.json)")?;
        runtime.import_demo(&place::console_call("demo"), &published.app, recipe, serve::demo_password()).await.map_err(place::plain)?;
        serve::print_logins(recipe)?;
    }
    runtime.store().close().await;
    Ok(ExitCode::SUCCESS)
}

async fn slot_bindings(runtime: &Runtime, slots: &[(definition::Slot, Option<serde_json::Value>)], bindings: &[String]) -> Result<Vec<SlotBinding>> {
    let mut bound = Vec::new();
    for binding in bindings {
        let (id, text) = binding.split_once('=').with_context(|| format!("`{binding}` is not `slot=value`"))?;
        let Some((slot, _)) = slots.iter().find(|(slot, _)| slot.id.as_str() == id) else { bail!("the package has no slot `{id}`") };
        bound.push(SlotBinding { slot: SlotId::parse(id)?, value: slot_value(runtime, slot, text).await? });
    }
    Ok(bound)
}

/// People are named by login and departments by name; everything else is taken as it stands.
async fn slot_value(runtime: &Runtime, slot: &definition::Slot, text: &str) -> Result<serde_json::Value> {
    let actor = Actor::System(Cause::Upkeep);
    let key = match slot.kind {
        definition::SlotKind::User => {
            let users = runtime.users(&actor, None).await.map_err(place::plain)?;
            users.iter().find(|user| user.login == text).map(|user| user.id.to_string())
        }
        definition::SlotKind::Department => {
            let departments = runtime.departments(&actor).await.map_err(place::plain)?;
            departments.iter().find(|department| department.name == text).map(|department| department.id.to_string())
        }
        definition::SlotKind::Address | definition::SlotKind::Secret => Some(text.to_owned()),
    };
    Ok(key.with_context(|| format!("nothing is called `{text}`"))?.into())
}
