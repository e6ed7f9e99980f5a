//! 逐行办理: one to-do for each row of a field, all at once or one after the other.

use super::{Behaviour, Next, NodeKind, join::Rest};
use crate::{
    Act, Action, Allocation, Assign, CloseReason, Deadline, Event, Operation, PassReason, Refusal, Status, StepRight,
    compile::Check,
    decide::{Place, Run},
    holders,
    settings::{Boundary, Guard, is_default},
    task::{self, TaskSettings, Verdict},
};
use definition::FormulaText;
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::FieldId;

/// The kind.
pub static KIND: NodeKind = NodeKind {
    id: "for_each",
    name: ["逐行办理", "For each row"],
    help: [
        "子表的每一行或多选人员中的每一个各有一个待办，同时或依次办理；可设办完几个就继续。",
        "Each row of a table, or each of several people, gives a to-do; all at once or one after the other, until enough are done.",
    ],
    schema: || schema_for!(ForEachSettings),
    example: r#"{
        "id": "check_lines", "kind": "for_each", "label": { "zh-CN": "逐行核对", "en": "Check each line" },
        "over": "lines", "assign": [{ "by": "row", "column": "checker" }], "allocation": { "not_starter": true },
        "sequential": true, "need": 2, "rest": "cancel", "goes_on": true,
        "fields": { "result": "write" }, "operations": ["transfer"], "deadline": { "within_minutes": 480 },
        "boundary": [{ "on": { "message": "stop" }, "edge": "stopped" }],
        "on_enter": { "stage": "\"lines\"" }
    }"#,
    build: |settings| Ok(Arc::new(ForEach::new(serde_json::from_value(settings.into())?))),
};

/// Settings of a step for each row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ForEachSettings {
    /// The field with the rows: a table, or a field with several people.
    #[schemars(extend("x-help" = { "zh-CN": "逐行办理哪个字段：子表，或可选多人的成员字段。", "en": "The field with the rows: a table, or a field with several people." }))]
    over: FieldId,
    /// Who gets the to-do of a row.
    #[schemars(extend("x-help" = { "zh-CN": "每一行的待办由谁处理。", "en": "Who gets the to-do of a row." }))]
    assign: Vec<Assign>,
    /// How it is given to some of them; all of them get it when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "怎样分给其中的人；不设则人人收到。", "en": "How it is given to some of them; all of them get it when left out." }))]
    allocation: Option<Allocation>,
    /// Whether the rows are done one after the other; all at once when left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "一行办完再办下一行；不选则各行同时进行。", "en": "Whether the rows are done one after the other; all at once when left out." }))]
    sequential: bool,
    /// How many rows have to be done; all when left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 1, max = 10_000))]
    #[schemars(extend("x-help" = { "zh-CN": "要办完多少行；不填则全部。", "en": "How many rows have to be done; all when left out." }))]
    need: u32,
    /// The step is done as soon as this holds after a row is done, whatever the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "办完一行后只要符合这个条件，这一步就完成，不论办完多少行。", "en": "The step is done as soon as this holds after a row is done, whatever the number." }))]
    done_when: Option<FormulaText>,
    /// What happens to the other rows then.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "这时其余的行怎么办。", "en": "What happens to the other rows then." }))]
    rest: Rest,
    /// Whether the case goes on at once and nobody waits for the rows.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "流程立即继续，不等各行办完。", "en": "Whether the case goes on at once and nobody waits for the rows." }))]
    goes_on: bool,
    /// What the holder may do with fields; fields that are not named are shown.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "处理人可以怎样处理各字段；没有列出的字段只显示。", "en": "What the holder may do with fields; fields that are not named are shown." }))]
    fields: IndexMap<FieldId, StepRight>,
    /// What the holder may do beside finishing it.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "除了办结，处理人还可以做什么。", "en": "What the holder may do beside finishing it." }))]
    operations: Vec<Operation>,
    /// Until when a row should be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "每一行应在多久内办完。", "en": "Until when a row should be done." }))]
    deadline: Option<Deadline>,
    /// What takes a way out of the step while it waits.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "等待处理期间，什么情况会走另一条出路。", "en": "What takes a way out of the step while it waits." }))]
    boundary: Vec<Boundary>,
    /// Fields that are set when the case comes to this step.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "到达这一步时给哪些字段赋值。", "en": "Fields that are set when the case comes to this step." }))]
    on_enter: IndexMap<FieldId, FormulaText>,
}

/// The token of a row ends where it stands; the step itself goes on when enough rows are done.
const ROW_DONE: Next = Next::End(Status::Completed);

