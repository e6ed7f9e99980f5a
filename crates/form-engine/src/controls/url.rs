//! 网址

use super::{check, line, settings, text};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext, code};
use definition::Field;
use std::sync::Arc;
use value::{Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "url",
    label: pair("网址", "Web address"),
    help: pair("网页链接，点击在新窗口打开", "A link to a page; a click opens it in a new window"),
    group: Group::Text,
    icon: "link",
    schema: settings::schema::<UrlSettings>,
    prepare,
    example: example(r#"{ "id": "site", "kind": "url", "label": { "zh-CN": "网址", "en": "Web address" } }"#),
};

definition::settings! {
    /// Settings of a web address.
    pub struct UrlSettings {
        https_only: bool = false, ("只接受 https", "https only"), ("只接受加密的网址", "Whether only encrypted addresses are taken");
        max_length: u32 = 2000, ("最多字数", "Most characters"), ("网址最长多少个字符", "The largest number of characters"), 10..=8000;
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: UrlSettings = settings::read(field, findings)?;
    Some(Arc::new(settings))
}

impl Behaviour for UrlSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let shape = Shape::text((None, Some(self.max_length)), spelling);
        match (spelling, self.https_only) {
            (Spelling::Kept, _) => shape,
            (_, true) => shape.with("pattern", "^https://[^\\s/]\\S*$"),
            (_, false) => shape.with("pattern", text::URL),
        }
    }

    /// People leave the scheme out; the web is encrypted by now.
    fn normalise(&self, value: Value) -> Value {
        match line::one_line(value) {
            Value::Text(text) if !text.contains(':') && text.contains('.') && !text.contains(char::is_whitespace) => {
                Value::Text(format!("https://{text}"))
            }
            other => other,
        }
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Text(text) = value else { return };
        check::length(text, None, Some(self.max_length), faults);
        if self.https_only && !text.starts_with("https://") {
            return check::fault(faults, code::PATTERN, "请填写以 https:// 开头的网址", "enter an address that begins with https://");
        }
        if !text::is_url(text) {
            check::fault(faults, code::PATTERN, text::URL_WANTED.0, text::URL_WANTED.1);
        }
    }
}
