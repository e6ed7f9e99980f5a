//! Versions: which were published, and going back to one of them.

use super::publish::{Edition, Values};
use super::weighing::Purpose;
use crate::types::{Call, Changes, Download, FieldChoice, Published, VersionEntry};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use definition::ObjectChange;
use query::FieldPath;
use store::{apps, flows};
use value::{AppId, FormId, Locale, UserId};

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

    /// Publishes the content of an older version as a new one. Its columns are found again with their values; what was changed in the
    /// meantime is converted back.
    pub async fn roll_back(&self, call: &Call, app: &AppId, number: u32, choices: Vec<FieldChoice>) -> RuntimeResult<Published> {
        let active = self.built(&call.actor, app).await?;
        let reader = self.inner.store.read();
        let rows = apps::versions(&reader, app).await?;
        let wanted = rows.into_iter().find(|row| row.number == i64::from(number)).ok_or(RuntimeError::NotFound { what: "version" })?;
        if wanted.hash == active.compiled.hash {
            return Err(RuntimeError::refused("already_active", "该版本的内容就是当前版本", "This version's content is the active one"));
        }
        let package = self.stored_package(&reader, app, &wanted.hash).await?;
        let compiled = self.pinned_app(&reader, app, &wanted.hash).await?;
        let mut found = self.impact(&active, &compiled, &choices, Purpose::Publish).await?;
        super::impact::refuse(std::mem::take(&mut found.blocked))?;
        let (note, values) = (format!("← {number}"), Values::of(&active, found, choices));
        self.put_edition(call, app, Edition { package, compiled, note, slots: Vec::new(), action: "app.roll_back", values, delivery: None }).await
    }

    /// What going back to an older version would change, with these decisions about stored values.
    pub async fn changes_back(&self, actor: &Actor, app: &AppId, number: u32, choices: &[FieldChoice]) -> RuntimeResult<Changes> {
        let active = self.built(actor, app).await?;
        let reader = self.inner.store.read();
        let rows = apps::versions(&reader, app).await?;
        let wanted = rows.into_iter().find(|row| row.number == i64::from(number)).ok_or(RuntimeError::NotFound { what: "version" })?;
        let package = self.stored_package(&reader, app, &wanted.hash).await?;
        let compiled = self.pinned_app(&reader, app, &wanted.hash).await?;
        self.changes_to(&active, &package, Some(&compiled), choices).await
    }

    /// What differs between two versions, property by property.
    pub async fn compare_versions(&self, actor: &Actor, app: &AppId, from: u32, to: u32) -> RuntimeResult<Vec<ObjectChange>> {
        self.built(actor, app).await?;
        let reader = self.inner.store.read();
        let rows = apps::versions(&reader, app).await?;
        let hash = |number: u32| {
            let found = rows.iter().find(|row| row.number == i64::from(number));
            found.map(|row| row.hash.clone()).ok_or(RuntimeError::NotFound { what: "version" })
        };
        let before = self.stored_package(&reader, app, &hash(from)?).await?;
        let after = self.stored_package(&reader, app, &hash(to)?).await?;
        Ok(definition::diff(&before, &after))
    }

    /// All records whose values a step of the drafts finds something wrong with, as a workbook.
    pub async fn troubled_records(&self, actor: &Actor, app: &AppId, form: &FormId, field: &FieldPath) -> RuntimeResult<Download> {
        let active = self.built(actor, app).await?;
        let (package, _) = self.drafted(&self.inner.store.read(), &active).await?;
        let compiled = app_engine::compile(&package);
        let Some(next) = compiled.app else { return Err(RuntimeError::Faulty { diagnostics: compiled.diagnostics }) };
        let found = self.troubled(&active, &next, form, field).await?;
        let locale = active.compiled.language();
        let heads = if locale == Locale::ZhCn { ["记录", "标题", "值", "原因"] } else { ["Record", "Title", "Value", "Why"] };
        let rows = found.into_iter().map(|one| [one.record.to_string(), one.title, one.value, one.why.get(locale).to_owned()]).collect();
        super::migrating::workbook("records", heads, rows)
    }
}
