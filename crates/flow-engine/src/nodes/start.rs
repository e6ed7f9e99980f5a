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
    #[schemars(extend("x-help" = { "zh-CN": "退回给发起人后，发起人可以怎样处理各字段；没有列出的字段可改。", "en": "What the starter may do with fields when the case was returned; fields that are not named may be changed." }))]
    fields: IndexMap<FieldId, StepRight>,
    /// Until when a returned case should be submitted again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "退回后应在多久内重新提交。", "en": "Until when a returned case should be submitted again." }))]
    deadline: Option<Deadline>,
    /// Whether the creation of a record begins no case; what is set below does, or another flow that calls this one.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "新建记录时不发起", "en": "Not when a record is created" }, "x-help" = { "zh-CN": "新建记录时不发起；由下面所设的方式发起，或由调用它的流程发起。", "en": "Whether the creation of a record begins no case; what is set below does, or another flow that calls this one." }))]
    not_on_create: bool,
    /// The button by which a case begins on a record that is there already and has no running case.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "发起按钮", "en": "Button that starts it" }, "x-help" = { "zh-CN": "在已有的、没有流程正在进行的记录上发起流程的按钮。", "en": "The button by which a case begins on a record that is there already and has no running case." }))]
    button: Option<StartButton>,
    /// The message from outside that creates a record and begins a case on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "由消息发起", "en": "Begun by a message" }, "x-help" = { "zh-CN": "外部系统发来这个消息时，新建一条记录并在上面发起流程。", "en": "The message from outside that creates a record and begins a case on it." }))]
    message: Option<StartMessage>,
    /// The moments at which cases begin by themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "定时发起", "en": "Begun by a schedule" }, "x-help" = { "zh-CN": "到了这些时刻，流程自动发起。", "en": "The moments at which cases begin by themselves." }))]
    schedule: Option<StartSchedule>,
    /// Fields that are set when the flow begins and when a case is returned.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "流程开始时和被退回时给哪些字段赋值。", "en": "Fields that are set when the flow begins and when a case is returned." }))]
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
