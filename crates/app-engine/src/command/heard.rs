//! What comes from outside: answers to calls, and messages. What they bring is set first, so that the flow goes on over it.

use super::round::Progress;
use super::run::{finish, go_on, running, stopped};
use super::{Outcome, Stop, Through};
use crate::calls::{ANSWER_UNFIT, CallFault};
use flow_engine::{Status, Taken};
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;
use value::{FieldId, NodeId};

/// The answer to a call, or why there is none. One that nobody waits for any more has no effect.
pub(super) fn answer(mut progress: Progress<'_>, call: u32, attempt: u32, answer: &Result<Map<String, Json>, String>) -> Result<Outcome, Stop> {
    let Some(case) = progress.command.case.cloned() else { return finish(progress, Through::Call, None) };
    let Some(node) = case.state.awaits_answer(call, attempt).map(|token| token.node.clone()) else {
        return finish(progress, Through::Call, None);
    };
    let (fault, changed) = match answer {
        Err(fault) => (Some(fault.clone()), BTreeSet::new()),
        // On hold, the flow refuses before anything is set.
        Ok(_) if case.state.status == Status::Suspended => (None, BTreeSet::new()),
        Ok(values) => match take(&mut progress, &node, case.flow.taken_from_answer(&node), values) {
            Ok(changed) => (None, changed),
            // What the record cannot hold counts as a call that failed: somebody has to look at it.
            Err(Stop::Faults(faults)) => {
                let places: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
                (Some(CallFault::new(ANSWER_UNFIT, places.join(" ")).to_string()), BTreeSet::new())
            }
            Err(stop) => return Err(stop),
        },
    };
    go_on(progress, case, &flow_engine::Command::Answered { call, attempt, fault }, Through::Call, changed)
}

/// A message. What a kept one brings is set when it comes, not when somebody waits for it.
pub(super) fn message(mut progress: Progress<'_>, name: &str, values: &Map<String, Json>) -> Result<Outcome, Stop> {
    let case = running(progress.command)?;
    if !case.flow.hears(&case.state, name) {
        return Err(stopped(
            "message_not_awaited",
            &format!("该记录现在不等待消息「{name}」，消息没有生效"),
            &format!("The record does not wait for the message `{name}` now; it had no effect"),
        ));
    }
    let mut changed = BTreeSet::new();
    if case.state.status != Status::Suspended {
        for (node, taken) in case.flow.taken_from_message(&case.state, name) {
            changed.extend(take(&mut progress, node, taken, values)?);
        }
    }
    go_on(progress, case.clone(), &flow_engine::Command::Message { name: name.to_owned() }, Through::Message, changed)
}

fn take(progress: &mut Progress<'_>, node: &NodeId, taken: &[Taken], values: &Map<String, Json>) -> Result<BTreeSet<FieldId>, Stop> {
    let wanted = |taken: &Taken| Some((taken.field.to_string(), values.get(&taken.from)?.clone()));
    let wanted: Map<String, Json> = taken.iter().filter_map(wanted).collect();
    if wanted.is_empty() {
        return Ok(BTreeSet::new());
    }
    let record = form_engine::read_values(&progress.form, &wanted).map_err(Stop::Faults)?;
    progress.set(record.iter().map(|(field, value)| (field.clone(), value.clone(), Through::Flow(node.clone()))).collect())
}
