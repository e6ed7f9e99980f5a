//! 子流程: another flow over the same record runs here, and the case goes on when it is over.

use super::{Behaviour, Next, NodeKind};
use crate::{
    Event, Refusal,
    compile::Check,
    decide::{Place, Run},
    settings::{Boundary, Guard, is_default},
};
use definition::FormulaText;
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::{EdgeId, FieldId, FlowId};

/// The kind.
pub static KIND: NodeKind = NodeKind {
    id: "call",
    name: ["子流程", "Sub-flow"],
    help: [
        "在这里运行同一表单的另一个流程，结束后继续；也可不等它结束。",
        "Another flow over the same form runs here; the case goes on when it is over, or at once.",
    ],
    schema: || schema_for!(CallSettings),
    example: r#"{
        "id": "audit", "kind": "call", "label": { "zh-CN": "审计", "en": "Audit" }, "flow": "audit", "goes_on": true,
        "on_reject": { "edge": "turned_down" }, "boundary": [{ "on": { "after_minutes": 1440 }, "edge": "late" }], "on_enter": { "stage": "\"audit\"" }
    }"#,
    build: |settings| Ok(Arc::new(Call::new(serde_json::from_value(settings.into())?))),
};

/// Settings of a sub-flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CallSettings {
    /// The flow that runs here; it is a flow over the same form.
    #[schemars(extend("x-help" = { "zh-CN": "在这里运行的流程，须是同一表单的流程。", "en": "The flow that runs here; it is a flow over the same form." }))]
    flow: FlowId,
    /// Whether the case goes on at once and nobody waits for it.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "流程立即继续，不等它办完。", "en": "Whether the case goes on at once and nobody waits for it." }))]
    goes_on: bool,
    /// What follows when the flow that runs here ends as rejected.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "子流程以不同意结束时怎么走。", "en": "What follows when the flow that runs here ends as rejected." }))]
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

/// What follows when a flow that is called ends as rejected. One for which nobody waits ends by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum OnRejected {
    /// The flow that called it ends as rejected, too.
    #[default]
    End,
    /// The case goes on as if it had been agreed.
    GoOn,
    /// The case takes another way out of the step.
    Edge(EdgeId),
}

#[derive(Debug)]
struct Call {
    flow: FlowId,
    goes_on: bool,
    on_reject: OnRejected,
    guard: Guard,
    on_enter: IndexMap<FieldId, FormulaText>,
}

impl Call {
    fn new(settings: CallSettings) -> Self {
        let guard = Guard { boundary: settings.boundary, ..Guard::default() };
        Self { flow: settings.flow, goes_on: settings.goes_on, on_reject: settings.on_reject, guard, on_enter: settings.on_enter }
    }
}

impl Behaviour for Call {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        let start = run.flow.start_of(&self.flow).ok_or_else(|| run.no_way(place))?;
        let scope = run.state.next_token;
        run.emit(Event::ScopeOpened { scope, owner: place.token, index: 0 });
        run.spawn(start, scope, None)?;
        if self.goes_on {
            run.emit(Event::ScopesLetGo { owner: place.token });
            return Ok(Next::Leave);
        }
        Ok(Next::Wait)
    }

    fn part_rejected(&self, run: &Run<'_>, place: Place) -> Option<Next> {
        match &self.on_reject {
            OnRejected::End => None,
            OnRejected::GoOn => Some(Next::Leave),
            OnRejected::Edge(id) => run.node(place).edges().iter().position(|edge| edge.id() == id).map(Next::LeaveBy),
        }
    }

    fn side_edges(&self) -> Vec<&EdgeId> {
        let reject = if let OnRejected::Edge(edge) = &self.on_reject { Some(edge) } else { None };
        reject.into_iter().chain(self.guard.boundary.iter().map(|boundary| &boundary.edge)).collect()
    }

    fn waits(&self) -> bool {
        !self.goes_on
    }

    fn guard(&self) -> Option<&Guard> {
        Some(&self.guard)
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.on_enter
    }

    fn check(&self, check: &mut Check<'_>) {
        check.guard(&self.guard);
        check.called(&self.flow);
        if let OnRejected::Edge(edge) = &self.on_reject {
            check.side_edge(edge, "on_reject/edge");
        }
        if self.goes_on && self.on_reject != OnRejected::End {
            check.no_effect("on_reject", "goes_on");
        }
    }
}
