//! The JSON Schema of a table of settings, with the names and helps of a property panel in both languages.

use super::{Setting, SettingTable, SettingText};
use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value as Json, json};

/// The keyword that holds a setting's name in both languages.
pub const SCHEMA_LABEL: &str = "x-label";
/// The keyword that holds a setting's help in both languages.
pub const SCHEMA_HELP: &str = "x-help";

/// Collects the schemas of settings.
pub struct Describe<'a> {
    generator: SchemaGenerator,
    texts: &'a [SettingText],
    properties: Map<String, Json>,
}

impl std::fmt::Debug for Describe<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Describe").field("properties", &self.properties).finish_non_exhaustive()
    }
}

impl Describe<'_> {
    /// Describes one setting.
    pub fn setting<T: Setting>(&mut self, key: &'static str, default: &T, range: Option<(i64, i64)>) {
        let mut schema = match T::schema(&mut self.generator) {
            // A reference may stand beside other keywords in this dialect.
            Json::Object(schema) => schema,
            other => Map::from_iter([("allOf".to_owned(), json!([other]))]),
        };
        if let Some((least, most)) = range {
            schema.insert("minimum".into(), json!(least));
            schema.insert("maximum".into(), json!(most));
        }
        let default = default.write();
        if !default.is_null() {
            schema.insert("default".into(), default);
        }
        if let Some(text) = self.texts.iter().find(|text| text.key == key) {
            schema.insert("description".into(), json!(text.help.1));
            schema.insert(SCHEMA_LABEL.into(), both(text.label));
            schema.insert(SCHEMA_HELP.into(), both(text.help));
        }
        self.properties.insert(key.to_owned(), Json::Object(schema));
    }
}

fn both((zh, en): (&str, &str)) -> Json {
    json!({ "zh-CN": zh, "en": en })
}

/// The JSON Schema of a table.
pub fn schema<S: SettingTable>() -> Schema {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut each = Describe { generator, texts: S::TEXTS, properties: Map::new() };
    S::describe(&mut each);
    let mut whole = json!({ "type": "object", "description": S::ABOUT.trim(), "properties": each.properties, "additionalProperties": false });
    let definitions = each.generator.take_definitions(true);
    if !definitions.is_empty()
        && let Some(object) = whole.as_object_mut()
    {
        object.insert("$defs".into(), Json::Object(definitions));
    }
    Schema::try_from(whole).unwrap_or_default()
}
