//! Public pages: a form by link, and a private page that shows how far the case is.

use crate::{FormulaText, is_default};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{FieldId, FormId, Label, PartId, PortalId};

/// A public page for people without an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Portal {
    /// Number of the format.
    pub format: u32,
    /// Permanent id.
    pub id: PortalId,
    /// Title of the page.
    pub label: Label,
    /// What to expect, above the form.
    #[serde(default, skip_serializing_if = "is_default")]
    pub intro: Label,
    /// The form that is filed.
    pub form: FormId,
    /// The fields that may be filled in, in this order. All others are closed.
    pub fields: Vec<FieldId>,
    /// What is promised after sending.
    #[serde(default, skip_serializing_if = "is_default")]
    pub thanks: Label,
    /// The fields that the progress page shows.
    #[serde(default, skip_serializing_if = "is_default")]
    pub progress_fields: Vec<FieldId>,
    /// The public states in their order; the last one whose condition holds is the current one.
    pub states: Vec<PortalState>,
}

/// A state in public words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortalState {
    /// Permanent id.
    pub id: PartId,
    /// Name.
    pub label: Label,
    /// It holds when this answers TRUE.
    pub when: FormulaText,
    /// What happens next, in public words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub promise: Label,
}
