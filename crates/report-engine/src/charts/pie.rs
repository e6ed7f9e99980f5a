//! Pie chart: Shows shares of a whole.

use super::{ChartKind, read};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};

/// 饼图
pub const CHART: ChartKind = ChartKind {
    kind: "pie",
    label: ("饼图", "Pie chart"),
    help: ("看各组占整体的比例", "Shows shares of a whole"),
    dimensions: 1..=1,
    schema: || schema_for!(Settings),
    check: read::<Settings>,
    example: r#"{ "ring": true }"#,
};

/// Settings of the chart.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Settings {
    /// Whether the middle is left open.
    ring: bool,
}
