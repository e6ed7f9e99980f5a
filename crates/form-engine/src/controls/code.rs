//! 代码

use super::textarea::TextareaSettings;
use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext};
use definition::Field;
use serde::de::IgnoredAny;
use std::sync::Arc;
use value::{Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "code",
    label: pair("代码", "Code"),
    help: pair("等宽显示的配置或代码；JSON 会检查能否解析", "Settings or code in letters of one width; JSON must parse"),
    group: Group::Text,
    icon: "code",
    schema: settings::schema::<CodeSettings>,
    prepare,
    example: example(r#"{ "id": "config", "kind": "code", "label": { "zh-CN": "设备参数", "en": "Parameters" }, "language": "json" }"#),
};

definition::settings! {
    /// Settings of a code field.
    pub struct CodeSettings {
        language: CodeLanguage = CodeLanguage::Json, ("语言", "Language"), ("填写的是什么；决定怎样检查", "What is entered; it decides what is checked");
        max_length: u32 = 20_000, ("最多字数", "Most characters"), ("最多多少个字", "The largest number of characters"), 1..=100_000;
        rows: u32 = 6, ("行数", "Lines"), ("一开始显示几行", "How many lines are shown at first"), 1..=50;
    }
}

definition::choices! {
    /// A language of code.
    pub enum CodeLanguage {
        Json = "json", ("JSON：必须能解析", "JSON: it must parse");
        Plain = "plain", ("其他：不检查", "Anything else: not checked");
    }
}

#[derive(Debug)]
struct Code {
    language: CodeLanguage,
    text: TextareaSettings,
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: CodeSettings = settings::read(field, findings)?;
    let text = TextareaSettings { min_length: None, max_length: Some(settings.max_length), rows: Some(settings.rows) };
    Some(Arc::new(Code { language: settings.language, text }))
}

impl Behaviour for Code {
    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let shape = self.text.shape(spelling);
        match self.language {
            CodeLanguage::Json => shape.with("contentMediaType", "application/json").note_sent(spelling, "必须是有效的 JSON", "must be JSON"),
            _ => shape,
        }
    }

    fn normalise(&self, value: Value) -> Value {
        self.text.normalise(value)
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        self.text.check(value, context, faults);
        let (Value::Text(text), CodeLanguage::Json) = (value, self.language) else { return };
        if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
            let (line, column) = (error.line(), error.column());
            check::fault(
                faults,
                crate::code::PATTERN,
                format!("不是有效的 JSON：第 {line} 行第 {column} 个字符附近有误"),
                format!("this is no JSON: something is wrong near sign {column} of line {line}"),
            );
        }
    }
}
