//! What formulas see of a session: effective values, never more.

use super::{Address, Place, Session};
use crate::{Related, part_of};
use calendar::{WorkCalendar, Zone};
use formula::{Question, Reference, World};
use std::cell::RefCell;
use std::collections::BTreeSet;
use value::{ErrorCode, FieldId, Instant, RecordId, Row, UserId, Value};

/// A session seen from a field, or from a row of a sub-table.
pub(super) struct Seen<'a> {
    pub(super) session: &'a Session,
    /// Sub-table and row in which the formula is evaluated.
    pub(super) row: Option<(usize, usize)>,
    /// Where questions to other forms are written down that have no answer yet, if somebody wants to know them.
    pub(super) asked: Option<&'a RefCell<BTreeSet<Question>>>,
}

fn pending() -> Value {
    Value::Error(ErrorCode::Pending.into())
}

impl Seen<'_> {
    fn field(&self, id: &FieldId) -> Value {
        match self.session.form.fields.get_index_of(id) {
            Some(field) => self.session.effective(Address { field, cell: None }),
            None => self.system(id),
        }
    }

    fn system(&self, id: &FieldId) -> Value {
        let session = self.session;
        let known = session.system.has(id.as_str()) || session.place == Place::Server;
        if known { session.system.get(id.as_str()).clone() } else { pending() }
    }

    fn cell(&self, table: &FieldId, column: &FieldId) -> Value {
        let Some((field, row)) = self.row else { return Value::Blank };
        let column = self.session.form.fields.get(table).and_then(|table| table.columns.get_index_of(column));
        column.map(|column| self.session.effective(Address { field, cell: Some((row, column)) })).unwrap_or_default()
    }

    fn column(&self, table: &FieldId, column: &FieldId) -> Value {
        let Some((field, _, definition)) = self.session.form.fields.get_full(table) else { return Value::Blank };
        let Some(column) = definition.columns.get_index_of(column) else { return Value::Blank };
        let Some(state) = self.session.fields.get(field) else { return Value::Blank };
        if state.unknown {
            return pending();
        }
        if !state.cell.visible {
            return Value::List(Vec::new());
        }
        let cells = state.rows.iter().filter_map(|row| row.cells.get(column));
        Value::List(cells.map(|cell| if cell.visible { cell.value.clone() } else { Value::Blank }).collect())
    }

    /// A part of a structured value, in the row or in the record.
    fn part(&self, field: &FieldId, structure: &serde_json::Value, of: &FieldId) -> Value {
        let form = &self.session.form;
        let column = self.row.and_then(|(table, _)| form.fields.get_index(table)).and_then(|(_, table)| table.columns.get(field));
        column.or_else(|| form.fields.get(field)).map(|field| part_of(&*field.behaviour, structure, of)).unwrap_or_default()
    }

    fn related(&self, field: &FieldId, of: &FieldId) -> Value {
        let referring = match self.row {
            Some((table, row)) => {
                let columns = self.session.form.fields.get_index(table).map(|(_, table)| &table.columns);
                match columns.and_then(|columns| columns.get_index_of(field)) {
                    Some(column) => self.session.effective(Address { field: table, cell: Some((row, column)) }),
                    None => self.field(field),
                }
            }
            None => self.field(field),
        };
        match referring {
            Value::Reference(record) => self.session.of_related(record, of),
            Value::Structure(structure) => self.part(field, &structure, of),
            Value::Error(error) => Value::Error(error),
            _ => Value::Blank,
        }
    }
}

impl World for Seen<'_> {
    fn value(&self, reference: &Reference) -> Value {
        match reference {
            Reference::Field(field) => self.field(field),
            Reference::Cell { table, column } => self.cell(table, column),
            Reference::Column { table, column } => self.column(table, column),
            Reference::Related { field, of } => self.related(field, of),
        }
    }

    fn look_up(&self, question: &Question) -> Value {
        match (self.session.facts.answers.get(question.key()), &self.asked) {
            (Some(answer), _) => answer.clone(),
            (None, asked) => {
                asked.iter().for_each(|asked| _ = asked.borrow_mut().insert(question.clone()));
                pending()
            }
        }
    }

    fn now(&self) -> Instant {
        self.session.now
    }

    fn zone(&self) -> &Zone {
        &self.session.zone
    }

    fn current_user(&self) -> Option<UserId> {
        self.session.user
    }

    fn work_calendar(&self, id: Option<&str>) -> Option<&WorkCalendar> {
        self.session.form.scope.outside.calendars.get(id).map(|calendar| &**calendar)
    }

    fn label_of(&self, record: RecordId) -> Option<String> {
        match self.session.facts.related.get(&record) {
            Some(Related::Known { label, .. }) => Some(label.clone()),
            _ => None,
        }
    }
}

impl Session {
    /// The value that formulas see: blank while hidden, pending when it cannot be known here.
    ///
    /// A sub-table as a whole is seen as its rows without their cells; formulas count them, and reach cells through columns.
    pub(crate) fn effective(&self, address: Address) -> Value {
        let Some(state) = self.fields.get(address.field) else { return Value::Blank };
        if state.unknown {
            return pending();
        }
        if !state.cell.visible {
            return Value::Blank;
        }
        match address.cell {
            None if !state.rows.is_empty() => Value::Rows(state.rows.iter().map(|row| Row { id: row.id, ..Row::default() }).collect()),
            None => state.cell.value.clone(),
            Some((row, column)) => {
                let cell = state.rows.get(row).and_then(|row| row.cells.get(column));
                cell.filter(|cell| cell.visible).map(|cell| cell.value.clone()).unwrap_or_default()
            }
        }
    }

    /// Whether a field or cell, and the sub-table around it, is shown by the logic.
    pub(crate) fn shown(&self, address: Address) -> bool {
        let Some(state) = self.fields.get(address.field) else { return false };
        state.cell.visible && (address.cell.is_none() || self.cell(address).is_some_and(|cell| cell.visible))
    }

    fn of_related(&self, record: RecordId, of: &FieldId) -> Value {
        match self.facts.related.get(&record) {
            Some(Related::Known { values, .. }) if values.has(of.as_str()) => values.get(of.as_str()).clone(),
            Some(Related::Known { .. }) | None => pending(),
            Some(Related::Absent) => Value::Blank,
        }
    }

    pub(super) fn seen_from(&self, address: Address) -> Seen<'_> {
        Seen { session: self, row: address.cell.map(|(row, _)| (address.field, row)), asked: None }
    }
}
