//! What approvals, tasks and returned starts have in common: to-dos that people hold, and deadlines that warn and escalate.

use crate::{
    Act, Action, Allocation, Assign, CloseReason, Deadline, Event, Mode, NodeKind, Operation, Refusal, StepRight, TimerKey, TimerKind, Todo, TodoId,
    deadlines,
    decide::{Place, Run},
    holders::{self, Found, Holder},
    nodes::Next,
    settings::{EscalateTo, EscalationWay, RejectNeeds, Weight},
    timers::{earlier, later},
};
use definition::{NobodyFound, OwnCase};
use indexmap::IndexMap;
use value::{FieldId, UserId};

/// What a step for people is set to.
#[derive(Debug, Default)]
pub(crate) struct TaskSettings {
    pub assign: Vec<Assign>,
    pub allocation: Option<Allocation>,
    pub mode: Mode,
    pub weights: Vec<Weight>,
    pub reject_needs: RejectNeeds,
    pub claim: bool,
    pub fields: IndexMap<FieldId, StepRight>,
    pub operations: Vec<Operation>,
    pub deadline: Option<Deadline>,
    /// Whether the flow's policies about people who decide their own case or decide twice hold here.
    pub is_approval: bool,
    /// Whether the flow's policy may pass it when nobody is found.
    pub may_be_passed: bool,
    pub own_case: Option<OwnCase>,
    pub nobody_found: Option<NobodyFound>,
    pub opinion_on_reject: bool,
}

impl TaskSettings {
    /// The fields that have to be filled in before the step is finished.
    pub fn must(&self) -> impl Iterator<Item = &FieldId> {
        self.fields.iter().filter(|(_, right)| **right == StepRight::Must).map(|(field, _)| field)
    }
}

/// How a step stands after somebody has decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Others have to decide first.
    Open,
    /// It is agreed or done.
    Agreed,
    /// It is turned down.
    Rejected,
}

/// Opens the to-dos of a step, or passes it when the flow's policies say so.
pub(crate) fn open(run: &mut Run<'_>, place: Place, task: &TaskSettings) -> Result<Next, Refusal> {
    let (people, agreed) = match holders::of_task(run, place, task)? {
        Found::People { ask, agreed } => (ask, agreed),
        Found::Pass(why, by) => return Ok(pass(run, place, why, by)),
        Found::Wait => return Ok(Next::Wait),
    };
    for Holder { user, weight } in agreed {
        let node = run.node(place).id().clone();
        run.emit(Event::AgreedBefore { token: place.token, node, by: user, weight });
    }
    let mut before: Option<TodoId> = None;
    for Holder { user, weight } in people {
        let todo = TodoId(run.fresh_id());
        match before.filter(|_| task.mode == Mode::Sequential) {
            Some(first) => queue(run, place, todo, user, vec![first], weight),
            None => open_todo(run, place, task, todo, user, weight),
        }
        before = Some(todo);
    }
    // A vote may be decided by those who have agreed before.
    if verdict(run, place.token, task, false) == Verdict::Agreed {
        close_all(run, place.token, CloseReason::DecidedByOther);
        return Ok(Next::Leave);
    }
    Ok(Next::Wait)
}

fn pass(run: &mut Run<'_>, place: Place, why: crate::PassReason, by: Vec<UserId>) -> Next {
    let node = run.node(place).id().clone();
    run.emit(Event::NodePassed { node, why, by });
    Next::Leave
}

/// Gives a to-do to somebody who has to wait for others.
pub(crate) fn queue(run: &mut Run<'_>, place: Place, todo: TodoId, holder: UserId, after: Vec<TodoId>, weight: u32) {
    let node = run.node(place).id().clone();
    run.emit(Event::SignerQueued { todo, token: place.token, node, holder, after, weight });
}

