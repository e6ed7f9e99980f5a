//! Running cases of a flow, and what becomes of them in another version.

use serde::{Deserialize, Serialize};
use value::{FormId, Instant, Label, NodeId, RecordId};

/// The cases of a flow that are not over.
#[derive(Debug, Clone, PartialEq)]
pub struct RunningCases {
    /// The form whose records they are.
    pub form: FormId,
    /// The number of the present version.
    pub number: u32,
    /// How many follow the present version.
    pub present: u64,
    /// The others, by the version to which they are pinned, the newest first.
    pub older: Vec<PinnedCases>,
    /// The steps of the present version.
    pub steps: Vec<CaseStep>,
}

/// The cases that are pinned to a version.
#[derive(Debug, Clone, PartialEq)]
pub struct PinnedCases {
    /// The number of the version; the newest that has its content.
    pub number: u32,
    /// When it was published.
    pub at: Instant,
    /// How many cases follow it.
    pub cases: u64,
    /// Where they stand.
    pub steps: Vec<CaseStep>,
}

/// A step of a version.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseStep {
    /// The step.
    pub node: NodeId,
    /// Its kind.
    pub kind: &'static str,
    /// Its name.
    pub label: Label,
    /// How many cases stand at it.
    pub cases: u64,
}

/// What would become of the running cases.
#[derive(Debug, Clone, PartialEq)]
pub struct CasesWeighed {
    /// How many follow an older version.
    pub cases: u64,
    /// How many of them can go over.
    pub fit: u64,
    /// Why the others cannot.
    pub obstacles: Vec<CaseObstacle>,
}

/// Why cases cannot go over.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseObstacle {
    /// The kind of reason.
    pub code: &'static str,
    /// The reason.
    pub text: Label,
    /// The step to which another one has to be given.
    pub node: Option<NodeId>,
    /// How many cases.
    pub cases: u64,
    /// The first of them that the person may see, with their titles.
    pub records: Vec<(RecordId, String)>,
}

/// Cases that went over to the present version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasesMigrated {
    /// How many.
    pub cases: u64,
}
