//! What events that say much consist of.

use crate::settings::is_default;
use crate::{NewRecord, TodoId};
use calendar::ClockChange;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{FieldId, FormId, Instant, NodeId, PartId, UserId};

/// A to-do moved to somebody else although its holder did not pass it on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reassigned {
    /// The to-do.
    pub todo: TodoId,
    /// The node.
    pub node: NodeId,
    /// Who had it.
    pub from: UserId,
    /// Who has it now.
    pub to: UserId,
    /// The administrator who moved it; none when it moved because its holder may not sign in any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    /// In which words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub opinion: String,
}

/// Records of another form are to be filed; nobody waits for what becomes of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordsAdded {
    /// The node.
    pub node: NodeId,
    /// The form.
    pub form: FormId,
    /// The records.
    pub records: Vec<NewRecord>,
    /// Their field that refers to the record of this case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<FieldId>,
}

/// Records of another form are to be changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordsChanged {
    /// The node.
    pub node: NodeId,
    /// The form.
    pub form: FormId,
    /// Which: their fields, each with the value that it has, in the JSON form of the field.
    pub matches: serde_json::Map<String, serde_json::Value>,
    /// What is entered in them.
    pub values: serde_json::Map<String, serde_json::Value>,
}

/// A clock of the flow was started, held, let go, stopped, or has fired.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseClockChanged {
    /// The number of the clock in the case.
    pub number: u32,
    /// The clock.
    pub clock: PartId,
    /// Whether it is the clock that counts how late it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub late: bool,
    /// What happened to it.
    pub change: ClockChange,
    /// Until when it should be done now; none while the clock stands still or has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Instant>,
}
