//! Documents of the rich text editor: what they may hold, and their plain text.
//!
//! A document is a tree of nodes `{type, attrs, content, marks, text}`. Only what stands in the tables below is taken; nothing that could run or
//! load anything in a browser is among it.

#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::{FieldFault, code};
use serde_json::{Map, Value as Json, json};
use value::{Label, Value};

/// What may be used besides paragraphs and plain emphasis.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowed {
    pub(super) headings: bool,
    pub(super) lists: bool,
    pub(super) quotes: bool,
    pub(super) code: bool,
    pub(super) links: bool,
    pub(super) rules: bool,
}

/// Where a node may stand, and so what it may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Block,
    Item,
    Inline,
    /// Text without marks.
    Plain,
    Nowhere,
}

const DEEPEST: usize = 12;
const MOST_NODES: usize = 20_000;
const LONGEST_ADDRESS: usize = 2000;

/// The document as it is kept: with its plain text; blank when nothing stands in it.
pub(super) fn kept(document: &Json) -> Value {
    let mut text = String::new();
    write(document, "", &mut text);
    let text = text.trim();
    let rule = has_rule(document);
    if text.is_empty() && !rule {
        return Value::Blank;
    }
    let mut kept = document.as_object().cloned().unwrap_or_default();
    kept.insert("text".into(), json!(text));
    Value::Structure(Json::Object(kept))
}

/// The plain text of a document that is kept.
pub(super) fn text(document: &Json) -> &str {
    document.get("text").and_then(Json::as_str).unwrap_or_default()
}

/// Plain text as a document: a line is a paragraph.
pub(super) fn of_text(text: &str) -> Json {
    let paragraph = |line: &str| {
        let content: Vec<Json> = if line.is_empty() { Vec::new() } else { vec![json!({ "type": "text", "text": line })] };
        json!({ "type": "paragraph", "content": content })
    };
    json!({ "type": "doc", "content": text.lines().map(paragraph).collect::<Vec<_>>() })
}

fn has_rule(node: &Json) -> bool {
    kind(node) == "horizontalRule" || children(node).iter().any(has_rule)
}

fn kind(node: &Json) -> &str {
    node.get("type").and_then(Json::as_str).unwrap_or_default()
}

fn children(node: &Json) -> &[Json] {
    node.get("content").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Adds the plain text of a node; `sign` stands before an item of a list.
fn write(node: &Json, sign: &str, text: &mut String) {
    match kind(node) {
        "text" => text.push_str(node.get("text").and_then(Json::as_str).unwrap_or_default()),
        "hardBreak" => text.push('\n'),
        "bulletList" => children(node).iter().for_each(|item| write(item, "• ", text)),
        "orderedList" => {
            let first = node.pointer("/attrs/start").and_then(Json::as_u64).unwrap_or(1);
            for (number, item) in (first..).zip(children(node)) {
                write(item, &format!("{number}. "), text);
            }
        }
        "listItem" => {
            text.push_str(sign);
            children(node).iter().for_each(|child| write(child, "", text));
        }
        "paragraph" | "heading" | "codeBlock" => {
            children(node).iter().for_each(|child| write(child, "", text));
            text.push('\n');
        }
        _ => children(node).iter().for_each(|child| write(child, "", text)),
    }
}

/// Reports everything in a document that may not be there.
pub(super) fn check(document: &Json, allowed: &Allowed, faults: &mut Vec<FieldFault>) {
    let mut walk = Walk { allowed: *allowed, nodes: 0, faults };
    walk.keys(document, &["type", "content", "text"], "");
    walk.children(document, Place::Block, "", 1);
}

struct Walk<'a> {
    allowed: Allowed,
    nodes: usize,
    faults: &'a mut Vec<FieldFault>,
}

