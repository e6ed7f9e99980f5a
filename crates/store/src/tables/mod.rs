//! Record tables: one typed table per form, made from the types of its fields; sub-tables and multi-values are child tables.
//!
//! | value | column |
//! |---|---|
//! | text, option | text that compares by code points; a second column holds the pinyin key by which text sorts |
//! | number of scale s | whole number, value × 10^s |
//! | yes or no | 0 or 1 |
//! | day | whole number `YYYYMMDD` |
//! | time of day | seconds since midnight |
//! | moment | UTC milliseconds; a second column holds the local day `YYYYMMDD`, by which periods are grouped |
//! | reference | uuid |
//! | file, structure | JSON text |
//! | unique text | a further column holds the normalised key with the unique index |
//!
//! Blanks are NULL everywhere. Physical names are allotted by the catalogue and never change.

mod catalogue;
mod describe;
mod publish;

pub use describe::{ColumnDescription, TableDescription};
pub(crate) use publish::index_name;
pub use publish::{load, planned, prepare, publish};

use calendar::Zone;
use indexmap::IndexMap;
use query::FieldPath;
use std::sync::OnceLock;
use value::{AppId, FieldId, FormId, ValueType};

/// A form as the store needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct FormSpec {
    /// The app.
    pub app: AppId,
    /// The form.
    pub form: FormId,
    /// The app's zone: it says on which day a moment is.
    pub zone: Zone,
    /// The stored fields, in the order of the form. System fields are not named.
    pub fields: Vec<FieldSpec>,
}

/// A stored field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldSpec {
    /// The field.
    pub id: FieldId,
    /// Its type.
    pub value_type: ValueType,
    /// Whether no two records may hold the same value.
    pub unique: bool,
    /// Whether lists are filtered or sorted by it.
    pub indexed: bool,
}

/// The table of a form with its child tables, as it stands in the database.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordTable {
    pub(crate) app: AppId,
    pub(crate) form: FormId,
    pub(crate) zone: Zone,
    pub(crate) physical: String,
    pub(crate) fields: IndexMap<FieldId, StoredField>,
    pub(crate) texts: Texts,
}

/// Statements on the table whose text is always the same, kept once they were written. They follow from the rest of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    /// One record with all its fields, for whoever may see everything.
    pub(crate) whole: OnceLock<String>,
    /// The same, locked.
    pub(crate) whole_locked: OnceLock<String>,
}

impl PartialEq for Texts {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

/// A field and where its values are.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StoredField {
    pub(crate) id: FieldId,
    pub(crate) value_type: ValueType,
    pub(crate) place: Place,
}

/// Where the values of a field are.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Place {
    /// A column of the same table.
    Column(Column),
    /// A child table with one row per item.
    Items { physical: String, item: Column },
    /// A child table with one row per row.
    Rows { physical: String, columns: IndexMap<FieldId, StoredField> },
}

/// A column with the columns that are derived from it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) scalar: Scalar,
    /// By which text sorts.
    pub(crate) sort: Option<String>,
    /// The local day of a moment.
    pub(crate) day: Option<String>,
    /// Where uniqueness is kept: the normalised key of a text, else the column itself.
    pub(crate) unique: Option<String>,
    /// Whether every row has a value.
    pub(crate) never_blank: bool,
}

/// A type that fits into one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scalar {
    Text,
    Number { scale: u32 },
    Bool,
    Date,
    Time,
    Instant,
    Choice,
    Reference,
    File,
    Structure,
}

/// Key of a record, of a row of a child table.
pub(crate) const ID: &str = "_id";
/// In a child table: to which record or row it belongs.
pub(crate) const PARENT: &str = "_parent";
/// In a child table: the order.
pub(crate) const ORDER: &str = "_order";

impl RecordTable {
    /// The app.
    pub fn app(&self) -> &AppId {
        &self.app
    }

    /// The form.
    pub fn form(&self) -> &FormId {
        &self.form
    }

    /// Types of all fields, system fields included.
    pub fn types(&self) -> IndexMap<FieldId, ValueType> {
        self.fields.values().map(|field| (field.id.clone(), field.value_type.clone())).collect()
    }

    /// The type of a field or of a column of a sub-table.
    pub fn type_of(&self, path: &FieldPath) -> Option<&ValueType> {
        self.find(path).map(|field| &field.value_type)
    }

    pub(crate) fn find(&self, path: &FieldPath) -> Option<&StoredField> {
        let field = self.fields.get(&path.field)?;
        match (&path.column, &field.place) {
            (None, _) => Some(field),
            (Some(column), Place::Rows { columns, .. }) => columns.get(column),
            (Some(_), _) => None,
        }
    }
}

impl Scalar {
    /// The scalar of a type; none when its values need a table of their own.
    pub(crate) fn of(value_type: &ValueType) -> Option<Self> {
        Some(match value_type {
            ValueType::Text => Scalar::Text,
            ValueType::Number { scale } => Scalar::Number { scale: *scale },
            ValueType::Bool => Scalar::Bool,
            ValueType::Date => Scalar::Date,
            ValueType::Time => Scalar::Time,
            ValueType::Instant => Scalar::Instant,
            ValueType::Choice => Scalar::Choice,
            ValueType::Reference(_) => Scalar::Reference,
            ValueType::File => Scalar::File,
            ValueType::Structure => Scalar::Structure,
            ValueType::List(_) | ValueType::Rows(_) => return None,
        })
    }
}

/// A name that stands in the database.
pub(crate) fn name(name: &str) -> sea_orm::sea_query::Alias {
    sea_orm::sea_query::Alias::new(name)
}
