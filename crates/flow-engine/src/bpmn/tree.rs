//! From bytes to a tree of elements whose names are resolved. Nothing outside of the file is ever read: document types are refused.

use super::words;
use encoding_rs::{Encoding, UTF_8};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;
use std::collections::BTreeMap;
use value::Label;

/// The largest file.
pub const MOST_BYTES: usize = 5 << 20;
/// How deep elements may stand in each other.
const DEEPEST: usize = 100;
/// How many elements a file may have.
const MOST_ELEMENTS: usize = 100_000;

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is too large.
    #[error("the file has {0} bytes, more than 5 MB")]
    TooLarge(usize),
    /// It names an encoding that is not known, or is not written in the one that it names.
    #[error("its characters are not written as {0}")]
    Characters(String),
    /// It brings a document type, which could name other files or grow without end.
    #[error("it has a document type, at {0}:{1}")]
    DocumentType(u32, u32),
    /// It is no XML.
    #[error("it is no XML, at {line}:{column}: {reason}")]
    Xml {
        /// The line.
        line: u32,
        /// The column.
        column: u32,
        /// What the reader says.
        reason: String,
    },
    /// It has too many elements, or they stand too deep in each other.
    #[error("it has too many elements, at {0}:{1}")]
    TooMany(u32, u32),
    /// It is XML of something else.
    #[error("it is no BPMN: the first element is `{0}`")]
    NotBpmn(String),
    /// There is no process in it.
    #[error("it has no process")]
    NoProcess,
}

impl Unreadable {
    /// What a person reads, and what to do.
    pub fn message(&self) -> Label {
        match self {
            Self::TooLarge(_) => Label::both("文件超过 5 MB。", "The file is larger than 5 MB."),
            Self::Characters(name) => Label::both(
                format!("文件不是用声明的编码「{name}」写成的；请用 UTF-8 重新导出。"),
                format!("The file is not written as “{name}”, as it says; export it again as UTF-8."),
            ),
            Self::DocumentType(line, column) => Label::both(
                format!("第 {line} 行第 {column} 列有 DOCTYPE 声明，出于安全不读取；请删去这一行。"),
                format!("There is a DOCTYPE at {line}:{column}, which is not read for safety; take that line out."),
            ),
            Self::Xml { line, column, reason } => Label::both(
                format!("不是完整的 XML：第 {line} 行第 {column} 列（{reason}）。"),
                format!("This is no well-formed XML, at {line}:{column}: {reason}."),
            ),
            Self::TooMany(line, column) => Label::both(
                format!("元素过多或嵌套过深（第 {line} 行第 {column} 列）。"),
                format!("There are too many elements, or they stand too deep in each other (at {line}:{column})."),
            ),
            Self::NotBpmn(name) => Label::both(
                format!("这不是 BPMN 2.0 文件：最外层是「{name}」，应为 definitions。"),
                format!("This is no BPMN 2.0 file: its first element is “{name}” and should be “definitions”."),
            ),
            Self::NoProcess => Label::both("文件里没有流程（process）。", "There is no process in the file."),
        }
    }
}

/// Where something begins: line and column, from 1.
pub type At = (u32, u32);

/// A name with its namespace.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attribute {
    /// The namespace; none for attributes of the element itself.
    pub space: String,
    pub name: String,
    pub value: String,
}

/// An element.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Element {
    pub space: String,
    pub name: String,
    pub attributes: Vec<Attribute>,
    pub children: Vec<Element>,
    pub text: String,
    pub at: At,
}

impl Element {
    /// Whether it is this element of the standard.
    pub fn is(&self, name: &str) -> bool {
        self.space == words::MODEL && self.name == name
    }

    /// An attribute without a prefix; nothing when it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.of(&[""], name)
    }

    /// An attribute of one of the tools.
    pub fn tool(&self, name: &str) -> Option<&str> {
        self.of(words::TOOLS, name)
    }

    fn of(&self, spaces: &[&str], name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|one| one.name == name && spaces.contains(&one.space.as_str()))?;
        Some(found.value.trim()).filter(|value| !value.is_empty())
    }

    /// The first child of the standard with this name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.is(name))
    }

    /// All children of the standard with this name.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.is(name))
    }

    /// A child in our own namespace within `extensionElements`.
    pub fn own(&self, name: &str) -> Option<&Element> {
        let extensions = self.child("extensionElements")?;
        extensions.children.iter().find(|child| child.space == words::OWN && child.name == name)
    }

    /// Its text without the space around it.
    pub fn words(&self) -> &str {
        self.text.trim()
    }
}

/// Reads a file.
pub fn read(bytes: &[u8]) -> Result<Element, Unreadable> {
    if bytes.len() > MOST_BYTES {
        return Err(Unreadable::TooLarge(bytes.len()));
    }
    let text = decoded(bytes)?;
    let root =
        Builder { reader: Reader::from_str(&text), lines: Lines::of(&text), open: Vec::new(), spaces: Vec::new(), count: 0, root: None }.build()?;
    if root.is("definitions") { Ok(root) } else { Err(Unreadable::NotBpmn(root.name)) }
}

