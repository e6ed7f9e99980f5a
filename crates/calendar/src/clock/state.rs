//! The state of a clock and what changes it.

use super::Firing;
use crate::ruler::{Micros, SECOND};
use crate::{Measure, Target, WorkCalendar};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::Label;

/// A clock of a case. It is stored as it stands; everything that depends on the calendar is asked anew.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Where it stands.
    pub phase: Phase,
    /// What it was given at its start or by a later change; none before its start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// The part of the target that counts, in percent: less after a renewal.
    #[serde(default = "whole", skip_serializing_if = "is_whole")]
    pub percent: u32,
    /// When it started, or was last renewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_from: Option<DateTime<Utc>>,
    /// Since when it runs, while it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime<Utc>>,
    /// What was used before that.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub used: Used,
    /// What holds it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held_by: Vec<Cause>,
    /// When it was stopped or cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<DateTime<Utc>>,
    /// Whether it was stopped in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met: Option<bool>,
    /// What has fired since it was started or renewed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fired: Vec<Firing>,
    /// What happened to it, for its explanation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trace: Vec<Mark>,
}

/// Where a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Not started.
    #[default]
    Waiting,
    /// Time counts.
    Running,
    /// Something holds it.
    Paused,
    /// Done.
    Stopped,
    /// It counts neither as met nor as missed.
    Cancelled,
}

/// Used time in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Used {
    /// Open time.
    pub working: i64,
    /// All time.
    pub wall: i64,
}

/// Something that holds a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cause {
    /// What it is called in commands.
    pub name: String,
    /// Why, in words.
    pub label: Label,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// A moment in the life of a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// When.
    pub at: DateTime<Utc>,
    /// What happened.
    pub what: Marked,
}

/// What happened to a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Marked {
    /// It started.
    Started,
    /// It was held.
    Paused(Label),
    /// It ran on.
    Resumed,
    /// It was stopped.
    Stopped,
    /// It was cancelled.
    Cancelled,
    /// It started anew.
    Reset,
    /// Its target was changed.
    Retargeted,
}

/// A change of a clock, with everything that is needed to carry it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum ClockChange {
    /// It starts.
    Started {
        /// When.
        at: DateTime<Utc>,
        /// How long it may take.
        target: Target,
    },
    /// Something holds it.
    Paused {
        /// What, why and since when.
        cause: Cause,
        /// What was used until then.
        used: Used,
    },
    /// Something holds it no longer.
    Resumed {
        /// When.
        at: DateTime<Utc>,
        /// What.
        cause: String,
    },
    /// It stops.
    Stopped {
        /// When.
        at: DateTime<Utc>,
        /// What was used until then.
        used: Used,
        /// Whether that was in time.
        met: bool,
    },
    /// It is cancelled.
    Cancelled {
        /// When.
        at: DateTime<Utc>,
        /// What was used until then.
        used: Used,
    },
    /// It starts anew.
    Reset {
        /// When.
        at: DateTime<Utc>,
        /// The part of the target that counts from now on.
        percent: u32,
    },
    /// Its target is another one; what was used stays used.
    Retargeted {
        /// When.
        at: DateTime<Utc>,
        /// The new target.
        target: Target,
        /// What has fired and does not fire again.
        fired: Vec<Firing>,
    },
    /// What was used is counted again, because the calendar was changed.
    Recounted {
        /// When.
        at: DateTime<Utc>,
        /// What was used until then.
        used: Used,
        /// What has fired and does not fire again.
        fired: Vec<Firing>,
    },
    /// A warning or an escalation is due.
    Fired {
        /// When it was due.
        at: DateTime<Utc>,
        /// Which.
        firing: Firing,
    },
}

fn whole() -> u32 {
    100
}

fn is_whole(percent: &u32) -> bool {
    *percent == 100
}

fn is_nothing(used: &Used) -> bool {
    *used == Used::default()
}

