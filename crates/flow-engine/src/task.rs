//! What approvals, tasks and returned starts have in common: to-dos that people hold, hand on, send back and finish.

use crate::{
    Act, Assign, CloseReason, Deadline, Event, Mode, NodeKind, Operation, Refusal, StepRight, TimerKey, TimerKind, Todo, TodoId,
    decide::{Place, Run},
    holders::{self, Found},
    nodes::Next,
    settings::{EscalateTo, EscalationWay},
};
use chrono::TimeDelta;
use indexmap::IndexMap;
use value::{FieldId, Instant, NodeId, UserId};

/// What a step for people is set to.
#[derive(Debug)]
pub(crate) struct TaskSettings {
    pub assign: Vec<Assign>,
    pub mode: Mode,
    pub fields: IndexMap<FieldId, StepRight>,
    pub operations: Vec<Operation>,
    pub deadline: Option<Deadline>,
    /// Whether the flow's policy about the starter deciding the own case holds here.
    pub watches_own_case: bool,
    /// Whether the flow's policy may pass it when nobody is found.
    pub may_be_passed: bool,
    pub opinion_on_reject: bool,
}

impl TaskSettings {
    /// The fields that have to be filled in before the step is finished.
    pub fn must(&self) -> impl Iterator<Item = &FieldId> {
        self.fields.iter().filter(|(_, right)| **right == StepRight::Must).map(|(field, _)| field)
    }
}

/// Opens the to-dos of a step, or passes it when the flow's policies say so.
pub(crate) fn open(run: &mut Run<'_>, place: Place, task: &TaskSettings) -> Result<Next, Refusal> {
    match holders::of_task(run, place, task)? {
        Found::People(people) => {
            for holder in people {
                open_todo(run, place, holder, task.deadline.as_ref());
            }
            Ok(Next::Wait)
        }
        Found::Pass(why) => {
            let node = run.node(place).id().clone();
            run.emit(Event::NodePassed { node, why });
            Ok(Next::Leave)
        }
    }
}

fn open_todo(run: &mut Run<'_>, place: Place, holder: UserId, deadline: Option<&Deadline>) {
    let todo = TodoId(run.fresh_id());
    let node = run.node(place).id().clone();
    let due = deadline.and_then(|deadline| later(run.context.now, deadline.within_minutes));
    run.emit(Event::TodoOpened { todo, token: place.token, node, holder, due });
    let (Some(deadline), Some(due)) = (deadline, due) else { return };
    if let Some(before) = deadline.remind_before_minutes {
        let at = earlier(due, before).unwrap_or(due).max(run.context.now);
        run.emit(Event::TimerSet { timer: TimerKey { todo, kind: TimerKind::Remind }, at });
    }
    if let Some(at) = deadline.escalate_after_minutes.and_then(|after| later(due, after)) {
        run.emit(Event::TimerSet { timer: TimerKey { todo, kind: TimerKind::Escalate }, at });
    }
}

fn later(moment: Instant, minutes: u32) -> Option<Instant> {
    moment.checked_add_signed(TimeDelta::minutes(i64::from(minutes)))
}

fn earlier(moment: Instant, minutes: u32) -> Option<Instant> {
    moment.checked_sub_signed(TimeDelta::minutes(i64::from(minutes)))
}

/// Notes a decision and closes its to-do.
pub(crate) fn decided(run: &mut Run<'_>, place: Place, act: &Act) {
    let Some(decision) = act.action.decision() else { return };
    let node = run.node(place).id().clone();
    run.emit(Event::Decided { todo: act.todo, node, by: act.by, decision, opinion: act.opinion.clone() });
    close(run, act.todo, CloseReason::Done);
}

/// Whether a token still waits for a to-do.
pub(crate) fn waits(run: &Run<'_>, token: u32) -> bool {
    run.state.todos.iter().any(|todo| todo.token == token)
}

/// Closes all to-dos of a token.
pub(crate) fn close_all(run: &mut Run<'_>, token: u32, why: CloseReason) {
    while let Some(todo) = run.state.todos.iter().find(|todo| todo.token == token).map(|todo| todo.id) {
        close(run, todo, why);
    }
}

/// Closes a to-do and cancels its timers.
pub(crate) fn close(run: &mut Run<'_>, id: TodoId, why: CloseReason) {
    let Some(todo) = run.state.todo(id) else { return };
    let (node, holder) = (todo.node.clone(), todo.holder);
    let timers = [(todo.remind_at, TimerKind::Remind), (todo.escalate_at, TimerKind::Escalate)];
    for kind in timers.into_iter().filter_map(|(at, kind)| at.map(|_| kind)) {
        run.emit(Event::TimerCancelled { timer: TimerKey { todo: id, kind } });
    }
    run.emit(Event::TodoClosed { todo: id, node, holder, why });
}

