//! Cases of other forms: a step asks for a new record, whose own flow runs; its end comes back and the case goes on.
//!
//! The core only asks and is told. Whoever surrounds it files the record, runs its case, and brings the news in the same transaction:
//! [`crate::Command::OfCase`]. A case that nobody waits for any more, because the step was left another way, is taken down.

use crate::{
    CloseReason, Event, InstanceState, Refusal, Status,
    decide::{Place, Run},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{FormId, NodeId, RecordId};

/// How deep cases may open cases.
pub const MOST_DEEP: u32 = 10;

/// What is told of a case that a step asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseNews {
    /// Its record is there, and its flow has begun.
    Filed,
    /// It is over.
    Ended(Status),
}

/// The step that asked for a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Caller {
    /// The form of the record on whose case the step stands.
    pub form: FormId,
    /// The record.
    pub record: RecordId,
    /// The token that stands at the step.
    pub token: u32,
    /// Whether it waits for the end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waits: bool,
    /// How deep the case is below one that nobody asked for.
    pub depth: u32,
}

/// The case that a token has asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Child {
    /// The form of its record.
    #[serde(rename = "f")]
    pub form: FormId,
    /// Its record.
    #[serde(rename = "r")]
    pub record: RecordId,
    /// Whether the token waits for its end.
    #[serde(rename = "w", default, skip_serializing_if = "std::ops::Not::not")]
    pub waits: bool,
    /// How it ended, as long as the token could not go on.
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Status>,
}

/// News of a case. A token that does not wait for it any more does nothing.
pub(crate) fn told(run: &mut Run<'_>, token: u32, record: RecordId, news: CaseNews) -> Result<(), Refusal> {
    let Some(known) = run.state.token(token) else { return Ok(()) };
    if !known.child.as_ref().is_some_and(|child| child.record == record && child.ended.is_none()) {
        return Ok(());
    }
    let place = run.place_of(known)?;
    let node = run.node(place).id().clone();
    match news {
        CaseNews::Filed => {
            run.emit(Event::CaseFiled { token, node, record });
            let next = run.node(place).behaviour().case_filed(run, place, record)?;
            run.proceed(place, next)
        }
        CaseNews::Ended(status) => {
            run.emit(Event::CaseEnded { token, node, record, status });
            // A case on hold goes on when it is let go.
            if run.state.status == Status::Suspended { Ok(()) } else { go_on(run, place, status) }
        }
    }
}

/// A case that was on hold hears what ended meanwhile.
pub(crate) fn catch_up(run: &mut Run<'_>) -> Result<(), Refusal> {
    let ended = |token: &crate::Token| Some((token.key, token.child.as_ref()?.ended?));
    for (token, status) in run.state.tokens.iter().filter_map(ended).collect::<Vec<_>>() {
        let Some(known) = run.state.token(token) else { continue };
        let place = run.place_of(known)?;
        go_on(run, place, status)?;
    }
    Ok(())
}

fn go_on(run: &mut Run<'_>, place: Place, status: Status) -> Result<(), Refusal> {
    let next = run.node(place).behaviour().case_ended(run, place, status)?;
    run.proceed(place, next)
}

/// A case for which somebody waits is ended from above.
pub(crate) fn take_down(run: &mut Run<'_>) {
    if run.state.status.is_open() {
        run.end(Status::Terminated, CloseReason::Ended, None, "");
    }
}

/// The cases for whose end tokens wait.
pub(crate) fn awaited(state: &InstanceState) -> Vec<(u32, NodeId, Child)> {
    let waits = |token: &crate::Token| {
        let child = token.child.as_ref().filter(|child| child.waits && child.ended.is_none())?;
        Some((token.key, token.node.clone(), Child::clone(child)))
    };
    state.tokens.iter().filter_map(waits).collect()
}

/// Takes down what nobody waits for any more: the step was left by another way, moved, or the whole case is over.
pub(crate) fn drop_left(run: &mut Run<'_>, mut before: Vec<(u32, NodeId, Child)>) {
    let mut ended = Vec::new();
    for event in run.events() {
        match event {
            Event::CaseRequested { token, node, form, record, waits: true, .. } => {
                before.push((*token, node.clone(), Child { form: form.clone(), record: *record, waits: true, ended: None }));
            }
            Event::CaseEnded { record, .. } => ended.push(*record),
            _ => {}
        }
    }
    let now: Vec<RecordId> = awaited(&run.state).into_iter().map(|(_, _, child)| child.record).collect();
    for (token, node, child) in before {
        if !now.contains(&child.record) && !ended.contains(&child.record) {
            run.emit(Event::CaseDropped { token, node, form: child.form, record: child.record });
        }
    }
}
