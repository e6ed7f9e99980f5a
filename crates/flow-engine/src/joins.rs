//! Joins: tokens that come in by several edges are counted, and go on as one.
//!
//! A join that has let a token through before all have come has a round that is open: whoever comes by an edge that is not used up yet is
//! late and ends there, and whoever comes by one that is used up waits for the next round.

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
    let scope = run.scope_of(place.token);
    run.state.tokens.iter().filter(|token| token.scope == scope).any(|token| {
        // Nodes do not lead to each other, so that no two joins wait for each other.
        home(run, token).is_some_and(|at| at != place.node && run.flow.net().leads(at, place.node))
    })
}

/// The node at which a token counts as standing.
pub(crate) fn home(run: &Run<'_>, token: &Token) -> Option<usize> {
    run.flow.index_of(token.home())
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
        let at = home(run, token);
        token.key != place.token && token.scope == scope && at.is_some_and(|at| run.flow.net().leads(at, place.node))
    };
    let rest: Vec<u32> = run.state.tokens.iter().filter(comes).map(|token| token.key).collect();
    rest.into_iter().for_each(|token| run.cancel_token(token, CloseReason::Cancelled));
}

/// Whether a token waits at an edge between two nodes, or can still come to it.
pub(crate) fn may_come(run: &Run<'_>, token: &Token, edge: &EdgeId, from: usize, to: usize) -> bool {
    token.via.as_ref() == Some(edge) || home(run, token).is_some_and(|at| run.flow.net().leads_by(at, from, to))
}

/// A round is over when nobody can come any more who belongs to it.
pub(crate) fn close_rounds(run: &mut Run<'_>) {
    let over = |gate: &&Gate| {
        let Some(to) = run.flow.index_of(&gate.node) else { return false };
        let mut missing = run.flow.node_or_start(to).incoming().iter().filter(|(edge, _)| !gate.spent.contains(edge));
        !missing.any(|(edge, from)| run.state.tokens.iter().any(|token| token.scope == gate.scope && may_come(run, token, edge, *from, to)))
    };
    let closed: Vec<_> = run.state.gates.iter().filter(over).map(|gate| (gate.node.clone(), gate.scope)).collect();
    for (node, scope) in closed {
        run.emit(Event::RoundClosed { node, scope });
    }
}
