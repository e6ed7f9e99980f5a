//! 多行文本

use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext};
use definition::Field;
use std::sync::Arc;
use value::{Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "textarea",
    label: pair("多行文本", "Long text"),
    help: pair("几行到几页文字：描述、原因、意见", "From a few lines to pages: descriptions, reasons, opinions"),
    group: Group::Text,
    icon: "paragraph",
    schema: settings::schema::<TextareaSettings>,
    prepare,
    example: example(r#"{ "id": "reason", "kind": "textarea", "label": { "zh-CN": "事由", "en": "Reason" }, "min_length": 10, "rows": 4 }"#),
};

definition::settings! {
    /// Settings of a multi-line text.
    pub struct TextareaSettings {
        min_length: Option<u32> = None, ("最少字数", "Fewest characters"), ("至少填写多少个字", "The smallest number of characters");
        max_length: Option<u32> = None, ("最多字数", "Most characters"), ("最多多少个字；不填为 20000", "The largest number of characters (20,000 when left out)");
        rows: Option<u32> = None, ("行数", "Lines"), ("一开始显示几行", "How many lines are shown at first"), 1..=50;
    }
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

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        Shape::text((self.min_length, Some(self.max_length.unwrap_or(LONGEST))), spelling)
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
