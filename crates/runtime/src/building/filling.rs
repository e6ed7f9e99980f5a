//! Calculating stored values again behind a publication, slice by slice, while others write.
//!
//! Nobody waits for it: a record that somebody changes meanwhile is calculated by that change, and left alone here.

use super::converting::LATE;
use super::impact::COUNTED;
use super::migrating::{Kind, Progress, Work, as_json, doer_of, progress_of, work_of};
use super::publish::Activation;
use crate::app_cache::ActiveApp;
use crate::command::revision_of;
use crate::commit::{Doer, internal};
use crate::facts::{self, Source};
use crate::looking::Looking;
use crate::types::FieldChoice;
use crate::{Event, Runtime, RuntimeResult, showing};
use app_engine::command::Fact;
use definition::Action;
use form_engine::{CompiledForm, Facts, calculated_fields, recalculate};
use query::{Condition, FieldPath, Filter, Operator, Page};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::migrating::flush_later;
use store::records::{self, PageQuery};
use store::{Tx, history, migrations};
use value::{AppId, FieldId, FormId, OptionId, Record, RecordId, UserId, Value, ValueType};

/// So many records are looked at for one slice, at first.
const FIRST: u32 = 100;
/// For so long the writer belongs to a slice.
const TURN: Duration = Duration::from_millis(4);
/// How often facts of others are loaded for a slice.
const MOST_LOADS: usize = 12;

/// A record with the values that differ.
struct Differing {
    record: RecordId,
    revision: u64,
    values: Record,
    /// What people had entered and what stands for it now: options that were merged.
    merged: BTreeMap<FieldId, (Value, Value)>,
}

impl Runtime {
    /// Begins to calculate stored values again, in the transaction that makes the version current. What another one had not finished is
    /// taken over.
    pub(super) async fn begin_filling(&self, tx: &Tx, doer: &Doer, new: &Activation<'_>) -> RuntimeResult<()> {
        let app = new.compiled.id();
        let mut forms: BTreeSet<FormId> = new.filling.clone();
        let mut choices: Vec<FieldChoice> = new.choices.iter().filter(|choice| !choice.options.is_empty()).cloned().collect();
        for row in migrations::open(tx).await?.into_iter().filter(|row| row.app == app.as_str()) {
            let work = work_of(&row)?;
            if work.kind == Kind::Fill {
                forms.extend(work.forms);
                choices.extend(work.choices);
                let now = new.now.into();
                migrations::save(tx, migrations::Migration { state: "done".into(), finished_at: Some(now), updated_at: now, ..row }).await?;
            }
        }
        forms.retain(|form| new.compiled.forms.contains_key(form));
        if forms.is_empty() {
            return Ok(());
        }
        let work = Work {
            kind: Kind::Fill,
            from: String::new(),
            note: String::new(),
            action: String::new(),
            slots: Vec::new(),
            fields: Vec::new(),
            forms: forms.into_iter().collect(),
            choices,
            origin: None,
        };
        self.start(tx, doer, (self.inner.ids.key(new.now), app, &new.compiled.hash), &work, &Progress::default(), new.now).await
    }

