//! 委派: somebody else does the to-do, then it comes back to its first owner, who decides.

use super::{OperationKind, Who, transfer::may_take_over};
use crate::{
    Act, Event, Operation, Refusal, Todo,
    decide::{Place, Run},
    nodes::Next,
    task::TaskSettings,
};
use value::UserId;

/// 委派
pub static DELEGATE: OperationKind = OperationKind {
    id: "delegate",
    name: ["委派", "Delegate"],
    help: [
        "请他人代为处理，处理后回到自己手中再决定；再次委派也回到最初的处理人。",
        "Somebody else works on it, then it comes back to its first owner, who decides.",
    ],
    who: Who::Holder,
};

/// 交回
pub static HAND_BACK: OperationKind = OperationKind {
    id: "hand_back",
    name: ["交回", "Hand back"],
    help: ["把委派来的待办连同意见交回委派人。", "Hands a delegated to-do back with an opinion."],
    who: Who::Holder,
};

pub(super) fn delegate(run: &mut Run<'_>, place: Place, task: &TaskSettings, todo: &Todo, act: &Act, to: UserId) -> Result<Next, Refusal> {
    if !task.operations.contains(&Operation::Delegate) {
        return Err(run.not_allowed(place, DELEGATE.id));
    }
    may_take_over(run, todo, to)?;
    run.emit(Event::Delegated { todo: todo.id, node: todo.node.clone(), from: todo.holder, to, opinion: act.opinion.clone() });
    Ok(Next::Wait)
}

/// A delegate is done: the first owner has it again.
pub(crate) fn hand_back(run: &mut Run<'_>, todo: &Todo, act: &Act) -> Result<Next, Refusal> {
    let Some(owner) = todo.owner else {
        let place = run.place_of(run.state.token(todo.token).ok_or(Refusal::NotOpen)?)?;
        return Err(run.not_allowed(place, HAND_BACK.id));
    };
    run.emit(Event::HandedBack { todo: todo.id, node: todo.node.clone(), from: todo.holder, to: owner, opinion: act.opinion.clone() });
    Ok(Next::Wait)
}
