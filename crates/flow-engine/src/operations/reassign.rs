//! 改派: a to-do moves to somebody else although its holder did not pass it on: by an administrator, or because the holder may not sign in
//! any more.

use super::{OperationKind, Who, transfer::may_take_over};
use crate::{
    CloseReason, Event, Manage, Mode, OrgFact, Refusal, Todo, TodoId,
    decide::Run,
    holders::{self, LEVELS},
    task::{self, TaskSettings},
};
use value::{NodeId, UserId};

/// The operation.
pub static KIND: OperationKind = OperationKind {
    id: "reassign",
    name: ["改派", "Reassign"],
    help: [
        "管理员把某人在某步骤的待办改派给另一人，时限不变。",
        "An administrator gives what somebody holds at a step to somebody else; the deadline stays.",
    ],
    who: Who::Administrator,
};

/// All to-dos that somebody holds at a step go to somebody else, or none of them.
pub(super) fn reassign(run: &mut Run<'_>, manage: &Manage, node: &NodeId, from: UserId, to: UserId) -> Result<(), Refusal> {
    let held: Vec<Todo> = run.state.todos.iter().filter(|todo| todo.node == *node && todo.holder == from).cloned().collect();
    if held.is_empty() {
        return Err(Refusal::NotOpen);
    }
    for todo in held {
        may_take_over(run, &todo, to)?;
        moved(run, &todo, to, Some(manage));
    }
    Ok(())
}

/// A to-do of somebody who may not sign in any more.
///
/// Where others are asked as well and one of them is enough, they remain. Else it goes back to whoever delegated it, to whoever stands in,
/// to the nearest head above, or to the app's administrators: the first of them who may have it. Where those are asked already, they
/// decide without it.
pub(crate) fn relieve(run: &mut Run<'_>, todo: TodoId) -> Result<(), Refusal> {
    let Some(todo) = run.state.todo(todo).cloned() else { return Ok(()) };
    if run.ask_active(todo.holder)? {
        return Ok(());
    }
    let place = run.place_of(run.state.token(todo.token).ok_or(Refusal::NotOpen)?)?;
    let flow = run.flow;
    let Some(task) = flow.node(place.node).and_then(|node| node.task()) else { return Ok(()) };
    let heir = if others_are_enough(run, task, &todo)? { Heir::AskedAlready } else { heir(run, &todo)? };
    match heir {
        Heir::Is(to) => moved(run, &todo, to, None),
        Heir::AskedAlready => {
            task::close(run, todo.id, CloseReason::HolderLeft);
            task::promote(run, place, task);
        }
        Heir::Nobody => {}
    }
    Ok(())
}

/// Who gets what somebody left.
enum Heir {
    Is(UserId),
    /// Whoever would get it decides at this step anyway.
    AskedAlready,
    Nobody,
}

fn moved(run: &mut Run<'_>, todo: &Todo, to: UserId, manage: Option<&Manage>) {
    let opinion = manage.map(|manage| manage.opinion.clone()).unwrap_or_default();
    let by = manage.map(|manage| manage.by);
    run.emit(Event::Reassigned(crate::Reassigned { todo: todo.id, node: todo.node.clone(), from: todo.holder, to, by, opinion }));
}

/// Whether one of several is enough, and somebody else of them can act.
fn others_are_enough(run: &Run<'_>, task: &TaskSettings, todo: &Todo) -> Result<bool, Refusal> {
    if task.mode != Mode::Any || todo.weight == 0 {
        return Ok(false);
    }
    for other in run.state.todos.iter().filter(|other| other.token == todo.token && other.id != todo.id && other.weight > 0) {
        if run.ask_active(other.holder)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn heir(run: &Run<'_>, todo: &Todo) -> Result<Heir, Refusal> {
    if let Some(owner) = todo.owner
        && run.ask_active(owner)?
    {
        return Ok(Heir::Is(owner));
    }
    let stand_in = run.context.organisation.stand_in(todo.holder).ok_or_else(|| Refusal::Missing(vec![OrgFact::StandIn(todo.holder)]))?;
    let mut asked_already = false;
    for user in stand_in.into_iter().chain(heads_above(run, todo.holder)?).chain(holders::administrators(run)?) {
        match may_take_over(run, todo, user) {
            Ok(()) => return Ok(Heir::Is(user)),
            Err(missing @ Refusal::Missing(_)) => return Err(missing),
            Err(Refusal::AlreadyHolder) => asked_already = true,
            Err(_refused) => {}
        }
    }
    Ok(if asked_already { Heir::AskedAlready } else { Heir::Nobody })
}

/// The heads of the own department and of those above, the nearest first.
fn heads_above(run: &Run<'_>, user: UserId) -> Result<Vec<UserId>, Refusal> {
    let organisation = run.context.organisation;
    let mut heads = Vec::new();
    let mut department = run.ask_department(user)?;
    for _ in 0..LEVELS {
        let Some(at) = department else { break };
        let head = organisation.head_of(at).ok_or_else(|| Refusal::Missing(vec![OrgFact::HeadOf(at)]))?;
        heads.extend(head.filter(|head| *head != user));
        department = organisation.above(at).ok_or_else(|| Refusal::Missing(vec![OrgFact::Above(at)]))?;
    }
    Ok(heads)
}
