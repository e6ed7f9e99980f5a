//! Commands: what people and timers ask for.

use crate::{Added, Caller, CaseNews, Decision, Migration, TimerKey, TodoId};
use value::{DepartmentId, NodeId, RecordId, UserId};

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
    /// A message came. One for which nobody waits is kept or lost, as its nodes say.
    Message {
        /// Its name.
        name: String,
    },
    /// The flow begins with a new record for which a step of another case asked.
    StartFor {
        /// Who started it; nobody when it came from outside.
        by: Option<UserId>,
        /// For which department.
        department: Option<DepartmentId>,
        /// The step.
        caller: Box<Caller>,
    },
    /// News of a case of another form. What nobody waits for has no effect.
    OfCase {
        /// The token that asked for it.
        token: u32,
        /// Its record.
        record: RecordId,
        /// What is told.
        news: CaseNews,
    },
    /// The step that waited for this case was left another way: it ends. One that is over has no effect.
    TakeDown,
    /// The answer to a call came. One that nobody waits for has no effect.
    Answered {
        /// Which call of the case it answers.
        call: u32,
        /// Which try of it.
        attempt: u32,
        /// What went wrong, if it did not work.
        fault: Option<String>,
    },
    /// A person does something with the case as a whole.
    Manage(Manage),
    /// The case goes over to this version of its flow (迁移); what its steps become was worked out before.
    Migrate(Box<Migration>),
    /// The record was changed: clocks that wait for what is in it look again.
    Look,
    /// Somebody may be free: a token whose step waits for that looks again. One that does not wait any more has no effect.
    Allocate {
        /// The token.
        token: u32,
    },
    /// Somebody may hold too much: a to-do moves to whoever holds the least, if that helps.
    Rebalance {
        /// The to-do.
        todo: TodoId,
    },
    /// The holder of a to-do may not sign in any more: it goes to somebody else. One whose holder can act has no effect.
    Relieve {
        /// The to-do.
        todo: TodoId,
    },
}

/// A person does something with the case as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manage {
    /// Who.
    pub by: UserId,
    /// What is done.
    pub what: Measure,
    /// In which words.
    pub opinion: String,
}

/// What a person does with the case as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// 催办: the starter, or whoever has done a step, asks the holders to hurry.
    Urge,
    /// 拿回: whoever decided last takes the decision back while nobody has acted since.
    TakeBack {
        /// The step.
        node: NodeId,
    },
    /// 挂起: an administrator puts the case on hold.
    Suspend,
    /// 恢复: an administrator lets it go on.
    Resume,
    /// 终止: an administrator ends it.
    Terminate,
    /// 改派: an administrator gives all to-dos that somebody holds at a step to somebody else.
    Reassign {
        /// The step.
        node: NodeId,
        /// Whose.
        from: UserId,
        /// To whom.
        to: UserId,
    },
    /// 跳转: an administrator moves it to another step.
    Jump {
        /// The step at which it is; may be left out when it is at one only.
        from: Option<NodeId>,
        /// The step to which it goes.
        to: NodeId,
    },
    /// A step for each row gets one more.
    AddRow {
        /// The step.
        node: NodeId,
        /// Who has it.
        holder: UserId,
    },
    /// A step for each row is finished before all rows are.
    FinishRows {
        /// The step.
        node: NodeId,
    },
    /// A call that failed is tried again.
    Retry {
        /// The step.
        node: NodeId,
    },
    /// A call that failed is passed.
    Skip {
        /// The step.
        node: NodeId,
    },
}

impl Measure {
    /// The word for it in the API and in scenarios.
    pub fn as_str(&self) -> &'static str {
        match self {
            Measure::Urge => "urge",
            Measure::TakeBack { .. } => "take_back",
            Measure::Suspend => "suspend",
            Measure::Resume => "resume",
            Measure::Terminate => "terminate",
            Measure::Reassign { .. } => "reassign",
            Measure::Jump { .. } => "jump",
            Measure::AddRow { .. } => "add_row",
            Measure::FinishRows { .. } => "finish_rows",
            Measure::Retry { .. } => "retry",
            Measure::Skip { .. } => "skip",
        }
    }
}

/// To which step a case is returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReturnTo {
    /// To its starter.
    Starter,
    /// To the step before.
    Previous,
    /// To a step that it has passed.
    Node(NodeId),
}

/// What happens when a returned step is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// All steps from there on are done again.
    Replay,
    /// The case comes straight back to the step that returned it.
    Direct,
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
        /// To which step.
        to: ReturnTo,
        /// What happens when that is done; as the flow says when left out.
        then: Option<Then>,
    },
    /// 委派: another person does it for the own account, then it comes back.
    Delegate {
        /// To whom.
        to: UserId,
    },
    /// A delegate is done and hands the to-do back.
    HandBack,
    /// 加签
    AddSigners {
        /// Who is added.
        to: Vec<UserId>,
        /// Where they decide.
        place: Added,
    },
    /// 减签
    RemoveSigner {
        /// Who is taken out.
        who: UserId,
    },
    /// 认领
    Claim,
    /// 退还
    GiveBack,
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
            Action::Delegate { .. } => "delegate",
            Action::HandBack => "hand_back",
            Action::AddSigners { .. } => "add_sign",
            Action::RemoveSigner { .. } => "remove_sign",
            Action::Claim => "claim",
            Action::GiveBack => "give_back",
        }
    }

    /// Whether it is a rejection or a return, for which a step may want a reason.
    pub fn refuses(&self) -> bool {
        matches!(self, Action::Reject | Action::Return { .. })
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
            _ => None,
        }
    }
}
