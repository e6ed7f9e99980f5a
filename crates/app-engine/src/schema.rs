//! JSON Schemas of all kinds of objects: the typed form of `definition` with the settings of every kind from the engines' registries.
//!
//! They are written to `definitions/schema/`, where editors find them by `$schema`, and they judge every package that is read.

use definition::ObjectKind;
use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde_json::{Map, Value as Json, json};

/// The dialect of the schemas.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A kind of control, node, action, chart or element, as its registry describes it.
#[derive(Debug, Clone)]
pub struct Kind {
    /// The name that definitions use.
    pub name: &'static str,
    /// Its name for people, in English.
    pub title: String,
    /// The schema of its settings.
    pub settings: Schema,
}

/// The name of the file and the schema of every kind of object.
pub fn all() -> Vec<(String, Json)> {
    ObjectKind::ALL.into_iter().map(|kind| (format!("{}.json", kind.name()), of(kind))).collect()
}

/// The schema of one kind of object.
pub fn of(kind: ObjectKind) -> Json {
    let mut schema = match kind {
        ObjectKind::App => typed::<definition::App>(),
        ObjectKind::Dictionary => typed::<definition::Dictionary>(),
        ObjectKind::Calendar => typed::<definition::Calendar>(),
        ObjectKind::Form => open_up(typed::<definition::Form>(), "Field", &crate::kinds::controls()),
        ObjectKind::Flow => filled_in(open_up(typed::<definition::Flow>(), "Node", &crate::kinds::nodes()), "FlowClock", &crate::kinds::clock()),
        ObjectKind::Rule => open_up(typed::<definition::Rule>(), "RuleAction", &crate::kinds::actions()),
        ObjectKind::Connector => typed::<definition::Connector>(),
        ObjectKind::Message => typed::<definition::Message>(),
        ObjectKind::Report => open_up(typed::<definition::Report>(), "Chart", &crate::kinds::charts()),
        ObjectKind::Dashboard => typed::<definition::Dashboard>(),
        ObjectKind::Print => open_up(typed::<definition::Print>(), "Element", &crate::kinds::elements()),
        ObjectKind::Role => typed::<definition::Role>(),
        ObjectKind::Menu => typed::<definition::Menu>(),
        ObjectKind::Portal => typed::<definition::Portal>(),
        ObjectKind::Scenario => typed::<definition::Scenario>(),
    };
    bound_numbers(&mut schema);
    allow_free_keys(&mut schema);
    let mut whole = Map::from_iter([("$schema".to_owned(), json!(DIALECT)), ("$id".to_owned(), json!(format!("mortise:{}", kind.name())))]);
    if let Json::Object(mut object) = schema {
        object.shift_remove("$schema");
        if let Some(properties) = object.get_mut("properties").and_then(Json::as_object_mut) {
            let help = json!({ "type": "string", "description": "Where editors find this schema." });
            properties.shift_insert(0, "$schema".into(), help);
        }
        whole.extend(object);
    }
    Json::Object(whole)
}

fn typed<T: JsonSchema>() -> Json {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value()
}

/// Puts the kinds of a registry in the place of an open map of settings: one alternative per kind.
fn open_up(mut schema: Json, name: &str, kinds: &[Kind]) -> Json {
    let Some(definitions) = schema.get_mut("$defs").and_then(Json::as_object_mut) else {
        return schema;
    };
    let Some(base) = definitions.get(name).cloned() else {
        return schema;
    };
    let mut alternatives = Vec::new();
    for kind in kinds {
        let settings = adopt(kind, definitions);
        let own = format!("{name}_{}", kind.name);
        definitions.insert(own.clone(), alternative(&base, kind, &settings));
        alternatives.push(json!({ "$ref": format!("#/$defs/{own}") }));
    }
    let description = base.get("description").cloned().unwrap_or_default();
    definitions.insert(name.into(), json!({ "description": description, "oneOf": alternatives }));
    schema
}

/// Puts settings in the place of an open map of them, where there is one kind only.
fn filled_in(mut schema: Json, name: &str, kind: &Kind) -> Json {
    let Some(definitions) = schema.get_mut("$defs").and_then(Json::as_object_mut) else { return schema };
    let Some(base) = definitions.get(name).cloned() else { return schema };
    let settings = adopt(kind, definitions);
    let mut whole = alternative(&base, kind, &settings);
    if let Some(properties) = whole.get_mut("properties").and_then(Json::as_object_mut) {
        properties.shift_remove("kind");
    }
    definitions.insert(name.into(), whole);
    schema
}

