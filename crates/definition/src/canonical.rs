//! The canonical form: one spelling for every definition, so that differences are small and hashes are stable.
//!
//! Two spaces; the keys of an object in the order of its typed fields, then its settings by the alphabet; defaults left out;
//! `$schema` first; `x-` keys last; a list or object that is at most two levels deep on one line if that has at most 120 characters.

use crate::{FORMAT, Object, position::escape, read};
use serde_json::{Map, Number, Value as Json};

/// The longest line on which a list or an object is written whole.
const WIDTH: usize = 120;

/// Writes the text of an object in canonical form; fails as [`read::parse`] and [`read::Parsed::object`] do.
pub fn format(path: &str, text: &str) -> Result<String, Vec<crate::Diagnostic>> {
    let parsed = read::parse(path, text)?;
    let object = parsed.object().map_err(|fault| vec![*fault])?;
    Ok(write(&object, Some(&parsed.whole)))
}

/// Writes a typed object. `whole` is the JSON from which it was read; its `$schema` and `x-` keys are kept.
pub fn write(object: &Object, whole: Option<&Json>) -> String {
    let mut json = tidy(object.to_json());
    if let Some(whole) = whole {
        keep_extras(whole, &mut json, "");
    }
    text_of(&json)
}

/// Writes any JSON in the canonical layout, with its keys as they stand.
pub fn text_of(json: &Json) -> String {
    let mut text = String::new();
    put(json, 0, 0, &mut text);
    text.push('\n');
    text
}

/// Sorts the keys that have no order of their own, so that typed objects come out with settings by the alphabet.
pub(crate) fn sorted(json: &Json) -> Json {
    match json {
        Json::Object(object) => {
            let mut keys: Vec<&String> = object.keys().collect();
            keys.sort_by_key(|key| (language_rank(key), key.as_str()));
            Json::Object(keys.into_iter().filter_map(|key| Some((key.clone(), sorted(object.get(key)?)))).collect())
        }
        Json::Array(items) => Json::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}

/// Chinese stands before English, as in the list of languages; everything else goes by the alphabet.
fn language_rank(key: &str) -> u8 {
    u8::from(key != "zh-CN")
}

/// Whole numbers lose their `.0`.
pub(crate) fn tidy(json: Json) -> Json {
    match json {
        Json::Number(number) => Json::Number(whole_number(&number).unwrap_or(number)),
        Json::Array(items) => Json::Array(items.into_iter().map(tidy).collect()),
        Json::Object(object) => Json::Object(object.into_iter().map(|(key, value)| (key, tidy(value))).collect()),
        other => other,
    }
}

fn whole_number(number: &Number) -> Option<Number> {
    let text = number.is_f64().then(|| number.to_string())?;
    text.strip_suffix(".0")?.parse::<i64>().ok().map(Number::from)
}

/// Carries `$schema` and `x-` keys over to the same place.
fn keep_extras(from: &Json, to: &mut Json, pointer: &str) {
    match (from, to) {
        (Json::Object(from), Json::Object(to)) => keep_extras_of_object(from, to, pointer),
        (Json::Array(from), Json::Array(to)) => {
            for (index, (from, to)) in from.iter().zip(to).enumerate() {
                keep_extras(from, to, &format!("{pointer}/{index}"));
            }
        }
        _ => {}
    }
}

fn keep_extras_of_object(from: &Map<String, Json>, to: &mut Map<String, Json>, pointer: &str) {
    if pointer.is_empty()
        && let Some(schema) = from.get("$schema")
    {
        to.shift_insert(0, "$schema".into(), schema.clone());
    }
    let mut extras: Vec<(&String, &Json)> = from.iter().filter(|(key, _)| read::is_free(key)).collect();
    extras.sort_by_key(|(key, _)| key.as_str());
    for (key, below) in from.iter().filter(|(key, _)| !read::is_free(key)) {
        if let Some(to) = to.get_mut(key) {
            keep_extras(below, to, &format!("{pointer}/{}", escape(key)));
        } else if holds_extras(below) {
            let mut made = if below.is_array() { Json::Array(Vec::new()) } else { Json::Object(Map::new()) };
            keep_extras(below, &mut made, &format!("{pointer}/{}", escape(key)));
            to.insert(key.clone(), made);
        }
    }
    to.extend(extras.into_iter().map(|(key, value)| (key.clone(), sorted(value))));
}

fn holds_extras(json: &Json) -> bool {
    json.as_object().is_some_and(|object| object.iter().any(|(key, below)| read::is_free(key) || holds_extras(below)))
}

fn put(json: &Json, depth: usize, column: usize, text: &mut String) {
    match json {
        Json::Object(object) if !object.is_empty() => {
            if let Some(line) = on_one_line(json, column) {
                return text.push_str(&line);
            }
            put_lines('{', '}', depth, text, object.iter().map(|(key, value)| (Some(key), value)));
        }
        Json::Array(items) if !items.is_empty() => {
            if let Some(line) = on_one_line(json, column) {
                return text.push_str(&line);
            }
            put_lines('[', ']', depth, text, items.iter().map(|value| (None, value)));
        }
        other => text.push_str(&other.to_string()),
    }
}

fn put_lines<'a>(open: char, close: char, depth: usize, text: &mut String, members: impl Iterator<Item = (Option<&'a String>, &'a Json)>) {
    text.push(open);
    let indent = "  ".repeat(depth + 1);
    for (index, (key, value)) in members.enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        let head = key.map_or_else(|| indent.clone(), |key| format!("{indent}{}: ", Json::from(key.as_str())));
        text.push_str(&head);
        put(value, depth + 1, head.chars().count(), text);
    }
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push(close);
}

