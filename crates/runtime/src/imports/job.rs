//! The work on an import: leased, done slice by slice, gone on with by whoever comes after a crash.

use super::rows::{self, Sheet};
use super::slice::{CANCELLED, Filed, Job, Met, Placed, Slice, faulty_rows, imported, note_faults, still_mine};
use super::{Import, Rights, UserId, label_json, reader_of, settings_of, word};
use crate::command::many::{Many, faults_of};
use crate::commit::{Doer, internal};
use crate::names::NameBook;
use crate::types::{ImportMode, ImportStage};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use app_engine::sheet::CellFault;
use chrono::Duration;
use serde_json::json;
use std::sync::Arc;
use store::imports;
use value::{AppId, FormId, Label};

/// How many records share a transaction.
const SLICE: usize = 400;
/// For how long nobody else takes an import; every slice begins that time anew.
const LEASE: Duration = Duration::seconds(60);
/// How often a slice is decided again when somebody else changed a record of it meanwhile.
const MOST_TRIES: usize = 3;

impl Runtime {
    /// Takes the import that waits longest and works on it to its end. False when none waits.
    pub async fn work_on_import(&self) -> RuntimeResult<bool> {
        let (worker, now) = (self.inner.ids.key(self.now()), self.now());
        let leased: RuntimeResult<Option<Import>> =
            self.inner.store.write(move |tx| Box::pin(async move { Ok(imports::lease(tx, worker, now.into(), (now + LEASE).into()).await?) })).await;
        let Some(import) = leased? else { return Ok(false) };
        let id = import.id;
        let worked = match import.state.as_str() {
            "undoing" => self.take_back(import.clone()).await,
            _ => self.work_through(import.clone()).await,
        };
        match worked {
            Ok(()) => {}
            // Somebody else is at it, or the store cannot answer now: whoever leases it next goes on.
            Err(RuntimeError::Stale { .. } | RuntimeError::Unavailable(_)) => return Ok(false),
            Err(fault) => {
                tracing::warn!(import = %id, "Import `{id}` ended early: {fault}");
                let message = match faults_of(fault) {
                    Ok(faults) => faults.into_iter().next().map(|fault| fault.message).unwrap_or_default(),
                    Err(other) => other.public_message(),
                };
                self.end_badly(import, message).await?;
            }
        }
        Ok(true)
    }

    /// Checks or files the records of a file.
    async fn work_through(&self, mut import: Import) -> RuntimeResult<()> {
        let files = import.state == "running";
        let content = self.file_of_import(&import).await?;
        let settings = settings_of(&import)?;
        let sheet = Sheet { number: settings.sheet, head: settings.head };
        if !files {
            self.begin_check(&mut import).await?;
        }
        let (mut job, mut met) = (self.import_job(&import).await?, Met::default());
        let (mut batches, reading) = rows::begin(content, job.reader.clone(), sheet, SLICE);
        let mut position = 0_i64;
        let mut cancelled = false;
        while let Some(batch) = batches.recv().await {
            self.renew(&mut job, &import, &mut met).await?;
            let mut placed = Vec::with_capacity(batch.len());
            for raw in batch {
                if position < import.done {
                    job.pass_over(&mut met, &raw);
                } else {
                    placed.push(Placed { position, raw });
                }
                position += 1;
            }
            if placed.is_empty() {
                continue;
            }
            match self.import_slice(&job, &mut met, &mut import, placed, files).await {
                Ok(()) => {}
                Err(RuntimeError::Refused { code, .. }) if code == CANCELLED => {
                    cancelled = true;
                    break;
                }
                Err(fault) => return Err(fault),
            }
            if files && settings.whole && import.faulty > 0 {
                drop(batches);
                return self.none_at_all(import).await;
            }
        }
        drop(batches);
        reading.await.map_err(internal)?.map_err(super::look::unreadable)?;
        let stage = match (files, cancelled) {
            (true, false) => ImportStage::Done,
            (true, true) => ImportStage::Cancelled,
            (false, false) => ImportStage::Checked,
            (false, true) => ImportStage::Looked,
        };
        import.total = if cancelled { import.total } else { import.done };
        self.end(import, stage, None).await
    }

    /// A check begins at the beginning, also after a crash.
    async fn begin_check(&self, import: &mut Import) -> RuntimeResult<()> {
        let id = import.id;
        *import = Import { done: 0, created: 0, changed: 0, unchanged: 0, faulty: 0, faults: json!([]), ..import.clone() };
        let done: RuntimeResult<()> = self.inner.store.write(move |tx| Box::pin(async move { Ok(imports::clear_faults(tx, id).await?) })).await;
        done
    }

