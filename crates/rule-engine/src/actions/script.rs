//! 脚本: a Rhai script that sees the frozen record and asks for actions.

use super::{Action, ActionKind};
#[cfg(not(feature = "scripts"))]
use crate::{CompiledRule, Effect, RuleStop, run::Firing};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use value::Label;

/// The kind.
pub static KIND: ActionKind = ActionKind {
    id: "script",
    name: ["脚本", "Script"],
    help: [
        "用 Rhai 脚本读取记录（record.字段）并调用 set、refuse、notify、log；只在服务器上运行，有严格的限额。",
        "A Rhai script reads the record (record.field) and calls set, refuse, notify, log; it runs on the server only, within strict limits.",
    ],
    schema: || schema_for!(ScriptSettings),
    example: r#"{
        "kind": "script",
        "text": "if record.amount > 1000 {\n    set(\"level\", \"high\");\n    notify(\"large_order\", \"role:lead\");\n}"
    }"#,
    build: |settings, check| {
        let ScriptSettings { text } = serde_json::from_value(settings.into())?;
        if text.trim().is_empty() {
            check.error("MR0501", "/text", Label::both("脚本是空的。", "The script is empty."));
            return Ok(None);
        }
        Ok(ready(&text, check))
    },
};

/// Settings of 脚本.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ScriptSettings {
    /// The script. `record` is the record, `changed` the fields of this change, `trigger` what set the rule off.
    text: String,
}

#[cfg(feature = "scripts")]
fn ready(text: &str, check: &mut crate::compile::Check<'_>) -> Option<Box<dyn Action>> {
    crate::script::compile(text, check).map(|script| -> Box<dyn Action> { Box::new(script) })
}

#[cfg(not(feature = "scripts"))]
fn ready(_text: &str, _check: &mut crate::compile::Check<'_>) -> Option<Box<dyn Action>> {
    Some(Box::new(OnServer))
}

/// Without the script engine only the server can say what follows.
#[cfg(not(feature = "scripts"))]
#[derive(Debug)]
struct OnServer;

#[cfg(not(feature = "scripts"))]
impl Action for OnServer {
    fn fire(&self, rule: &CompiledRule, firing: &mut Firing<'_>) -> Result<(), RuleStop> {
        firing.emit(Effect::Pending { rule: rule.id().clone() });
        Ok(())
    }
}
