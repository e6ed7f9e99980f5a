//! Bringing stored values over, slice by slice, until the version can become current.
//!
//! A slice is one short transaction that writes how far it came: whoever goes on after a crash goes on there. What others touch meanwhile is
//! noted by the database and converted again, for the last time in the transaction that makes the version current.

use super::migrating::{Job, Kind, as_json, doer_of, plain, progress_of, work_of};
use super::publish::Activation;
use crate::commit::internal;
use crate::{Runtime, RuntimeError, RuntimeResult};
use chrono::Duration as Span;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::migrating::{FieldMove, FormMove, Slice, Which, bring_over, flush_later, keep_writers_away, place_of, revisions, unwatch};
use store::{Backend, StoreError, Tx, apps, history, migrations};
use uuid::Uuid;
use value::{FormId, Label, Locale};

/// For so long the one writer of SQLite belongs to a slice.
const TURN: Duration = Duration::from_millis(4);
/// Where several write at once a slice may be longer, as it keeps only its own rows.
const TURN_BESIDE: Duration = Duration::from_millis(10);
/// So many rows a slice takes at least and at most.
const FEWEST_ROWS: u64 = 25;
const MOST_ROWS: u64 = FEWEST_ROWS << 5;
/// So many touched records are converted again at once.
const TOUCHES: u64 = 200;
/// So many values that did not convert go into the history at once.
const NOTES: u64 = 100;
/// A command that was begun on the version before has come to its end after so long.
pub(super) const LATE: Span = Span::seconds(5);

/// How many rows a slice takes, by how long the last one took.
struct Pace {
    rows: u64,
    turn: Duration,
}

impl Pace {
    fn new(backend: Backend) -> Self {
        Self { rows: FEWEST_ROWS * 4, turn: if backend == Backend::Sqlite { TURN } else { TURN_BESIDE } }
    }

    fn took(&mut self, taken: Duration) {
        let fits = |rows: u64| u128::from(rows) * taken.as_micros() <= u128::from(self.rows) * self.turn.as_micros();
        // Doubled or halved: few sizes are few statements, which the database need not read anew each time.
        if self.rows < MOST_ROWS && fits(self.rows * 2) {
            self.rows *= 2;
        } else if self.rows > FEWEST_ROWS && !fits(self.rows) {
            self.rows /= 2;
        }
    }
}

/// Why records are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// For the first time.
    First,
    /// They were touched meanwhile.
    Again,
    /// They were touched by somebody who began before the version became current, and cannot stop it any more.
    Late,
}

/// What came of a slice.
enum Step {
    /// There is more.
    More(Duration),
    /// Every row was looked at.
    Through,
    /// A value came that does not convert, and nobody decided that it may become blank.
    Unfit(Label),
    /// Somebody else ended it.
    Over,
}

impl Runtime {
    /// Goes on with planned migrations for so long; answers how many steps were done. Several workers do each other no harm.
    pub async fn go_on_migrating(&self, time: Duration) -> RuntimeResult<usize> {
        let until = Instant::now() + time;
        let mut done = 0;
        for row in migrations::open(&self.inner.store.read()).await? {
            done += match work_of(&row)?.kind {
                Kind::Convert => self.go_on_converting(&row, until).await?,
                Kind::Fill => self.go_on_filling(&row, until).await?,
            };
        }
        Ok(done)
    }

    async fn go_on_converting(&self, row: &migrations::Migration, until: Instant) -> RuntimeResult<usize> {
        let job = Arc::new(self.job(row).await?);
        if row.state == "settling" {
            return self.settle(&job, row).await;
        }
        match self.convert_until(&job, until).await {
            Ok(done) => Ok(done),
            // What cannot be written today cannot be written tomorrow: the version before stays, and the reason is told.
            Err(RuntimeError::Internal(cause)) => {
                tracing::error!(migration.id = %job.id, cause, "The migration `{}` failed: {cause}", job.id);
                let told = Label::both("转换时出错，已停止；原版本不变", "The conversion failed and was stopped; the version before stays");
                self.end_without(&job, "failed", Some(told), doer_of(row)).await?;
                Ok(1)
            }
            Err(RuntimeError::Refused { message, .. }) => {
                self.end_without(&job, "failed", Some(message), doer_of(row)).await?;
                Ok(1)
            }
            Err(error) => Err(error),
        }
    }

