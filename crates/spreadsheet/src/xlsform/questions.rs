//! What became of each question, with the cells that say so: what a person who checks the translation wants to see.

use super::sheets::Table;
use value::Label;

/// A question of the survey.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The row of the survey, from 1.
    pub row: u32,
    /// The cell that tells its type: `survey!A5`.
    pub place: String,
    /// The type as it stands there: `select_one colours`.
    pub said: String,
    /// What the person is asked, or told.
    pub label: Label,
    /// The field that it became, a column of a sub-table as `table/column`; none for a note in the layout or the title of a group.
    pub field: Option<String>,
    /// Its conditions, checks and calculations.
    pub logic: Vec<Logic>,
}

/// Something that is calculated for a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Logic {
    /// The cell that says so: `survey!F5`.
    pub place: String,
    /// The column of the survey.
    pub column: &'static str,
    /// What stands there.
    pub said: String,
    /// What it decides: when the question is shown, what is right, its value.
    pub decides: Label,
    /// The formula that it became.
    pub formula: String,
}

/// What an aspect of a field is called here.
pub fn decides(aspect: &str) -> Label {
    match aspect {
        "visible" => Label::both("显示条件", "shown when"),
        "required" => Label::both("必填条件", "required when"),
        "readonly" => Label::both("只读条件", "read-only when"),
        "valid" => Label::both("校验", "right when"),
        "default" => Label::both("默认值", "default"),
        "options" => Label::both("可选项", "options"),
        "label" => Label::both("题目", "label"),
        _ => Label::both("计算", "value"),
    }
}

/// What a refusal or a question says about its place: the cell, if the sheet has such a column.
pub(super) fn cell(table: &Table, row: u32, column: &str) -> Option<String> {
    let column = table.columns.get(column)?;
    Some(crate::workbook::At::new(row.saturating_sub(1), *column).to_string())
}
