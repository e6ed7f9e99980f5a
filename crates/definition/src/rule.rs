//! Rules: when something happens to a record and a condition holds, actions follow.

use crate::{FormulaText, Settings, is_default};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{FormId, Label, RuleId};

/// A rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Number of the format.
    pub format: u32,
    /// Permanent id.
    pub id: RuleId,
    /// Name.
    pub label: Label,
    /// Why it is there.
    #[serde(default, skip_serializing_if = "is_default")]
    pub help: Label,
    /// The form whose records it watches.
    pub form: FormId,
    /// What sets it off.
    pub on: Vec<Trigger>,
    /// Smaller runs first; equal ones in the order of their ids.
    #[serde(default, skip_serializing_if = "is_default")]
    pub priority: i32,
    /// Whether it is switched off.
    #[serde(default, skip_serializing_if = "is_default")]
    pub disabled: bool,
    /// The condition; always when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<FormulaText>,
    /// What follows, in this order.
    pub actions: Vec<RuleAction>,
}

/// What sets a rule off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// Before a new record is stored; it may still be changed or refused.
    BeforeCreate,
    /// Before a change is stored; it may still be changed or refused.
    BeforeUpdate,
    /// After a new record is stored, in the same transaction.
    AfterCreate,
    /// After a change is stored, in the same transaction.
    AfterUpdate,
}

/// An action. Its kind and settings come from the registry of `rule-engine`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RuleAction {
    /// Kind of action.
    pub kind: String,
    /// What the kind is set to.
    #[serde(flatten)]
    #[schemars(with = "std::collections::BTreeMap<String, serde_json::Value>")]
    pub settings: Settings,
}
