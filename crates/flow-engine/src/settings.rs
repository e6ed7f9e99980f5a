//! Settings that several kinds of nodes share. Their doc comments are the help texts of the property panel.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{EdgeId, FieldId, NodeId, RoleId, SlotId};

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Who gets a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum Assign {
    /// Whoever started the flow.
    Starter,
    /// The person whom the deployment has bound to a slot.
    Slot {
        /// The slot.
        slot: SlotId,
    },
    /// Everybody who has a role of the app.
    Role {
        /// The role.
        role: RoleId,
    },
    /// The head of a department.
    DepartmentHead {
        /// Of which department.
        #[serde(default, skip_serializing_if = "is_default")]
        of: DepartmentOf,
    },
    /// The person or people in a field of the record.
    Field {
        /// The field; it refers to users.
        field: FieldId,
    },
    /// Whoever did an earlier step.
    Did {
        /// The step.
        node: NodeId,
    },
}

/// Which department.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DepartmentOf {
    /// That of the starter.
    #[default]
    Starter,
    /// That in a field of the record.
    Field(FieldId),
    /// That which the deployment has bound to a slot.
    Slot(SlotId),
}

/// How many have to agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// One decides for all (或签).
    #[default]
    Any,
    /// Everybody has to agree (会签).
    All,
}

/// What the holder of a step may do with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepRight {
    /// Not shown.
    Hidden,
    /// Shown.
    #[default]
    Read,
    /// Shown and changed.
    Write,
    /// Shown and changed, and filled in before the step can be finished.
    Must,
}

/// What the holder of a step may do beside finishing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// Hand the to-do to somebody else (转办).
    Transfer,
    /// Send the case back to the starter (退回发起人).
    Return,
    /// Send the case back to any step that it has passed (退回任意步骤).
    ReturnToStep,
}

/// What follows when an approval is turned down.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnReject {
    /// The case ends as rejected.
    #[default]
    End,
    /// The case goes back to the starter.
    ReturnToStarter,
    /// The case takes this edge out of the step.
    Edge(EdgeId),
}

/// Until when a step should be done, in minutes of the clock on the wall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// Minutes from opening the to-do until it is due.
    #[schemars(range(min = 1, max = 5_256_000))]
    pub within_minutes: u32,
    /// Minutes before that at which the holder is reminded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 5_256_000))]
    pub remind_before_minutes: Option<u32>,
    /// Minutes after it was due at which it escalates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 5_256_000))]
    pub escalate_after_minutes: Option<u32>,
    /// To whom it escalates.
    #[serde(default, skip_serializing_if = "is_default")]
    pub escalate_to: EscalateTo,
    /// What escalation does.
    #[serde(default, skip_serializing_if = "is_default")]
    pub escalation: EscalationWay,
}

/// To whom a late to-do escalates. When the head is the late person, the head of the department above is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EscalateTo {
    /// The head of the holder's department.
    #[default]
    HolderDepartmentHead,
    /// The head of the starter's department.
    StarterDepartmentHead,
}

/// What escalation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EscalationWay {
    /// The head is told; the to-do stays where it is.
    #[default]
    Tell,
    /// The to-do moves to the head (超时转审).
    HandOver,
}