    pub(super) async fn go_on_filling(&self, row: &migrations::Migration, until: Instant) -> RuntimeResult<usize> {
        let app = AppId::parse(&row.app).map_err(internal)?;
        let active = self.active_app(&app).await?;
        if active.compiled.hash != row.to_hash {
            // Another version is current, and took over what was left; or this server does not know the new one yet.
            self.forget_apps();
            return Ok(0);
        }
        if row.state == "settling" {
            return self.settle_filling(&active, row).await;
        }
        let work = work_of(row)?;
        let mut progress = progress_of(row)?;
        if progress.total == 0 {
            for form in &work.forms {
                progress.total += self.count(&active, form, None, COUNTED).await?;
            }
        }
        let (mut done, mut rows) = (0, FIRST);
        loop {
            let Some(form) = work.forms.get(progress.place) else {
                self.move_on(row, &progress, Some("settling")).await?;
                return Ok(done + 1);
            };
            done += 1;
            let begun = Instant::now();
            let page = Page { limit: rows, after: progress.after.clone() };
            let (found, next) = self.differing(&active, form, None, &page, &work.choices).await?;
            progress.done += found.looked;
            progress.place += usize::from(next.is_none());
            progress.after = next;
            let taken = self.write_slice(&active, form, found.records, Some((row, &progress)), doer_of(row)).await?;
            // A slice that writes nothing says nothing about how long writing takes.
            if let Some(taken) = taken {
                let fitting = u128::from(rows) * TURN.as_micros() / taken.as_micros().max(50);
                rows = u32::try_from(fitting).unwrap_or(rows).clamp(rows / 2, rows * 2).clamp(20, 500);
            }
            self.let_others_pass(begun.elapsed()).await;
            if Instant::now() >= until {
                return Ok(done);
            }
        }
    }

    /// What somebody wrote by the version before, after his record was calculated here, is calculated once more.
    async fn settle_filling(&self, active: &Arc<ActiveApp>, row: &migrations::Migration) -> RuntimeResult<usize> {
        if row.finished_at.is_none_or(|at| self.now() < at.instant() + LATE) {
            return Ok(0);
        }
        let work = work_of(row)?;
        let condition = |field: &str, op, value: Json| -> RuntimeResult<Filter> {
            let condition = json!({ "field": field, "op": op, "value": value });
            Ok(Filter::Condition(serde_json::from_value::<Condition>(condition).map_err(internal)?))
        };
        let late = Filter::And(vec![
            condition("_updated_at", json!(Operator::Ge), json!(value::write_instant(&row.started_at.instant())))?,
            condition("_version", json!(Operator::Ne), json!(row.to_hash))?,
        ]);
        for form in &work.forms {
            let mut page = Page { limit: 500, after: None };
            loop {
                let (found, next) = self.differing(active, form, Some(&late), &page, &work.choices).await?;
                self.write_slice(active, form, found.records, None, doer_of(row)).await?;
                page.after = next;
                if page.after.is_none() {
                    break;
                }
            }
        }
        self.move_on(row, &progress_of(row)?, Some("done")).await?;
        self.tell(Event::Published { app: active.compiled.id().clone(), hash: active.compiled.hash.clone() });
        Ok(1)
    }

    async fn move_on(&self, row: &migrations::Migration, progress: &Progress, state: Option<&'static str>) -> RuntimeResult<()> {
        let (id, progress, now) = (row.id, as_json(progress)?, self.now());
        self.inner
            .store
            .write(move |tx| {
                let progress = progress.clone();
                Box::pin(async move {
                    let Some(row) = migrations::get_for_update(tx, id).await?.filter(|row| row.state != "done") else { return Ok(()) };
                    let state = state.map_or(row.state.clone(), str::to_owned);
                    let finished_at = row.finished_at.or(Some(now.into()));
                    Ok(migrations::save(tx, migrations::Migration { state, progress, finished_at, updated_at: now.into(), ..row }).await?)
                })
            })
            .await
    }

