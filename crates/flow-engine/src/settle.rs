//! What moves by itself when others have moved: parts that are over, milestones that have passed, turns that came, joins that need
//! not wait any longer.

use crate::{
    CloseReason, Event, PassReason, Refusal,
    decide::{Place, Run},
    joins,
    nodes::Next,
};

/// The next token that moves by itself; none when all wait for people, time or messages.
pub(crate) fn next(run: &mut Run<'_>) -> Result<Option<(Place, Next)>, Refusal> {
    // Most cases are at one place only, and then nothing waits for anything.
    if let [only] = run.state.tokens.as_slice()
        && only.scope == 0
        && only.via.is_none()
        && !only.awaits_turn
        && run.state.scopes.is_empty()
        && run.state.gates.is_empty()
        && !run.flow.has_milestones()
    {
        return Ok(None);
    }
    joins::close_rounds(run);
    for look in [part_over, milestone_over, turn_came, join_ready] {
        if let Some(next) = look(run)? {
            return Ok(Some(next));
        }
    }
    Ok(None)
}

fn part_over(run: &mut Run<'_>) -> Result<Option<(Place, Next)>, Refusal> {
    loop {
        let over = run.state.scopes.iter().find(|scope| run.state.tokens.iter().all(|token| token.scope != scope.key));
        let Some((scope, owner)) = over.map(|scope| (scope.key, scope.owner)) else { return Ok(None) };
        run.emit(Event::ScopeClosed { scope });
        let Some(owner) = owner.and_then(|owner| run.state.token(owner)) else { continue };
        let place = run.place_of(owner)?;
        let next = run.node(place).behaviour().part_done(run, place)?;
        return Ok(Some((place, next)));
    }
}

fn milestone_over(run: &mut Run<'_>) -> Result<Option<(Place, Next)>, Refusal> {
    if !run.flow.has_milestones() {
        return Ok(None);
    }
    let mut over = None;
    for token in &run.state.tokens {
        let place = run.place_of(token)?;
        let Some(milestone) = run.node(place).only_while() else { continue };
        let is_open = run.state.tokens.iter().any(|other| other.node == *milestone && other.scope == token.scope);
        if !is_open {
            over = Some(place);
            break;
        }
    }
    let Some(place) = over else { return Ok(None) };
    run.clear_token(place.token, CloseReason::Expired);
    let node = run.node(place).id().clone();
    run.emit(Event::NodePassed { node, why: PassReason::Over, by: Vec::new() });
    Ok(Some((place, Next::Leave)))
}

fn turn_came(run: &mut Run<'_>) -> Result<Option<(Place, Next)>, Refusal> {
    let mut free = None;
    for token in run.state.tokens.iter().filter(|token| token.awaits_turn) {
        let place = run.place_of(token)?;
        if run.node(place).turn().is_none_or(|turn| !is_taken(run, turn, place)) {
            free = Some(place);
            break;
        }
    }
    let Some(place) = free else { return Ok(None) };
    let node = run.node(place).id().clone();
    run.emit(Event::TurnCame { token: place.token, node });
    let next = run.open(place)?;
    Ok(Some((place, next)))
}

/// Whether somebody has a to-do of another step of the same turn.
pub(crate) fn is_taken(run: &Run<'_>, turn: &str, place: Place) -> bool {
    let same = |node| run.flow.index_of(node).and_then(|node| run.flow.node(node)).and_then(|node| node.turn()) == Some(turn);
    let mut waiting = run.state.waiting.iter().filter_map(|waiting| run.state.token(waiting.token));
    run.state.todos.iter().any(|todo| todo.token != place.token && same(&todo.node))
        || waiting.any(|token| token.key != place.token && same(&token.node))
}

fn join_ready(run: &mut Run<'_>) -> Result<Option<(Place, Next)>, Refusal> {
    let parked = run.state.tokens.iter().filter(|token| token.via.is_some()).map(|token| run.place_of(token)).collect::<Result<Vec<_>, _>>()?;
    for place in parked {
        if run.state.token(place.token).is_none() {
            continue;
        }
        match run.node(place).behaviour().enter(run, place)? {
            Next::Wait => {}
            next => return Ok(Some((place, next))),
        }
    }
    Ok(None)
}
