//! Reading typed data from JSON that is already in memory.
//!
//! serde's general readers are made for every format: each type is compiled once for maps, once for lists, once for bytes. This one knows JSON
//! objects only, borrows instead of taking apart, and so keeps the browser engine small. What it accepts is what `serde_json` accepts,
//! except that an object is never written as a list.

use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::{Map, Value as Json};
use std::fmt;

/// Whether faults are told in words. In the browser a code is enough: definitions that arrive there have passed the server's check.
const IN_WORDS: bool = !cfg!(target_family = "wasm");

/// Why JSON does not read as what is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadFault {
    /// A key is not known.
    UnknownKey {
        /// The key.
        key: String,
        /// The keys that are known.
        expected: &'static [&'static str],
    },
    /// Anything else, in words.
    Wrong(String),
}

impl fmt::Display for ReadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadFault::UnknownKey { key, expected } => {
                write!(f, "unknown field `{key}`, expected ")?;
                expected.iter().enumerate().try_for_each(|(at, key)| write!(f, "{}`{key}`", if at == 0 { "" } else { ", " }))
            }
            ReadFault::Wrong(cause) => f.write_str(cause),
        }
    }
}

impl std::error::Error for ReadFault {}

impl de::Error for ReadFault {
    fn custom<T: fmt::Display>(cause: T) -> Self {
        ReadFault::Wrong(if IN_WORDS { cause.to_string() } else { String::new() })
    }

    fn invalid_type(found: Unexpected<'_>, wanted: &dyn de::Expected) -> Self {
        if IN_WORDS { Self::custom(format_args!("invalid type: {found}, expected {wanted}")) } else { Self::silent() }
    }

    fn invalid_value(found: Unexpected<'_>, wanted: &dyn de::Expected) -> Self {
        if IN_WORDS { Self::custom(format_args!("invalid value: {found}, expected {wanted}")) } else { Self::silent() }
    }

    fn invalid_length(length: usize, wanted: &dyn de::Expected) -> Self {
        if IN_WORDS { Self::custom(format_args!("invalid length {length}, expected {wanted}")) } else { Self::silent() }
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        if IN_WORDS { Self::custom(format_args!("unknown variant `{variant}`, expected one of `{}`", expected.join("`, `"))) } else { Self::silent() }
    }

    fn unknown_field(key: &str, expected: &'static [&'static str]) -> Self {
        ReadFault::UnknownKey { key: key.to_owned(), expected }
    }

    fn missing_field(key: &'static str) -> Self {
        if IN_WORDS { Self::custom(format_args!("missing field `{key}`")) } else { Self::silent() }
    }

    fn duplicate_field(key: &'static str) -> Self {
        if IN_WORDS { Self::custom(format_args!("duplicate field `{key}`")) } else { Self::silent() }
    }
}

impl ReadFault {
    fn silent() -> Self {
        ReadFault::Wrong(String::new())
    }
}

/// Reads typed data from JSON.
pub fn read_json<T: DeserializeOwned>(json: &Json) -> Result<T, ReadFault> {
    T::deserialize(Reader(json))
}

/// Reads typed data from an object.
pub fn read_object<T: DeserializeOwned>(object: &Map<String, Json>) -> Result<T, ReadFault> {
    T::deserialize(ObjectReader(object))
}

#[derive(Clone, Copy)]
struct Reader<'de>(&'de Json);

impl<'de> Reader<'de> {
    fn wrong<T, V: Visitor<'de>>(self, visitor: &V) -> Result<T, ReadFault> {
        let found = match self.0 {
            Json::Null => Unexpected::Other("null"),
            Json::Bool(yes) => Unexpected::Bool(*yes),
            Json::Number(number) => number.as_i64().map_or(Unexpected::Other("a number"), Unexpected::Signed),
            Json::String(text) => Unexpected::Str(text),
            Json::Array(_) => Unexpected::Seq,
            Json::Object(_) => Unexpected::Map,
        };
        Err(de::Error::invalid_type(found, visitor))
    }

    fn number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        let Json::Number(number) = self.0 else { return self.wrong(&visitor) };
        match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(number), _, _) => visitor.visit_u64(number),
            (_, Some(number), _) => visitor.visit_i64(number),
            (_, _, Some(number)) => visitor.visit_f64(number),
            _ => self.wrong(&visitor),
        }
    }

    fn text<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        match self.0 {
            Json::String(text) => visitor.visit_str(text),
            _ => self.wrong(&visitor),
        }
    }

    fn list<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        match self.0 {
            Json::Array(items) => visitor.visit_seq(Items(items.iter())),
            _ => self.wrong(&visitor),
        }
    }

    fn object<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        match self.0 {
            Json::Object(object) => visitor.visit_map(Entries::of(object)),
            _ => self.wrong(&visitor),
        }
    }
}

/// Methods of a reader that all do the same.
macro_rules! each {
    ($($method:ident)* => $way:ident) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> { self.$way(visitor) }
    )* };
}

