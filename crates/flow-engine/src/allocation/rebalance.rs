//! Rebalancing: what somebody holds too much of goes to whoever holds the least.

use super::{
    Allocation,
    candidates::{self, Candidate},
    lighter,
};
use crate::{
    Event, Refusal, TodoId,
    decide::Run,
    task::{self, TaskSettings},
};

/// Moves a to-do away from somebody who holds more than the capacity, if somebody else has room for it.
///
/// Only what nobody has begun moves: what is offered, and where nothing has to be claimed, what was not passed on by hand.
pub(crate) fn rebalance(run: &mut Run<'_>, todo: TodoId) -> Result<(), Refusal> {
    let Some(todo) = run.state.todo(todo).cloned() else { return Ok(()) };
    let place = run.place_of(run.state.token(todo.token).ok_or(Refusal::NotOpen)?)?;
    let flow = run.flow;
    let Some(task) = flow.node(place.node).and_then(|node| node.task()) else { return Ok(()) };
    let Some(allocation) = task.allocation.as_ref().filter(|allocation| allocation.rebalance) else { return Ok(()) };
    let is_begun = todo.owner.is_some() || todo.weight == 0 || (task.claim && !todo.offered);
    if is_begun {
        return Ok(());
    }
    let Some((from, to)) = pair(run, place, task, allocation, &todo)? else { return Ok(()) };
    let (open_from, open_to) = (from.load.open.saturating_sub(1), to.load.open.saturating_add(1));
    let (node, capacity) = (todo.node.clone(), to.capacity);
    run.emit(Event::Rebalanced { todo: todo.id, node, from: todo.holder, to: to.holder, open_from, open_to, capacity });
    Ok(())
}

/// Who holds too much, and who takes it over; none when it is right as it is.
fn pair(
    run: &mut Run<'_>,
    place: crate::decide::Place,
    task: &TaskSettings,
    allocation: &Allocation,
    todo: &crate::Todo,
) -> Result<Option<(Candidate, Candidate)>, Refusal> {
    let row = run.row_of(place.token);
    let all = candidates::of_task(run, place, task, allocation, row)?.all;
    let Some(from) = all.iter().find(|candidate| candidate.holder == todo.holder) else { return Ok(None) };
    if from.capacity.is_none_or(|capacity| from.load.open <= capacity) {
        return Ok(None);
    }
    let has_room = |candidate: &&Candidate| {
        candidate.busy.is_none() && candidate.load.open.saturating_add(1) < from.load.open && !task::holds_already(run, todo, candidate.holder)
    };
    let lightest = all.iter().filter(has_room).min_by(|a, b| lighter(a, b));
    Ok(lightest.map(|to| (from.clone(), to.clone())))
}