/// Opens a to-do with its deadline.
pub(crate) fn open_todo(run: &mut Run<'_>, place: Place, task: &TaskSettings, todo: TodoId, holder: UserId, weight: u32) {
    let node = run.node(place).id().clone();
    let due =
        deadlines::due(run, place).or_else(|| later(run.context.now, task.deadline.as_ref().filter(|plain| plain.within.is_none())?.within_minutes));
    run.emit(Event::TodoOpened { todo, token: place.token, node, holder, due, weight, offered: task.claim && weight > 0 });
    deadlines::start(run, place, todo);
    let (Some(deadline), Some(due)) = (task.deadline.as_ref().filter(|deadline| deadline.within.is_none()), due) else { return };
    if let Some(before) = deadline.remind_before_minutes {
        let at = earlier(due, before).unwrap_or(due).max(run.context.now);
        run.emit(Event::TimerSet { timer: TimerKey::Todo { todo, kind: TimerKind::Remind }, at });
    }
    if let Some(at) = deadline.escalate_after_minutes.and_then(|after| later(due, after)) {
        run.emit(Event::TimerSet { timer: TimerKey::Todo { todo, kind: TimerKind::Escalate }, at });
    }
    if let Some(at) = deadline.levels.first().and_then(|level| later(run.context.now, level.after_minutes)) {
        run.emit(Event::TimerSet { timer: TimerKey::Todo { todo, kind: TimerKind::Level }, at });
    }
}

/// Notes a decision, closes its to-do and opens those that waited for it. Answers how the step stands.
pub(crate) fn decided(run: &mut Run<'_>, place: Place, task: &TaskSettings, act: &Act) -> Verdict {
    let Some(decision) = act.action.decision() else { return Verdict::Open };
    let was_added = run.state.todo(act.todo).is_some_and(|todo| todo.weight == 0);
    let node = run.node(place).id().clone();
    run.emit(Event::Decided { todo: act.todo, node, by: act.by, decision, opinion: act.opinion.clone() });
    close(run, act.todo, CloseReason::Done);
    let rejects = act.action == Action::Reject;
    if rejects && was_added {
        return Verdict::Rejected;
    }
    let verdict = verdict(run, place.token, task, rejects);
    if verdict != Verdict::Rejected {
        promote(run, place, task);
    }
    match verdict {
        // Those who were added have to agree as well, whatever the vote says.
        Verdict::Agreed if added_are_open(run, place.token) => {
            close_where(run, place.token, CloseReason::DecidedByOther, |todo| todo.weight > 0);
            promote(run, place, task);
            Verdict::Open
        }
        verdict => verdict,
    }
}

/// Opens the to-dos of those who waited for others that are done now.
pub(crate) fn promote(run: &mut Run<'_>, place: Place, task: &TaskSettings) {
    while let Some(next) = run.state.later.iter().find(|later| later.token == place.token && later.after.is_empty()).cloned() {
        open_todo(run, place, task, next.id, next.holder, next.weight);
    }
}

fn added_are_open(run: &Run<'_>, token: u32) -> bool {
    let open = run.state.todos.iter().any(|todo| todo.token == token && todo.weight == 0);
    open || run.state.later.iter().any(|later| later.token == token && later.weight == 0)
}

/// How the votes of a step stand.
pub(crate) fn verdict(run: &Run<'_>, token: u32, task: &TaskSettings, rejected_now: bool) -> Verdict {
    let (yes, no) = run.state.token(token).map_or((0, 0), |token| (token.yes, token.no));
    let open = run.state.todos.iter().filter(|todo| todo.token == token).map(|todo| todo.weight);
    let later = run.state.later.iter().filter(|later| later.token == token).map(|later| later.weight);
    let pending = open.chain(later).fold(0_u32, u32::saturating_add);
    let total = yes.saturating_add(no).saturating_add(pending);
    let reached = |yes: u32| match &task.mode {
        Mode::Any => yes > 0,
        Mode::All | Mode::Sequential => yes >= total,
        Mode::Count(count) => yes >= (*count).min(total),
        Mode::Ratio(ratio) => {
            let (have, need) = (u64::from(yes).saturating_mul(100), u64::from(ratio.percent).saturating_mul(u64::from(total)));
            if ratio.more_than { have > need } else { have >= need }
        }
    };
    let waits_for_all = matches!(&task.mode, Mode::Ratio(ratio) if ratio.wait_all) && pending > 0;
    // A vote is lost when it cannot be won any more; otherwise the first who turns it down decides.
    let by_vote = matches!(task.mode, Mode::Ratio(_) | Mode::Count(_));
    let lost = match task.reject_needs {
        RejectNeeds::First if by_vote => !reached(yes.saturating_add(pending)),
        RejectNeeds::First => rejected_now,
        RejectNeeds::All => pending == 0 && !reached(yes),
    };
    if waits_for_all {
        Verdict::Open
    } else if lost {
        Verdict::Rejected
    } else if yes > 0 && reached(yes) && (pending == 0 || !matches!(task.mode, Mode::All | Mode::Sequential)) {
        Verdict::Agreed
    } else {
        Verdict::Open
    }
}

