//! One record while it is filled in: an edit goes in, the list of what changed comes out.

mod coerce;
mod edit;
mod needs;
mod open;
mod rows;
mod settle;
mod state;
mod why;
mod world;

pub(crate) use edit::{no_right, not_entered, read_as, readonly};
pub(crate) use settle::Dirty;
pub use state::{CellState, TableState};
pub use why::{Because, FormulaReason, Reason};

use crate::few::Few;
use crate::{CompiledField, CompiledForm, Facts, Rights};
use calendar::Zone;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use value::{FieldId, Instant, OptionId, Record, RowId, UserId, Value};

/// Where the session runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Place {
    /// In the browser: what is not known here is pending (提交后计算).
    #[default]
    Browser,
    /// On the server, which knows everything that it was given facts about.
    Server,
}

/// What a session begins with.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    /// The stored record with its system fields; none for a new one.
    pub stored: Option<Record>,
    /// What a new record is prefilled with.
    pub prefilled: Record,
    /// System fields of a new record, as far as they are known.
    pub system: Record,
    /// The moment.
    pub now: Instant,
    /// Who acts, if it is a person.
    pub user: Option<UserId>,
    /// What the actor may do with the fields.
    pub rights: Rights,
    /// What is known of related records.
    pub facts: Facts,
    /// Where it runs.
    pub place: Place,
}

/// A row of a sub-table in a session; it stays the same while the row moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowKey(pub u32);

/// A field, or a cell of a sub-table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellPath {
    /// A field of the record.
    Field(FieldId),
    /// A cell.
    Cell {
        /// The sub-table.
        table: FieldId,
        /// The row.
        row: RowKey,
        /// The column.
        column: FieldId,
    },
}

impl fmt::Display for CellPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CellPath::Field(field) => write!(f, "{field}"),
            CellPath::Cell { table, row, column } => write!(f, "{table}/{}/{column}", row.0),
        }
    }
}

/// What changed: values, what is shown, required or read-only, faults.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// The fields and cells, each once.
    pub cells: BTreeSet<CellPath>,
    /// The sub-tables of which rows came, went or moved.
    pub tables: BTreeSet<FieldId>,
}

/// One record while it is filled in.
#[derive(Debug, Clone)]
pub struct Session {
    pub(crate) form: Arc<CompiledForm>,
    pub(crate) zone: Arc<Zone>,
    pub(crate) now: Instant,
    pub(crate) user: Option<UserId>,
    pub(crate) rights: Rights,
    pub(crate) facts: Facts,
    pub(crate) place: Place,
    /// The stored record, without system fields; none for a new one.
    pub(crate) stored: Option<Record>,
    pub(crate) system: Record,
    pub(crate) fields: Vec<FieldState>,
    pub(crate) next_row: u32,
    /// Relations that were chosen while nothing was known of the chosen record: they still have to fill in.
    pub(crate) to_fill: Vec<CellPath>,
    pub(crate) changes: BTreeSet<Address>,
    pub(crate) changed_tables: Few<usize>,
}

/// The state of a field, with the rows of a sub-table.
#[derive(Debug, Clone, Default)]
pub(crate) struct FieldState {
    pub(crate) cell: Cell,
    pub(crate) rows: Vec<RowState>,
    /// What it holds cannot be known here: the actor may not read it.
    pub(crate) unknown: bool,
}

/// A row.
#[derive(Debug, Clone)]
pub(crate) struct RowState {
    pub(crate) key: RowKey,
    pub(crate) id: Option<RowId>,
    pub(crate) cells: Vec<Cell>,
    pub(crate) new: bool,
}

/// What is known of one field or cell.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    /// What was entered, stored or calculated. It is kept while the field is hidden.
    pub(crate) value: Value,
    pub(crate) visible: bool,
    pub(crate) required: bool,
    pub(crate) readonly: bool,
    /// Whether the logic made it read-only when the session began.
    pub(crate) opened_readonly: bool,
    /// Somebody entered it, now or before.
    pub(crate) touched: bool,
    /// It was entered in this session.
    pub(crate) edited: bool,
    /// The checks that do not hold, by position of their formulas.
    pub(crate) failed: Vec<usize>,
    /// What rules say of its look; few cells have any.
    pub(crate) look: Option<Box<Look>>,
}

