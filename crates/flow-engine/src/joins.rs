//! Joins: tokens that come in by several edges are counted, and go on as one.

use crate::{
    CloseReason, Event, Gate, Refusal, Token,
    decide::{Place, Run},
    nodes::{Joining, Next},
};
use value::EdgeId;

/// A token has come to a join, or is looked at again: what it does. `out` is the way on when the join lets it through.
pub(crate) fn arrive(run: &mut Run<'_>, place: Place, out: impl FnOnce(&mut Run<'_>) -> Result<Next, Refusal>) -> Result<Next, Refusal> {
    let lets_through = match run.node(place).behaviour().joining() {
        _ if run.node(place).incoming().len() < 2 => true,
        Joining::Each => true,
        Joining::All => all(run, place),
        Joining::Possible => possible(run, place),
        Joining::Some { need, cancel } => match some(run, place, need, cancel) {
            Some(through) => through,
            None => return Ok(Next::Gone),
        },
    };
    if lets_through { out(run) } else { Ok(Next::Wait) }
}

/// One token for each edge by which one has come; this token for its own.
fn first_of_each(run: &Run<'_>, place: Place) -> Vec<(EdgeId, u32)> {
    let own = run.state.token(place.token);
    let (scope, via) = (own.map_or(0, |token| token.scope), own.and_then(|token| token.via.as_ref()));
    let parked = |edge: &EdgeId| {
        let here = |token: &&Token| token.scope == scope && token.via.as_ref() == Some(edge);
        if via == Some(edge) { own } else { run.state.tokens.iter().find(here) }.map(|token| (edge.clone(), token.key))
    };
    run.node(place).incoming().iter().filter_map(|(edge, _)| parked(edge)).collect()
}

fn join(run: &mut Run<'_>, place: Place, first: &[(EdgeId, u32)], spent: Vec<EdgeId>) {
    let node = run.node(place).id().clone();
    let used = first.iter().map(|(_, token)| *token).filter(|token| *token != place.token).collect();
    run.emit(Event::Joined { token: place.token, node, used, spent });
}

fn all(run: &mut Run<'_>, place: Place) -> bool {
    let first = first_of_each(run, place);
    let complete = first.len() == run.node(place).incoming().len();
    if complete {
        join(run, place, &first, Vec::new());
    }
    complete
}

fn possible(run: &mut Run<'_>, place: Place) -> bool {
    let more = more_may_come(run, place);
    if !more {
        let first = first_of_each(run, place);
        join(run, place, &first, Vec::new());
    }
    !more
}

/// Whether a token that is elsewhere can still come to this join.
fn more_may_come(run: &Run<'_>, place: Place) -> bool {
    let net = run.flow.net();
    let scope = run.scope_of(place.token);
    run.state.tokens.iter().filter(|token| token.scope == scope).any(|token| {
        let Some(at) = run.flow.index_of(&token.node) else { return false };
        let parked_here = at == place.node && token.via.is_some();
        // Two joins that wait for each other would wait for ever.
        let waits_for_us = at != place.node && token.via.is_some() && run.flow.joining(at) == Joining::Possible && net.reaches(place.node, at);
        !parked_here && !waits_for_us && net.reaches(at, place.node)
    })
}

/// Whether the token goes on; none when it ended here, because another has gone on before it.
fn some(run: &mut Run<'_>, place: Place, need: u32, cancel: bool) -> Option<bool> {
    let node = run.node(place);
    let edges = node.incoming().len();
    let own = run.state.token(place.token);
    let (scope, via) = (own.map_or(0, |token| token.scope), own.and_then(|token| token.via.clone()));
    if let Some(gate) = gate(run, place.node, scope) {
        if via.is_some_and(|via| gate.spent.contains(&via)) {
            return Some(false);
        }
        let last = gate.spent.len().saturating_add(1) >= edges;
        run.emit(Event::CameLate { token: place.token, node: node.id().clone(), last });
        return None;
    }
    let first = first_of_each(run, place);
    let needed = usize::try_from(need).ok().filter(|need| *need > 0).unwrap_or(edges).min(edges);
    if first.len() < needed {
        return Some(false);
    }
    let spent = if cancel || first.len() == edges { Vec::new() } else { first.iter().map(|(edge, _)| edge.clone()).collect() };
    join(run, place, &first, spent);
    if cancel {
        cancel_the_rest(run, place, scope);
    }
    Some(true)
}

/// The round of a join that has let a token through.
pub(crate) fn gate<'r>(run: &'r Run<'_>, node: usize, scope: u32) -> Option<&'r Gate> {
    let id = run.flow.node(node)?.id();
    run.state.gates.iter().find(|gate| gate.node == *id && gate.scope == scope)
}

fn cancel_the_rest(run: &mut Run<'_>, place: Place, scope: u32) {
    let comes = |token: &&Token| {
        let at = run.flow.index_of(&token.node);
        token.key != place.token && token.scope == scope && at.is_some_and(|at| run.flow.net().leads(at, place.node))
    };
    let rest: Vec<u32> = run.state.tokens.iter().filter(comes).map(|token| token.key).collect();
    rest.into_iter().for_each(|token| run.cancel_token(token, CloseReason::Cancelled));
}

/// Whether a token other than `but` waits at an edge or can still come to it.
pub(crate) fn is_alive(run: &Run<'_>, but: Option<u32>, scope: u32, edge: &EdgeId, from: usize) -> bool {
    let net = run.flow.net();
    run.state.tokens.iter().filter(|token| Some(token.key) != but && token.scope == scope).any(|token| {
        let waits = token.via.as_ref() == Some(edge);
        waits || run.flow.index_of(&token.node).is_some_and(|at| at == from || net.leads(at, from))
    })
}

/// A round is over when nobody can come any more who belongs to it.
pub(crate) fn close_rounds(run: &mut Run<'_>) {
    let over = |gate: &&Gate| {
        let Some(node) = run.flow.index_of(&gate.node).and_then(|node| run.flow.node(node)) else { return false };
        let mut missing = node.incoming().iter().filter(|(edge, _)| !gate.spent.contains(edge));
        !missing.any(|(edge, from)| is_alive(run, None, gate.scope, edge, *from))
    };
    let closed: Vec<_> = run.state.gates.iter().filter(over).map(|gate| (gate.node.clone(), gate.scope)).collect();
    for (node, scope) in closed {
        run.emit(Event::RoundClosed { node, scope });
    }
}
