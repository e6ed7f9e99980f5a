//! The types that a setting can have.

use crate::FormulaText;
use indexmap::IndexMap;
use rust_decimal::Decimal;
use schemars::{JsonSchema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use value::{ConnectorId, DictionaryId, FieldId, FormId, Label, OperationId, OptionId, RoleId};

/// Why a value is not of a setting's type: what would be, in Chinese and English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread {
    /// What was expected.
    pub expected: (String, String),
}

impl Misread {
    /// Says what was expected.
    pub fn of(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { expected: (zh.into(), en.into()) }
    }
}

/// A type that a setting can have.
pub trait Setting: Sized {
    /// Reads the value.
    fn read(json: &Json) -> Result<Self, Misread>;

    /// Its JSON Schema.
    fn schema(generator: &mut SchemaGenerator) -> Json;

    /// The value as it stands in a definition; null when nothing is set.
    fn write(&self) -> Json;

    /// The value as a number, if it has bounds.
    fn number(&self) -> Option<Decimal> {
        None
    }
}

impl Setting for bool {
    fn read(json: &Json) -> Result<Self, Misread> {
        json.as_bool().ok_or_else(|| Misread::of("true 或 false", "true or false"))
    }

    fn schema(_: &mut SchemaGenerator) -> Json {
        json!({ "type": "boolean" })
    }

    fn write(&self) -> Json {
        json!(self)
    }
}

impl Setting for u32 {
    fn read(json: &Json) -> Result<Self, Misread> {
        json.as_u64().and_then(|number| u32::try_from(number).ok()).ok_or_else(|| Misread::of("不小于 0 的整数", "a whole number, 0 or more"))
    }

    fn schema(_: &mut SchemaGenerator) -> Json {
        json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX })
    }

    fn write(&self) -> Json {
        json!(self)
    }

    fn number(&self) -> Option<Decimal> {
        Some(Decimal::from(*self))
    }
}

impl Setting for i64 {
    fn read(json: &Json) -> Result<Self, Misread> {
        json.as_i64().ok_or_else(|| Misread::of("整数", "a whole number"))
    }

    fn schema(_: &mut SchemaGenerator) -> Json {
        json!({ "type": "integer" })
    }

    fn write(&self) -> Json {
        json!(self)
    }

    fn number(&self) -> Option<Decimal> {
        Some(Decimal::from(*self))
    }
}

/// A number in a definition: a JSON number, or a text where a double would lose digits.
impl Setting for Decimal {
    fn read(json: &Json) -> Result<Self, Misread> {
        value::decimal_from_json(json).ok_or_else(|| Misread::of("数字", "a number"))
    }

    fn schema(_: &mut SchemaGenerator) -> Json {
        json!({ "type": ["number", "string"], "format": "decimal" })
    }

    fn write(&self) -> Json {
        match i64::try_from(*self) {
            Ok(whole) if self.is_integer() => json!(whole),
            _ => json!(self.normalize().to_string()),
        }
    }

    fn number(&self) -> Option<Decimal> {
        Some(*self)
    }
}

impl Setting for String {
    fn read(json: &Json) -> Result<Self, Misread> {
        json.as_str().map(str::to_owned).ok_or_else(|| Misread::of("文字", "a text"))
    }

    fn schema(_: &mut SchemaGenerator) -> Json {
        json!({ "type": "string" })
    }

    fn write(&self) -> Json {
        if self.is_empty() { Json::Null } else { json!(self) }
    }
}

impl<T: Setting> Setting for Option<T> {
    fn read(json: &Json) -> Result<Self, Misread> {
        T::read(json).map(Some)
    }

    fn schema(generator: &mut SchemaGenerator) -> Json {
        T::schema(generator)
    }

    fn write(&self) -> Json {
        self.as_ref().map_or(Json::Null, Setting::write)
    }

    fn number(&self) -> Option<Decimal> {
        self.as_ref().and_then(Setting::number)
    }
}

/// A setting that speaks of the inputs of the operation that is named beside it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OfInputs<T>(pub T);

impl<T: Setting> Setting for OfInputs<T> {
    fn read(json: &Json) -> Result<Self, Misread> {
        T::read(json).map(Self)
    }

    fn schema(generator: &mut SchemaGenerator) -> Json {
        let mut schema = T::schema(generator);
        if let Json::Object(keys) = &mut schema {
            keys.insert("x-of".into(), "input".into());
        }
        schema
    }

    fn write(&self) -> Json {
        self.0.write()
    }
}

impl<T: Setting> Setting for Vec<T> {
    fn read(json: &Json) -> Result<Self, Misread> {
        let items = json.as_array().ok_or_else(|| Misread::of("列表", "a list"))?;
        items.iter().map(T::read).collect()
    }

