//! Messages inside the product.

use super::RecordLink;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A page of messages, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MessagePage {
    /// The messages.
    pub messages: Vec<MessageItem>,
    /// Cursor of the next page; null on the last one.
    pub next: Option<String>,
}

/// A message to the signed-in person.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MessageItem {
    /// Key.
    pub id: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// Whether it was read.
    pub read: bool,
    /// What it is about.
    pub link: Option<RecordLink>,
}

/// Which messages were read.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MarkRead {
    /// These; all when empty.
    pub ids: Vec<String>,
}
