//! Commands to a clock and what they change.

use super::moments::{moments, reached};
use super::{Cause, Clock, ClockChange, ClockPolicy, Firing, Marked, Phase, Used};
use crate::{Measure, Target, WorkCalendar};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use value::Label;

/// A command to a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClockCommand {
    /// Start, with a target of its own or with that of the policy.
    Start {
        /// For instance half of it for a customer who is served in half the time.
        #[serde(default)]
        target: Option<Target>,
    },
    /// Hold it. Several causes may hold it at once.
    Pause {
        /// What holds it, for the command that lets it go.
        cause: String,
        /// Why, in words.
        label: Label,
    },
    /// Let it go; it runs on when nothing holds it any more.
    Resume {
        /// What held it.
        cause: String,
    },
    /// Stop it: done.
    Stop,
    /// Start it anew with a part of its target, whether it still runs or was stopped.
    Reset {
        /// The part in percent.
        percent: u32,
    },
    /// Cancel it.
    Cancel,
    /// Give it another target; what was used stays used.
    Retarget {
        /// The target.
        target: Target,
    },
    /// Count everything again from its start by the calendar as it is now.
    Recount,
    /// Fire what is due.
    Tick,
}

/// Why a clock does not do what it is told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockRefusal {
    /// It has started already.
    #[error("the clock has started already")]
    AlreadyStarted,
    /// It has not started.
    #[error("the clock has not started")]
    NotStarted,
    /// It was stopped or cancelled.
    #[error("the clock has ended")]
    Ended,
    /// It is held by this already, or not held by it.
    #[error("the clock is already held by this, or is not held by it")]
    Held,
    /// The moment lies before something that happened to it already.
    #[error("the moment lies before what has happened to the clock")]
    InThePast,
    /// The percentage is none.
    #[error("a renewal gives at least one percent of the target")]
    Nothing,
}

impl ClockRefusal {
    /// For people.
    pub fn label(&self) -> Label {
        let zh = match self {
            Self::AlreadyStarted => "计时已经开始",
            Self::NotStarted => "计时尚未开始",
            Self::Ended => "计时已经结束",
            Self::Held => "计时已因同一原因暂停，或并未因此暂停",
            Self::InThePast => "该时刻早于计时已发生的事件",
            Self::Nothing => "重新计时至少给出目标的 1%",
        };
        Label::both(zh, self.to_string())
    }
}

/// What an event of this name tells a clock to do; nothing if it is none of its business, or comes at a time when it means nothing.
pub fn hear(policy: &ClockPolicy, clock: &Clock, event: &str) -> Vec<ClockCommand> {
    let named = |events: &[String]| events.iter().any(|known| known == event);
    let is_alive = matches!(clock.phase, Phase::Running | Phase::Paused);
    if clock.phase != Phase::Cancelled && named(&policy.cancel) && clock.phase != Phase::Stopped {
        return if is_alive { vec![ClockCommand::Cancel] } else { Vec::new() };
    }
    let reset = policy.reset.iter().find(|reset| reset.on == event).filter(|_| clock.phase != Phase::Waiting);
    if let Some(reset) = reset {
        return vec![ClockCommand::Reset { percent: reset.percent }];
    }
    if is_alive && named(&policy.stop) {
        return vec![ClockCommand::Stop];
    }
    let mut commands = Vec::new();
    let starts = clock.phase == Phase::Waiting && named(&policy.start);
    if starts {
        commands.push(ClockCommand::Start { target: None });
    }
    let is_held = |cause: &str| clock.held_by.iter().any(|held| held.name == cause);
    for pause in &policy.pause {
        if is_alive && is_held(&pause.from) && named(&pause.until) {
            commands.push(ClockCommand::Resume { cause: pause.from.clone() });
        } else if (is_alive || starts) && pause.from == event && !is_held(event) {
            commands.push(ClockCommand::Pause { cause: pause.from.clone(), label: pause.label.clone() });
        }
    }
    commands
}

/// What a command changes; carry the changes out in order.
pub fn decide(
    policy: &ClockPolicy,
    clock: &Clock,
    calendar: &WorkCalendar,
    command: &ClockCommand,
    at: DateTime<Utc>,
) -> Result<Vec<ClockChange>, ClockRefusal> {
    if clock.last_mark().is_some_and(|last| at < last) {
        return Err(ClockRefusal::InThePast);
    }
    may(clock, command)?;
    let used = clock.used_at(calendar, at);
    let change = match command {
        ClockCommand::Start { target } => ClockChange::Started { at, target: target.unwrap_or(policy.target) },
        ClockCommand::Pause { cause, label } => ClockChange::Paused { cause: Cause { name: cause.clone(), label: label.clone(), since: at }, used },
        ClockCommand::Resume { cause } => ClockChange::Resumed { at, cause: cause.clone() },
        ClockCommand::Stop => ClockChange::Stopped { at, used, met: is_in_time(clock, calendar, at) },
        ClockCommand::Reset { percent: 0 } => return Err(ClockRefusal::Nothing),
        ClockCommand::Reset { percent } => ClockChange::Reset { at, percent: *percent },
        ClockCommand::Cancel => ClockChange::Cancelled { at, used },
        ClockCommand::Retarget { target } => {
            let changed = Clock { target: Some(*target), ..clock.clone() };
            ClockChange::Retargeted { at, target: *target, fired: still_fired(policy, &changed, calendar, at) }
        }
        ClockCommand::Recount => {
            let used = recounted(clock, calendar, at);
            let changed = Clock { used, since: clock.since.map(|_| at), ..clock.clone() };
            ClockChange::Recounted { at, used, fired: still_fired(policy, &changed, calendar, at) }
        }
        ClockCommand::Tick => return Ok(due_by(policy, clock, calendar, at)),
    };
    Ok(vec![change])
}

