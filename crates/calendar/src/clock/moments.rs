//! When a clock fires: warnings, the deadline itself, escalations, a pause that lasts too long.

use super::{Clock, ClockPolicy, Phase};
use crate::WorkCalendar;
use crate::ruler::Micros;
use crate::{Measure, Target};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a clock fires.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Firing {
    /// So many percent of the budget are used.
    Warning {
        /// How many.
        percent: u32,
    },
    /// The budget is used up.
    Due,
    /// A level of escalation is reached.
    Escalation {
        /// Which.
        level: u32,
    },
    /// It stands still for long.
    StillPaused {
        /// What holds it.
        cause: String,
    },
}

/// When a clock fires what.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub firing: Firing,
}

/// What a clock will fire if nothing else happens to it, in order; of the warnings that repeat only the next one. What has fired already is
/// left out; what should have fired before now is in it with its own moment.
pub fn moments(policy: &ClockPolicy, clock: &Clock, calendar: &WorkCalendar) -> Vec<Moment> {
    let mut found = match clock.phase {
        Phase::Running => of_running(policy, clock, calendar),
        Phase::Paused => of_paused(policy, clock, calendar),
        Phase::Waiting | Phase::Stopped | Phase::Cancelled => Vec::new(),
    };
    found.retain(|moment| !clock.fired.contains(&moment.firing));
    found.sort();
    found
}

/// The next moment at which the clock must be looked at: for the one timer that it needs.
pub fn next_moment(policy: &ClockPolicy, clock: &Clock, calendar: &WorkCalendar) -> Option<Moment> {
    moments(policy, clock, calendar).into_iter().next()
}

fn of_running(policy: &ClockPolicy, clock: &Clock, calendar: &WorkCalendar) -> Vec<Moment> {
    let (Some(target), Some(budget)) = (clock.target, clock.budget(calendar)) else { return Vec::new() };
    let at = |measure: Measure, length: Micros| reached(clock, calendar, measure, length);
    let share = |percent: u32| i64::try_from(i128::from(budget) * i128::from(percent) / 100).ok();
    let percent = |percent: u32| share(percent).and_then(|length| at(target.time, length));
    let mut found = Vec::new();
    let mut add = |at: Option<DateTime<Utc>>, firing: Firing| found.extend(at.map(|at| Moment { at, firing }));
    for warning in policy.warn_at.iter().copied().chain(next_repeat(policy, clock)) {
        add(percent(warning), Firing::Warning { percent: warning });
    }
    add(at(target.time, budget), Firing::Due);
    for escalation in &policy.escalations {
        let due = match (escalation.percent, escalation.after) {
            (Some(share), _) => percent(share),
            (None, Some(after)) => clock.counted_from.and_then(|from| after.budget(calendar, from)).and_then(|length| at(after.time, length)),
            (None, None) => None,
        };
        add(due, Firing::Escalation { level: escalation.level });
    }
    found
}

/// The next warning of those that repeat.
fn next_repeat(policy: &ClockPolicy, clock: &Clock) -> Option<u32> {
    let every = policy.warn_every.filter(|every| *every > 0)?;
    let first = policy.warn_at.iter().copied().max().unwrap_or(100).max(1);
    let warned = clock.fired.iter().filter_map(|fired| if let Firing::Warning { percent } = fired { Some(*percent) } else { None }).max();
    let passed = warned.unwrap_or_default().max(first);
    let steps = (passed - first) / every + 1;
    first.checked_add(steps.checked_mul(every)?)
}

/// The moment at which so much of a measure is used. What was used before a pause lies in the past: then it was reached when it ended.
pub(super) fn reached(clock: &Clock, calendar: &WorkCalendar, measure: Measure, length: Micros) -> Option<DateTime<Utc>> {
    let since = clock.since?;
    let left = length - clock.used.of(measure);
    if left <= 0 { Some(since) } else { measure.after(calendar, since, left) }
}

fn of_paused(policy: &ClockPolicy, clock: &Clock, calendar: &WorkCalendar) -> Vec<Moment> {
    let limit = |cause: &str| -> Option<Target> { policy.pause.iter().find(|pause| pause.from == cause)?.ask_after };
    let held = clock.held_by.iter().filter_map(|cause| {
        let at = limit(&cause.name)?.due(calendar, cause.since)?;
        Some(Moment { at, firing: Firing::StillPaused { cause: cause.name.clone() } })
    });
    held.collect()
}
