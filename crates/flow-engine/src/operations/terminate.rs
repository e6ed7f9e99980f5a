//! 终止: an administrator ends the case.

use super::{OperationKind, Who};
use crate::{CloseReason, Manage, Refusal, Status, decide::Run};

/// The operation.
pub static KIND: OperationKind = OperationKind {
    id: "terminate",
    name: ["终止", "End the case"],
    help: ["管理员结束整个流程，所有待办关闭。", "An administrator ends the whole case; all its to-dos are closed."],
    who: Who::Administrator,
};

pub(super) fn terminate(run: &mut Run<'_>, manage: &Manage) -> Result<(), Refusal> {
    run.end(Status::Terminated, CloseReason::Ended, Some(manage.by), &manage.opinion);
    Ok(())
}
