//! The server's last word on a record: everything is computed again and checked, and only then it becomes a record.

use crate::session::{Address, CellPath};
use crate::{CompiledForm, Facts, FieldFault, Need, Opening, Place, Rights, Session, Storage, code};
use calendar::Zone;
use definition::FieldRight;
use formula::Question;
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;
use std::sync::Arc;
use value::{FieldId, Instant, Label, Record, UserId, Value};

/// What is submitted.
#[derive(Debug, Clone, Default)]
pub struct Submission {
    /// The stored record with its system fields; none for a new one.
    pub stored: Option<Record>,
    /// What was entered: of a stored record only what changes.
    pub values: Record,
    /// System fields of a new record, such as `_created_by` and `_created_at`.
    pub system: Record,
    /// The moment.
    pub now: Instant,
    /// Who acts, if it is a person.
    pub user: Option<UserId>,
    /// What the actor may do with the fields.
    pub rights: Rights,
    /// What is known of related records.
    pub facts: Facts,
}

/// A record as it may be stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Submitted {
    /// All stored fields, blanks included; no system field, and nothing that is calculated live.
    /// Numbers that are allotted are still blank in a new record.
    pub record: Record,
    /// The fields that differ from the stored record, in the order of the form.
    pub changed: Vec<FieldId>,
}

/// Why a submission does not become a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// Something is wrong with what was entered.
    Faults(Vec<FieldFault>),
    /// Something must be known first: load it and submit again.
    Missing {
        /// Records, people and departments that the record refers to.
        needs: Vec<Need>,
        /// What formulas ask of other forms.
        questions: Vec<Question>,
    },
}

/// Reads the values of a request; all faults at once.
pub fn read_values(form: &CompiledForm, values: &Map<String, Json>) -> Result<Record, Vec<FieldFault>> {
    let mut record = Record::new();
    let mut faults = Vec::new();
    for (key, json) in values {
        let Some(field) = form.fields.get(key.as_str()) else {
            faults.push(unknown_field(form, key));
            continue;
        };
        match crate::session::read_as(field, json) {
            Ok(value) => record.set(field.id.clone(), value),
            Err(fault) => faults.push(fault.below(&format!("/{key}"))),
        }
    }
    if faults.is_empty() { Ok(record) } else { Err(faults) }
}

fn unknown_field(form: &CompiledForm, key: &str) -> FieldFault {
    let meant = definition::suggest::nearest(key, form.fields.keys().map(FieldId::as_str));
    let (zh, en) = meant.map(|meant| (format!("；你是否想用「{meant}」？"), format!("; did you mean `{meant}`?"))).unwrap_or_default();
    let message = Label::both(format!("没有字段「{key}」{zh}"), format!("there is no field `{key}`{en}"));
    FieldFault::new(format!("/{}", key.replace('~', "~0").replace('/', "~1")), code::UNKNOWN_FIELD, message)
}

/// Decides on a submission.
pub fn submit(form: &Arc<CompiledForm>, zone: &Arc<Zone>, submission: Submission) -> Result<Submitted, Refusal> {
    let Submission { stored, values, system, now, user, rights, facts } = submission;
    let before = stored.clone().unwrap_or_default();
    let opening = Opening { stored, system, now, user, rights, facts, place: Place::Server, ..Opening::default() };
    let mut session = Session::open(Arc::clone(form), Arc::clone(zone), opening);
    let mut faults = session.take_over(values);
    let (needs, questions) = (session.needs(true), session.questions());
    if !(needs.is_empty() && questions.is_empty()) && faults.is_empty() {
        return Err(Refusal::Missing { needs, questions });
    }
    faults.extend(session.faults().into_iter().map(|(_, fault)| fault));
    if !faults.is_empty() {
        return Err(Refusal::Faults(faults));
    }
    let record = session.record();
    let differs = |id: &&FieldId| {
        let (before, now) = (before.get(id.as_str()), record.get(id.as_str()));
        before != now && !(before.is_blank() && now.is_blank())
    };
    let changed =
        form.fields.keys().filter(differs).filter(|id| form.field(id.as_str()).is_some_and(|field| field.storage != Storage::Live)).cloned();
    Ok(Submitted { changed: changed.collect(), record })
}

/// Live values of a stored record, for reading: calculated now, never stored.
pub fn live_values(form: &Arc<CompiledForm>, zone: &Arc<Zone>, stored: Record, facts: Facts, now: Instant, user: Option<UserId>) -> Record {
    let has_live =
        form.fields.values().flat_map(|field| std::iter::once(field).chain(field.columns.values())).any(|field| field.storage == Storage::Live);
    if !has_live {
        return Record::new();
    }
    let opening = Opening { stored: Some(stored), now, user, rights: Rights::system(), facts, place: Place::Server, ..Opening::default() };
    let session = Session::open(Arc::clone(form), Arc::clone(zone), opening);
    let live = form.fields.values().enumerate().filter(|(_, field)| field.storage == Storage::Live);
    live.map(|(index, field)| (field.id.clone(), session.effective(Address { field: index, cell: None }))).collect()
}

