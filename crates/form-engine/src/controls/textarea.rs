//! 多行文本

use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext};
use definition::Field;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::{Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "textarea",
    label: pair("多行文本", "Long text"),
    help: pair("几行到几页文字：描述、原因、意见", "From a few lines to pages: descriptions, reasons, opinions"),
    group: Group::Basic,
    icon: "paragraph",
    schema: settings::schema::<TextareaSettings>,
    prepare,
    example: example(r#"{ "id": "reason", "kind": "textarea", "label": { "zh-CN": "事由", "en": "Reason" }, "min_length": 10, "rows": 4 }"#),
};

/// Settings of a multi-line text.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TextareaSettings {
    /// The smallest number of characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u32>,
    /// The largest number of characters (20,000 when left out).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// How many lines are shown at first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u8>,
}

const LONGEST: u32 = 20_000;

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: TextareaSettings = settings::read(field, findings)?;
    check::ordered(settings.min_length.as_ref(), settings.max_length.as_ref(), ("min_length", "max_length"), findings);
    Some(Arc::new(settings))
}

impl Behaviour for TextareaSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    fn normalise(&self, value: Value) -> Value {
        match value {
            Value::Text(text) => {
                let text = text.replace("\r\n", "\n");
                if text.trim().is_empty() { Value::Blank } else { Value::text(text.trim_end()) }
            }
            other => other,
        }
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Text(text) = value {
            check::length(text, self.min_length, Some(self.max_length.unwrap_or(LONGEST)), faults);
        }
    }
}
