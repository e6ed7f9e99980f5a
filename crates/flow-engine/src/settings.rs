//! Settings that several kinds of nodes share. Their doc comments are the help texts of the property panel.

use calendar::Target;
use definition::FormulaText;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{CalendarId, ConnectorId, EdgeId, FieldId, Label, NodeId, OperationId, RoleId, SlotId};

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn one() -> u32 {
    1
}

fn is_one(number: &u32) -> bool {
    *number == 1
}

/// Who gets a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum Assign {
    /// Whoever started the flow.
    Starter,
    /// The person whom the deployment has bound to a slot.
    Slot {
        /// The slot.
        #[schemars(extend("x-help" = { "zh-CN": "绑定位。", "en": "The slot." }))]
        slot: SlotId,
    },
    /// Everybody who has a role of the app.
    Role {
        /// The role.
        #[schemars(extend("x-help" = { "zh-CN": "应用的角色。", "en": "The role." }))]
        role: RoleId,
    },
    /// The head of a department.
    DepartmentHead {
        /// Of which department.
        #[serde(default, skip_serializing_if = "is_default")]
        #[schemars(extend("x-label" = { "zh-CN": "哪个部门", "en": "Which department" }))]
        #[schemars(extend("x-help" = { "zh-CN": "哪个部门。", "en": "Of which department." }))]
        of: DepartmentOf,
        /// So many levels above that department; its own head when left out.
        #[serde(default, skip_serializing_if = "is_default")]
        #[schemars(range(min = 0, max = 10))]
        #[schemars(extend("x-help" = { "zh-CN": "从该部门往上多少级；不填则为该部门自己的负责人。", "en": "So many levels above that department; its own head when left out." }))]
        levels_up: u32,
    },
    /// The managers of whoever started the case, one level after the other: the heads of the own department and of those above.
    Managers {
        /// From which level on; 1 is the direct manager.
        #[serde(default = "one", skip_serializing_if = "is_one")]
        #[schemars(range(min = 1, max = 10), extend("x-label" = { "zh-CN": "从第几级上级", "en": "From which level" }))]
        #[schemars(extend("x-help" = { "zh-CN": "从第几级上级开始；1 是直接上级。", "en": "From which level on; 1 is the direct manager." }))]
        from: u32,
        /// Up to which level.
        #[serde(default = "one", skip_serializing_if = "is_one")]
        #[schemars(range(min = 1, max = 10), extend("x-label" = { "zh-CN": "到第几级上级", "en": "Up to which level" }))]
        #[schemars(extend("x-help" = { "zh-CN": "到第几级上级为止。", "en": "Up to which level." }))]
        to: u32,
    },
    /// Everybody in a department.
    #[schemars(extend("x-label" = { "zh-CN": "部门的所有人", "en": "Everybody of a department" }))]
    Department {
        /// Which department.
        #[serde(default, skip_serializing_if = "is_default")]
        #[schemars(extend("x-label" = { "zh-CN": "哪个部门", "en": "Which department" }))]
        #[schemars(extend("x-help" = { "zh-CN": "哪个部门。", "en": "Which department." }))]
        of: DepartmentOf,
        /// Whether people in departments below it count too.
        #[serde(default, skip_serializing_if = "is_default")]
        #[schemars(extend("x-help" = { "zh-CN": "下级部门的人是否也算。", "en": "Whether people in departments below it count too." }))]
        below: bool,
    },
    /// Whoever holds a position: has a role of the app and belongs to a department, or else to the nearest one above where somebody does.
    #[schemars(extend("x-label" = { "zh-CN": "岗位（某部门里有某角色的人）", "en": "A position: a role in a department" }))]
    Position {
        /// The role.
        #[schemars(extend("x-help" = { "zh-CN": "岗位对应的角色，如班组长。", "en": "The role, such as shift leader." }))]
        role: RoleId,
        /// In which department.
        #[serde(default, skip_serializing_if = "is_default")]
        #[schemars(extend("x-label" = { "zh-CN": "哪个部门", "en": "Which department" }))]
        #[schemars(extend("x-help" = { "zh-CN": "在哪个部门里找。", "en": "In which department." }))]
        of: DepartmentOf,
        /// Whether people in departments below it count too.
        #[serde(default, skip_serializing_if = "is_default")]
        #[schemars(extend("x-help" = { "zh-CN": "下级部门的人是否也算。", "en": "Whether people in departments below it count too." }))]
        below: bool,
        /// Whether it is looked for in that department only, not in those above when nobody is found.
        #[serde(default, skip_serializing_if = "is_default")]
        #[schemars(extend("x-label" = { "zh-CN": "只在该部门找", "en": "In that department only" }))]
        #[schemars(extend("x-help" = { "zh-CN": "不勾选时，该部门没有人就到上一级部门找，直到找到为止。", "en": "When it is off and nobody is found there, the departments above are looked through one after the other." }))]
        only_there: bool,
    },
    /// The person or people in a field of the record.
    Field {
        /// The field; it refers to users.
        #[schemars(extend("x-help" = { "zh-CN": "指向用户的字段。", "en": "The field; it refers to users." }))]
        field: FieldId,
    },
    /// Whoever did an earlier step.
    Did {
        /// The step.
        #[schemars(extend("x-help" = { "zh-CN": "哪个步骤的处理人。", "en": "The step." }))]
        node: NodeId,
    },
    /// The person of the row, in a step for each row.
    Row {
        /// The column that refers to users; left out when the rows are people themselves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(extend("x-help" = { "zh-CN": "子表中指向用户的列；每一行就是一个人时不填。", "en": "The column that refers to users; left out when the rows are people themselves." }))]
        column: Option<FieldId>,
    },
}

