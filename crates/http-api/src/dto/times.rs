//! How long the steps of a flow take.

use super::LabelText;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What cases of a flow are looked at.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TimesAsked {
    /// Cases that began at this moment or later.
    pub from: DateTime<Utc>,
    /// Cases that began before this moment.
    pub until: DateTime<Utc>,
    /// Only cases on the version with this number.
    #[serde(default)]
    pub version: Option<u32>,
}

/// How long the steps of a flow took, in the cases that were looked at.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FlowTimes {
    /// The flow.
    pub label: LabelText,
    /// The form whose records they are.
    pub form: String,
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
    /// The numbers of the versions there are, the newest first.
    pub versions: Vec<u32>,
}

/// How long a step took. Times are seconds of the clock on the wall.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct StepTimes {
    /// The step.
    pub node: String,
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub label: LabelText,
    /// How often a case came and went on.
    pub passed: u64,
    /// Half of them took at most so many seconds.
    pub median: Option<u64>,
    /// Nine in ten took at most so many seconds.
    pub ninth: Option<u64>,
    /// How often somebody sent the case back from here.
    pub returned: u64,
    /// How many to-dos had a deadline.
    pub with_deadline: u64,
    /// How many of these were done after it, or are open past it.
    pub late: u64,
    /// How many cases stand here now.
    pub waiting: u64,
    /// For how many seconds the one that waits longest.
    pub longest_wait: Option<u64>,
}

/// A way of the flow.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WayTaken {
    /// The edge.
    pub id: String,
    /// From this step.
    pub from: String,
    /// To this step.
    pub to: String,
    /// Its name.
    pub label: LabelText,
    /// How often it was taken.
    pub taken: u64,
}
