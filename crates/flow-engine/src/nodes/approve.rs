//! 审批: people agree or turn the case down.

use super::{Behaviour, Next, NodeKind};
use crate::{
    Act, Action, Allocation, Assign, CloseReason, Deadline, Mode, OnReject, Operation, Refusal, Status, StepRight,
    compile::Check,
    decide::{Place, Run},
    operations,
    settings::{Boundary, Guard, RejectNeeds, Weight, is_default},
    task::{self, TaskSettings, Verdict},
};
use definition::{FormulaText, NobodyFound, OwnCase};
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::{EdgeId, FieldId, NodeId};

/// The kind.
pub static KIND: NodeKind = NodeKind {
    id: "approve",
    name: ["审批", "Approval"],
    help: [
        "由处理人同意或拒绝；可设或签、会签、依次、票签。",
        "Its holders agree or turn the case down: one for all, all together, one after the other, or by vote.",
    ],
    schema: || schema_for!(ApproveSettings),
    example: r#"{
        "id": "lead", "kind": "approve", "label": { "zh-CN": "主管审批", "en": "Approval by the lead" },
        "assign": [{ "by": "department_head" }, { "by": "role", "role": "lead" }],
        "allocation": { "not_who_did": ["start"], "not_starter": true },
        "mode": { "ratio": { "percent": 60, "more_than": true, "wait_all": true } },
        "weights": [{ "of": { "by": "role", "role": "lead" }, "weight": 2 }],
        "reject_needs": "all", "claim": true, "own_case": "pass", "nobody_found": "refuse",
        "only_while": "other", "turn": "desk", "boundary": [{ "on": { "after_minutes": 60 }, "edge": "late", "goes_on": true }],
        "fields": { "amount": "write", "reason": "must", "cost": "hidden" },
        "operations": ["transfer", "return", "return_to_step", "return_to_previous", "delegate", "add_sign", "remove_sign", "take_back"],
        "opinion_on_reject": true,
        "on_reject": "return_to_starter",
        "deadline": {
            "within_minutes": 1440, "remind_before_minutes": 60, "escalate_after_minutes": 0,
            "escalate_to": "starter_department_head", "escalation": "hand_over",
            "levels": [{ "after_minutes": 2880, "to": [{ "by": "role", "role": "lead" }], "way": "hand_over" }]
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
    #[schemars(extend("x-help" = { "zh-CN": "由谁处理。可以有多个来源，合并计算；同一个人只收到一次。", "en": "Who gets it. Several entries add up; a person who is found twice gets it once." }))]
    assign: Vec<Assign>,
    /// How it is given to some of them; all of them get it when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "怎样分给其中的人；不设则人人收到。", "en": "How it is given to some of them; all of them get it when left out." }))]
    allocation: Option<Allocation>,
    /// How many have to agree.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "要多少人同意才通过。", "en": "How many have to agree." }))]
    mode: Mode,
    /// How much people weigh in a vote; 1 when they are not named.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "投票时各人的权重；没有列出的为 1。", "en": "How much people weigh in a vote; 1 when they are not named." }))]
    weights: Vec<Weight>,
    /// What rejections need to count.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "怎样才算不同意。", "en": "What rejections need to count." }))]
    reject_needs: RejectNeeds,
    /// Whether it is offered to all of them, and one has to claim it first (认领).
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "所有人都看得到，先由一个人认领，再由他处理。", "en": "Whether it is offered to all of them, and one has to claim it first (认领)." }))]
    claim: bool,
    /// What happens when the starter is to approve the own case; as the flow says when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "轮到发起人审批自己的单据时怎么做；不设则按流程的设置。", "en": "What happens when the starter is to approve the own case; as the flow says when left out." }))]
    own_case: Option<OwnCase>,
    /// What happens when nobody is found; as the flow says when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "找不到处理人时怎么做；不设则按流程的设置。", "en": "What happens when nobody is found; as the flow says when left out." }))]
    nobody_found: Option<NobodyFound>,
    /// The step is open only while a token is at this other step; it is passed as soon as that is over (里程碑).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "只在另一个步骤进行期间开放，那一步结束就跳过这一步（里程碑）。", "en": "The step is open only while a token is at this other step; it is passed as soon as that is over (里程碑)." }))]
    only_while: Option<NodeId>,
    /// Steps with the same turn are never open at the same time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "填同一个名称的步骤不会同时进行。", "en": "Steps with the same turn are never open at the same time." }))]
    turn: Option<String>,
    /// What takes a way out of the step while it waits.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "等待处理期间，什么情况会走另一条出路。", "en": "What takes a way out of the step while it waits." }))]
    boundary: Vec<Boundary>,
    /// What the holder may do with fields; fields that are not named are shown.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "处理人可以怎样处理各字段；没有列出的字段只显示。", "en": "What the holder may do with fields; fields that are not named are shown." }))]
    fields: IndexMap<FieldId, StepRight>,
    /// What the holder may do beside agreeing and rejecting.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "除了同意和不同意，处理人还可以做什么。", "en": "What the holder may do beside agreeing and rejecting." }))]
    operations: Vec<Operation>,
    /// Whether a rejection or a return needs a reason.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "不同意或退回时是否必须写理由。", "en": "Whether a rejection or a return needs a reason." }))]
    opinion_on_reject: bool,
    /// What follows a rejection.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "不同意之后怎么走。", "en": "What follows a rejection." }))]
    on_reject: OnReject,
    /// Until when it should be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "应在多久内办完。", "en": "Until when it should be done." }))]
    deadline: Option<Deadline>,
    /// Fields that are set when the case comes to this step.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "到达这一步时给哪些字段赋值。", "en": "Fields that are set when the case comes to this step." }))]
    on_enter: IndexMap<FieldId, FormulaText>,
}

