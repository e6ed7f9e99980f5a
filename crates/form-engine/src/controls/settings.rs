//! Reading the settings of a field: every unknown key and every wrong value is reported at its own place.

use crate::Findings;
use definition::Field;
use schemars::{JsonSchema, Schema};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use value::ReadFault;

/// Reads settings. None when a key is unknown or a value is wrong.
///
/// Settings types take every key as optional (`#[serde(default)]`), so that each key can be judged alone.
pub(crate) fn read<S: DeserializeOwned>(field: &Field, findings: &mut Findings) -> Option<S> {
    let own = |key: &str| !key.starts_with("x-");
    let all_own = field.settings.keys().all(|key| own(key));
    let kept =
        if all_own { Cow::Borrowed(&field.settings) } else { Cow::Owned(field.settings.clone().into_iter().filter(|(key, _)| own(key)).collect()) };
    let settings = value::read_object(&kept).ok();
    if settings.is_none() {
        kept.iter().for_each(|(key, json)| judge::<S>(field, key, json, findings));
    }
    settings
}

/// Reports what is wrong with one setting, if anything is.
fn judge<S: DeserializeOwned>(field: &Field, key: &str, json: &Json, findings: &mut Findings) {
    match value::read_object::<S>(&Map::from_iter([(key.to_owned(), json.clone())])) {
        Ok(_) => {}
        Err(ReadFault::UnknownKey { key: unknown, expected }) if unknown == key => report_unknown(field, key, expected, findings),
        Err(fault) => report_wrong(field, key, &fault, findings),
    }
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

fn report_unknown(field: &Field, key: &str, keys: &[&str], findings: &mut Findings) {
    const COMMON: [&str; 11] = ["id", "kind", "label", "help", "placeholder", "required", "readonly", "unique", "personal", "default", "when_hidden"];
    let meant = definition::suggest::nearest(key, keys.iter().copied().chain(COMMON));
    let message = told!(format!("控件「{}」没有设置项「{key}」", field.kind), format!("a control of kind `{}` has no setting `{key}`", field.kind));
    let hint = meant.map_or_else(
        || told!(format!("可用的设置项：{}", keys.join("、")), format!("it can be set: {}", keys.join(", "))),
        |meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")),
    );
    findings.error("MC0102", &format!("/{}", escape(key)), message).hint = Some(hint);
}

fn report_wrong(field: &Field, key: &str, error: &ReadFault, findings: &mut Findings) {
    let message = told!(
        format!("「{}」的设置项「{key}」填写有误：{error}", field.label.get(value::Locale::ZhCn)),
        format!("the setting `{key}` of `{}` is wrong: {error}", field.id),
    );
    findings.error("MC0103", &format!("/{}", escape(key)), message);
}

/// A key as a step of a JSON Pointer.
pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