/// What rules say of the look of a field or cell, in place of what its definition says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Look {
    /// The options that are offered; all when there is no list.
    pub(crate) offered: Option<Vec<OptionId>>,
    pub(crate) label: Option<String>,
    pub(crate) help: Option<String>,
}

impl Default for Cell {
    fn default() -> Self {
        Self {
            value: Value::Blank,
            visible: true,
            required: false,
            readonly: false,
            opened_readonly: false,
            touched: false,
            edited: false,
            failed: Vec::new(),
            look: None,
        }
    }
}

/// A field or cell by position; rows move, so an address is used only while no row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address {
    pub(crate) field: usize,
    /// Row and column.
    pub(crate) cell: Option<(usize, usize)>,
}

impl Session {
    /// The form.
    pub fn form(&self) -> &Arc<CompiledForm> {
        &self.form
    }

    /// Whether the record is a new one.
    pub fn is_new(&self) -> bool {
        self.stored.is_none()
    }

    /// The rows of a sub-table in their order.
    pub fn rows(&self, table: &str) -> Vec<RowKey> {
        let index = self.form.fields.get_index_of(table);
        index.and_then(|index| self.fields.get(index)).map(|state| state.rows.iter().map(|row| row.key).collect()).unwrap_or_default()
    }

    pub(crate) fn cell(&self, address: Address) -> Option<&Cell> {
        let state = self.fields.get(address.field)?;
        match address.cell {
            None => Some(&state.cell),
            Some((row, column)) => state.rows.get(row)?.cells.get(column),
        }
    }

    pub(crate) fn cell_mut(&mut self, address: Address) -> Option<&mut Cell> {
        let state = self.fields.get_mut(address.field)?;
        match address.cell {
            None => Some(&mut state.cell),
            Some((row, column)) => state.rows.get_mut(row)?.cells.get_mut(column),
        }
    }

    /// The address of a path, if there is such a field, row and column.
    pub(crate) fn find(&self, path: &CellPath) -> Option<Address> {
        match path {
            CellPath::Field(field) => Some(Address { field: self.form.fields.get_index_of(field)?, cell: None }),
            CellPath::Cell { table, row, column } => {
                let (field, _, definition) = self.form.fields.get_full(table)?;
                let column = definition.columns.get_index_of(column)?;
                let row = self.fields.get(field)?.rows.iter().position(|state| state.key == *row)?;
                Some(Address { field, cell: Some((row, column)) })
            }
        }
    }

    /// The path of an address.
    pub(crate) fn path(&self, address: Address) -> Option<CellPath> {
        let (id, field) = self.form.fields.get_index(address.field)?;
        match address.cell {
            None => Some(CellPath::Field(id.clone())),
            Some((row, column)) => {
                let row = self.fields.get(address.field)?.rows.get(row)?.key;
                Some(CellPath::Cell { table: id.clone(), row, column: field.columns.get_index(column)?.0.clone() })
            }
        }
    }

    /// What an edit since the last call changed.
    pub(crate) fn take_changes(&mut self) -> Changes {
        let addresses = std::mem::take(&mut self.changes);
        let tables = std::mem::take(&mut self.changed_tables);
        // One by one: to collect them would bring a whole sort along.
        let mut changes = Changes::default();
        addresses.into_iter().filter_map(|address| self.path(address)).for_each(|path| _ = changes.cells.insert(path));
        let names = tables.into_iter().filter_map(|table| self.form.fields.get_index(table));
        names.for_each(|(id, _)| _ = changes.tables.insert(id.clone()));
        changes
    }
}

/// The field or column of an address.
pub(crate) fn definition_at(form: &CompiledForm, address: Address) -> Option<&CompiledField> {
    let (_, field) = form.fields.get_index(address.field)?;
    match address.cell {
        None => Some(field),
        Some((_, column)) => field.columns.get_index(column).map(|(_, column)| column),
    }
}
