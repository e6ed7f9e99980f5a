//! Line chart: Shows change over time.

use super::{ChartKind, read};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};

/// 折线图
pub const CHART: ChartKind = ChartKind {
    kind: "line",
    label: ("折线图", "Line chart"),
    help: ("看随时间的变化", "Shows change over time"),
    dimensions: 1..=2,
    schema: || schema_for!(Settings),
    check: read::<Settings>,
    example: r#"{ "area": true }"#,
};

/// Settings of the chart.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Settings {
    /// Whether the area below the line is filled.
    area: bool,
    /// Whether the line is rounded.
    smooth: bool,
}
