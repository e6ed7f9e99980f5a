//! 办理: one person fills something in and finishes the step.

use super::{Behaviour, Next, NodeKind};
use crate::{
    Act, Action, Assign, CloseReason, Deadline, Mode, Operation, Refusal, StepRight,
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
use value::FieldId;

/// The kind.
pub static KIND: NodeKind = NodeKind {
    id: "handle",
    name: ["办理", "Task"],
    help: ["由一名处理人填写并办结；多人时谁先办结谁算。", "One person fills it in and finishes it; of several people the first one counts."],
    schema: || schema_for!(HandleSettings),
    example: r#"{
        "id": "repair", "kind": "handle", "label": { "zh-CN": "维修", "en": "Repair" },
        "assign": [{ "by": "field", "field": "engineer" }],
        "fields": { "result": "must" },
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
    assign: Vec<Assign>,
    /// What the holder may do with fields; fields that are not named are shown.
    #[serde(default, skip_serializing_if = "is_default")]
    fields: IndexMap<FieldId, StepRight>,
    /// What the holder may do beside finishing it.
    #[serde(default, skip_serializing_if = "is_default")]
    operations: Vec<Operation>,
    /// Until when it should be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deadline: Option<Deadline>,
    /// Fields that are set when the case comes to this step.
    #[serde(default, skip_serializing_if = "is_default")]
    on_enter: IndexMap<FieldId, FormulaText>,
}

#[derive(Debug)]
struct Handle {
    task: TaskSettings,
    on_enter: IndexMap<FieldId, FormulaText>,
}

impl Handle {
    fn new(settings: HandleSettings) -> Self {
        let HandleSettings { assign, fields, operations, deadline, on_enter } = settings;
        let task = TaskSettings {
            assign,
            mode: Mode::Any,
            fields,
            operations,
            deadline,
            watches_own_case: false,
            may_be_passed: true,
            opinion_on_reject: false,
        };
        Self { task, on_enter }
    }
}

impl Behaviour for Handle {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        task::open(run, place, &self.task)
    }

    fn act(&self, run: &mut Run<'_>, place: Place, act: &Act) -> Result<Next, Refusal> {
        task::decided(run, place, act);
        task::close_all(run, place.token, CloseReason::DecidedByOther);
        Ok(Next::Leave)
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
    }
}
