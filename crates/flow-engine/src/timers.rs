//! Time and messages: timers of tokens, ways out of a step that waits too long, messages that somebody waits for.
//!
//! When a wait is over is worked out in [`waits`](crate::waits).

use crate::{
    CloseReason, Event, Refusal, TimerKey, WaitKind, clocks,
    compile::CompiledEdge,
    decide::{Place, Run},
    joins,
    nodes::Next,
    settings::{Boundary, Trigger},
    task,
};
use chrono::TimeDelta;
use value::Instant;

/// The moment so many minutes after another.
pub(crate) fn later(moment: Instant, minutes: u32) -> Option<Instant> {
    moment.checked_add_signed(TimeDelta::minutes(i64::from(minutes)))
}

/// The moment so many minutes before another.
pub(crate) fn earlier(moment: Instant, minutes: u32) -> Option<Instant> {
    moment.checked_sub_signed(TimeDelta::minutes(i64::from(minutes)))
}

/// Sets a timer of a token.
pub(crate) fn set(run: &mut Run<'_>, token: u32, kind: WaitKind, number: u32, minutes: u32) {
    if let Some(at) = later(run.context.now, minutes) {
        run.emit(Event::TimerSet { timer: TimerKey::Token { token, kind, number }, at });
    }
}

/// Cancels all timers of a token.
pub(crate) fn cancel_all(run: &mut Run<'_>, token: u32) {
    while let Some((kind, number)) = run.state.token(token).and_then(|token| token.timers.first()).map(|timer| (timer.kind, timer.number)) {
        run.emit(Event::TimerCancelled { timer: TimerKey::Token { token, kind, number } });
    }
}

/// A timer has fired. What it was for may be over already; then nothing happens.
pub(crate) fn fired(run: &mut Run<'_>, timer: TimerKey) -> Result<(), Refusal> {
    let (key, wait, number) = match timer {
        TimerKey::Todo { todo, kind } => return task::timer_fired(run, todo, kind),
        TimerKey::Clock { clock } => return clocks::fired(run, clock),
        TimerKey::Token { token, kind, number } => (token, kind, number),
    };
    let Some(token) = run.state.token(key) else { return Ok(()) };
    if !token.timers.iter().any(|timer| timer.kind == wait && timer.number == number) {
        return Ok(());
    }
    let place = run.place_of(token)?;
    run.emit(Event::TimerFired { timer });
    let next = match wait {
        WaitKind::Wait | WaitKind::Retry => run.node(place).behaviour().waited(run, place, number)?,
        WaitKind::Boundary => {
            let boundary = usize::try_from(number).ok().and_then(|number| run.node(place).behaviour().guard()?.boundary.get(number));
            match boundary {
                Some(boundary) => take(run, place, boundary)?,
                None => Next::Wait,
            }
        }
    };
    run.proceed(place, next)
}

/// A message came: all who wait for it go on.
pub(crate) fn message(run: &mut Run<'_>, name: &str) -> Result<(), Refusal> {
    if !run.state.status.is_open() {
        return Ok(());
    }
    let waiting: Vec<u32> = run.state.tokens.iter().filter(|token| !token.awaits_turn).map(|token| token.key).collect();
    let mut received = false;
    for key in waiting {
        let Some(token) = run.state.token(key) else { continue };
        let place = run.place_of(token)?;
        let node = run.node(place);
        let next = match node.behaviour().message(run, place, name) {
            Some(next) => next,
            None => {
                let waits = |boundary: &&Boundary| matches!(&boundary.on, Trigger::Message(awaited) if awaited == name);
                let Some(boundary) = node.behaviour().guard().and_then(|guard| guard.boundary.iter().find(waits)) else { continue };
                take(run, place, boundary)?
            }
        };
        received = true;
        run.emit(Event::MessageCame { node: node.id().clone(), name: name.to_owned() });
        run.proceed(place, next)?;
        if !run.state.status.is_open() {
            break;
        }
    }
    if !received && run.flow.keeps(name) {
        run.emit(Event::MessageKept { name: name.to_owned() });
    }
    Ok(())
}

/// Uses a message that came early.
pub(crate) fn kept(run: &mut Run<'_>, place: Place, name: &str) -> bool {
    let is_there = run.state.mail.iter().any(|kept| kept == name);
    if is_there {
        let node = run.node(place).id().clone();
        run.emit(Event::MessageUsed { node, name: name.to_owned() });
    }
    is_there
}

/// Whether what a way beside a step has opened still runs: it is open once at a time, also when the step is done again.
fn runs_beside(run: &Run<'_>, place: Place, index: usize) -> bool {
    let (node, net, scope) = (run.node(place), run.flow.net(), run.scope_of(place.token));
    let Some(begins) = node.edges().get(index).map(CompiledEdge::to) else { return false };
    let comes = |from: usize, at: usize| from == at || net.leads(from, at);
    let beside = |at: usize| comes(begins, at) && !node.way_on().is_some_and(|way| comes(way.to(), at));
    run.state.tokens.iter().filter(|token| token.scope == scope).any(|token| joins::home(run, token).is_some_and(beside))
}

/// Takes a way out of a step that waits.
fn take(run: &mut Run<'_>, place: Place, boundary: &Boundary) -> Result<Next, Refusal> {
    let node = run.node(place);
    let index = node.edges().iter().position(|edge| *edge.id() == boundary.edge).ok_or_else(|| run.no_way(place))?;
    if boundary.goes_on && runs_beside(run, place, index) {
        return Ok(Next::Wait);
    }
    run.emit(Event::BoundaryTaken { node: node.id().clone(), edge: boundary.edge.clone(), goes_on: boundary.goes_on });
    if !boundary.goes_on {
        run.clear_token(place.token, CloseReason::Interrupted);
        return Ok(Next::LeaveBy(index));
    }
    let scope = run.scope_of(place.token);
    if let Some(edge) = node.edges().get(index) {
        run.spawn(edge.to(), scope, Some(edge.id()))?;
    }
    Ok(Next::Wait)
}
