//! 退回: the case goes back to its starter, to the step before, or to a step that it has passed.

use super::{OperationKind, Who, travel};
use crate::{
    Act, CloseReason, Event, Operation, Refusal, ReturnTo, Then,
    decide::{Place, Run},
    nodes::Next,
    task::TaskSettings,
};
use definition::AfterReturn;

/// The operation.
pub static KIND: OperationKind = OperationKind {
    id: "return",
    name: ["退回", "Return"],
    help: [
        "退回发起人、上一步或走过的步骤；之后重走各步，或直接回到退回的人，由流程设置决定。",
        "Sends the case back; afterwards all steps are done again, or it comes straight back, as the flow says.",
    ],
    who: Who::Holder,
};

pub(super) fn send_back(run: &mut Run<'_>, place: Place, task: &TaskSettings, act: &Act, to: &ReturnTo, then: Option<Then>) -> Result<Next, Refusal> {
    let start = run.flow.start();
    let target = match to {
        ReturnTo::Starter => start,
        ReturnTo::Previous => travel::previous(run, place).unwrap_or(start),
        ReturnTo::Node(node) => run.flow.index_of(node).ok_or_else(|| Refusal::UnknownNode { node: node.clone() })?,
    };
    let is_previous = travel::previous(run, place).unwrap_or(start) == target;
    let allows = |operation: Operation| task.operations.contains(&operation);
    let allowed = (target == start && allows(Operation::Return))
        || (target != start && allows(Operation::ReturnToStep))
        || (is_previous && allows(Operation::ReturnToPrevious));
    if target == place.node || !allowed {
        return Err(run.not_allowed(place, KIND.id));
    }
    let node = run.flow.node_or_start(target).id();
    let here = travel::climb(run, place, target);
    travel::may_go(run, here, target).map_err(|()| run.not_allowed(place, KIND.id))?;
    if target != start && (run.state.who_did(node).is_empty() || !run.flow.net().leads(target, here.node)) {
        return Err(Refusal::NotPassed { node: node.clone() });
    }
    let then = match run.flow.policies().after_return {
        AfterReturn::Replay => Then::Replay,
        AfterReturn::Direct => Then::Direct,
        AfterReturn::Choose => then.unwrap_or(Then::Replay),
    };
    Ok(go(run, place, act, target, then))
}

/// Sends the case back to its starter, whatever the operations allow.
pub(crate) fn to_starter(run: &mut Run<'_>, place: Place, act: &Act) -> Result<Next, Refusal> {
    let start = run.flow.start();
    let here = travel::climb(run, place, start);
    travel::may_go(run, here, start).map_err(|()| run.not_allowed(place, KIND.id))?;
    Ok(go(run, place, act, start, Then::Replay))
}

fn go(run: &mut Run<'_>, place: Place, act: &Act, target: usize, then: Then) -> Next {
    let here = travel::climb(run, place, target);
    run.clear_token(place.token, CloseReason::Returned);
    run.clear_token(here.token, CloseReason::Returned);
    // Straight back means straight to where it came from; who does the steps between is not asked again.
    let direct = then == Then::Direct && here == place;
    let forget = if direct { Vec::new() } else { travel::make_way(run, here, target, CloseReason::Returned) };
    run.emit(Event::Returned {
        node: run.node(place).id().clone(),
        by: act.by,
        to: run.flow.node_or_start(target).id().clone(),
        to_starter: target == run.flow.start(),
        token: here.token,
        forget: Some(forget),
        direct,
        opinion: act.opinion.clone(),
    });
    // On the way straight back no join is passed, so that none has to be prepared.
    if direct { Next::GoTo(Place { token: here.token, node: target }) } else { travel::arrive(run, here, target) }
}
