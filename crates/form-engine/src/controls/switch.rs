//! 开关

use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::{Label, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "switch",
    label: pair("开关", "Switch"),
    help: pair("是或否；没有动过的开关为空", "Yes or no; a switch that nobody touched is blank"),
    group: Group::Choice,
    icon: "switch",
    schema: settings::schema::<SwitchSettings>,
    prepare,
    example: example(r#"{ "id": "urgent", "kind": "switch", "label": { "zh-CN": "加急", "en": "Urgent" }, "default": false }"#),
};

/// Settings of a switch.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SwitchSettings {
    /// The word for yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Label>,
    /// The word for no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub off: Option<Label>,
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: SwitchSettings = settings::read(field, findings)?;
    Some(Arc::new(settings))
}

impl Behaviour for SwitchSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Bool
    }
}
