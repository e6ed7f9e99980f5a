//! Publishing: the whole app at once, or nothing.

use super::impact::{self, Impact};
use super::migrating::{Kind, Work};
use super::weighing::Purpose;
use crate::app_cache::ActiveApp;
use crate::commit::{AuditRow, Doer, internal};
use crate::tables::specs_of;
use crate::types::{Call, Changes, FieldChoice, PublishOrder, Published, SlotBinding};
use crate::{Event, Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use app_engine::CompiledApp;
use definition::{Package, archive, diff};
use query::FieldPath;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Moment, Tx, apps, drafts, slots, tables};
use uuid::Uuid;
use value::{AppId, FormId, Instant, Label};

/// What is to become the active version.
pub(crate) struct Edition {
    pub(crate) package: Package,
    pub(crate) compiled: Arc<CompiledApp>,
    pub(crate) note: String,
    pub(crate) slots: Vec<SlotBinding>,
    /// What the audit calls it: `app.publish`, `app.import`, `app.roll_back`.
    pub(crate) action: &'static str,
    /// What becomes of stored values.
    pub(crate) values: Values,
    /// The package that its maker delivered, if it came as one.
    pub(crate) delivery: Option<Delivery>,
}

/// A package as its maker delivered it: what is changed here later is compared with it.
pub(crate) struct Delivery {
    pub(crate) origin: Origin,
    /// The package, packed.
    pub(crate) content: Vec<u8>,
    /// Content hash of the version into which it goes; none for a new app. Another one is not written over.
    pub(crate) over: Option<String>,
    /// Content hash of the version that somebody looked at.
    pub(crate) seen: Option<String>,
}

/// Which package of its maker a version holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Origin {
    pub(crate) hash: String,
    pub(crate) version: String,
}

/// What becomes of stored values when a version becomes active.
#[derive(Default)]
pub(crate) struct Values {
    /// Content hash of the version that is active now; none for a new app.
    pub(crate) from: Option<String>,
    /// The fields whose values are brought over first.
    pub(crate) moving: Vec<(FormId, FieldPath)>,
    /// The forms whose calculated values are calculated again afterwards.
    pub(crate) filling: BTreeSet<FormId>,
    /// What is decided about them.
    pub(crate) choices: Vec<FieldChoice>,
}

impl Values {
    pub(crate) fn of(active: &ActiveApp, impact: Impact, choices: Vec<FieldChoice>) -> Self {
        Self { from: Some(active.compiled.hash.clone()), moving: impact.moving, filling: impact.filling, choices }
    }
}

/// All that is written when a version becomes active.
pub(crate) struct Activation<'a> {
    pub(crate) compiled: &'a CompiledApp,
    pub(crate) content: &'a [u8],
    pub(crate) note: &'a str,
    pub(crate) slots: &'a [SlotBinding],
    pub(crate) action: &'a str,
    pub(crate) by: Option<Uuid>,
    pub(crate) now: Instant,
    /// Drafts that came later were not published.
    pub(crate) drafts_until: Option<Instant>,
    /// The package of its maker that it holds: then no draft was published.
    pub(crate) origin: Option<&'a Origin>,
    /// The forms whose calculated values are calculated again.
    pub(crate) filling: &'a BTreeSet<FormId>,
    pub(crate) choices: &'a [FieldChoice],
}

impl Runtime {
    /// What publishing the drafts would change, with these decisions about stored values.
    pub async fn changes(&self, actor: &Actor, app: &AppId, choices: &[FieldChoice]) -> RuntimeResult<Changes> {
        let active = self.built(actor, app).await?;
        let (package, diagnostics) = self.drafted(&self.inner.store.read(), &active).await?;
        let compiled = app_engine::compile(&package).app;
        let mut found = self.changes_to(&active, &package, compiled.as_deref(), choices).await?;
        if let Some(compiled) = compiled {
            found.scenarios = self.play_scenarios(compiled).await?.to_vec();
        }
        Ok(Changes { diagnostics, ..found })
    }

    /// What becomes of an app when a package takes the place of the active one.
    pub(super) async fn changes_to(
        &self,
        active: &Arc<ActiveApp>,
        package: &Package,
        compiled: Option<&CompiledApp>,
        choices: &[FieldChoice],
    ) -> RuntimeResult<Changes> {
        let differences = diff(&active.package, package);
        let changes = differences.iter().flat_map(|change| change.sentences().into_iter().map(|text| (change.key.clone(), text))).collect();
        let (impact, blocked, steps) = match compiled {
            Some(compiled) => {
                let found = self.impact(active, compiled, choices, Purpose::Show).await?;
                (found.told, found.blocked, found.steps)
            }
            None => (Vec::new(), vec![Label::both("草稿中有错误，需先更正", "The drafts have faults that must be corrected first")], Vec::new()),
        };
        let migrations = self.migrations_under_way(active.compiled.id()).await?;
        Ok(Changes { diagnostics: Vec::new(), changes, impact, blocked, steps, differences, migrations, scenarios: Vec::new() })
    }

