//! Taking back what an import did: new records are deleted, changed ones get their former values. What somebody changed since stays.

use super::{Import, SHOWN_FAULTS, shown_faults};
use crate::command::{Asked, Ground, Wish};
use crate::commit::{Doer, internal};
use crate::types::ImportStage;
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::{Actor, Cause};
use app_engine::sheet::CellFault;
use chrono::Duration;
use futures_util::future::join_all;
use serde_json::{Map, Value as Json};
use std::sync::Arc;
use store::imports::{self, ImportedRecord};
use store::{Session, history};
use value::{AppId, FormId, Label, RecordId, UserId};

/// How many records are taken back at a time.
const AT_ONCE: u64 = 200;
/// As for the other work on an import.
const LEASE: Duration = Duration::seconds(60);

impl Runtime {
    /// Takes back from the end on, until nothing is left or the person stops it.
    pub(super) async fn take_back(&self, mut import: Import) -> RuntimeResult<()> {
        let (app, form) = (AppId::parse(&import.app).map_err(internal)?, FormId::parse(&import.form).map_err(internal)?);
        let was_refused = import.message.is_some();
        let mut kept = shown_faults(&import.faults);
        loop {
            let reader = self.inner.store.read();
            let some = imports::last(&reader, import.id, AT_ONCE).await?;
            if some.is_empty() {
                break;
            }
            let known = imports::get(&reader, import.id).await?.ok_or(RuntimeError::NotFound { what: "import" })?;
            if known.cancel {
                return self.end(import, ImportStage::Cancelled, None).await;
            }
            let ground = self.ground(&app).await?;
            let together = self.filed_together();
            for some in some.chunks(together) {
                let answers = join_all(some.iter().map(|record| self.take_one_back(&ground, (&app, &form), &import, record))).await;
                for (record, answer) in some.iter().zip(answers) {
                    import.done += 1;
                    if let Some(message) = answer? {
                        import.unchanged += 1;
                        if kept.len() < SHOWN_FAULTS {
                            let text = record.record_id.to_string();
                            let row = u32::try_from(record.row).unwrap_or(0);
                            kept.push(CellFault { row, column: None, field: Label::default(), text, message });
                        }
                    }
                }
            }
            import.faults = serde_json::to_value(&kept).map_err(internal)?;
            import.leased_until = Some((self.now() + LEASE).into());
            self.note_progress(&import).await?;
        }
        let stage = if was_refused { ImportStage::Failed } else { ImportStage::Undone };
        self.end(import, stage, None).await
    }

    async fn note_progress(&self, import: &Import) -> RuntimeResult<()> {
        let import = Arc::new(import.clone());
        self.inner
            .store
            .write(move |tx| {
                let import = import.clone();
                Box::pin(async move { if imports::advance(tx, &import).await? { Ok(()) } else { Err(RuntimeError::Stale { what: "import" }) } })
            })
            .await
    }

    /// Takes one record back, and forgets its place in the same transaction; answers why it stays, if it does.
    async fn take_one_back(
        &self,
        ground: &Ground,
        (app, form): (&AppId, &FormId),
        import: &Import,
        record: &ImportedRecord,
    ) -> RuntimeResult<Option<Label>> {
        let user = UserId(import.user_id);
        let name = ground.people.name_of(user).unwrap_or_default().to_owned();
        let asked = Asked {
            app: app.clone(),
            form: form.clone(),
            record: RecordId(record.record_id),
            actor: Actor::System(Cause::Import),
            doer: Doer { id: Some(user.0), name, request: None },
            by: Some(user),
            wish: Wish::Delete { base: u64::try_from(record.revision).ok() },
            visitor: None,
        };
        let work = Arc::new((ground.clone(), asked, record.clone()));
        let runtime = self.clone();
        let taken: RuntimeResult<()> = self
            .inner
            .store
            .write(move |tx| {
                let (runtime, work) = (runtime.clone(), work.clone());
                Box::pin(async move {
                    let (ground, asked, record) = &*work;
                    let asked = if record.made { asked.clone() } else { runtime.restoring(tx, asked, record).await? };
                    runtime.execute(tx, ground, &asked, None).await?;
                    Ok(imports::forget_place(tx, record.import_id, record.position).await?)
                })
            })
            .await;
        let reason = match taken {
            Ok(()) => return Ok(None),
            // It is gone already: there is nothing to take back.
            Err(RuntimeError::NotFound { .. }) => None,
            Err(RuntimeError::Conflict { .. } | RuntimeError::Stale { what: "record" }) => {
                Some(Label::both("之后被修改过，保持不变", "it was changed since and stays as it is"))
            }
            Err(RuntimeError::Refused { message, .. } | RuntimeError::Denied { reason: message }) => Some(message),
            Err(RuntimeError::Invalid { faults }) => Some(faults.into_iter().next().map(|fault| fault.message).unwrap_or_default()),
            Err(other) => return Err(other),
        };
        let (id, position) = (record.import_id, record.position);
        let forgotten: RuntimeResult<()> =
            self.inner.store.write(move |tx| Box::pin(async move { Ok(imports::forget_place(tx, id, position).await?) })).await;
        forgotten.map(|()| reason)
    }

    /// The command that gives a changed record its former values, if nobody changed it since.
    async fn restoring(&self, session: &Session, asked: &Asked, record: &ImportedRecord) -> RuntimeResult<Asked> {
        let active = self.active_app(&asked.app).await?;
        let form = active.form(&asked.form)?;
        let all = history::of_record(session, &asked.app, &asked.form, asked.record).await?;
        if all.iter().any(|change| change.revision > record.revision) {
            return Err(RuntimeError::Stale { what: "record" });
        }
        let mut values: Map<String, Json> = Map::new();
        for change in all.iter().filter(|change| change.revision == record.revision) {
            for (field, pair) in change.changes.as_object().into_iter().flatten() {
                let entered = form.field(field).is_some_and(form_engine::CompiledField::is_entered);
                if entered && let Some(before) = pair.get(0) {
                    values.entry(field.clone()).or_insert_with(|| before.clone());
                }
            }
        }
        let base = u64::try_from(record.revision).ok();
        Ok(Asked { wish: Wish::Update { values, base, meant: true }, ..asked.clone() })
    }
}
