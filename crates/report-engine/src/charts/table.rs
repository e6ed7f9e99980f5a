//! Table: Lists the numbers of every group with totals.

use super::{ChartKind, read};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};

/// 表格
pub const CHART: ChartKind = ChartKind {
    kind: "table",
    label: ("表格", "Table"),
    help: ("列出每一组的数字和合计", "Lists the numbers of every group with totals"),
    dimensions: 1..=4,
    schema: || schema_for!(Settings),
    check: read::<Settings>,
    example: r#"{}"#,
};

/// Settings of the chart.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Settings {
    /// Whether the last line with totals is left out.
    without_totals: bool,
}
