//! 挂起、恢复: the case stands still, and so do its deadlines.

use super::{OperationKind, Who};
use crate::{Event, Manage, Refusal, Status, TimerKey, TimerKind, decide::Run, waits};

/// 挂起
pub static SUSPEND: OperationKind = OperationKind {
    id: "suspend",
    name: ["挂起", "Put on hold"],
    help: ["暂停流程：待办不能处理，时限停止计算。", "The case stands still: nobody can act, and no deadline runs."],
    who: Who::Administrator,
};

/// 恢复
pub static RESUME: OperationKind = OperationKind {
    id: "resume",
    name: ["恢复", "Resume"],
    help: [
        "继续已挂起的流程，时限和定时按挂起的时长顺延。",
        "Lets a case go on; its deadlines and timers move by the time during which it stood still.",
    ],
    who: Who::Administrator,
};

pub(super) fn suspend(run: &mut Run<'_>, manage: &Manage) -> Result<(), Refusal> {
    run.emit(Event::Suspended { by: manage.by, at: run.context.now, opinion: manage.opinion.clone() });
    Ok(())
}

pub(super) fn resume(run: &mut Run<'_>, manage: &Manage) -> Result<(), Refusal> {
    let Some(held) = run.state.held.clone().filter(|_| run.state.status == Status::Suspended) else { return Err(Refusal::NotOnHold) };
    let stood = run.context.now - held.since;
    run.emit(Event::Resumed { by: manage.by, opinion: manage.opinion.clone() });
    for (todo, due) in run.state.todos.iter().filter_map(|todo| Some((todo.id, todo.due?.checked_add_signed(stood)?))).collect::<Vec<_>>() {
        run.emit(Event::DueMoved { todo, due });
    }
    // A deadline that counts by a calendar is let go by its clock.
    let is_clock = |timer: &TimerKey| matches!(timer, TimerKey::Todo { kind: TimerKind::Clock, .. } | TimerKey::Clock { .. });
    for (at, timer) in run.state.timers().filter(|(_, timer)| !is_clock(timer)).collect::<Vec<_>>() {
        if let Some(at) = waits::resumed(run, timer, at, held.since) {
            run.emit(Event::TimerSet { timer, at });
        }
    }
    crate::cases::catch_up(run)?;
    // It may have gone over to another version while it stood still.
    run.settle()
}
