//! 数值

use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext};
use definition::Field;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::{JsonFault, Label, Rounding, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "number",
    label: pair("数值", "Number"),
    help: pair("精确的十进制数：数量、重量、时长", "An exact decimal: quantities, weights, hours"),
    group: Group::Basic,
    icon: "number",
    schema: settings::schema::<NumberSettings>,
    prepare,
    example: example(
        r#"{ "id": "qty", "kind": "number", "label": { "zh-CN": "数量", "en": "Quantity" }, "scale": 0, "min": 1, "unit": { "zh-CN": "件", "en": "pcs" } }"#,
    ),
};

/// Settings of a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NumberSettings {
    /// Digits after the point, 0 to 9.
    pub scale: u32,
    /// The smallest number.
    #[serde(skip_serializing_if = "Option::is_none", with = "super::number::plain")]
    #[schemars(with = "Option<f64>")]
    pub min: Option<Decimal>,
    /// The largest number.
    #[serde(skip_serializing_if = "Option::is_none", with = "super::number::plain")]
    #[schemars(with = "Option<f64>")]
    pub max: Option<Decimal>,
    /// What is counted or measured, shown after the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Label>,
    /// How it is rounded at the scale.
    pub rounding: Rounding,
    /// Whether thousands are grouped when it is shown.
    pub grouped: bool,
}

impl Default for NumberSettings {
    fn default() -> Self {
        Self { scale: 2, min: None, max: None, unit: None, rounding: Rounding::HalfUp, grouped: false }
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: NumberSettings = settings::read(field, findings)?;
    check::scale_in_range(settings.scale, findings);
    check::ordered(settings.min.as_ref(), settings.max.as_ref(), ("min", "max"), findings);
    Some(Arc::new(settings))
}

impl Behaviour for NumberSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Number { scale: self.scale }
    }

    fn read(&self, json: &serde_json::Value) -> Result<Value, JsonFault> {
        check::read_number(json, self.scale, self.rounding)
    }

    fn normalise(&self, value: Value) -> Value {
        match value {
            Value::Number(number) => Value::Number(value::round_to_scale(number, self.scale, self.rounding)),
            other => other,
        }
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Number(number) = value {
            check::number(*number, self.min, self.max, faults);
        }
    }
}

/// Decimals in definitions: JSON numbers, or texts where a double would lose digits.
pub(crate) mod plain {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(number: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
        match number {
            None => serializer.serialize_none(),
            Some(number) => match i64::try_from(*number) {
                Ok(whole) if number.is_integer() => serializer.serialize_i64(whole),
                _ => serializer.serialize_str(&number.normalize().to_string()),
            },
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
        let json = Option::<serde_json::Value>::deserialize(deserializer)?;
        let Some(json) = json.filter(|json| !json.is_null()) else { return Ok(None) };
        value::decimal_from_json(&json).map(Some).ok_or_else(|| serde::de::Error::custom(format!("`{json}` is not a number")))
    }
}
