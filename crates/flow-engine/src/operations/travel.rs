//! Moving a token elsewhere than along an edge, so that no other token is lost or doubled and every join still fires once.
//!
//! Afterwards the case is as if the token had come to the target in the usual way:
//!
//! 1. **Rounds.** Where the token comes to a join that has let others through, the round is closed if the token was among those, or if it comes
//!    by a way that is used up: all that is done again. By a way that is not used up it will come late, and end there.
//! 2. **Others.** Taken away is what stands behind the target or before it, what else cannot be there at the same time, and the rest of a
//!    block that the token leaves by another way than its join. All other branches are left alone.
//! 3. **Joins.** Where a join would now wait for a branch that is gone, the branch counts as done: a token is parked there for it.
//!
//! A token on a visit counts where it came from, and "before" and "behind" are those of [`Net`](crate::compile::Net).

use crate::{
    CloseReason, Event, Token,
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

/// Makes way for a token that goes to a target: closes rounds and takes others away. Answers the steps that will be done again.
pub(super) fn make_way(run: &mut Run<'_>, here: Place, target: usize, why: CloseReason) -> Vec<NodeId> {
    let way = Way::of(run, here, target);
    for node in way.closing.iter().filter_map(|gate| run.flow.node(*gate)).map(|node| node.id().clone()).collect::<Vec<_>>() {
        run.emit(Event::RoundClosed { node, scope: way.scope });
    }
    let in_the_way: Vec<u32> = way.others(run).filter(|token| way.takes(run, token)).map(|token| token.key).collect();
    in_the_way.into_iter().for_each(|token| run.cancel_token(token, why));
    let again = |node: &NodeId| run.flow.index_of(node).is_some_and(|node| node == target || way.comes(run, target, node));
    run.state.done.iter().map(|done| &done.node).filter(|node| again(node)).cloned().collect()
}

/// A token goes on from where it stands as if it had just come there: whatever was begun behind it is taken
/// away, and joins are prepared.
pub(crate) fn clear_the_way(run: &mut Run<'_>, here: Place) {
    _ = make_way(run, here, here.node, CloseReason::Cancelled);
    _ = arrive(run, here, here.node);
}

/// Puts the token at the target. Branches that are gone count as done at their joins.
pub(super) fn arrive(run: &mut Run<'_>, here: Place, target: usize) -> Next {
    let way = Way::of(run, here, target);
    for (join, edge) in way.gone(run) {
        run.park(join, way.scope, &edge);
    }
    Next::GoTo(Place { token: here.token, node: target })
}

/// The way of a token to a target.
struct Way {
    token: u32,
    scope: u32,
    /// Where the token counts as standing.
    home: usize,
    target: usize,
    /// The joins whose rounds are closed by it.
    closing: Vec<usize>,
    /// The joins with a round that stays open.
    open: Vec<usize>,
}

impl Way {
    fn of(run: &Run<'_>, here: Place, target: usize) -> Self {
        let scope = run.scope_of(here.token);
        let home = run.state.token(here.token).and_then(|token| stands(run, token)).unwrap_or(here.node);
        let mut way = Self { token: here.token, scope, home, target, closing: Vec::new(), open: Vec::new() };
        let net = run.flow.net();
        let mut gates: Vec<usize> =
            run.state.gates.iter().filter(|gate| gate.scope == scope).filter_map(|gate| run.flow.index_of(&gate.node)).collect();
        // What comes late to a join comes to no join behind it.
        gates.sort_by_key(|gate| gates_before(run, scope, *gate));
        for gate in gates {
            let went_through = gate == home || net.leads(gate, home);
            let again =
                went_through || way.entries(run, gate).any(|(edge, from)| way.comes_by(run, target, from, gate) && way.is_spent(run, gate, edge));
            if again && way.comes(run, target, gate) {
                way.closing.push(gate);
            } else {
                way.open.push(gate);
            }
        }
        way
    }

    fn others<'r>(&self, run: &'r Run<'_>) -> impl Iterator<Item = &'r Token> {
        let (token, scope) = (self.token, self.scope);
        run.state.tokens.iter().filter(move |other| other.key != token && other.scope == scope)
    }

    fn entries<'r>(&self, run: &'r Run<'_>, join: usize) -> impl Iterator<Item = (&'r EdgeId, usize)> {
        run.flow.node_or_start(join).incoming().iter().map(|(edge, from)| (edge, *from))
    }

    fn is_spent(&self, run: &Run<'_>, join: usize, edge: &EdgeId) -> bool {
        joins::gate(run, join, self.scope).is_some_and(|gate| gate.spent.contains(edge))
    }

    /// Whether a token at a node can come to another, and does not end at a join on the way for which it is late.
    fn comes(&self, run: &Run<'_>, at: usize, to: usize) -> bool {
        let net = run.flow.net();
        let ends = |gate: &usize| *gate != at && (*gate == to || net.leads(*gate, to)) && self.is_late(run, at, *gate);
        at == to || net.leads(at, to) && !self.open.iter().any(ends)
    }

    /// Whether a token at a node can come to leave a node by an edge to another, likewise.
    fn comes_by(&self, run: &Run<'_>, at: usize, from: usize, to: usize) -> bool {
        let net = run.flow.net();
        let ends = |gate: &usize| *gate != at && net.leads_by(*gate, from, to) && self.is_late(run, at, *gate);
        net.leads_by(at, from, to) && !self.open.iter().any(ends)
    }

    /// Whether a token at a node would come late to a join whose round is open.
    fn is_late(&self, run: &Run<'_>, at: usize, gate: usize) -> bool {
        let by = |(edge, from): (&EdgeId, usize)| {
            // Of several that come by one edge, the first closes the round for the others.
            let is_followed = || self.others(run).filter(|token| joins::may_come(run, token, edge, from, gate)).count() > 1;
            run.flow.net().leads_by(at, from, gate) && !self.is_spent(run, gate, edge) && !is_followed()
        };
        self.entries(run, gate).any(by)
    }

    /// Whether another token is taken away.
    fn takes(&self, run: &Run<'_>, other: &Token) -> bool {
        let Some(at) = joins::home(run, other) else { return false };
        let behind = match &other.via {
            // One that waits at a join belongs to the branch by which it came.
            Some(via) => self.entries(run, at).any(|(edge, from)| edge == via && self.comes_by(run, self.target, from, at)),
            None => self.comes(run, self.target, at),
        };
        let excluded = || !run.flow.together().can_be(at, other.via.as_ref(), self.target);
        behind || self.comes(run, at, self.target) || excluded() || self.is_left(run, at)
    }

    /// Whether a node is in a block that the token leaves by another way than its join.
    fn is_left(&self, run: &Run<'_>, at: usize) -> bool {
        let net = run.flow.net();
        let left = |join: &usize| counts(run, *join) && self.comes(run, self.home, *join) && self.target != *join && !net.leads(self.target, *join);
        (0..run.flow.len()).filter(left).any(|join| at == join || net.leads(at, join))
    }

    /// The branches that are gone, of the joins to which somebody still comes.
    fn gone(&self, run: &Run<'_>) -> Vec<(usize, EdgeId)> {
        let mut gone = Vec::new();
        for join in (0..run.flow.len()).filter(|join| counts(run, *join) && joins::gate(run, *join, self.scope).is_none()) {
            // Nobody comes round a loop to begin with.
            let entries = self.entries(run, join).filter(|(_, from)| !run.flow.net().is_back(*from, join));
            let (still, missing): (Vec<_>, Vec<_>) = entries.partition(|(edge, from)| self.still_comes(run, edge, *from, join));
            let lacks = match run.flow.joining(join) {
                Joining::Some { need, .. } if need > 0 => usize::try_from(need).unwrap_or(usize::MAX).saturating_sub(still.len()),
                _ => missing.len(),
            };
            if !still.is_empty() {
                gone.extend(missing.into_iter().take(lacks).map(|(edge, _)| (join, edge.clone())));
            }
        }
        gone
    }

    /// Whether a token waits at an edge of a join, or can still come to it.
    fn still_comes(&self, run: &Run<'_>, edge: &EdgeId, from: usize, join: usize) -> bool {
        let comes = |token: &Token| token.via.as_ref() == Some(edge) || joins::home(run, token).is_some_and(|at| self.comes_by(run, at, from, join));
        self.comes_by(run, self.target, from, join) || self.others(run).any(comes)
    }
}

/// Whether a join counts those who come.
fn counts(run: &Run<'_>, join: usize) -> bool {
    matches!(run.flow.joining(join), Joining::All | Joining::Some { .. }) && run.flow.node_or_start(join).joins()
}

/// How many joins with an open round lead to one.
fn gates_before(run: &Run<'_>, scope: u32, gate: usize) -> usize {
    let before = |other: &&crate::Gate| other.scope == scope && run.flow.index_of(&other.node).is_some_and(|other| run.flow.net().leads(other, gate));
    run.state.gates.iter().filter(before).count()
}

/// Where the token that moves comes from; one that waits at a join belongs to the branch by which it came.
fn stands(run: &Run<'_>, token: &Token) -> Option<usize> {
    let at = joins::home(run, token)?;
    let Some(via) = &token.via else { return Some(at) };
    run.flow.node(at)?.incoming().iter().find(|(edge, _)| edge == via).map(|(_, from)| *from)
}