    async fn convert_until(&self, job: &Arc<Job>, until: Instant) -> RuntimeResult<usize> {
        let mut pace = Pace::new(self.inner.store.backend());
        let mut done = 0;
        // One step at least: where reading the two versions takes all the time, it goes on nevertheless.
        loop {
            done += 1;
            match self.slice(job, pace.rows).await? {
                Step::More(taken) => {
                    pace.took(taken);
                    self.let_others_pass(taken).await;
                }
                Step::Through => {
                    if self.catch_up(job).await? < TOUCHES {
                        self.switch(job).await?;
                        return Ok(done);
                    }
                }
                Step::Unfit(why) => return Err(RuntimeError::Refused { code: "does_not_convert".into(), message: why }),
                Step::Over => return Ok(done),
            }
            if Instant::now() >= until {
                return Ok(done);
            }
        }
    }

    /// Who waits for the one writer gets as much time as a slice took. Where several write at once, nobody here knows who waits; they get half
    /// of it, as they were not kept from writing either.
    pub(super) async fn let_others_pass(&self, taken: Duration) {
        let store = &self.inner.store;
        if store.backend() == Backend::Postgres {
            tokio::time::sleep(taken / 2).await;
        } else if store.is_busy() {
            tokio::time::sleep(taken).await;
        } else {
            tokio::task::yield_now().await;
        }
    }

    async fn slice(&self, job: &Arc<Job>, rows: u64) -> RuntimeResult<Step> {
        let (job, now) = (job.clone(), self.now());
        self.inner
            .store
            .write(move |tx| {
                let job = job.clone();
                Box::pin(async move {
                    let begun = Instant::now();
                    flush_later(tx).await?;
                    let Some(row) = migrations::get_for_update(tx, job.id).await?.filter(|row| row.state == "running") else {
                        return Ok(Step::Over);
                    };
                    let mut progress = progress_of(&row)?;
                    let Some((form, field)) = job.fields().nth(progress.place) else { return Ok(Step::Through) };
                    let after = progress.after.as_deref().map(Uuid::parse_str).transpose().map_err(internal)?;
                    let slice = bring_over(tx, form, field, Which::After(after, rows)).await.map_err(lasting)?;
                    if let Some(unfit) = note(tx, &job, form, field, &slice, Look::First).await? {
                        return Ok(Step::Unfit(unfit));
                    }
                    progress.done += slice.seen;
                    match slice.last {
                        Some(last) => progress.after = Some(last.to_string()),
                        None => {
                            progress.place += 1;
                            progress.after = None;
                        }
                    }
                    migrations::save(tx, migrations::Migration { progress: as_json(&progress)?, updated_at: now.into(), ..row }).await?;
                    Ok(Step::More(begun.elapsed()))
                })
            })
            .await
    }

    /// Converts again what was touched meanwhile; answers how many touches there were.
    async fn catch_up(&self, job: &Arc<Job>) -> RuntimeResult<u64> {
        let job = job.clone();
        self.inner
            .store
            .write(move |tx| {
                let job = job.clone();
                Box::pin(async move { touched(tx, &job, TOUCHES, Look::Again).await })
            })
            .await
    }