/// The text of a file in the encoding that its first bytes or its declaration name.
fn decoded(bytes: &[u8]) -> Result<String, Unreadable> {
    let encoding = Encoding::for_bom(bytes).map_or_else(|| declared(bytes), |(encoding, _)| Ok(encoding))?;
    let (text, used, damaged) = encoding.decode(bytes);
    if damaged { Err(Unreadable::Characters(used.name().to_owned())) } else { Ok(text.into_owned()) }
}

fn declared(bytes: &[u8]) -> Result<&'static Encoding, Unreadable> {
    // Without a mark at its beginning, UTF-16 shows by the nought beside the first sign.
    match bytes {
        [b'<', 0, ..] => return Ok(encoding_rs::UTF_16LE),
        [0, b'<', ..] => return Ok(encoding_rs::UTF_16BE),
        _ => {}
    }
    let head: String = bytes.iter().take(200).map(|byte| char::from(*byte)).collect();
    let Some(declaration) = head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map(|(inside, _)| inside) else {
        return Ok(UTF_8);
    };
    let name = declaration.split_once("encoding").and_then(|(_, rest)| {
        let rest = rest.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        rest.split(quote).nth(1)
    });
    let Some(name) = name else { return Ok(UTF_8) };
    let encoding = Encoding::for_label(name.as_bytes()).ok_or_else(|| Unreadable::Characters(name.to_owned()))?;
    // The declaration itself was read byte by byte: it cannot be UTF-16.
    if encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE { Ok(UTF_8) } else { Ok(encoding) }
}

/// Where the lines of a text begin.
struct Lines<'t> {
    text: &'t str,
    begins: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let begins = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, begins }
    }

    /// Line and column of a byte; the column counts characters.
    fn at(&self, byte: usize) -> At {
        let line = self.begins.partition_point(|begin| *begin <= byte);
        let begin = self.begins.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let column = self.text.get(begin..byte).map_or(0, |before| before.chars().count()) + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }
}

struct Builder<'t> {
    reader: Reader<&'t [u8]>,
    lines: Lines<'t>,
    open: Vec<Element>,
    /// The namespaces that each open element declares.
    spaces: Vec<BTreeMap<String, String>>,
    count: usize,
    root: Option<Element>,
}

impl Builder<'_> {
    fn build(mut self) -> Result<Element, Unreadable> {
        loop {
            let begins = usize::try_from(self.reader.buffer_position()).unwrap_or_default();
            let event = self.reader.read_event().map_err(|fault| {
                let at = usize::try_from(self.reader.error_position()).unwrap_or(begins);
                let (line, column) = self.lines.at(at);
                Unreadable::Xml { line, column, reason: fault.to_string() }
            })?;
            match event {
                Event::Start(start) => self.begin(&start, begins)?,
                Event::Empty(start) => {
                    self.begin(&start, begins)?;
                    self.end(begins)?;
                }
                Event::End(_) => self.end(begins)?,
                Event::Text(part) => self.say(&part.xml_content(XmlVersion::Implicit1_0)),
                Event::CData(part) => self.say(&part.xml_content(XmlVersion::Implicit1_0)),
                Event::GeneralRef(part) => {
                    let text = resolved(&part).ok_or_else(|| self.fault(begins, "an entity that XML does not know"))?;
                    self.say(&text);
                }
                Event::DocType(_) => {
                    let (line, column) = self.lines.at(begins);
                    return Err(Unreadable::DocumentType(line, column));
                }
                Event::Eof if self.open.is_empty() => return self.root.take().ok_or_else(|| self.fault(begins, "no element")),
                Event::Eof => return Err(self.fault(begins, "it ends too early")),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    fn fault(&self, byte: usize, reason: &str) -> Unreadable {
        let (line, column) = self.lines.at(byte);
        Unreadable::Xml { line, column, reason: reason.to_owned() }
    }

    fn begin(&mut self, start: &BytesStart<'_>, byte: usize) -> Result<(), Unreadable> {
        let at = self.lines.at(byte);
        self.count += 1;
        if self.count > MOST_ELEMENTS || self.open.len() >= DEEPEST {
            return Err(Unreadable::TooMany(at.0, at.1));
        }
        if self.open.is_empty() && self.root.is_some() {
            return Err(self.fault(byte, "a second element beside the first"));
        }
        let mut pairs: Vec<(String, String)> = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|fault| self.fault(byte, &fault.to_string()))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|fault| self.fault(byte, &fault.to_string()))?;
            pairs.push((attribute.key.as_ref().to_owned(), value.into_owned()));
        }
        let declared = pairs.iter().filter_map(|(key, value)| match key.as_str() {
            "xmlns" => Some((String::new(), value.clone())),
            key => Some((key.strip_prefix("xmlns:")?.to_owned(), value.clone())),
        });
        self.spaces.push(declared.collect());
        let attributes = pairs.into_iter().filter(|(key, _)| key != "xmlns" && !key.starts_with("xmlns:"));
        let attributes = attributes.map(|(key, value)| {
            // An attribute without a prefix belongs to its element, whatever the default namespace is.
            let (space, name) = key.split_once(':').map_or_else(|| (String::new(), key.as_str()), |(prefix, name)| (self.space(prefix), name));
            Attribute { space, name: name.to_owned(), value }
        });
        let attributes = attributes.collect();
        let key: &str = start.name().into_inner();
        let (space, name) = key.split_once(':').map_or_else(|| (self.space(""), key), |(prefix, name)| (self.space(prefix), name));
        self.open.push(Element { space, name: name.to_owned(), attributes, at, ..Element::default() });
        Ok(())
    }

    /// The namespace of a prefix; a prefix that nobody declared stands for itself, so that nothing under it is taken for something else.
    fn space(&self, prefix: &str) -> String {
        if prefix == "xml" {
            return words::XML.to_owned();
        }
        let found = self.spaces.iter().rev().find_map(|declared| declared.get(prefix));
        found.cloned().unwrap_or_else(|| if prefix.is_empty() { String::new() } else { format!("{prefix}:") })
    }

    fn end(&mut self, byte: usize) -> Result<(), Unreadable> {
        self.spaces.pop();
        let Some(element) = self.open.pop() else { return Err(self.fault(byte, "an end without a beginning")) };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn say(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(text);
        }
    }
}

