//! What a form is compiled against.

use definition::{Dictionary, Form};
use formula::Outside;
use indexmap::IndexMap;
use std::sync::Arc;
use value::{DictionaryId, FormId};

/// The dictionary in which the roles of the app stand; the system makes it, no package can.
pub const ROLES: &str = "_roles";

/// The dictionary in which the steps of the app's flows stand; the system makes it, too.
pub const STEPS: &str = "_steps";

/// The parts of the app that a form may speak of.
#[derive(Debug, Clone, Copy)]
pub struct FormEnvironment<'a> {
    /// The dictionaries.
    pub dictionaries: &'a IndexMap<DictionaryId, Dictionary>,
    /// The forms, as targets of relations. The form itself need not be among them.
    pub forms: &'a IndexMap<FormId, Form>,
    /// ISO 4217 code of amounts that say nothing else.
    pub currency: &'a str,
    /// What formulas may name beside the fields of their record; see [`crate::outside`].
    pub outside: &'a Arc<Outside>,
}
