//! What stands beside the processes of a file: messages, signals, errors.

use crate::bpmn::tree::Element;
use std::collections::BTreeMap;

/// The root elements that others refer to.
pub(super) struct Model<'a> {
    named: BTreeMap<(&'static str, &'a str), &'a Element>,
    /// The language of expressions that name none.
    pub language: Option<&'a str>,
}

const NAMED: [&str; 3] = ["message", "signal", "error"];

impl<'a> Model<'a> {
    pub fn of(root: &'a Element) -> Self {
        let mut named = BTreeMap::new();
        for sort in NAMED {
            for element in root.children.iter().filter(|element| element.is(sort)) {
                if let Some(id) = element.get("id") {
                    named.insert((sort, id), element);
                }
            }
        }
        Self { named, language: root.get("expressionLanguage") }
    }

    /// The name of the message or signal that an element refers to.
    pub fn name_of(&self, sort: &'static str, reference: &str) -> Option<&'a str> {
        let element = self.named.get(&(sort, local(reference)))?;
        element.get("name").or_else(|| element.get("id"))
    }
}

/// A reference without the prefix of its namespace.
pub(super) fn local(reference: &str) -> &str {
    reference.rsplit_once(':').map_or(reference, |(_, name)| name)
}
