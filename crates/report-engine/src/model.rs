//! The chart model: everything that a chart, a table, a workbook or a page needs, and nothing of how it is drawn.

use definition::{NumberFormat, Settings};
use query::Filter;
use serde::Serialize;
use serde_json::Value as Json;

/// The answer to a report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChartModel {
    /// Kind of chart.
    pub kind: String,
    /// What the kind is set to.
    pub settings: Settings,
    /// Dimensions first, then measures.
    pub columns: Vec<Column>,
    /// One row per group.
    pub rows: Vec<ModelRow>,
    /// The measures over all records, each from its own definition.
    pub totals: Vec<Cell>,
    /// The period before, for number cards that compare.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
    /// Whether groups were left out because there are too many.
    pub cut: bool,
    /// The zone in which days are meant.
    pub time_zone: String,
    /// The moment of the numbers.
    pub as_of: String,
}

/// A column of the answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// Id of the dimension or measure.
    pub id: String,
    /// Title.
    pub label: String,
    /// What it is.
    pub role: ColumnRole,
    /// How its numbers are written; measures only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<NumberFormat>,
    /// Whether the dimension is made of periods.
    pub periods: bool,
}

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    /// It names the group.
    Dimension,
    /// It counts.
    Measure,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelRow {
    /// The cells, in the order of the columns.
    pub cells: Vec<Cell>,
    /// Exactly the records of this group, all filters of the report included; none for 其他.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drill: Option<Filter>,
}

/// A cell: the value for calculating and drawing, the text for reading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// The value: a number or a text; null when blank.
    pub value: Json,
    /// As people read it.
    pub text: String,
    /// What the option means, for colours that carry a meaning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tone: Option<String>,
}

/// A number against the period before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The first measure in the period before.
    pub before: Cell,
    /// The change as a share of it; null when there was nothing before.
    pub change: Cell,
}
