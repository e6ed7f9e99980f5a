//! 终止结束: the case is over at once, whatever other branches do.

use super::{Behaviour, Next, NodeKind};
use crate::{
    Refusal, Status,
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
    id: "terminate",
    name: ["终止结束", "End at once"],
    help: ["到这里整个流程立即结束，其他分支一并关闭。", "The whole flow ends here at once; other branches are closed."],
    schema: || schema_for!(TerminateSettings),
    example: r#"{ "id": "stop", "kind": "terminate", "label": { "zh-CN": "立即结束", "en": "Stop" }, "on_enter": { "stage": "\"closed\"" } }"#,
    build: |settings| Ok(Arc::new(Terminate { settings: serde_json::from_value(settings.into())? })),
};

/// Settings of an end at once.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct TerminateSettings {
    /// Fields that are set when the case ends here.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "在这里结束时给哪些字段赋值。", "en": "Fields that are set when the case ends here." }))]
    on_enter: IndexMap<FieldId, FormulaText>,
}

#[derive(Debug)]
struct Terminate {
    settings: TerminateSettings,
}

impl Behaviour for Terminate {
    fn enter(&self, _run: &mut Run<'_>, _place: Place) -> Result<Next, Refusal> {
        Ok(Next::Terminate(Status::Completed))
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.settings.on_enter
    }

    fn ends(&self) -> Option<Status> {
        Some(Status::Completed)
    }

    fn ends_all(&self) -> bool {
        true
    }
}
