//! 发送消息: people are told through a message of the app, in it and by mail, and the case goes on at once.

use super::{Behaviour, Next, NodeKind};
use crate::{
    Assign, Event, Refusal,
    compile::{Check, writes},
    decide::{Place, Run},
    holders,
    settings::is_default,
};
use definition::FormulaText;
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::{FieldId, MessageId};

/// The kind.
pub static KIND: NodeKind = NodeKind {
    id: "notify",
    name: ["发送消息", "Send a message"],
    help: [
        "按消息模板通知相关人员，站内消息和邮件按模板的渠道发送；不等待，流程立即继续。",
        "Tells people through a message of the app, by the channels that it names; the case goes on at once.",
    ],
    schema: || schema_for!(NotifySettings),
    example: r#"{
        "id": "inform", "kind": "notify", "label": { "zh-CN": "通知仓库", "en": "Tell the store" }, "message": "order_ready",
        "to": [{ "by": "starter" }, { "by": "role", "role": "store" }], "holders": true, "on_enter": { "stage": "\"told\"" }
    }"#,
    build: |settings| Ok(Arc::new(Notify { settings: serde_json::from_value(settings.into())? })),
};

/// Settings of a message that is sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NotifySettings {
    /// The message, with its texts and channels.
    #[schemars(extend("x-help" = { "zh-CN": "发送哪一条消息；内容和渠道在消息里设置。", "en": "The message, with its texts and channels." }))]
    message: MessageId,
    /// Who is told; a person who is found twice is told once.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "通知谁；同一个人只通知一次。", "en": "Who is told; a person who is found twice is told once." }))]
    to: Vec<Assign>,
    /// Whether those who have an open to-do of the case at this moment are told, too.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "是否也通知当时持有这张单据待办的人。", "en": "Whether those who have an open to-do of the case at this moment are told, too." }))]
    holders: bool,
    /// Fields that are set when the case comes here.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "到达这里时给哪些字段赋值。", "en": "Fields that are set when the case comes here." }))]
    on_enter: IndexMap<FieldId, FormulaText>,
}

#[derive(Debug)]
struct Notify {
    settings: NotifySettings,
}

impl Behaviour for Notify {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        let NotifySettings { message, to, holders, .. } = &self.settings;
        let mut told = holders::find(run, to, run.row_of(place.token))?;
        if *holders {
            let open: Vec<_> = run.state.todos.iter().map(|todo| todo.holder).collect();
            for holder in open {
                if !told.contains(&holder) {
                    told.push(holder);
                }
            }
        }
        if !told.is_empty() {
            let node = run.node(place).id().clone();
            run.emit(Event::MessageSent { node, message: message.clone(), to: told });
        }
        Ok(Next::Leave)
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.settings.on_enter
    }

    fn check(&self, check: &mut Check<'_>) {
        let NotifySettings { message, to, holders, .. } = &self.settings;
        writes::message(check, message);
        if !to.is_empty() || !holders {
            check.assign_at(to, "to");
        }
    }
}
