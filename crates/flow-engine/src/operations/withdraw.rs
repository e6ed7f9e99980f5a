//! 撤回: the starter takes the whole case back while nobody has acted, or when it was returned. Decided in `decide`.

use super::{OperationKind, Who};

/// The operation.
pub static KIND: OperationKind = OperationKind {
    id: "withdraw",
    name: ["撤回", "Withdraw"],
    help: ["还没有人处理或被退回时，发起人撤回整个流程。", "The starter takes the whole case back while nobody has acted, or when it was returned."],
    who: Who::Starter,
};