/// Which department.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DepartmentOf {
    /// That of the starter.
    #[default]
    #[schemars(extend("x-label" = { "zh-CN": "发起人的部门", "en": "That of the starter" }))]
    Starter,
    /// That in a field of the record.
    #[schemars(extend("x-label" = { "zh-CN": "表单里的部门字段", "en": "That in a field of the form" }))]
    Field(FieldId),
    /// That which the deployment has bound to a slot.
    #[schemars(extend("x-label" = { "zh-CN": "绑定的部门", "en": "A department that is bound" }))]
    Slot(SlotId),
}

/// How many have to agree.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// One decides for all (或签).
    #[default]
    Any,
    /// Everybody has to agree (会签).
    All,
    /// Everybody has to agree, one after the other (依次).
    Sequential,
    /// A share of the votes has to agree (票签).
    Ratio(Ratio),
    /// As many votes as this have to agree.
    Count(u32),
}

/// A share of the votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ratio {
    /// The share in percent.
    #[schemars(range(min = 1, max = 100))]
    #[schemars(extend("x-help" = { "zh-CN": "同意的份额，百分比。", "en": "The share in percent." }))]
    pub percent: u32,
    /// Whether it has to be more than this share; at least this share when left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "要超过这个份额；不选则达到即可。", "en": "Whether it has to be more than this share; at least this share when left out." }))]
    pub more_than: bool,
    /// Whether all have to vote even when the result is certain; it ends as soon as it is certain when left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "结果已经确定也要等所有人投完；不选则结果一确定就结束。", "en": "Whether all have to vote even when the result is certain; it ends as soon as it is certain when left out." }))]
    pub wait_all: bool,
}

/// What rejections need to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RejectNeeds {
    /// The first rejection decides; in a vote, as soon as the share cannot be reached any more.
    #[default]
    First,
    /// Only when nobody is left who could agree.
    All,
}

/// How much some people weigh in a vote. Who is not named weighs 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// Who.
    #[schemars(extend("x-help" = { "zh-CN": "谁。", "en": "Who." }))]
    pub of: Assign,
    /// How much.
    #[schemars(range(min = 1, max = 1000))]
    #[schemars(extend("x-help" = { "zh-CN": "一票算几票。", "en": "How much." }))]
    pub weight: u32,
}

