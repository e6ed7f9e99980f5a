//! Errors as `application/problem+json` (RFC 9457).

use super::build::Finding;
use super::{Json, LabelText};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What went wrong, in the language of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProblemBody {
    /// `urn:mortise:problem:<code>`; stable.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short title in the reader's language.
    pub title: String,
    /// The HTTP status again.
    pub status: u16,
    /// The stable code that programs look at.
    pub code: String,
    /// What happened, what is safe and what to do, in the reader's language.
    pub detail: String,
    /// JSON Pointer into the request body, if one place is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Every fault, if there are several places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FaultBody>,
    /// What support asks for; the same as the header `X-Request-Id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// After how many seconds trying again makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// The fields that somebody else changed in the meantime (code `conflict`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Conflict>,
    /// The revision as it is now (code `conflict`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
    /// What is wrong in a definition or package (code `faulty_definition`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<Finding>,
}

/// A field that two people changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Conflict {
    /// The field.
    pub field: String,
    /// Its name.
    pub label: LabelText,
    /// The value from which both began.
    pub base: Json,
    /// The value that is stored now.
    pub theirs: Json,
    /// The value that was sent.
    pub yours: Json,
}

/// One fault at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FaultBody {
    /// JSON Pointer into the request body; `/values/amount` for a field.
    pub pointer: String,
    /// Stable code.
    pub code: String,
    /// A sentence in the reader's language.
    pub message: String,
}