#[derive(Debug)]
struct Approve {
    task: TaskSettings,
    on_reject: OnReject,
    guard: Guard,
    on_enter: IndexMap<FieldId, FormulaText>,
}

impl Approve {
    fn new(settings: ApproveSettings) -> Self {
        let task = TaskSettings {
            assign: settings.assign,
            allocation: settings.allocation,
            mode: settings.mode,
            weights: settings.weights,
            reject_needs: settings.reject_needs,
            claim: settings.claim,
            fields: settings.fields,
            operations: settings.operations,
            deadline: settings.deadline,
            is_approval: true,
            may_be_passed: true,
            own_case: settings.own_case,
            nobody_found: settings.nobody_found,
            opinion_on_reject: settings.opinion_on_reject,
        };
        let guard = Guard { only_while: settings.only_while, turn: settings.turn, boundary: settings.boundary };
        Self { task, on_reject: settings.on_reject, guard, on_enter: settings.on_enter }
    }

    fn rejected(&self, run: &mut Run<'_>, place: Place, act: &Act) -> Result<Next, Refusal> {
        match &self.on_reject {
            OnReject::End => {
                task::close_all(run, place.token, CloseReason::Ended);
                Ok(Next::End(Status::Rejected))
            }
            OnReject::ReturnToStarter => operations::to_starter(run, place, act),
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
        match task::decided(run, place, &self.task, act) {
            Verdict::Open => Ok(Next::Wait),
            Verdict::Rejected => self.rejected(run, place, act),
            Verdict::Agreed => {
                task::close_all(run, place.token, CloseReason::DecidedByOther);
                Ok(Next::Leave)
            }
        }
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

    fn guard(&self) -> Option<&Guard> {
        Some(&self.guard)
    }

    fn side_edges(&self) -> Vec<&EdgeId> {
        let reject = if let OnReject::Edge(edge) = &self.on_reject { Some(edge) } else { None };
        reject.into_iter().chain(self.guard.boundary.iter().map(|boundary| &boundary.edge)).collect()
    }

    fn check(&self, check: &mut Check<'_>) {
        check.task(&self.task);
        check.guard(&self.guard);
        if let OnReject::Edge(edge) = &self.on_reject {
            check.side_edge(edge, "on_reject/edge");
        }
    }
}
