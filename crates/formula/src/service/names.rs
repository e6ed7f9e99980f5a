//! The fields of a scope with the names by which people know them.

use crate::functions::{Function, functions};
use crate::names::Names;
use crate::{Scope, Type};
use std::collections::BTreeMap;
use value::{Label, Locale};

/// A name that may stand in braces.
pub(super) struct Known {
    /// What is stored: `amount`, `lines.price`.
    pub id: String,
    /// What people see.
    pub label: Label,
}

/// All names, each once.
pub(super) fn known(scope: &Scope) -> Vec<Known> {
    let mut seen = std::collections::BTreeSet::new();
    let all = Names { scope }.known().into_iter();
    all.filter(|(id, _)| seen.insert(id.clone())).map(|(id, label)| Known { id, label }).collect()
}

/// The type of a name.
pub(super) fn type_of(scope: &Scope, id: &str) -> Option<Type> {
    Names { scope }.resolve(id).map(|(_, found)| found)
}

/// The label of a name, if it is known.
pub(super) fn label_of<'k>(known: &'k [Known], id: &str, locale: Locale) -> Option<&'k str> {
    known.iter().find(|known| known.id == id).map(|known| known.label.get(locale))
}

/// What is written in braces for each name: its label, or its id where the label would not be read back.
pub(super) fn written(known: &[Known], locale: Locale) -> BTreeMap<String, String> {
    let mut bearers: BTreeMap<&str, usize> = BTreeMap::new();
    for name in known {
        for text in
            [name.label.get(Locale::ZhCn), name.label.get(Locale::En), name.id.as_str()].into_iter().collect::<std::collections::BTreeSet<_>>()
        {
            *bearers.entry(text).or_default() += 1;
        }
    }
    let safe = |label: &str| bearers.get(label) == Some(&1) && is_readable(label);
    let text = |name: &Known| {
        let label = name.label.get(locale);
        if safe(label) { label.to_string() } else { name.id.clone() }
    };
    known.iter().map(|name| (name.id.clone(), text(name))).collect()
}

/// Whether a label in braces cannot be taken for a list.
fn is_readable(label: &str) -> bool {
    let begins = label.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
    let plain = !label.contains(['{', '}', '"', '“', '”', ',', '，', ';', '；', '(', ')', '\n']) && label.trim() == label;
    begins && plain && !["TRUE", "FALSE"].iter().any(|word| label.eq_ignore_ascii_case(word))
}

/// The id behind a text in braces: an id, or a label in either language that one name alone bears.
pub(super) fn id_of<'k>(known: &'k [Known], text: &str) -> Option<&'k str> {
    if let Some(name) = known.iter().find(|name| name.id == text) {
        return Some(&name.id);
    }
    let mut bearers = known.iter().filter(|name| [Locale::ZhCn, Locale::En].iter().any(|locale| name.label.get(*locale) == text));
    match (bearers.next(), bearers.next()) {
        (Some(only), None) => Some(&only.id),
        _ => None,
    }
}

/// The function of a Chinese name.
pub(super) fn function_of(zh: &str) -> Option<&'static Function> {
    functions().find(|function| function.zh == zh)
}
