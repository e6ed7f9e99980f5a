//! A form that was compiled: everything resolved, nothing left to look up.

use crate::compile::Plan;
use crate::{AutoNumber, Behaviour, Control, Options, Special};
use definition::{Form, Layout, Settings, View, WhenHidden};
use formula::{FieldType, Scope};
use indexmap::IndexMap;
use query::FieldPath;
use std::sync::Arc;
use value::{FieldId, FormId, Label, ReferenceTarget, Value, ValueType};

/// A form as every other part of the product sees it.
#[derive(Debug, Clone)]
pub struct CompiledForm {
    /// The definition it was made from.
    pub definition: Form,
    /// The fields in their order, sub-tables with their columns.
    pub fields: IndexMap<FieldId, CompiledField>,
    /// The names that formulas about a record of this form may use: fields, system fields, fields of related records.
    pub scope: Scope,
    /// The layouts; a desktop layout with all fields when the definition has none.
    pub layouts: Vec<Layout>,
    /// The views; one table with the first fields when the definition has none.
    pub views: Vec<View>,
    /// The indexes that the store must keep.
    pub indexes: Vec<Index>,
    /// The field that names a record; the first text or auto-number when the definition says nothing.
    pub title_field: Option<FieldId>,
    pub(crate) plan: Plan,
}

/// A field or column, compiled.
#[derive(Debug, Clone)]
pub struct CompiledField {
    /// Its id.
    pub id: FieldId,
    /// Its kind in the registry.
    pub control: &'static Control,
    /// Its name.
    pub label: Label,
    /// What to enter.
    pub help: Label,
    /// Shown while it is empty.
    pub placeholder: Label,
    /// The type of its value.
    pub value_type: ValueType,
    /// Where its value comes from.
    pub origin: Origin,
    /// Whether and when its value is stored.
    pub storage: Storage,
    /// Whether it must be filled in, whatever the logic says.
    pub required: bool,
    /// Whether people may not change it, whatever the logic says.
    pub readonly: bool,
    /// Whether no two records may hold the same value.
    pub unique: bool,
    /// Whether it holds personal data.
    pub personal: bool,
    /// The literal with which it begins.
    pub default: Value,
    /// What becomes of the value when it is hidden at submit.
    pub when_hidden: WhenHidden,
    /// The options among which people choose; a tree for a cascade.
    pub options: Options,
    /// The columns of a sub-table.
    pub columns: IndexMap<FieldId, CompiledField>,
    /// What its kind is set to, as the definition says it.
    pub settings: Settings,
    /// What follows from the settings.
    pub behaviour: Arc<dyn Behaviour>,
    /// Where it stands in the definition, as a JSON Pointer.
    pub pointer: String,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// People enter it.
    Entered,
    /// A formula gives it; nobody enters it.
    Calculated,
    /// The server allots it when the record is created.
    Allotted,
}

/// Whether and when a value is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storage {
    /// In the record; it depends on the record alone.
    Stored,
    /// In the record, with what related records said when it was saved.
    Snapshot,
    /// Nowhere: it is calculated when it is read.
    Live,
}

/// An index that the store must keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// The fields.
    pub fields: Vec<FieldId>,
    /// Whether no two records may hold the same values (over the normalised value).
    pub unique: bool,
}

impl CompiledForm {
    /// Its id.
    pub fn id(&self) -> &FormId {
        &self.definition.id
    }

    /// The name of one record.
    pub fn label(&self) -> &Label {
        &self.definition.label
    }

    /// A field by its id.
    pub fn field(&self, id: &str) -> Option<&CompiledField> {
        self.fields.get(id)
    }

    /// A field, or a column of a sub-table.
    pub fn field_at(&self, path: &FieldPath) -> Option<&CompiledField> {
        let field = self.fields.get(&path.field)?;
        path.column.as_ref().map_or(Some(field), |column| field.columns.get(column))
    }

    /// Ids and types of the fields, as records of the form are read from and written as JSON; live ones are left out on demand.
    pub fn value_types(&self, with_live: bool) -> Vec<(FieldId, ValueType)> {
        let wanted = |field: &&CompiledField| with_live || field.storage != Storage::Live;
        self.fields.values().filter(wanted).map(|field| (field.id.clone(), field.value_type.clone())).collect()
    }

    /// The names that a formula in a row of a sub-table may use.
    pub fn row_scope(&self, table: &FieldId) -> Scope {
        Scope { row_of: Some(table.clone()), ..self.scope.clone() }
    }

    /// The fields of a related record that formulas may use, with their types.
    pub fn related_types(&self, target: &ReferenceTarget) -> Vec<(FieldId, ValueType)> {
        let columns = self.scope.fields.values().flat_map(|field| field.fields.values());
        let refers = |field: &&FieldType| field.value_type == ValueType::Reference(target.clone());
        let found = self.scope.fields.values().chain(columns).find(refers);
        let types = |field: &FieldType| field.fields.iter().map(|(id, field)| (id.clone(), field.value_type.clone())).collect();
        found.map(types).unwrap_or_default()
    }

    /// The fields whose numbers are allotted when a record is created.
    pub fn auto_numbers(&self) -> impl Iterator<Item = (&FieldId, &AutoNumber)> {
        self.fields.values().filter_map(|field| match field.behaviour.special() {
            Special::AutoNumber(settings) => Some((&field.id, settings)),
            _ => None,
        })
    }
}

impl CompiledField {
    /// Whether people may enter a value at all.
    pub fn is_entered(&self) -> bool {
        self.origin == Origin::Entered
    }

    /// Digits after the point, if it is a number.
    pub fn scale(&self) -> Option<u32> {
        if let ValueType::Number { scale } = self.value_type { Some(scale) } else { None }
    }
}
