//! Imports: rows of a workbook or a text become records, in slices, by whoever chose the file and with that person's rights.
//!
//! A file is looked at, its columns are mapped, its rows are checked without writing anything, then filed. Checking, filing and taking
//! back are work for a worker: it leases an import, and whoever goes on after a crash goes on where it stood, for a slice is written in
//! one transaction with the place up to which it reaches.

mod directory;
mod faulty;
mod job;
mod look;
mod numbers;
mod rows;
mod slice;
mod undo;

use crate::app_cache::ActiveApp;
use crate::commit::{AuditRow, Doer, internal};
use crate::types::{Call, ImportMode, ImportSettings, ImportStage, ImportState};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use app_engine::sheet::{CellFault, RecordReader};
use bytes::Bytes;
use definition::{Action, FieldRight};
use files::{FileKey, put_bytes};
use form_engine::CompiledForm;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use store::imports::{self, Import};
use uuid::Uuid;
use value::{AppId, FieldId, FormId, Label, UserId};

/// The largest file, in bytes.
const MOST_BYTES: u64 = 50 << 20;
/// The most imports that a list shows.
const LISTED: u64 = 50;
/// How many faults are shown; the file of faulty rows has all of them.
const SHOWN_FAULTS: usize = 200;
/// For how long the file of an import is kept, and with it the way back.
const KEPT: chrono::Duration = chrono::Duration::days(30);

impl Runtime {
    /// Takes a file in and looks at it. Nothing is imported yet.
    pub async fn start_import(&self, call: &Call, app: &AppId, form: &FormId, name: &str, content: Bytes) -> RuntimeResult<ImportState> {
        let user = call.actor.user().ok_or_else(RuntimeError::no_right)?;
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?.clone();
        if Rights::of(self, &active, &compiled, &call.actor).is_none() {
            return Err(RuntimeError::no_right());
        }
        if u64::try_from(content.len()).unwrap_or(u64::MAX) > MOST_BYTES.min(self.inner.config.max_file) {
            let mb = MOST_BYTES.min(self.inner.config.max_file) >> 20;
            return Err(RuntimeError::refused("file_too_large", format!("文件超过 {mb} MB"), format!("The file is larger than {mb} MB")));
        }
        let seen = self.look_at_file(&active, &compiled, &call.actor, content.clone(), None).await?;
        let now = self.now();
        let import = Import {
            id: self.inner.ids.key(now),
            app: app.to_string(),
            form: form.to_string(),
            user_id: user.0,
            file_name: files::clean_name(name),
            size: i64::try_from(content.len()).map_err(internal)?,
            state: word(ImportStage::Looked).into(),
            seen: serde_json::to_value(&seen).map_err(internal)?,
            settings: None,
            total: 0,
            done: 0,
            created: 0,
            changed: 0,
            unchanged: 0,
            faulty: 0,
            faults: json!([]),
            message: None,
            cancel: false,
            worker: None,
            leased_until: None,
            created_at: now.into(),
            started_at: None,
            finished_at: None,
        };
        put_bytes(self.inner.files.as_ref(), file_of(import.id), &content, MOST_BYTES).await.map_err(internal)?;
        let kept = Arc::new(import.clone());
        let done: RuntimeResult<()> = self
            .inner
            .store
            .write(move |tx| {
                let kept = kept.clone();
                Box::pin(async move { Ok(imports::create(tx, (*kept).clone()).await?) })
            })
            .await;
        if let Err(fault) = done {
            // Without its row nobody would ever find the bytes again.
            self.inner.files.delete(file_of(import.id)).await.map_err(internal)?;
            return Err(fault);
        }
        self.state_of(&call.actor, import).await
    }

    /// The imports of a person into a form, the newest first.
    pub async fn imports(&self, actor: &Actor, app: &AppId, form: &FormId) -> RuntimeResult<Vec<ImportState>> {
        let user = actor.user().ok_or_else(RuntimeError::no_right)?;
        let found = imports::of_person(&self.inner.store.read(), user, app, form, LISTED).await?;
        let mut states = Vec::with_capacity(found.len());
        for import in found {
            let mut state = self.state_of(actor, import).await?;
            // A list says how far each is; what it is about is asked for one by one.
            (state.targets, state.faults, state.seen.columns) = (Vec::new(), Vec::new(), Vec::new());
            states.push(state);
        }
        Ok(states)
    }

