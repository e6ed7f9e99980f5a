//! 审批: people agree or turn the case down.

use super::{Behaviour, Next, NodeKind};
use crate::{
    Act, Action, Assign, CloseReason, Deadline, Mode, OnReject, Operation, Refusal, Status, StepRight,
    compile::Check,
    decide::{Place, Run},
    settings::is_default,
    task::{self, TaskSettings},
};
use definition::FormulaText;
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::{EdgeId, FieldId};

/// The kind.
pub static KIND: NodeKind = NodeKind {
    id: "approve",
    name: ["审批", "Approval"],
    help: ["由处理人同意或拒绝；可设或签、会签。", "Its holders agree or turn the case down, one for all or all together."],
    schema: || schema_for!(ApproveSettings),
    example: r#"{
        "id": "lead", "kind": "approve", "label": { "zh-CN": "主管审批", "en": "Approval by the lead" },
        "assign": [{ "by": "department_head" }, { "by": "role", "role": "lead" }],
        "mode": "all",
        "fields": { "amount": "write", "reason": "must", "cost": "hidden" },
        "operations": ["transfer", "return", "return_to_step"],
        "opinion_on_reject": true,
        "on_reject": "return_to_starter",
        "deadline": {
            "within_minutes": 1440, "remind_before_minutes": 60, "escalate_after_minutes": 0,
            "escalate_to": "starter_department_head", "escalation": "hand_over"
        },
        "on_enter": { "stage": "\"approval\"" }
    }"#,
    build: |settings| Ok(Arc::new(Approve::new(serde_json::from_value(settings.into())?))),
};

/// Settings of an approval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ApproveSettings {
    /// Who gets it. Several entries add up; a person who is found twice gets it once.
    assign: Vec<Assign>,
    /// How many have to agree.
    #[serde(default, skip_serializing_if = "is_default")]
    mode: Mode,
    /// What the holder may do with fields; fields that are not named are shown.
    #[serde(default, skip_serializing_if = "is_default")]
    fields: IndexMap<FieldId, StepRight>,
    /// What the holder may do beside agreeing and rejecting.
    #[serde(default, skip_serializing_if = "is_default")]
    operations: Vec<Operation>,
    /// Whether a rejection or a return needs a reason.
    #[serde(default, skip_serializing_if = "is_default")]
    opinion_on_reject: bool,
    /// What follows a rejection.
    #[serde(default, skip_serializing_if = "is_default")]
    on_reject: OnReject,
    /// Until when it should be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deadline: Option<Deadline>,
    /// Fields that are set when the case comes to this step.
    #[serde(default, skip_serializing_if = "is_default")]
    on_enter: IndexMap<FieldId, FormulaText>,
}

#[derive(Debug)]
struct Approve {
    task: TaskSettings,
    on_reject: OnReject,
    on_enter: IndexMap<FieldId, FormulaText>,
}

impl Approve {
    fn new(settings: ApproveSettings) -> Self {
        let ApproveSettings { assign, mode, fields, operations, opinion_on_reject, on_reject, deadline, on_enter } = settings;
        let task = TaskSettings { assign, mode, fields, operations, deadline, watches_own_case: true, may_be_passed: true, opinion_on_reject };
        Self { task, on_reject, on_enter }
    }

    fn rejected(&self, run: &mut Run<'_>, place: Place, act: &Act) -> Result<Next, Refusal> {
        match &self.on_reject {
            OnReject::End => {
                task::close_all(run, place.token, CloseReason::Ended);
                Ok(Next::End(Status::Rejected))
            }
            OnReject::ReturnToStarter => Ok(task::back_to_starter(run, place, act)),
            OnReject::Edge(id) => {
                task::close_all(run, place.token, CloseReason::DecidedByOther);
                let edge = run.node(place).edges().iter().position(|edge| edge.id() == id);
                edge.map(Next::LeaveBy).ok_or_else(|| run.no_way(place))
            }
        }
    }
}

impl Behaviour for Approve {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        task::open(run, place, &self.task)
    }

    fn act(&self, run: &mut Run<'_>, place: Place, act: &Act) -> Result<Next, Refusal> {
        task::decided(run, place, act);
        if act.action == Action::Reject {
            return self.rejected(run, place, act);
        }
        if self.task.mode == Mode::All && task::waits(run, place.token) {
            return Ok(Next::Wait);
        }
        task::close_all(run, place.token, CloseReason::DecidedByOther);
        Ok(Next::Leave)
    }

    fn allows(&self, action: &Action) -> bool {
        matches!(action, Action::Approve | Action::Reject)
    }

    fn task(&self) -> Option<&TaskSettings> {
        Some(&self.task)
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.on_enter
    }

    fn reject_edge(&self) -> Option<&EdgeId> {
        if let OnReject::Edge(edge) = &self.on_reject { Some(edge) } else { None }
    }

    fn check(&self, check: &mut Check<'_>) {
        check.task(&self.task);
        if let OnReject::Edge(edge) = &self.on_reject {
            check.reject_edge(edge);
        }
    }
}
