//! 条件分支: exactly one way out, the first whose condition holds.

use super::{Behaviour, Next, NodeKind, Split};
use crate::{
    Event, Refusal, Tried, branches,
    decide::{Place, Run},
    settings::is_default,
};
use definition::FormulaText;
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::FieldId;

/// The kind.
pub static KIND: NodeKind = NodeKind {
    id: "exclusive",
    name: ["条件分支", "Branch"],
    help: ["按顺序判断条件，走第一个成立的分支；都不成立时走默认分支。", "Takes the first way out whose condition holds, else the default one."],
    schema: || schema_for!(ExclusiveSettings),
    example: r#"{ "id": "by_amount", "kind": "exclusive", "label": { "zh-CN": "按金额", "en": "By amount" }, "on_enter": { "stage": "\"choice\"" } }"#,
    build: |settings| Ok(Arc::new(Exclusive { settings: serde_json::from_value(settings.into())? })),
};

/// Settings of a branch; the conditions stand on the edges.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct ExclusiveSettings {
    /// Fields that are set when the case comes here, before the conditions are tried.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "到达这里时给哪些字段赋值，然后才判断条件。", "en": "Fields that are set when the case comes here, before the conditions are tried." }))]
    on_enter: IndexMap<FieldId, FormulaText>,
}

#[derive(Debug)]
struct Exclusive {
    settings: ExclusiveSettings,
}

impl Behaviour for Exclusive {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        let node = run.node(place);
        let mut tried = Vec::new();
        let mut chosen = None;
        for (index, edge) in node.edges().iter().enumerate() {
            let Some(condition) = edge.condition() else { continue };
            let held = run.holds(place, condition)?;
            tried.push(Tried { edge: edge.id().clone(), held });
            if held {
                chosen = Some(index);
                break;
            }
        }
        let chosen = chosen.or_else(|| node.edges().iter().position(|edge| edge.is_default()));
        // Where branches only meet, there is nothing to choose.
        let only = node.edges().len() == 1 && tried.is_empty();
        if only {
            return Ok(Next::LeaveBy(0));
        }
        let index = chosen.ok_or_else(|| run.no_way(place))?;
        let edge = node.edges().get(index).map(|edge| edge.id().clone()).ok_or_else(|| run.no_way(place))?;
        let saw = branches::saw(run, node, &tried);
        run.emit(Event::BranchTaken { node: node.id().clone(), edge, tried, saw });
        Ok(Next::LeaveBy(index))
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.settings.on_enter
    }

    fn split(&self) -> Split {
        Split::First
    }
}
