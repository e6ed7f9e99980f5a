//! Values in the words of the app: names in the place of ids.

use crate::diff::{key_in_words, label_of};
use crate::{Package, is_default_value};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use value::{Label, Locale};

/// What everything in some packages is called.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    kinds: BTreeMap<String, Label>,
    names: BTreeMap<String, Label>,
}

impl Vocabulary {
    /// The words of packages, those of the first ones before the others, and what the registries call their kinds.
    pub fn of(packages: &[&Package], kinds: BTreeMap<String, Label>) -> Self {
        let mut names = BTreeMap::new();
        for (_, entry) in packages.iter().flat_map(|package| package.entries()) {
            learn(&entry.object.to_json(), &mut names);
        }
        Self { kinds, names }
    }

    /// A value of a property in words; blank where nothing stands.
    pub fn said(&self, key: &str, value: Option<&Json>) -> Label {
        let said = |locale| value.map(|value| self.in_language(key, value, locale)).unwrap_or_default();
        Label::both(said(Locale::ZhCn), said(Locale::En))
    }

    fn in_language(&self, key: &str, value: &Json, locale: Locale) -> String {
        let zh = locale == Locale::ZhCn;
        match value {
            Json::Null => String::new(),
            Json::Bool(yes) => match (yes, zh) {
                (true, true) => "是".into(),
                (false, true) => "否".into(),
                (true, false) => "yes".into(),
                (false, false) => "no".into(),
            },
            Json::String(text) => self.text(key, text, locale),
            Json::Array(items) => {
                let said: Vec<String> = items.iter().map(|item| self.in_language("", item, locale)).collect();
                said.join(if zh { "、" } else { ", " })
            }
            Json::Object(_) => self.thing(value, locale),
            number => number.to_string(),
        }
    }

    fn text(&self, key: &str, text: &str, locale: Locale) -> String {
        let known = |names: &BTreeMap<String, Label>, id: &str| names.get(id).map(|label| label.get(locale).to_owned());
        if key == "kind" {
            return known(&self.kinds, text).unwrap_or_else(|| text.to_owned());
        }
        if text.contains('{') {
            return self.formula(text, locale);
        }
        known(&self.names, text).unwrap_or_else(|| text.to_owned())
    }

    /// A formula or a text with references, which are named.
    fn formula(&self, text: &str, locale: Locale) -> String {
        let mut said = String::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('{') {
            let Some((path, after)) = behind.split_once('}') else { break };
            let step = |id: &str| self.names.get(id).map_or_else(|| id.to_owned(), |label| label.get(locale).to_owned());
            let steps: Vec<String> = path.split('.').map(step).collect();
            said.push_str(&format!("{before}{{{}}}", steps.join(" · ")));
            rest = after;
        }
        said + rest
    }

    /// What something is called and of which kind it is; else as it is written.
    fn thing(&self, value: &Json, locale: Locale) -> String {
        let own: Option<Label> = serde_json::from_value(value.clone()).ok().filter(|label| !is_default_value(label));
        let named = |key: &str| value.get(key).and_then(Json::as_str).and_then(|id| self.names.get(id)).cloned();
        let name = own.or_else(|| label_of(value)).or_else(|| named("field")).or_else(|| named("form")).map(|label| label.get(locale).to_owned());
        let kind = value.get("kind").and_then(Json::as_str).map(|kind| self.text("kind", kind, locale));
        let said: Vec<String> = name.into_iter().chain(kind).filter(|part| !part.is_empty()).collect();
        if said.is_empty() { self.members(value, locale) } else { said.join(" · ") }
    }

    /// What something without a name says, key by key.
    fn members(&self, value: &Json, locale: Locale) -> String {
        let zh = locale == Locale::ZhCn;
        let members = value.as_object().into_iter().flatten().filter(|(key, _)| *key != "id");
        let said = members.map(|(key, value)| {
            let colon = if zh { "：" } else { ": " };
            format!("{}{colon}{}", key_in_words(key, locale), self.in_language(key, value, locale))
        });
        said.collect::<Vec<_>>().join(if zh { "；" } else { "; " })
    }
}

fn learn(json: &Json, names: &mut BTreeMap<String, Label>) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| learn(item, names)),
        Json::Object(object) => {
            if let (Some(id), Some(label)) = (object.get("id").and_then(Json::as_str), label_of(json)) {
                names.entry(id.to_owned()).or_insert(label);
            }
            object.values().for_each(|below| learn(below, names));
        }
        _ => {}
    }
}
