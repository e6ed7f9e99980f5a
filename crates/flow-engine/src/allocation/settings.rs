//! How a step is given to one of those who may have it. The doc comments are the help texts of the property panel.

use crate::{Assign, settings::is_default};
use definition::FormulaText;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{CalendarId, FieldId, FormId, NodeId};

/// How a step is given to some of those who may have it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Allocation {
    /// Whether the entries of who gets it are tried in their order until one finds somebody; left out, all of them add up.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "按顺序尝试每个来源，找到人就不再往下找；不选则合并所有来源。", "en": "The entries are tried in their order until one finds somebody; otherwise all of them add up." }))]
    pub first_that_finds: bool,
    /// Only people for whom a record of another form says that they can do it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "只派给在另一个表单中有符合条件的记录的人，例如技能表。", "en": "Only people for whom a record of another form says that they can do it." }))]
    pub skill: Option<Skill>,
    /// Only people whose working time it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "此刻在工作日历的工作时间内的人才能分到。", "en": "Only people whose working time it is now." }))]
    pub on_shift: Option<Shift>,
    /// Whoever did one of these steps is left out (职责分离).
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "职责分离：办过这些步骤的人不能分到，也不能转办给他们。", "en": "Whoever did one of these steps is left out, and cannot be handed the to-do either." }))]
    pub not_who_did: Vec<NodeId>,
    /// Whether whoever started the case is left out.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "职责分离：发起人不能分到，也不能转办给发起人。", "en": "Whoever started the case is left out, and cannot be handed the to-do either." }))]
    pub not_starter: bool,
    /// Whoever did this step for the same thing before gets it again, if still possible.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "该字段相同的单据以前由谁办过这一步，只要有空就仍派给谁。", "en": "Whoever did this step for the same thing before gets it again, if free." }))]
    pub familiar: Option<Familiar>,
    /// How much a person can hold at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "一个人手上最多同时有几件。", "en": "How much a person can hold at a time." }))]
    pub capacity: Option<Capacity>,
    /// Which open to-dos of a person count as load.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "哪些未办待办计入一个人的负载。", "en": "Which open to-dos of a person count as load." }))]
    pub counted: Counted,
    /// Who of those who are left gets it.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "符合条件又有空的人中派给谁。", "en": "Who of those who are left gets it." }))]
    pub choose: Choose,
    /// What happens when there are people for it, and none of them is free now.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "有人能办但都没空时怎么做。", "en": "What happens when there are people for it, and none of them is free now." }))]
    pub when_nobody_free: WhenNobodyFree,
    /// The waiting queue of the step.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "没人有空时单据在队列里等，先急后缓，同级先到先得。", "en": "Where cases wait: what is more urgent comes first, then what has waited longest." }))]
    pub queue: Queue,
    /// Whether the newest to-do of somebody who holds more than the capacity moves to whoever has the least.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "有人手上超过上限时，把最新、尚未签收的待办转给负载最轻的人。", "en": "The newest to-do of somebody who holds too much moves to whoever has the least." }))]
    pub rebalance: bool,
}

/// Records that say who can do what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Skill {
    /// The form of these records.
    #[schemars(extend("x-label" = { "zh-CN": "记录在哪个表单", "en": "Form of the records" }))]
    #[schemars(extend("x-help" = { "zh-CN": "这些记录在哪个表单。", "en": "The form of these records." }))]
    pub form: FormId,
    /// The field of that form with the person.
    #[schemars(extend("x-of" = "skill"))]
    #[schemars(extend("x-help" = { "zh-CN": "该表单中写明人员的字段。", "en": "The field of that form with the person." }))]
    pub user: FieldId,
    /// What such a record has to say; any record of the person will do when left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "记录要符合哪些条件；不填则本人有任意一条记录即可。", "en": "What such a record has to say; any record of the person will do when left out." }))]
    pub matches: Vec<Match>,
}

/// What a record has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Match {
    /// The field of that form.
    #[schemars(extend("x-of" = "skill"))]
    #[schemars(extend("x-help" = { "zh-CN": "该表单的字段。", "en": "The field of that form." }))]
    pub field: FieldId,
    /// How it is compared.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "如何比较", "en": "How it is compared" }))]
    #[schemars(extend("x-help" = { "zh-CN": "如何比较。", "en": "How it is compared." }))]
    pub compare: Compare,
    /// With what, worked out for the case; a blank asks for nothing.
    #[schemars(extend("x-help" = { "zh-CN": "与什么比较，按每张单据计算；算出空白表示没有要求。", "en": "With what, worked out for the case; a blank asks for nothing." }))]
    pub value: FormulaText,
}

