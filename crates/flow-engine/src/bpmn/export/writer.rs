//! Writing XML: names and texts escaped, two spaces per level.

use std::fmt::Write;

/// A text of XML that grows.
#[derive(Debug, Default)]
pub struct Writer {
    text: String,
    open: Vec<&'static str>,
}

type Attributes<'a> = &'a [(&'a str, String)];

impl Writer {
    pub fn new() -> Self {
        Self { text: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), open: Vec::new() }
    }

    /// Opens an element.
    pub fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.tag(name, attributes);
        self.text.push_str(">\n");
        self.open.push(name);
    }

    /// Closes the element that was opened last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            _ = writeln!(self.text, "</{name}>");
        }
    }

    /// An element without content.
    pub fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.tag(name, attributes);
        self.text.push_str(" />\n");
    }

    /// An element with nothing but a text.
    pub fn leaf(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.tag(name, attributes);
        _ = writeln!(self.text, ">{}</{name}>", escaped(text));
    }

    /// What was written.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn indent(&mut self) {
        self.text.push_str(&"  ".repeat(self.open.len()));
    }

    fn tag(&mut self, name: &str, attributes: Attributes<'_>) {
        self.indent();
        _ = write!(self.text, "<{name}");
        for (key, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            _ = write!(self.text, " {key}=\"{}\"", escaped(value));
        }
    }
}

/// A text as XML may hold it. Signs that XML 1.0 cannot hold at all are left out; line ends within are kept by their numbers.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => _ = write!(escaped, "&#{};", u32::from(char)),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            char => escaped.push(char),
        }
    }
    escaped
}

/// JSON on one line, in signs that XML can hold.
pub fn json(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_string(value).unwrap_or_default();
    text.replace('\u{FFFE}', "\\ufffe").replace('\u{FFFF}', "\\uffff")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_comes_back_or_is_none_of_xml() {
        let mut writer = Writer::new();
        writer.open("a", &[("b", "1 < 2 & \"3\"\n\u{1}".into()), ("c", String::new())]);
        writer.leaf("d", &[], &json(&"x\u{FFFF}\u{8}\n"));
        let text = writer.finish();
        assert!(text.contains("<a b=\"1 &lt; 2 &amp; &quot;3&quot;&#10;\">") && text.contains("\\uffff\\b\\n"), "{text}");
        assert!(text.ends_with("</a>\n"));
    }
}