fn may(clock: &Clock, command: &ClockCommand) -> Result<(), ClockRefusal> {
    let holds = |cause: &str| clock.held_by.iter().any(|held| held.name == cause);
    match (command, clock.phase) {
        (ClockCommand::Tick, _) | (ClockCommand::Start { .. }, Phase::Waiting) => Ok(()),
        (ClockCommand::Start { .. }, _) => Err(ClockRefusal::AlreadyStarted),
        (_, Phase::Waiting) => Err(ClockRefusal::NotStarted),
        (ClockCommand::Reset { .. }, _) => Ok(()),
        (_, Phase::Stopped | Phase::Cancelled) => Err(ClockRefusal::Ended),
        (ClockCommand::Pause { cause, .. }, _) if holds(cause) => Err(ClockRefusal::Held),
        (ClockCommand::Resume { cause }, _) if !holds(cause) => Err(ClockRefusal::Held),
        _ => Ok(()),
    }
}

/// Whether it is not yet later than due. While it is held nothing more was used since.
fn is_in_time(clock: &Clock, calendar: &WorkCalendar, at: DateTime<Utc>) -> bool {
    let (Some(target), Some(budget)) = (clock.target, clock.budget(calendar)) else { return true };
    match clock.since {
        Some(_) => reached(clock, calendar, target.time, budget).is_none_or(|due| at <= due),
        None => clock.used.of(target.time) <= budget,
    }
}

/// What has fired and would not fire again: a warning that lies in the future again is armed again.
fn still_fired(policy: &ClockPolicy, changed: &Clock, calendar: &WorkCalendar, at: DateTime<Utc>) -> Vec<Firing> {
    let unfired = Clock { fired: Vec::new(), ..changed.clone() };
    let ahead: Vec<Firing> = moments(policy, &unfired, calendar).into_iter().filter(|moment| moment.at > at).map(|moment| moment.firing).collect();
    changed.fired.iter().filter(|fired| !ahead.contains(fired)).cloned().collect()
}

/// What was used since the last start or renewal, counted again from the trace.
fn recounted(clock: &Clock, calendar: &WorkCalendar, at: DateTime<Utc>) -> Used {
    let mut used = Used::default();
    let mut since = None;
    for mark in clock.trace.iter().skip(first_mark(clock)) {
        match mark.what {
            Marked::Started | Marked::Reset | Marked::Resumed => since = Some(mark.at),
            Marked::Paused(_) | Marked::Stopped | Marked::Cancelled => add(&mut used, calendar, since.take(), mark.at),
            Marked::Retargeted => {}
        }
    }
    add(&mut used, calendar, since, at);
    used
}

fn add(used: &mut Used, calendar: &WorkCalendar, since: Option<DateTime<Utc>>, until: DateTime<Utc>) {
    if let Some(since) = since {
        used.working += Measure::Working.between(calendar, since, until);
        used.wall += Measure::Wall.between(calendar, since, until);
    }
}

/// Where the trace of the present count begins.
pub(super) fn first_mark(clock: &Clock) -> usize {
    clock.trace.iter().rposition(|mark| matches!(mark.what, Marked::Started | Marked::Reset)).unwrap_or_default()
}

/// Everything that is due, in order. Of the warnings that repeat and were all passed only the last one is told.
fn due_by(policy: &ClockPolicy, clock: &Clock, calendar: &WorkCalendar, at: DateTime<Utc>) -> Vec<ClockChange> {
    let mut after = clock.clone();
    let mut changes: Vec<ClockChange> = Vec::new();
    skip_repeats(policy, &mut after, calendar, at);
    for moment in moments(policy, &after, calendar).into_iter().filter(|moment| moment.at <= at) {
        changes.push(ClockChange::Fired { at: moment.at, firing: moment.firing });
    }
    changes
}

/// Moves on to the last repeated warning that is passed.
fn skip_repeats(policy: &ClockPolicy, clock: &mut Clock, calendar: &WorkCalendar, at: DateTime<Utc>) {
    let (Some(every), Some(target), Some(budget)) = (policy.warn_every, clock.target, clock.budget(calendar)) else { return };
    if every == 0 || budget <= 0 {
        return;
    }
    let used = clock.used_at(calendar, at).of(target.time);
    let percent = u32::try_from(i128::from(used) * 100 / i128::from(budget)).unwrap_or(u32::MAX);
    let first = policy.warn_at.iter().copied().max().unwrap_or(100).max(1);
    let before_last = percent.checked_sub(first).map(|over| over / every).and_then(|steps| steps.checked_sub(1));
    if let Some(passed) =
        before_last.and_then(|steps| steps.checked_mul(every)).and_then(|over| first.checked_add(over)).filter(|passed| *passed > first)
    {
        clock.fired.push(Firing::Warning { percent: passed });
    }
}
