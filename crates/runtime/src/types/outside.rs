//! Data of the use cases: calls, incidents and messages from outside.
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use value::{AppId, FormId, Instant, Label, NodeId, RecordId};

/// A call that is ready to be made.
#[derive(Clone, PartialEq)]
pub struct CallReady {
    /// The whole address.
    pub url: String,
    /// The method.
    pub method: String,
    /// The headers, with the key of the call.
    pub headers: Vec<(String, String)>,
    /// The header that holds the secret.
    pub sign_in: Option<(String, String)>,
    /// The body.
    pub body: Option<Json>,
    /// How long it may take.
    pub seconds: u32,
}

impl CallReady {
    /// The path and the query of the address.
    pub fn path(&self) -> &str {
        let behind = self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest);
        behind.find('/').and_then(|at| behind.get(at..)).unwrap_or("/")
    }
}

// Addresses and secrets stay out of logs.
impl std::fmt::Debug for CallReady {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CallReady").field("method", &self.method).field("seconds", &self.seconds).finish_non_exhaustive()
    }
}

/// A case that stands still until an administrator has decided.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidentEntry {
    /// The app.
    pub app: AppId,
    /// What it is called.
    pub app_label: Label,
    /// The form.
    pub form: FormId,
    /// The record.
    pub record: RecordId,
    /// Its title; none when the person may not read the record.
    pub title: Option<String>,
    /// The step.
    pub node: NodeId,
    /// What it is called.
    pub node_label: Label,
    /// What happened, in words.
    pub what: Label,
    /// How often it was tried.
    pub tries: u32,
    /// Since when.
    pub since: Instant,
}

/// A step that stands still until an administrator has decided.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IncidentHere {
    /// The step.
    pub node: NodeId,
    /// What it is called.
    pub node_label: Label,
    /// What happened, in words.
    pub what: Label,
    /// How often it was tried.
    pub tries: u32,
    /// Since when.
    pub since: Instant,
}

/// A message from outside, as it comes in.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageIn {
    /// Its name.
    pub name: String,
    /// The record: its id, or a number of it. Without one the message begins a case with a new record.
    pub record: Option<String>,
    /// What it brings, by name.
    pub values: Map<String, Json>,
    /// The key under which it may be repeated.
    pub key: Option<String>,
    /// Correlates log lines, audit rows and the answer.
    pub request_id: Option<String>,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageTaken {
    /// A case began on this new record.
    Begun(RecordId),
    /// The case went on.
    Received,
    /// It is kept until the case waits for it.
    Kept,
}

/// An address at which messages come in.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageAddressEntry {
    /// Its key.
    pub id: uuid::Uuid,
    /// For whom it is.
    pub label: String,
    /// When it was made.
    pub made_at: Instant,
    /// Who made it.
    pub made_by: String,
    /// When a message came in by it last.
    pub used_at: Option<Instant>,
}
