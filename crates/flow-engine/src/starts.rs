//! How a case begins other than by a person who creates a record: by a button on a record that is there, by a message from outside, or by
//! a schedule.

use crate::{
    CompiledFlow,
    compile::{Check, outside},
    settings::{Taken, is_default},
};
use calendar::{DaysOff, Recurrence};
use definition::FormulaText;
use formula::{Budget, World};
use query::Filter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use value::{ErrorValue, Label, RoleId, Value};

/// A button on a record that has no running case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartButton {
    /// What stands on it.
    #[schemars(extend("x-label" = { "zh-CN": "按钮名称", "en": "Name of the button" }, "x-help" = { "zh-CN": "按钮上显示的文字。", "en": "What stands on it." }))]
    pub label: Label,
    /// Who may press it: holders of these roles who see the record. Whoever may change the record, when none is named.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "哪些角色可用", "en": "For which roles" }, "x-help" = { "zh-CN": "能看到该记录的这些角色可以按；不填则是能修改该记录的人。", "en": "Who may press it: holders of these roles who see the record. Whoever may change the record, when none is named." }))]
    pub roles: Vec<RoleId>,
    /// Only on records for which this is true.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "显示条件", "en": "Only when" }, "x-help" = { "zh-CN": "只在符合这个条件的记录上显示。", "en": "Only on records for which this is true." }))]
    pub when: Option<FormulaText>,
    /// Whether it is there again when a case of the record is over.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "结束后可再次发起", "en": "Again after the end" }, "x-help" = { "zh-CN": "该记录的流程结束后，按钮是否再次出现。", "en": "Whether it is there again when a case of the record is over." }))]
    pub again: bool,
}

/// A message from outside that creates a record and begins a case on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartMessage {
    /// The name of the message.
    #[schemars(extend("x-label" = { "zh-CN": "消息名称", "en": "Name of the message" }, "x-help" = { "zh-CN": "外部系统发来的消息的名称；一个名称只能发起一个流程。", "en": "The name of the message; one name begins one flow." }))]
    pub name: String,
    /// What is taken out of the message into the new record.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "取自消息的值", "en": "What is taken from the message" }, "x-help" = { "zh-CN": "消息里的哪些值写入新记录的哪些字段。", "en": "What is taken out of the message into the new record." }))]
    pub values: Vec<Taken>,
}

/// Moments at which cases begin by themselves: on records that are there, or one on a new record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartSchedule {
    /// When.
    #[schemars(extend("x-label" = { "zh-CN": "什么时候", "en": "When it begins" }, "x-help" = { "zh-CN": "多久一次、哪几天、几点。", "en": "How often, on which days, at which times." }))]
    pub recurrence: Recurrence,
    /// On which records: on each that fulfils this and has no running case. On a new record when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "在哪些记录上（不填则新建一条）", "en": "On which records (a new one when left out)" }, "x-help" = { "zh-CN": "在每条符合条件、没有进行中流程的记录上各发起一个；不填则新建一条记录并在上面发起。", "en": "On each record that fulfils this and has no running case. On a new record when left out." }))]
    pub records: Option<Filter>,
}

impl StartMessage {
    /// What the new record holds at first.
    pub fn values_from(&self, brought: &Map<String, Json>) -> Map<String, Json> {
        let taken = |taken: &Taken| Some((taken.field.to_string(), brought.get(&taken.from)?.clone()));
        self.values.iter().filter_map(taken).collect()
    }
}

impl CompiledFlow {
    /// The message by which it begins with a new record.
    pub fn start_message(&self) -> Option<&StartMessage> {
        self.start_behaviour().start_message()
    }

    /// The moments at which it begins by itself.
    pub fn start_schedule(&self) -> Option<&StartSchedule> {
        self.start_behaviour().start_schedule()
    }

    /// The button by which it begins on a record that is there already.
    pub fn button(&self) -> Option<&StartButton> {
        self.start_behaviour().button()
    }

    /// Whether the condition of the button holds for a record.
    pub fn button_fits(&self, world: &dyn World) -> Result<bool, ErrorValue> {
        let Some(when) = self.button_condition() else { return Ok(true) };
        match formula::evaluate(when, world, Budget::default()) {
            Value::Error(error) => Err(error),
            answer => Ok(formula::is_true(&answer)),
        }
    }
}

/// Checks the moments; the filter is checked where filters are.
pub(crate) fn check_schedule(check: &mut Check<'_>, schedule: &StartSchedule) {
    for fault in schedule.recurrence.faults() {
        check.error("MW0714", &format!("schedule/recurrence/{}", fault.pointer), fault.message);
    }
    let counts_workdays = (schedule.recurrence.days_off != DaysOff::Keep).then_some("schedule/recurrence/days_off");
    check.known_calendar(schedule.recurrence.calendar.as_ref(), "schedule/recurrence/calendar", counts_workdays);
}

/// Checks the message.
pub(crate) fn check_message(check: &mut Check<'_>, message: &StartMessage) {
    outside::message(check, "message/", &message.name, &message.values);
}

/// Checks the button; its condition is checked where formulas are.
pub(crate) fn check_button(check: &mut Check<'_>, button: &StartButton) {
    if button.label.is_empty() {
        let message = Label::both("发起按钮没有名称。", "The button that starts a case has no name.");
        let hint = Label::both("写上按钮的名称，例如“申请报废”。", "Name it, such as “Ask for scrapping”.");
        check.error_with("MW0712", "button/label", message, Some(hint));
    }
    for (index, role) in button.roles.iter().enumerate() {
        check.role(role.as_str(), &format!("button/roles/{index}"));
    }
}
