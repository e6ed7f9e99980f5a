//! 计算字段

use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group, Special};
use definition::{Field, FormulaText};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::{JsonFault, Label, Rounding, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "computed",
    label: pair("计算字段", "Computed"),
    help: pair("由公式得出的值，边填边算", "A value that a formula gives while you type"),
    group: Group::Automatic,
    icon: "formula",
    schema: settings::schema::<Computed>,
    prepare,
    example: example(
        r#"{ "id": "days", "kind": "computed", "label": { "zh-CN": "折合天数", "en": "Days" }, "result": "number", "scale": 1, "formula": "ROUND(8/8, 1)" }"#,
    ),
};

/// Settings of a computed field.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Computed {
    /// The formula.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formula: Option<FormulaText>,
    /// The type of the result.
    pub result: ResultType,
    /// Digits after the point, if it is a number (2 when left out).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<u32>,
    /// How a number is rounded at the scale.
    pub rounding: Rounding,
    /// What is counted or measured, shown after the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Label>,
    /// ISO 4217 code, if it is an amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^[A-Z]{3}$"))]
    pub currency: Option<String>,
    /// When it is calculated and stored. Left out: `live` if the formula asks for today or now, `snapshot` if it uses related records, else `stored`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store: Option<Store>,
}

/// The type of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResultType {
    /// A number.
    #[default]
    Number,
    /// Text.
    Text,
    /// Yes or no.
    Bool,
    /// A day.
    Date,
    /// A moment.
    Datetime,
}

/// When a computed value is calculated and stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Store {
    /// With the record; it depends on the record alone.
    Stored,
    /// With the record, from what related records say at that moment.
    Snapshot,
    /// Never stored; calculated whenever it is read.
    Live,
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: Computed = settings::read(field, findings)?;
    if settings.formula.is_none() {
        findings.error("MC0104", "", told!("计算字段没有公式", "a computed field needs a formula")).hint =
            Some(told!("填写 formula", "give it a `formula`"));
    }
    check::scale_in_range(settings.digits(), findings);
    if settings.result != ResultType::Number && (settings.scale.is_some() || settings.currency.is_some()) {
        let key = if settings.scale.is_some() { "/scale" } else { "/currency" };
        findings.error("MC0105", key, told!("只有结果为数值时才有小数位数和币种", "only a number has a scale and a currency"));
    }
    Some(Arc::new(settings))
}

impl Computed {
    fn digits(&self) -> u32 {
        self.scale.unwrap_or(2)
    }
}

impl Behaviour for Computed {
    fn value_type(&self) -> ValueType {
        match self.result {
            ResultType::Number => ValueType::Number { scale: self.digits() },
            ResultType::Text => ValueType::Text,
            ResultType::Bool => ValueType::Bool,
            ResultType::Date => ValueType::Date,
            ResultType::Datetime => ValueType::Instant,
        }
    }

    fn read(&self, json: &serde_json::Value) -> Result<Value, JsonFault> {
        match self.result {
            ResultType::Number => check::read_number(json, self.digits(), self.rounding),
            _ => value::from_json(json, &self.value_type()),
        }
    }

    fn normalise(&self, value: Value) -> Value {
        match value {
            Value::Number(number) => Value::Number(value::round_to_scale(number, self.digits(), self.rounding)),
            other => other,
        }
    }

    fn special(&self) -> Special<'_> {
        Special::Computed(self)
    }
}
