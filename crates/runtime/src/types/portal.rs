//! Data of the use cases: portal.
use definition::{Dictionary, Form};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use value::{Instant, Label, RecordId};

/// A public page with all that a stranger may know.
#[derive(Debug, Clone, Serialize)]
pub struct PortalBundle {
    /// Title of the page.
    pub label: Label,
    /// What to expect.
    pub intro: Label,
    /// What is promised after sending.
    pub thanks: Label,
    /// The form, reduced to the fields of the page and their logic.
    pub form: Form,
    /// The dictionaries that its fields use.
    pub dictionaries: Vec<Dictionary>,
    /// Content hash of the version.
    pub hash: String,
    /// The zone as data, for the browser's engine.
    pub zone: calendar::Zone,
    /// Currency of amounts.
    pub currency: String,
    /// The forms in which its formulas look up: the fields that are asked for, without their names.
    pub asked: Vec<Form>,
    /// The app's values with a name that the form's formulas use.
    pub constants: Map<String, Json>,
    /// The app's working calendars, if the form's formulas ask any.
    pub calendars: Option<calendar::Shelf>,
}

/// A record that was filed on a public page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PortalFiled {
    /// The secret of the private link. Here only: it is kept as a digest.
    pub token: String,
    /// The record (not for the stranger; for the audit).
    #[serde(skip)]
    pub record: Option<RecordId>,
    /// What is promised.
    pub thanks: Label,
}

/// How far a case is, in public words.
#[derive(Debug, Clone, Serialize)]
pub struct Progress {
    /// Title of the page.
    pub label: Label,
    /// When the case was filed.
    pub filed_at: Instant,
    /// The public states in their order.
    pub states: Vec<ProgressState>,
    /// The values that the page shows: label, value as people read it.
    pub values: Vec<(Label, String)>,
    /// The same as data, by field.
    pub fields: Map<String, Json>,
}

/// A public state.
#[derive(Debug, Clone, Serialize)]
pub struct ProgressState {
    /// Permanent id.
    pub id: String,
    /// Name.
    pub label: Label,
    /// What happens next.
    pub promise: Label,
    /// Whether the case is here now.
    pub current: bool,
    /// Whether it has been passed.
    pub passed: bool,
}