    /// One of them.
    pub async fn import(&self, actor: &Actor, app: &AppId, form: &FormId, id: Uuid) -> RuntimeResult<ImportState> {
        let import = self.own_import(actor, app, form, id).await?;
        self.state_of(actor, import).await
    }

    /// Looks at another sheet or below another row of heads.
    pub async fn look_at_import(
        &self,
        call: &Call,
        place: (&AppId, &FormId),
        id: Uuid,
        sheet: usize,
        head: Option<u32>,
    ) -> RuntimeResult<ImportState> {
        let (app, form) = place;
        let import = self.own_import(&call.actor, app, form, id).await?;
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?.clone();
        let content = self.file_of_import(&import).await?;
        let seen = self.look_at_file(&active, &compiled, &call.actor, content, Some((sheet, head))).await?;
        let import = Import { seen: serde_json::to_value(&seen).map_err(internal)?, ..import };
        let (id, seen) = (import.id, Arc::new(import.seen.clone()));
        let done: RuntimeResult<()> = self
            .inner
            .store
            .write(move |tx| {
                let seen = seen.clone();
                Box::pin(async move { Ok(imports::see(tx, id, (*seen).clone()).await?) })
            })
            .await;
        done?;
        self.state_of(&call.actor, import).await
    }

    /// Begins to check the rows without filing any.
    pub async fn check_import(&self, call: &Call, app: &AppId, form: &FormId, id: Uuid, settings: ImportSettings) -> RuntimeResult<ImportState> {
        let import = self.own_import(&call.actor, app, form, id).await?;
        self.accept(&call.actor, app, form, &import, &settings).await?;
        let import = Import { settings: Some(serde_json::to_value(&settings).map_err(internal)?), ..fresh(import, ImportStage::Checking) };
        self.begin_work(call, import, &["looked", "checked", "failed", "cancelled"], "import.check", true).await
    }

    /// Begins to file the rows, or goes on where it was stopped.
    pub async fn run_import(&self, call: &Call, app: &AppId, form: &FormId, id: Uuid) -> RuntimeResult<ImportState> {
        let import = self.own_import(&call.actor, app, form, id).await?;
        let settings = settings_of(&import)?;
        self.accept(&call.actor, app, form, &import, &settings).await?;
        if settings.whole && import.state == "checked" && import.faulty > 0 {
            let (zh, en) = ("有不能导入的行，而您选择了全部导入或全部不导入", "Some rows cannot be imported, and you chose all or nothing");
            return Err(RuntimeError::refused("import_faulty", zh, en));
        }
        let goes_on = import.started_at.is_some() && matches!(import.state.as_str(), "cancelled" | "failed");
        let import =
            if goes_on { Import { state: word(ImportStage::Running).into(), message: None, ..import } } else { fresh(import, ImportStage::Running) };
        let import = Import { started_at: Some(import.started_at.unwrap_or_else(|| self.now().into())), ..import };
        let from: &[&str] = if goes_on { &["cancelled", "failed"] } else { &["checked"] };
        self.begin_work(call, import, from, "import.run", !goes_on).await
    }

    /// Asks an import to stop. It stops between two slices.
    pub async fn cancel_import(&self, call: &Call, app: &AppId, form: &FormId, id: Uuid) -> RuntimeResult<ImportState> {
        let import = self.own_import(&call.actor, app, form, id).await?;
        let asked: RuntimeResult<bool> = self.inner.store.write(move |tx| Box::pin(async move { Ok(imports::cancel(tx, id).await?) })).await;
        asked?;
        self.import(&call.actor, app, form, import.id).await
    }

    /// Begins to take back what an import did.
    pub async fn undo_import(&self, call: &Call, app: &AppId, form: &FormId, id: Uuid) -> RuntimeResult<ImportState> {
        let import = self.own_import(&call.actor, app, form, id).await?;
        let left = imports::count_noted(&self.inner.store.read(), id).await?;
        if left == 0 || import.size == 0 {
            return Err(RuntimeError::refused("nothing_to_undo", "没有可以撤销的内容", "There is nothing to take back"));
        }
        let import = Import { total: i64::try_from(left).map_err(internal)?, ..fresh(import, ImportStage::Undoing) };
        self.begin_work(call, import, &["done", "cancelled", "failed"], "import.undo", true).await
    }

