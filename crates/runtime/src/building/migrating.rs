//! Planned migrations of stored records: begun, listed, cancelled, failed. The work itself is in `converting` and `filling`.

use super::publish::Origin;
use super::weighing::conversion;
use crate::commit::{AuditRow, Doer, internal};
use crate::tables::specs_of;
use crate::types::{Call, Download, FieldChoice, MigrationEntry, Published, SlotBinding};
use crate::{Event, Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use app_engine::CompiledApp;
use app_engine::migration::{Conversion, Converted, Several};
use bytes::Bytes;
use query::FieldPath;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use spreadsheet::{Cell, SheetColumn, SheetTable};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::migrating::{FieldMove, FormMove, Moved, size, unwatch, watch};
use store::tables::{self, RecordTable};
use store::{Tx, apps, migrations};
use uuid::Uuid;
use value::{AppId, FormId, Instant, Label, Locale, RecordId};

/// So many migrations of an app are listed.
const LISTED: u64 = 20;

/// What a migration does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// Values are brought over into columns of another type; then the version becomes current.
    Convert,
    /// Calculated values are calculated again; the version is current.
    Fill,
}

/// What is to be done; it stands in the database until it is done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Work {
    pub(crate) kind: Kind,
    /// Content hash of the version before.
    pub(crate) from: String,
    pub(crate) note: String,
    pub(crate) action: String,
    pub(crate) slots: Vec<SlotBinding>,
    /// The fields whose values are brought over.
    pub(crate) fields: Vec<(FormId, FieldPath)>,
    /// The forms whose calculated values are calculated again.
    pub(crate) forms: Vec<FormId>,
    pub(crate) choices: Vec<FieldChoice>,
    /// The package of its maker that the version holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) origin: Option<Origin>,
}

/// How far it is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Progress {
    /// Which of the fields or forms.
    pub(crate) place: usize,
    /// The last key or page of it.
    pub(crate) after: Option<String>,
    pub(crate) done: u64,
    pub(crate) total: u64,
    /// The last value that did not convert which stands in the history.
    pub(crate) noted: Option<(String, Uuid, String)>,
}

/// A migration that converts, with all that it needs.
pub(super) struct Job {
    pub(super) id: Uuid,
    pub(super) app: AppId,
    pub(super) work: Work,
    pub(super) before: Arc<CompiledApp>,
    pub(super) after: Arc<CompiledApp>,
    pub(super) moves: Vec<FormMove>,
}

impl Job {
    /// All fields in the order in which they are brought over.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&FormMove, &FieldMove)> {
        self.moves.iter().flat_map(|form| form.fields.iter().map(move |field| (form, field)))
    }

    /// Whether a value of the field that does not convert becomes blank.
    pub(super) fn may_be_blank(&self, form: &FormId, field: &FieldPath) -> bool {
        self.work.choices.iter().any(|choice| choice.form == *form && choice.field == *field && choice.blank)
    }
}

pub(super) fn work_of(row: &migrations::Migration) -> RuntimeResult<Work> {
    serde_json::from_value(row.plan.clone()).map_err(internal)
}

pub(super) fn progress_of(row: &migrations::Migration) -> RuntimeResult<Progress> {
    serde_json::from_value(row.progress.clone()).map_err(internal)
}

pub(super) fn as_json(value: &impl Serialize) -> RuntimeResult<Json> {
    serde_json::to_value(value).map_err(internal)
}

pub(super) fn doer_of(row: &migrations::Migration) -> Doer {
    Doer { id: row.by_id, name: row.by_name.clone(), request: None }
}

impl Runtime {
    /// The migrations of an app, the newest first.
    pub async fn migrations(&self, actor: &Actor, app: &AppId) -> RuntimeResult<Vec<MigrationEntry>> {
        self.built(actor, app).await?;
        self.entries(migrations::of_app(&self.inner.store.read(), app, LISTED).await?).await
    }

