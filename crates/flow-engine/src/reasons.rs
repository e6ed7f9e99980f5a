//! What events say of how and why something happened.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::EdgeId;

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
    /// Its holder put others before the own turn (前加签).
    OthersFirst,
    /// Somebody took the holder out (减签).
    Removed,
    /// Somebody else has claimed the step.
    ClaimedByOther,
    /// It was given back to all to whom it was offered.
    GivenBack,
    /// The branch is not needed any more.
    Cancelled,
    /// What the step was open for is over.
    Expired,
    /// A timer or a message took the step away.
    Interrupted,
    /// The decision before it was taken back.
    TakenBack,
    /// The case was moved to another step.
    Jumped,
    /// Its holder may not sign in any more, and others are asked as well.
    HolderLeft,
}

/// Why a node was passed without anybody deciding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PassReason {
    /// It found nobody, and the flow says that it is then passed.
    NobodyFound,
    /// The starter would decide the own case, and the flow says that it is then passed.
    OwnCase,
    /// Its holders have decided before, and the flow says that they are then not asked again.
    SamePerson,
    /// The step is open only while another one is, and that is over.
    Over,
    /// There is no row for which it would have to be done.
    NoRows,
    /// It was not done in time, and its deadline says that it is then passed.
    Overdue,
}

/// Where added people decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Added {
    /// Before whoever added them, who gets it back afterwards (前加签).
    Before,
    /// After whoever added them (后加签).
    After,
    /// At the same time (并加签).
    Beside,
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