    /// Makes the version current: the last touches and all that belongs to a publication in one transaction.
    async fn switch(&self, job: &Arc<Job>) -> RuntimeResult<()> {
        let (runtime, job, now) = (self.clone(), job.clone(), self.now());
        let begun = Instant::now();
        self.inner
            .store
            .write(move |tx| {
                let (runtime, job) = (runtime.clone(), job.clone());
                Box::pin(async move {
                    for form in &job.moves {
                        keep_writers_away(tx, form).await?;
                    }
                    let Some(row) = migrations::get_for_update(tx, job.id).await?.filter(|row| row.state == "running") else { return Ok(()) };
                    while touched(tx, &job, TOUCHES, Look::Again).await? > 0 {}
                    let content = apps::content(tx, &job.app, &job.after.hash).await?;
                    let content = content.ok_or_else(|| internal("the version has no content"))?;
                    let filling: BTreeSet<FormId> = job.work.forms.iter().cloned().collect();
                    let activation = Activation {
                        compiled: &job.after,
                        content: &content,
                        note: &job.work.note,
                        slots: &job.work.slots,
                        action: &job.work.action,
                        by: row.by_id,
                        now,
                        drafts_until: Some(row.started_at.instant()),
                        origin: job.work.origin.as_ref(),
                        filling: &filling,
                        choices: &job.work.choices,
                    };
                    runtime.activate(tx, &doer_of(&row), activation).await.map_err(|error| match error {
                        RuntimeError::Unavailable(_) => error,
                        other => internal(other),
                    })?;
                    let settling = migrations::Migration { state: "settling".into(), finished_at: Some(now.into()), updated_at: now.into(), ..row };
                    Ok::<_, RuntimeError>(migrations::save(tx, settling).await?)
                })
            })
            .await?;
        self.forget_apps();
        tracing::info!(took_ms = begun.elapsed().as_millis(), "Stored values are converted, and the version is current");
        Ok(())
    }

    /// The version is current: what came late is converted still, and what did not convert goes into the history of its record.
    async fn settle(&self, job: &Arc<Job>, row: &migrations::Migration) -> RuntimeResult<usize> {
        let (runtime, job, now) = (self.clone(), job.clone(), self.now());
        let over = row.finished_at.is_some_and(|at| now >= at.instant() + LATE);
        self.inner
            .store
            .write(move |tx| {
                let (runtime, job) = (runtime.clone(), job.clone());
                Box::pin(async move {
                    let Some(row) = migrations::get_for_update(tx, job.id).await?.filter(|row| row.state == "settling") else { return Ok(0) };
                    let late = touched(tx, &job, TOUCHES, Look::Late).await?;
                    let mut progress = progress_of(&row)?;
                    let faults = migrations::faults(tx, job.id, progress.noted.as_ref(), NOTES).await?;
                    if let Some(last) = faults.last() {
                        progress.noted = Some((last.form.clone(), last.record_id, last.field.clone()));
                        let mut rows = Vec::new();
                        for form in &job.moves {
                            let of_form = || faults.iter().filter(|fault| fault.form == form.after.form().as_str());
                            let records: Vec<Uuid> = of_form().map(|fault| fault.record_id).collect();
                            let revisions = revisions(tx, &form.after, &records).await?;
                            // A record that is gone has no history to be added to.
                            let known = |fault: &migrations::Fault| revisions.get(&fault.record_id).copied();
                            rows.extend(of_form().filter_map(|fault| Some(runtime.history_of(&job, &row, fault, known(fault)?))));
                        }
                        history::write(tx, rows);
                        migrations::save(tx, migrations::Migration { progress: as_json(&progress)?, updated_at: now.into(), ..row }).await?;
                    } else if over && late == 0 {
                        for form in &job.moves {
                            unwatch(tx, job.id, form).await?;
                        }
                        migrations::forget_all_touches(tx, job.id).await?;
                        migrations::save(tx, migrations::Migration { state: "done".into(), updated_at: now.into(), ..row }).await?;
                        return Ok(1);
                    }
                    Ok::<_, RuntimeError>(faults.len() + usize::try_from(late).unwrap_or(0))
                })
            })
            .await
    }

