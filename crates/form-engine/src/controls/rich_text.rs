//! 富文本

use super::rich::{self, Allowed};
use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Part, ValueContext};
use definition::Field;
use serde_json::Value as Json;
use std::sync::Arc;
use value::{JsonFault, JsonFaultKind, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "rich_text",
    label: pair("富文本", "Rich text"),
    help: pair(
        "带标题、列表、加粗和链接的文字，公式里写 {body.text} 取纯文字",
        "Text with headings, lists, emphasis and links; formulas write {body.text} for the plain text",
    ),
    group: Group::Text,
    icon: "rich",
    schema: settings::schema::<RichTextSettings>,
    prepare,
    example: example(
        r#"{ "id": "body", "kind": "rich_text", "label": { "zh-CN": "正文", "en": "Body" }, "allowed": ["heading", "list", "link"], "max_length": 5000 }"#,
    ),
};

definition::settings! {
    /// Settings of a rich text.
    pub struct RichTextSettings {
        allowed: Vec<RichPart> = Vec::new(), ("可用样式", "Allowed"), ("除加粗、斜体、下划线、删除线外还可以用什么；不填为全部", "What may be used besides bold, italic, underline and strike; everything when left out");
        max_length: u32 = 20_000, ("最多字数", "Most characters"), ("最多多少个字，样式不算", "The largest number of characters, without their looks"), 1..=100_000;
    }
}

definition::choices! {
    /// What a rich text can hold besides paragraphs.
    pub enum RichPart {
        Heading = "heading", ("标题", "Headings");
        List = "list", ("列表", "Lists");
        Quote = "quote", ("引用", "Quotes");
        Code = "code", ("代码", "Code");
        Link = "link", ("链接", "Links");
        Rule = "rule", ("分割线", "Lines across");
    }
}

impl RichTextSettings {
    fn allows(&self) -> Allowed {
        let may = |part| self.allowed.is_empty() || self.allowed.contains(&part);
        Allowed {
            headings: may(RichPart::Heading),
            lists: may(RichPart::List),
            quotes: may(RichPart::Quote),
            code: may(RichPart::Code),
            links: may(RichPart::Link),
            rules: may(RichPart::Rule),
        }
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: RichTextSettings = settings::read(field, findings)?;
    Some(Arc::new(settings))
}

impl Behaviour for RichTextSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let shape = rich::shape(&self.allows(), spelling);
        shape.note_sent(spelling, format!("文字最多 {} 个", self.max_length), format!("at most {} characters of text", self.max_length))
    }

    /// A document of the editor, or plain text that becomes paragraphs. The plain text stands beside the document, for formulas and lists.
    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        match json {
            Json::Null => Ok(Value::Blank),
            Json::String(text) => Ok(rich::kept(&rich::of_text(&value::normal_text(text)))),
            Json::Object(document) if document.get("type").and_then(Json::as_str) == Some("doc") => Ok(rich::kept(json)),
            _ => Err(JsonFault { pointer: String::new(), kind: JsonFaultKind::WrongType("{type: doc, content}") }),
        }
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Structure(document) = value else { return };
        check::length(rich::text(document), None, Some(self.max_length), faults);
        rich::check(document, &self.allows(), faults);
    }

    fn parts(&self) -> Vec<Part> {
        Part::new("text", ("纯文字", "Plain text"), ValueType::Text).into_iter().collect()
    }

    fn write(&self, value: &Value, _: &ShowContext<'_>) -> Option<String> {
        let Value::Structure(document) = value else { return None };
        Some(rich::text(document).to_owned())
    }
}
