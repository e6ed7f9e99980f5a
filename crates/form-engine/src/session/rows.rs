//! Rows of sub-tables: added, taken out, moved, copied, replaced.

use super::edit::not_there;
use super::settle::Dirty;
use super::{Address, CellPath, Changes, RowKey, RowState, Session};
use crate::{FieldFault, Special, code};
use std::sync::Arc;
use value::{FieldId, Label, Record, Row, Value};

impl Session {
    /// Adds rows with these values before a place; at the end when no place is said.
    pub fn add_rows(&mut self, table: &FieldId, at: Option<usize>, rows: Vec<Record>) -> Result<Changes, FieldFault> {
        let index = self.editable_table(table)?;
        let form = Arc::clone(&self.form);
        let Some((_, field)) = form.fields.get_index(index) else { return Ok(Changes::default()) };
        self.room_for(index, rows.len())?;
        let made: Vec<RowState> = rows.into_iter().map(|values| self.row_of(field, Row { id: None, values }, true)).collect();
        let count = self.fields.get(index).map_or(0, |state| state.rows.len());
        let place = at.unwrap_or(count).min(count);
        let added = made.len();
        if let Some(state) = self.fields.get_mut(index) {
            state.rows.splice(place..place, made);
        }
        let mut dirty = self.rows_changed(index);
        (place..place + added).for_each(|row| self.row_begins(index, row, &mut dirty));
        self.settle(dirty);
        Ok(self.take_changes())
    }

    /// Takes rows out.
    pub fn remove_rows(&mut self, table: &FieldId, keys: &[RowKey]) -> Result<Changes, FieldFault> {
        let index = self.editable_table(table)?;
        keys.iter().try_for_each(|key| self.row_index(index, table, *key).map(|_| ()))?;
        if let Some(state) = self.fields.get_mut(index) {
            state.rows.retain(|row| !keys.contains(&row.key));
        }
        let dirty = self.rows_changed(index);
        self.settle(dirty);
        Ok(self.take_changes())
    }

    /// Moves a row to another place.
    pub fn move_row(&mut self, table: &FieldId, key: RowKey, to: usize) -> Result<Changes, FieldFault> {
        let index = self.editable_table(table)?;
        let from = self.row_index(index, table, key)?;
        if let Some(state) = self.fields.get_mut(index) {
            let row = state.rows.remove(from);
            let to = to.min(state.rows.len());
            state.rows.insert(to, row);
        }
        let dirty = self.rows_changed(index);
        self.settle(dirty);
        Ok(self.take_changes())
    }

    /// Puts a copy of a row below it.
    pub fn copy_row(&mut self, table: &FieldId, key: RowKey) -> Result<Changes, FieldFault> {
        let index = self.editable_table(table)?;
        let from = self.row_index(index, table, key)?;
        let form = Arc::clone(&self.form);
        let columns = form.fields.get_index(index).map(|(_, field)| &field.columns);
        let cells = self.fields.get(index).and_then(|state| state.rows.get(from)).map(|row| &row.cells);
        let values: Record = columns
            .into_iter()
            .flatten()
            .zip(cells.into_iter().flatten())
            .filter(|((_, column), _)| column.is_entered())
            .map(|((id, _), cell)| (id.clone(), cell.value.clone()))
            .collect();
        self.add_rows(table, Some(from + 1), vec![values])
    }

