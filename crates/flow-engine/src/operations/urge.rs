//! 催办: the starter, or whoever has done a step, asks the holders to hurry.

use super::{OperationKind, Who};
use crate::{Event, Manage, Refusal, decide::Run, timers::later};
use std::collections::BTreeSet;
use value::UserId;

/// The operation.
pub static KIND: OperationKind = OperationKind {
    id: "urge",
    name: ["催办", "Urge"],
    help: ["提醒当前处理人尽快处理；两次催办的间隔由流程设置。", "Asks the holders to hurry; the flow sets how soon they can be asked again."],
    who: Who::Involved,
};

pub(super) fn urge(run: &mut Run<'_>, manage: &Manage) -> Result<(), Refusal> {
    let has_done = run.state.done.iter().any(|done| done.by.contains(&manage.by));
    if run.state.starter != Some(manage.by) && !has_done {
        return Err(Refusal::NotInvolved);
    }
    let pause = run.flow.policies().urge_pause_minutes;
    if run.state.urged_at.and_then(|last| later(last, pause)).is_some_and(|again| pause > 0 && run.context.now < again) {
        return Err(Refusal::UrgedAlready);
    }
    let to: BTreeSet<UserId> = run.state.todos.iter().map(|todo| todo.holder).collect();
    run.emit(Event::Urged { by: manage.by, to: to.into_iter().collect(), at: run.context.now, opinion: manage.opinion.clone() });
    Ok(())
}