    /// Publishes all drafts of an app. Where stored values are to be converted, that begins now, and the version becomes active when it
    /// is done.
    pub async fn publish(&self, call: &Call, app: &AppId, order: impl Into<PublishOrder>) -> RuntimeResult<Published> {
        let PublishOrder { note, choices, despite_scenarios } = order.into();
        let active = self.built(&call.actor, app).await?;
        let (package, diagnostics) = self.drafted(&self.inner.store.read(), &active).await?;
        let Some(compiled) =
            app_engine::compile(&package).app.filter(|_| !diagnostics.iter().any(|found| found.severity == definition::Severity::Error))
        else {
            return Err(RuntimeError::Faulty { diagnostics });
        };
        let failing = self.play_scenarios(compiled.clone()).await?.iter().filter(|end| !end.faults.is_empty()).count();
        if failing > 0 && !despite_scenarios {
            let (zh, en) = (format!("有 {failing} 个场景测试未通过"), format!("{failing} scenarios fail"));
            return Err(RuntimeError::refused("scenarios_failed", zh, en));
        }
        let mut found = self.impact(&active, &compiled, &choices, Purpose::Publish).await?;
        impact::refuse(std::mem::take(&mut found.blocked))?;
        let values = Values::of(&active, found, choices);
        self.put_edition(call, app, Edition { package, compiled, note, slots: Vec::new(), action: "app.publish", values, delivery: None }).await
    }

    /// Makes an edition the active version: tables, content, slots and drafts in one transaction. With values to be converted, begins that.
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
                    if let Some(delivery) = &edition.delivery {
                        runtime.take_delivery(tx, app, delivery).await?;
                    }
                    let origin = edition.delivery.as_ref().map(|delivery| &delivery.origin);
                    runtime.refuse_beside_a_migration(tx, app).await?;
                    if let Some(from) = edition.values.from.as_ref().filter(|_| !edition.values.moving.is_empty()) {
                        let work = Work {
                            kind: Kind::Convert,
                            from: from.clone(),
                            note: edition.note.clone(),
                            action: edition.action.to_owned(),
                            slots: edition.slots.clone(),
                            fields: edition.values.moving.clone(),
                            forms: edition.values.filling.iter().cloned().collect(),
                            choices: edition.values.choices.clone(),
                            origin: origin.cloned(),
                        };
                        return runtime.begin_converting(tx, &doer, app, &edition.compiled, content, work, now).await;
                    }
                    let activation = Activation {
                        compiled: &edition.compiled,
                        content,
                        note: &edition.note,
                        slots: &edition.slots,
                        action: edition.action,
                        by,
                        now,
                        drafts_until: None,
                        origin,
                        filling: &edition.values.filling,
                        choices: &edition.values.choices,
                    };
                    runtime.activate(tx, &doer, activation).await
                })
            })
            .await?;
        self.forget_apps();
        Ok(published)
    }

    /// Everything that is written when a version becomes active.
    pub(crate) async fn activate(&self, tx: &Tx, doer: &Doer, new: Activation<'_>) -> RuntimeResult<Published> {
        let app = new.compiled.id();
        tables::publish(tx, &specs_of(new.compiled)).await?;
        let before = apps::get(tx, app).await?.map(|row| row.active_hash);
        let version = apps::AppVersion {
            app: app.to_string(),
            number: 0,
            hash: new.compiled.hash.clone(),
            version: new.compiled.app.version.clone(),
            published_at: new.now.into(),
            published_by: new.by,
            note: new.note.to_owned(),
        };
        let number = apps::publish(tx, version, new.content).await?;
        bind(tx, app, new.slots).await?;
        match (new.origin, new.drafts_until) {
            (Some(origin), _) => {
                self.set_origin(tx, app, origin, new.now).await?;
                self.rebase_drafts(tx, app, before.as_deref(), &new.compiled.hash).await?;
            }
            (None, Some(until)) => drafts::discard_until(tx, app, Moment::from(until)).await?,
            (None, None) => drafts::discard_all(tx, app).await?,
        }
        self.begin_filling(tx, doer, &new).await?;
        self.set_schedules(tx, new.compiled, new.now).await?;
        let detail = json!({ "number": number, "hash": new.compiled.hash, "note": new.note });
        let audit = AuditRow { action: new.action, app: Some(app), object: app.to_string(), detail };
        self.audit(tx, doer, audit, new.now, new.content).await?;
        let (teller, app, hash) = (self.clone(), app.clone(), new.compiled.hash.clone());
        let published = Published { app: app.clone(), number: u32::try_from(number).unwrap_or(u32::MAX), hash: hash.clone(), migration: None };
        tx.after_commit(move || {
            teller.forget_apps();
            teller.tell(Event::Published { app, hash });
            teller.tell(Event::Rights);
        });
        Ok(published)
    }
}

pub(crate) async fn bind(tx: &Tx, app: &AppId, bindings: &[SlotBinding]) -> RuntimeResult<()> {
    for binding in bindings {
        slots::bind(tx, app, &binding.slot, binding.value.clone()).await?;
    }
    Ok(())
}
