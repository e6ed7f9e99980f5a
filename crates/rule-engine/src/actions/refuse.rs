//! 拒绝保存: refuses the command with a sentence for the person who asked.

use super::{Action, ActionKind};
use crate::{CompiledRule, Effect, RuleStop, run::Firing};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use value::{FieldId, Label};

/// The kind.
pub static KIND: ActionKind = ActionKind {
    id: "refuse",
    name: ["拒绝保存", "Refuse"],
    help: ["不保存，并向操作人说明原因。", "Does not store the change and says why."],
    schema: || schema_for!(RefuseSettings),
    example: r#"{
        "kind": "refuse",
        "message": { "zh-CN": "金额超过 1000 元时必须填写原因。", "en": "An amount above 1000 needs a reason." },
        "field": "reason"
    }"#,
    build: |settings, check| {
        let settings: RefuseSettings = serde_json::from_value(settings.into())?;
        if settings.message.is_empty() {
            check.error("MR0401", "/message", Label::both("请写明拒绝的原因。", "Say why it is refused."));
        }
        if let Some(field) = &settings.field {
            check.settable(field, "/field");
        }
        Ok(Some(Box::new(Refuse { settings })))
    },
};

/// Settings of 拒绝保存.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RefuseSettings {
    /// Why it is refused, for the person who asked.
    message: Label,
    /// The field beside which it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<FieldId>,
}

#[derive(Debug)]
struct Refuse {
    settings: RefuseSettings,
}

impl Action for Refuse {
    fn fire(&self, rule: &CompiledRule, firing: &mut Firing<'_>) -> Result<(), RuleStop> {
        let RefuseSettings { message, field } = self.settings.clone();
        firing.emit(Effect::Refuse { message, field, rule: rule.id().clone() });
        Ok(())
    }
}
