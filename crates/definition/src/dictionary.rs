//! Dictionaries: lists or trees of options that several fields share.

use crate::is_default;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use value::{DictionaryId, Label, OptionId};

/// A dictionary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dictionary {
    /// Number of the format.
    pub format: u32,
    /// Permanent id.
    pub id: DictionaryId,
    /// Name.
    pub label: Label,
    /// The options.
    pub options: Vec<Choice>,
}

/// An option of a choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Permanent id; unique in the whole tree.
    pub id: OptionId,
    /// Name.
    pub label: Label,
    /// What the option means, shown as a colour with its word: neutral, good, info, warning, danger.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tone: Tone,
    /// Whether it may no longer be chosen; records that hold it keep it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retired: bool,
    /// The options below it, in a tree.
    #[serde(default, skip_serializing_if = "is_default")]
    pub children: Vec<Choice>,
}

/// What a colour means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// No meaning.
    #[default]
    Neutral,
    /// Done, fine.
    Good,
    /// In work.
    Info,
    /// Needs attention.
    Warning,
    /// Urgent, failed.
    Danger,
}