#[derive(Debug)]
struct ForEach {
    over: FieldId,
    sequential: bool,
    need: u32,
    done_when: Option<FormulaText>,
    rest: Rest,
    goes_on: bool,
    task: TaskSettings,
    guard: Guard,
    on_enter: IndexMap<FieldId, FormulaText>,
}

impl ForEach {
    fn new(settings: ForEachSettings) -> Self {
        let task = TaskSettings {
            assign: settings.assign,
            allocation: settings.allocation,
            fields: settings.fields,
            operations: settings.operations,
            deadline: settings.deadline,
            may_be_passed: true,
            ..TaskSettings::default()
        };
        Self {
            over: settings.over,
            sequential: settings.sequential,
            need: settings.need,
            done_when: settings.done_when,
            rest: settings.rest,
            goes_on: settings.goes_on,
            task,
            guard: Guard { boundary: settings.boundary, ..Guard::default() },
            on_enter: settings.on_enter,
        }
    }

    fn open_rows(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        let total = holders::count_rows(run, &self.over);
        let node = run.node(place).id().clone();
        if total == 0 {
            run.emit(Event::NodePassed { node, why: PassReason::NoRows, by: Vec::new() });
            return Ok(Next::Leave);
        }
        run.emit(Event::RowsCounted { token: place.token, node, total });
        let at_once = if self.sequential { 1 } else { total };
        for _ in 0..at_once {
            self.begin(run, place)?;
        }
        if self.goes_on {
            run.emit(Event::ScopesLetGo { owner: place.token });
            return Ok(Next::Leave);
        }
        Ok(Next::Wait)
    }

    /// Begins the next row.
    fn begin(&self, run: &mut Run<'_>, place: Place) -> Result<(), Refusal> {
        let Some(index) = run.state.token(place.token).and_then(|token| token.items.as_ref()).map(|items| items.begun) else { return Ok(()) };
        let scope = run.state.next_token;
        run.emit(Event::ScopeOpened { scope, owner: place.token, index });
        run.spawn(place.node, scope, None)
    }

    fn is_done(&self, run: &Run<'_>, place: Place) -> Result<bool, Refusal> {
        let Some(items) = run.state.token(place.token).and_then(|token| token.items.as_ref()) else { return Ok(true) };
        let enough = self.need > 0 && items.done >= self.need;
        let by_formula = match run.node(place).done_when() {
            Some(formula) => run.holds(place, formula)?,
            None => false,
        };
        Ok(enough || by_formula || items.done >= items.total)
    }
}

impl Behaviour for ForEach {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        // The token of a row stands at the same node, within the scope of its row.
        let is_row = run.row_of(place.token).is_some_and(|row| row.over == &self.over) && run.owner_stands_at(place);
        if !is_row {
            return self.open_rows(run, place);
        }
        Ok(match task::open(run, place, &self.task)? {
            Next::Leave => ROW_DONE,
            next => next,
        })
    }

    fn act(&self, run: &mut Run<'_>, place: Place, act: &Act) -> Result<Next, Refusal> {
        match task::decided(run, place, &self.task, act) {
            Verdict::Agreed => {
                task::close_all(run, place.token, CloseReason::DecidedByOther);
                Ok(ROW_DONE)
            }
            Verdict::Open | Verdict::Rejected => Ok(Next::Wait),
        }
    }

    fn part_done(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        if self.is_done(run, place)? {
            match self.rest {
                Rest::Cancel => run.clear_token(place.token, CloseReason::Cancelled),
                Rest::Ignore => run.emit(Event::ScopesLetGo { owner: place.token }),
            }
            return Ok(Next::Leave);
        }
        if self.sequential {
            self.begin(run, place)?;
        }
        Ok(Next::Wait)
    }

    fn passed(&self) -> Next {
        ROW_DONE
    }

    fn begin_row(&self, run: &mut Run<'_>, place: Place) -> Result<(), Refusal> {
        if self.sequential { Ok(()) } else { self.begin(run, place) }
    }

    fn allows(&self, action: &Action) -> bool {
        *action == Action::Complete
    }

    fn task(&self) -> Option<&TaskSettings> {
        Some(&self.task)
    }

    fn guard(&self) -> Option<&Guard> {
        Some(&self.guard)
    }

    fn rows(&self) -> Option<&FieldId> {
        Some(&self.over)
    }

    fn done_when(&self) -> Option<&FormulaText> {
        self.done_when.as_ref()
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.on_enter
    }

    fn check(&self, check: &mut Check<'_>) {
        check.task(&self.task);
        check.guard(&self.guard);
        check.rows(&self.over, &self.task.assign);
    }
}