/// The whole value on one line, if it holds plain values (or labels) only and fits.
fn on_one_line(json: &Json, column: usize) -> Option<String> {
    let line = match json {
        Json::Object(object) => {
            let members: Option<Vec<String>> =
                object.iter().map(|(key, value)| Some(format!("{}: {}", Json::from(key.as_str()), plain(value)?))).collect();
            format!("{{ {} }}", members?.join(", "))
        }
        Json::Array(items) => format!("[{}]", items.iter().map(plain).collect::<Option<Vec<_>>>()?.join(", ")),
        other => other.to_string(),
    };
    (column + line.chars().count() < WIDTH).then_some(line)
}

/// A value that may stand inside a line: no container, or a flat one.
fn plain(json: &Json) -> Option<String> {
    let flat = |below: &Json| !below.is_array() && !below.is_object();
    match json {
        Json::Object(object) if object.is_empty() => Some("{}".into()),
        Json::Object(object) if object.values().all(flat) => on_one_line(json, 0),
        Json::Array(items) if items.iter().all(flat) => on_one_line(json, 0),
        Json::Object(_) | Json::Array(_) => None,
        other => Some(other.to_string()),
    }
}

/// The number of the format that a canonical text carries.
pub const CANONICAL_FORMAT: u32 = FORMAT;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, canonical: &str) {
        let written = format("menus/main.json", text).unwrap();
        assert_eq!(written, canonical);
        assert_eq!(format("menus/main.json", &written).unwrap(), canonical);
    }

    #[test]
    fn keys_have_their_order_and_free_keys_stay() {
        check(
            r#"{ "x-b": [1], "items": [ { "form": "order", "x-why": "first", "kind": "form" } ], "label": { "en": "Menu", "zh-CN": "菜单" }, "id": "main", "$schema": "../s.json", "format": 1 }"#,
            "{\n  \"$schema\": \"../s.json\",\n  \"format\": 1,\n  \"id\": \"main\",\n  \"label\": { \"zh-CN\": \"菜单\", \"en\": \"Menu\" },\n  \"items\": [{ \"kind\": \"form\", \"form\": \"order\", \"x-why\": \"first\" }],\n  \"x-b\": [1]\n}\n",
        );
    }

    #[test]
    fn whole_numbers_lose_their_point_and_settings_stand_by_the_alphabet() {
        let text = r#"{ "format": 1, "id": "p", "label": "P", "form": "f", "bands": [{ "kind": "body", "height": 12.0, "elements": [
            { "zeta": 1, "alpha": 2, "kind": "text", "x": 2.5, "y": 0 } ] }] }"#;
        let written = format("prints/p.json", text).unwrap();
        assert!(written.contains("\"height\": 12,"), "{written}");
        assert!(written.contains("{ \"kind\": \"text\", \"x\": 2.5, \"alpha\": 2, \"zeta\": 1 }"), "{written}");
    }
}