impl<'de> de::Deserializer<'de> for Reader<'de> {
    type Error = ReadFault;

    each!(deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_f32 deserialize_f64 => number);
    each!(deserialize_char deserialize_str deserialize_string deserialize_identifier deserialize_bytes deserialize_byte_buf => text);
    each!(deserialize_seq => list);
    each!(deserialize_map => object);

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        match self.0 {
            Json::Null => visitor.visit_unit(),
            Json::Bool(yes) => visitor.visit_bool(*yes),
            Json::Number(_) => self.number(visitor),
            Json::String(_) => self.text(visitor),
            Json::Array(_) => self.list(visitor),
            Json::Object(_) => self.object(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        match self.0 {
            Json::Bool(yes) => visitor.visit_bool(*yes),
            _ => self.wrong(&visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        if self.0.is_null() { visitor.visit_unit() } else { self.wrong(&visitor) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ReadFault> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ReadFault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, ReadFault> {
        self.list(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, visitor: V) -> Result<V::Value, ReadFault> {
        self.list(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, ReadFault> {
        self.object(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, ReadFault> {
        let single = self.0.as_object().filter(|object| object.len() == 1).and_then(|object| object.iter().next());
        match (self.0, single) {
            (Json::String(name), _) => visitor.visit_enum(Variant { name, content: None }),
            (_, Some((name, content))) => visitor.visit_enum(Variant { name, content: Some(Reader(content)) }),
            _ => self.wrong(&visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        visitor.visit_unit()
    }
}

impl<'de> IntoDeserializer<'de, ReadFault> for Reader<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

struct ObjectReader<'de>(&'de Map<String, Json>);

impl<'de> de::Deserializer<'de> for ObjectReader<'de> {
    type Error = ReadFault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        visitor.visit_map(Entries::of(self.0))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Items<'de>(std::slice::Iter<'de, Json>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = ReadFault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, ReadFault> {
        self.0.next().map(|item| seed.deserialize(Reader(item))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Entries<'de> {
    left: serde_json::map::Iter<'de>,
    value: Option<&'de Json>,
}

impl<'de> Entries<'de> {
    fn of(object: &'de Map<String, Json>) -> Self {
        Self { left: object.iter(), value: None }
    }
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = ReadFault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ReadFault> {
        let Some((key, value)) = self.left.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(Key(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadFault> {
        seed.deserialize(Reader(self.value.take().unwrap_or(&Json::Null)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len())
    }
}

/// A key of an object; keys that are no texts (ids, numbers) read it as their type.
struct Key<'de>(&'de str);

impl<'de> de::Deserializer<'de> for Key<'de> {
    type Error = ReadFault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        visitor.visit_str(self.0)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ReadFault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, ReadFault> {
        visitor.visit_enum(Variant { name: self.0, content: None })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct Variant<'de> {
    name: &'de str,
    content: Option<Reader<'de>>,
}

impl<'de> de::EnumAccess<'de> for Variant<'de> {
    type Error = ReadFault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), ReadFault> {
        seed.deserialize(Key(self.name)).map(|variant| (variant, self))
    }
}

impl<'de> Variant<'de> {
    fn content(self) -> Result<Reader<'de>, ReadFault> {
        self.content.ok_or_else(|| de::Error::custom("the variant needs a value"))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'de> {
    type Error = ReadFault;

    fn unit_variant(self) -> Result<(), ReadFault> {
        match self.content {
            None | Some(Reader(Json::Null)) => Ok(()),
            Some(_) => Err(de::Error::custom("the variant takes no value")),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, ReadFault> {
        seed.deserialize(self.content()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, ReadFault> {
        self.content()?.list(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, ReadFault> {
        self.content()?.object(visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FieldId, Label, Locale, RecordId, ReferenceTarget, ValueType};
    use indexmap::IndexMap;
    use serde::Deserialize;
    use serde_json::json;

    #[derive(Debug, Clone, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        id: FieldId,
        #[serde(default)]
        label: Option<Label>,
        #[serde(default)]
        count: u8,
        #[serde(default)]
        of: IndexMap<RecordId, Option<f64>>,
        #[serde(default)]
        kind: Option<ValueType>,
    }

    /// Both readers accept and refuse the same.
    fn check<T: DeserializeOwned + PartialEq + fmt::Debug>(json: Json) {
        let (ours, theirs) = (read_json::<T>(&json), serde_json::from_value::<T>(json.clone()));
        assert_eq!(ours.as_ref().ok(), theirs.as_ref().ok(), "{json}: {ours:?} {theirs:?}");
    }

    #[test]
    fn it_reads_what_serde_json_reads() {
        for json in [
            json!({ "id": "a", "label": "A", "count": 3 }),
            json!({ "id": "a", "label": { "zh-CN": "甲", "en": "A" }, "of": { "018f0000-0000-7000-8000-000000000001": 1, "018f0000-0000-7000-8000-000000000002": null } }),
            json!({ "id": "a", "kind": { "rows": [["n", { "number": { "scale": 2 } }], ["t", "text"]] } }),
            json!({ "id": "a", "kind": { "list": { "reference": { "form": "x" } } } }),
            json!({ "id": "a", "kind": "user" }),
            json!({ "id": "A" }),
            json!({ "id": "a", "count": 256 }),
            json!({ "id": "a", "count": -1 }),
            json!({ "id": "a", "count": "3" }),
            json!({ "id": "a", "label": null, "colour": 1 }),
            json!({ "label": "A" }),
            json!([]),
        ] {
            check::<Sample>(json);
        }
        for json in [json!("user"), json!({ "form": "x" }), json!({ "user": null }), json!({ "form": 1 }), json!({ "user": null, "form": "x" })] {
            check::<ReferenceTarget>(json);
        }
        for json in [json!({ "fr": "x" }), json!({ "en": "x" }), json!(3)] {
            check::<IndexMap<Locale, String>>(json);
        }
    }

    #[test]
    fn an_unknown_key_is_named_with_those_that_are_known() {
        let fault = read_json::<Sample>(&json!({ "id": "a", "colour": 1 })).unwrap_err();
        assert_eq!(fault, ReadFault::UnknownKey { key: "colour".into(), expected: &["id", "label", "count", "of", "kind"] });
    }
}