/// The settings of a kind, with the types that they use moved to the common definitions. Two types of one name keep apart.
fn adopt(kind: &Kind, definitions: &mut Map<String, Json>) -> Json {
    let mut settings = kind.settings.clone().to_value();
    let Some(own) = settings.as_object_mut().and_then(|object| object.shift_remove("$defs")) else {
        return settings;
    };
    let Json::Object(own) = own else {
        return settings;
    };
    let renamed: Vec<(String, String)> = own
        .iter()
        .filter(|(name, schema)| definitions.get(*name).is_some_and(|there| there != *schema))
        .map(|(name, _)| (name.clone(), format!("{name}_of_{}", kind.name)))
        .collect();
    let new_name = |name: &str| renamed.iter().find(|(old, _)| old == name).map_or(name.to_owned(), |(_, new)| new.clone());
    rename_references(&mut settings, &new_name);
    for (name, mut schema) in own {
        rename_references(&mut schema, &new_name);
        definitions.insert(new_name(&name), schema);
    }
    settings
}

fn rename_references(schema: &mut Json, new_name: &impl Fn(&str) -> String) {
    match schema {
        Json::Object(object) => {
            if let Some(Json::String(reference)) = object.get_mut("$ref")
                && let Some(name) = reference.strip_prefix("#/$defs/")
            {
                *reference = format!("#/$defs/{}", new_name(name));
            }
            object.values_mut().for_each(|below| rename_references(below, new_name));
        }
        Json::Array(items) => items.iter_mut().for_each(|below| rename_references(below, new_name)),
        _ => {}
    }
}

/// The common keys and the settings of one kind as one closed object.
fn alternative(base: &Json, kind: &Kind, settings: &Json) -> Json {
    let part = |schema: &Json, key: &str| schema.get(key).cloned();
    let mut properties = part(base, "properties").and_then(|properties| properties.as_object().cloned()).unwrap_or_default();
    properties.insert("kind".into(), json!({ "const": kind.name }));
    if let Some(Json::Object(own)) = part(settings, "properties") {
        properties.extend(own);
    }
    let names = |schema: &Json| part(schema, "required").and_then(|names| names.as_array().cloned()).unwrap_or_default();
    let mut required = names(base);
    required.extend(names(settings));
    let description = part(settings, "description").unwrap_or_default();
    let mut merged = json!({ "title": kind.title, "description": description, "type": "object" });
    if let Some(object) = merged.as_object_mut() {
        object.insert("properties".into(), Json::Object(properties));
        object.insert("required".into(), Json::Array(required));
        object.insert("additionalProperties".into(), json!(false));
        for key in ["oneOf", "anyOf", "allOf"] {
            object.extend(part(settings, key).map(|alternatives| (key.to_owned(), alternatives)));
        }
    }
    merged
}

/// Whole numbers of Rust have bounds that the schema must state, too.
fn bound_numbers(schema: &mut Json) {
    match schema {
        Json::Object(object) => {
            let bounds = match object.get("format").and_then(Json::as_str) {
                Some("uint8") => Some((0, i64::from(u8::MAX))),
                Some("uint16") => Some((0, i64::from(u16::MAX))),
                Some("uint32") => Some((0, i64::from(u32::MAX))),
                Some("int32") => Some((i64::from(i32::MIN), i64::from(i32::MAX))),
                _ => None,
            };
            if let Some((least, most)) = bounds {
                object.entry("minimum").or_insert(json!(least));
                object.entry("maximum").or_insert(json!(most));
            }
            object.values_mut().for_each(bound_numbers);
        }
        Json::Array(items) => items.iter_mut().for_each(bound_numbers),
        _ => {}
    }
}

/// `x-` keys are free everywhere; only editors see them here, since they are taken off before judging.
fn allow_free_keys(schema: &mut Json) {
    match schema {
        Json::Object(object) => {
            if object.get("additionalProperties") == Some(&json!(false)) {
                let patterns = object.entry("patternProperties").or_insert_with(|| json!({}));
                if let Some(patterns) = patterns.as_object_mut() {
                    patterns.insert("^x-".into(), json!(true));
                }
            }
            object.values_mut().for_each(allow_free_keys);
        }
        Json::Array(items) => items.iter_mut().for_each(allow_free_keys),
        _ => {}
    }
}
