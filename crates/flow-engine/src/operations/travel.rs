//! Moving a token elsewhere than along an edge, so that no other token is lost or doubled and every join still fires once.
//!
//! Three things are done. Tokens that belong to what is done again are taken away: those that stand behind the target. Joins that were
//! passed on the way forget their round. And where a join would now wait for a branch that is done and whose token is used up, that
//! branch is marked as done by parking a token at the join.

use crate::{
    CloseReason, Event,
    decide::{Place, Run},
    joins,
    nodes::{Joining, Next},
};
use value::{EdgeId, NodeId};

/// The token that stands where the target is: that of the called flow, or of the step that called it.
pub(super) fn climb(run: &Run<'_>, place: Place, target: usize) -> Place {
    let mut here = place;
    loop {
        let scope = run.scope_of(here.token);
        let owner = run.state.scopes.iter().find(|known| known.key == scope).and_then(|scope| scope.owner);
        let Some(Ok(above)) = owner.and_then(|owner| run.state.token(owner)).map(|owner| run.place_of(owner)) else { return here };
        // A row stands at the very node that opened it.
        if run.flow.part(here.node) == run.flow.part(target) && above.node != here.node {
            return here;
        }
        here = above;
    }
}

/// A part that nobody waits for cannot lead back into the flow that has gone on without it.
pub(super) fn may_go(run: &Run<'_>, here: Place, target: usize) -> Result<(), ()> {
    let is_row = run.scope_of(here.token) != 0 && run.node(here).behaviour().rows().is_some();
    if run.flow.part(here.node) != run.flow.part(target) || is_row { Err(()) } else { Ok(()) }
}

/// The last step for people that was done on the way here.
pub(crate) fn previous(run: &Run<'_>, place: Place) -> Option<usize> {
    let net = run.flow.net();
    run.state.done.iter().rev().filter_map(|done| run.flow.index_of(&done.node)).find(|done| *done != place.node && net.leads(*done, place.node))
}

/// Where a token stands, for what lies behind a target: a token that waits at a join belongs to the branch by which it came.
fn stands(run: &Run<'_>, token: &crate::Token) -> Option<usize> {
    let at = run.flow.index_of(&token.node)?;
    let Some(via) = &token.via else { return Some(at) };
    run.flow.node(at)?.incoming().iter().find(|(edge, _)| edge == via).map(|(_, from)| *from)
}

/// Takes away what stands behind the target, and closes the rounds of joins that were passed. Answers the steps that will be done again.
pub(super) fn make_way(run: &mut Run<'_>, here: Place, target: usize, why: CloseReason) -> Vec<NodeId> {
    let scope = run.scope_of(here.token);
    let net = run.flow.net();
    let behind = |node: usize| node == target || net.leads(target, node);
    // A case that is not sent back leaves behind what stands before the target as well.
    let is_return = here.node == target || net.leads(target, here.node);
    // Out of a block by another way than its join: the join would wait for ever, so that the whole block is closed.
    let counts = |join: &usize| matches!(run.flow.joining(*join), Joining::All | Joining::Some { .. });
    let left: Vec<usize> = (0..run.flow.len()).filter(|join| counts(join) && net.leads(here.node, *join) && !behind(*join)).collect();
    let in_block = |at: usize| left.iter().any(|join| at == *join || net.leads(at, *join));
    let gone = |token: &&crate::Token| {
        let stands = stands(run, token);
        let before = !is_return && run.flow.index_of(&token.node).is_some_and(|at| net.leads(at, target) || in_block(at));
        token.key != here.token && token.scope == scope && (before || stands.is_some_and(behind))
    };
    let tokens: Vec<u32> = run.state.tokens.iter().filter(gone).map(|token| token.key).collect();
    tokens.into_iter().for_each(|token| run.cancel_token(token, why));
    reopen_rounds(run, here, target, scope);
    let again = |node: &NodeId| run.flow.index_of(node).is_some_and(|node| node == target || run.flow.net().leads(target, node));
    run.state.done.iter().map(|done| &done.node).filter(|node| again(node)).cloned().collect()
}

/// A token goes on from where it stands as if it had just come there: whatever was begun behind it is taken
/// away, and joins are prepared.
pub(crate) fn clear_the_way(run: &mut Run<'_>, here: Place) {
    _ = make_way(run, here, here.node, CloseReason::Cancelled);
    _ = arrive(run, here, here.node);
}

fn reopen_rounds(run: &mut Run<'_>, here: Place, target: usize, scope: u32) {
    let net = run.flow.net();
    let passed =
        |node: &NodeId| run.flow.index_of(node).filter(|join| net.leads(target, *join) && (*join == here.node || net.leads(*join, here.node)));
    let gates: Vec<(usize, NodeId)> =
        run.state.gates.iter().filter(|gate| gate.scope == scope).filter_map(|gate| Some((passed(&gate.node)?, gate.node.clone()))).collect();
    for (_, node) in gates {
        run.emit(Event::RoundClosed { node, scope });
    }
}

/// Puts the token at the target. Branches that are done and will not come again are marked at their joins.
pub(super) fn arrive(run: &mut Run<'_>, here: Place, target: usize) -> Next {
    let scope = run.scope_of(here.token);
    for (join, edge) in done_branches(run, here, target, scope) {
        run.park(join, scope, &edge);
    }
    Next::GoTo(Place { token: here.token, node: target })
}

fn done_branches(run: &Run<'_>, here: Place, target: usize, scope: u32) -> Vec<(usize, EdgeId)> {
    let net = run.flow.net();
    let counts = |join: &usize| matches!(run.flow.joining(*join), Joining::All | Joining::Some { .. });
    let mut marked = Vec::new();
    // A token that comes late to a join ends there, and reaches no join behind it.
    let rounds = run.state.gates.iter().filter(|gate| gate.scope == scope).filter_map(|gate| run.flow.index_of(&gate.node));
    let late: Vec<usize> = rounds.filter(|gate| net.leads(target, *gate)).collect();
    let comes = |join: &usize| net.leads(target, *join) && !late.iter().any(|gate| net.leads(*gate, *join));
    for join in (0..run.flow.len()).filter(|join| counts(join) && comes(join)) {
        let node = run.flow.node_or_start(join);
        let spent = joins::gate(run, join, scope).map(|gate| gate.spent.as_slice()).unwrap_or_default();
        for (edge, from) in node.incoming() {
            let ours = *from == target || net.leads(target, *from) || net.is_back(*from, join);
            if !ours && !spent.contains(edge) && !joins::is_alive(run, Some(here.token), scope, edge, *from) {
                marked.push((join, edge.clone()));
            }
        }
    }
    marked
}
