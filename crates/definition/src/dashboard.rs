//! Dashboards: reports side by side on a grid of twelve columns.

use crate::is_default;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use value::{DashboardId, Label, PartId, ReportId};

/// A dashboard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dashboard {
    /// Number of the format.
    pub format: u32,
    /// Permanent id.
    pub id: DashboardId,
    /// Title.
    pub label: Label,
    /// The widgets; on a phone they stand below each other in this order.
    pub widgets: Vec<Widget>,
}

/// A report's place on a dashboard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Widget {
    /// Permanent id.
    pub id: PartId,
    /// The report.
    pub report: ReportId,
    /// Title; the report's when left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub label: Label,
    /// First column, 0 to 11.
    pub x: u8,
    /// First row.
    pub y: u16,
    /// Columns, 1 to 12.
    pub w: u8,
    /// Rows of 80 px.
    pub h: u8,
}
