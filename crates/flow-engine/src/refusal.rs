//! Refusals: why a command has no effect, in words for the person who asked.

use crate::{Obstacle, OrgFact, Status};
use value::{ErrorValue, FieldId, Label, NodeId};

/// Why a command is refused. Nothing has changed then.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", self.label().get(value::Locale::En))]
pub enum Refusal {
    /// Not a refusal in the end: these facts are needed first. Load them and decide again.
    Missing(Vec<OrgFact>),
    /// The instance has begun already.
    AlreadyStarted,
    /// The instance is over or has not begun.
    NotRunning {
        /// Where it stands.
        status: Status,
    },
    /// The to-do does not exist or is closed.
    NotOpen,
    /// The to-do belongs to somebody else.
    NotYours,
    /// The step does not allow this.
    NotAllowed {
        /// The step.
        node: NodeId,
        /// Its name.
        name: Label,
        /// What was asked.
        action: &'static str,
    },
    /// The step wants a reason.
    OpinionNeeded {
        /// The step.
        node: NodeId,
    },
    /// These fields have to be filled in at this step.
    FieldsNeeded {
        /// The step.
        node: NodeId,
        /// The fields with their labels.
        fields: Vec<(FieldId, Label)>,
    },
    /// A step finds nobody.
    NobodyFound {
        /// The step.
        node: NodeId,
        /// Its name.
        name: Label,
    },
    /// The person to whom it is handed cannot sign in, or does not exist.
    UnknownPerson,
    /// The person to whom it is handed has this step already.
    AlreadyHolder,
    /// The case has not been at the step to which it is to be returned.
    NotPassed {
        /// The step.
        node: NodeId,
    },
    /// Only the starter may take the case back.
    NotStarter,
    /// The flow does not let the starter take the case back.
    WithdrawClosed,
    /// Somebody has acted already, so the case cannot be taken back.
    AlreadyActed,
    /// No condition holds, and there is no default branch.
    NoWay {
        /// The step.
        node: NodeId,
        /// Its name.
        name: Label,
    },
    /// The case does not fit the other version of its flow.
    CannotMigrate {
        /// Why.
        obstacle: Obstacle,
    },
    /// A formula of the flow could not answer.
    Formula {
        /// The step.
        node: NodeId,
        /// Its name.
        name: Label,
        /// The error.
        error: ErrorValue,
    },
    /// The flow went round without anybody having to do anything.
    Loop {
        /// The last steps, in their order.
        path: Vec<NodeId>,
    },
    /// Cases have opened cases again and again.
    TooDeep {
        /// The step that would open another.
        node: NodeId,
        /// Its name.
        name: Label,
    },
    /// The case is on hold.
    OnHold,
    /// The case is not on hold.
    NotOnHold,
    /// Only an administrator may do this.
    NotAdministrator,
    /// Only people who take part in the case may do this.
    NotInvolved,
    /// The holders were urged a moment ago.
    UrgedAlready,
    /// The to-do is only offered; it has to be claimed first.
    NotClaimed,
    /// The decision was followed by another, so that it cannot be taken back.
    TooLate,
    /// The case is not at this step.
    NotThere {
        /// The step.
        node: NodeId,
    },
    /// Nobody else would be left to decide.
    LastSigner,
    /// The person did what has to be done by somebody else than the holder of this step.
    KeptApart {
        /// Its name.
        name: Label,
    },
    /// The state speaks of a step that this version of the flow does not have.
    UnknownNode {
        /// The step.
        node: NodeId,
    },
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::Missing(_) => "flow.missing_facts",
            Refusal::AlreadyStarted => "flow.already_started",
            Refusal::NotRunning { .. } => "flow.not_running",
            Refusal::NotOpen => "flow.closed",
            Refusal::NotYours => "flow.not_yours",
            Refusal::NotAllowed { .. } => "flow.not_allowed",
            Refusal::CannotMigrate { .. } => "flow.cannot_migrate",
            Refusal::OpinionNeeded { .. } => "flow.opinion_needed",
            Refusal::FieldsNeeded { .. } => "flow.fields_needed",
            Refusal::NobodyFound { .. } => "flow.nobody_found",
            Refusal::UnknownPerson => "flow.unknown_person",
            Refusal::AlreadyHolder => "flow.already_holder",
            Refusal::NotPassed { .. } => "flow.not_passed",
            Refusal::NotStarter => "flow.not_starter",
            Refusal::WithdrawClosed => "flow.withdraw_closed",
            Refusal::AlreadyActed => "flow.already_acted",
            Refusal::NoWay { .. } => "flow.no_way",
            Refusal::Formula { .. } => "flow.formula",
            Refusal::Loop { .. } => "flow.loop",
            Refusal::TooDeep { .. } => "flow.too_deep",
            Refusal::OnHold => "flow.on_hold",
            Refusal::NotOnHold => "flow.not_on_hold",
            Refusal::NotAdministrator => "flow.not_administrator",
            Refusal::NotInvolved => "flow.not_involved",
            Refusal::UrgedAlready => "flow.urged_already",
            Refusal::NotClaimed => "flow.not_claimed",
            Refusal::TooLate => "flow.too_late",
            Refusal::NotThere { .. } => "flow.not_there",
            Refusal::LastSigner => "flow.last_signer",
            Refusal::KeptApart { .. } => "flow.kept_apart",
            Refusal::UnknownNode { .. } => "flow.unknown_node",
        }
    }

    /// The sentence for the person who asked, in both languages.
    pub fn label(&self) -> Label {
        match self {
            Refusal::Missing(_) => Label::both("缺少人员信息，请重试。", "Facts about people are missing; try again."),
            Refusal::AlreadyStarted => Label::both("流程已经发起。", "The flow has already begun."),
            Refusal::NotRunning { .. } => Label::both("流程不在进行中。", "The flow is not running."),
            Refusal::CannotMigrate { obstacle } => obstacle.label(),
            Refusal::NotOpen => Label::both("该待办已经关闭，可能已由他人处理。", "This to-do is closed; somebody may have dealt with it already."),
            Refusal::NotYours => Label::both("该待办不属于你。", "This to-do is not yours."),
            Refusal::NotAllowed { name, action, .. } => not_allowed(name, action),
            Refusal::OpinionNeeded { .. } => Label::both("请填写意见。", "Please state a reason."),
            Refusal::FieldsNeeded { fields, .. } => fields_needed(fields),
            Refusal::NobodyFound { name, .. } => about(name, "步骤「", "」找不到处理人。", "The step “", "” finds nobody."),
            Refusal::UnknownPerson => Label::both("该人员不存在或已停用。", "This person does not exist or is inactive."),
            Refusal::AlreadyHolder => Label::both("该人员已经在处理这一步骤。", "This person already has this step."),
            Refusal::NotPassed { .. } => Label::both("只能退回到已经走过的步骤。", "A case can only be returned to a step that it has passed."),
            Refusal::NotStarter => Label::both("只有发起人可以撤回。", "Only the starter may take the case back."),
            Refusal::WithdrawClosed => Label::both("该流程不允许撤回。", "This flow does not let a case be taken back."),
            Refusal::AlreadyActed => Label::both("已有人处理，不能撤回。", "Somebody has acted already; the case cannot be taken back."),
            Refusal::NoWay { name, .. } => {
                about(name, "步骤「", "」没有满足条件的分支，也没有默认分支。", "No branch of “", "” fits, and it has no default branch.")
            }
            Refusal::Formula { name, error, .. } => formula(name, error),
            Refusal::Loop { path } => looped(path),
            Refusal::TooDeep { name, .. } => about(
                name,
                "步骤「",
                "」会再开一层子表单流程，已达到层数上限。",
                "The step “",
                "” would open one more case of another form, and they are as deep already as they may be.",
            ),
            Refusal::OnHold => Label::both("流程已挂起。", "The case is on hold."),
            Refusal::NotOnHold => Label::both("流程没有挂起。", "The case is not on hold."),
            Refusal::NotAdministrator => Label::both("只有应用管理员可以这样做。", "Only an administrator of the app may do this."),
            Refusal::NotInvolved => Label::both("只有流程的参与人可以这样做。", "Only people who take part in the case may do this."),
            Refusal::UrgedAlready => Label::both("刚刚已经催办过，请稍后再试。", "The holders were urged a moment ago; try again later."),
            Refusal::NotClaimed => Label::both("请先认领该待办。", "Claim the to-do first."),
            Refusal::TooLate => Label::both("后续步骤已处理，不能拿回。", "The case has gone on since; the decision cannot be taken back."),
            Refusal::NotThere { .. } => Label::both("流程不在这一步骤。", "The case is not at this step."),
            Refusal::LastSigner => Label::both("至少要保留一名处理人。", "At least one person has to be left to decide."),
            Refusal::KeptApart { name } => about(
                name,
                "该人员办过必须与步骤「",
                "」分开的事项，不能再办这一步（职责分离）。",
                "This person did something that must be done by somebody else than whoever has “",
                "”.",
            ),
            Refusal::UnknownNode { node } => Label::both(format!("流程中没有步骤「{node}」。"), format!("The flow has no step “{node}”.")),
        }
    }
}

