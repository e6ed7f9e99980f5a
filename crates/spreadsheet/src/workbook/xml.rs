//! What reading the XML of a part needs: attributes by name, texts with their references resolved.

use super::OpenFault;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

/// A reader of a part that knows its name for faults.
pub(super) struct Part<'a> {
    name: &'a str,
    reader: Reader<&'a [u8]>,
}

impl<'a> Part<'a> {
    pub(super) fn new(name: &'a str, text: &'a str) -> Self {
        Self { name, reader: Reader::from_str(text) }
    }

    pub(super) fn next(&mut self) -> Result<Event<'a>, OpenFault> {
        self.reader.read_event().map_err(|fault| OpenFault::damaged(self.name, fault))
    }

    pub(super) fn fault(&self, reason: impl ToString) -> OpenFault {
        OpenFault::damaged(self.name, reason)
    }

    /// The text up to the end of the element that was just opened; elements within are passed over, their texts are kept.
    pub(super) fn text(&mut self) -> Result<String, OpenFault> {
        let mut text = String::new();
        let mut depth = 1_u32;
        loop {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok(text);
                    }
                }
                Event::Text(part) => text.push_str(&part.xml_content(XmlVersion::Implicit1_0)),
                Event::CData(part) => text.push_str(&part.xml_content(XmlVersion::Implicit1_0)),
                Event::GeneralRef(part) => text.push_str(&resolved(&part)),
                Event::Eof => return Err(self.fault("it ends too early")),
                _ => {}
            }
        }
    }
}

fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(char)) = reference.resolve_char_ref() {
        return char.to_string();
    }
    let name: &str = reference;
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
    .to_owned()
}

/// An attribute by its name without prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// An attribute that is true or false.
pub(super) fn flag(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| value == "1" || value == "true")
}
