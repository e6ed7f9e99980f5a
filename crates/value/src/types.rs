//! Types of values, as fields declare them and formulas are checked against them.

use crate::{FieldId, FormId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a reference points to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceTarget {
    /// A record of a form.
    Form(FormId),
    /// A person.
    User,
    /// A department.
    Department,
}

/// The type of a field's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ValueType {
    /// Text.
    Text,
    /// A decimal with this many digits after the point (0 to 9).
    Number {
        /// Digits after the point.
        scale: u32,
    },
    /// Yes or no.
    Bool,
    /// A civil day.
    Date,
    /// A time of day.
    Time,
    /// A moment.
    Instant,
    /// One option.
    Choice,
    /// Several values of one type.
    List(Box<ValueType>),
    /// The rows of a sub-table with their columns.
    Rows(Vec<(FieldId, ValueType)>),
    /// Another record, a user or a department.
    Reference(ReferenceTarget),
    /// A stored file.
    File,
    /// A structured value that is stored whole.
    Structure,
}