fn about(name: &Label, zh_before: &str, zh_after: &str, en_before: &str, en_after: &str) -> Label {
    let (zh, en) = (name.get(value::Locale::ZhCn), name.get(value::Locale::En));
    Label::both(format!("{zh_before}{zh}{zh_after}"), format!("{en_before}{en}{en_after}"))
}

fn not_allowed(name: &Label, action: &str) -> Label {
    let word = crate::operations::operation(action).map_or(action, |operation| operation.name[0]);
    let (zh, en) = (name.get(value::Locale::ZhCn), name.get(value::Locale::En));
    Label::both(format!("步骤「{zh}」不允许{word}。"), format!("The step “{en}” does not allow “{action}”."))
}

fn fields_needed(fields: &[(FieldId, Label)]) -> Label {
    let names = |locale, separator: &str| fields.iter().map(|(_, label)| label.get(locale)).collect::<Vec<_>>().join(separator);
    Label::both(format!("请填写：{}。", names(value::Locale::ZhCn, "、")), format!("Please fill in: {}.", names(value::Locale::En, ", ")))
}

fn formula(name: &Label, error: &ErrorValue) -> Label {
    let (zh, en, code) = (name.get(value::Locale::ZhCn), name.get(value::Locale::En), error.code.as_str());
    Label::both(
        format!("步骤「{zh}」的公式无法计算：{code} {}", error.reason),
        format!("A formula of the step “{en}” has no answer: {code} {}", error.reason),
    )
}

fn looped(path: &[NodeId]) -> Label {
    let path = path.iter().map(NodeId::as_str).collect::<Vec<_>>().join(" → ");
    Label::both(format!("流程在没有人工步骤的情况下循环：{path}"), format!("The flow goes round without a step for a person: {path}"))
}