    /// What the history of a record says of a value that did not convert: what it was, as people read it.
    fn history_of(&self, job: &Job, row: &migrations::Migration, fault: &migrations::Fault, revision: i64) -> history::Change {
        let now = self.now();
        // A column stands in the history under its sub-table; who may not read the field does not read its former value either.
        let field = fault.field.split('.').next().unwrap_or_default();
        history::Change {
            id: self.inner.ids.key(now),
            app: job.app.to_string(),
            form: fault.form.clone(),
            record_id: fault.record_id,
            revision,
            at: row.finished_at.unwrap_or(row.updated_at),
            by_id: row.by_id,
            by_name: row.by_name.clone(),
            through: "migration:unfit".into(),
            changes: json!({ field: [plain(&fault.value), null] }),
            version: row.to_hash.clone(),
        }
    }
}

/// A failure that will be there again the next time: it ends the migration. Others pass.
fn lasting(error: StoreError) -> RuntimeError {
    match error {
        StoreError::NotUnique { field, .. } => RuntimeError::refused(
            "not_unique",
            format!("字段「{field}」转换后出现重复的值，已停止；原版本不变"),
            format!("Values of `{field}` are the same after the conversion; it was stopped, and the version before stays"),
        ),
        StoreError::FieldUnfit { .. } | StoreError::Corrupt(_) => internal(error),
        other => other.into(),
    }
}

/// Converts again what was touched.
async fn touched(tx: &Tx, job: &Job, most: u64, look: Look) -> RuntimeResult<u64> {
    let touches = migrations::touches(tx, job.id, most).await?;
    let mut records: BTreeMap<&str, BTreeSet<Uuid>> = BTreeMap::new();
    for touch in &touches {
        records.entry(&touch.place).or_default().insert(touch.record_id);
    }
    for (form, field) in job.fields() {
        let Some(records) = records.get(place_of(form, field).as_str()) else { continue };
        let records: Vec<Uuid> = records.iter().copied().collect();
        let mut slice = bring_over(tx, form, field, Which::Of(&records)).await.map_err(lasting)?;
        slice.records = records;
        if let Some(unfit) = note(tx, job, form, field, &slice, look).await? {
            return Err(RuntimeError::Refused { code: "does_not_convert".into(), message: unfit });
        }
    }
    migrations::forget_touches(tx, &touches).await?;
    Ok(u64::try_from(touches.len()).unwrap_or(u64::MAX))
}

/// Notes what did not convert; answers why the migration must not go on, if nobody decided that it may become blank.
async fn note(tx: &Tx, job: &Job, form: &FormMove, field: &FieldMove, slice: &Slice, look: Look) -> RuntimeResult<Option<Label>> {
    let id = form.before.form();
    if !slice.refused.is_empty() && look != Look::Late && !job.may_be_blank(id, &field.field) {
        let named = job.before.forms.get(id).and_then(|form| form.field_at(&field.field)).map(|field| field.label.clone()).unwrap_or_default();
        let (zh, en) = (named.get(Locale::ZhCn), named.get(Locale::En));
        return Ok(Some(Label::both(
            format!("字段「{zh}」出现了不能转换的值，已停止；原版本不变"),
            format!("A value of `{en}` came that does not convert; it was stopped, and the version before stays"),
        )));
    }
    let of_type = form.before.type_of(&field.field);
    let mut values: BTreeMap<Uuid, Vec<Json>> = BTreeMap::new();
    for (record, value) in &slice.refused {
        values.entry(*record).or_default().push(value::to_json(value, of_type));
    }
    let path = field.field.to_string();
    let fault = |(record_id, mut values): (Uuid, Vec<Json>)| migrations::Fault {
        migration: job.id,
        form: id.to_string(),
        record_id,
        field: path.clone(),
        value: if values.len() == 1 { values.pop().unwrap_or_default() } else { Json::Array(values) },
    };
    let faults = values.into_iter().map(fault).collect();
    // A record that is looked at for the first time has no note of before.
    let again: &[Uuid] = if look == Look::First { &[] } else { &slice.records };
    migrations::note_faults(tx, job.id, id, &path, again, faults).await?;
    Ok(None)
}
