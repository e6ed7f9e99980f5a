//! Reports: one question to the data, and the chart that shows the answer.

use crate::{FormulaText, Settings, is_default};
use query::{Direction, FieldPath, Filter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{FormId, Label, PartId, ReportId};

/// A report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Number of the format.
    pub format: u32,
    /// Permanent id.
    pub id: ReportId,
    /// Title.
    pub label: Label,
    /// How the number is defined, shown on hover.
    #[serde(default, skip_serializing_if = "is_default")]
    pub help: Label,
    /// The form that is counted.
    pub dataset: FormId,
    /// By what it is grouped.
    #[serde(default, skip_serializing_if = "is_default")]
    pub dimensions: Vec<Dimension>,
    /// What is counted.
    pub measures: Vec<Measure>,
    /// Which records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// In which order; the order of the first dimension when left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sort: Vec<ReportSort>,
    /// At most this many groups; the rest becomes one group 其他 when the measures add up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// How it is shown.
    pub chart: Chart,
}

/// A dimension.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Permanent id.
    pub id: PartId,
    /// The field.
    pub field: FieldPath,
    /// Title; the field's label when left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub label: Label,
    /// The length of the periods, for days and moments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grain: Option<Grain>,
}

/// The length of a period. Weeks begin on Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    /// A civil day in the app's zone.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A year.
    Year,
}

/// A measure: an aggregate over records, or a formula over other measures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Permanent id; formulas refer to other measures as `{id}`.
    pub id: PartId,
    /// Title.
    pub label: Label,
    /// The aggregate; left out for a formula.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggregate: Option<Aggregate>,
    /// The field that is aggregated; left out for `count`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldPath>,
    /// Only over these records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// A formula over the other measures, evaluated at every level of totals by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<FormulaText>,
    /// How the number is written.
    #[serde(default, skip_serializing_if = "is_default")]
    pub format: NumberFormat,
}

/// An aggregate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// Number of records.
    Count,
    /// Number of different values.
    CountDistinct,
    /// Sum; blanks are skipped.
    Sum,
    /// Mean; blanks are skipped.
    Average,
    /// Smallest.
    Min,
    /// Largest.
    Max,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NumberFormat {
    /// As many digits as the field has.
    #[default]
    Number,
    /// Whole.
    Integer,
    /// A share as per cent with one digit.
    Percent,
    /// An amount of the app's currency.
    Money,
}

/// An order of groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportSort {
    /// A dimension or measure.
    pub by: PartId,
    /// Its direction.
    #[serde(default)]
    pub dir: Direction,
}

/// A chart. Its kind and settings come from the registry of `report-engine`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Chart {
    /// Kind of chart.
    pub kind: String,
    /// What the kind is set to.
    #[serde(flatten)]
    #[schemars(with = "std::collections::BTreeMap<String, serde_json::Value>")]
    pub settings: Settings,
}
