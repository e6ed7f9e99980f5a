//! 办理: one person fills something in and finishes the step.

use super::{Behaviour, Next, NodeKind};
use crate::{
    Act, Action, Allocation, Assign, CloseReason, Deadline, Operation, Refusal, StepRight,
    compile::Check,
    decide::{Place, Run},
    settings::{Boundary, Guard, is_default},
    task::{self, TaskSettings, Verdict},
};
use definition::{FormulaText, NobodyFound};
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::{FieldId, NodeId};

/// The kind.
pub static KIND: NodeKind = NodeKind {
    id: "handle",
    name: ["办理", "Task"],
    help: ["由一名处理人填写并办结；多人时谁先办结谁算。", "One person fills it in and finishes it; of several people the first one counts."],
    schema: || schema_for!(HandleSettings),
    example: r#"{
        "id": "repair", "kind": "handle", "label": { "zh-CN": "维修", "en": "Repair" },
        "assign": [{ "by": "field", "field": "engineer" }, { "by": "department", "below": true }, { "by": "managers", "from": 1, "to": 2 }],
        "allocation": {
            "first_that_finds": true,
            "skill": { "form": "skill", "user": "user", "matches": [{ "field": "level", "compare": "at_least", "value": "{severity}" }] },
            "on_shift": { "field": "shift", "calendar": "desk" }, "not_who_did": ["lead"], "not_starter": true,
            "familiar": { "field": "customer" }, "capacity": { "at_most": 5, "field": "capacity" }, "counted": "app",
            "choose": "least_loaded", "when_nobody_free": "give_anyway", "rebalance": true,
            "queue": { "priority": "{severity}", "tell": [{ "by": "role", "role": "lead" }] }
        },
        "fields": { "result": "must" },
        "claim": true, "nobody_found": "pass",
        "only_while": "other", "turn": "desk", "boundary": [{ "on": { "message": "cancelled" }, "edge": "stop" }],
        "operations": ["transfer", "return"],
        "deadline": { "within_minutes": 480 },
        "on_enter": { "stage": "\"repair\"" }
    }"#,
    build: |settings| Ok(Arc::new(Handle::new(serde_json::from_value(settings.into())?))),
};

/// Settings of a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct HandleSettings {
    /// Who gets it. Several entries add up; a person who is found twice gets it once.
    #[schemars(extend("x-help" = { "zh-CN": "由谁处理。可以有多个来源，合并计算；同一个人只收到一次。", "en": "Who gets it. Several entries add up; a person who is found twice gets it once." }))]
    assign: Vec<Assign>,
    /// How it is given to some of them; all of them get it when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "怎样分给其中的人；不设则人人收到。", "en": "How it is given to some of them; all of them get it when left out." }))]
    allocation: Option<Allocation>,
    /// Whether it is offered to all of them, and one has to claim it first (认领).
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "所有人都看得到，先由一个人认领，再由他处理。", "en": "Whether it is offered to all of them, and one has to claim it first (认领)." }))]
    claim: bool,
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
    /// What the holder may do beside finishing it.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "除了办结，处理人还可以做什么。", "en": "What the holder may do beside finishing it." }))]
    operations: Vec<Operation>,
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
struct Handle {
    task: TaskSettings,
    guard: Guard,
    on_enter: IndexMap<FieldId, FormulaText>,
}

impl Handle {
    fn new(settings: HandleSettings) -> Self {
        let task = TaskSettings {
            assign: settings.assign,
            allocation: settings.allocation,
            claim: settings.claim,
            fields: settings.fields,
            operations: settings.operations,
            deadline: settings.deadline,
            may_be_passed: true,
            nobody_found: settings.nobody_found,
            ..TaskSettings::default()
        };
        let guard = Guard { only_while: settings.only_while, turn: settings.turn, boundary: settings.boundary };
        Self { task, guard, on_enter: settings.on_enter }
    }
}

impl Behaviour for Handle {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        task::open(run, place, &self.task)
    }

    fn act(&self, run: &mut Run<'_>, place: Place, act: &Act) -> Result<Next, Refusal> {
        match task::decided(run, place, &self.task, act) {
            Verdict::Agreed => {
                task::close_all(run, place.token, CloseReason::DecidedByOther);
                Ok(Next::Leave)
            }
            Verdict::Open | Verdict::Rejected => Ok(Next::Wait),
        }
    }

    fn guard(&self) -> Option<&Guard> {
        Some(&self.guard)
    }

    fn allows(&self, action: &Action) -> bool {
        *action == Action::Complete
    }

    fn task(&self) -> Option<&TaskSettings> {
        Some(&self.task)
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.on_enter
    }

    fn check(&self, check: &mut Check<'_>) {
        check.task(&self.task);
        check.guard(&self.guard);
    }
}
