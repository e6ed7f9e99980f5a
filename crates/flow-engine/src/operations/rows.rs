//! A step for each row: one more while it runs, or finished before all are done.

use super::{OperationKind, Who, place_at};
use crate::{CloseReason, Event, Manage, Refusal, decide::Run, nodes::Next};
use value::{NodeId, UserId};

/// 加一项
pub static ADD_ROW: OperationKind = OperationKind {
    id: "add_row",
    name: ["增加一项", "Add one"],
    help: ["逐行处理进行中时再增加一项，由指定的人处理。", "A step for each row gets one more while it runs."],
    who: Who::Administrator,
};

/// 提前结束
pub static FINISH_ROWS: OperationKind = OperationKind {
    id: "finish_rows",
    name: ["提前结束", "Finish the rest"],
    help: ["不等其余各项，直接进入下一步。", "The case goes on without the rows that are still open."],
    who: Who::Administrator,
};

pub(super) fn add(run: &mut Run<'_>, manage: &Manage, node: &NodeId, holder: UserId) -> Result<(), Refusal> {
    if !run.ask_active(holder)? {
        return Err(Refusal::UnknownPerson);
    }
    let place = place_at(run, node, |token| token.items.is_some())?;
    run.emit(Event::RowAdded { token: place.token, node: node.clone(), by: manage.by, holder });
    run.node(place).behaviour().begin_row(run, place)?;
    run.proceed(place, Next::Wait)
}

pub(super) fn finish(run: &mut Run<'_>, node: &NodeId) -> Result<(), Refusal> {
    let place = place_at(run, node, |token| token.items.is_some())?;
    run.clear_token(place.token, CloseReason::Cancelled);
    run.proceed(place, Next::Leave)
}