    fn schema(generator: &mut SchemaGenerator) -> Json {
        json!({ "type": "array", "items": T::schema(generator) })
    }

    fn write(&self) -> Json {
        if self.is_empty() { Json::Null } else { self.iter().map(Setting::write).collect() }
    }
}

/// A setting that is one of a few names; made by [`choices!`](crate::choices!).
pub trait Choices: Copy + PartialEq + 'static {
    /// The names as definitions write them, and what they stand for.
    const ALL: &'static [(&'static str, Self)];

    /// Their labels in the same order, in Chinese and English.
    const LABELS: &'static [(&'static str, &'static str)];

    /// The name as definitions write it.
    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, choice)| *choice == self).map_or("", |(name, _)| name)
    }
}

impl<T: Choices> Setting for T {
    fn read(json: &Json) -> Result<Self, Misread> {
        let found = json.as_str().and_then(|text| T::ALL.iter().find(|(name, _)| *name == text));
        found.map(|(_, choice)| *choice).ok_or_else(|| one_of(T::ALL.iter().map(|(name, _)| *name)))
    }

    fn schema(_: &mut SchemaGenerator) -> Json {
        let named = T::ALL.iter().zip(T::LABELS);
        let option =
            |((name, _), (zh, en)): (&(&str, T), &(&str, &str))| json!({ "const": name, "description": en, "x-label": { "zh-CN": zh, "en": en } });
        json!({ "oneOf": named.map(option).collect::<Vec<_>>() })
    }

    fn write(&self) -> Json {
        json!(self.name())
    }
}

fn one_of(names: impl Iterator<Item = &'static str>) -> Misread {
    let mut list = String::new();
    for name in names {
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.push_str(name);
    }
    Misread::of(list.clone(), list)
}

/// Settings whose types are read by serde and described by schemars already.
macro_rules! typed {
    ($( $kind:ty, $zh:literal, $en:literal; )*) => { $(
        impl Setting for $kind {
            fn read(json: &Json) -> Result<Self, Misread> {
                typed(json, ($zh, $en))
            }

            fn schema(generator: &mut SchemaGenerator) -> Json {
                described::<$kind>(generator)
            }

            fn write(&self) -> Json {
                serde_json::to_value(self).unwrap_or_default()
            }
        }
    )* };
}

typed! {
    Label, "文字，或每种语言一段文字", "a text, or a text by language";
    FieldId, "字段 id", "the id of a field";
    FormId, "表单 id", "the id of a form";
    DictionaryId, "字典 id", "the id of a dictionary";
    OptionId, "选项 id", "the id of an option";
    RoleId, "角色 id", "the id of a role";
    ConnectorId, "连接器 id", "the id of a connector";
    OperationId, "操作 id", "the id of an operation";
    FormulaText, "公式", "a formula";
    value::Rounding, "half_up 或 half_even", "half_up or half_even";
    query::Filter, "筛选条件", "a filter";
    query::Sort, "排序：{field, dir}", "an order: {field, dir}";
    crate::Choice, "选项：{id, label, …}", "an option: {id, label, …}";
    IndexMap<FieldId, FormulaText>, "公式对照：{输入: 公式}", "formulas by inputs: {input: formula}";
    IndexMap<FieldId, FieldId>, "字段对照：{本表字段: 对方字段}", "fields by fields: {here: there}";
}

/// Something for each of a few options.
impl<T: Setting> Setting for IndexMap<OptionId, T> {
    fn read(json: &Json) -> Result<Self, Misread> {
        let object = json.as_object().ok_or_else(|| Misread::of("对象：{选项 id: …}", "an object: {option id: …}"))?;
        let one = |(id, json): (&String, &Json)| {
            let id = OptionId::parse(id).map_err(|_no_id| Misread::of("选项 id", "the id of an option"))?;
            Ok((id, T::read(json)?))
        };
        object.iter().map(one).collect()
    }

    fn schema(generator: &mut SchemaGenerator) -> Json {
        json!({ "type": "object", "additionalProperties": T::schema(generator) })
    }

    fn write(&self) -> Json {
        let written: serde_json::Map<String, Json> = self.iter().map(|(id, item)| (id.to_string(), item.write())).collect();
        if written.is_empty() { Json::Null } else { Json::Object(written) }
    }
}

fn typed<T: DeserializeOwned>(json: &Json, expected: (&str, &str)) -> Result<T, Misread> {
    serde_json::from_value(json.clone()).map_err(|_cause| Misread::of(expected.0, expected.1))
}

fn described<T: JsonSchema>(generator: &mut SchemaGenerator) -> Json {
    generator.subschema_for::<T>().to_value()
}
