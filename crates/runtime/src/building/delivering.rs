//! What a package of its maker leaves behind: the base for the next one, and the drafts of builders brought over to it.

use super::key_of;
use super::publish::{Delivery, Origin};
use crate::{Runtime, RuntimeError, RuntimeResult};
use definition::{Package, merge};
use store::{Tx, apps, drafts, vendor_bases};
use value::{AppId, Instant};

impl Runtime {
    /// Keeps a delivered package, if the app is still the one into which it was merged.
    pub(crate) async fn take_delivery(&self, tx: &Tx, app: &AppId, delivery: &Delivery) -> RuntimeResult<()> {
        let active = apps::get(tx, app).await?.map(|row| row.active_hash);
        let is_seen = delivery.seen.is_none() || delivery.seen == active;
        if active != delivery.over || !is_seen {
            self.forget_apps();
            return Err(app_changed());
        }
        Ok(apps::keep(tx, app.as_str(), &delivery.origin.hash, &delivery.content).await?)
    }

    /// From now on changes of this deployment are what differs from this package.
    pub(crate) async fn set_origin(&self, tx: &Tx, app: &AppId, origin: &Origin, now: Instant) -> RuntimeResult<()> {
        let base =
            vendor_bases::VendorBase { app: app.to_string(), hash: origin.hash.clone(), version: origin.version.clone(), imported_at: now.into() };
        Ok(vendor_bases::set(tx, base).await?)
    }

    /// Drafts are whole objects over the version before. What the new version changed beside them comes into them; what both changed stays as
    /// the builder left it, and stands in the list of changes before it is published.
    pub(super) async fn rebase_drafts(&self, tx: &Tx, app: &AppId, before: Option<&str>, after: &str) -> RuntimeResult<()> {
        let rows = drafts::all(tx, app).await?;
        let Some(before) = before.filter(|_| !rows.is_empty()) else { return Ok(()) };
        let (before, after) = (self.stored_package(tx, app, before).await?, self.stored_package(tx, app, after).await?);
        for row in rows {
            rebase(tx, app, row, &before, &after).await?;
        }
        Ok(())
    }
}

async fn rebase(tx: &Tx, app: &AppId, row: drafts::Draft, before: &Package, after: &Package) -> RuntimeResult<()> {
    let Some(key) = key_of(&row) else { return Ok(()) };
    let text = |package: &Package| package.get(&key).map(|entry| entry.text.to_string());
    let (old, new) = (text(before), text(after));
    let merged = match &row.content {
        _ if old == new => return Ok(()),
        // Whoever takes an object out does not want to see it changed either.
        None => None,
        Some(draft) => merge::merge_object(&key, old.as_deref(), new.as_deref(), Some(draft)),
    };
    if merged == new {
        return Ok(drafts::discard(tx, app, &row.kind, &row.object).await?);
    }
    if merged != row.content {
        drafts::save(tx, drafts::Draft { content: merged, ..row }).await?;
    }
    Ok(())
}

/// Somebody changed the app after it was looked at.
pub(crate) fn app_changed() -> RuntimeError {
    RuntimeError::refused(
        "app_changed",
        "在您查看之后，应用又被修改过；什么都没有导入。请重新选择应用包查看后再导入",
        "The app was changed after you looked at it; nothing was imported. Choose the package again, look, and import it then",
    )
}
