//! A slice of records: read, compared with what is there, decided, written in one transaction with the place up to which it reaches.

use super::directory::{KnownNames, comparable, system};
use super::{Import, SHOWN_FAULTS};
use crate::command::many::{Many, One, Ready, faults_of};
use crate::command::revision_of;
use crate::commit::internal;
use crate::looking::Looking;
use crate::types::{ImportMode, ImportSettings};
use crate::{RuntimeError, RuntimeResult};
use access::Plan;
use app_engine::sheet::{CellFault, CellWriter, RawRecord, ReadRecord, Reading, RecordReader, Writing};
use definition::Action;
use form_engine::CompiledField;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::imports::{self, FaultyRow, ImportedRecord};
use store::{Session, Tx, records};
use uuid::Uuid;
use value::{FieldId, Label, Locale, Record, RecordId, Value};

/// What stays the same over all slices of an import.
pub(super) struct Job {
    pub(super) import: Uuid,
    pub(super) many: Many,
    pub(super) reader: Arc<RecordReader>,
    pub(super) settings: ImportSettings,
    /// Whose records may be changed.
    pub(super) update: Option<Plan>,
}

/// What was met in the file so far.
#[derive(Default)]
pub(super) struct Met {
    pub(super) names: KnownNames,
    /// The row in which each key stands.
    keys: BTreeMap<String, u32>,
    /// Values of fields that allow none twice.
    unique: BTreeMap<FieldId, BTreeMap<String, u32>>,
}

/// A record of the file with its place.
pub(super) struct Placed {
    pub(super) position: i64,
    pub(super) raw: RawRecord,
}

/// What became of the records of a slice.
#[derive(Default)]
pub(super) struct Slice {
    pub(super) ready: Vec<Filed>,
    pub(super) faulty: Vec<(i64, Vec<CellFault>)>,
    pub(super) created: i64,
    pub(super) changed: i64,
    pub(super) unchanged: i64,
}

/// A record that is to be filed, with its place.
pub(super) struct Filed {
    pub(super) position: i64,
    /// Its first row, as people count.
    pub(super) row: u32,
    pub(super) ready: Ready,
}

/// A record between reading and deciding.
struct Wanted {
    position: i64,
    raw: RawRecord,
    read: ReadRecord,
    key: Option<Value>,
    stored: Option<Record>,
}

impl Job {
    /// Decides a slice. With `for_good` numbers are drawn for new records; a check draws none.
    pub(super) async fn decide(&self, session: &Session, met: &mut Met, placed: Vec<Placed>, for_good: bool) -> RuntimeResult<Slice> {
        let mut slice = Slice::default();
        let named: Vec<(String, String)> =
            placed.iter().flat_map(|placed| self.reader.names_in(&placed.raw)).map(|(column, name)| (column.to_owned(), name)).collect();
        met.names.look_up(session, self, named).await?;
        let mut wanted = Vec::with_capacity(placed.len());
        for Placed { position, raw } in placed {
            let reading = Reading { zone: &self.many.ground.app.compiled.zone, directory: &met.names };
            let read = self.reader.read(&raw, &reading);
            let key = self.key_of(&read);
            match self.refused_key(met, &read, key.as_ref()) {
                Some(fault) => slice.faulty.push((position, vec![fault])),
                None => wanted.push(Wanted { position, raw, read, key, stored: None }),
            }
        }
        let wanted = self.with_stored(session, wanted, &mut slice).await?;
        let wanted = self.forgiven(session, wanted, &mut slice).await?;
        let wanted = self.without_doubles(session, met, wanted, &mut slice).await?;
        self.decided(session, wanted, for_good, &mut slice).await?;
        slice.faulty.sort_by_key(|(position, _)| *position);
        Ok(slice)
    }

    /// Notes the keys of records that were filed before the import was interrupted.
    pub(super) fn pass_over(&self, met: &mut Met, raw: &RawRecord) {
        let reading = Reading { zone: &self.many.ground.app.compiled.zone, directory: &met.names };
        let read = self.reader.read(raw, &reading);
        if let Some(key) = self.key_of(&read) {
            met.keys.entry(comparable(&key)).or_insert(read.number);
        }
    }

    /// The same for a record that somebody changed meanwhile.
    pub(super) async fn again(&self, session: &Session, one: One) -> RuntimeResult<One> {
        let ground = &self.many.ground;
        let everything = self.many.runtime.plan(&ground.app, &self.many.form, &system(), Action::Read)?;
        let looking = Looking::new(&ground.app, &ground.people, self.many.form.id(), &system(), ground.now)?;
        let stored = records::whole(session, &looking.view(&everything), &BTreeSet::from([one.id])).await?.remove(&one.id);
        Ok(One { stored: stored.or(one.stored.clone()), ..one })
    }

