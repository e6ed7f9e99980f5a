//! 重试、跳过: what an administrator does with a call that failed for good.

use super::{OperationKind, Who, place_at};
use crate::{
    Event, Manage, Refusal,
    decide::{Place, Run},
    nodes::Next,
};
use value::NodeId;

/// 重试
pub static RETRY: OperationKind = OperationKind {
    id: "retry",
    name: ["重试", "Try again"],
    help: ["再次调用失败的外部服务。", "Calls the service that failed once more."],
    who: Who::Administrator,
};

/// 跳过
pub static SKIP: OperationKind = OperationKind {
    id: "skip",
    name: ["跳过", "Skip"],
    help: ["不再调用失败的外部服务，继续流程。", "The case goes on without the call that failed."],
    who: Who::Administrator,
};

fn settle(run: &mut Run<'_>, manage: &Manage, node: &NodeId) -> Result<Place, Refusal> {
    let stuck: Vec<u32> = run.state.incidents.iter().map(|incident| incident.token).collect();
    let place = place_at(run, node, |token| stuck.contains(&token.key))?;
    run.emit(Event::IncidentSettled { token: place.token, node: node.clone(), by: manage.by, opinion: manage.opinion.clone() });
    Ok(place)
}

pub(super) fn retry(run: &mut Run<'_>, manage: &Manage, node: &NodeId) -> Result<(), Refusal> {
    let place = settle(run, manage, node)?;
    let next = run.node(place).behaviour().waited(run, place, 0)?;
    run.proceed(place, next)
}

pub(super) fn skip(run: &mut Run<'_>, manage: &Manage, node: &NodeId) -> Result<(), Refusal> {
    let place = settle(run, manage, node)?;
    run.proceed(place, Next::Leave)
}
