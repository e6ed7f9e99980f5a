//! 包容网关: takes all ways out whose conditions hold, and waits for all tokens that can still come.

use super::{Behaviour, Joining, Next, NodeKind, Split};
use crate::{
    Event, Refusal, Tried, branches,
    decide::{Place, Run},
    joins,
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
    id: "inclusive",
    name: ["包容网关", "Inclusive"],
    help: [
        "分支时走所有条件成立的出线，都不成立时走默认；汇聚时等所有还可能到达的分支。",
        "Takes all ways out whose conditions hold, else the default; where branches meet it waits for all that can still come.",
    ],
    schema: || schema_for!(InclusiveSettings),
    example: r#"{ "id": "some", "kind": "inclusive", "label": { "zh-CN": "按需会商", "en": "As needed" }, "on_enter": { "stage": "\"some\"" } }"#,
    build: |settings| Ok(Arc::new(Inclusive { settings: serde_json::from_value(settings.into())? })),
};

/// Settings of an inclusive gateway; the conditions stand on the edges.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct InclusiveSettings {
    /// Fields that are set when a token comes here, before the conditions are tried.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "每次到达这里时给哪些字段赋值，然后才判断条件。", "en": "Fields that are set when a token comes here, before the conditions are tried." }))]
    on_enter: IndexMap<FieldId, FormulaText>,
}

#[derive(Debug)]
struct Inclusive {
    settings: InclusiveSettings,
}

impl Behaviour for Inclusive {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        joins::arrive(run, place, |run| choose(run, place))
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.settings.on_enter
    }

    fn split(&self) -> Split {
        Split::Holding
    }

    fn joining(&self) -> Joining {
        Joining::Possible
    }
}

fn choose(run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
    let node = run.node(place);
    let mut tried = Vec::new();
    let mut chosen = Vec::new();
    for (index, edge) in node.edges().iter().enumerate() {
        let Some(condition) = edge.condition() else { continue };
        let held = run.holds(place, condition)?;
        tried.push(Tried { edge: edge.id().clone(), held });
        if held {
            chosen.push(index);
        }
    }
    if chosen.is_empty() {
        // The only way out needs no condition.
        let only = (node.edges().len() == 1).then_some(0);
        chosen.extend(node.edges().iter().position(|edge| edge.is_default()).or(only.filter(|_| tried.is_empty())));
    }
    if chosen.is_empty() {
        return Err(run.no_way(place));
    }
    let saw = branches::saw(run, node, &tried);
    for edge in chosen.iter().filter_map(|index| node.edges().get(*index)).filter(|_| !tried.is_empty()) {
        run.emit(Event::BranchTaken { node: node.id().clone(), edge: edge.id().clone(), tried: tried.clone(), saw: saw.clone() });
    }
    Ok(Next::Split(chosen))
}
