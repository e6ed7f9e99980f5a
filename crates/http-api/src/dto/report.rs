//! Dashboards and reports.

use super::{Json, LabelText};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A dashboard with its widgets; the numbers are fetched per widget.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DashboardDetail {
    /// Id.
    pub id: String,
    /// Title.
    pub label: LabelText,
    /// The widgets; on a phone they stand below each other in this order.
    pub widgets: Vec<WidgetPlace>,
}

/// A report's place on a dashboard.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WidgetPlace {
    /// Id.
    pub id: String,
    /// The report to run.
    pub report: String,
    /// Title.
    pub label: LabelText,
    /// What is measured and how, shown on hover.
    pub help: LabelText,
    /// Kind of its chart.
    pub chart: String,
    /// The form whose records are counted.
    pub form: String,
    /// First column, 0 to 11.
    pub x: u8,
    /// First row.
    pub y: u16,
    /// Columns, 1 to 12.
    pub w: u8,
    /// Rows of 80 px.
    pub h: u8,
}

/// A narrower look at a report.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReportRun {
    /// A filter on the records that holds as well (schema `filter`).
    pub filter: Option<Json>,
}

/// The answer of a report.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReportAnswer {
    /// The report.
    pub report: String,
    /// The chart model of `report-engine` (`kind`, `categories`, `series`, `total`, `table`, `drill`).
    pub chart: Json,
}
