//! What a clock is told to do.

use crate::Target;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{CalendarId, Label, PartId};

/// A clock as a definition holds it. What the names of events are is for the engine that uses it, for instance `node.review.entered`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockPolicy {
    /// Permanent id.
    pub id: PartId,
    /// Name.
    pub label: Label,
    /// How long it may take.
    pub target: Target,
    /// The calendar whose open time counts, and in whose zone days begin; without one that of the app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarId>,
    /// The events that start it, if it has not started yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub start: Vec<String>,
    /// What holds it. While anything holds it, no time counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pause: Vec<PauseOn>,
    /// The events that stop it: done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stop: Vec<String>,
    /// The events that start it anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reset: Vec<ResetOn>,
    /// The events that cancel it: it counts neither as met nor as missed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cancel: Vec<String>,
    /// Percentages of the budget at which it warns, such as 50 and 80.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warn_at: Vec<u32>,
    /// From the last warning, or from 100 percent, on it warns again each time so many percent more are used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_every: Option<u32>,
    /// Levels of escalation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalations: Vec<Escalation>,
}

/// What holds a clock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PauseOn {
    /// The event from which on it stands still.
    pub from: String,
    /// The events after which it runs on.
    pub until: Vec<String>,
    /// Why it stands still, in words.
    pub label: Label,
    /// After how long somebody is asked why it still stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_after: Option<Target>,
}

/// What starts a clock anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetOn {
    /// The event.
    pub on: String,
    /// How much of the target is given then, in percent: a case that is opened again may get half.
    #[serde(default = "whole", skip_serializing_if = "is_whole")]
    pub percent: u32,
}

/// A level of escalation: after a percentage of the budget, or after a time of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// Which level; 1 is the first.
    pub level: u32,
    /// Name.
    pub label: Label,
    /// After so many percent of the budget.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u32>,
    /// After so long, pauses left out. Working or wall time, whatever the clock itself counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Target>,
}

fn whole() -> u32 {
    100
}

fn is_whole(percent: &u32) -> bool {
    *percent == 100
}
