//! 结束: the case is over.

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
    id: "end",
    name: ["结束", "End"],
    help: ["流程在这里结束，结果为通过或不通过。", "The flow ends here, as completed or as rejected."],
    schema: || schema_for!(EndSettings),
    example: r#"{ "id": "done", "kind": "end", "label": { "zh-CN": "结束", "en": "End" }, "result": "rejected", "on_enter": { "stage": "\"closed\"" } }"#,
    build: |settings| Ok(Arc::new(End { settings: serde_json::from_value(settings.into())? })),
};

/// Settings of an end.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct EndSettings {
    /// How the case ends.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "流程以什么结果结束。", "en": "How the case ends." }))]
    result: EndResult,
    /// Fields that are set when the case ends here.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "在这里结束时给哪些字段赋值。", "en": "Fields that are set when the case ends here." }))]
    on_enter: IndexMap<FieldId, FormulaText>,
}

/// How a case ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum EndResult {
    /// It went through.
    #[default]
    Completed,
    /// It was turned down.
    Rejected,
}

#[derive(Debug)]
struct End {
    settings: EndSettings,
}

impl End {
    fn status(&self) -> Status {
        match self.settings.result {
            EndResult::Completed => Status::Completed,
            EndResult::Rejected => Status::Rejected,
        }
    }
}

impl Behaviour for End {
    fn enter(&self, _run: &mut Run<'_>, _place: Place) -> Result<Next, Refusal> {
        Ok(Next::End(self.status()))
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.settings.on_enter
    }

    fn ends(&self) -> Option<Status> {
        Some(self.status())
    }
}
