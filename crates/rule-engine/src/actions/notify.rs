//! 发送消息: tells people through a message template.

use super::{Action, ActionKind};
use crate::{CompiledRule, Effect, HeadOf, RuleStop, To, recipient, run::Firing};
use formula::Reference;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use value::{FieldId, MessageId};

/// The kind.
pub static KIND: ActionKind = ActionKind {
    id: "notify",
    name: ["发送消息", "Send a message"],
    help: ["按消息模板通知相关人员。", "Tells people through a message template."],
    schema: || schema_for!(NotifySettings),
    example: r#"{
        "kind": "notify", "message": "large_order",
        "to": [{ "by": "creator" }, { "by": "role", "role": "lead" }, { "by": "department_head" }]
    }"#,
    build: |settings, check| {
        let settings: NotifySettings = serde_json::from_value(settings.into())?;
        check.message(&settings.message, "/message");
        check.recipients(&settings.to, "/to");
        Ok(Some(Box::new(Notify { settings })))
    },
};

/// Settings of 发送消息.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NotifySettings {
    /// The message template.
    message: MessageId,
    /// Who is told. A person who is found twice is told once.
    to: Vec<To>,
}

#[derive(Debug)]
struct Notify {
    settings: NotifySettings,
}

impl Action for Notify {
    fn fire(&self, rule: &CompiledRule, firing: &mut Firing<'_>) -> Result<(), RuleStop> {
        let to = recipient::resolve(&self.settings.to, &firing.world());
        if !to.is_empty() {
            firing.emit(Effect::Notify { message: self.settings.message.clone(), to, rule: rule.id().clone() });
        }
        Ok(())
    }

    fn references(&self, references: &mut BTreeSet<Reference>) {
        for to in &self.settings.to {
            let field = match to {
                To::Field { field } | To::DepartmentHead { of: HeadOf::Field(field) } => Some(field.clone()),
                To::Creator => FieldId::parse("_created_by").ok(),
                To::DepartmentHead { of: HeadOf::Creator } => FieldId::parse("_department").ok(),
                To::Holders | To::Role { .. } | To::Slot { .. } => None,
            };
            references.extend(field.map(Reference::Field));
        }
    }
}
