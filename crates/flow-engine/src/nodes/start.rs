//! 发起: where a flow begins, and where a returned case lies with its starter.

use super::{Behaviour, Next, NodeKind};
use crate::{
    Act, Action, Assign, CloseReason, Deadline, Refusal, StartButton, StartMessage, StartSchedule, Status, StepRight,
    compile::Check,
    decide::{Place, Run},
    settings::is_default,
    starts,
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
    id: "start",
    name: ["发起", "Start"],
    help: [
        "流程从这里开始；退回发起人的单据也回到这里修改后重新提交。",
        "The flow begins here; a returned case comes back here to be revised and submitted again.",
    ],
    schema: || schema_for!(StartSettings),
    example: r#"{
        "id": "start", "kind": "start", "label": { "zh-CN": "发起", "en": "Start" },
        "fields": { "remark": "must", "amount": "read" },
        "deadline": { "within_minutes": 1440 },
        "not_on_create": true, "button": { "label": { "zh-CN": "申请报废", "en": "Ask for scrapping" }, "roles": ["keeper"], "when": "{amount} > 0", "again": true },
        "message": { "name": "order_came", "values": [{ "field": "amount", "from": "sum" }] },
        "schedule": { "recurrence": { "every": "month", "days": [1, -1], "at": ["08:30"], "days_off": "after", "calendar": "line" }, "records": { "field": "amount", "op": "gt", "value": 0 } },
        "on_enter": { "stage": "\"draft\"" }
    }"#,
    build: |settings| Ok(Arc::new(Start::new(serde_json::from_value(settings.into())?))),
};

/// Settings of a start.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct StartSettings {
    /// What the starter may do with fields when the case was returned; fields that are not named may be changed.
    #[serde(skip_serializing_if = "is_default")]
    fields: IndexMap<FieldId, StepRight>,
    /// Until when a returned case should be submitted again.
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<Deadline>,
    /// Whether the creation of a record begins no case; the button does, or another flow that calls this one.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "新建记录时不发起", "en": "Not when a record is created" }))]
    not_on_create: bool,
    /// The button by which a case begins on a record that is there already and has no running case.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "发起按钮", "en": "Button that starts it" }))]
    button: Option<StartButton>,
    /// The message from outside that creates a record and begins a case on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "由消息发起", "en": "Begun by a message" }))]
    message: Option<StartMessage>,
    /// The moments at which cases begin by themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "定时发起", "en": "Begun by a schedule" }))]
    schedule: Option<StartSchedule>,
    /// Fields that are set when the flow begins and when a case is returned.
    #[serde(skip_serializing_if = "is_default")]
    on_enter: IndexMap<FieldId, FormulaText>,
}

#[derive(Debug)]
struct Start {
    task: TaskSettings,
    not_on_create: bool,
    button: Option<StartButton>,
    message: Option<StartMessage>,
    schedule: Option<StartSchedule>,
    on_enter: IndexMap<FieldId, FormulaText>,
}

impl Start {
    fn new(settings: StartSettings) -> Self {
        let StartSettings { fields, deadline, not_on_create, button, message, schedule, on_enter } = settings;
        let task = TaskSettings { assign: vec![Assign::Starter], fields, deadline, ..TaskSettings::default() };
        Self { task, not_on_create, button, message, schedule, on_enter }
    }
}

impl Behaviour for Start {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        // A flow that is called begins at once, wherever the case lies.
        if run.state.status == Status::Returned && place.node == run.flow.start() { task::open(run, place, &self.task) } else { Ok(Next::Leave) }
    }

    fn act(&self, run: &mut Run<'_>, place: Place, act: &Act) -> Result<Next, Refusal> {
        task::decided(run, place, &self.task, act);
        // Where the starter is gone, several administrators hold it; the first of them decides.
        task::close_all(run, place.token, CloseReason::DecidedByOther);
        Ok(Next::Leave)
    }

    fn allows(&self, action: &Action) -> bool {
        *action == Action::Resubmit
    }

    fn task(&self) -> Option<&TaskSettings> {
        Some(&self.task)
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.on_enter
    }

    fn waits(&self) -> bool {
        false
    }

    fn begins(&self) -> bool {
        true
    }

    fn begins_on_creation(&self) -> bool {
        !self.not_on_create
    }

    fn button(&self) -> Option<&StartButton> {
        self.button.as_ref()
    }

    fn start_message(&self) -> Option<&StartMessage> {
        self.message.as_ref()
    }

    fn start_schedule(&self) -> Option<&StartSchedule> {
        self.schedule.as_ref()
    }

    fn unlisted(&self) -> StepRight {
        StepRight::Write
    }

    fn check(&self, check: &mut Check<'_>) {
        check.task(&self.task);
        if let Some(button) = &self.button {
            starts::check_button(check, button);
        }
        if let Some(message) = &self.message {
            starts::check_message(check, message);
        }
        if let Some(schedule) = &self.schedule {
            starts::check_schedule(check, schedule);
        }
    }
}