/// What the formulas of a stored record give now: its calculated values that are stored. Sub-tables with calculated columns come whole.
/// What is not known of others is asked for; then nothing is answered.
pub fn recalculate(
    form: &Arc<CompiledForm>,
    zone: &Arc<Zone>,
    stored: Record,
    facts: Facts,
    now: Instant,
    user: Option<UserId>,
) -> Result<Record, (Vec<Need>, Vec<Question>)> {
    let opening = Opening { stored: Some(stored), now, user, rights: Rights::system(), facts, place: Place::Server, ..Opening::default() };
    let session = Session::open(Arc::clone(form), Arc::clone(zone), opening);
    let (needs, questions) = (session.needs(true), session.questions());
    if !(needs.is_empty() && questions.is_empty()) {
        return Err((needs, questions));
    }
    let record = session.record();
    let kept = calculated_fields(form).map(|id| (id.clone(), record.get(id.as_str()).clone()));
    Ok(kept.collect())
}

/// The fields whose stored values formulas give; a sub-table is among them when one of its columns is calculated.
pub fn calculated_fields(form: &CompiledForm) -> impl Iterator<Item = &FieldId> {
    let calculated = |field: &crate::CompiledField| field.origin == crate::Origin::Calculated && field.storage != Storage::Live;
    form.fields.values().filter(move |field| calculated(field) || field.columns.values().any(calculated)).map(|field| &field.id)
}

/// The fields that the form's logic hides for a record as it is.
pub fn hidden_fields(
    form: &Arc<CompiledForm>,
    zone: &Arc<Zone>,
    record: Record,
    facts: Facts,
    now: Instant,
    user: Option<UserId>,
) -> BTreeSet<FieldId> {
    let opening = Opening { stored: Some(record), now, user, rights: Rights::system(), facts, place: Place::Server, ..Opening::default() };
    let session = Session::open(Arc::clone(form), Arc::clone(zone), opening);
    let hidden = form.fields.keys().enumerate().filter(|(field, _)| !session.shown(Address { field: *field, cell: None }));
    hidden.map(|(_, id)| id.clone()).collect()
}

impl Session {
    /// Takes submitted values over. What may not be entered and differs from what is stored is a fault.
    fn take_over(&mut self, values: Record) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        let mut dirty = crate::session::Dirty::default();
        let mut entered = Vec::new();
        for (id, value) in values {
            let path = CellPath::Field(id.clone());
            let Some(address) = self.find(&path) else {
                let form = Arc::clone(self.form());
                faults.push(unknown_field(&form, id.as_str()));
                continue;
            };
            let form = Arc::clone(self.form());
            let Some(field) = form.field(id.as_str()) else { continue };
            let value = if matches!(value, Value::Rows(_) | Value::Error(_)) { value } else { field.behaviour.normalise(value) };
            if self.is_stored_as(&id, &value) {
                continue;
            }
            let pointer = format!("/{id}");
            if !field.is_entered() {
                faults.push(crate::session::not_entered(field).below(&pointer));
            } else if self.rights.by_person && self.rights.on(id.as_str()) < FieldRight::Write {
                faults.push(crate::session::no_right(field).below(&pointer));
            } else if self.is_readonly(address) && self.holds_already(address, &value) {
                // The browser shows the default of a read-only field and may send it: nothing is changed by that.
            } else {
                let was_readonly = self.is_readonly(address);
                match value {
                    Value::Rows(rows) => self.replace_rows(address.field, rows, &mut dirty),
                    Value::Blank if matches!(field.value_type, value::ValueType::Rows(_)) => self.replace_rows(address.field, Vec::new(), &mut dirty),
                    value => self.put(address, value, &mut dirty),
                }
                entered.push((address, was_readonly));
            }
        }
        self.settle(dirty);
        _ = self.take_changes();
        faults.extend(entered.into_iter().filter(|(address, was)| self.rights.by_person && *was && self.is_readonly(*address)).filter_map(
            |(address, _)| {
                let (id, field) = self.form.fields.get_index(address.field)?;
                Some(crate::session::readonly(field).below(&format!("/{id}")))
            },
        ));
        faults
    }

    fn holds_already(&self, address: Address, value: &Value) -> bool {
        self.cell(address).is_some_and(|cell| cell.value == *value || (cell.value.is_blank() && value.is_blank()))
    }

    fn is_stored_as(&self, id: &FieldId, value: &Value) -> bool {
        let Some(stored) = &self.stored else { return false };
        let before = stored.get(id.as_str());
        before == value || (before.is_blank() && value.is_blank())
    }
}