    /// Keeps what a worker shall do and wakes one.
    async fn begin_work(
        &self,
        call: &Call,
        import: Import,
        from: &'static [&'static str],
        action: &'static str,
        anew: bool,
    ) -> RuntimeResult<ImportState> {
        let (runtime, doer, now, kept) = (self.clone(), Doer::of(call), self.now(), Arc::new(import));
        let id = kept.id;
        let _begun: bool = self
            .keyed(call, move |tx| {
                let (runtime, doer, import) = (runtime.clone(), doer.clone(), kept.clone());
                Box::pin(async move {
                    if !imports::begin(tx, &import, from).await? {
                        return Err(RuntimeError::Stale { what: "import" });
                    }
                    if anew {
                        imports::clear_faults(tx, import.id).await?;
                    }
                    let app = AppId::parse(&import.app).map_err(internal)?;
                    let audit = AuditRow {
                        action,
                        app: Some(&app),
                        object: format!("{}/{}", import.form, import.id),
                        detail: json!({ "file": import.file_name }),
                    };
                    runtime.audit(tx, &doer, audit, now, &[]).await?;
                    let told = runtime.clone();
                    let user = UserId(import.user_id);
                    tx.after_commit(move || told.tell(crate::Event::Import { user }));
                    Ok(true)
                })
            })
            .await?;
        let import = imports::get(&self.inner.store.read(), id).await?.ok_or(RuntimeError::NotFound { what: "import" })?;
        self.state_of(&call.actor, import).await
    }

    /// An import of the actor's own.
    async fn own_import(&self, actor: &Actor, app: &AppId, form: &FormId, id: Uuid) -> RuntimeResult<Import> {
        let found = imports::get(&self.inner.store.read(), id).await?;
        let own = |import: &Import| actor.user() == Some(UserId(import.user_id)) && import.app == app.as_str() && import.form == form.as_str();
        found.filter(own).ok_or(RuntimeError::NotFound { what: "import" })
    }

    /// Refuses settings that cannot be carried out.
    async fn accept(&self, actor: &Actor, app: &AppId, form: &FormId, import: &Import, settings: &ImportSettings) -> RuntimeResult<()> {
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?.clone();
        if import.size == 0 {
            return Err(RuntimeError::refused("import_over", "导入文件已清除，请重新上传", "The file is no longer kept; choose it again"));
        }
        let rights = Rights::of(self, &active, &compiled, actor).ok_or_else(RuntimeError::no_right)?;
        rights.allow(settings)?;
        reader_of(&compiled, &rights, settings)?;
        if settings.mapping.columns.is_empty() {
            return Err(RuntimeError::refused("nothing_mapped", "请至少为一列选择对应的字段", "Choose a field for at least one column"));
        }
        let Some(key) = &settings.key else {
            return if settings.mode == ImportMode::Add {
                Ok(())
            } else {
                Err(RuntimeError::refused("key_missing", "请选择按哪个字段识别已有记录", "Choose by which field records are found"))
            };
        };
        let mapped = settings.mapping.columns.iter().any(|column| column.field.column.is_none() && column.field.field == *key);
        let fits = app_engine::sheet::key_fields(&compiled, &|field| rights.readable(field)).iter().any(|field| field.id == *key);
        if settings.mode != ImportMode::Add && !(mapped && fits) {
            let (zh, en) = (
                "识别字段需是文字或数字，并且有一列与它对应",
                "The field by which records are found must be a text or number that a column goes into",
            );
            return Err(RuntimeError::refused("key_unfit", zh, en));
        }
        Ok(())
    }

    async fn file_of_import(&self, import: &Import) -> RuntimeResult<Bytes> {
        files::read_bytes(self.inner.files.as_ref(), file_of(import.id)).await.map_err(|fault| RuntimeError::Unavailable(fault.to_string()))
    }

    /// Deletes the files of old imports, and with them the way back; answers how many.
    pub async fn sweep_imports(&self) -> RuntimeResult<usize> {
        let old = imports::old(&self.inner.store.read(), (self.now() - KEPT).into(), 100).await?;
        let count = old.len();
        for import in old {
            self.inner.files.delete(file_of(import.id)).await.map_err(internal)?;
            let done: RuntimeResult<()> = self.inner.store.write(move |tx| Box::pin(async move { Ok(imports::forget(tx, import.id).await?) })).await;
            done?;
        }
        Ok(count)
    }
}