    fn field(&self, id: &FieldId) -> Option<&CompiledField> {
        self.many.form.field(id.as_str())
    }

    fn key_of(&self, read: &ReadRecord) -> Option<Value> {
        let key = self.settings.key.as_ref().filter(|_| self.settings.mode != ImportMode::Add)?;
        let given = read.given.as_ref().filter(|(field, _)| field == key).map(|(_, number)| json!(number));
        let json = given.or_else(|| read.values.get(key.as_str()).cloned())?;
        let field = self.field(key)?;
        Some(field.behaviour.normalise(field.behaviour.read(&json).ok()?)).filter(|value| !value.is_blank())
    }

    /// Why a record cannot be told from others.
    fn refused_key(&self, met: &mut Met, read: &ReadRecord, key: Option<&Value>) -> Option<CellFault> {
        if self.settings.mode == ImportMode::Add || !read.faults.is_empty() {
            return None;
        }
        let Some(key) = key else {
            let message = Label::both("识别字段是空的，不知道要修改哪一条", "the field by which records are found is blank");
            return (self.settings.mode == ImportMode::Change).then(|| self.whole_row(read, message));
        };
        match met.keys.insert(comparable(key), read.number) {
            None => None,
            Some(before) => {
                met.keys.insert(comparable(key), before);
                let message = Label::both(format!("与第 {before} 行的识别字段相同"), format!("row {before} has the same key"));
                Some(self.whole_row(read, message))
            }
        }
    }

    /// Finds the records that are there already; only those that the person may change are found.
    async fn with_stored(&self, session: &Session, mut wanted: Vec<Wanted>, slice: &mut Slice) -> RuntimeResult<Vec<Wanted>> {
        let (Some(key), Some(plan)) = (self.settings.key.as_ref().filter(|_| self.settings.mode != ImportMode::Add), &self.update) else {
            return Ok(wanted);
        };
        let ground = &self.many.ground;
        let looking = Looking::new(&ground.app, &ground.people, self.many.form.id(), &self.many.actor, ground.now)?;
        let values: Vec<Value> = wanted.iter().filter_map(|one| one.key.clone()).collect();
        let mut holders: BTreeMap<String, BTreeSet<RecordId>> = BTreeMap::new();
        for (value, holder) in records::holding(session, &looking.view(plan), key, &values).await? {
            holders.entry(comparable(&value)).or_default().insert(holder);
        }
        let everything = self.many.runtime.plan(&ground.app, &self.many.form, &system(), Action::Read)?;
        let looking = Looking::new(&ground.app, &ground.people, self.many.form.id(), &system(), ground.now)?;
        let all: BTreeSet<RecordId> = holders.values().flatten().copied().collect();
        let stored = records::whole(session, &looking.view(&everything), &all).await?;
        let mut kept = Vec::with_capacity(wanted.len());
        for mut one in wanted.drain(..) {
            let found = one.key.as_ref().and_then(|key| holders.get(&comparable(key)));
            let message = match (found.map(BTreeSet::len).unwrap_or(0), self.settings.mode) {
                (0, ImportMode::Change) => Label::both("没有找到可以修改的记录", "there is no such record that you may change"),
                (0 | 1, _) => {
                    one.stored = found.and_then(|found| found.first()).and_then(|found| stored.get(found)).cloned();
                    kept.push(one);
                    continue;
                }
                (count, _) => Label::both(format!("有 {count} 条记录的识别字段相同"), format!("{count} records have this key")),
            };
            slice.faulty.push((one.position, vec![self.whole_row(&one.read, message)]));
        }
        Ok(kept)
    }

    /// A cell that shows what is stored changes nothing, even where it cannot be read: a name that two have, an option that was retired.
    async fn forgiven(&self, session: &Session, wanted: Vec<Wanted>, slice: &mut Slice) -> RuntimeResult<Vec<Wanted>> {
        let ground = &self.many.ground;
        let doubtful: Vec<Record> = wanted.iter().filter(|one| !one.read.faults.is_empty()).filter_map(|one| one.stored.clone()).collect();
        let source = crate::facts::Source {
            runtime: &self.many.runtime,
            session,
            app: &ground.app,
            people: &ground.people,
            actor: &self.many.actor,
            now: ground.now,
        };
        let labels = if doubtful.is_empty() { BTreeMap::new() } else { source.labels(&self.many.form, &doubtful).await? };
        let mut kept = Vec::with_capacity(wanted.len());
        for mut one in wanted {
            if let Some(stored) = &one.stored {
                one.read.faults.retain(|fault| !self.shows(stored, fault, &labels));
            }
            if one.read.faults.is_empty() {
                kept.push(one);
            } else {
                slice.faulty.push((one.position, one.read.faults));
            }
        }
        Ok(kept)
    }

