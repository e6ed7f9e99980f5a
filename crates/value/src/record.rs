//! Records and rows: values by field.

use crate::{FieldId, RowId, Value};
use std::collections::BTreeMap;

/// The values of a record by field. A field that is not there is blank.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    values: BTreeMap<FieldId, Value>,
}

/// One row of a sub-table, with a key that stays the same while the row moves.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// The row's key; none until it is stored for the first time.
    pub id: Option<RowId>,
    /// The row's values by column.
    pub values: Record,
}

static BLANK: Value = Value::Blank;

impl Record {
    /// An empty record.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of a field; blank when it is not there.
    pub fn get(&self, field: &str) -> &Value {
        self.values.get(field).unwrap_or(&BLANK)
    }

    /// Whether the record speaks of this field at all, be it to say that it is blank.
    pub fn has(&self, field: &str) -> bool {
        self.values.contains_key(field)
    }

    /// Sets a field.
    pub fn set(&mut self, field: FieldId, value: Value) {
        self.values.insert(field, value);
    }

    /// Takes a field out.
    pub fn remove(&mut self, field: &str) -> Option<Value> {
        self.values.remove(field)
    }

    /// Fields and values in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = (&FieldId, &Value)> {
        self.values.iter()
    }

    /// How many fields the record speaks of.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether the record speaks of no field.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

impl FromIterator<(FieldId, Value)> for Record {
    fn from_iter<I: IntoIterator<Item = (FieldId, Value)>>(values: I) -> Self {
        // One by one: to collect them would bring a whole sort along.
        let mut record = Self::new();
        values.into_iter().for_each(|(field, value)| record.set(field, value));
        record
    }
}

impl IntoIterator for Record {
    type Item = (FieldId, Value);
    type IntoIter = std::collections::btree_map::IntoIter<FieldId, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.into_iter()
    }
}
