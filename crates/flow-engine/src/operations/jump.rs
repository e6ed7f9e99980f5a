//! 跳转: an administrator moves the case to another step, forwards or back.

use super::{OperationKind, Who, place_at, travel};
use crate::{
    CloseReason, Event, Manage, Refusal, Status,
    decide::{Place, Run},
};
use value::NodeId;

/// The operation.
pub static KIND: OperationKind = OperationKind {
    id: "jump",
    name: ["跳转", "Jump"],
    help: [
        "管理员把流程移到指定步骤；被跳过的并行分支一并关闭。",
        "An administrator moves the case to another step; branches that it leaves behind are closed.",
    ],
    who: Who::Administrator,
};

pub(super) fn jump(run: &mut Run<'_>, manage: &Manage, from: Option<&NodeId>, to: &NodeId) -> Result<(), Refusal> {
    let target = run.flow.index_of(to).ok_or_else(|| Refusal::UnknownNode { node: to.clone() })?;
    let place = match from {
        Some(from) => place_at(run, from, |token| token.via.is_none())?,
        None => any(run, target)?,
    };
    let there = Place { token: place.token, node: target };
    let waits = run.node(there).behaviour().waits() || run.node(there).behaviour().ends().is_some();
    if !waits || run.node(there).behaviour().begins() {
        return Err(run.not_allowed(there, KIND.id));
    }
    let here = travel::climb(run, place, target);
    travel::may_go(run, here, target).map_err(|()| run.not_allowed(there, KIND.id))?;
    run.clear_token(place.token, CloseReason::Jumped);
    run.clear_token(here.token, CloseReason::Jumped);
    let forget = travel::make_way(run, here, target, CloseReason::Jumped);
    let node = run.node(place).id().clone();
    run.emit(Event::Jumped { node, token: here.token, by: manage.by, to: to.clone(), forget, opinion: manage.opinion.clone() });
    let next = travel::arrive(run, here, target);
    run.proceed(here, next)
}

/// The token that moves when no step is named: one from which the target is reached, else the first.
fn any(run: &Run<'_>, target: usize) -> Result<Place, Refusal> {
    let mut places = Vec::new();
    for token in run.state.tokens.iter().filter(|token| token.via.is_none()) {
        places.push(run.place_of(token)?);
    }
    let net = run.flow.net();
    let near = places.iter().find(|place| net.leads(place.node, target) || net.leads(target, place.node) || place.node == target);
    near.or(places.first()).copied().ok_or(Refusal::NotRunning { status: Status::Running })
}