    fn shows(&self, stored: &Record, fault: &CellFault, labels: &BTreeMap<RecordId, String>) -> bool {
        let zone = &self.many.ground.app.compiled.zone;
        let label = |key: &RecordId| labels.get(key).cloned();
        let Some(field) = self.many.form.fields.values().find(|field| field.label == fault.field) else { return false };
        [Locale::ZhCn, Locale::En].into_iter().any(|locale| {
            let cell = CellWriter::of(field, locale).cell(stored.get(field.id.as_str()), &Writing { locale, zone, labels: &label });
            matches!(cell, spreadsheet::Cell::Text(text) if text.trim() == fault.text)
        })
    }

    /// Values that no two records may have, compared with what is stored and with the rows above.
    async fn without_doubles(&self, session: &Session, met: &mut Met, wanted: Vec<Wanted>, slice: &mut Slice) -> RuntimeResult<Vec<Wanted>> {
        let unique: Vec<&CompiledField> = self.many.form.fields.values().filter(|field| field.unique).collect();
        if unique.is_empty() {
            return Ok(wanted);
        }
        let taken = self.taken(session, &unique, &wanted).await?;
        let mut kept = Vec::with_capacity(wanted.len());
        for one in wanted {
            let mut faults = Vec::new();
            for field in &unique {
                let Some(key) = value_in(field, &one.read).map(|value| unique_text(&value)).filter(|key| !key.is_empty()) else { continue };
                let own = one.stored.as_ref().is_some_and(|stored| unique_text(stored.get(field.id.as_str())) == key);
                let above = met.unique.entry(field.id.clone()).or_default().insert(key.clone(), one.read.number);
                let message = match above {
                    Some(row) => {
                        Label::both(format!("与第 {row} 行重复，该字段不能重复"), format!("row {row} holds the same, and no two records may"))
                    }
                    None if !own && taken.get(&field.id).is_some_and(|taken| taken.contains(&key)) => {
                        Label::both("已有相同的值，该字段不能重复", "Another record already holds this value")
                    }
                    None => continue,
                };
                faults.push(self.reader.fault_at(&one.raw, &one.read, &format!("/{}", field.id), message, field.label.clone()));
            }
            if faults.is_empty() {
                kept.push(one);
            } else {
                slice.faulty.push((one.position, faults));
            }
        }
        Ok(kept)
    }

    /// What other records hold already in fields that allow no value twice, whoever may see them.
    async fn taken<'f>(
        &self,
        session: &Session,
        unique: &[&'f CompiledField],
        wanted: &[Wanted],
    ) -> RuntimeResult<BTreeMap<&'f FieldId, BTreeSet<String>>> {
        let ground = &self.many.ground;
        let table = ground.app.tables.get(self.many.form.id()).ok_or_else(|| internal("the form has no table"))?;
        let everything = self.many.runtime.plan(&ground.app, &self.many.form, &system(), Action::Read)?;
        let looking = Looking::new(&ground.app, &ground.people, self.many.form.id(), &system(), ground.now)?;
        let mut taken = BTreeMap::new();
        for field in unique {
            let values: Vec<Value> = wanted.iter().filter_map(|one| value_in(field, &one.read)).collect();
            let found = match field.value_type {
                value::ValueType::Text => records::taken(session, table, &field.id, &values).await?,
                _ => {
                    let holders = records::holding(session, &looking.view(&everything), &field.id, &values).await?;
                    holders.into_iter().map(|(value, _)| unique_text(&value)).collect()
                }
            };
            taken.insert(&field.id, found);
        }
        Ok(taken)
    }

    async fn decided(&self, session: &Session, wanted: Vec<Wanted>, for_good: bool, slice: &mut Slice) -> RuntimeResult<()> {
        let all: Vec<One> = wanted.iter().map(|one| self.one(one)).collect();
        let mut decided = self.many.decide(session, all).await?;
        if for_good && self.many.form.auto_numbers().next().is_some() {
            decided = self.with_numbers(session, decided).await?;
        }
        for (one, decided) in wanted.into_iter().zip(decided) {
            match decided {
                Ok(ready) if !ready.is_change() => slice.unchanged += 1,
                Ok(ready) => {
                    *(if ready.one.stored.is_some() { &mut slice.changed } else { &mut slice.created }) += 1;
                    slice.ready.push(Filed { position: one.position, row: one.read.number, ready });
                }
                Err((_, refusal)) => slice.faulty.push((one.position, self.told(&one.raw, &one.read, refusal)?)),
            }
        }
        Ok(())
    }

    /// The faults of a refusal at their cells.
    fn told(&self, raw: &RawRecord, read: &ReadRecord, refusal: RuntimeError) -> RuntimeResult<Vec<CellFault>> {
        let at = |fault: crate::FieldFault| {
            let field = fault.pointer.trim_start_matches('/').split('/').next().unwrap_or_default().to_owned();
            let label = self.many.form.field(&field).map(|field| field.label.clone()).unwrap_or_default();
            self.reader.fault_at(raw, read, &fault.pointer, fault.message, label)
        };
        Ok(faults_of(refusal)?.into_iter().map(at).collect())
    }

    fn one(&self, wanted: &Wanted) -> One {
        let mut values = wanted.read.values.clone();
        if wanted.stored.is_some() && self.settings.clear {
            wanted.read.blanks.iter().for_each(|field| _ = values.insert(field.to_string(), Json::Null));
        }
        let stored = wanted.stored.clone();
        let id = match stored.as_ref().map(|stored| stored.get("_id")) {
            Some(Value::Reference(key)) => *key,
            _ => RecordId(Uuid::nil()),
        };
        let given = wanted.read.given.clone();
        let mut one = One { id, stored, values, given, numbers: BTreeMap::new() };
        if one.stored.is_none() {
            one.id = RecordId(self.key_at(wanted.position));
            self.number(&mut one, &|_| 0);
        }
        one
    }

    fn whole_row(&self, read: &ReadRecord, message: Label) -> CellFault {
        let key = self.settings.key.as_ref().and_then(|key| self.field(key)).map(|field| field.label.clone()).unwrap_or_default();
        CellFault { row: read.number, column: None, field: key, text: String::new(), message }
    }
}

