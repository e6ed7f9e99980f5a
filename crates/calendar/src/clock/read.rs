//! What a clock says at a moment: where it stands, until when, how much is left, and why.

use super::decide::first_mark;
use super::moments::reached;
use super::{Clock, Marked, Phase};
use crate::ruler::SECOND;
use crate::{Measure, NamedPause, Span, SpanKind, WorkCalendar};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use value::Label;

/// What a clock says at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Where it stands.
    pub standing: Standing,
    /// Until when it should be done, if nothing else happens to it.
    pub due: Option<DateTime<Utc>>,
    /// Why there is no such moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_due: Option<NoDue>,
    /// The time used, in seconds of the target's own time: open time or wall time.
    pub used_seconds: i64,
    /// The whole budget.
    pub budget_seconds: Option<i64>,
    /// What is left of it; negative when it is overdrawn.
    pub left_seconds: Option<i64>,
    /// How much of it is used, in whole percent.
    pub used_percent: Option<u32>,
    /// Whether the deadline lies behind the last day whose holidays are known.
    pub may_move: bool,
}

/// Where a clock stands, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It has not started.
    NotStarted,
    /// It runs and is in time.
    Running,
    /// Something holds it.
    Paused,
    /// It was stopped in time.
    Met,
    /// The deadline has passed, whether it still runs or was stopped.
    Breached,
    /// It was cancelled.
    Cancelled,
}

/// Why a clock has no deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoDue {
    /// It has not started.
    NotStarted,
    /// It stands still; the deadline is known when it runs on.
    Paused,
    /// It was stopped or cancelled.
    Ended,
    /// The calendar does not have so much open time.
    Never,
}

impl Standing {
    /// In words.
    pub fn label(self) -> Label {
        let (zh, en) = match self {
            Self::NotStarted => ("未开始", "Not started"),
            Self::Running => ("计时中", "Running"),
            Self::Paused => ("已暂停", "Paused"),
            Self::Met => ("按时完成", "Met"),
            Self::Breached => ("已超时", "Breached"),
            Self::Cancelled => ("已取消", "Cancelled"),
        };
        Label::both(zh, en)
    }
}

impl NoDue {
    /// In words.
    pub fn label(self) -> Label {
        let (zh, en) = match self {
            Self::NotStarted => ("计时尚未开始", "The clock has not started"),
            Self::Paused => ("计时已暂停，恢复后才有截止时间", "The clock stands still; there is a deadline when it runs on"),
            Self::Ended => ("计时已结束", "The clock has ended"),
            Self::Never => ("工作日历没有足够的工作时间", "The calendar does not have so much working time"),
        };
        Label::both(zh, en)
    }
}

/// What a clock says at a moment.
pub fn read_clock(clock: &Clock, calendar: &WorkCalendar, now: DateTime<Utc>) -> Reading {
    let measure = clock.target.map(|target| target.time).unwrap_or_default();
    let used = clock.used_at(calendar, now).of(measure);
    let budget = clock.budget(calendar);
    let due = budget.and_then(|budget| reached(clock, calendar, measure, budget));
    let standing = match (clock.phase, clock.met) {
        (Phase::Waiting, _) => Standing::NotStarted,
        (Phase::Cancelled, _) => Standing::Cancelled,
        (Phase::Stopped, Some(true)) => Standing::Met,
        (Phase::Stopped, _) => Standing::Breached,
        (Phase::Running, _) if due.is_some_and(|due| now > due) => Standing::Breached,
        (Phase::Paused, _) if budget.is_some_and(|budget| used > budget) => Standing::Breached,
        (Phase::Running, _) => Standing::Running,
        (Phase::Paused, _) => Standing::Paused,
    };
    let no_due = match clock.phase {
        Phase::Waiting => Some(NoDue::NotStarted),
        Phase::Paused => Some(NoDue::Paused),
        Phase::Stopped | Phase::Cancelled => Some(NoDue::Ended),
        Phase::Running if due.is_none() => Some(NoDue::Never),
        Phase::Running => None,
    };
    let percent = |budget: i64| u32::try_from(i128::from(used) * 100 / i128::from(budget)).unwrap_or_default();
    let last_known = calendar.last_known_day().filter(|_| measure == Measure::Working);
    Reading {
        standing,
        due,
        no_due,
        used_seconds: used.div_euclid(SECOND),
        budget_seconds: budget.map(|budget| budget / SECOND),
        left_seconds: budget.map(|budget| (budget - used).div_euclid(SECOND)),
        used_percent: budget.filter(|budget| *budget > 0).map(percent),
        may_move: due.zip(last_known).is_some_and(|(due, last)| calendar.zone().day(due) > last),
    }
}

/// The spans from the last start or renewal of a clock until a moment, or until it ended. A clock on wall time knows counted and paused spans
/// only.
pub fn explain_clock(clock: &Clock, calendar: &WorkCalendar, until: DateTime<Utc>) -> Vec<Span> {
    let Some(from) = clock.counted_from else { return Vec::new() };
    let until = clock.ended.map_or(until, |ended| ended.min(until));
    let pauses = pauses(clock, until);
    match clock.target.map(|target| target.time).unwrap_or_default() {
        Measure::Working => calendar.explain(from, until, &pauses),
        Measure::Wall => {
            let spans = WorkCalendar::always(calendar.zone().clone()).explain(from, until, &pauses);
            let counts = Label::both("计时（自然时间）", "Counts (wall time)");
            spans.into_iter().map(|span| if span.kind == SpanKind::Open { Span { label: counts.clone(), ..span } } else { span }).collect()
        }
    }
}

fn pauses(clock: &Clock, until: DateTime<Utc>) -> Vec<NamedPause> {
    let mut pauses: Vec<NamedPause> = Vec::new();
    let mut held: Option<(DateTime<Utc>, &Label)> = None;
    for mark in clock.trace.iter().skip(first_mark(clock)) {
        let goes_on = matches!(mark.what, Marked::Retargeted);
        if let (Some((since, label)), false) = (held, goes_on) {
            pauses.push((since, mark.at, label.clone()));
            held = None;
        }
        if let Marked::Paused(label) = &mark.what {
            held = Some((mark.at, label));
        }
    }
    pauses.extend(held.map(|(since, label)| (since, until, label.clone())));
    pauses
}