/// What takes a way out of a step that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Boundary {
    /// What happens.
    #[schemars(extend("x-help" = { "zh-CN": "发生什么。", "en": "What happens." }))]
    pub on: Trigger,
    /// Whose working time counts; that of the app when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "按哪个工作日历计算；不填则按应用的工作日历。", "en": "Whose working time counts; that of the app when left out." }))]
    pub calendar: Option<CalendarId>,
    /// The edge out of the step that is taken then.
    #[schemars(extend("x-help" = { "zh-CN": "这时走该步骤的哪条出线。", "en": "The edge out of the step that is taken then." }))]
    pub edge: EdgeId,
    /// Whether the step goes on beside it; it is taken away when left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "步骤本身是否同时继续；不选则收回。", "en": "Whether the step goes on beside it; it is taken away when left out." }))]
    pub goes_on: bool,
}

/// What happens while a step waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// So many minutes of all time have passed.
    #[schemars(extend("x-label" = { "zh-CN": "等待若干分钟（自然时间）之后", "en": "After so many minutes of all time" }))]
    AfterMinutes(u32),
    /// So much working or all time has passed.
    #[schemars(extend("x-label" = { "zh-CN": "等待一段工作时间之后", "en": "After some working time" }))]
    Within(Target),
    /// The moment in a field has come.
    #[schemars(extend("x-label" = { "zh-CN": "字段里的时间到了", "en": "When the moment in a field has come" }))]
    Until(Until),
    /// A message comes.
    Message(String),
}

/// A moment that a field of the record holds, or some time before or after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Until {
    /// The field: a date, or a date with its time. While it is blank there is no such moment, and when it changes the moment changes too.
    #[schemars(extend("x-label" = { "zh-CN": "日期或时间字段", "en": "Field with a date or moment" }))]
    #[schemars(extend("x-help" = { "zh-CN": "日期，或日期加时间。为空时没有这个时刻；字段改变，时刻跟着变。", "en": "The field: a date, or a date with its time. While it is blank there is no such moment, and when it changes the moment changes too." }))]
    pub field: FieldId,
    /// So long before that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "提前", "en": "Before it" }))]
    #[schemars(extend("x-help" = { "zh-CN": "比该时刻提前多久。", "en": "So long before that." }))]
    pub before: Option<Target>,
    /// So long after that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "推后", "en": "After it" }))]
    #[schemars(extend("x-help" = { "zh-CN": "比该时刻推后多久。", "en": "So long after that." }))]
    pub after: Option<Target>,
}

/// When a step is open at all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Guard {
    pub only_while: Option<NodeId>,
    pub turn: Option<String>,
    pub boundary: Vec<Boundary>,
}

impl Guard {
    /// Whether a message of this name takes a way out.
    pub fn hears(&self, name: &str) -> bool {
        self.boundary.iter().any(|boundary| matches!(&boundary.on, Trigger::Message(awaited) if awaited == name))
    }
}

/// What the holder of a step may do with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepRight {
    /// Not shown.
    Hidden,
    /// Shown.
    #[default]
    Read,
    /// Shown and changed.
    Write,
    /// Shown and changed, and filled in before the step can be finished.
    Must,
}

/// What the holder of a step may do beside finishing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// Hand the to-do to somebody else (转办).
    Transfer,
    /// Send the case back to the starter (退回发起人).
    Return,
    /// Send the case back to any step that it has passed (退回任意步骤).
    ReturnToStep,
    /// Send the case back to the step before (退回上一步).
    ReturnToPrevious,
    /// Ask somebody else to do it, and get it back afterwards (委派).
    Delegate,
    /// Add people who decide before, after or beside the holder (加签).
    AddSign,
    /// Take people out who have not decided yet (减签).
    RemoveSign,
    /// Take the own decision back while nobody has acted since (拿回).
    TakeBack,
}

/// What follows when an approval is turned down.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnReject {
    /// The case ends as rejected.
    #[default]
    End,
    /// The case goes back to the starter.
    ReturnToStarter,
    /// The case takes this edge out of the step.
    Edge(EdgeId),
}

