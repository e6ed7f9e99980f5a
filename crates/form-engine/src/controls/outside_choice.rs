//! 外部选项

use super::location::{open, wrong};
use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Part, Special, ValueContext, code};
use definition::settings::OfInputs;
use definition::{Field, FormulaText};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;
use value::{ConnectorId, FieldId, JsonFault, OperationId, ShowContext, Value, ValueType, normal_text};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "outside_choice",
    label: pair("外部选项", "Options from outside"),
    help: pair(
        "从连接器给出的选项中选一个，例如库存系统里的零件；保存选项的值和名称",
        "One of the options that a connector gives, such as the parts of a stock system; the value and its name are kept",
    ),
    group: Group::Choice,
    icon: "select",
    schema: settings::schema::<OutsideChoice>,
    prepare,
    example: example(
        r#"{ "id": "part", "kind": "outside_choice", "label": { "zh-CN": "零件", "en": "Part" }, "connector": "parts", "operation": "find", "input": { "product": "{product}" }, "list": "/items", "item_value": "/number", "item_label": "/name", "search_input": "text" }"#,
    ),
};

definition::settings! {
    /// Settings of options from outside.
    pub struct OutsideChoice {
        connector: Option<ConnectorId> = None, ("连接器", "Connector"), ("选项来自哪个系统", "The system that gives the options");
        operation: Option<OperationId> = None, ("操作", "Operation"), ("用哪个操作取选项；须是 GET，或标明只查询", "What the system is asked; a GET, or an operation that says that it only looks up");
        input: OfInputs<IndexMap<FieldId, FormulaText>> = OfInputs::default(), ("输入", "Inputs"), ("操作的输入，用公式从本表字段算出；所用的字段变了，选项就重新取", "The inputs of the operation by formulas over this form; when a field of theirs changes, the options are asked for anew");
        list: String = String::new(), ("列表的位置", "Place of the list"), ("选项列表在答复中的位置，例如 /items；整个答复就是列表时不填", "Where the list stands in the answer, such as /items; left out when the whole answer is the list");
        item_value: String = String::new(), ("值的位置", "Place of the value"), ("每一项中哪个值保存下来，例如 /number", "Which value of an item is kept, such as /number");
        item_label: String = String::new(), ("名称的位置", "Place of the name"), ("每一项中哪个值给人看，例如 /name；不填则与值相同", "Which value of an item people read, such as /name; the kept value when left out");
        search_input: OfInputs<Option<FieldId>> = OfInputs::default(), ("搜索输入", "Search input"), ("把填写人输入的搜索文字交给哪个输入；不填则在取回的选项里搜索", "The input that gets what people type; left out, typing searches among what came");
        when_unreachable: WhenUnreachable = WhenUnreachable::Refuse, ("对方没有答复时", "When there is no answer"), ("保存时无法向对方确认所选的值怎么办", "What happens on saving when the system cannot be asked whether it offers the value");
    }
}

definition::choices! {
    /// What happens on saving when the system outside cannot be asked.
    pub enum WhenUnreachable {
        Refuse = "refuse", ("不保存，请稍后再试", "The record is not saved");
        Accept = "accept", ("照样保存", "It is saved all the same");
    }
}

/// The longest value and the longest name, in characters.
const LONGEST: u32 = 200;
const SHAPE: &str = "{value, label}";

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: OutsideChoice = settings::read(field, findings)?;
    if settings.connector.is_none() || settings.operation.is_none() {
        let missing = if settings.connector.is_none() { "/connector" } else { "/operation" };
        findings.error("MC0104", missing, told!("请选连接器和操作", "choose the connector and the operation"));
    }
    if settings.item_value.is_empty() {
        let hint = told!("填写 item_value，例如 /number", "give `item_value`, such as /number");
        findings.error("MC0104", "/item_value", told!("没有说明保存每一项的哪个值", "it is not said which value of an item is kept")).hint =
            Some(hint);
    }
    for (key, pointer) in [("list", &settings.list), ("item_value", &settings.item_value), ("item_label", &settings.item_label)] {
        if !pointer.is_empty() && (!pointer.starts_with('/') || pointer.len() == 1) {
            let message = told!(format!("「{pointer}」不是 JSON 里的位置"), format!("`{pointer}` is no place in JSON"));
            findings.error("MC0105", &format!("/{key}"), message).hint = Some(told!("写成 /items 这样的路径", "write a pointer such as /items"));
        }
    }
    Some(Arc::new(settings))
}

fn text_at(object: &Map<String, Json>, key: &'static str) -> Result<String, JsonFault> {
    match object.get(key).unwrap_or(&Json::Null) {
        Json::Null => Ok(String::new()),
        Json::String(text) => Ok(normal_text(text.trim())),
        _ => Err(wrong(&format!("/{key}"), SHAPE)),
    }
}

impl OutsideChoice {
    /// A value as it is kept.
    pub fn kept(value: &str, label: &str) -> Value {
        Value::Structure(json!({ "value": value, "label": label }))
    }

    /// Value and name of what is kept; none of a blank.
    pub fn parts_of(kept: &Value) -> Option<(&str, &str)> {
        let Value::Structure(json) = kept else { return None };
        let value = json.get("value")?.as_str()?;
        Some((value, json.get("label").and_then(Json::as_str).unwrap_or(value)))
    }
}

impl Behaviour for OutsideChoice {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let value = Shape::text((Some(1), Some(LONGEST)), spelling);
        let label = Shape::text((Some(1), Some(LONGEST)), spelling);
        let shape = Shape::object([("value", value), ("label", label)], &["value"]);
        shape.note_sent(
            spelling,
            "须是连接器给出的选项；名称以对方给出的为准",
            "One of the options that the connector gives; the name is what the system says",
        )
    }

    /// Without a name it is called like its value.
    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        let Some(object) = open(json, &["value", "label"], SHAPE)? else { return Ok(Value::Blank) };
        let (value, label) = (text_at(object, "value")?, text_at(object, "label")?);
        let called = if label.is_empty() { &value } else { &label };
        Ok(if value.is_empty() && label.is_empty() { Value::Blank } else { Self::kept(&value, called) })
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Some((value, label)) = Self::parts_of(value) else { return };
        if value.is_empty() {
            check::fault(faults, code::PART_MISSING, "请从选项中选择", "choose one of the options");
        }
        check::length(value, None, Some(LONGEST), faults);
        check::length(label, None, Some(LONGEST), faults);
    }

    fn parts(&self) -> Vec<Part> {
        let own = [Part::new("value", ("值", "Value"), ValueType::Text), Part::new("label", ("名称", "Name"), ValueType::Text)];
        own.into_iter().flatten().collect()
    }

    fn write(&self, value: &Value, _: &ShowContext<'_>) -> Option<String> {
        Self::parts_of(value).map(|(_, label)| label.to_owned())
    }

    fn special(&self) -> Special<'_> {
        Special::Outside(self)
    }
}
