//! Order and pages.

use crate::FieldPath;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A direction of order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Smallest first; blanks last.
    #[default]
    Asc,
    /// Largest first; blanks last.
    Desc,
}

/// One level of order. The record key is always the last level, so that pages never overlap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sort {
    /// The field.
    pub field: FieldPath,
    /// Its direction.
    #[serde(default)]
    pub dir: Direction,
}

/// A page by key: what comes after the last row of the page before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// At most this many rows (1 to 500).
    pub limit: u32,
    /// The opaque cursor of the page before; none for the first page.
    pub after: Option<String>,
}
