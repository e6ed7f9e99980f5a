//! 单行文本

use super::{check, line, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext, code};
use definition::Field;
use regex_lite::Regex;
use std::sync::Arc;
use value::{Label, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "text",
    label: pair("单行文本", "Text"),
    help: pair("一行文字：名称、标题、编码、电话、邮箱", "One line: names, titles, codes, phone numbers, addresses of mail"),
    group: Group::Text,
    icon: "text",
    schema: settings::schema::<TextSettings>,
    prepare,
    example: example(r#"{ "id": "phone", "kind": "text", "label": { "zh-CN": "手机", "en": "Mobile" }, "format": "phone", "max_length": 20 }"#),
};

definition::settings! {
    /// Settings of a single-line text.
    pub struct TextSettings {
        min_length: Option<u32> = None, ("最少字数", "Fewest characters"), ("至少填写多少个字", "The smallest number of characters");
        max_length: Option<u32> = None, ("最多字数", "Most characters"), ("最多多少个字；不填为 255", "The largest number of characters (255 when left out)");
        format: Option<TextFormat> = None, ("格式", "Format"), ("填写的是什么；决定手机键盘，并会检查", "What is entered; it decides the keyboard of a phone and is checked");
        pattern: Option<String> = None, ("正则表达式", "Pattern"), ("整段文字必须匹配的正则表达式；\\d、\\w、\\s 只认 ASCII，汉字写 [一-龥]", "A regular expression that the whole text must match; \\d, \\w, \\s know ASCII only, write [一-龥] for Chinese characters");
        pattern_message: Option<Label> = None, ("不匹配时的提示", "Message"), ("不匹配时告诉填写人什么", "What to tell the person when the pattern does not match");
    }
}

definition::choices! {
    /// What a text is.
    pub enum TextFormat {
        Phone = "phone", ("电话", "A phone number: digits, spaces, +, -, brackets");
        Email = "email", ("邮箱", "An address of mail");
        Url = "url", ("网址", "An address of the web");
    }
}

#[derive(Debug)]
struct Text {
    settings: TextSettings,
    pattern: Option<Regex>,
}

const LONGEST: u32 = 255;
pub(super) const URL_WANTED: (&str, &str) = ("请填写以 http:// 或 https:// 开头的网址", "enter an address that begins with http:// or https://");

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: TextSettings = settings::read(field, findings)?;
    check::ordered(settings.min_length.as_ref(), settings.max_length.as_ref(), ("min_length", "max_length"), findings);
    let pattern = settings.pattern.as_ref().and_then(|pattern| whole(pattern, findings));
    Some(Arc::new(Text { settings, pattern }))
}

fn whole(pattern: &str, findings: &mut Findings) -> Option<Regex> {
    let built = regex_lite::RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(1 << 20).build();
    built
        .map_err(|error| {
            let message = told!(format!("正则表达式有误：{error}"), format!("the regular expression is wrong: {error}"));
            findings.error("MC0116", "/pattern", message);
        })
        .ok()
}

impl Behaviour for Text {
    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let longest = self.settings.max_length.unwrap_or(LONGEST);
        let shape = Shape::text((self.settings.min_length, Some(longest)), spelling);
        if spelling == Spelling::Kept {
            return shape;
        }
        let shape = match (self.settings.format, &self.settings.pattern) {
            (_, Some(pattern)) if is_portable(pattern) => shape.with("pattern", format!("^(?:{pattern})$")),
            (_, Some(pattern)) => shape.note(format!("必须匹配正则表达式 {pattern}"), format!("must match the regular expression {pattern}")),
            (Some(TextFormat::Phone), None) => shape.with("pattern", PHONE),
            (Some(TextFormat::Email), None) => shape.with("pattern", EMAIL),
            (Some(TextFormat::Url), None) => shape.with("pattern", URL),
            (None, None) => shape,
        };
        match self.settings.format.filter(|_| self.settings.pattern.is_some()) {
            Some(TextFormat::Phone) => shape.note("必须是电话号码", "must be a phone number"),
            Some(TextFormat::Email) => shape.note("必须是邮箱地址", "must be an address of mail"),
            Some(TextFormat::Url) => shape.note("必须是网址", "must be an address of the web"),
            None => shape,
        }
    }

    fn normalise(&self, value: Value) -> Value {
        line::one_line(value)
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Text(text) = value else { return };
        check::length(text, self.settings.min_length, Some(self.settings.max_length.unwrap_or(LONGEST)), faults);
        match self.settings.format {
            Some(TextFormat::Phone) if !is_phone(text) => check::fault(faults, code::PATTERN, "请填写电话号码", "enter a phone number"),
            Some(TextFormat::Email) if !is_email(text) => check::fault(faults, code::PATTERN, "请填写邮箱地址", "enter an address of mail"),
            Some(TextFormat::Url) if !is_url(text) => {
                check::fault(faults, code::PATTERN, URL_WANTED.0, URL_WANTED.1);
            }
            _ => {}
        }
        if self.pattern.as_ref().is_some_and(|pattern| !pattern.is_match(text)) {
            let message = self.settings.pattern_message.clone().unwrap_or_else(|| Label::both("格式不符合要求", "it does not look as demanded"));
            faults.push(FieldFault::new("", code::PATTERN, message));
        }
    }
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (5..=20).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || " +-()#".contains(c))
}

/// A phone number as a pattern.
#[cfg(not(target_family = "wasm"))]
const PHONE: &str = "^[ +()#-]*(?:[0-9][ +()#-]*){5,20}$";
/// An address of mail as a pattern.
#[cfg(not(target_family = "wasm"))]
pub(super) const EMAIL: &str = "^[^\\s@,]+@[^\\s@,.]+(?:\\.[^\\s@,.]+)+$";
/// An address of the web as a pattern.
#[cfg(not(target_family = "wasm"))]
pub(super) const URL: &str = "^https?://[^\\s/]\\S*$";

/// Whether a pattern means the same to everybody who reads a schema: ours knows ASCII only, and a few ways of writing of its own.
#[cfg(not(target_family = "wasm"))]
fn is_portable(pattern: &str) -> bool {
    const OWN: [&str; 12] = ["(?P", "(?<", "[[:", "\\A", "\\z", "\\x{", "\\u{", "\\U", "\\s", "\\S", "\\b", "\\B"];
    let flags = pattern.split("(?").skip(1).any(|rest| !rest.starts_with(':'));
    !flags && !OWN.iter().any(|own| pattern.contains(own)) && !["&&", "--", "~~"].iter().any(|own| pattern.contains(own))
}

pub(super) fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.rsplit_once('@') else { return false };
    let clean = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '@' || c == ',');
    clean(name) && clean(domain) && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.') && !domain.contains("..")
}

pub(super) fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace))
}
