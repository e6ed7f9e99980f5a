//! 认领、退还: a to-do that is offered to several people is taken by one of them, who may give it back.

use super::{OperationKind, Who, add_sign};
use crate::{
    CloseReason, Event, Refusal, Todo, TodoId, allocation,
    decide::{Place, Run},
    holders,
    nodes::Next,
    task::{self, TaskSettings},
};

/// 认领
pub static CLAIM: OperationKind = OperationKind {
    id: "claim",
    name: ["认领", "Claim"],
    help: ["从候选人中领走待办，其他人的待办随之关闭。", "Takes a to-do that was offered to several people."],
    who: Who::Holder,
};

/// 退还
pub static GIVE_BACK: OperationKind = OperationKind {
    id: "give_back",
    name: ["退还", "Give back"],
    help: ["把认领的待办退还给所有候选人。", "Offers a claimed to-do to all of them again."],
    who: Who::Holder,
};

pub(super) fn claim(run: &mut Run<'_>, place: Place, todo: &Todo) -> Result<Next, Refusal> {
    if !todo.offered {
        return Err(run.not_allowed(place, CLAIM.id));
    }
    run.emit(Event::Claimed { todo: todo.id, node: todo.node.clone(), by: todo.holder });
    // Whoever was to decide after one of the others decides after whoever has it now.
    let others: Vec<TodoId> = run.state.todos.iter().filter(|other| other.token == place.token && other.offered).map(|other| other.id).collect();
    for other in others {
        let behind = add_sign::behind(run, other);
        add_sign::wait_for(run, place, behind, other, &[todo.id]);
    }
    task::close_where(run, place.token, CloseReason::ClaimedByOther, |other| other.offered && other.id != todo.id);
    Ok(Next::Wait)
}

pub(super) fn give_back(run: &mut Run<'_>, place: Place, task: &TaskSettings, todo: &Todo) -> Result<Next, Refusal> {
    if !task.claim || todo.weight == 0 {
        return Err(run.not_allowed(place, GIVE_BACK.id));
    }
    let row = run.row_of(place.token);
    let candidates = match &task.allocation {
        Some(allocation) => allocation::who_may(run, place, task, allocation, row)?,
        None => holders::find(run, &task.assign, row)?,
    };
    run.emit(Event::GivenBack { todo: todo.id, node: todo.node.clone(), by: todo.holder });
    for user in candidates.into_iter().filter(|user| *user != todo.holder) {
        if !task::holds_already(run, todo, user) {
            let id = TodoId(run.fresh_id());
            task::open_todo(run, place, task, id, user, todo.weight);
        }
    }
    Ok(Next::Wait)
}