/// How a field of a record is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// The same.
    #[default]
    Equal,
    /// At least so much.
    AtLeast,
    /// At most so much.
    AtMost,
    /// A field of several, with this among them.
    Includes,
}

/// Whose working time counts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Shift {
    /// The field of the skill's form with the id of the person's working calendar.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "写明本人日历的字段", "en": "Field with the own calendar" }, "x-of" = "skill"))]
    #[schemars(extend("x-help" = { "zh-CN": "技能表单中写明本人工作日历的字段。", "en": "The field of the skill's form with the id of the person's working calendar." }))]
    pub field: Option<FieldId>,
    /// The working calendar of all others; that of the app when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "其他人的工作日历", "en": "Calendar of all others" }))]
    #[schemars(extend("x-help" = { "zh-CN": "其他人按哪个工作日历；不填则按应用的工作日历。", "en": "The working calendar of all others; that of the app when left out." }))]
    pub calendar: Option<CalendarId>,
}

/// What makes a case one of the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Familiar {
    /// The field of the record that is the same, such as the customer.
    #[schemars(extend("x-label" = { "zh-CN": "哪个字段相同", "en": "Which field is the same" }))]
    #[schemars(extend("x-help" = { "zh-CN": "相同即视为同一事物的字段，例如客户。", "en": "The field of the record that is the same, such as the customer." }))]
    pub field: FieldId,
}

/// How much a person can hold at a time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Capacity {
    /// So many open to-dos.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 10_000))]
    #[schemars(extend("x-help" = { "zh-CN": "同时最多有多少个未处理的待办。", "en": "So many open to-dos." }))]
    pub at_most: Option<u32>,
    /// The field of the skill's form with the number of the person; where it is blank, the number above counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "写明本人上限的字段", "en": "Field with the own number" }, "x-of" = "skill"))]
    #[schemars(extend("x-help" = { "zh-CN": "技能表单中写明本人上限的字段；该字段为空时按上面的数量。", "en": "The field of the skill's form with the number of the person; where it is blank, the number above counts." }))]
    pub field: Option<FieldId>,
}

/// Which open to-dos of a person count as load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Those of this flow.
    #[default]
    Flow,
    /// Those of this step only.
    Step,
    /// Those of the whole app.
    App,
}

/// Who of several people gets a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Choose {
    /// All of them.
    #[default]
    #[schemars(extend("x-label" = { "zh-CN": "所有符合的人", "en": "All of them" }))]
    All,
    /// Whoever holds the smallest share of the capacity; of several, whoever got nothing for the longest time.
    LeastLoaded,
    /// One after the other, in turn.
    RoundRobin,
}

/// What happens when there are people for a step, and none of them is free now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhenNobodyFree {
    /// The case waits in the queue of the step, and is given to the first who becomes free.
    #[default]
    #[schemars(extend("x-label" = { "zh-CN": "排队等待", "en": "Wait in the queue" }))]
    Wait,
    /// It is given to one of them all the same.
    GiveAnyway,
    /// As if nobody were found.
    Nobody,
}

/// A waiting queue.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Queue {
    /// A number: what has a larger one comes first; of several, what has waited longest.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "算出一个数：大的排在前面；相同时等得久的在前。", "en": "A number: what has a larger one comes first; of several, what has waited longest." }))]
    pub priority: Option<FormulaText>,
    /// Who is told when a case has to wait.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "有单据要等待时通知谁。", "en": "Who is told when a case has to wait." }))]
    pub tell: Vec<Assign>,
}

impl Allocation {
    /// Whether it depends on what people hold now, on turns, records or the hour: then two cases must not be given out at once.
    pub fn counts(&self) -> bool {
        self.skill.is_some() || self.may_be_busy() || self.familiar.is_some() || self.choose != Choose::All
    }

    /// Whether somebody may be there and still not be free.
    pub fn may_be_busy(&self) -> bool {
        self.capacity.is_some() || self.on_shift.is_some()
    }

    /// Whether a case may have to wait.
    pub fn may_wait(&self) -> bool {
        self.counts()
    }
}
