//! What is known about a running instance. It is kept whole with every step, so its keys are short.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt};
use uuid::Uuid;
use value::{DepartmentId, Instant, NodeId, UserId};

/// The key of a to-do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TodoId(pub Uuid);

impl fmt::Display for TodoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl JsonSchema for TodoId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TodoId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "uuid" })
    }
}

/// Where an instance stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It has not begun.
    #[default]
    None,
    /// Somebody has to do something.
    Running,
    /// It went through.
    Completed,
    /// It was turned down.
    Rejected,
    /// It lies with the starter to be revised.
    Returned,
    /// The starter took it back.
    Withdrawn,
}

impl Status {
    /// The value of the system field `_flow`.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::None => "none",
            Status::Running => "running",
            Status::Completed => "completed",
            Status::Rejected => "rejected",
            Status::Returned => "returned",
            Status::Withdrawn => "withdrawn",
        }
    }

    /// Whether somebody still has something to do.
    pub fn is_open(self) -> bool {
        matches!(self, Status::Running | Status::Returned)
    }
}

/// What a timer of a to-do does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimerKind {
    /// Reminds the holder before the to-do is due.
    Remind,
    /// Escalates to a department's head after it was due.
    Escalate,
}

/// Which timer. It comes back as [`crate::Command::TimerFired`]; firing twice has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimerKey {
    /// The to-do.
    pub todo: TodoId,
    /// What it does.
    pub kind: TimerKind,
}

/// A place in the graph at which the instance is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// Its number within the instance.
    #[serde(rename = "k")]
    pub key: u32,
    /// The node.
    #[serde(rename = "n")]
    pub node: NodeId,
}

/// Something that a person has to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Todo {
    /// Its key.
    #[serde(rename = "i")]
    pub id: TodoId,
    /// The token that waits for it.
    #[serde(rename = "k")]
    pub token: u32,
    /// The node that opened it.
    #[serde(rename = "n")]
    pub node: NodeId,
    /// Who has it.
    #[serde(rename = "h")]
    pub holder: UserId,
    /// Until when it should be done.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Instant>,
    /// When the holder is reminded; none when that has happened.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub remind_at: Option<Instant>,
    /// When it escalates; none when that has happened.
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub escalate_at: Option<Instant>,
}

/// A step that people have done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Done {
    /// The node.
    #[serde(rename = "n")]
    pub node: NodeId,
    /// Who did it, in the order in which they did it.
    #[serde(rename = "u")]
    pub by: Vec<UserId>,
}

/// The state of one instance of a flow.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstanceState {
    /// Where it stands.
    #[serde(rename = "s")]
    pub status: Status,
    /// Who started it; nobody when it came from outside.
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    pub starter: Option<UserId>,
    /// The department for which it was started.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
    /// When it was started.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Instant>,
    /// The places at which it is.
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<Token>,
    /// The number of the next token.
    #[serde(rename = "x", default)]
    pub next_token: u32,
    /// The open to-dos.
    #[serde(rename = "o", default, skip_serializing_if = "Vec::is_empty")]
    pub todos: Vec<Todo>,
    /// The steps that people have done on the way here, in their order. A return forgets those that will be done again.
    #[serde(rename = "w", default, skip_serializing_if = "Vec::is_empty")]
    pub done: Vec<Done>,
    /// Who was told (抄送); nobody is told twice.
    #[serde(rename = "c", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub told: BTreeSet<UserId>,
    /// Whether anybody has acted since it was started.
    #[serde(rename = "y", default, skip_serializing_if = "std::ops::Not::not")]
    pub acted: bool,
}

impl InstanceState {
    /// The open to-do with this key.
    pub fn todo(&self, id: TodoId) -> Option<&Todo> {
        self.todos.iter().find(|todo| todo.id == id)
    }

    /// Who did a node, in the order in which they did it.
    pub fn who_did(&self, node: &NodeId) -> &[UserId] {
        self.done.iter().find(|done| done.node == *node).map_or(&[], |done| &done.by)
    }

    /// The nodes at which it is, for the system field `_node`.
    pub fn current_nodes(&self) -> String {
        self.tokens.iter().map(|token| token.node.as_str()).collect::<Vec<_>>().join(",")
    }

    /// The nearest deadline of its open to-dos, for the system field `_due`.
    pub fn next_due(&self) -> Option<Instant> {
        self.todos.iter().filter_map(|todo| todo.due).min()
    }
}