    /// The migrations of an app that have still something to do.
    pub(super) async fn migrations_under_way(&self, app: &AppId) -> RuntimeResult<Vec<MigrationEntry>> {
        let open = migrations::open(&self.inner.store.read()).await?;
        self.entries(open.into_iter().filter(|row| row.app == app.as_str()).collect()).await
    }

    async fn entries(&self, rows: Vec<migrations::Migration>) -> RuntimeResult<Vec<MigrationEntry>> {
        let reader = self.inner.store.read();
        let mut entries = Vec::new();
        for row in rows {
            let (work, progress) = (work_of(&row)?, progress_of(&row)?);
            entries.push(MigrationEntry {
                id: row.id,
                converts: work.kind == Kind::Convert,
                refused: if work.kind == Kind::Convert { migrations::count_faults(&reader, row.id).await? } else { 0 },
                state: row.state,
                hash: row.to_hash,
                started_at: row.started_at.instant(),
                finished_at: row.finished_at.map(store::Moment::instant),
                by_name: row.by_name,
                done: progress.done.min(progress.total),
                total: progress.total,
                problem: row.problem.and_then(|problem| serde_json::from_value(problem).ok()),
            });
        }
        Ok(entries)
    }

    /// Stops a migration that converts: the version before stays current, and the drafts are as they were.
    pub async fn cancel_migration(&self, call: &Call, app: &AppId, id: Uuid) -> RuntimeResult<()> {
        self.built(&call.actor, app).await?;
        let row = migrations::get(&self.inner.store.read(), id).await?.filter(|row| row.app == app.as_str());
        let row = row.ok_or(RuntimeError::NotFound { what: "migration" })?;
        if row.state != "running" || work_of(&row)?.kind != Kind::Convert {
            let (zh, en) = ("该迁移已结束或不能取消", "The migration is over, or cannot be cancelled");
            return Err(RuntimeError::refused("migration_over", zh, en));
        }
        let job = self.job(&row).await?;
        self.end_without(&Arc::new(job), "cancelled", None, Doer::of(call)).await
    }

    /// The values that did not convert, as a workbook.
    pub async fn migration_faults(&self, actor: &Actor, app: &AppId, id: Uuid) -> RuntimeResult<Download> {
        let active = self.built(actor, app).await?;
        let reader = self.inner.store.read();
        let row = migrations::get(&reader, id).await?.filter(|row| row.app == app.as_str());
        let row = row.ok_or(RuntimeError::NotFound { what: "migration" })?;
        let locale = active.compiled.language();
        let mut rows = Vec::new();
        let mut after = None;
        loop {
            let found = migrations::faults(&reader, row.id, after.as_ref(), 1000).await?;
            let Some(last) = found.last() else { break };
            after = Some((last.form.clone(), last.record_id, last.field.clone()));
            rows.extend(found.into_iter().map(|fault| [fault.form, fault.field, RecordId(fault.record_id).to_string(), plain(&fault.value)]));
        }
        let heads = if locale == Locale::ZhCn { ["表单", "字段", "记录", "原值"] } else { ["Form", "Field", "Record", "Value"] };
        workbook("migration", heads, rows)
    }

    /// Works on a migration until its version is current, or until it ended without: for who has no worker beside him. Answers its state.
    pub async fn finish_migration(&self, id: Uuid) -> RuntimeResult<String> {
        loop {
            let row = migrations::get(&self.inner.store.read(), id).await?.ok_or(RuntimeError::NotFound { what: "migration" })?;
            if row.state != "running" {
                return Ok(row.state);
            }
            self.go_on_migrating(std::time::Duration::from_secs(1)).await?;
        }
    }

    /// Refuses a publication while stored values are converted: two of them would convert the same columns.
    pub(super) async fn refuse_beside_a_migration(&self, tx: &Tx, app: &AppId) -> RuntimeResult<()> {
        let open = migrations::open(tx).await?;
        for row in open.iter().filter(|row| row.app == app.as_str() && row.state == "running") {
            if work_of(row)?.kind == Kind::Convert {
                let zh = "已有一次发布正在转换数据：请等它完成，或先取消它";
                return Err(RuntimeError::refused("migration_running", zh, "A publication is converting data: wait for it, or cancel it first"));
            }
        }
        Ok(())
    }