/// Closes all to-dos of a token, and those to come.
pub(crate) fn close_all(run: &mut Run<'_>, token: u32, why: CloseReason) {
    let waits = run.state.waiting.iter().any(|waiting| waiting.token == token);
    if waits || run.state.later.iter().any(|later| later.token == token) {
        run.emit(Event::QueueDropped { token });
    }
    close_where(run, token, why, |_| true);
}

/// Closes some to-dos of a token.
pub(crate) fn close_where(run: &mut Run<'_>, token: u32, why: CloseReason, which: impl Fn(&Todo) -> bool) {
    while let Some(todo) = run.state.todos.iter().find(|todo| todo.token == token && which(todo)).map(|todo| todo.id) {
        close(run, todo, why);
    }
}

/// Closes a to-do and cancels its timers.
pub(crate) fn close(run: &mut Run<'_>, id: TodoId, why: CloseReason) {
    let Some(todo) = run.state.todo(id) else { return };
    let (node, holder) = (todo.node.clone(), todo.holder);
    for (_, kind) in todo.timers().collect::<Vec<_>>() {
        run.emit(Event::TimerCancelled { timer: TimerKey::Todo { todo: id, kind } });
    }
    run.emit(Event::TodoClosed { todo: id, node, holder, why });
}

/// A timer of a to-do has fired. What it was for may be over already; then nothing happens.
pub(crate) fn timer_fired(run: &mut Run<'_>, todo: TodoId, kind: TimerKind) -> Result<(), Refusal> {
    let Some(todo) = run.state.todo(todo).cloned() else { return Ok(()) };
    match kind {
        TimerKind::Remind if todo.remind_at.is_some() => {
            run.emit(Event::Reminded { todo: todo.id, node: todo.node, holder: todo.holder, percent: None });
            Ok(())
        }
        TimerKind::Escalate if todo.escalate_at.is_some() => escalate(run, &todo),
        TimerKind::Level if todo.level_at.is_some() => next_level(run, &todo),
        TimerKind::Clock if todo.count.as_ref().is_some_and(|count| count.next.is_some()) => deadlines::fired(run, &todo),
        _ => Ok(()),
    }
}

fn deadline_of<'a>(run: &Run<'a>, todo: &Todo) -> Result<Option<&'a Deadline>, Refusal> {
    let flow = run.flow;
    let index = flow.index_of(&todo.node).ok_or_else(|| Refusal::UnknownNode { node: todo.node.clone() })?;
    Ok(flow.node(index).and_then(|node| node.task()).and_then(|task| task.deadline.as_ref()))
}

/// Whether a person has the step of a to-do already, will have it later, or gets it back from a delegate.
pub(crate) fn holds_already(run: &Run<'_>, todo: &Todo, user: UserId) -> bool {
    let open = run.state.todos.iter().any(|other| other.token == todo.token && (other.holder == user || other.owner == Some(user)));
    open || run.state.later.iter().any(|later| later.token == todo.token && later.holder == user)
}

fn escalate(run: &mut Run<'_>, todo: &Todo) -> Result<(), Refusal> {
    let Some(deadline) = deadline_of(run, todo)? else { return Ok(()) };
    let department = match deadline.escalate_to {
        EscalateTo::HolderDepartmentHead => run.ask_department(todo.holder)?,
        EscalateTo::StarterDepartmentHead => run.state.department,
    };
    let head = holders::head_above(run, department, todo.holder)?;
    let to = match head {
        Some(head) => vec![head],
        None => holders::administrators(run)?,
    };
    let handed_over = deadline.escalation == EscalationWay::HandOver && head.is_some_and(|head| !holds_already(run, todo, head));
    run.emit(Event::Escalated { todo: todo.id, node: todo.node.clone(), holder: todo.holder, to, handed_over });
    if deadline.escalation == EscalationWay::Pass { pass_late(run, todo) } else { Ok(()) }
}

