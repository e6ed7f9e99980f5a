//! 子表单流程: a record of another form is filed here and its flow runs; the case goes on when that is over.

use super::{Behaviour, Next, NodeKind};
use crate::{
    Event, MOST_DEEP, Refusal, Status,
    compile::{Check, case},
    decide::{Place, Run},
    settings::{Boundary, Guard, is_default},
};
use definition::FormulaText;
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::{EdgeId, FieldId, FormId, RecordId, Value};

/// The kind.
pub static KIND: NodeKind = NodeKind {
    id: "case",
    name: ["子表单流程", "Case of another form"],
    help: [
        "在另一个表单里新建一条记录，由它自己的流程办理；办完后继续，也可不等它办完。",
        "Files a record of another form, whose own flow runs; the case goes on when that is over, or at once.",
    ],
    schema: || schema_for!(CaseSettings),
    example: r#"{
        "id": "repair", "kind": "case", "label": { "zh-CN": "维修", "en": "Repair" }, "form": "repair",
        "set": { "fault": "{title}" }, "back": "request", "link": "repair",
        "goes_on": true, "on_reject": { "edge": "turned_down" },
        "boundary": [{ "on": { "after_minutes": 1440 }, "edge": "late" }], "on_enter": { "stage": "\"repair\"" }
    }"#,
    build: |settings| Ok(Arc::new(Case::new(serde_json::from_value(settings.into())?))),
};

/// Settings of a case of another form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CaseSettings {
    /// The form of the new record. A flow runs over it.
    #[schemars(extend("x-help" = { "zh-CN": "新记录属于哪个表单；该表单须有自己的流程。", "en": "The form of the new record. A flow runs over it." }))]
    form: FormId,
    /// What is entered in the new record: its fields, each with a formula over this record.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "新记录填入", "en": "What is entered" }, "x-of" = "form", "x-help" = { "zh-CN": "新记录填入什么：列出它的字段，各写一个用本记录计算的公式。", "en": "What is entered in the new record: its fields, each with a formula over this record." }))]
    set: IndexMap<FieldId, FormulaText>,
    /// The field of the new record that refers to this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "新记录中指回本记录的字段", "en": "Its field for this record" }, "x-of" = "form", "x-help" = { "zh-CN": "新记录中用来指回本记录的关联字段。", "en": "The field of the new record that refers to this one." }))]
    back: Option<FieldId>,
    /// The field of this record that refers to the new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "本记录中指向新记录的字段", "en": "Field of this record for the new one" }, "x-help" = { "zh-CN": "本记录中用来指向新记录的关联字段。", "en": "The field of this record that refers to the new one." }))]
    link: Option<FieldId>,
    /// Whether this case goes on at once and nobody waits for the other.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "本流程立即继续，不等新记录的流程办完。", "en": "Whether this case goes on at once and nobody waits for the other." }))]
    goes_on: bool,
    /// What follows when the other case is turned down, withdrawn or ended from outside.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "新记录的流程未通过、被撤回或被终止时怎么走。", "en": "What follows when the other case is turned down, withdrawn or ended from outside." }))]
    on_reject: OnRejected,
    /// What takes a way out while it runs.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "它进行期间，什么情况会走另一条出路。", "en": "What takes a way out while it runs." }))]
    boundary: Vec<Boundary>,
    /// Fields that are set when the case comes here.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "到达这里时给哪些字段赋值。", "en": "Fields that are set when the case comes here." }))]
    on_enter: IndexMap<FieldId, FormulaText>,
}

/// What follows when a case of another form does not go through.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum OnRejected {
    /// This case ends as rejected, too.
    #[default]
    End,
    /// This case goes on as if the other had gone through.
    GoOn,
    /// This case takes another way out of the step.
    Edge(EdgeId),
}

#[derive(Debug)]
struct Case {
    settings: CaseSettings,
    guard: Guard,
}

impl Case {
    fn new(settings: CaseSettings) -> Self {
        let guard = Guard { boundary: settings.boundary.clone(), ..Guard::default() };
        Self { settings, guard }
    }
}

impl Behaviour for Case {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        let node = run.node(place);
        let depth = run.state.caller.as_ref().map_or(0, |caller| caller.depth);
        if depth >= MOST_DEEP {
            return Err(Refusal::TooDeep { node: node.id().clone(), name: node.label().clone() });
        }
        let values = run.written(place, node.new_record(), None)?;
        let record = RecordId(run.fresh_id());
        let Case { settings, .. } = self;
        let (form, back, waits) = (settings.form.clone(), settings.back.clone(), !settings.goes_on);
        run.emit(Event::CaseRequested { token: place.token, node: node.id().clone(), form, record, values, back, waits });
        Ok(Next::Wait)
    }

    fn case_filed(&self, run: &mut Run<'_>, place: Place, record: RecordId) -> Result<Next, Refusal> {
        if let Some(link) = &self.settings.link {
            run.set_value(place, link, Value::Reference(record));
        }
        Ok(if self.settings.goes_on { Next::Leave } else { Next::Wait })
    }

    fn case_ended(&self, run: &mut Run<'_>, place: Place, status: Status) -> Result<Next, Refusal> {
        if status == Status::Completed {
            return Ok(Next::Leave);
        }
        match &self.settings.on_reject {
            OnRejected::End => Ok(Next::End(Status::Rejected)),
            OnRejected::GoOn => Ok(Next::Leave),
            OnRejected::Edge(id) => {
                let edge = run.node(place).edges().iter().position(|edge| edge.id() == id);
                edge.map(Next::LeaveBy).ok_or_else(|| run.no_way(place))
            }
        }
    }

    fn side_edges(&self) -> Vec<&EdgeId> {
        let reject = if let OnRejected::Edge(edge) = &self.settings.on_reject { Some(edge) } else { None };
        reject.into_iter().chain(self.guard.boundary.iter().map(|boundary| &boundary.edge)).collect()
    }

    fn waits(&self) -> bool {
        !self.settings.goes_on
    }

    fn guard(&self) -> Option<&Guard> {
        Some(&self.guard)
    }

    fn new_record(&self) -> Option<(&FormId, &IndexMap<FieldId, FormulaText>)> {
        Some((&self.settings.form, &self.settings.set))
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.settings.on_enter
    }

    fn check(&self, check: &mut Check<'_>) {
        let settings = &self.settings;
        check.guard(&self.guard);
        case::check(check, &settings.form, (settings.link.as_ref(), settings.back.as_ref()), settings.goes_on);
        if let OnRejected::Edge(edge) = &settings.on_reject {
            check.side_edge(edge, "on_reject/edge");
        }
        if settings.goes_on && settings.on_reject != OnRejected::End {
            check.no_effect("on_reject", "goes_on");
        }
    }
}