/// Hands a to-do to somebody else (转办). Its deadline stays.
pub(crate) fn transfer(run: &mut Run<'_>, todo: &Todo, act: &Act, to: UserId) -> Result<(), Refusal> {
    if !run.ask_active(to)? {
        return Err(Refusal::UnknownPerson);
    }
    if run.state.todos.iter().any(|other| other.token == todo.token && other.holder == to) {
        return Err(Refusal::AlreadyHolder);
    }
    let node = todo.node.clone();
    run.emit(Event::Transferred { todo: todo.id, node, from: todo.holder, to, opinion: act.opinion.clone() });
    Ok(())
}

/// Sends the case back to the starter.
pub(crate) fn back_to_starter(run: &mut Run<'_>, place: Place, act: &Act) -> Next {
    let start = run.flow.start();
    send_back(run, place, act, start)
}

/// Sends the case back to a step that it has passed, whatever the operations allow.
pub(crate) fn send_back(run: &mut Run<'_>, place: Place, act: &Act, target: usize) -> Next {
    let node = run.node(place).id().clone();
    let to = run.flow.node(target).map_or_else(|| node.clone(), |target| target.id().clone());
    let to_starter = target == run.flow.start();
    close_all(run, place.token, CloseReason::Returned);
    run.emit(Event::Returned { node, by: act.by, to, to_starter, opinion: act.opinion.clone() });
    Next::BackTo(target)
}

/// Finds the node to which a return goes, if the step allows it.
pub(crate) fn return_target(run: &Run<'_>, place: Place, task: &TaskSettings, to: Option<&NodeId>) -> Result<usize, Refusal> {
    let start = run.flow.start();
    let target = to.map_or(Some(start), |to| run.flow.index_of(to));
    let target = target.ok_or_else(|| Refusal::UnknownNode { node: to.cloned().unwrap_or_else(|| run.node(place).id().clone()) })?;
    let needed = if target == start { Operation::Return } else { Operation::ReturnToStep };
    if target == place.node || !task.operations.contains(&needed) {
        return Err(run.not_allowed(place, "return"));
    }
    match to {
        Some(node) if target != start && run.state.who_did(node).is_empty() => Err(Refusal::NotPassed { node: node.clone() }),
        _ => Ok(target),
    }
}

/// A timer has fired. What it was for may be over already; then nothing happens.
pub(crate) fn timer_fired(run: &mut Run<'_>, timer: TimerKey) -> Result<(), Refusal> {
    let Some(todo) = run.state.todo(timer.todo).cloned() else { return Ok(()) };
    match timer.kind {
        TimerKind::Remind if todo.remind_at.is_some() => {
            run.emit(Event::Reminded { todo: todo.id, node: todo.node, holder: todo.holder });
            Ok(())
        }
        TimerKind::Escalate if todo.escalate_at.is_some() => escalate(run, &todo),
        _ => Ok(()),
    }
}

fn escalate(run: &mut Run<'_>, todo: &Todo) -> Result<(), Refusal> {
    let index = run.flow.index_of(&todo.node).ok_or_else(|| Refusal::UnknownNode { node: todo.node.clone() })?;
    let flow = run.flow;
    let Some(deadline) = flow.node(index).and_then(|node| node.task()).and_then(|task| task.deadline.as_ref()) else { return Ok(()) };
    let department = match deadline.escalate_to {
        EscalateTo::HolderDepartmentHead => run.ask_department(todo.holder)?,
        EscalateTo::StarterDepartmentHead => run.state.department,
    };
    let head = holders::head_above(run, department, todo.holder)?;
    let to = match head {
        Some(head) => vec![head],
        None => holders::administrators(run)?,
    };
    let holds_already = |user: &UserId| run.state.todos.iter().any(|other| other.token == todo.token && other.holder == *user);
    let handed_over = deadline.escalation == EscalationWay::HandOver && head.is_some_and(|head| !holds_already(&head));
    run.emit(Event::Escalated { todo: todo.id, node: todo.node.clone(), holder: todo.holder, to, handed_over });
    Ok(())
}

/// The words of the actions that a step offers to its holder.
pub(crate) fn actions(kind: &NodeKind, task: &TaskSettings) -> Vec<&'static str> {
    let mut actions = match kind.id {
        "approve" => vec!["approve", "reject"],
        "handle" => vec!["complete"],
        "start" => vec!["resubmit"],
        _ => Vec::new(),
    };
    if task.operations.contains(&Operation::Transfer) {
        actions.push("transfer");
    }
    if task.operations.contains(&Operation::Return) || task.operations.contains(&Operation::ReturnToStep) {
        actions.push("return");
    }
    actions
}