    /// What stays the same over all slices.
    async fn import_job(&self, import: &Import) -> RuntimeResult<Job> {
        let (app, form) = (AppId::parse(&import.app).map_err(internal)?, FormId::parse(&import.form).map_err(internal)?);
        let ground = self.ground(&app).await?;
        let gone = || RuntimeError::refused("importer_gone", "导入人已停用，导入已停止", "Whoever imported may not sign in any more");
        let actor = Actor::User(ground.people.person(UserId(import.user_id)).ok_or_else(gone)?);
        let compiled = ground.app.form(&form)?.clone();
        let settings = settings_of(import)?;
        let rights = Rights::of(self, &ground.app, &compiled, &actor).ok_or_else(RuntimeError::no_right)?;
        rights.allow(&settings)?;
        let reader = Arc::new(reader_of(&compiled, &rights, &settings)?);
        let of = |plan: &Option<access::Plan>| form_engine::Rights::only(plan.as_ref().map(|plan| plan.fields().clone()).unwrap_or_default());
        let (to_create, to_update) = (of(&rights.create), of(&rights.update));
        let (flow, notify) = (settings.flow, settings.notify);
        let many = Many { runtime: self.clone(), ground, form: compiled, doer: Doer::of_actor(&actor), actor, to_create, to_update, flow, notify };
        let update = if settings.mode == ImportMode::Add { None } else { rights.update };
        Ok(Job { import: import.id, many, reader, settings, update })
    }

    /// Every slice has its own moment, and looks again who may do what: a right that was taken away counts from the next slice on.
    async fn renew(&self, job: &mut Job, import: &Import, met: &mut Met) -> RuntimeResult<()> {
        let before = job.many.ground.clone();
        let fresh = self.import_job(import).await?;
        if fresh.many.ground.app.compiled.hash != before.app.compiled.hash {
            let (zh, en) =
                ("导入期间应用发布了新版本，导入已停止；请重新检查后继续", "The app was published while rows were imported; check the rows again");
            return Err(RuntimeError::refused("app_changed", zh, en));
        }
        if !met.names.knows_people() || !Arc::ptr_eq(&fresh.many.ground.people, &before.people) {
            met.names.renew(Arc::new(NameBook::of(&fresh.many.ground.people)));
        }
        // The readers of cells are kept: options and regions were gathered once.
        *job = Job { reader: job.reader.clone(), ..fresh };
        Ok(())
    }

    /// Decides a slice and writes it, or notes what a check found.
    async fn import_slice(&self, job: &Job, met: &mut Met, import: &mut Import, placed: Vec<Placed>, files: bool) -> RuntimeResult<()> {
        let reader = self.inner.store.read();
        let end = placed.last().map_or(import.done, |last| last.position + 1);
        let slice = job.decide(&reader, met, placed, files).await?;
        let advanced = self.advanced(import, &slice, end);
        if !files {
            *import = self.keep(advanced, slice).await?;
            return Ok(());
        }
        let slice = Arc::new(slice);
        match self.write(job, &advanced, slice.clone()).await {
            Ok(()) => *import = advanced,
            Err(fault @ (RuntimeError::Stale { what: "import" } | RuntimeError::Unavailable(_) | RuntimeError::Internal(_))) => return Err(fault),
            Err(RuntimeError::Refused { code, message }) if code == CANCELLED => return Err(RuntimeError::Refused { code, message }),
            // Something of it meets what others wrote at the same time: one by one it is seen what.
            Err(_) => *import = self.one_by_one(job, import.clone(), slice, end).await?,
        }
        Ok(())
    }

    fn advanced(&self, import: &Import, slice: &Slice, end: i64) -> Import {
        let mut advanced = Import {
            done: end,
            total: import.total.max(end),
            created: import.created + slice.created,
            changed: import.changed + slice.changed,
            unchanged: import.unchanged + slice.unchanged,
            leased_until: Some((self.now() + LEASE).into()),
            ..import.clone()
        };
        note_faults(&mut advanced, &slice.faulty);
        advanced
    }

    /// Keeps what a check found.
    async fn keep(&self, import: Import, slice: Slice) -> RuntimeResult<Import> {
        let kept = Arc::new((import, slice.faulty));
        let again = kept.clone();
        let done: RuntimeResult<()> = self
            .inner
            .store
            .write(move |tx| {
                let kept = kept.clone();
                Box::pin(async move {
                    let (import, faulty) = &*kept;
                    still_mine(tx, import).await?;
                    imports::put_faults(tx, faulty_rows(import, faulty)).await?;
                    if imports::advance(tx, import).await? { Ok(()) } else { Err(RuntimeError::Stale { what: "import" }) }
                })
            })
            .await;
        done.map(|()| again.0.clone())
    }

