//! 等待消息: the case waits for a message from outside.

use super::{Behaviour, Next, NodeKind};
use crate::{
    Refusal,
    compile::{Check, outside},
    decide::{Place, Run},
    settings::{Taken, is_default},
    timers,
};
use definition::FormulaText;
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::FieldId;

/// The kind.
pub static KIND: NodeKind = NodeKind {
    id: "message",
    name: ["等待消息", "Message"],
    help: ["等到指定名称的消息后继续；提前到达的消息可保留或丢弃。", "Waits for a message of this name; one that comes early is kept or lost."],
    schema: || schema_for!(MessageSettings),
    example: r#"{ "id": "reply", "kind": "message", "label": { "zh-CN": "等待答复", "en": "Wait for the answer" }, "name": "reply", "when_early": "kept", "values": [{ "field": "answer", "from": "text" }], "on_enter": { "stage": "\"waiting\"" } }"#,
    build: |settings| Ok(Arc::new(Message { settings: serde_json::from_value(settings.into())? })),
};

/// Settings of a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MessageSettings {
    /// The name of the message.
    #[schemars(extend("x-help" = { "zh-CN": "消息的名称。", "en": "The name of the message." }))]
    name: String,
    /// What happens to a message that comes before the case waits for it.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "流程还没等到这里消息就来了，怎么处理。", "en": "What happens to a message that comes before the case waits for it." }))]
    when_early: WhenEarly,
    /// What is taken out of the message into the record.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "取自消息的值", "en": "What is taken from the message" }, "x-help" = { "zh-CN": "从消息中取哪些值写入记录。", "en": "What is taken out of the message into the record." }))]
    values: Vec<Taken>,
    /// Fields that are set when the case comes here.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "到达这里时给哪些字段赋值。", "en": "Fields that are set when the case comes here." }))]
    on_enter: IndexMap<FieldId, FormulaText>,
}

/// What happens to a message that comes early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum WhenEarly {
    /// It has no effect.
    #[default]
    Lost,
    /// It is kept until the case waits for it.
    Kept,
}

#[derive(Debug)]
struct Message {
    settings: MessageSettings,
}

impl Behaviour for Message {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        let kept = self.settings.when_early == WhenEarly::Kept && timers::kept(run, place, &self.settings.name);
        Ok(if kept { Next::Leave } else { Next::Wait })
    }

    fn message(&self, _run: &mut Run<'_>, _place: Place, name: &str) -> Option<Next> {
        (name == self.settings.name).then_some(Next::Leave)
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.settings.on_enter
    }

    fn waits(&self) -> bool {
        true
    }

    fn awaited(&self) -> Option<(&str, bool)> {
        Some((&self.settings.name, self.settings.when_early == WhenEarly::Kept))
    }

    fn taken(&self) -> &[Taken] {
        &self.settings.values
    }

    fn check(&self, check: &mut Check<'_>) {
        outside::message(check, "", &self.settings.name, &self.settings.values);
    }
}