    /// Begins to bring stored values over. The version before stays current until that is done.
    #[expect(clippy::too_many_arguments, reason = "all of one publication")]
    pub(super) async fn begin_converting(
        &self,
        tx: &Tx,
        doer: &Doer,
        app: &AppId,
        after: &Arc<CompiledApp>,
        content: &[u8],
        work: Work,
        now: Instant,
    ) -> RuntimeResult<Published> {
        for row in migrations::open(tx).await?.iter().filter(|row| row.app == app.as_str()) {
            if work_of(row)?.kind == Kind::Convert {
                let (zh, en) = ("上一次发布正在收尾：请稍候几秒再试", "The publication before is just ending: try again in a few seconds");
                return Err(RuntimeError::refused("migration_settling", zh, en));
            }
        }
        let installed = apps::get(tx, app).await?.filter(|row| row.active_hash == work.from);
        // What was shown was counted on another version.
        let installed = installed.ok_or(RuntimeError::Stale { what: "app" })?;
        let before = self.pinned_app(tx, app, &work.from).await?;
        let new_tables = tables::prepare(tx, &specs_of(after)).await?;
        let old_tables = tables::load(tx, &specs_of(&before)).await?;
        apps::keep(tx, app.as_str(), &after.hash, content).await?;
        let id = self.inner.ids.key(now);
        let moves = moves(&before, after, old_tables, new_tables, &work);
        let mut progress = Progress::default();
        for form in &moves {
            watch(tx, id, form).await?;
            for field in &form.fields {
                progress.total += size(tx, form, field).await?;
            }
        }
        self.start(tx, doer, (id, app, &after.hash), &work, &progress, now).await?;
        let detail = json!({ "hash": after.hash, "note": work.note, "fields": work.fields.len(), "rows": progress.total });
        let audit = AuditRow { action: "app.migrate", app: Some(app), object: app.to_string(), detail };
        self.audit(tx, doer, audit, now, content).await?;
        let (teller, told, hash) = (self.clone(), app.clone(), installed.active_hash.clone());
        tx.after_commit(move || teller.tell(Event::Published { app: told, hash }));
        let number = u32::try_from(installed.active_number).unwrap_or(u32::MAX);
        Ok(Published { app: app.clone(), number, hash: after.hash.clone(), migration: Some(id) })
    }

    pub(super) async fn start(
        &self,
        tx: &Tx,
        doer: &Doer,
        (id, app, hash): (Uuid, &AppId, &str),
        work: &Work,
        progress: &Progress,
        now: Instant,
    ) -> RuntimeResult<()> {
        let row = migrations::Migration {
            id,
            app: app.to_string(),
            state: "running".into(),
            to_hash: hash.to_owned(),
            plan: as_json(work)?,
            progress: as_json(progress)?,
            problem: None,
            started_at: now.into(),
            updated_at: now.into(),
            finished_at: None,
            by_id: doer.id,
            by_name: doer.name.clone(),
        };
        Ok(migrations::start(tx, row).await?)
    }

    /// A migration that converts, with all that it needs.
    pub(super) async fn job(&self, row: &migrations::Migration) -> RuntimeResult<Job> {
        let work = work_of(row)?;
        let app = AppId::parse(&row.app).map_err(internal)?;
        let reader = self.inner.store.read();
        let before = self.pinned_app(&reader, &app, &work.from).await?;
        let after = self.pinned_app(&reader, &app, &row.to_hash).await?;
        let old_tables = tables::load(&reader, &specs_of(&before)).await?;
        let new_tables = tables::load(&reader, &specs_of(&after)).await?;
        let moves = moves(&before, &after, old_tables, new_tables, &work);
        Ok(Job { id: row.id, app, work, before, after, moves })
    }

