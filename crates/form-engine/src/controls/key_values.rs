//! 键值对

use super::{check, multi_text, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext, code};
use definition::Field;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use value::{JsonFault, JsonFaultKind, Label, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "key_values",
    label: pair("键值对", "Keys and values"),
    help: pair("任意多行「名称：值」，例如规格参数", "Any number of lines of a name and a value, such as specifications"),
    group: Group::Text,
    icon: "pairs",
    schema: settings::schema::<KeyValuesSettings>,
    prepare,
    example: example(r#"{ "id": "spec", "kind": "key_values", "label": { "zh-CN": "规格", "en": "Specification" }, "offered": ["颜色", "尺寸"] }"#),
};

definition::settings! {
    /// Settings of keys and values.
    pub struct KeyValuesSettings {
        offered: Vec<String> = Vec::new(), ("建议的名称", "Offered keys"), ("供选择的名称", "The keys that are offered");
        only_offered: bool = false, ("只能用建议的", "Only those"), ("不允许自己写名称", "Whether no other keys can be written");
        values: KeyedValue = KeyedValue::Text, ("值的类型", "Values"), ("每个值是什么", "What each value is");
        max: u32 = 30, ("最多几行", "Most"), ("最多几行", "At most so many lines"), 1..=200;
    }
}

definition::choices! {
    /// What values beside keys are.
    pub enum KeyedValue {
        Text = "text", ("文字", "Texts");
        Number = "number", ("数字", "Numbers");
    }
}

const LONGEST_KEY: u32 = 50;
const LONGEST_VALUE: u32 = 500;
#[cfg(not(target_family = "wasm"))]
/// A number as a pattern; whether it is one is decided by the server.
const NUMBER: &str = "^[-+0-9._eE]*$";

const WANTED: JsonFaultKind = JsonFaultKind::WrongType("[{key, value}]");

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: KeyValuesSettings = settings::read(field, findings)?;
    if settings.only_offered && settings.offered.is_empty() {
        let message = told!("没有建议的名称，什么也填不了", "no keys are offered: nothing can be entered");
        findings.error("MC0105", "/only_offered", message).hint = Some(told!("填写 offered", "give `offered`"));
    }
    Some(Arc::new(settings))
}

/// The text at a key of a line; numbers may be written without quotes.
fn text_at(line: &Json, key: &str) -> Option<String> {
    match line.get(key) {
        None | Some(Json::Null) => Some(String::new()),
        Some(Json::String(text)) => Some(value::normal_text(text.trim())),
        Some(Json::Number(number)) => Some(number.to_string()),
        Some(_) => None,
    }
}

fn read_line((index, line): (usize, &Json)) -> Result<(String, String), JsonFault> {
    let fault = |below: &str| JsonFault { pointer: format!("/{index}{below}"), kind: WANTED };
    let object = line.as_object().ok_or_else(|| fault(""))?;
    if let Some(unknown) = object.keys().find(|key| !matches!(key.as_str(), "key" | "value")) {
        return Err(fault(&format!("/{}", settings::escape(unknown))));
    }
    Ok((text_at(line, "key").ok_or_else(|| fault("/key"))?, text_at(line, "value").ok_or_else(|| fault("/value"))?))
}

/// The lines of a value.
fn lines(value: &Value) -> Vec<(&str, &str)> {
    let Value::Structure(Json::Array(lines)) = value else { return Vec::new() };
    lines.iter().filter_map(|line| Some((line.get("key")?.as_str()?, line.get("value")?.as_str()?))).collect()
}

impl Behaviour for KeyValuesSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let key = Shape::text((Some(1), Some(LONGEST_KEY)), spelling);
        let key = if self.only_offered && spelling == Spelling::New { key.with("enum", self.offered.clone()) } else { key };
        let text = Shape::text((None, Some(LONGEST_VALUE)), spelling);
        let text = if self.values == KeyedValue::Number && spelling.is_sent() { text.with("pattern", NUMBER) } else { text };
        let shape = Shape::list(Shape::object([("key", key), ("value", text)], &["key"]), (None, Some(self.max)), spelling);
        let shape = shape.note_sent(spelling, "名称不能重复", "no key twice");
        if self.only_offered && spelling == Spelling::Change {
            return shape.note("只能用建议的名称，已有的可以保留", "only keys that are offered; those that are there may stay");
        }
        shape
    }

    /// Lines in which nothing stands are left out.
    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        if json.is_null() || json.as_str().is_some_and(str::is_empty) {
            return Ok(Value::Blank);
        }
        let lines = json.as_array().ok_or(JsonFault { pointer: String::new(), kind: WANTED })?;
        let read: Vec<(String, String)> = lines.iter().enumerate().map(read_line).collect::<Result<_, _>>()?;
        let kept = read.into_iter().filter(|(key, text)| !(key.is_empty() && text.is_empty()));
        let kept: Vec<Json> = kept.map(|(key, value)| json!({ "key": key, "value": value })).collect();
        Ok(if kept.is_empty() { Value::Blank } else { Value::Structure(Json::Array(kept)) })
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let found = lines(value);
        let stored = lines(context.stored);
        check::count(found.len(), None, Some(self.max), ("行", "lines"), faults);
        for (index, (key, text)) in found.iter().enumerate() {
            let mut wrong = Vec::new();
            check::length(key, None, Some(LONGEST_KEY), &mut wrong);
            check::length(text, None, Some(LONGEST_VALUE), &mut wrong);
            faults.extend(wrong.into_iter().map(|fault| fault.below(&format!("/{index}"))));
            let mut tell = |code, zh: String, en: String| faults.push(FieldFault::new(format!("/{index}"), code, Label::both(zh, en)));
            if key.is_empty() {
                tell(code::REQUIRED, format!("第 {} 行没有名称", index + 1), format!("line {} has no key", index + 1));
            } else if found.iter().take(index).any(|(before, _)| before == key) {
                tell(code::TWICE, format!("「{key}」写了两次"), format!("`{key}` is there twice"));
            } else if self.only_offered && !self.offered.iter().any(|known| known == key) && !stored.iter().any(|(known, _)| known == key) {
                tell(code::UNKNOWN_OPTION, format!("没有名称「{key}」"), format!("there is no key `{key}`"));
            }
            if self.values == KeyedValue::Number && !text.is_empty() && value::parse_decimal(text).is_none() {
                tell(code::WRONG_TYPE, format!("「{key}」的值应为数字"), format!("the value of `{key}` is a number"));
            }
        }
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        Some(multi_text::pairs(lines(value).into_iter(), context.locale))
    }
}