    /// Files a slice: everything of it, with the place up to which it reaches, or nothing.
    async fn write(&self, job: &Job, import: &Import, slice: Arc<Slice>) -> RuntimeResult<()> {
        let (many, kept) = (job.many.clone(), Arc::new(import.clone()));
        self.inner
            .store
            .write(move |tx| {
                let (many, import, slice) = (many.clone(), kept.clone(), slice.clone());
                Box::pin(async move {
                    still_mine(tx, &import).await?;
                    let all: Vec<_> = slice.ready.iter().map(|filed| &filed.ready).collect();
                    if !all.is_empty() {
                        many.write(tx, &all, "import", json!({ "import": import.id })).await?;
                    }
                    imports::note(tx, slice.ready.iter().map(|filed| imported(&import, filed)).collect()).await?;
                    imports::put_faults(tx, faulty_rows(&import, &slice.faulty)).await?;
                    if imports::advance(tx, &import).await? { Ok(()) } else { Err(RuntimeError::Stale { what: "import" }) }
                })
            })
            .await
    }

    /// Files the records of a slice each for itself; those that are refused are faulty. What was filed before an interruption is passed over.
    async fn one_by_one(&self, job: &Job, import: Import, slice: Arc<Slice>, end: i64) -> RuntimeResult<Import> {
        let reader = self.inner.store.read();
        let filed = imports::noted(&reader, import.id, import.done, end).await?;
        let mut rest = Slice { created: slice.created, changed: slice.changed, unchanged: slice.unchanged, ..Slice::default() };
        rest.faulty.extend(slice.faulty.iter().cloned());
        for Filed { position, row, ready } in slice.ready.iter().filter(|one| !filed.contains(&one.position)) {
            let mut one = ready.one.clone();
            let mut tries = 0;
            let refusal = loop {
                tries += 1;
                let refusal = match job.many.decide(&reader, vec![one.clone()]).await?.pop() {
                    Some(Ok(ready)) => match self.write_one(job, &import, Filed { position: *position, row: *row, ready }).await {
                        Ok(()) => break None,
                        Err(fault) => fault,
                    },
                    Some(Err((_, refusal))) => refusal,
                    None => break None,
                };
                match refusal {
                    RuntimeError::Refused { code, message } if code == CANCELLED => return Err(RuntimeError::Refused { code, message }),
                    RuntimeError::Stale { what: "record" } if tries < MOST_TRIES => one = job.again(&reader, one).await?,
                    RuntimeError::Stale { what: "record" } => {
                        break Some(RuntimeError::refused("stale", "记录正被他人修改", "Somebody else is changing the record"));
                    }
                    other => break Some(other),
                }
            };
            let Some(refusal) = refusal else { continue };
            *(if one.stored.is_some() { &mut rest.changed } else { &mut rest.created }) -= 1;
            let of = |fault: crate::FieldFault| CellFault {
                row: *row,
                column: None,
                field: Label::default(),
                text: String::new(),
                message: fault.message,
            };
            rest.faulty.push((*position, faults_of(refusal)?.into_iter().map(of).collect()));
        }
        let advanced = self.advanced(&import, &rest, end);
        self.keep(advanced, rest).await
    }

    async fn write_one(&self, job: &Job, import: &Import, filed: Filed) -> RuntimeResult<()> {
        let (many, kept) = (job.many.clone(), Arc::new((import.clone(), filed)));
        self.inner
            .store
            .write(move |tx| {
                let (many, kept) = (many.clone(), kept.clone());
                Box::pin(async move {
                    let (import, filed) = &*kept;
                    still_mine(tx, import).await?;
                    many.write(tx, &[&filed.ready], "import", json!({ "import": import.id })).await?;
                    Ok(imports::note(tx, vec![imported(import, filed)]).await?)
                })
            })
            .await
    }

    /// One faulty row keeps all out: what was filed is taken back.
    async fn none_at_all(&self, import: Import) -> RuntimeResult<()> {
        let message = Label::both("有不能导入的行，已全部撤回", "Some rows cannot be imported; everything was taken back");
        let import = Import { state: word(ImportStage::Undoing).into(), message: Some(label_json(&message)), ..import };
        let import = self.keep(import, Slice::default()).await?;
        self.take_back(import).await
    }

    /// The end of the work on an import.
    pub(super) async fn end(&self, import: Import, stage: ImportStage, message: Option<Label>) -> RuntimeResult<()> {
        let message = message.map(|message| label_json(&message)).or(import.message.clone());
        let state = word(stage).into();
        let ended = Arc::new(Import { state, message, leased_until: None, finished_at: Some(self.now().into()), ..import });
        let runtime = self.clone();
        self.inner
            .store
            .write(move |tx| {
                let (ended, runtime) = (ended.clone(), runtime.clone());
                Box::pin(async move {
                    let user = UserId(ended.user_id);
                    tx.after_commit(move || runtime.tell(crate::Event::Import { user }));
                    if imports::advance(tx, &ended).await? { Ok(()) } else { Err(RuntimeError::Stale { what: "import" }) }
                })
            })
            .await
    }

    /// It ended before its end; how far it came is what stands in the database.
    async fn end_badly(&self, import: Import, message: Label) -> RuntimeResult<()> {
        let known = imports::get(&self.inner.store.read(), import.id).await?.unwrap_or(import);
        self.end(known, ImportStage::Failed, Some(message)).await
    }
}
