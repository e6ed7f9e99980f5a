//! Print templates: paper, bands and the elements on them, in millimetres.

use crate::{FormulaText, Settings, is_default};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{FieldId, FormId, Label, PrintId};

/// A print template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Print {
    /// Number of the format.
    pub format: u32,
    /// Permanent id.
    pub id: PrintId,
    /// Name.
    pub label: Label,
    /// The form whose records are printed.
    pub form: FormId,
    /// Size of the paper.
    #[serde(default, skip_serializing_if = "is_default")]
    pub paper: PaperSize,
    /// Which side is up.
    #[serde(default, skip_serializing_if = "is_default")]
    pub orientation: Orientation,
    /// Margins in millimetres.
    #[serde(default, skip_serializing_if = "is_default")]
    pub margin: Margin,
    /// The bands from top to bottom.
    pub bands: Vec<Band>,
}

/// Size of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaperSize {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 148 × 210 mm.
    A5,
}

/// Which side of the paper is up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Orientation {
    /// Upright.
    #[default]
    Portrait,
    /// Lying.
    Landscape,
}

/// Margins in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Margin {
    /// Above.
    pub top: f64,
    /// To the right.
    pub right: f64,
    /// Below.
    pub bottom: f64,
    /// To the left.
    pub left: f64,
}

impl Default for Margin {
    fn default() -> Self {
        Self { top: 15.0, right: 15.0, bottom: 15.0, left: 15.0 }
    }
}

/// A strip across the paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Where it stands.
    pub kind: BandKind,
    /// Least height in millimetres; it grows with its elements.
    #[serde(default, skip_serializing_if = "is_default")]
    pub height: f64,
    /// It is printed when this answers TRUE.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<FormulaText>,
    /// The sub-table whose rows repeat the band (`rows` bands only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<FieldId>,
    /// What stands on it.
    pub elements: Vec<Element>,
}

/// Where a band stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BandKind {
    /// At the top of every page.
    PageHeader,
    /// In the text, once.
    Body,
    /// In the text, once per row of a sub-table.
    Rows,
    /// At the foot of every page.
    PageFooter,
}

/// An element. Its kind and settings come from the registry of `print-engine`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Element {
    /// Kind of element.
    pub kind: String,
    /// Millimetres from the left margin.
    #[serde(default, skip_serializing_if = "is_default")]
    pub x: f64,
    /// Millimetres from the top of the band.
    #[serde(default, skip_serializing_if = "is_default")]
    pub y: f64,
    /// Width in millimetres; to the right margin when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub w: Option<f64>,
    /// Height in millimetres; as high as its content when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub h: Option<f64>,
    /// It is printed when this answers TRUE.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<FormulaText>,
    /// What the kind is set to.
    #[serde(flatten)]
    #[schemars(with = "std::collections::BTreeMap<String, serde_json::Value>")]
    pub settings: Settings,
}
