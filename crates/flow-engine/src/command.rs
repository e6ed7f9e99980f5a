//! Commands: what people and timers ask for.

use crate::{Decision, TimerKey, TodoId};
use value::{DepartmentId, NodeId, UserId};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The flow begins with a new record.
    Start {
        /// Who started it; nobody when it came from outside.
        by: Option<UserId>,
        /// For which department.
        department: Option<DepartmentId>,
    },
    /// A person acts on a to-do.
    Act(Act),
    /// The starter takes the case back (撤回).
    Withdraw {
        /// Who.
        by: UserId,
        /// In which words.
        opinion: String,
    },
    /// A timer has fired. One that is no longer set has no effect.
    TimerFired {
        /// Which one.
        timer: TimerKey,
    },
}

/// A person acts on a to-do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The to-do.
    pub todo: TodoId,
    /// Who.
    pub by: UserId,
    /// What is done.
    pub action: Action,
    /// In which words.
    pub opinion: String,
}

/// What a person does with a to-do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// 同意
    Approve,
    /// 拒绝
    Reject,
    /// 办结
    Complete,
    /// 重新提交
    Resubmit,
    /// 转办
    Transfer {
        /// To whom.
        to: UserId,
    },
    /// 退回
    Return {
        /// To which node; to the starter when left out.
        to: Option<NodeId>,
    },
}

impl Action {
    /// The word for it in the API and in scenarios.
    pub fn as_str(&self) -> &'static str {
        match self {
            Action::Approve => "approve",
            Action::Reject => "reject",
            Action::Complete => "complete",
            Action::Resubmit => "resubmit",
            Action::Transfer { .. } => "transfer",
            Action::Return { .. } => "return",
        }
    }

    /// Whether the step's must-fields have to be filled in for it.
    pub fn finishes(&self) -> bool {
        matches!(self, Action::Approve | Action::Complete | Action::Resubmit)
    }

    pub(crate) fn decision(&self) -> Option<Decision> {
        match self {
            Action::Approve => Some(Decision::Approved),
            Action::Reject => Some(Decision::Rejected),
            Action::Complete => Some(Decision::Completed),
            Action::Resubmit => Some(Decision::Resubmitted),
            Action::Transfer { .. } | Action::Return { .. } => None,
        }
    }
}
