//! Messages: what is told to people, and through which channel.

use crate::{TemplateText, is_default};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{FormId, Label, Locale, MessageId};

/// A message template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Number of the format.
    pub format: u32,
    /// Permanent id.
    pub id: MessageId,
    /// Name.
    pub label: Label,
    /// The form whose record the texts speak of.
    pub form: FormId,
    /// The channels through which it goes.
    pub channels: Vec<Channel>,
    /// The subject per language.
    pub subject: IndexMap<Locale, TemplateText>,
    /// The text per language.
    #[serde(default, skip_serializing_if = "is_default")]
    pub body: IndexMap<Locale, TemplateText>,
}

/// A channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The message centre of the product.
    InApp,
    /// E-mail.
    Mail,
}