/// What a person may do with the fields of a form when adding and changing records.
pub(crate) struct Rights {
    create: Option<access::Plan>,
    update: Option<access::Plan>,
}

impl Rights {
    /// None when the person may neither add nor change.
    fn of(runtime: &Runtime, app: &ActiveApp, form: &CompiledForm, actor: &Actor) -> Option<Self> {
        let plan = |action| runtime.plan(app, form, actor, action).ok();
        let rights = Self { create: plan(Action::Create), update: plan(Action::Update) };
        (rights.create.is_some() || rights.update.is_some()).then_some(rights)
    }

    fn allow(&self, settings: &ImportSettings) -> RuntimeResult<()> {
        let fine = match settings.mode {
            ImportMode::Add => self.create.is_some(),
            ImportMode::Change => self.update.is_some(),
            ImportMode::Both => self.create.is_some() && self.update.is_some(),
        };
        if fine { Ok(()) } else { Err(RuntimeError::no_right()) }
    }

    /// The right on a field, where some of the records are new and some are there.
    fn on(&self, mode: ImportMode, field: &FieldId) -> FieldRight {
        let right = |plan: &Option<access::Plan>| plan.as_ref().map_or(FieldRight::Hidden, |plan| plan.right(field.as_str()));
        match mode {
            ImportMode::Add => right(&self.create),
            ImportMode::Change => right(&self.update),
            ImportMode::Both => right(&self.create).min(right(&self.update)),
        }
    }

    /// The widest right, for what is offered.
    fn widest(&self, field: &FieldId) -> FieldRight {
        self.on(ImportMode::Add, field).max(self.on(ImportMode::Change, field))
    }

    fn readable(&self, field: &FieldId) -> FieldRight {
        self.on(ImportMode::Change, field)
    }
}

fn reader_of(form: &CompiledForm, rights: &Rights, settings: &ImportSettings) -> RuntimeResult<RecordReader> {
    RecordReader::new(form, &settings.mapping, &|field| rights.on(settings.mode, field)).map_err(|(label, why)| {
        let why = why.label();
        let told = |locale| format!("{}：{}", label.get(locale), why.get(locale));
        RuntimeError::refused("column_refused", told(value::Locale::ZhCn), told(value::Locale::En))
    })
}

/// The bytes are kept beside attachments, under the key of the import; no record ever refers to them.
fn file_of(import: Uuid) -> FileKey {
    FileKey::new(*import.as_bytes())
}

fn fresh(import: Import, stage: ImportStage) -> Import {
    Import {
        state: word(stage).into(),
        total: 0,
        done: 0,
        created: 0,
        changed: 0,
        unchanged: 0,
        faulty: 0,
        faults: json!([]),
        message: None,
        ..import
    }
}

fn settings_of(import: &Import) -> RuntimeResult<ImportSettings> {
    let settings = import.settings.clone().ok_or_else(|| RuntimeError::refused("import_unchecked", "请先检查再导入", "Check the rows first"))?;
    serde_json::from_value(settings).map_err(internal)
}

const STAGES: [(&str, ImportStage); 9] = [
    ("looked", ImportStage::Looked),
    ("checking", ImportStage::Checking),
    ("checked", ImportStage::Checked),
    ("running", ImportStage::Running),
    ("done", ImportStage::Done),
    ("cancelled", ImportStage::Cancelled),
    ("failed", ImportStage::Failed),
    ("undoing", ImportStage::Undoing),
    ("undone", ImportStage::Undone),
];

fn word(stage: ImportStage) -> &'static str {
    STAGES.iter().find(|(_, known)| *known == stage).map_or("failed", |(word, _)| word)
}

fn stage_of(word: &str) -> ImportStage {
    STAGES.iter().find(|(known, _)| *known == word).map_or(ImportStage::Failed, |(_, stage)| *stage)
}

fn label_json(label: &Label) -> Json {
    serde_json::to_value(label).unwrap_or_default()
}

fn shown_faults(json: &Json) -> Vec<CellFault> {
    serde_json::from_value(json.clone()).unwrap_or_default()
}
