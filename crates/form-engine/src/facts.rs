//! What comes in from outside: related records that are known, and the rights of the actor.

use definition::FieldRight;
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};
use value::{FieldId, Record, RecordId, ReferenceTarget, Value};

/// What is known of records, persons and departments that the record refers to, and what other forms answered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// By key. Keys are unique over all forms, persons and departments.
    pub related: BTreeMap<RecordId, Related>,
    /// What other forms answered, by the key of the question.
    pub answers: BTreeMap<String, Value>,
    /// What systems outside say of options that were chosen, by the key of the offer.
    pub offers: BTreeMap<String, Offered>,
}

/// What a system outside says of an option that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offered {
    /// It offers the option, and calls it so.
    Yes(String),
    /// It does not offer it.
    No,
    /// It was not asked, or it did not answer.
    Unknown,
}

/// What is known of one of them.
#[derive(Debug, Clone, PartialEq)]
pub enum Related {
    /// It is there and may be chosen.
    Known {
        /// What people read.
        label: String,
        /// The values that were asked for; a field that is not there is not known here.
        values: Record,
    },
    /// It is not there, or the actor may not choose it, or it does not fulfil the field's filter.
    Absent,
}

/// A record, person or department that must be known before the server can decide.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// The field that refers to it, `customer` or `lines.product`.
    pub field: query::FieldPath,
    /// Where it is kept.
    pub target: Target,
    /// Its key.
    pub record: RecordId,
    /// The fields of it that formulas use.
    pub fields: BTreeSet<FieldId>,
    /// Whether the reference is new, so that the right to choose it and the field's filter must be looked at too.
    pub chosen_now: bool,
}

/// Where a needed record is kept; [`ReferenceTarget`] with an order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A record of a form.
    Form(value::FormId),
    /// A person.
    User,
    /// A department.
    Department,
}

impl From<&ReferenceTarget> for Target {
    fn from(target: &ReferenceTarget) -> Self {
        match target {
            ReferenceTarget::Form(form) => Target::Form(form.clone()),
            ReferenceTarget::User => Target::User,
            ReferenceTarget::Department => Target::Department,
        }
    }
}

/// What the actor may do with the fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Rights {
    /// The right on a field that is not listed.
    pub default: FieldRight,
    /// Rights on single fields.
    pub fields: IndexMap<FieldId, FieldRight>,
    /// Whether a person or program enters values. Rules, flows and imports also set what people may only read,
    /// and are not held to what people still have to fill in.
    pub by_person: bool,
}

impl Rights {
    /// A person who may change every field.
    pub fn everything() -> Self {
        Self { default: FieldRight::Write, fields: IndexMap::new(), by_person: true }
    }

    /// The system: a rule, a flow, an import.
    pub fn system() -> Self {
        Self { by_person: false, ..Self::everything() }
    }

    /// A person with these rights; a field that is not listed is hidden.
    pub fn only(fields: IndexMap<FieldId, FieldRight>) -> Self {
        Self { default: FieldRight::Hidden, fields, by_person: true }
    }

    /// The right on a field.
    pub fn on(&self, field: &str) -> FieldRight {
        self.fields.get(field).copied().unwrap_or(self.default)
    }
}

impl Default for Rights {
    fn default() -> Self {
        Self::everything()
    }
}
