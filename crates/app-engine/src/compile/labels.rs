//! Texts for people: every language that the app speaks must be there.

use super::findings::Findings;
use definition::position::escape;
use serde_json::{Map, Value as Json};
use value::Locale;

/// Looks through a whole object for texts per language.
pub(crate) fn check(json: &Json, languages: &[Locale], findings: &mut Findings<'_>) {
    walk(json, "", languages, findings);
}

fn walk(json: &Json, pointer: &str, languages: &[Locale], findings: &mut Findings<'_>) {
    match json {
        Json::Object(object) if is_text(object) => check_text(object, pointer, languages, findings),
        Json::Object(object) => {
            for (key, below) in object {
                let pointer = format!("{pointer}/{}", escape(key));
                if key == "label" && below.as_str().is_some_and(|text| text.trim().is_empty()) {
                    empty(&pointer, findings);
                }
                walk(below, &pointer, languages, findings);
            }
        }
        Json::Array(items) => {
            for (index, below) in items.iter().enumerate() {
                walk(below, &format!("{pointer}/{index}"), languages, findings);
            }
        }
        _ => {}
    }
}

/// A text per language is an object with nothing but languages as keys.
fn is_text(object: &Map<String, Json>) -> bool {
    !object.is_empty() && object.iter().all(|(key, text)| (key == Locale::ZhCn.tag() || key == Locale::En.tag()) && text.is_string())
}

fn check_text(object: &Map<String, Json>, pointer: &str, languages: &[Locale], findings: &mut Findings<'_>) {
    for language in languages {
        match object.get(language.tag()).and_then(Json::as_str) {
            Some(text) if !text.trim().is_empty() => {}
            Some(_) => empty(&format!("{pointer}/{}", language.tag()), findings),
            None => missing(*language, pointer, findings),
        }
    }
}

fn missing(language: Locale, pointer: &str, findings: &mut Findings<'_>) {
    let tag = language.tag();
    let message = (format!("缺少语言 {tag} 的文字"), format!("the text for {tag} is missing"));
    let hint = (
        format!("加上 \"{tag}\": …，或从 app.json 的 languages 中去掉该语言"),
        format!("add \"{tag}\": …, or take the language out of `languages` in app.json"),
    );
    findings.warning("MD0501", pointer, message, Some(hint));
}

fn empty(pointer: &str, findings: &mut Findings<'_>) {
    let hint = ("写上给人看的文字".into(), "write what people are to read".into());
    findings.error("MD0502", pointer, ("文字是空的".into(), "the text is empty".into()), Some(hint));
}
