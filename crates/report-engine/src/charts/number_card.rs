//! Number card: One number, against the period before if wanted.

use super::{ChartKind, read};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};

/// 数字卡片
pub const CHART: ChartKind = ChartKind {
    kind: "number_card",
    label: ("数字卡片", "Number card"),
    help: ("一个关键数字，可与上一期比较", "One number, against the period before if wanted"),
    dimensions: 0..=0,
    schema: || schema_for!(Settings),
    check: read::<Settings>,
    example: r#"{ "compare": true }"#,
};

/// Settings of the chart.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Settings {
    /// Whether it is compared with the period before (环比).
    compare: bool,
}
