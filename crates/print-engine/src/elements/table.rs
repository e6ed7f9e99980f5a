//! Table: the rows of a sub-table. Its head is repeated on every page that it reaches.

use super::grid::{PAD, RULE, SHADE, count};
use super::{ElementKind, Lay, Stage};
use crate::block::{Block, Slice};
use crate::compile::Checker;
use crate::text::{Align, TextStyle, lines, place_line};
use definition::{Settings, is_default_value as is_default};
use scene::{Color, Item};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use value::{FieldId, Label};

/// 明细表
pub const ELEMENT: ElementKind = ElementKind {
    kind: "table",
    label: ("明细表", "Table"),
    help: ("打印子表的每一行；跨页时重复表头", "Prints every row of a sub-table; the head is repeated on each page"),
    schema: || schema_for!(TableSettings),
    example: r#"{ "rows": "lines", "numbered": true, "columns": [{ "column": "item", "width": 3 }, { "column": "amount", "align": "right" }] }"#,
    compile,
};

/// Settings of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableSettings {
    /// The sub-table.
    pub rows: FieldId,
    /// Whether a first column counts the rows.
    #[serde(default, skip_serializing_if = "is_default")]
    pub numbered: bool,
    /// The columns from left to right.
    pub columns: Vec<TableColumn>,
    /// What is printed when there is no row.
    #[serde(default, skip_serializing_if = "is_default")]
    pub empty: Label,
    /// How the text looks.
    #[serde(default)]
    pub style: TextStyle,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableColumn {
    /// The column of the sub-table.
    pub column: FieldId,
    /// Its head; the column's label when left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub label: Label,
    /// Its share of the width, against the other columns.
    #[serde(default = "one")]
    pub width: f64,
    /// Where the text stands.
    #[serde(default, skip_serializing_if = "is_default")]
    pub align: Align,
}

fn one() -> f64 {
    1.0
}

/// Width of the counting column in points.
const NUMBER_WIDE: f64 = 28.0;

#[derive(Debug)]
struct Table {
    settings: TableSettings,
    heads: Vec<Label>,
}

fn compile(settings: &Settings, checker: &mut Checker<'_>) -> Option<Box<dyn Lay>> {
    let settings: TableSettings = checker.read(settings)?;
    checker.style(&settings.style);
    let mut heads = Vec::new();
    for (index, column) in settings.columns.iter().enumerate() {
        checker.within(&format!("/columns/{index}/width"), column.width, 0.1, 100.0);
        let known = checker.column(&format!("/columns/{index}/column"), &settings.rows, &column.column)?;
        heads.push(if column.label.is_empty() { known } else { column.label.clone() });
    }
    if settings.columns.is_empty() {
        checker.empty("/columns");
        return None;
    }
    Some(Box::new(Table { settings, heads }))
}

/// A cell: its left end, its width, where its text stands, its lines.
struct Cell {
    x: f64,
    wide: f64,
    align: Align,
    lines: Vec<String>,
}

impl Lay for Table {
    fn lay(&self, stage: &Stage<'_>) -> Block {
        let locale = stage.context.locale;
        let heads: Vec<String> = self.heads.iter().map(|head| head.get(locale).to_owned()).collect();
        let number = if locale == value::Locale::ZhCn { "序号" } else { "No." };
        let head = self.line(stage, number, &heads, true);
        let mut block = Block { slices: vec![head.clone()], header: Some(head) };
        let none = Vec::new();
        let rows = stage.record.rows.get(self.settings.rows.as_str()).unwrap_or(&none);
        for (index, row) in rows.iter().enumerate() {
            let texts: Vec<String> =
                self.settings.columns.iter().map(|column| row.get(column.column.as_str()).cloned().unwrap_or_default()).collect();
            let line = self.line(stage, &(index + 1).to_string(), &texts, false);
            block.push(line.height, line.items);
        }
        if rows.is_empty() {
            let text = if self.settings.empty.is_empty() { "—" } else { self.settings.empty.get(locale) };
            let style = TextStyle { align: Align::Center, ..self.settings.style.clone() };
            let height = style.line_height() + PAD;
            let mut items = vec![Item::Rect { x: 0.0, y: 0.0, w: stage.width, h: height, fill: None, stroke: Some(RULE) }];
            items.extend(place_line(text, &style, (0.0, PAD / 2.0), stage.width, stage.context.fonts, stage.missing));
            block.push(height, items);
        }
        block
    }
}

impl Table {
    fn line(&self, stage: &Stage<'_>, number: &str, texts: &[String], head: bool) -> Slice {
        let style = if head { self.settings.style.clone().bold() } else { self.settings.style.clone() };
        let cells = self.cells(stage, number, texts, &style, head);
        let tallest = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(1);
        let height = count(tallest) * style.line_height() + PAD;
        let mut items = Vec::new();
        for cell in &cells {
            let fill: Option<Color> = head.then_some(SHADE);
            items.push(Item::Rect { x: cell.x, y: 0.0, w: cell.wide, h: height, fill, stroke: Some(RULE) });
            let style = TextStyle { align: cell.align, ..style.clone() };
            for (row, line) in cell.lines.iter().enumerate() {
                let y = PAD / 2.0 + count(row) * style.line_height();
                items.extend(place_line(line, &style, (cell.x + PAD, y), cell.wide - 2.0 * PAD, stage.context.fonts, stage.missing));
            }
        }
        Slice { top: 0.0, height, items }
    }

    fn cells(&self, stage: &Stage<'_>, number: &str, texts: &[String], style: &TextStyle, head: bool) -> Vec<Cell> {
        let fonts = stage.context.fonts;
        let numbered = if self.settings.numbered { NUMBER_WIDE } else { 0.0 };
        let shares: f64 = self.settings.columns.iter().map(|column| column.width).sum();
        let mut cells = Vec::new();
        if self.settings.numbered {
            let text = lines(number, style, NUMBER_WIDE - PAD, fonts);
            cells.push(Cell { x: 0.0, wide: NUMBER_WIDE, align: Align::Center, lines: text });
        }
        let mut x = numbered;
        for (column, text) in self.settings.columns.iter().zip(texts) {
            let wide = (stage.width - numbered) * column.width / shares.max(0.1);
            let align = if head { Align::Center } else { column.align };
            cells.push(Cell { x, wide, align, lines: lines(text, style, wide - 2.0 * PAD, fonts) });
            x += wide;
        }
        cells
    }
}
