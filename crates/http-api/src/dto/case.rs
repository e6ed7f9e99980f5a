//! Running cases of a flow, and what becomes of them in another version.

use super::LabelText;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The cases of a flow that are not over.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RunningCases {
    /// The form whose records they are.
    pub form: String,
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
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PinnedCases {
    /// The number of the version.
    pub number: u32,
    /// When it was published.
    pub at: DateTime<Utc>,
    /// How many cases follow it.
    pub cases: u64,
    /// Where they stand.
    pub steps: Vec<CaseStep>,
}

/// A step of a version.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CaseStep {
    /// The step.
    pub node: String,
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub label: LabelText,
    /// How many cases stand at it.
    pub cases: u64,
}

/// Steps of older versions, each with the present one that takes its place; all others stay what they are.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseSteps {
    /// From old to present.
    #[serde(default)]
    pub steps: BTreeMap<String, String>,
}

/// An order to let the running cases go over to the present version.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseMigration {
    /// From old to present.
    #[serde(default)]
    pub steps: BTreeMap<String, String>,
    /// How many cases were weighed; refused when there are others by now.
    pub expected: u64,
}

/// What would become of the running cases.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CasesWeighed {
    /// How many follow an older version.
    pub cases: u64,
    /// How many of them can go over.
    pub fit: u64,
    /// Why the others cannot.
    pub obstacles: Vec<CaseObstacle>,
}

/// Why cases cannot go over.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CaseObstacle {
    /// `step_gone`, `other_kind`, `way_gone`, `stuck`, `twice`.
    pub code: String,
    /// The reason.
    pub text: LabelText,
    /// The step to which another one has to be given.
    pub node: Option<String>,
    /// How many cases.
    pub cases: u64,
    /// The first of them that the person may see.
    pub records: Vec<CaseRecord>,
}

/// A record whose case cannot go over.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CaseRecord {
    /// The record.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// Cases that went over to the present version.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CasesMigrated {
    /// How many.
    pub cases: u64,
}