/// Until when a step should be done: in minutes of all time, or `within` a time that a working calendar counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// Minutes of all time from opening the to-do until it is due; or write `within`.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 1, max = 5_256_000))]
    #[schemars(extend("x-help" = { "zh-CN": "从待办产生到到期的分钟数（自然时间）；也可以改填「时限」。", "en": "Minutes of all time from opening the to-do until it is due; or write `within`." }))]
    pub within_minutes: u32,
    /// How long the to-do may take, in working or in all time; instead of minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "待办要在多长时间内处理，按工作时间或自然时间；代替分钟数。", "en": "How long the to-do may take, in working or in all time; instead of minutes." }))]
    pub within: Option<Target>,
    /// Other times instead, each under a condition; the first that holds counts, also when that changes later.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "满足条件时改用别的时限；取第一个成立的，之后情况变化也会跟着变。", "en": "Other times instead, each under a condition; the first that holds counts, also when that changes later." }))]
    pub instead: Vec<Instead>,
    /// Whose working time counts beside `within`; that of the app when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "填写时限时按哪个工作日历；不填则按应用的工作日历。", "en": "Whose working time counts beside `within`; that of the app when left out." }))]
    pub calendar: Option<CalendarId>,
    /// Percentages of that time at which the holder is reminded, such as 50, 80, 100.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "用去多少百分比时提醒处理人，例如 50、80、100。", "en": "Percentages of that time at which the holder is reminded, such as 50, 80, 100." }))]
    pub warn_at: Vec<u32>,
    /// After the last of them the holder is reminded again each time so many percent more have gone by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 5, max = 1000))]
    #[schemars(extend("x-help" = { "zh-CN": "最后一次提醒之后，每多用去这么多百分比再提醒一次。", "en": "After the last of them the holder is reminded again each time so many percent more have gone by." }))]
    pub warn_every: Option<u32>,
    /// What the clock waits for: meanwhile no time counts. On hold it stands still anyway.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "等待什么时停止计时。流程挂起时总是停止计时。", "en": "What the clock waits for: meanwhile no time counts. On hold it stands still anyway." }))]
    pub pause: Vec<Pause>,
    /// Minutes before that at which the holder is reminded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 5_256_000))]
    #[schemars(extend("x-help" = { "zh-CN": "到期前多少分钟提醒处理人。", "en": "Minutes before that at which the holder is reminded." }))]
    pub remind_before_minutes: Option<u32>,
    /// Minutes after it was due at which it escalates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 5_256_000))]
    #[schemars(extend("x-help" = { "zh-CN": "到期后多少分钟升级。", "en": "Minutes after it was due at which it escalates." }))]
    pub escalate_after_minutes: Option<u32>,
    /// To whom it escalates.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "升级给谁。", "en": "To whom it escalates." }))]
    pub escalate_to: EscalateTo,
    /// What escalation does.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "升级时做什么。", "en": "What escalation does." }))]
    pub escalation: EscalationWay,
    /// Further levels of escalation, in their order.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "更多的升级级别，依次执行。", "en": "Further levels of escalation, in their order." }))]
    pub levels: Vec<Level>,
}

/// A level of escalation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Minutes of all time from opening the to-do until it is reached, beside `within_minutes`.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 1, max = 5_256_000))]
    #[schemars(extend("x-help" = { "zh-CN": "从待办产生起多少分钟（自然时间）到这一级；与分钟数的时限一起用。", "en": "Minutes of all time from opening the to-do until it is reached, beside `within_minutes`." }))]
    pub after_minutes: u32,
    /// So long after the to-do was opened, pauses left out; beside `within`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "从待办产生起多久到这一级，暂停的时间不算；与「时限」一起用。", "en": "So long after the to-do was opened, pauses left out; beside `within`." }))]
    pub after: Option<Target>,
    /// So long after it was due; beside `within`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "到期之后多久到这一级；与「时限」一起用。", "en": "So long after it was due; beside `within`." }))]
    pub after_due: Option<Target>,
    /// After so many percent of its time; beside `within`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 10_000))]
    #[schemars(extend("x-help" = { "zh-CN": "用去时限的百分之几到这一级；与「时限」一起用。", "en": "After so many percent of its time; beside `within`." }))]
    pub percent: Option<u32>,
    /// Only when the record is like this at that moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "到时记录符合条件才执行。", "en": "Only when the record is like this at that moment." }))]
    pub when: Option<FormulaText>,
    /// Who is told or gets the to-do; its holder when left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "通知谁或转给谁；不填则为待办的处理人。", "en": "Who is told or gets the to-do; its holder when left out." }))]
    pub to: Vec<Assign>,
    /// What it does.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "做什么。", "en": "What it does." }))]
    pub way: EscalationWay,
    /// Fields that are set.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "给哪些字段赋值。", "en": "Fields that are set." }))]
    pub set: IndexMap<FieldId, FormulaText>,
}