    /// Writes what differs, with how far the work came; answers how long the writing took, if there was something.
    async fn write_slice(
        &self,
        active: &Arc<ActiveApp>,
        form: &FormId,
        found: Vec<Differing>,
        reached: Option<(&migrations::Migration, &Progress)>,
        doer: Doer,
    ) -> RuntimeResult<Option<Duration>> {
        if found.is_empty() && reached.is_none() {
            return Ok(None);
        }
        let table = active.tables.get(form).cloned().ok_or_else(|| internal("the form has no table"))?;
        let now = self.now();
        let reached = reached.map(|(row, progress)| as_json(progress).map(|progress| (row.id, progress))).transpose()?;
        let notes = found.iter().filter_map(|one| self.merge_note(active, form, one, &doer)).collect::<Vec<_>>();
        let mut alike: BTreeMap<Vec<FieldId>, Vec<(RecordId, u64, Record)>> = BTreeMap::new();
        for one in found {
            let fields = one.values.iter().map(|(field, _)| field.clone()).collect();
            alike.entry(fields).or_default().push((one.record, one.revision, one.values));
        }
        let asked = Arc::new((alike, notes, reached));
        self.inner
            .store
            .write(move |tx| {
                let (table, asked) = (table.clone(), asked.clone());
                Box::pin(async move {
                    let begun = Instant::now();
                    let (alike, notes, reached) = &*asked;
                    if reached.is_some() {
                        flush_later(tx).await?;
                    }
                    for records in alike.values() {
                        records::recalculated(tx, &table, records).await?;
                    }
                    history::write(tx, notes.clone());
                    if let Some((id, progress)) = reached
                        && let Some(row) = migrations::get_for_update(tx, *id).await?.filter(|row| row.state == "running")
                    {
                        let progress = progress.clone();
                        migrations::save(tx, migrations::Migration { progress, updated_at: now.into(), ..row }).await?;
                    }
                    Ok(Some(begun.elapsed()).filter(|_| !alike.is_empty()))
                })
            })
            .await
    }

    /// What the history says of an option that another one stands for now.
    fn merge_note(&self, active: &ActiveApp, form: &FormId, one: &Differing, doer: &Doer) -> Option<history::Change> {
        let compiled = active.compiled.forms.get(form)?;
        if one.merged.is_empty() {
            return None;
        }
        let json = |field: &FieldId, value: &Value| showing::value_json(compiled, field, value);
        let changes: Map<String, Json> =
            one.merged.iter().map(|(field, (from, to))| (field.to_string(), json!([json(field, from), json(field, to)]))).collect();
        let now = self.now();
        Some(history::Change {
            id: self.inner.ids.key(now),
            app: active.compiled.id().to_string(),
            form: form.to_string(),
            record_id: one.record.0,
            revision: i64::try_from(one.revision).unwrap_or(i64::MAX),
            at: now.into(),
            by_id: doer.id,
            by_name: doer.name.clone(),
            through: "migration".into(),
            changes: Json::Object(changes),
            version: active.compiled.hash.clone(),
        })
    }

    /// The records of a page whose calculated values differ from what is stored, and the cursor of the next page.
    async fn differing(
        &self,
        active: &Arc<ActiveApp>,
        form: &FormId,
        filter: Option<&Filter>,
        page: &Page,
        choices: &[FieldChoice],
    ) -> RuntimeResult<(Found, Option<String>)> {
        let compiled = active.form(form)?.clone();
        let (system, people, now) = (facts::system(), self.people().await?, self.now());
        let everything = self.plan(active, &compiled, &system, Action::Read)?;
        let looking = Looking::new(active, &people, form, &system, now)?;
        let reader = self.inner.store.read();
        let asked = PageQuery { filter, search: None, sort: &[], fields: None, page };
        let found = records::page(&reader, &looking.view(&everything), &asked).await?;
        let merges: BTreeMap<&FieldPath, &BTreeMap<OptionId, OptionId>> = choices
            .iter()
            .filter(|choice| choice.form == *form && !choice.options.is_empty())
            .map(|choice| (&choice.field, &choice.options))
            .collect();
        let looked = u64::try_from(found.records.len()).unwrap_or(0);
        let merged: Vec<(Record, Record)> = found.records.into_iter().map(|stored| (with_merged(&stored, &merges), stored)).collect();
        let source = Source { runtime: self, session: &reader, app: active, people: &people, actor: &system, now };
        let (mut known, zone) = (Facts::default(), Arc::new(active.compiled.zone.clone()));
        for _ in 0..=MOST_LOADS {
            let mut missing = Vec::new();
            let records = {
                let mut differ = |(entered, stored): &(Record, Record)| calculated(&compiled, &zone, entered, stored, &known, now, &mut missing);
                merged.iter().filter_map(&mut differ).collect::<Vec<_>>()
            };
            if missing.is_empty() {
                return Ok((Found { records, looked }, found.next));
            }
            source.load(&compiled, &missing, &mut known).await?;
        }
        Err(internal("a formula asks for facts without end"))
    }
}

