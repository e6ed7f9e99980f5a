//! The kinds of actions: one file each, and one line in [`ACTIONS`].

mod notify;
mod refuse;
mod script;
mod set;

use crate::{CompiledRule, RuleStop, compile::Check, run::Firing};
use definition::Settings;
use formula::Reference;
use schemars::Schema;
use std::{collections::BTreeSet, fmt::Debug};
use value::Label;

/// All kinds of actions, in the order in which the designer offers them.
pub static ACTIONS: &[&ActionKind] = &[&set::KIND, &refuse::KIND, &notify::KIND, &script::KIND];

/// A kind of action as the designer and the generators see it.
#[derive(Debug)]
pub struct ActionKind {
    /// The word in definitions.
    pub id: &'static str,
    /// Its name in Chinese and English.
    pub name: [&'static str; 2],
    /// What it is for, in Chinese and English.
    pub help: [&'static str; 2],
    /// The JSON Schema of its settings.
    pub schema: fn() -> Schema,
    /// An action with all its settings, as JSON; it is run as a test.
    pub example: &'static str,
    pub(crate) build: Build,
}

/// Reads and checks settings. `Err`: they do not have the right shape; `None`: what they refer to is wrong, and that is reported.
pub(crate) type Build = fn(Settings, &mut Check<'_>) -> Result<Option<Box<dyn Action>>, serde_json::Error>;

impl ActionKind {
    /// Its name.
    pub fn label(&self) -> Label {
        Label::both(self.name[0], self.name[1])
    }

    /// What it is for.
    pub fn help(&self) -> Label {
        Label::both(self.help[0], self.help[1])
    }
}

/// The kind with this word.
pub fn action_kind(id: &str) -> Option<&'static ActionKind> {
    ACTIONS.iter().copied().find(|kind| kind.id == id)
}

/// What an action does.
pub(crate) trait Action: Debug + Send + Sync {
    /// Its rule has fired.
    fn fire(&self, rule: &CompiledRule, firing: &mut Firing<'_>) -> Result<(), RuleStop>;

    /// What it reads of the record.
    fn references(&self, _references: &mut BTreeSet<Reference>) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_read_and_fits_its_schema_keys() {
        for kind in ACTIONS {
            let action: definition::RuleAction = serde_json::from_str(kind.example).expect(kind.id);
            assert_eq!(action.kind, kind.id);
            let schema = (kind.schema)();
            let properties = schema.get("properties").and_then(|properties| properties.as_object()).cloned().unwrap_or_default();
            for key in action.settings.keys() {
                assert!(properties.contains_key(key), "{}: {key}", kind.id);
            }
        }
    }
}
