//! Languages and labels.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Locale {
    /// Simplified Chinese.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Locale {
    /// The language tag.
    pub fn tag(self) -> &'static str {
        match self {
            Locale::ZhCn => "zh-CN",
            Locale::En => "en",
        }
    }

    /// The best language for an `Accept-Language` header or a bare tag; Chinese when nothing fits.
    pub fn from_tag(tag: &str) -> Self {
        let first = tag.split(',').next().unwrap_or_default().trim();
        if first.to_ascii_lowercase().starts_with("en") { Locale::En } else { Locale::ZhCn }
    }
}

/// A text that people read: one plain string (the app's default language) or one text per language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Label {
    /// The same text in every language.
    Plain(String),
    /// A text per language.
    Texts(IndexMap<Locale, String>),
}

/// By hand: what serde makes for an untagged enum keeps a copy of everything that it reads, and is many times as large.
impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LabelVisitor;

        impl<'de> Visitor<'de> for LabelVisitor {
            type Value = Label;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or a text per language (`zh-CN`, `en`)")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Label, E> {
                Ok(Label::Plain(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Label, A::Error> {
                IndexMap::deserialize(MapAccessDeserializer::new(map)).map(Label::Texts)
            }
        }

        deserializer.deserialize_any(LabelVisitor)
    }
}

impl Default for Label {
    fn default() -> Self {
        Label::Plain(String::new())
    }
}

impl Label {
    /// A label in Chinese and English.
    pub fn both(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Label::Texts(IndexMap::from([(Locale::ZhCn, zh.into()), (Locale::En, en.into())]))
    }

    /// The text in a language, or in the nearest one that is there.
    pub fn get(&self, locale: Locale) -> &str {
        match self {
            Label::Plain(text) => text,
            Label::Texts(texts) => texts.get(&locale).or_else(|| texts.values().next()).map_or("", String::as_str),
        }
    }

    /// Whether no language has a text.
    pub fn is_empty(&self) -> bool {
        match self {
            Label::Plain(text) => text.is_empty(),
            Label::Texts(texts) => texts.values().all(String::is_empty),
        }
    }
}

impl From<&str> for Label {
    fn from(text: &str) -> Self {
        Label::Plain(text.into())
    }
}