/// What a page holds.
struct Found {
    records: Vec<Differing>,
    looked: u64,
}

/// Calculates a record; none when nothing differs, or when something is missing.
fn calculated(
    form: &Arc<CompiledForm>,
    zone: &Arc<calendar::Zone>,
    entered: &Record,
    stored: &Record,
    known: &Facts,
    now: value::Instant,
    missing: &mut Vec<Fact>,
) -> Option<Differing> {
    let Value::Reference(record) = stored.get("_id") else { return None };
    // What was calculated when it was saved was calculated for whoever saved it.
    let user = if let Value::Reference(user) = stored.get("_updated_by") { Some(UserId(user.0)) } else { None };
    let values = match recalculate(form, zone, entered.clone(), known.clone(), now, user) {
        Ok(values) => values,
        Err((needs, questions)) => {
            missing.extend(needs.into_iter().map(Fact::Related));
            missing.extend(questions.into_iter().map(Fact::LookUp));
            return None;
        }
    };
    let differs = |field: &FieldId, now: &Value| {
        let was = stored.get(field.as_str());
        was != now && !(is_blank(was) && is_blank(now))
    };
    let mut merged = BTreeMap::new();
    for (field, value) in entered.iter().filter(|(field, value)| !field.is_system() && differs(field, value)) {
        merged.insert(field.clone(), (stored.get(field.as_str()).clone(), value.clone()));
    }
    if merged.is_empty() && !values.iter().any(|(field, value)| differs(field, value)) {
        return None;
    }
    let mut written = Record::new();
    for field in calculated_fields(form) {
        let value = values.get(field.as_str());
        let is_whole = form.field(field.as_str()).is_some_and(|field| matches!(field.value_type, ValueType::List(_) | ValueType::Rows(_)));
        // Lists and sub-tables are written anew only where they differ; single values are written alike for all records of a slice.
        if !is_whole || differs(field, value) {
            written.set(field.clone(), value.clone());
        }
    }
    for (field, (_, value)) in &merged {
        if !written.has(field.as_str()) {
            written.set(field.clone(), value.clone());
        }
    }
    Some(Differing { record: *record, revision: revision_of(stored), values: written, merged })
}

/// What a formula could not answer is stored as a blank.
fn is_blank(value: &Value) -> bool {
    value.is_blank() || matches!(value, Value::Error(_))
}

/// The record with options in the place of those that are gone.
fn with_merged(stored: &Record, merges: &BTreeMap<&FieldPath, &BTreeMap<OptionId, OptionId>>) -> Record {
    let mut record = stored.clone();
    for (path, options) in merges {
        let value = record.get(path.field.as_str());
        let merged = match (&path.column, value) {
            (None, value) => replaced(value, options),
            (Some(column), Value::Rows(rows)) => {
                let mut rows = rows.clone();
                for row in &mut rows {
                    let value = replaced(row.values.get(column.as_str()), options);
                    row.values.set(column.clone(), value);
                }
                Value::Rows(rows)
            }
            (Some(_), value) => value.clone(),
        };
        record.set(path.field.clone(), merged);
    }
    record
}

fn replaced(value: &Value, options: &BTreeMap<OptionId, OptionId>) -> Value {
    match value {
        Value::Choice(option) => Value::Choice(options.get(option).unwrap_or(option).clone()),
        Value::List(items) => {
            let mut kept: Vec<Value> = Vec::with_capacity(items.len());
            for item in items.iter().map(|item| replaced(item, options)) {
                // Two options may have become one.
                if !kept.contains(&item) {
                    kept.push(item);
                }
            }
            Value::List(kept)
        }
        other => other.clone(),
    }
}
