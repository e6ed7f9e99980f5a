//! 并行网关: waits until one token has come by every edge, then takes all ways out.

use super::{Behaviour, Joining, Next, NodeKind, Split};
use crate::{
    Refusal,
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
    id: "parallel",
    name: ["并行网关", "Parallel"],
    help: [
        "分支时同时走所有出线；汇聚时等所有入线都到齐，再继续一次。",
        "Takes all ways out at once; where branches meet it waits for all of them and goes on once.",
    ],
    schema: || schema_for!(ParallelSettings),
    example: r#"{ "id": "both", "kind": "parallel", "label": { "zh-CN": "同时会商", "en": "Both at once" }, "on_enter": { "stage": "\"both\"" } }"#,
    build: |settings| Ok(Arc::new(Parallel { settings: serde_json::from_value(settings.into())? })),
};

/// Settings of a parallel gateway.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct ParallelSettings {
    /// Fields that are set when a token comes here.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "每次到达这里时给哪些字段赋值。", "en": "Fields that are set when a token comes here." }))]
    on_enter: IndexMap<FieldId, FormulaText>,
}

#[derive(Debug)]
struct Parallel {
    settings: ParallelSettings,
}

impl Behaviour for Parallel {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        joins::arrive(run, place, |run| Ok(Next::Split((0..run.node(place).edges().len()).collect())))
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.settings.on_enter
    }

    fn split(&self) -> Split {
        Split::All
    }

    fn joining(&self) -> Joining {
        Joining::All
    }
}
