//! Reading the settings of a field: every unknown key and every wrong value is reported at its own place.

use crate::Findings;
use definition::Field;
use schemars::{JsonSchema, Schema};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use value::Label;

/// Reads settings. None when a key is unknown or a value is wrong.
///
/// Settings types take every key as optional (`#[serde(default)]`), so that each key can be judged alone.
pub(crate) fn read<S: DeserializeOwned>(field: &Field, findings: &mut Findings) -> Option<S> {
    let before = findings.len();
    let mut known = Map::new();
    for (key, json) in field.settings.iter().filter(|(key, _)| !key.starts_with("x-")) {
        let alone = Json::Object(Map::from_iter([(key.clone(), json.clone())]));
        match serde_json::from_value::<S>(alone) {
            Ok(_) => _ = known.insert(key.clone(), json.clone()),
            Err(error) => match expected_keys(&error.to_string(), key) {
                Some(expected) => report_unknown(field, key, &expected, findings),
                None => report_wrong(field, key, &error, findings),
            },
        }
    }
    if findings.len() > before {
        return None;
    }
    serde_json::from_value(Json::Object(known)).ok()
}

/// The JSON Schema of settings.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn schema<S: JsonSchema>() -> Schema {
    schemars::schema_for!(S)
}

/// In the browser the schemas come from the server: making them there would cost a fifth of the engine's size.
#[cfg(target_family = "wasm")]
pub(crate) fn schema<S: JsonSchema>() -> Schema {
    Schema::default()
}

/// The keys that settings have, if what serde says is about an unknown key of theirs (and not of something inside).
fn expected_keys(cause: &str, key: &str) -> Option<Vec<String>> {
    let rest = cause.strip_prefix("unknown field `")?.strip_prefix(key)?.strip_prefix('`')?;
    Some(rest.split('`').skip(1).step_by(2).map(str::to_owned).collect())
}

fn report_unknown(field: &Field, key: &str, keys: &[String], findings: &mut Findings) {
    const COMMON: [&str; 11] = ["id", "kind", "label", "help", "placeholder", "required", "readonly", "unique", "personal", "default", "when_hidden"];
    let meant = definition::suggest::nearest(key, keys.iter().map(String::as_str).chain(COMMON));
    let message =
        Label::both(format!("控件「{}」没有设置项「{key}」", field.kind), format!("a control of kind `{}` has no setting `{key}`", field.kind));
    let hint = meant.map_or_else(
        || Label::both(format!("可用的设置项：{}", keys.join("、")), format!("it can be set: {}", keys.join(", "))),
        |meant| Label::both(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")),
    );
    findings.error("MC0102", &format!("/{}", escape(key)), message).hint = Some(hint);
}

fn report_wrong(field: &Field, key: &str, error: &serde_json::Error, findings: &mut Findings) {
    let message = Label::both(
        format!("「{}」的设置项「{key}」填写有误：{error}", field.label.get(value::Locale::ZhCn)),
        format!("the setting `{key}` of `{}` is wrong: {error}", field.id),
    );
    findings.error("MC0103", &format!("/{}", escape(key)), message);
}

/// A key as a step of a JSON Pointer.
pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
