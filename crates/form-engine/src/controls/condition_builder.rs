//! 条件构造器

use super::{check, matrix, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext, code};
use definition::{Field, Form};
use formula::FieldType;
use indexmap::IndexMap;
use query::{Condition, Filter};
use serde_json::Value as Json;
use std::sync::Arc;
use value::{FieldId, FormId, JsonFault, Locale, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "condition_builder",
    label: pair("条件构造器", "Condition builder"),
    help: pair("把一组条件拼出来保存：字段、比较、值，可以嵌套", "A set of conditions is put together and kept: field, comparison, value, in groups"),
    group: Group::Choice,
    icon: "filter",
    schema: settings::schema::<ConditionSettings>,
    prepare,
    example: example(r#"{ "id": "applies", "kind": "condition_builder", "label": { "zh-CN": "适用条件", "en": "Applies when" }, "conditions": 5 }"#),
};

definition::settings! {
    /// Settings of a condition builder.
    pub struct ConditionSettings {
        form: Option<FormId> = None, ("表单", "Form"), ("条件说的是哪张表单的字段；不填则只能用系统字段", "The form of whose fields the conditions speak; without one only the fields that every record has");
        only: Vec<FieldId> = Vec::new(), ("可用字段", "Fields"), ("只允许用哪些字段；不填则全部", "Only these fields may be used; all when left out");
        conditions: u32 = 20, ("最多条件数", "Most conditions"), ("一共最多几个条件", "At most so many conditions in all"), 1..=100;
    }
}

/// How deep groups may lie in groups.
const DEEPEST: usize = 5;

#[derive(Debug)]
struct Conditions {
    fields: IndexMap<FieldId, FieldType>,
    most: u32,
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: ConditionSettings = settings::read(field, findings)?;
    let form = match &settings.form {
        None => None,
        Some(id) => Some(super::relation::target_form(id, environment, findings)?),
    };
    let all = fields_of(form, environment);
    for (index, id) in settings.only.iter().enumerate().filter(|(_, id)| !all.contains_key(*id)) {
        let meant = definition::suggest::nearest(id.as_str(), all.keys().map(FieldId::as_str));
        let message = told!(format!("没有字段「{id}」"), format!("there is no field `{id}`"));
        findings.error("MC0109", &format!("/only/{index}"), message).hint =
            meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
    }
    let allowed = |id: &FieldId| settings.only.is_empty() || settings.only.contains(id);
    let fields = all.into_iter().filter(|(id, _)| allowed(id)).collect();
    Some(Arc::new(Conditions { fields, most: settings.conditions }))
}

/// The fields of a form, or those that every record has.
fn fields_of(form: Option<&Form>, environment: &FormEnvironment<'_>) -> IndexMap<FieldId, FieldType> {
    match form {
        Some(form) => crate::scope::plain_fields_of(form, environment),
        None => FormId::parse("record").map(|any| crate::scope::system_fields(&any)).unwrap_or_default(),
    }
}

fn filter_of(json: &Json) -> Option<Filter> {
    serde_json::from_value(json.clone()).ok()
}

/// How many conditions there are, and how deep they lie.
fn measure(filter: &Filter, depth: usize) -> (usize, usize) {
    match filter {
        Filter::Condition(_) => (1, depth),
        Filter::Not(inner) => measure(inner, depth + 1),
        Filter::And(inner) | Filter::Or(inner) => {
            inner.iter().map(|filter| measure(filter, depth + 1)).fold((0, depth), |(count, deepest), (more, deep)| (count + more, deepest.max(deep)))
        }
    }
}

impl Conditions {
    fn words(&self, filter: &Filter, locale: Locale) -> String {
        match filter {
            Filter::Condition(condition) => self.condition(condition, locale),
            Filter::Not(inner) => format!("{}{}", pick(locale, "不满足 ", "not "), self.group(inner, locale)),
            Filter::And(inner) => self.list(inner, pick(locale, " 且 ", " and "), locale),
            Filter::Or(inner) => self.list(inner, pick(locale, " 或 ", " or "), locale),
        }
    }

    fn list(&self, filters: &[Filter], between: &str, locale: Locale) -> String {
        let mut words = String::new();
        for filter in filters {
            if !words.is_empty() {
                words.push_str(between);
            }
            words.push_str(&if filters.len() > 1 { self.group(filter, locale) } else { self.words(filter, locale) });
        }
        words
    }

    fn group(&self, filter: &Filter, locale: Locale) -> String {
        let several = matches!(filter, Filter::And(inner) | Filter::Or(inner) if inner.len() > 1);
        if several { format!("({})", self.words(filter, locale)) } else { self.words(filter, locale) }
    }

    fn condition(&self, condition: &Condition, locale: Locale) -> String {
        let label = self.fields.get(&condition.field.field).map_or(condition.field.field.as_str(), |field| field.label.get(locale));
        let json = serde_json::to_value(condition).unwrap_or_default();
        let op = json.get("op").and_then(Json::as_str).unwrap_or_default();
        let value = json.get("value").map(operand).unwrap_or_default();
        format!("{label} {} {value}", operator(op, locale)).trim_end().to_owned()
    }
}

fn pick<'a>(locale: Locale, zh: &'a str, en: &'a str) -> &'a str {
    if locale == Locale::ZhCn { zh } else { en }
}

fn operand(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(operand).collect::<Vec<_>>().join(", "),
        Json::Object(object) => object.values().map(operand).collect::<Vec<_>>().join(" "),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

fn operator(op: &str, locale: Locale) -> &str {
    let (zh, en) = match op {
        "eq" => ("=", "="),
        "ne" => ("≠", "≠"),
        "lt" => ("<", "<"),
        "le" => ("≤", "≤"),
        "gt" => (">", ">"),
        "ge" => ("≥", "≥"),
        "in" => ("是其中之一", "is one of"),
        "not_in" => ("不是", "is none of"),
        "contains" => ("包含", "contains"),
        "starts_with" => ("开头是", "begins with"),
        "blank" => ("为空", "is empty"),
        "not_blank" => ("不为空", "is not empty"),
        "has_any" => ("含任一", "has any of"),
        "has_all" => ("含全部", "has all of"),
        "within" => ("在", "is within"),
        "under" => ("属于", "is under"),
        other => (other, other),
    };
    pick(locale, zh, en)
}

impl Behaviour for Conditions {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let mut generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
        let filter = generator.subschema_for::<Filter>();
        let fields: Vec<&str> = self.fields.keys().map(FieldId::as_str).collect();
        let shape =
            generator.take_definitions(true).into_iter().fold(Shape::of(filter.to_value()), |shape, (name, schema)| shape.defining(&name, schema));
        let most = self.most;
        shape
            .note_sent(spelling, format!("最多 {most} 个条件，最多嵌套 {DEEPEST} 层"), format!("at most {most} conditions, at most {DEEPEST} deep"))
            .note_sent(spelling, format!("可用字段：{}", fields.join("、")), format!("fields: {}", fields.join(", ")))
    }

    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        if json.is_null() || json.as_str().is_some_and(str::is_empty) {
            return Ok(Value::Blank);
        }
        let filter = filter_of(json).ok_or_else(|| matrix::wrong("", "{and: [{field, op, value}]}"))?;
        let (count, _) = measure(&filter, 0);
        // What is written back has one spelling only.
        let kept = serde_json::to_value(&filter).unwrap_or_default();
        Ok(if count == 0 { Value::Blank } else { Value::Structure(kept) })
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Structure(json) = value else { return };
        let Some(filter) = filter_of(json) else { return };
        let (count, depth) = measure(&filter, 0);
        check::count(count, None, Some(self.most), ("个条件", "conditions"), faults);
        if depth > DEEPEST {
            let (zh, en) = (format!("条件最多嵌套 {DEEPEST} 层"), format!("groups may lie {DEEPEST} deep at most"));
            check::fault(faults, code::NOT_READABLE, zh, en);
            return;
        }
        let types = self.fields.iter().map(|(id, field)| (id.clone(), field.value_type.clone())).collect();
        for fault in query::check(&filter, &types) {
            faults.push(FieldFault::new(fault.pointer, code::NOT_READABLE, fault.message));
        }
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        let Value::Structure(json) = value else { return None };
        filter_of(json).map(|filter| self.words(&filter, context.locale))
    }

    fn about(&self) -> Option<Json> {
        Some(serde_json::json!({ "fields": crate::wire::offered_fields(&self.fields) }))
    }
}