    /// Replaces all rows. A row with the key of a stored row is that row; columns that it does not speak of keep their values.
    pub(crate) fn replace_rows(&mut self, index: usize, rows: Vec<Row>, dirty: &mut Dirty) {
        let form = Arc::clone(&self.form);
        let Some((_, field)) = form.fields.get_index(index) else { return };
        let mut before: Vec<RowState> = self.fields.get_mut(index).map(|state| std::mem::take(&mut state.rows)).unwrap_or_default();
        let made: Vec<RowState> = rows
            .into_iter()
            .map(|row| {
                let same = row.id.and_then(|id| before.iter().position(|state| state.id == Some(id)));
                match same {
                    Some(place) => overlaid(before.swap_remove(place), field, row.values),
                    None => self.row_of(field, Row { id: None, ..row }, true),
                }
            })
            .collect();
        let count = made.len();
        if let Some(state) = self.fields.get_mut(index) {
            state.rows = made;
            (state.cell.touched, state.cell.edited) = (true, true);
        }
        self.rows_dirty(index, dirty);
        (0..count).for_each(|row| self.row_begins(index, row, dirty));
    }

    fn row_begins(&mut self, table: usize, row: usize, dirty: &mut Dirty) {
        let form = Arc::clone(&self.form);
        dirty.row(&form.plan, table, row);
        let columns = form.fields.get_index(table).map_or(0, |(_, field)| field.columns.len());
        self.changes.extend((0..columns).map(|column| Address { field: table, cell: Some((row, column)) }));
    }

    fn rows_changed(&mut self, table: usize) -> Dirty {
        let mut dirty = Dirty::default();
        if let Some(state) = self.fields.get_mut(table) {
            (state.cell.touched, state.cell.edited) = (true, true);
        }
        self.rows_dirty(table, &mut dirty);
        dirty
    }

    fn rows_dirty(&mut self, table: usize, dirty: &mut Dirty) {
        let form = Arc::clone(&self.form);
        let address = Address { field: table, cell: None };
        self.changes.insert(address);
        self.changed_tables.insert(table);
        if self.shown(address) {
            dirty.readers_of(&form.plan, address);
        }
    }

    fn editable_table(&self, table: &FieldId) -> Result<usize, FieldFault> {
        let path = CellPath::Field(table.clone());
        let address = self.find(&path).ok_or_else(|| not_there(&path))?;
        let is_table = self.form.fields.get(table).is_some_and(|field| matches!(field.behaviour.special(), Special::SubTable(_)));
        if !is_table {
            let message = Label::both(format!("「{table}」不是子表"), format!("`{table}` is not a sub-table"));
            return Err(FieldFault::new("", code::WRONG_TYPE, message));
        }
        self.may_edit(address)?;
        Ok(address.field)
    }

    fn room_for(&self, table: usize, more: usize) -> Result<(), FieldFault> {
        let limit = self.form.fields.get_index(table).map(|(_, field)| match field.behaviour.special() {
            Special::SubTable(settings) => settings.most_rows(),
            _ => 0,
        });
        let count = self.fields.get(table).map_or(0, |state| state.rows.len());
        let limit = limit.unwrap_or_default();
        if u32::try_from(count + more).is_ok_and(|count| count <= limit) {
            return Ok(());
        }
        let message = Label::both(format!("最多 {limit} 行"), format!("at most {limit} rows"));
        Err(FieldFault::new("", code::TOO_MANY, message))
    }

    fn row_index(&self, index: usize, table: &FieldId, key: RowKey) -> Result<usize, FieldFault> {
        let rows = self.fields.get(index).map(|state| state.rows.as_slice()).unwrap_or_default();
        rows.iter().position(|row| row.key == key).ok_or_else(|| {
            let message = Label::both(format!("「{table}」没有这一行"), format!("`{table}` has no such row"));
            FieldFault::new("", code::UNKNOWN_ROW, message)
        })
    }
}

fn overlaid(mut row: RowState, table: &crate::CompiledField, mut values: Record) -> RowState {
    for (column, cell) in table.columns.values().zip(&mut row.cells) {
        let Some(value) = values.remove(column.id.as_str()).filter(|_| column.is_entered()) else { continue };
        let value = if let Value::Error(_) = value { value } else { column.behaviour.normalise(value) };
        if cell.value != value {
            (cell.value, cell.touched, cell.edited) = (value, true, true);
        }
    }
    row
}