/// The holder of a to-do is reminded, because so many percent of its time have gone by.
pub(crate) fn warn(run: &mut Run<'_>, todo: &Todo, percent: u32) {
    run.emit(Event::Reminded { todo: todo.id, node: todo.node.clone(), holder: todo.holder, percent: Some(percent) });
}

/// A level of escalation is reached, the first is 1: somebody is told or gets the to-do, fields are set, or the step is passed.
pub(crate) fn reach(run: &mut Run<'_>, todo: &Todo, number: u32) -> Result<(), Refusal> {
    let index = usize::try_from(number.saturating_sub(1)).unwrap_or_default();
    let Some(level) = deadline_of(run, todo)?.and_then(|deadline| deadline.levels.get(index)) else { return Ok(()) };
    let place = run.place_of(run.state.token(todo.token).ok_or(Refusal::NotOpen)?)?;
    let ready = run.node(place).deadline().and_then(|deadline| deadline.levels.get(index));
    if let Some(when) = ready.and_then(|ready| ready.when.as_ref())
        && !run.holds(place, when)?
    {
        return Ok(());
    }
    let mut to = holders::find(run, &level.to, run.row_of(todo.token))?;
    if to.is_empty() {
        to.push(todo.holder);
    }
    let handed_over = level.way == EscalationWay::HandOver && to.first().is_some_and(|first| !holds_already(run, todo, *first));
    run.emit(Event::LevelReached { todo: todo.id, node: todo.node.clone(), holder: todo.holder, level: number, to, handed_over });
    if let Some(ready) = ready {
        run.set_these(place, &ready.set)?;
    }
    if level.way == EscalationWay::Pass { pass_late(run, todo) } else { Ok(()) }
}

/// A step that was not done in time is passed.
fn pass_late(run: &mut Run<'_>, todo: &Todo) -> Result<(), Refusal> {
    let place = run.place_of(run.state.token(todo.token).ok_or(Refusal::NotOpen)?)?;
    close_all(run, place.token, CloseReason::Expired);
    run.emit(Event::NodePassed { node: todo.node.clone(), why: crate::PassReason::Overdue, by: Vec::new() });
    let next = run.node(place).behaviour().passed();
    run.proceed(place, next)
}

/// The next level of escalation of a deadline in plain minutes; then the timer of the level after it is set.
fn next_level(run: &mut Run<'_>, todo: &Todo) -> Result<(), Refusal> {
    let Some(deadline) = deadline_of(run, todo)? else { return Ok(()) };
    let at = |number: u32| usize::try_from(number).ok().and_then(|number| deadline.levels.get(number));
    let Some(level) = at(todo.levels) else { return Ok(()) };
    let number = todo.levels.saturating_add(1);
    reach(run, todo, number)?;
    let opened = todo.level_at.and_then(|now| earlier(now, level.after_minutes));
    let is_open = run.state.todo(todo.id).is_some();
    if let Some(at) = at(number).filter(|_| is_open).and_then(|next| later(opened?, next.after_minutes)) {
        run.emit(Event::TimerSet { timer: TimerKey::Todo { todo: todo.id, kind: TimerKind::Level }, at });
    }
    Ok(())
}

/// The words of the actions that a step offers to its holder.
pub(crate) fn actions(kind: &NodeKind, task: &TaskSettings) -> Vec<&'static str> {
    let mut actions = match kind.id {
        "approve" => vec!["approve", "reject"],
        "handle" | "for_each" => vec!["complete"],
        "start" => vec!["resubmit"],
        _ => Vec::new(),
    };
    let offers = |operation: &Operation| task.operations.contains(operation);
    if offers(&Operation::Transfer) {
        actions.push("transfer");
    }
    if [Operation::Return, Operation::ReturnToStep, Operation::ReturnToPrevious].iter().any(offers) {
        actions.push("return");
    }
    if offers(&Operation::Delegate) {
        actions.extend(["delegate", "hand_back"]);
    }
    if offers(&Operation::AddSign) {
        actions.push("add_sign");
    }
    if offers(&Operation::RemoveSign) {
        actions.push("remove_sign");
    }
    if task.claim {
        actions.extend(["claim", "give_back"]);
    }
    actions
}