    /// Ends a migration without its version: the one before stays current.
    pub(super) async fn end_without(&self, job: &Arc<Job>, state: &'static str, problem: Option<Label>, doer: Doer) -> RuntimeResult<()> {
        let (runtime, job, now) = (self.clone(), job.clone(), self.now());
        let asked = Arc::new((problem, doer));
        self.inner
            .store
            .write(move |tx| {
                let (runtime, job, asked) = (runtime.clone(), job.clone(), asked.clone());
                Box::pin(async move {
                    let (problem, doer) = &*asked;
                    let Some(row) = migrations::get_for_update(tx, job.id).await?.filter(|row| row.state == "running") else { return Ok(()) };
                    for form in &job.moves {
                        unwatch(tx, job.id, form).await?;
                    }
                    migrations::forget_all_touches(tx, job.id).await?;
                    let told = problem.as_ref().map(as_json).transpose()?;
                    let hash = job.before.hash.clone();
                    let ended =
                        migrations::Migration { state: state.into(), problem: told, finished_at: Some(now.into()), updated_at: now.into(), ..row };
                    migrations::save(tx, ended).await?;
                    let detail = json!({ "state": state, "hash": job.after.hash });
                    let audit = AuditRow { action: "app.migrate.end", app: Some(&job.app), object: job.app.to_string(), detail };
                    runtime.audit(tx, doer, audit, now, &[]).await?;
                    let (teller, app) = (runtime.clone(), job.app.clone());
                    tx.after_commit(move || teller.tell(Event::Published { app, hash }));
                    Ok(())
                })
            })
            .await
    }
}

/// The fields of each form, with what becomes of their values.
fn moves(before: &CompiledApp, after: &CompiledApp, old: Vec<RecordTable>, new: Vec<RecordTable>, work: &Work) -> Vec<FormMove> {
    let by_form = |tables: Vec<RecordTable>| tables.into_iter().map(|table| (table.form().clone(), table)).collect::<BTreeMap<_, _>>();
    let (mut old, mut new) = (by_form(old), by_form(new));
    let mut forms: Vec<FormMove> = Vec::new();
    for (form, field) in &work.fields {
        let Some(convert) = convert(before, after, form, field, work) else { continue };
        let field = FieldMove { field: field.clone(), convert };
        if let Some(known) = forms.iter_mut().find(|known| known.before.form() == form) {
            known.fields.push(field);
        } else if let (Some(before), Some(after)) = (old.remove(form), new.remove(form)) {
            forms.push(FormMove { before, after, fields: vec![field] });
        }
    }
    forms
}

fn convert(before: &CompiledApp, after: &CompiledApp, form: &FormId, field: &FieldPath, work: &Work) -> Option<store::migrating::Convert> {
    let (old, new) = (before.forms.get(form)?, after.forms.get(form)?);
    let choice = work.choices.iter().find(|choice| choice.form == *form && choice.field == *field);
    let forth = conversion(before, old, new, field, choice)?;
    let target = new.field_at(field)?;
    let back = Conversion::of(target, old.field_at(field)?, &before.zone, before.language(), Several::First);
    let behaviour = target.behaviour.clone();
    Some(Arc::new(move |now, stands| match forth.settle(&back, now, stands) {
        None => Moved::Leave,
        Some(Converted::Same(value) | Converted::Less(value)) if value.is_blank() => Moved::Write(value),
        Some(Converted::Same(value) | Converted::Less(value)) => Moved::Write(behaviour.normalise(value)),
        Some(Converted::No) => Moved::No,
    }))
}

/// A value of the list as one reads it.
pub(super) fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    }
}

/// A list of texts as a workbook. Texts stay texts: nothing in them is calculated by whoever opens it.
pub(super) fn workbook<const N: usize>(name: &str, heads: [&str; N], rows: Vec<[String; N]>) -> RuntimeResult<Download> {
    let table = SheetTable {
        title: name.to_owned(),
        columns: heads.into_iter().map(|label| SheetColumn { label: label.to_owned(), scale: 0 }).collect(),
        rows: rows.into_iter().map(|row| row.into_iter().map(Cell::Text).collect()).collect(),
    };
    let content = spreadsheet::write_table(&table).map_err(internal)?;
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(Download { name: format!("{name}.xlsx"), media_type, content: Bytes::from(content) })
}
