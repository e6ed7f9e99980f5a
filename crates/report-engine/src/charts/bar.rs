//! Bar chart: Compares groups; a second dimension can be stacked.

use super::{ChartKind, read};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};

/// 柱形图
pub const CHART: ChartKind = ChartKind {
    kind: "bar",
    label: ("柱形图", "Bar chart"),
    help: ("比较各组的大小；第二个维度可以堆叠", "Compares groups; a second dimension can be stacked"),
    dimensions: 1..=2,
    schema: || schema_for!(Settings),
    check: read::<Settings>,
    example: r#"{ "horizontal": true }"#,
};

/// Settings of the chart.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Settings {
    /// Whether the bars lie.
    horizontal: bool,
    /// Whether the second dimension is stacked.
    stacked: bool,
}
