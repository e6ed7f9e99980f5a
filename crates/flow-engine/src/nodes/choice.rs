//! 事件网关: the first of the timers and messages behind it decides which way is taken.

use super::{Behaviour, Next, NodeKind, Split};
use crate::{
    Refusal,
    decide::{Place, Run},
    settings::is_default,
    timers, waits,
};
use definition::FormulaText;
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::FieldId;

/// The kind.
pub static KIND: NodeKind = NodeKind {
    id: "choice",
    name: ["事件网关", "First event"],
    help: [
        "后面的定时和消息节点中，谁先发生就走谁，其余取消。",
        "Whichever of the timers and messages behind it comes first is taken; the others are off.",
    ],
    schema: || schema_for!(ChoiceSettings),
    example: r#"{ "id": "wait", "kind": "choice", "label": { "zh-CN": "等待答复", "en": "Wait for an answer" }, "on_enter": { "stage": "\"waiting\"" } }"#,
    build: |settings| Ok(Arc::new(Choice { settings: serde_json::from_value(settings.into())? })),
};

/// Settings of a choice of events; the events are the nodes behind it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct ChoiceSettings {
    /// Fields that are set when a token comes here.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "每次到达这里时给哪些字段赋值。", "en": "Fields that are set when a token comes here." }))]
    on_enter: IndexMap<FieldId, FormulaText>,
}

#[derive(Debug)]
struct Choice {
    settings: ChoiceSettings,
}

impl Behaviour for Choice {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        for (index, edge) in run.node(place).edges().iter().enumerate() {
            let event = run.flow.node_or_start(edge.to()).behaviour();
            if event.awaited().is_some_and(|(name, keeps)| keeps && timers::kept(run, place, name)) {
                return Ok(Next::Through(index));
            }
        }
        waits::begin(run, place);
        Ok(Next::Wait)
    }

    fn waited(&self, _run: &mut Run<'_>, _place: Place, number: u32) -> Result<Next, Refusal> {
        Ok(usize::try_from(number).map_or(Next::Wait, Next::Through))
    }

    fn message(&self, run: &mut Run<'_>, place: Place, name: &str) -> Option<Next> {
        let waits =
            |edge: &crate::compile::CompiledEdge| run.flow.node_or_start(edge.to()).behaviour().awaited().is_some_and(|(awaited, _)| awaited == name);
        run.node(place).edges().iter().position(waits).map(Next::Through)
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.settings.on_enter
    }

    fn split(&self) -> Split {
        Split::Event
    }

    fn waits(&self) -> bool {
        true
    }
}
