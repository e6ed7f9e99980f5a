//! 拿回: whoever decided last takes the decision back, while nobody has acted since.

use super::{OperationKind, Who, travel};
use crate::{
    CloseReason, Event, Manage, Operation, Refusal, TodoId,
    decide::{Place, Run},
    nodes::Next,
    task,
};
use value::NodeId;

/// The operation.
pub static KIND: OperationKind = OperationKind {
    id: "take_back",
    name: ["拿回", "Take back"],
    help: [
        "下一步还没有人处理时，拿回自己刚作出的决定；同一步骤还有人未处理时不能拿回。",
        "Takes the own decision back while nobody has acted since; not while others at the same step have still to decide.",
    ],
    who: Who::Involved,
};

pub(super) fn take_back(run: &mut Run<'_>, manage: &Manage, node: &NodeId) -> Result<(), Refusal> {
    let target = run.flow.index_of(node).ok_or_else(|| Refusal::UnknownNode { node: node.clone() })?;
    let step = Place { token: 0, node: target };
    let task = run.node(step).task().ok_or_else(|| run.not_allowed(step, KIND.id))?;
    if !task.operations.contains(&Operation::TakeBack) {
        return Err(run.not_allowed(step, KIND.id));
    }
    let last = run.state.last.clone().filter(|last| last.by == manage.by && last.node == *node).ok_or(Refusal::TooLate)?;
    // The token has gone on, perhaps as the one that it became with others at a join.
    let here = run.state.token(last.token).map(|token| run.place_of(token)).transpose()?.ok_or(Refusal::TooLate)?;
    if here.node == target || !run.flow.net().leads(target, here.node) {
        return Err(Refusal::TooLate);
    }
    run.clear_token(here.token, CloseReason::TakenBack);
    let forget = travel::make_way(run, here, target, CloseReason::TakenBack);
    run.emit(Event::TakenBack { node: node.clone(), token: here.token, by: manage.by, forget, opinion: manage.opinion.clone() });
    let Next::GoTo(place) = travel::arrive(run, here, target) else { return Ok(()) };
    let scope = run.scope_of(here.token);
    run.emit(Event::NodeEntered { token: here.token, node: node.clone(), scope, edge: None });
    // Only who took it back decides again; the others have.
    let todo = TodoId(run.fresh_id());
    task::open_todo(run, place, task, todo, manage.by, 1);
    crate::waits::arm(run, place);
    run.proceed(place, Next::Wait)
}
