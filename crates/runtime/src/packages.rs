//! Packages: looked at, imported, exported; their slots.

use crate::building::{Edition, Purpose, Values};
use crate::commit::{AuditRow, Doer, internal};
use crate::people::administrator;
use crate::types::{Call, Download, PackageCheck, Published, SlotBinding};
use crate::{Event, Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use app_engine::{Checked, Consequence, impact};
use bytes::Bytes;
use definition::{Files, Package, Slot, SlotKind, archive, diff};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use value::{AppId, Label, SlotId};

impl Runtime {
    /// Looks at a package without changing anything.
    pub async fn check_package(&self, actor: &Actor, files: &Files) -> RuntimeResult<PackageCheck> {
        administrator(actor)?;
        let Checked { package, compiled } = app_engine::check(files);
        let installed = match package.app() {
            Some(app) => self.active_app(&app.id).await.ok(),
            None => None,
        };
        let empty = Package::default();
        let old = installed.as_ref().map_or(&empty, |active| active.package.as_ref());
        let changes = diff(old, &package)
            .iter()
            .flat_map(|change| change.sentences().into_iter().map(|text| (change.key.clone(), text)).collect::<Vec<_>>())
            .collect();
        let widened = match (&installed, &compiled.app) {
            (Some(active), Some(next)) => widened(impact(&active.compiled, next)),
            _ => Vec::new(),
        };
        let bound = |slot: &SlotId| installed.as_ref().and_then(|active| active.slots.get(slot).cloned());
        let app = package.app();
        Ok(PackageCheck {
            app: app.map(|app| app.id.clone()),
            label: app.map(|app| app.label.clone()).unwrap_or_default(),
            version: app.map(|app| app.version.clone()).unwrap_or_default(),
            installed: installed.is_some(),
            slots: app.map(|app| app.slots.iter().map(|slot| (slot.clone(), shown(slot, bound(&slot.id)))).collect()).unwrap_or_default(),
            diagnostics: compiled.diagnostics,
            changes,
            widened,
        })
    }

    /// Imports a package, binds its slots and publishes it, all or nothing. Importing the active content again only binds slots.
    pub async fn import_package(&self, call: &Call, files: &Files, slots: Vec<SlotBinding>) -> RuntimeResult<Published> {
        administrator(&call.actor)?;
        let Checked { package, compiled } = app_engine::check(files);
        let Some(app) = compiled.app.clone() else { return Err(RuntimeError::Faulty { diagnostics: compiled.diagnostics }) };
        let id = app.id().clone();
        let known: BTreeSet<&SlotId> = app.app.slots.iter().map(|slot| &slot.id).collect();
        if let Some(stranger) = slots.iter().find(|binding| !known.contains(&binding.slot)) {
            let slot = &stranger.slot;
            return Err(RuntimeError::refused("unknown_slot", format!("应用没有插槽「{slot}」"), format!("The app has no slot `{slot}`")));
        }
        let mut values = Values::default();
        if let Ok(active) = self.active_app(&id).await {
            if active.compiled.hash == app.hash {
                self.bind_slots(call, &id, slots).await?;
                let number = u32::try_from(active.number).unwrap_or(u32::MAX);
                return Ok(Published { app: id, number, hash: app.hash.clone(), migration: None });
            }
            let mut found = self.impact(&active, &app, &[], Purpose::Publish).await?;
            crate::building::refuse(std::mem::take(&mut found.blocked))?;
            values = Values::of(&active, found, Vec::new());
        }
        let edition = Edition { package, compiled: app, note: String::new(), slots, action: "app.import", values };
        self.put_edition(call, &id, edition).await
    }

    /// The active version as a zip.
    pub async fn export_package(&self, actor: &Actor, app: &AppId) -> RuntimeResult<Download> {
        let active = self.built(actor, app).await?;
        let content = archive::pack(&active.package.files()).map_err(internal)?;
        let name = format!("{app}-{}.mortise", active.compiled.app.version);
        Ok(Download { name, media_type: "application/zip", content: Bytes::from(content) })
    }

    /// The slots of an app with what is bound; secrets say only that something is.
    pub async fn slots(&self, actor: &Actor, app: &AppId) -> RuntimeResult<Vec<(Slot, Option<Json>)>> {
        administrator(actor)?;
        let active = self.active_app(app).await?;
        Ok(active.compiled.app.slots.iter().map(|slot| (slot.clone(), shown(slot, active.slots.get(&slot.id).cloned()))).collect())
    }

    /// Binds slots.
    pub async fn bind_slots(&self, call: &Call, app: &AppId, slots: Vec<SlotBinding>) -> RuntimeResult<()> {
        administrator(&call.actor)?;
        if slots.is_empty() {
            return Ok(());
        }
        let active = self.active_app(app).await?;
        if let Some(unknown) = slots.iter().find(|binding| !active.compiled.app.slots.iter().any(|slot| slot.id == binding.slot)) {
            let slot = &unknown.slot;
            return Err(RuntimeError::refused("unknown_slot", format!("应用没有插槽「{slot}」"), format!("The app has no slot `{slot}`")));
        }
        let (runtime, doer, now, asked) = (self.clone(), Doer::of(call), self.now(), Arc::new((app.clone(), slots)));
        self.inner
            .store
            .write(move |tx| {
                let (runtime, doer, asked) = (runtime.clone(), doer.clone(), asked.clone());
                Box::pin(async move {
                    let (app, slots) = &*asked;
                    crate::building::bind(tx, app, slots).await?;
                    let names: Vec<String> = slots.iter().map(|binding| binding.slot.to_string()).collect();
                    let audit = AuditRow { action: "app.slots", app: Some(app), object: app.to_string(), detail: json!({ "slots": names }) };
                    runtime.audit(tx, &doer, audit, now, &[]).await?;
                    let teller = runtime.clone();
                    tx.after_commit(move || {
                        teller.reload_apps();
                        teller.tell(Event::Rights);
                    });
                    Ok(())
                })
            })
            .await
    }
}

fn shown(slot: &Slot, bound: Option<Json>) -> Option<Json> {
    match slot.kind {
        SlotKind::Secret => bound.map(|_| json!(true)),
        _ => bound,
    }
}

fn widened(consequences: Vec<Consequence>) -> Vec<Label> {
    consequences.into_iter().filter(|found| matches!(found, Consequence::RightsWidened { .. })).map(|found| found.label()).collect()
}