impl Walk<'_> {
    fn refuse(&mut self, place: &str, zh: &str, en: &str) {
        // One fault tells enough: the editor makes none, and a forged document may hold thousands.
        if self.faults.len() < 3 {
            self.faults.push(FieldFault::new(place, code::PATTERN, Label::both(zh, en)));
        }
    }

    fn keys(&mut self, node: &Json, known: &[&str], place: &str) {
        let unknown = node.as_object().is_none_or(|object| object.keys().any(|key| !known.contains(&key.as_str())));
        let listed = node.get("content").is_none_or(Json::is_array) && node.get("marks").is_none_or(Json::is_array);
        if unknown || !listed {
            self.refuse(place, "富文本的结构不正确", "this is no document of the editor");
        }
    }

    fn children(&mut self, node: &Json, allowed: Place, place: &str, depth: usize) {
        for (index, child) in children(node).iter().enumerate() {
            self.node(child, allowed, &format!("{place}/content/{index}"), depth);
        }
    }

    fn node(&mut self, node: &Json, wanted: Place, place: &str, depth: usize) {
        self.nodes += 1;
        if depth > DEEPEST || self.nodes == MOST_NODES {
            return self.refuse(place, "内容嵌套太深或太长", "the text is nested too deeply or too long");
        }
        if self.nodes > MOST_NODES {
            return;
        }
        let Some((stands, holds)) = self.shape(kind(node)) else {
            return self.refuse(place, "含有不允许的内容", "there is something in it that is not allowed");
        };
        let fits = stands == wanted || (wanted == Place::Plain && kind(node) == "text" && node.get("marks").is_none());
        if !fits {
            return self.refuse(place, "富文本的结构不正确", "this is no document of the editor");
        }
        self.keys(node, &["type", "attrs", "content", "marks", "text"], place);
        if !attributes_fit(kind(node), node.get("attrs")) || (kind(node) == "text") != node.get("text").is_some_and(Json::is_string) {
            self.refuse(place, "富文本的结构不正确", "this is no document of the editor");
        }
        if let Some(marks) = node.get("marks").and_then(Json::as_array) {
            marks.iter().for_each(|mark| self.mark(mark, place));
        }
        self.children(node, holds, place, depth + 1);
    }

    /// Where nodes of a type may stand and what they may hold; none for a type that may not be used.
    fn shape(&self, kind: &str) -> Option<(Place, Place)> {
        let (may, stands, holds) = match kind {
            "paragraph" => (true, Place::Block, Place::Inline),
            "heading" => (self.allowed.headings, Place::Block, Place::Inline),
            "bulletList" | "orderedList" => (self.allowed.lists, Place::Block, Place::Item),
            "listItem" => (self.allowed.lists, Place::Item, Place::Block),
            "blockquote" => (self.allowed.quotes, Place::Block, Place::Block),
            "codeBlock" => (self.allowed.code, Place::Block, Place::Plain),
            "horizontalRule" => (self.allowed.rules, Place::Block, Place::Nowhere),
            "text" | "hardBreak" => (true, Place::Inline, Place::Nowhere),
            _ => return None,
        };
        may.then_some((stands, holds))
    }

    fn mark(&mut self, mark: &Json, place: &str) {
        let may = match kind(mark) {
            "bold" | "italic" | "underline" | "strike" => mark.get("attrs").is_none(),
            "code" => self.allowed.code && mark.get("attrs").is_none(),
            "link" => self.allowed.links && link_fits(mark.get("attrs")),
            _ => false,
        };
        if !may {
            self.refuse(place, "含有不允许的样式或链接", "there is a look or a link in it that is not allowed");
        }
        self.keys(mark, &["type", "attrs"], place);
    }
}

fn attributes_fit(kind: &str, attributes: Option<&Json>) -> bool {
    let empty = Map::new();
    let Some(given) = attributes.map_or(Some(&empty), Json::as_object) else { return false };
    let small = |value: &Json, most: u64| value.as_u64().is_some_and(|number| (1..=most).contains(&number));
    given.iter().all(|(key, value)| match (kind, key.as_str()) {
        ("heading", "level") => small(value, 3),
        ("orderedList", "start") => small(value, 100_000),
        ("orderedList", "type") => value.is_null(),
        ("codeBlock", "language") => value.is_null() || value.as_str().is_some_and(|name| name.len() <= 20),
        _ => false,
    }) && (kind != "heading" || given.contains_key("level"))
}

/// An address that may be opened, and nothing else that means anything.
fn link_fits(attributes: Option<&Json>) -> bool {
    let Some(given) = attributes.and_then(Json::as_object) else { return false };
    let harmless = |value: &Json| value.is_null() || value.as_str().is_some_and(|text| text.len() <= 100);
    let address = given.get("href").and_then(Json::as_str).unwrap_or_default();
    let lower = address.trim().to_ascii_lowercase();
    ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme))
        && address.len() <= LONGEST_ADDRESS
        && !address.contains(char::is_control)
        && given.iter().all(|(key, value)| key == "href" || (matches!(key.as_str(), "target" | "rel" | "class" | "title") && harmless(value)))
}

