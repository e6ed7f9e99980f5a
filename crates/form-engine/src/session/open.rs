//! How a session begins.

use super::{Address, Cell, FieldState, Opening, Place, RowKey, RowState, Session};
use crate::few::Few;
use crate::{CompiledField, CompiledForm, Origin};
use calendar::Zone;
use definition::{Aspect, FieldRight};
use std::collections::BTreeSet;
use std::sync::Arc;
use value::{FieldId, Record, Row, UserId, Value, ValueType};

impl Session {
    /// Begins to fill in a record: a new one with its defaults, or a stored one.
    pub fn open(form: Arc<CompiledForm>, zone: Arc<Zone>, opening: Opening) -> Self {
        let Opening { stored, prefilled, system, now, user, rights, facts, place } = opening;
        let (stored, system) = match stored {
            Some(record) => {
                let (own_system, fields) = record.into_iter().partition::<Vec<_>, _>(|(id, _)| id.is_system());
                (Some(fields.into_iter().collect::<Record>()), system.into_iter().chain(own_system).collect())
            }
            None => (None, not_begun(system)),
        };
        let fields = Vec::with_capacity(form.fields.len());
        let (to_fill, changes, changed_tables) = (Vec::new(), BTreeSet::new(), Few::default());
        let mut session = Self { form, zone, now, user, rights, facts, place, stored, system, fields, next_row: 1, to_fill, changes, changed_tables };
        session.begin(&prefilled);
        session
    }

    fn begin(&mut self, prefilled: &Record) {
        let form = Arc::clone(&self.form);
        for field in form.fields.values() {
            let state = self.begin_field(field, prefilled);
            self.fields.push(state);
        }
        self.mark_unknown(&form);
        self.settle_all();
        self.changes.clear();
        self.changed_tables.clear();
        for state in &mut self.fields {
            let cells = std::iter::once(&mut state.cell).chain(state.rows.iter_mut().flat_map(|row| &mut row.cells));
            cells.for_each(|cell| cell.opened_readonly = cell.readonly);
        }
    }

    fn begin_field(&mut self, field: &CompiledField, prefilled: &Record) -> FieldState {
        let given = self.stored.as_ref().unwrap_or(prefilled);
        let given = (self.stored.is_some() || (given.has(field.id.as_str()) && field.is_entered())).then(|| given.get(field.id.as_str()).clone());
        let mut state = FieldState::default();
        if let ValueType::Rows(_) = field.value_type {
            if let Some(Value::Rows(rows)) = given {
                let new = self.stored.is_none();
                state.rows = rows.into_iter().map(|row| self.row_of(field, row, new)).collect();
            }
            return state;
        }
        state.cell.touched = given.is_some();
        state.cell.edited = given.is_some() && self.stored.is_none();
        state.cell.value = given.unwrap_or_else(|| begins_with(field, self.user));
        state
    }

    /// Makes a row of given values; what is not given begins with its default if the row is new.
    pub(crate) fn row_of(&mut self, table: &CompiledField, row: Row, new: bool) -> RowState {
        let key = RowKey(self.next_row);
        self.next_row += 1;
        let Row { id, mut values } = row;
        let user = self.user;
        let cell = |column: &CompiledField| {
            let given = values.remove(column.id.as_str()).filter(|_| !new || column.is_entered());
            let touched = given.is_some() || !new;
            let given = given.map(|value| if new && !matches!(value, Value::Error(_)) { column.behaviour.normalise(value) } else { value });
            let value = given.unwrap_or_else(|| if new { begins_with(column, user) } else { Value::Blank });
            Cell { value, touched, edited: new && touched, ..Cell::default() }
        };
        RowState { key, id, cells: table.columns.values().map(cell).collect(), new }
    }

    /// What the actor may not read is unknown in the browser. A new record's literal default is known all the same.
    fn mark_unknown(&mut self, form: &CompiledForm) {
        if self.place == Place::Server {
            return;
        }
        let new = self.is_new();
        for (index, (field, state)) in form.fields.values().zip(&mut self.fields).enumerate() {
            let unreadable = matches!(self.rights.on(field.id.as_str()), FieldRight::Hidden | FieldRight::Mask);
            let plain = new && field.origin == Origin::Entered && !has_default_rule(form, index);
            state.unknown = unreadable && !plain;
        }
    }

    pub(crate) fn every_cell_of(&self, target: crate::compile::Target) -> Vec<Address> {
        match target.column {
            None => vec![Address { field: target.field, cell: None }],
            Some(column) => {
                let rows = self.fields.get(target.field).map_or(0, |state| state.rows.len());
                (0..rows).map(|row| Address { field: target.field, cell: Some((row, column)) }).collect()
            }
        }
    }
}

/// No flow runs on what is not filed yet: that much is known everywhere.
fn not_begun(mut system: Record) -> Record {
    if let Ok(flow) = FieldId::parse("_flow")
        && !system.has("_flow")
    {
        system.set(flow, Value::text("none"));
    }
    system
}

/// What a field of a new record begins with.
pub(super) fn begins_with(field: &CompiledField, user: Option<UserId>) -> Value {
    if field.default.is_blank() { field.behaviour.begins_with(user) } else { field.default.clone() }
}

pub(super) fn has_default_rule(form: &CompiledForm, field: usize) -> bool {
    form.plan.vertices.iter().any(|vertex| vertex.aspect == Aspect::Default && vertex.target.field == field && vertex.target.column.is_none())
}
