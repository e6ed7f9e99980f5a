//! 减签: somebody who has not decided yet is not asked any more.

use super::{OperationKind, Who};
use crate::{
    Act, CloseReason, Event, Operation, Refusal,
    decide::{Place, Run},
    nodes::Next,
    task::{self, TaskSettings},
};
use value::UserId;

/// The operation.
pub static KIND: OperationKind = OperationKind {
    id: "remove_sign",
    name: ["减签", "Take people out"],
    help: ["去掉同一步骤中尚未处理的其他人；不能去掉自己。", "Others at the same step who have not decided yet are not asked any more."],
    who: Who::Holder,
};

pub(super) fn remove(run: &mut Run<'_>, place: Place, task: &TaskSettings, act: &Act, who: UserId) -> Result<Next, Refusal> {
    // Whoever was added decides beside the others, not instead of them.
    let was_added = run.state.todo(act.todo).is_some_and(|todo| todo.weight == 0);
    if was_added || !task.operations.contains(&Operation::RemoveSign) {
        return Err(run.not_allowed(place, KIND.id));
    }
    if who == act.by {
        return Err(Refusal::LastSigner);
    }
    let open = run.state.todos.iter().find(|todo| todo.token == place.token && todo.holder == who).map(|todo| todo.id);
    let later = run.state.later.iter().find(|later| later.token == place.token && later.holder == who).map(|later| later.id);
    let todo = open.or(later).ok_or(Refusal::NotOpen)?;
    let node = run.node(place).id().clone();
    if open.is_some() {
        task::close(run, todo, CloseReason::Removed);
    }
    run.emit(Event::SignerRemoved { todo, node, by: act.by, holder: who, opinion: act.opinion.clone() });
    task::promote(run, place, task);
    Ok(Next::Wait)
}
