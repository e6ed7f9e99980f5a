//! Whether what is stored of the cases agrees with what happened in them.

use serde::Serialize;
use uuid::Uuid;
use value::Label;

/// What became of a look at all cases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CaseCheck {
    /// How many cases were replayed.
    pub cases: usize,
    /// From how many events.
    pub events: usize,
    /// How many faults were found.
    pub faults: usize,
    /// The first of them.
    pub told: Vec<CaseFault>,
}

/// A case of which something stored does not agree with what happened in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseFault {
    /// The case.
    pub case: Uuid,
    /// Its app.
    pub app: String,
    /// Its flow.
    pub flow: String,
    /// The record over which it runs.
    pub record: Uuid,
    /// What does not agree.
    pub what: CaseFaultKind,
}

/// What of a case does not agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseFaultKind {
    /// Its events give another state.
    State,
    /// It is listed under another status.
    Status,
    /// People have other to-dos than it asks for.
    Todos,
    /// Other timers are set than it waits for.
    Timers,
    /// A timer for which it waits was given up after too many failures.
    TimerGivenUp,
}

impl CaseFaultKind {
    /// In words.
    pub fn message(self) -> Label {
        match self {
            CaseFaultKind::State => Label::both("按事件重放得到的状态与保存的不同", "its events give another state than the one stored"),
            CaseFaultKind::Status => Label::both("列出的状态与流程的不同", "it is listed under another status than it has"),
            CaseFaultKind::Todos => Label::both("待办与流程所要的不同", "people have other to-dos than it asks for"),
            CaseFaultKind::Timers => Label::both("定时与流程所等的不同", "other timers are set than it waits for"),
            CaseFaultKind::TimerGivenUp => {
                Label::both("所等的定时多次失败后已放弃", "a timer for which it waits was given up after too many failures")
            }
        }
    }
}
