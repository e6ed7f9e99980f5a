//! 加签: people are added before, after or beside the holder. All who were added have to agree, whatever the vote says.

use super::{OperationKind, Who};
use crate::{
    Act, Added, CloseReason, Event, Later, Operation, Refusal, Todo, TodoId,
    decide::{Place, Run},
    nodes::Next,
    task::{self, TaskSettings},
};
use value::UserId;

/// The operation.
pub static KIND: OperationKind = OperationKind {
    id: "add_sign",
    name: ["加签", "Add people"],
    help: [
        "请他人在自己之前、之后或同时审批；被加签的人都要同意，前加签后仍由自己决定。",
        "Others decide before, after or beside the holder; all of them have to agree.",
    ],
    who: Who::Holder,
};

pub(super) fn add(
    run: &mut Run<'_>,
    place: Place,
    task: &TaskSettings,
    todo: &Todo,
    act: &Act,
    (people, at): (&[UserId], Added),
) -> Result<Next, Refusal> {
    // Whoever was added may not add again.
    if !task.operations.contains(&Operation::AddSign) || todo.weight == 0 {
        return Err(run.not_allowed(place, KIND.id));
    }
    let people = newcomers(run, todo, people)?;
    run.emit(Event::SignersAdded { node: todo.node.clone(), by: act.by, to: people.clone(), place: at, opinion: act.opinion.clone() });
    let ids: Vec<(UserId, TodoId)> = people.into_iter().map(|user| (user, TodoId(run.fresh_id()))).collect();
    let keys: Vec<TodoId> = ids.iter().map(|(_, id)| *id).collect();
    match at {
        Added::Beside => ids.into_iter().for_each(|(user, id)| task::open_todo(run, place, task, id, user, 0)),
        Added::After => {
            let behind = behind(run, todo.id);
            ids.into_iter().for_each(|(user, id)| task::queue(run, place, id, user, vec![todo.id], 0));
            wait_for(run, place, behind, todo.id, &keys);
        }
        Added::Before => {
            let (again, behind) = (TodoId(run.fresh_id()), behind(run, todo.id));
            task::queue(run, place, again, todo.holder, keys, todo.weight);
            wait_for(run, place, behind, todo.id, &[again]);
            task::close(run, todo.id, CloseReason::OthersFirst);
            ids.into_iter().for_each(|(user, id)| task::open_todo(run, place, task, id, user, 0));
        }
    }
    Ok(Next::Wait)
}

fn newcomers(run: &Run<'_>, todo: &Todo, people: &[UserId]) -> Result<Vec<UserId>, Refusal> {
    let mut found: Vec<UserId> = Vec::new();
    for user in people.iter().filter(|user| **user != todo.holder) {
        super::transfer::may_take_over(run, todo, *user)?;
        if !found.contains(user) {
            found.push(*user);
        }
    }
    if found.is_empty() { Err(Refusal::AlreadyHolder) } else { Ok(found) }
}

/// Those whose turn comes after a to-do.
pub(super) fn behind(run: &Run<'_>, todo: TodoId) -> Vec<Later> {
    run.state.later.iter().filter(|later| later.after.contains(&todo)).cloned().collect()
}

/// Lets those who waited for one to-do wait for others instead.
pub(super) fn wait_for(run: &mut Run<'_>, place: Place, behind: Vec<Later>, old: TodoId, new: &[TodoId]) {
    for later in behind {
        let after = later.after.iter().filter(|first| **first != old).chain(new).copied().collect();
        let node = run.node(place).id().clone();
        run.emit(Event::SignerRequeued { todo: later.id, node, after });
    }
}
