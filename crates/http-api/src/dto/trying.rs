//! Trying an operation of a connector.

use crate::dto::LabelText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an operation is given.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrialInput {
    /// The inputs by id.
    #[serde(default)]
    pub inputs: serde_json::Map<String, serde_json::Value>,
}

/// What came of trying an operation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OperationTrial {
    /// The method of the request.
    pub method: String,
    /// The path of the request; null when no request came about.
    pub path: Option<String>,
    /// The status of the answer; null when there was none.
    pub status: Option<u16>,
    /// How long it took, in milliseconds.
    pub millis: i64,
    /// The headers of the answer; what could be a secret is blotted out.
    pub headers: Vec<TrialHeader>,
    /// What the body is: `none`, `json` or `text`.
    pub body_kind: String,
    /// The body, where it is JSON.
    pub json: serde_json::Value,
    /// The body, where it is something else.
    pub text: Option<String>,
    /// Whether the body was longer than what is shown.
    pub cut: bool,
    /// What the operation takes from the answer.
    pub outputs: Vec<TrialOutput>,
    /// What went wrong.
    pub fault: Option<TrialFault>,
}

/// A header of an answer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TrialHeader {
    /// Its name.
    pub name: String,
    /// What it says.
    pub value: String,
}

/// A value that is taken from an answer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TrialOutput {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: LabelText,
    /// What was taken; null when there is nothing.
    pub value: serde_json::Value,
    /// Why it could not be taken.
    pub fault: Option<LabelText>,
}

/// Why a call failed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TrialFault {
    /// The word that programs know, such as `not_bound` or `status`.
    pub word: String,
    /// The words for people.
    pub message: LabelText,
}
