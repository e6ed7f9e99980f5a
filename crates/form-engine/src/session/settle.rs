//! Settling: what is dirty is evaluated in the order of the plan until nothing changes any more.

use super::{Address, Look, Place, Session, definition_at};
use crate::compile::{Plan, Reader, Target, Vertex};
use crate::few::Few;
use crate::{CompiledForm, Storage};
use definition::Aspect;
use formula::Budget;
use std::sync::Arc;
use value::{ErrorCode, OptionId, Value};

/// The formulas that must be evaluated again.
#[derive(Debug, Default)]
pub(crate) struct Dirty {
    /// By rank.
    ranks: Vec<DirtyRows>,
    /// No formula of a lower rank is dirty.
    lowest: usize,
}

/// In which rows.
#[derive(Debug, Clone, Default)]
enum DirtyRows {
    #[default]
    None,
    All,
    Some(Few<usize>),
}

impl Dirty {
    fn all_rows(&mut self, vertex: usize) {
        *self.rank(vertex) = DirtyRows::All;
    }

    fn one_row(&mut self, vertex: usize, row: usize) {
        match self.rank(vertex) {
            DirtyRows::All => {}
            DirtyRows::Some(rows) => _ = rows.insert(row),
            none @ DirtyRows::None => {
                let mut rows = Few::default();
                rows.insert(row);
                *none = DirtyRows::Some(rows);
            }
        }
    }

    fn rank(&mut self, vertex: usize) -> &mut DirtyRows {
        if vertex >= self.ranks.len() {
            self.ranks.resize(vertex + 1, DirtyRows::None);
        }
        self.lowest = self.lowest.min(vertex);
        #[expect(clippy::indexing_slicing, reason = "the list was made long enough in the lines above")]
        &mut self.ranks[vertex]
    }

    /// The dirty formula of the lowest rank, and where it is dirty.
    fn next(&mut self) -> Option<(usize, DirtyRows)> {
        let ranks = self.ranks.iter_mut().enumerate().skip(self.lowest);
        let found = ranks.map(|(rank, rows)| (rank, std::mem::take(rows))).find(|(_, rows)| !matches!(rows, DirtyRows::None));
        self.lowest = found.as_ref().map_or(self.ranks.len(), |(rank, _)| *rank);
        found
    }

    fn reader(&mut self, reader: Reader, row: Option<usize>) {
        match row.filter(|_| reader.same_row) {
            Some(row) => self.one_row(reader.vertex, row),
            None => self.all_rows(reader.vertex),
        }
    }

    /// Everything that reads a field or cell.
    pub(crate) fn readers_of(&mut self, plan: &Plan, address: Address) {
        let Some(field) = plan.fields.get(address.field) else { return };
        match address.cell {
            None => {
                field.readers.iter().for_each(|reader| self.reader(*reader, None));
                field.columns.iter().flatten().for_each(|reader| self.reader(*reader, None));
            }
            Some((row, column)) => field.columns.get(column).into_iter().flatten().for_each(|reader| self.reader(*reader, Some(row))),
        }
    }

    /// Everything that belongs to a row: it is new.
    pub(crate) fn row(&mut self, plan: &Plan, table: usize, row: usize) {
        for (rank, vertex) in plan.vertices.iter().enumerate() {
            if vertex.target.field == table && vertex.target.column.is_some() {
                self.one_row(rank, row);
            }
        }
    }

    /// One formula, everywhere.
    pub(crate) fn vertex(&mut self, rank: usize) {
        self.all_rows(rank);
    }
}

impl Session {
    /// Evaluates everything.
    pub(crate) fn settle_all(&mut self) {
        let form = Arc::clone(&self.form);
        for (rank, vertex) in form.plan.vertices.iter().enumerate() {
            for address in self.every_cell_of(vertex.target) {
                self.evaluate_first(&form, rank, vertex, address);
            }
        }
    }

    /// At the beginning nothing is dirty yet: every formula comes after all that it reads, so that one pass is enough.
    fn evaluate_first(&mut self, form: &CompiledForm, rank: usize, vertex: &Vertex, address: Address) {
        let stored_value = vertex.aspect == Aspect::Value && self.holds_stored(form, address);
        let storage = definition_at(form, address).map_or(Storage::Stored, |field| field.storage);
        if stored_value && storage == Storage::Snapshot && self.place == Place::Browser {
            return;
        }
        let answer = formula::evaluate(&vertex.formula, &self.seen_from(address), Budget::default());
        if stored_value && is_pending(&answer) && storage != Storage::Live {
            return;
        }
        self.apply(form, vertex, rank, address, answer);
    }

    /// Whether the record that was opened speaks of this field or cell.
    fn holds_stored(&self, form: &CompiledForm, address: Address) -> bool {
        let Some(stored) = &self.stored else { return false };
        match address.cell {
            None => form.fields.get_index(address.field).is_some_and(|(id, _)| stored.has(id.as_str())),
            Some(_) => self.cell(address).is_some_and(|cell| cell.touched && !cell.value.is_blank()),
        }
    }

    /// Evaluates what is dirty, in order, as long as something changes.
    pub(crate) fn settle(&mut self, mut dirty: Dirty) {
        let form = Arc::clone(&self.form);
        while let Some((rank, rows)) = dirty.next() {
            let Some(vertex) = form.plan.vertices.get(rank) else { continue };
            match (rows, vertex.target.column) {
                (DirtyRows::Some(rows), Some(column)) => {
                    for row in rows {
                        self.evaluate(&form, rank, vertex, Address { field: vertex.target.field, cell: Some((row, column)) }, &mut dirty);
                    }
                }
                _ => {
                    for address in self.every_cell_of(vertex.target) {
                        self.evaluate(&form, rank, vertex, address, &mut dirty);
                    }
                }
            }
        }
    }