/// A value as it is compared with others that must differ from it.
fn unique_text(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Text(text) => value::unique_key(text),
        Value::Number(number) => number.normalize().to_string(),
        other => value::to_json(other, None).to_string(),
    }
}

fn value_in(field: &CompiledField, read: &ReadRecord) -> Option<Value> {
    let given = read.given.as_ref().filter(|(given, _)| *given == field.id).map(|(_, number)| json!(number));
    let json = given.or_else(|| read.values.get(field.id.as_str()).cloned())?;
    Some(field.behaviour.normalise(field.behaviour.read(&json).ok()?))
}

/// Keeps the first faults to be shown, and all of them for the file.
pub(super) fn note_faults(import: &mut Import, faulty: &[(i64, Vec<CellFault>)]) {
    let mut shown = super::shown_faults(&import.faults);
    let room = SHOWN_FAULTS.saturating_sub(shown.len());
    shown.extend(faulty.iter().flat_map(|(_, faults)| faults.iter().cloned()).take(room));
    import.faults = serde_json::to_value(shown).unwrap_or_default();
    import.faulty += i64::try_from(faulty.len()).unwrap_or(0);
}

/// The rows of faults as they are kept.
pub(super) fn faulty_rows(import: &Import, faulty: &[(i64, Vec<CellFault>)]) -> Vec<FaultyRow> {
    let row = |(position, faults): &(i64, Vec<CellFault>)| FaultyRow {
        import_id: import.id,
        position: *position,
        faults: serde_json::to_value(faults).unwrap_or_default(),
    };
    faulty.iter().map(row).collect()
}

/// What is noted of a record that was filed.
pub(super) fn imported(import: &Import, filed: &Filed) -> ImportedRecord {
    let Filed { position, row, ready } = filed;
    let revision = ready.one.stored.as_ref().map_or(1, |stored| revision_of(stored) + 1);
    ImportedRecord {
        import_id: import.id,
        position: *position,
        row: i64::from(*row),
        record_id: ready.one.id.0,
        made: ready.one.stored.is_none(),
        revision: i64::try_from(revision).unwrap_or(0),
    }
}

/// Refuses to write for an import that another worker has taken over, or that shall stop.
pub(super) async fn still_mine(tx: &Tx, import: &Import) -> RuntimeResult<()> {
    let known = imports::get(tx, import.id).await?.ok_or(RuntimeError::NotFound { what: "import" })?;
    if known.worker != import.worker {
        return Err(RuntimeError::Stale { what: "import" });
    }
    if known.cancel {
        return Err(RuntimeError::refused(CANCELLED, "已停止", "Stopped"));
    }
    Ok(())
}

/// The code with which a slice ends that shall not be written any more.
pub(super) const CANCELLED: &str = "import_cancelled";
