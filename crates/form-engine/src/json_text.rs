//! JSON written straight into a text. A form of a thousand rows has many thousand cells: to build a tree of them first, and to walk it
//! afterwards, takes several times as long as to write them.

use serde::Serialize;
use value::{Value, ValueType};

/// A JSON text that grows.
#[derive(Debug, Default)]
pub(crate) struct JsonText(Vec<u8>);

impl JsonText {
    /// An object as a whole text.
    pub(crate) fn of_object(write: impl FnOnce(&mut Self)) -> String {
        let mut text = Self::default();
        text.object(write);
        text.whole()
    }

    /// A list as a whole text.
    pub(crate) fn of_list<T>(items: impl IntoIterator<Item = T>, each: impl FnMut(&mut Self, T)) -> String {
        let mut text = Self::default();
        text.list(items, each);
        text.whole()
    }

    fn whole(self) -> String {
        // Nothing but whole texts was put in.
        String::from_utf8(self.0).unwrap_or_default()
    }

    /// An object, in a list or after a key.
    pub(crate) fn object(&mut self, write: impl FnOnce(&mut Self)) {
        self.0.push(b'{');
        write(self);
        self.0.push(b'}');
    }

    /// A list, in a list or after a key.
    pub(crate) fn list<T>(&mut self, items: impl IntoIterator<Item = T>, mut each: impl FnMut(&mut Self, T)) {
        self.0.push(b'[');
        for item in items {
            self.between();
            each(self, item);
        }
        self.0.push(b']');
    }

    /// A key of an object; its value comes next.
    pub(crate) fn key(&mut self, key: &str) -> &mut Self {
        self.between();
        self.text(key);
        self.0.push(b':');
        self
    }

    /// `"key": true`, only where it holds: readers take what is left out for false.
    pub(crate) fn mark(&mut self, key: &str, holds: bool) {
        if holds {
            self.key(key).written("true");
        }
    }

    /// Whatever is written as JSON elsewhere.
    pub(crate) fn json(&mut self, json: &(impl Serialize + ?Sized)) {
        let before = self.0.len();
        if serde_json::to_writer(&mut self.0, json).is_err() {
            self.0.truncate(before);
            self.written("null");
        }
    }

    /// What is JSON already.
    pub(crate) fn written(&mut self, json: &str) {
        self.0.extend_from_slice(json.as_bytes());
    }

    pub(crate) fn number(&mut self, number: u32) {
        self.written(&number.to_string());
    }

    /// A value as the API writes it.
    pub(crate) fn value(&mut self, value: &Value, value_type: Option<&ValueType>) {
        match (value, value_type) {
            (Value::Blank, _) => self.written("null"),
            (Value::Bool(yes), _) => self.written(if *yes { "true" } else { "false" }),
            (Value::Text(text), _) => self.text(text),
            (Value::Choice(option), _) => self.text(option.as_str()),
            (Value::Number(number), Some(ValueType::Number { scale: scale @ 1.. })) => self.quoted(&value::write_decimal(*number, *scale)),
            _ => self.json(&value::to_json(value, value_type)),
        }
    }

    pub(crate) fn text(&mut self, text: &str) {
        if text.bytes().any(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
            return self.json(text);
        }
        self.quoted(text);
    }

    /// A text in which nothing needs to be escaped.
    fn quoted(&mut self, text: &str) {
        // Single bytes are pushed: to copy ever so few bytes is a call of its own in a browser.
        self.0.push(b'"');
        self.written(text);
        self.0.push(b'"');
    }

    /// A comma, unless this is the first.
    fn between(&mut self) {
        if !matches!(self.0.last(), Some(b'{' | b'[')) {
            self.0.push(b',');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value as Json, json};

    #[test]
    fn it_reads_back_as_what_was_written() {
        let text = JsonText::of_object(|text| {
            text.mark("no", false);
            text.mark("yes", true);
            text.key("words").text("a \"b\" \\ \n 中{");
            text.key("items").list([1_u32, 2], JsonText::number);
            text.key("none").list(Vec::<u32>::new(), JsonText::number);
            text.key("inner").object(|text| text.key("deep").value(&Value::Blank, None));
        });
        let wanted = json!({ "yes": true, "words": "a \"b\" \\ \n 中{", "items": [1, 2], "none": [], "inner": { "deep": null } });
        assert_eq!(serde_json::from_str::<Json>(&text).unwrap(), wanted, "{text}");
    }
}