    fn evaluate(&mut self, form: &CompiledForm, rank: usize, vertex: &Vertex, address: Address, dirty: &mut Dirty) {
        let answer = formula::evaluate(&vertex.formula, &self.seen_from(address), Budget::default());
        if self.apply(form, vertex, rank, address, answer) {
            dirty.readers_of(&form.plan, address);
        }
    }

    /// Takes an answer over. Says whether the effective value changed, so that readers must be told.
    fn apply(&mut self, form: &CompiledForm, vertex: &Vertex, rank: usize, address: Address, answer: Value) -> bool {
        match vertex.aspect {
            Aspect::Value => self.apply_value(form, address, answer),
            Aspect::Default => {
                let begins = address.cell.map_or(self.is_new(), |(row, _)| self.is_new_row(address.field, row));
                let untouched = self.cell(address).is_some_and(|cell| !cell.touched);
                begins && untouched && self.apply_value(form, address, answer)
            }
            Aspect::Visible => self.apply_visible(address, is_pending(&answer) || formula::is_true(&answer)),
            Aspect::Required | Aspect::Readonly => self.apply_flag(vertex, address, formula::is_true(&answer)),
            Aspect::Valid => self.apply_check(rank, address, is_pending(&answer) || formula::is_true(&answer)),
            Aspect::Options => self.apply_look(address, |look| look.offered = offered(&answer)),
            Aspect::Label => self.apply_look(address, |look| look.label = words(answer)),
            Aspect::Help => self.apply_look(address, |look| look.help = words(answer)),
        }
    }

    fn apply_value(&mut self, form: &CompiledForm, address: Address, answer: Value) -> bool {
        let Some(field) = definition_at(form, address) else { return false };
        let value = match super::coerce::coerce(answer, field, &self.zone) {
            // What people enter never holds an error: a default that has none begins blank, for formulas as in the record.
            Value::Error(error) if field.is_entered() && error.code != ErrorCode::Pending => Value::Blank,
            value => value,
        };
        let shown = self.shown(address);
        let Some(cell) = self.cell_mut(address) else { return false };
        if cell.value == value {
            return false;
        }
        cell.value = value;
        self.changes.insert(address);
        shown
    }

    fn apply_visible(&mut self, address: Address, visible: bool) -> bool {
        let Some(cell) = self.cell_mut(address).filter(|cell| cell.visible != visible) else { return false };
        cell.visible = visible;
        let blank = cell.value.is_blank();
        self.changes.insert(address);
        let is_table = address.cell.is_none() && self.fields.get(address.field).is_some_and(|state| !state.rows.is_empty());
        if is_table {
            self.changes.extend(self.cells_of_table(address.field));
        }
        !blank || is_table
    }

    fn cells_of_table(&self, table: usize) -> Vec<Address> {
        let columns = self.form.fields.get_index(table).map_or(0, |(_, field)| field.columns.len());
        (0..columns).flat_map(|column| self.every_cell_of(Target { field: table, column: Some(column) })).collect()
    }

    fn apply_flag(&mut self, vertex: &Vertex, address: Address, on: bool) -> bool {
        let Some(cell) = self.cell_mut(address) else { return false };
        let flag = if vertex.aspect == Aspect::Required { &mut cell.required } else { &mut cell.readonly };
        if *flag != on {
            *flag = on;
            self.changes.insert(address);
        }
        false
    }

    fn apply_check(&mut self, rank: usize, address: Address, holds: bool) -> bool {
        let Some(cell) = self.cell_mut(address) else { return false };
        let failed = cell.failed.contains(&rank);
        if failed == holds {
            if holds {
                cell.failed.retain(|other| *other != rank)
            } else {
                cell.failed.push(rank)
            }
            self.changes.insert(address);
        }
        false
    }

    fn apply_look(&mut self, address: Address, change: impl FnOnce(&mut Look)) -> bool {
        let Some(cell) = self.cell_mut(address) else { return false };
        let before = cell.look.as_deref().cloned().unwrap_or_default();
        let mut look = before.clone();
        change(&mut look);
        if look != before {
            cell.look = (look != Look::default()).then(|| Box::new(look));
            self.changes.insert(address);
        }
        false
    }

    fn is_new_row(&self, table: usize, row: usize) -> bool {
        self.fields.get(table).and_then(|state| state.rows.get(row)).is_some_and(|row| row.new)
    }
}

pub(crate) fn is_pending(value: &Value) -> bool {
    matches!(value, Value::Error(error) if error.code == ErrorCode::Pending)
}

/// The options that an answer names. None when it names all: a blank, an error, or what is not known yet.
fn offered(answer: &Value) -> Option<Vec<OptionId>> {
    let option = |value: &Value| match value {
        Value::Choice(id) => Some(id.clone()),
        Value::Text(id) => OptionId::parse(id.trim()).ok(),
        _ => None,
    };
    match answer {
        // IF(…, "high", "") without a case says nothing.
        Value::Text(text) if text.trim().is_empty() => None,
        Value::List(items) => Some(items.iter().filter_map(option).collect()),
        Value::Choice(_) | Value::Text(_) => Some(option(answer).into_iter().collect()),
        _ => None,
    }
}

/// The text of an answer; none when there is none, so that the definition's text stands.
fn words(answer: Value) -> Option<String> {
    if let Value::Text(text) = answer { Some(text).filter(|text| !text.trim().is_empty()) } else { None }
}
