//! Events: facts that happened. To-do lists, timers, messages and the trace are all derived from them.

use crate::{Status, TimerKey, TodoId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{DepartmentId, EdgeId, Instant, NodeId, UserId};

/// What a person decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// 同意
    Approved,
    /// 拒绝
    Rejected,
    /// 办结
    Completed,
    /// 重新提交
    Resubmitted,
}

/// Why a to-do is no longer open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// Its holder did it.
    Done,
    /// Somebody else at the same node decided.
    DecidedByOther,
    /// The case was returned.
    Returned,
    /// The starter took the case back.
    Withdrawn,
    /// The case ended.
    Ended,
}

/// Why a node was passed without anybody deciding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PassReason {
    /// It found nobody, and the flow says that it is then passed.
    NobodyFound,
    /// The starter would decide the own case, and the flow says that it is then passed.
    OwnCase,
}

/// A condition that was tried at a branch and what it answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tried {
    /// The edge.
    pub edge: EdgeId,
    /// Whether its condition held.
    pub held: bool,
}

/// A fact about an instance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// It began.
    InstanceStarted {
        /// Who started it; nobody when it came from outside.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<UserId>,
        /// For which department.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        department: Option<DepartmentId>,
        /// When.
        at: Instant,
    },
    /// A token came to a node.
    NodeEntered {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
    },
    /// Fields were set on entering a node, in the JSON form of their types.
    FieldsSet {
        /// The node.
        node: NodeId,
        /// The values by field; read them with [`crate::CompiledFlow::read_fields`].
        values: serde_json::Map<String, serde_json::Value>,
    },
    /// A person has something to do.
    TodoOpened {
        /// Its key.
        todo: TodoId,
        /// The token that waits for it.
        token: u32,
        /// The node.
        node: NodeId,
        /// Who has it.
        holder: UserId,
        /// Until when.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Instant>,
    },
    /// A timer is to fire.
    TimerSet {
        /// Which one.
        timer: TimerKey,
        /// When.
        at: Instant,
    },
    /// A timer is not to fire any more.
    TimerCancelled {
        /// Which one.
        timer: TimerKey,
    },
    /// A person decided.
    Decided {
        /// The to-do.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// Who.
        by: UserId,
        /// What.
        decision: Decision,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
    /// A person handed a to-do to another (转办).
    Transferred {
        /// The to-do.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// Who had it.
        from: UserId,
        /// Who has it now.
        to: UserId,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
    /// A person sent the case back (退回).
    Returned {
        /// The node from which.
        node: NodeId,
        /// Who.
        by: UserId,
        /// The node to which.
        to: NodeId,
        /// Whether that is the starter.
        to_starter: bool,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
    /// A to-do is no longer open.
    TodoClosed {
        /// The to-do.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// Who had it.
        holder: UserId,
        /// Why.
        why: CloseReason,
    },
    /// People were told (抄送), each of them for the first time in this instance.
    CopiesSent {
        /// The node.
        node: NodeId,
        /// Who.
        to: Vec<UserId>,
    },
    /// The holder was reminded before the to-do is due.
    Reminded {
        /// The to-do.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// Who was reminded.
        holder: UserId,
    },
    /// A to-do that was not done in time went up.
    Escalated {
        /// The to-do.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// Who was late.
        holder: UserId,
        /// Who was told, or who has it now.
        to: Vec<UserId>,
        /// Whether the to-do moved to the first of them.
        handed_over: bool,
    },
    /// A node was passed without anybody deciding.
    NodePassed {
        /// The node.
        node: NodeId,
        /// Why.
        why: PassReason,
    },
    /// A branch was chosen.
    BranchTaken {
        /// The node.
        node: NodeId,
        /// The edge that was taken.
        edge: EdgeId,
        /// The conditions that were tried, in their order.
        tried: Vec<Tried>,
    },
    /// A token left a node.
    NodeLeft {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
        /// The edge; none when the token ended here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        edge: Option<EdgeId>,
    },
    /// The instance is over.
    Ended {
        /// How.
        status: Status,
        /// Who ended it by taking it back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<UserId>,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
}