fn resolved(reference: &BytesRef<'_>) -> Option<String> {
    if let Ok(Some(char)) = reference.resolve_char_ref() {
        return Some(char.to_string());
    }
    let name: &str = reference;
    let text = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    };
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: &str = r#"xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL""#;

    #[test]
    fn names_are_resolved_whatever_their_prefix() {
        let other = r#"<?xml version="1.0"?>
            <m:definitions xmlns:m="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:f="http://flowable.org/bpmn">
              <m:process id="a &amp; b" f:x="1"><!-- c --><m:documentation>1 &lt; <![CDATA[2 & 3]]>&#x4e2d;</m:documentation></m:process>
            </m:definitions>"#;
        let root = read(other.as_bytes()).unwrap();
        let process = root.child("process").unwrap();
        assert_eq!((process.get("id"), process.tool("x"), process.at), (Some("a & b"), Some("1"), (3, 15)));
        assert_eq!(process.child("documentation").unwrap().words(), "1 < 2 & 3中");
    }

    #[test]
    fn what_could_reach_outside_or_grow_without_end_is_refused() {
        let doctype = format!("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n<definitions {MODEL}>&a;</definitions>");
        assert_eq!(read(doctype.as_bytes()), Err(Unreadable::DocumentType(1, 1)));
        let entity = format!("<definitions {MODEL}>\n  &a;</definitions>");
        assert!(matches!(read(entity.as_bytes()), Err(Unreadable::Xml { line: 2, .. })));
        assert_eq!(read(&vec![b' '; MOST_BYTES + 1]), Err(Unreadable::TooLarge(MOST_BYTES + 1)));
        let deep = format!("<definitions {MODEL}>{}{}</definitions>", "<a>".repeat(200), "</a>".repeat(200));
        assert!(matches!(read(deep.as_bytes()), Err(Unreadable::TooMany(1, _))));
        let many = format!("<definitions {MODEL}>{}</definitions>", "<a/>".repeat(MOST_ELEMENTS + 1));
        assert!(matches!(read(many.as_bytes()), Err(Unreadable::TooMany(1, _))));
    }

    #[test]
    fn every_encoding_that_is_named_is_read() {
        let text =
            |encoding: &str| format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?><definitions {MODEL}><process name=\"请假\"/></definitions>");
        let name = |bytes: &[u8]| read(bytes).unwrap().child("process").unwrap().get("name").map(str::to_owned);
        let utf_16: Vec<u8> = text("UTF-16").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(name(&utf_16).as_deref(), Some("请假"));
        let big: Vec<u8> = [0xFE, 0xFF].into_iter().chain(text("UTF-16").encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(name(&big).as_deref(), Some("请假"));
        assert_eq!(name(&encoding_rs::GBK.encode(&text("GBK")).0).as_deref(), Some("请假"));
        assert_eq!(name(format!("\u{feff}{}", text("utf-8")).as_bytes()).as_deref(), Some("请假"));
        assert_eq!(read(text("klingon").as_bytes()), Err(Unreadable::Characters("klingon".into())));
        assert!(matches!(read(&encoding_rs::GBK.encode(&text("UTF-8")).0), Err(Unreadable::Characters(_))));
    }

    #[test]
    fn what_is_no_bpmn_says_so() {
        assert!(matches!(read(b""), Err(Unreadable::Xml { .. })));
        assert!(matches!(read(b"{}"), Err(Unreadable::Xml { .. })));
        assert_eq!(read(b"<html/>"), Err(Unreadable::NotBpmn("html".into())));
        assert!(matches!(read(format!("<definitions {MODEL}>\n<a></b></definitions>").as_bytes()), Err(Unreadable::Xml { line: 2, .. })));
        assert!(matches!(read(format!("<definitions {MODEL}><a>").as_bytes()), Err(Unreadable::Xml { .. })));
    }
}
