//! 同意、拒绝、办结、重新提交: what the kinds of nodes themselves decide. Only their names stand here.

use super::{OperationKind, Who};

/// 同意
pub static APPROVE: OperationKind =
    OperationKind { id: "approve", name: ["同意", "Approve"], help: ["同意该审批。", "Agrees to the case."], who: Who::Holder };

/// 拒绝
pub static REJECT: OperationKind = OperationKind {
    id: "reject",
    name: ["拒绝", "Reject"],
    help: ["不同意该审批；之后按节点设置处理。", "Turns the case down; what follows is set at the step."],
    who: Who::Holder,
};

/// 办结
pub static COMPLETE: OperationKind =
    OperationKind { id: "complete", name: ["办结", "Complete"], help: ["办完这一步。", "Finishes the step."], who: Who::Holder };

/// 重新提交
pub static RESUBMIT: OperationKind = OperationKind {
    id: "resubmit",
    name: ["重新提交", "Submit again"],
    help: ["修改后再次提交被退回的单据。", "Submits a returned case once more."],
    who: Who::Holder,
};
