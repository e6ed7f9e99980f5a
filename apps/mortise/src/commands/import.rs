//! `mortise import`.

use crate::cli::Whose;
use crate::commands::serve;
use crate::config::Config;
use crate::{package, place};
use access::{Actor, Cause};
use anyhow::{Context, Result, bail};
use definition::{ChangedBy, Side};
use runtime::Runtime;
use runtime::types::{FieldChoice, ImportOrder, SlotBinding, StepReport, Upgrade};
use std::path::Path;
use std::process::ExitCode;
use value::{Locale, SlotId};

/// How a package is joined with an app that is here.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    /// Whose value is taken where both changed the same thing differently.
    pub conflicts: Option<Whose>,
    /// Whether everything is replaced.
    pub replace: bool,
    /// Whether stored values that do not convert become blank.
    pub blank_unfit: bool,
}

/// Imports a package, binds slots, and on demand makes its demo data.
pub async fn import(config: &Config, path: &Path, demo: bool, bindings: &[String], way: Way, locale: Locale) -> Result<ExitCode> {
    let files = package::read(path)?;
    let runtime = place::open_here(config).await?;
    let system = Actor::System(Cause::Upkeep);
    let mut order = ImportOrder { otherwise: way.conflicts.map(side), replace: way.replace, ..ImportOrder::default() };
    let mut found = runtime.check_package(&system, &files, order.clone()).await.map_err(place::plain)?;
    if let Some(upgrade) = found.upgrade.as_ref().filter(|upgrade| way.blank_unfit && upgrade.steps.iter().any(|step| step.asks)) {
        order.choices = upgrade.steps.iter().filter(|step| step.asks).map(blank).collect();
        found = runtime.check_package(&system, &files, order.clone()).await.map_err(place::plain)?;
    }
    found.diagnostics.iter().for_each(|diagnostic| println!("{}", diagnostic.line(locale)));
    if found.diagnostics.iter().any(|diagnostic| diagnostic.severity == definition::Severity::Error) {
        return Ok(ExitCode::FAILURE);
    }
    if let Some(upgrade) = &found.upgrade {
        order.seen = Some(upgrade.seen.clone());
        if !tell(upgrade, way, locale) {
            return Ok(ExitCode::FAILURE);
        }
    }
    found.widened.iter().for_each(|right| println!("! {}", right.get(locale)));
    order.slots = slot_bindings(&runtime, &found.slots, bindings).await?;
    let published = runtime.import_package(&place::console_call("import"), &files, order).await.map_err(place::plain)?;
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

/// Tells what becomes of the app that is here; answers whether it may be imported.
fn tell(upgrade: &Upgrade, way: Way, locale: Locale) -> bool {
    let zh = locale == Locale::ZhCn;
    if upgrade.customised {
        let count = |by| upgrade.differences.iter().filter(|said| said.difference.by == by).count();
        let (taken, kept) = (count(ChangedBy::Vendor), count(ChangedBy::Customer));
        match (way.replace, zh) {
            (true, true) => println!("! 全部替换：本系统中的 {kept} 处修改会被覆盖"),
            (true, false) => println!("! everything is replaced: {kept} changes of this deployment are written over"),
            (false, true) => println!("采用厂商的修改 {taken} 处，保留本系统的修改 {kept} 处"),
            (false, false) => println!("{taken} changes of the maker are taken, {kept} of this deployment are kept"),
        }
    }
    let mut open = 0;
    for said in upgrade.differences.iter().filter(|said| said.difference.by == ChangedBy::Conflict) {
        open += usize::from(way.conflicts.is_none() && !way.replace);
        let (place, base) = (said.place.get(locale), said.base.get(locale));
        let (customer, vendor) = (said.customer.get(locale), said.vendor.get(locale));
        if zh {
            println!("冲突 {place}\n    原来：{base}\n    本系统改为：{customer}\n    厂商改为：{vendor}");
        } else {
            println!("conflict {place}\n    it was: {base}\n    here: {customer}\n    of the maker: {vendor}");
        }
    }
    upgrade.blocked.iter().for_each(|why| println!("! {}", why.get(locale)));
    if open > 0 {
        let why = if zh {
            format!("有 {open} 处冲突，什么都没有导入：请用 --conflicts customer 或 --conflicts vendor 决定用谁的，或在应用管理页逐处决定")
        } else {
            format!(
                "{open} conflicts, nothing was imported: say whose to take by --conflicts customer or --conflicts vendor, or decide each in the browser"
            )
        };
        println!("{why}");
    }
    if !upgrade.blocked.is_empty() && upgrade.steps.iter().any(|step| step.asks) && !way.blank_unfit {
        println!(
            "{}",
            if zh {
                "不能转换的值可用 --blank-unfit 留空，原值保留在历史中"
            } else {
                "--blank-unfit leaves values that do not convert blank; they stay in the history"
            }
        );
    }
    open == 0 && upgrade.blocked.is_empty()
}

fn side(whose: Whose) -> Side {
    match whose {
        Whose::Vendor => Side::Vendor,
        Whose::Customer => Side::Customer,
    }
}

fn blank(step: &StepReport) -> FieldChoice {
    FieldChoice { form: step.form.clone(), field: step.field.clone(), blank: true, first: false, options: std::collections::BTreeMap::new() }
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
