//! 转办: the to-do moves to somebody else for good. Its deadline stays.

use super::{OperationKind, Who};
use crate::{
    Act, Event, Operation, Refusal, Todo, allocation,
    decide::{Place, Run},
    nodes::Next,
    task::{self, TaskSettings},
};
use value::UserId;

/// The operation.
pub static KIND: OperationKind = OperationKind {
    id: "transfer",
    name: ["转办", "Hand over"],
    help: ["把待办转给他人，时限不变；转出后不再由自己处理。", "The to-do moves to somebody else for good; its deadline stays."],
    who: Who::Holder,
};

pub(super) fn transfer(run: &mut Run<'_>, place: Place, task: &TaskSettings, todo: &Todo, act: &Act, to: UserId) -> Result<Next, Refusal> {
    if !task.operations.contains(&Operation::Transfer) {
        return Err(run.not_allowed(place, KIND.id));
    }
    may_take_over(run, todo, to)?;
    run.emit(Event::Transferred { todo: todo.id, node: todo.node.clone(), from: todo.holder, to, opinion: act.opinion.clone() });
    Ok(Next::Wait)
}

/// Whether somebody can get a to-do from somebody else.
pub(super) fn may_take_over(run: &Run<'_>, todo: &Todo, to: UserId) -> Result<(), Refusal> {
    if !run.ask_active(to)? {
        return Err(Refusal::UnknownPerson);
    }
    let node = run.place_of(run.state.token(todo.token).ok_or(Refusal::NotOpen)?)?;
    if run.node(node).task().and_then(|task| task.allocation.as_ref()).is_some_and(|allocation| allocation::is_apart(run, allocation, to)) {
        return Err(Refusal::KeptApart { name: run.node(node).label().clone() });
    }
    if task::holds_already(run, todo, to) { Err(Refusal::AlreadyHolder) } else { Ok(()) }
}
