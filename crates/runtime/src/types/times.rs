//! How long the steps of a flow take.

use value::{EdgeId, FormId, Instant, Label, NodeId};

/// What cases of a flow are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimesAsked {
    /// Cases that began at this moment or later.
    pub from: Instant,
    /// Cases that began before this moment.
    pub until: Instant,
    /// Only cases on this version, by its number.
    pub version: Option<u32>,
}

/// How long the steps of a flow took, in the cases that were looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowTimes {
    /// The flow.
    pub label: Label,
    /// The form whose records they are.
    pub form: FormId,
    /// How many cases were looked at.
    pub cases: u64,
    /// Whether there are more; the newest were looked at.
    pub more: bool,
    /// How many of them are not over.
    pub running: u64,
    /// The steps of the version, in the order of the flow.
    pub steps: Vec<StepTimes>,
    /// Its ways.
    pub ways: Vec<WayTaken>,
    /// The versions there are, the newest first.
    pub versions: Vec<u32>,
}

/// How long a step took. Times are those of the clock on the wall.
#[derive(Debug, Clone, PartialEq)]
pub struct StepTimes {
    /// The step.
    pub node: NodeId,
    /// Its kind.
    pub kind: &'static str,
    /// Its name.
    pub label: Label,
    /// How often a case came and went on.
    pub passed: u64,
    /// Half of them took at most so many seconds; nearest rank.
    pub median: Option<u64>,
    /// Nine in ten took at most so many seconds; nearest rank.
    pub ninth: Option<u64>,
    /// How often somebody sent the case back from here.
    pub returned: u64,
    /// How many to-dos had a moment until which they were due.
    pub with_deadline: u64,
    /// How many of these were done after it, or are open past it.
    pub late: u64,
    /// How many cases stand here now.
    pub waiting: u64,
    /// For how many seconds the one that waits longest.
    pub longest_wait: Option<u64>,
}

/// A way of the flow.
#[derive(Debug, Clone, PartialEq)]
pub struct WayTaken {
    /// The edge.
    pub id: EdgeId,
    /// From this step.
    pub from: NodeId,
    /// To this step.
    pub to: NodeId,
    /// Its name.
    pub label: Label,
    /// How often it was taken.
    pub taken: u64,
}