/// Another time under a condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Instead {
    /// When the record is like this.
    #[schemars(extend("x-help" = { "zh-CN": "记录符合这个条件时。", "en": "When the record is like this." }))]
    pub when: FormulaText,
    /// So long it may take then.
    #[schemars(extend("x-help" = { "zh-CN": "这时的时限。", "en": "So long it may take then." }))]
    pub within: Target,
}

/// What a clock waits for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// Why it stands still, in words.
    #[schemars(extend("x-help" = { "zh-CN": "为什么停止计时，给人看的说明。", "en": "Why it stands still, in words." }))]
    pub label: Label,
    /// How long it stands still.
    #[serde(rename = "while")]
    #[schemars(extend("x-help" = { "zh-CN": "什么情况下停止计时。", "en": "How long it stands still." }))]
    pub waits_for: WaitsFor,
}

/// While this is so, a clock stands still.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WaitsFor {
    /// The case lies with its starter to be revised.
    Returned,
    /// The case is at this other step.
    Node(NodeId),
    /// The record is like this.
    When(FormulaText),
}

/// To whom a late to-do escalates. When the head is the late person, the head of the department above is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EscalateTo {
    /// The head of the holder's department.
    #[default]
    HolderDepartmentHead,
    /// The head of the starter's department.
    StarterDepartmentHead,
}

/// What escalation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EscalationWay {
    /// The head is told; the to-do stays where it is.
    #[default]
    Tell,
    /// The to-do moves to the head (超时转审).
    HandOver,
    /// The step is passed as agreed or done, whoever has not decided (超时自动通过).
    Pass,
}

/// A call of an operation of a connector.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Call {
    /// The connector.
    pub connector: Option<ConnectorId>,
    /// What it is asked to do.
    pub operation: Option<OperationId>,
    /// The service that a foreign drawing means.
    pub service: Option<String>,
    /// What it is given.
    pub input: Vec<Given>,
    /// What is taken out of its answer.
    pub answer: Vec<Taken>,
}

/// Something that a call is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// The input of the operation.
    #[schemars(extend("x-label" = { "zh-CN": "输入", "en": "Input" }, "x-of" = "input"))]
    #[schemars(extend("x-help" = { "zh-CN": "操作的输入项。", "en": "The input of the operation." }))]
    pub input: String,
    /// What it is given.
    #[schemars(extend("x-label" = { "zh-CN": "给它的值", "en": "What it is given" }))]
    #[schemars(extend("x-help" = { "zh-CN": "给它的值。", "en": "What it is given." }))]
    pub value: FormulaText,
}

/// Something that comes from outside into the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// The field that is set.
    #[schemars(extend("x-label" = { "zh-CN": "写入字段", "en": "Into the field" }))]
    #[schemars(extend("x-help" = { "zh-CN": "写入哪个字段。", "en": "The field that is set." }))]
    pub field: FieldId,
    /// The value: of the answer by its id, of a message by its name.
    #[schemars(extend("x-label" = { "zh-CN": "取自", "en": "Taken from" }, "x-of" = "answer"))]
    #[schemars(extend("x-help" = { "zh-CN": "取什么：答复中的输出项，或消息中的名称。", "en": "The value: of the answer by its id, of a message by its name." }))]
    pub from: String,
}
