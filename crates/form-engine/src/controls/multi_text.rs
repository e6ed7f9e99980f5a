//! 多项文本

use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Part, ValueContext, code};
use definition::Field;
use definition::settings::{Misread, Setting};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;
use value::{FieldId, JsonFault, JsonFaultKind, Label, Locale, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "multi_text",
    label: pair("多项文本", "Several texts"),
    help: pair("一个字段里的几行短文字，公式里写 {contact.name}", "A few short texts in one field; formulas write {contact.name}"),
    group: Group::Text,
    icon: "rows",
    schema: settings::schema::<MultiTextSettings>,
    prepare,
    example: example(
        r#"{ "id": "contact", "kind": "multi_text", "label": { "zh-CN": "联系人", "en": "Contact" },
        "items": [ { "id": "name", "label": { "zh-CN": "姓名", "en": "Name" }, "required": true }, { "id": "post", "label": { "zh-CN": "职务", "en": "Post" } } ] }"#,
    ),
};

definition::settings! {
    /// Settings of several texts.
    pub struct MultiTextSettings {
        items: Vec<TextItem> = Vec::new(), ("各项", "Items"), ("有哪几项，每项有 id 和名称", "The items, each with an id and a name");
        max_length: u32 = 200, ("每项最多字数", "Most characters"), ("每项最多几个字", "The largest number of characters of one"), 1..=5000;
    }
}

/// One of several texts.
#[derive(Debug, Clone, PartialEq)]
pub struct TextItem {
    /// Its key in the value.
    pub id: FieldId,
    /// Its name.
    pub label: Label,
    /// Whether it must be filled in when another is.
    pub required: bool,
}

impl Setting for TextItem {
    fn read(json: &Json) -> Result<Self, Misread> {
        let misread = || Misread::of("{id, label, required}，id 用小写字母", "{id, label, required}, the id in small letters");
        let object = json.as_object().filter(|object| object.keys().all(|key| matches!(key.as_str(), "id" | "label" | "required")));
        let object = object.ok_or_else(misread)?;
        let id = object.get("id").and_then(Json::as_str).and_then(|id| FieldId::parse(id).ok()).ok_or_else(misread)?;
        let label = Label::read(object.get("label").ok_or_else(misread)?)?;
        let required = object.get("required").map_or(Ok(false), bool::read)?;
        Ok(Self { id, label, required })
    }

    fn schema(generator: &mut schemars::SchemaGenerator) -> Json {
        json!({
            "type": "object",
            "properties": {
                "id": named(FieldId::schema(generator), "id", "Id"),
                "label": named(Label::schema(generator), "名称", "Name"),
                "required": named(bool::schema(generator), "必填", "Required"),
            },
            "required": ["id", "label"],
            "additionalProperties": false,
        })
    }

    fn write(&self) -> Json {
        let mut written = json!({ "id": self.id, "label": self.label });
        if let (true, Some(object)) = (self.required, written.as_object_mut()) {
            object.insert("required".into(), json!(true));
        }
        written
    }
}

fn named(mut schema: Json, zh: &str, en: &str) -> Json {
    if let Some(object) = schema.as_object_mut() {
        object.insert(definition::settings::SCHEMA_LABEL.into(), json!({ "zh-CN": zh, "en": en }));
    }
    schema
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MultiTextSettings = settings::read(field, findings)?;
    if settings.items.is_empty() || settings.items.len() > 30 {
        findings.error("MC0104", "/items", told!("要有 1 到 30 项", "there are 1 to 30 items"));
    }
    for (index, item) in settings.items.iter().enumerate() {
        if settings.items.iter().take(index).any(|before| before.id == item.id) {
            let message = told!(format!("「{}」用了两次", item.id), format!("`{}` is used twice", item.id));
            findings.error("MC0106", &format!("/items/{index}/id"), message);
        }
    }
    Some(Arc::new(settings))
}

impl Behaviour for MultiTextSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let longest = Some(self.max_length);
        let part = |item: &TextItem| Shape::text((item.required.then_some(1), longest), spelling).named(&item.label);
        let required: Vec<&str> = self.items.iter().filter(|item| item.required && spelling.is_sent()).map(|item| item.id.as_str()).collect();
        Shape::object(self.items.iter().map(|item| (item.id.as_str(), part(item))), &required)
    }

    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        if json.is_null() || json.as_str().is_some_and(str::is_empty) {
            return Ok(Value::Blank);
        }
        let fault = |pointer: String, kind| JsonFault { pointer, kind };
        let object = json.as_object().ok_or_else(|| fault(String::new(), JsonFaultKind::WrongType("{id: text}")))?;
        if let Some(unknown) = object.keys().find(|key| !self.items.iter().any(|item| item.id.as_str() == *key)) {
            return Err(fault(format!("/{}", settings::escape(unknown)), JsonFaultKind::UnknownField(unknown.clone())));
        }
        let mut kept = Map::new();
        for item in &self.items {
            let key = item.id.as_str();
            let read = value::from_json(object.get(key).unwrap_or(&Json::Null), &ValueType::Text);
            if let Value::Text(text) = read.map_err(|inner| fault(format!("/{key}"), inner.kind))?
                && !text.trim().is_empty()
            {
                kept.insert(key.to_owned(), json!(text.trim()));
            }
        }
        Ok(if kept.is_empty() { Value::Blank } else { Value::Structure(Json::Object(kept)) })
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Structure(json) = value else { return };
        for item in &self.items {
            let place = format!("/{}", item.id);
            let (zh, en) = (item.label.get(Locale::ZhCn), item.label.get(Locale::En));
            match json.get(item.id.as_str()).and_then(Json::as_str) {
                None if item.required => {
                    faults.push(FieldFault::new(place, code::REQUIRED, Label::both(format!("请填写「{zh}」"), format!("enter `{en}`"))));
                }
                None => {}
                Some(text) => {
                    let mut found = Vec::new();
                    check::length(text, None, Some(self.max_length), &mut found);
                    faults.extend(found.into_iter().map(|fault| fault.below(&place)));
                }
            }
        }
    }

    fn parts(&self) -> Vec<Part> {
        self.items
            .iter()
            .map(|item| Part { key: item.id.clone(), label: item.label.clone(), value_type: ValueType::Text, options: Default::default() })
            .collect()
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        let Value::Structure(json) = value else { return None };
        let filled = self.items.iter().filter_map(|item| Some((item.label.get(context.locale), json.get(item.id.as_str())?.as_str()?)));
        Some(pairs(filled, context.locale))
    }
}

/// Names and what belongs to them, in one line.
pub(super) fn pairs<'a>(items: impl Iterator<Item = (&'a str, &'a str)>, locale: Locale) -> String {
    let (between, after) = if locale == Locale::ZhCn { ("：", "；") } else { (": ", "; ") };
    items.map(|(name, text)| format!("{name}{between}{text}")).collect::<Vec<_>>().join(after)
}
