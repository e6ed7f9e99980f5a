//! Faults that only follow from other faults are not told: a field whose settings are wrong is missing everywhere else, too.

use super::Parts;
use definition::{Diagnostic, ObjectKey, ObjectKind};
use std::collections::BTreeSet;
use value::Locale;

/// Findings that say that a field is not there.
const ABOUT_FIELDS: [&str; 17] = [
    "MF0103", "MC0201", "MC0301", "MC0304", "MC0306", "MC0109", "MD0202", "MD0401", "MQ0103", "MP0109", "MP0110", "MT0103", "MW0304", "MW0305",
    "MW0402", "MR0202", "MR0306",
];

/// Findings that say that an object is not there.
const ABOUT_OBJECTS: [&str; 16] = [
    "MD0201", "MD0206", "MD0207", "MD0208", "MD0209", "MD0212", "MC0107", "MC0108", "MW0302", "MR0301", "MR0304", "MW0303", "MR0305", "MW0325",
    "MD0213", "MC0401",
];

/// What is there and could not be understood.
pub(crate) struct Broken<'a> {
    objects: &'a BTreeSet<ObjectKey>,
    fields: BTreeSet<&'a str>,
}

impl<'a> Broken<'a> {
    /// Unreadable objects, and fields that are defined and whose settings are wrong.
    pub fn new(objects: &'a BTreeSet<ObjectKey>, parts: &'a Parts<'_>) -> Self {
        let lost = |form: &'a definition::Form| {
            let scope = parts.scopes.get(&form.id);
            form.fields.iter().filter(move |field| !scope.is_some_and(|scope| scope.fields.contains_key(&field.id))).map(|field| field.id.as_str())
        };
        Self { objects, fields: parts.forms.values().flat_map(lost).collect() }
    }

    /// Whether a finding only follows from something that was told elsewhere.
    pub fn explains(&self, found: &Diagnostic) -> bool {
        let code = found.code.as_str();
        let scenario_without_forms =
            found.file.starts_with("scenarios/") && self.objects.iter().any(|key| matches!(key.kind, ObjectKind::Form | ObjectKind::Flow));
        let unbound_slot = matches!(code, "MW0303" | "MR0305" | "MD0213") && self.objects.iter().any(|key| key.kind == ObjectKind::App);
        let named = |name: &str| names(found.message.get(Locale::En)).any(|named| named == name);
        scenario_without_forms
            || unbound_slot
            || (ABOUT_FIELDS.contains(&code) && self.fields.iter().any(|field| named(field)))
            || (ABOUT_OBJECTS.contains(&code) && self.objects.iter().any(|key| named(&key.id)))
    }
}

/// The names that a sentence quotes.
fn names(sentence: &str) -> impl Iterator<Item = &str> {
    sentence.split(['`', '“', '”']).skip(1).step_by(2)
}
