//! How a case begins on a record that is there already: by a button.

use crate::{CompiledFlow, compile::Check, settings::is_default};
use definition::FormulaText;
use formula::{Budget, World};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{ErrorValue, Label, RoleId, Value};

/// A button on a record that has no running case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartButton {
    /// What stands on it.
    #[schemars(extend("x-label" = { "zh-CN": "按钮名称", "en": "Name of the button" }))]
    pub label: Label,
    /// Who may press it: holders of these roles who see the record. Whoever may change the record, when none is named.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "哪些角色可用", "en": "For which roles" }))]
    pub roles: Vec<RoleId>,
    /// Only on records for which this is true.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "显示条件", "en": "Only when" }))]
    pub when: Option<FormulaText>,
    /// Whether it is there again when a case of the record is over.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "结束后可再次发起", "en": "Again after the end" }))]
    pub again: bool,
}

impl CompiledFlow {
    /// The button by which it begins on a record that is there already.
    pub fn button(&self) -> Option<&StartButton> {
        self.start_behaviour().button()
    }

    /// Whether the condition of the button holds for a record.
    pub fn button_fits(&self, world: &dyn World) -> Result<bool, ErrorValue> {
        let Some(when) = self.button_condition() else { return Ok(true) };
        match formula::evaluate(when, world, Budget::default()) {
            Value::Error(error) => Err(error),
            answer => Ok(formula::is_true(&answer)),
        }
    }
}

/// Checks the button; its condition is checked where formulas are.
pub(crate) fn check(check: &mut Check<'_>, button: &StartButton) {
    if button.label.is_empty() {
        let message = Label::both("发起按钮没有名称。", "The button that starts a case has no name.");
        let hint = Label::both("写上按钮的名称，例如“申请报废”。", "Name it, such as “Ask for scrapping”.");
        check.error_with("MW0712", "button/label", message, Some(hint));
    }
    for (index, role) in button.roles.iter().enumerate() {
        check.role(role.as_str(), &format!("button/roles/{index}"));
    }
}
