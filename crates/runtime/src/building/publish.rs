//! Publishing: the whole app at once, or nothing.

use super::impact;
use crate::commit::{AuditRow, Doer, internal};
use crate::tables::specs_of;
use crate::types::{Call, Changes, Published, SlotBinding};
use crate::{Event, Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use app_engine::CompiledApp;
use definition::{Package, archive, diff};
use serde_json::json;
use std::sync::Arc;
use store::{Tx, apps, drafts, slots, tables};
use value::{AppId, Label};

/// What is to become the active version.
pub(crate) struct Edition {
    pub(crate) package: Package,
    pub(crate) compiled: Arc<CompiledApp>,
    pub(crate) note: String,
    pub(crate) slots: Vec<SlotBinding>,
    /// What the audit calls it: `app.publish`, `app.import`, `app.roll_back`.
    pub(crate) action: &'static str,
}

impl Runtime {
    /// What publishing the drafts would change.
    pub async fn changes(&self, actor: &Actor, app: &AppId) -> RuntimeResult<Changes> {
        let active = self.built(actor, app).await?;
        let (package, diagnostics) = self.drafted(&self.inner.store.read(), &active).await?;
        let changes = diff(&active.package, &package)
            .iter()
            .flat_map(|change| change.sentences().into_iter().map(|text| (change.key.clone(), text)).collect::<Vec<_>>())
            .collect();
        let compiled = app_engine::compile(&package).app;
        let (impact, blocked) = match compiled {
            Some(compiled) => self.impact(&active, &compiled).await?,
            None => (Vec::new(), vec![Label::both("草稿中有错误，需先更正", "The drafts have faults that must be corrected first")]),
        };
        Ok(Changes { diagnostics, changes, impact, blocked })
    }

    /// Publishes all drafts of an app.
    pub async fn publish(&self, call: &Call, app: &AppId, note: &str) -> RuntimeResult<Published> {
        let active = self.built(&call.actor, app).await?;
        let (package, diagnostics) = self.drafted(&self.inner.store.read(), &active).await?;
        let Some(compiled) =
            app_engine::compile(&package).app.filter(|_| !diagnostics.iter().any(|found| found.severity == definition::Severity::Error))
        else {
            return Err(RuntimeError::Faulty { diagnostics });
        };
        let (_, blocked) = self.impact(&active, &compiled).await?;
        impact::refuse(blocked)?;
        let edition = Edition { package, compiled, note: note.to_owned(), slots: Vec::new(), action: "app.publish" };
        self.put_edition(call, app, edition).await
    }

    /// Makes an edition the active version: tables, content, slots and drafts in one transaction.
    pub(crate) async fn put_edition(&self, call: &Call, app: &AppId, edition: Edition) -> RuntimeResult<Published> {
        let content = archive::pack(&edition.package.files()).map_err(internal)?;
        let now = self.now();
        let by = call.actor.user().map(|user| user.0);
        let asked = Arc::new((app.clone(), edition, content));
        let (runtime, doer) = (self.clone(), Doer::of(call));
        let published: Published = self
            .keyed(call, move |tx| {
                let (runtime, doer, asked) = (runtime.clone(), doer.clone(), asked.clone());
                Box::pin(async move {
                    let (app, edition, content) = &*asked;
                    tables::publish(tx, &specs_of(&edition.compiled)).await?;
                    let version = apps::AppVersion {
                        app: app.to_string(),
                        number: 0,
                        hash: edition.compiled.hash.clone(),
                        version: edition.compiled.app.version.clone(),
                        published_at: now.into(),
                        published_by: by,
                        note: edition.note.clone(),
                    };
                    let number = apps::publish(tx, version, content).await?;
                    bind(tx, app, &edition.slots).await?;
                    drafts::discard_all(tx, app).await?;
                    let detail = json!({ "number": number, "hash": edition.compiled.hash, "note": edition.note });
                    let audit = AuditRow { action: edition.action, app: Some(app), object: app.to_string(), detail };
                    runtime.audit(tx, &doer, audit, now, content).await?;
                    let (teller, app, hash) = (runtime.clone(), app.clone(), edition.compiled.hash.clone());
                    let published = Published { app: app.clone(), number: u32::try_from(number).unwrap_or(u32::MAX), hash: hash.clone() };
                    tx.after_commit(move || {
                        teller.forget_apps();
                        teller.tell(Event::Published { app, hash });
                        teller.tell(Event::Rights);
                    });
                    Ok(published)
                })
            })
            .await?;
        self.forget_apps();
        Ok(published)
    }
}

pub(crate) async fn bind(tx: &Tx, app: &AppId, bindings: &[SlotBinding]) -> RuntimeResult<()> {
    for binding in bindings {
        slots::bind(tx, app, &binding.slot, binding.value.clone()).await?;
    }
    Ok(())
}
