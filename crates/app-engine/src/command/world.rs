//! A record as formulas see it on the server, remembering what it was asked for and did not know.

use super::Fact;
use calendar::{WorkCalendar, Zone};
use form_engine::{CompiledForm, Facts, Need, Related};
use formula::{Question, Reference, World};
use query::FieldPath;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use value::{ErrorCode, ErrorValue, FieldId, Instant, Record, RecordId, UserId, Value, ValueType};

/// A record with what is known around it.
pub struct RecordWorld<'a> {
    form: &'a CompiledForm,
    record: &'a Record,
    facts: &'a Facts,
    now: Instant,
    zone: &'a Zone,
    user: Option<UserId>,
    missing: RefCell<BTreeMap<(FieldPath, RecordId), Need>>,
    asked: RefCell<BTreeSet<Question>>,
}

impl<'a> RecordWorld<'a> {
    /// A world around a record.
    pub fn new(form: &'a CompiledForm, record: &'a Record, facts: &'a Facts, now: Instant, zone: &'a Zone, user: Option<UserId>) -> Self {
        Self { form, record, facts, now, zone, user, missing: RefCell::default(), asked: RefCell::default() }
    }

    /// What was asked for and not known; empty when every answer can be trusted.
    pub fn missing(&self) -> Vec<Fact> {
        let asked = self.asked.borrow().iter().cloned().map(Fact::LookUp).collect::<Vec<_>>();
        self.missing.borrow().values().cloned().map(Fact::Related).chain(asked).collect()
    }

    fn related(&self, field: &FieldId, of: &FieldId) -> Value {
        match self.record.get(field.as_str()) {
            Value::Reference(key) => self.related_value(field, of, *key),
            Value::Structure(structure) => {
                let field = self.form.field(field.as_str());
                field.map(|field| form_engine::part_of(&*field.behaviour, structure, of)).unwrap_or_default()
            }
            Value::List(items) => {
                let keys = items.iter().filter_map(|item| if let Value::Reference(key) = item { Some(*key) } else { None });
                Value::List(keys.map(|key| self.related_value(field, of, key)).collect())
            }
            _ => Value::Blank,
        }
    }

    fn related_value(&self, field: &FieldId, of: &FieldId, key: RecordId) -> Value {
        match self.facts.related.get(&key) {
            Some(Related::Known { values, .. }) if values.has(of.as_str()) => values.get(of.as_str()).clone(),
            Some(Related::Absent) => Value::Blank,
            _ => self.ask(field, of, key),
        }
    }

    fn ask(&self, field: &FieldId, of: &FieldId, key: RecordId) -> Value {
        let Some(target) = self.form.field(field.as_str()).and_then(|field| target_of(&field.value_type)).or_else(|| system_target(field)) else {
            return Value::Error(ErrorValue::from(ErrorCode::Ref));
        };
        let path = FieldPath { field: field.clone(), column: None };
        let mut missing = self.missing.borrow_mut();
        let empty = || Need { field: path.clone(), target, record: key, fields: BTreeSet::new(), chosen_now: false };
        missing.entry((path.clone(), key)).or_insert_with(empty).fields.insert(of.clone());
        Value::Error(ErrorValue::from(ErrorCode::Pending))
    }
}

fn target_of(value_type: &ValueType) -> Option<form_engine::Target> {
    match value_type {
        ValueType::Reference(target) => Some(target.into()),
        ValueType::List(item) => target_of(item),
        _ => None,
    }
}

fn system_target(field: &FieldId) -> Option<form_engine::Target> {
    match field.as_str() {
        "_created_by" | "_updated_by" => Some(form_engine::Target::User),
        "_department" => Some(form_engine::Target::Department),
        _ => None,
    }
}

impl World for RecordWorld<'_> {
    fn value(&self, reference: &Reference) -> Value {
        match reference {
            Reference::Field(field) => self.record.get(field.as_str()).clone(),
            Reference::Related { field, of } => self.related(field, of),
            Reference::Column { table, column } => match self.record.get(table.as_str()) {
                Value::Rows(rows) => Value::List(rows.iter().map(|row| row.values.get(column.as_str()).clone()).collect()),
                _ => Value::List(Vec::new()),
            },
            // Rules and flows speak of the record, never of "the current row".
            Reference::Cell { .. } => Value::Error(ErrorValue::from(ErrorCode::Ref)),
        }
    }

    fn peek(&self, reference: &Reference) -> Option<&Value> {
        if let Reference::Field(field) = reference { Some(self.record.get(field.as_str())) } else { None }
    }

    fn look_up(&self, question: &Question) -> Value {
        let known = self.facts.answers.get(question.key()).cloned();
        known.unwrap_or_else(|| {
            self.asked.borrow_mut().insert(question.clone());
            Value::Error(ErrorValue::from(ErrorCode::Pending))
        })
    }

    fn now(&self) -> Instant {
        self.now
    }

    fn zone(&self) -> &Zone {
        self.zone
    }

    fn current_user(&self) -> Option<UserId> {
        self.user
    }

    fn work_calendar(&self, id: Option<&str>) -> Option<&WorkCalendar> {
        self.form.scope.outside.calendars.get(id).map(|calendar| &**calendar)
    }

    fn label_of(&self, record: RecordId) -> Option<String> {
        match self.facts.related.get(&record) {
            Some(Related::Known { label, .. }) => Some(label.clone()),
            _ => None,
        }
    }
}
