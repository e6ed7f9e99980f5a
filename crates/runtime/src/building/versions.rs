//! Versions: which were published, and going back to one of them.

use super::publish::Edition;
use crate::types::{Call, Published, VersionEntry};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use store::{apps, flows};
use value::{AppId, UserId};

impl Runtime {
    /// The versions, newest first.
    pub async fn versions(&self, actor: &Actor, app: &AppId) -> RuntimeResult<Vec<VersionEntry>> {
        let active = self.built(actor, app).await?;
        let people = self.people().await?;
        let reader = self.inner.store.read();
        let running = flows::running_by_version(&reader, app).await?;
        let mut rows = apps::versions(&reader, app).await?;
        rows.sort_by_key(|row| std::cmp::Reverse(row.number));
        let entry = |row: apps::AppVersion| VersionEntry {
            number: u32::try_from(row.number).unwrap_or(u32::MAX),
            running: running.get(&row.hash).copied().unwrap_or(0),
            active: row.number == active.number,
            hash: row.hash,
            version: row.version,
            at: row.published_at.instant(),
            by: row.published_by.map(UserId),
            by_name: Self::name_in(&people, row.published_by).unwrap_or_default(),
            note: row.note,
        };
        Ok(rows.into_iter().map(entry).collect())
    }

    /// Publishes the content of an older version as a new one.
    pub async fn roll_back(&self, call: &Call, app: &AppId, number: u32) -> RuntimeResult<Published> {
        let active = self.built(&call.actor, app).await?;
        let reader = self.inner.store.read();
        let rows = apps::versions(&reader, app).await?;
        let wanted = rows.into_iter().find(|row| row.number == i64::from(number)).ok_or(RuntimeError::NotFound { what: "version" })?;
        if wanted.hash == active.compiled.hash {
            return Err(RuntimeError::refused("already_active", "该版本的内容就是当前版本", "This version's content is the active one"));
        }
        let package = self.stored_package(&reader, app, &wanted.hash).await?;
        let compiled = self.pinned_app(&reader, app, &wanted.hash).await?;
        let (_, blocked) = self.impact(&active, &compiled).await?;
        super::impact::refuse(blocked)?;
        let note = format!("← {number}");
        self.put_edition(call, app, Edition { package, compiled, note, slots: Vec::new(), action: "app.roll_back" }).await
    }
}
