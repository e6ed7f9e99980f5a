//! Packages: looked at, imported, exported; their slots.

use crate::building::{Delivery, Edition, Origin, Purpose, Values};
use crate::commit::{AuditRow, Doer, internal};
use crate::people::administrator;
use crate::types::{Call, Download, ImportOrder, PackageCheck, Published, SlotBinding};
use crate::{Event, Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use app_engine::{Checked, CompiledApp, Consequence, impact};
use bytes::Bytes;
use definition::{Diagnostic, Files, Package, Slot, SlotKind, archive, diff};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use store::{apps, vendor_bases};
use value::{AppId, Label, SlotId};

impl Runtime {
    /// Looks at a package without changing anything, with what is decided so far.
    pub async fn check_package(&self, actor: &Actor, files: &Files, order: impl Into<ImportOrder>) -> RuntimeResult<PackageCheck> {
        administrator(actor)?;
        let order = order.into();
        let vendor = app_engine::check(files);
        let installed = match vendor.package.app() {
            Some(app) => self.active_app(&app.id).await.ok(),
            None => None,
        };
        let (app, label, version) = match vendor.package.app() {
            Some(app) => (Some(app.id.clone()), app.label.clone(), app.version.clone()),
            None => Default::default(),
        };
        // A package with faults of its own is told as it is: nothing becomes of it.
        let joined = match (&installed, &vendor.compiled.app) {
            (Some(active), Some(_)) => Some(self.joined(active, &vendor, &order).await?),
            _ => None,
        };
        let upgrade = match (&installed, &joined) {
            (Some(active), Some(joined)) => Some(self.upgrade(active, &vendor, joined, &order).await?),
            _ => None,
        };
        let Checked { package, compiled } = joined.map_or(vendor, |joined| joined.next);
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
        let slots = package.app().map(|app| app.slots.as_slice()).unwrap_or_default();
        Ok(PackageCheck {
            app,
            label,
            version,
            installed: installed.is_some(),
            slots: slots.iter().map(|slot| (slot.clone(), shown(slot, bound(&slot.id)))).collect(),
            diagnostics: compiled.diagnostics,
            changes,
            widened,
            upgrade,
        })
    }

    /// What is wrong with a package as it came.
    pub fn package_findings(&self, files: &Files) -> Vec<Diagnostic> {
        app_engine::check(files).compiled.diagnostics
    }

    /// Imports a package, binds its slots and publishes it, all or nothing. Over an app that is here it is joined with what was changed here;
    /// where both changed the same thing somebody must have decided. Importing the active content again only binds slots.
    pub async fn import_package(&self, call: &Call, files: &Files, order: impl Into<ImportOrder>) -> RuntimeResult<Published> {
        administrator(&call.actor)?;
        let order = order.into();
        let vendor = app_engine::check(files);
        let Some(delivered) = vendor.compiled.app.clone() else { return Err(RuntimeError::Faulty { diagnostics: vendor.compiled.diagnostics }) };
        let id = delivered.id().clone();
        let mut delivery = Delivery {
            origin: Origin { hash: delivered.hash.clone(), version: delivered.app.version.clone() },
            content: archive::pack(&vendor.package.files()).map_err(internal)?,
            over: None,
            seen: order.seen.clone(),
        };
        let Ok(active) = self.active_app(&id).await else {
            known_slots(&delivered, &order.slots)?;
            let Checked { package, .. } = vendor;
            return self.put_edition(call, &id, imported(package, delivered, order.slots, Values::default(), delivery)).await;
        };
        let joined = self.joined(&active, &vendor, &order).await?;
        joined.refuse_undecided(&active, &order)?;
        let Checked { package, compiled } = joined.next;
        let Some(app) = compiled.app else { return Err(RuntimeError::Faulty { diagnostics: compiled.diagnostics }) };
        known_slots(&app, &order.slots)?;
        delivery.over = Some(active.compiled.hash.clone());
        if active.compiled.hash == app.hash {
            return self.adopt(call, &id, delivery, order.slots).await;
        }
        let mut found = self.impact(&active, &app, &order.choices, Purpose::Publish).await?;
        crate::building::refuse(std::mem::take(&mut found.blocked))?;
        let values = Values::of(&active, found, order.choices);
        self.put_edition(call, &id, imported(package, app, order.slots, values, delivery)).await
    }

    /// A package that changes nothing here: only its slots are bound, and the next one is compared with it.
    async fn adopt(&self, call: &Call, app: &AppId, delivery: Delivery, slots: Vec<SlotBinding>) -> RuntimeResult<Published> {
        let (runtime, doer, now, asked) = (self.clone(), Doer::of(call), self.now(), Arc::new((app.clone(), delivery, slots)));
        self.keyed(call, move |tx| {
            let (runtime, doer, asked) = (runtime.clone(), doer.clone(), asked.clone());
            Box::pin(async move {
                let (app, delivery, slots) = &*asked;
                let row = apps::get(tx, app).await?.ok_or(RuntimeError::NotFound { what: "app" })?;
                let number = u32::try_from(row.active_number).unwrap_or(u32::MAX);
                let published = Published { app: app.clone(), number, hash: row.active_hash.clone(), migration: None };
                let known = vendor_bases::get(tx, app).await?.is_some_and(|base| base.hash == delivery.origin.hash);
                if known && slots.is_empty() {
                    return Ok(published);
                }
                runtime.take_delivery(tx, app, delivery).await?;
                runtime.set_origin(tx, app, &delivery.origin, now).await?;
                crate::building::bind(tx, app, slots).await?;
                let bound: Vec<String> = slots.iter().map(|binding| binding.slot.to_string()).collect();
                let detail = json!({ "number": number, "hash": row.active_hash, "delivered": delivery.origin.hash, "slots": bound });
                let audit = AuditRow { action: "app.import", app: Some(app), object: app.to_string(), detail };
                runtime.audit(tx, &doer, audit, now, &[]).await?;
                let teller = runtime.clone();
                tx.after_commit(move || {
                    teller.reload_apps();
                    teller.tell(Event::Rights);
                });
                Ok(published)
            })
        })
        .await
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
        known_slots(&active.compiled, &slots)?;
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

fn imported(package: Package, compiled: Arc<CompiledApp>, slots: Vec<SlotBinding>, values: Values, delivery: Delivery) -> Edition {
    Edition { package, compiled, note: String::new(), slots, action: "app.import", values, delivery: Some(delivery) }
}

fn known_slots(app: &CompiledApp, slots: &[SlotBinding]) -> RuntimeResult<()> {
    let stranger = slots.iter().find(|binding| !app.app.slots.iter().any(|slot| slot.id == binding.slot));
    stranger.map_or(Ok(()), |stranger| {
        let slot = &stranger.slot;
        Err(RuntimeError::refused("unknown_slot", format!("应用没有插槽「{slot}」"), format!("The app has no slot `{slot}`")))
    })
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
