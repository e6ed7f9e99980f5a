//! What events tell of an allocation, so that everybody can see why it went this way.

use crate::settings::is_default;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::UserId;

/// By which way somebody was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// All who are left get it.
    All,
    /// The person did it for the same thing before.
    Familiar,
    /// The person holds the least.
    LeastLoaded,
    /// It was the person's turn.
    RoundRobin,
}

/// Why somebody does not get a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// No record says that the person can do it.
    NoSkill,
    /// It is not the person's working time.
    OffShift,
    /// The person did what must be done by somebody else.
    DidBefore,
    /// The person holds as much as possible.
    Full,
}

/// Somebody who does not get a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// Who.
    pub user: UserId,
    /// Why.
    pub why: Why,
    /// How much the person held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<u32>,
    /// How much the person can hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
}

/// Somebody who gets a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// Who.
    pub user: UserId,
    /// How much the person holds with it, where that was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<u32>,
    /// How much the person can hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// For whom the person stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<UserId>,
}

/// Whom an allocation left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeftOuts {
    /// Some of them, with the reason of each.
    #[serde(default, skip_serializing_if = "is_default")]
    pub named: Vec<LeftOut>,
    /// How many more there are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub more: u32,
}

/// So many are named in an event.
const MOST_NAMED: usize = 20;

impl LeftOuts {
    pub(crate) fn of(mut all: Vec<LeftOut>) -> Self {
        let more = u32::try_from(all.len().saturating_sub(MOST_NAMED)).unwrap_or(u32::MAX);
        all.truncate(MOST_NAMED);
        Self { named: all, more }
    }
}