#[cfg(not(target_family = "wasm"))]
/// A document as JSON.
pub(super) fn shape(allowed: &Allowed, spelling: Spelling) -> Shape {
    let list_of = |name: &str| json!({ "type": "array", "items": { "$ref": format!("#/$defs/{name}") } });
    let node = |kind: &str, attributes: Json, content: Json| {
        json!({
            "type": "object", "required": ["type"], "additionalProperties": false,
            "properties": {
                "type": { "const": kind }, "attrs": attributes, "content": content, "marks": list_of("mark"), "text": { "not": { "type": "string" } },
            },
        })
    };
    let no_attributes = || json!({ "type": "object", "maxProperties": 0 });
    let nothing = || json!({ "type": "array", "maxItems": 0 });
    let with_level = |mut node: Json| {
        if let Some(node) = node.as_object_mut() {
            node.insert("required".to_owned(), json!(["type", "attrs"]));
        }
        node
    };
    let attributes = |properties: Json, required: &[&str]| json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false });
    let level = attributes(json!({ "level": { "type": "integer", "minimum": 1, "maximum": 3 } }), &["level"]);
    let first = attributes(json!({ "start": { "type": "integer", "minimum": 1, "maximum": 100_000 }, "type": { "type": "null" } }), &[]);
    let language = attributes(json!({ "language": { "type": ["string", "null"], "maxLength": 20 } }), &[]);
    let blocks = [
        (true, node("paragraph", no_attributes(), list_of("inline"))),
        (allowed.headings, with_level(node("heading", level, list_of("inline")))),
        (allowed.lists, node("bulletList", no_attributes(), list_of("item"))),
        (allowed.lists, node("orderedList", first, list_of("item"))),
        (allowed.quotes, node("blockquote", no_attributes(), list_of("block"))),
        (allowed.code, node("codeBlock", language, list_of("plain"))),
        (allowed.rules, node("horizontalRule", no_attributes(), nothing())),
    ];
    let blocks: Vec<Json> = blocks.into_iter().filter(|(may, _)| *may).map(|(_, node)| node).collect();
    let text = |marks: Json| {
        let properties = json!({
            "type": { "const": "text" }, "attrs": no_attributes(), "content": nothing(), "marks": marks, "text": { "type": "string" },
        });
        json!({ "type": "object", "required": ["type", "text"], "additionalProperties": false, "properties": properties })
    };
    let document = json!({
        "type": "object", "required": ["type"], "additionalProperties": false, crate::shape::SHAPE: "rich_text",
        "properties": { "type": { "const": "doc" }, "content": list_of("block"), "text": if spelling.is_sent() { json!({}) } else { json!({ "type": "string" }) } },
    });
    Shape::of(document)
        .defining("block", json!({ "anyOf": blocks }))
        .defining("item", node("listItem", no_attributes(), list_of("block")))
        .defining("inline", json!({ "anyOf": [text(list_of("mark")), node("hardBreak", no_attributes(), nothing())] }))
        .defining("plain", text(json!(false)))
        .defining("mark", mark_schema(allowed))
}

#[cfg(not(target_family = "wasm"))]
fn mark_schema(allowed: &Allowed) -> Json {
    let mut plain = vec!["bold", "italic", "underline", "strike"];
    plain.extend(allowed.code.then_some("code"));
    let mut marks = vec![json!({
        "type": "object", "required": ["type"], "additionalProperties": false, "properties": { "type": { "enum": plain } },
    })];
    if allowed.links {
        let harmless = json!({ "type": ["string", "null"], "maxLength": 100 });
        let address = "^\\s*(?:[hH][tT][tT][pP][sS]?://|[mM][aA][iI][lL][tT][oO]:|[tT][eE][lL]:)";
        let attributes = json!({
            "type": "object", "required": ["href"], "additionalProperties": false,
            "properties": {
                "href": { "type": "string", "maxLength": LONGEST_ADDRESS, "pattern": address },
                "target": harmless, "rel": harmless, "class": harmless, "title": harmless,
            },
        });
        marks.push(json!({
            "type": "object", "required": ["type", "attrs"], "additionalProperties": false,
            "properties": { "type": { "const": "link" }, "attrs": attributes },
        }));
    }
    json!({ "anyOf": marks })
}