impl Used {
    /// What counts in a measure.
    pub(crate) fn of(self, measure: Measure) -> Micros {
        match measure {
            Measure::Working => self.working,
            Measure::Wall => self.wall,
        }
    }
}

impl Clock {
    /// A clock that waits for its start.
    pub fn new() -> Self {
        Self { percent: 100, ..Self::default() }
    }

    /// What was used until a moment.
    pub fn used_at(&self, calendar: &WorkCalendar, at: DateTime<Utc>) -> Used {
        let Some(since) = self.since.filter(|since| *since < at) else { return self.used };
        Used {
            working: self.used.working + Measure::Working.between(calendar, since, at),
            wall: self.used.wall + Measure::Wall.between(calendar, since, at),
        }
    }

    /// The budget in the measure of the target.
    pub(crate) fn budget(&self, calendar: &WorkCalendar) -> Option<Micros> {
        let whole = self.target?.budget(calendar, self.counted_from?)?;
        let share = i128::from(whole) * i128::from(self.percent) / 100;
        i64::try_from(share).ok().map(|share| share - share % SECOND)
    }

    /// When it was last touched.
    pub(crate) fn last_mark(&self) -> Option<DateTime<Utc>> {
        self.trace.last().map(|mark| mark.at)
    }

    fn mark(&mut self, at: DateTime<Utc>, what: Marked) {
        self.trace.push(Mark { at, what });
    }

    fn halt(&mut self, used: Used) {
        self.used = used;
        self.since = None;
    }

    fn begin(&mut self, at: DateTime<Utc>) {
        *self = Self { phase: Phase::Running, counted_from: Some(at), since: Some(at), trace: std::mem::take(&mut self.trace), ..self.clone() };
        (self.used, self.ended, self.met) = (Used::default(), None, None);
        self.held_by.clear();
        self.fired.clear();
    }

    /// Carries out a change.
    pub fn apply(&mut self, change: &ClockChange) {
        match change {
            ClockChange::Started { at, target } => {
                self.begin(*at);
                (self.target, self.percent) = (Some(*target), 100);
                self.mark(*at, Marked::Started);
            }
            ClockChange::Paused { cause, used } => {
                if self.phase == Phase::Running {
                    self.halt(*used);
                    self.phase = Phase::Paused;
                }
                self.held_by.push(cause.clone());
                self.mark(cause.since, Marked::Paused(cause.label.clone()));
            }
            ClockChange::Resumed { at, cause } => {
                self.held_by.retain(|held| held.name != *cause);
                self.fired.retain(|fired| !matches!(fired, Firing::StillPaused { cause: held } if held == cause));
                match self.held_by.first() {
                    Some(other) => {
                        let label = other.label.clone();
                        self.mark(*at, Marked::Paused(label));
                    }
                    None => {
                        (self.phase, self.since) = (Phase::Running, Some(*at));
                        self.mark(*at, Marked::Resumed);
                    }
                }
            }
            ClockChange::Stopped { at, used, met } => {
                self.end(*at, *used, Phase::Stopped, Marked::Stopped);
                self.met = Some(*met);
            }
            ClockChange::Cancelled { at, used } => self.end(*at, *used, Phase::Cancelled, Marked::Cancelled),
            ClockChange::Reset { at, percent } => {
                self.begin(*at);
                self.percent = *percent;
                self.mark(*at, Marked::Reset);
            }
            ClockChange::Retargeted { at, target, fired } => {
                (self.target, self.fired) = (Some(*target), fired.clone());
                self.mark(*at, Marked::Retargeted);
            }
            ClockChange::Recounted { at, used, fired } => {
                (self.used, self.fired) = (*used, fired.clone());
                self.since = self.since.map(|_| *at);
            }
            ClockChange::Fired { firing, .. } => self.fired.push(firing.clone()),
        }
    }

    fn end(&mut self, at: DateTime<Utc>, used: Used, phase: Phase, marked: Marked) {
        self.halt(used);
        self.held_by.clear();
        (self.phase, self.ended) = (phase, Some(at));
        self.mark(at, marked);
    }
}
