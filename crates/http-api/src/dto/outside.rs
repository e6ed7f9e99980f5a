//! Incidents, and messages from outside.

use crate::dto::LabelText;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The cases that stand still, the oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Incidents {
    /// At most 500 of them.
    pub incidents: Vec<Incident>,
}

/// A case that stands still until somebody has decided.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Incident {
    /// The app.
    pub app: String,
    /// What it is called.
    pub app_label: LabelText,
    /// The form.
    pub form: String,
    /// The record.
    pub record: String,
    /// Its title; null when the person may not read the record.
    pub title: Option<String>,
    /// The step.
    pub node: String,
    /// What it is called.
    pub node_label: LabelText,
    /// What happened.
    pub what: LabelText,
    /// How often it was tried.
    pub tries: u32,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// The addresses at which messages come in for an app, the newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MessageAddresses {
    /// They.
    pub addresses: Vec<MessageAddress>,
}

/// An address at which messages come in.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MessageAddress {
    /// Its key.
    pub id: String,
    /// Who uses it.
    pub label: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Who made it.
    pub made_by: String,
    /// When a message came in by it last.
    pub used_at: Option<DateTime<Utc>>,
}

/// A new address.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMessageAddress {
    /// Who uses it.
    pub label: String,
}

/// The secret of a new address; it is told this once.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MessageSecret {
    /// The key of the address.
    pub id: String,
    /// The path to which messages are posted.
    pub path: String,
    /// The secret, for the header `Authorization: Bearer …`.
    pub secret: String,
}

/// A message from outside.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IncomingMessage {
    /// The name of the message, as the step of the flow says it.
    pub message: String,
    /// The record: its id, or its number. Without one the message begins a case with a new record.
    #[serde(default)]
    pub record: Option<String>,
    /// What the message brings, by name.
    #[serde(default)]
    pub values: serde_json::Map<String, serde_json::Value>,
}

/// What became of a message.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MessageOutcome {
    /// `received`: the case went on. `kept`: it waits until the case comes to the step. `begun`: a case began.
    pub outcome: String,
    /// The record on which the case began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
}
