//! Data of the use cases: options that a connector gives.

use app_engine::offers::OutsideOption;
use serde_json::{Map, Value as Json};
use value::{FieldId, Label, RecordId};

/// Which options are asked for, by whoever fills in a form.
#[derive(Debug, Clone)]
pub struct AskedOptions {
    /// The field.
    pub field: FieldId,
    /// The stored record; none while a new one is filled in.
    pub record: Option<RecordId>,
    /// What stands in the fields now; of a stored record at least what was changed.
    pub values: Map<String, Json>,
    /// What the person searches for.
    pub search: String,
}

/// What is offered now.
#[derive(Debug, Clone, PartialEq)]
pub struct OfferedOptions {
    /// The options.
    pub options: Vec<OutsideOption>,
    /// Whether the system outside has more of them.
    pub more: bool,
    /// What becomes of the option that is chosen already.
    pub chosen: ChosenNow,
    /// Why nothing can be offered: a word that programs know, and the words for people.
    pub fault: Option<(String, Label)>,
}

/// What becomes of the option that is chosen already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChosenNow {
    /// Nothing is chosen, or it is not known.
    Unknown,
    /// It is offered, or it stands as it was stored.
    Stays,
    /// It is not offered any more.
    Gone,
}
