//! Grid: fields as label cell beside value cell, ruled as people know it from paper forms.

use super::{ElementKind, Lay, Stage};
use crate::block::Block;
use crate::compile::Checker;
use crate::text::{MM, TextStyle, lines, place_line};
use definition::{Settings, is_default_value as is_default};
use scene::{Color, Item, Stroke};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use value::{FieldId, Label};

/// 字段表格
pub const ELEMENT: ElementKind = ElementKind {
    kind: "grid",
    label: ("字段表格", "Field grid"),
    help: ("把字段排成带边框的表格：左边是名称，右边是内容", "Fields in a ruled grid: the name at the left, the content at the right"),
    schema: || schema_for!(GridSettings),
    example: r#"{ "columns": 2, "fields": [{ "field": "applicant" }, { "field": "days" }, { "field": "reason", "wide": true }] }"#,
    compile,
};

/// Settings of a grid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GridSettings {
    /// Pairs of cells side by side, 1 to 4.
    #[serde(default = "two")]
    pub columns: u8,
    /// Width of a label cell in millimetres.
    #[serde(default = "label_width")]
    pub label_width: f64,
    /// The fields in their order.
    pub fields: Vec<GridField>,
    /// How the text looks.
    #[serde(default)]
    pub style: TextStyle,
}

/// A field in a grid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GridField {
    /// The field.
    pub field: FieldId,
    /// The words in the label cell; the field's label when left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub label: Label,
    /// Whether it takes the whole width.
    #[serde(default, skip_serializing_if = "is_default")]
    pub wide: bool,
}

fn two() -> u8 {
    2
}

fn label_width() -> f64 {
    26.0
}

/// Space between a rule and the text.
pub const PAD: f64 = 3.0;
/// The rules.
pub const RULE: Stroke = Stroke { color: Color(60, 60, 60), width: 0.5 };
/// Behind labels and heads.
pub const SHADE: Color = Color(243, 244, 246);

#[derive(Debug)]
struct Grid {
    settings: GridSettings,
    labels: Vec<Label>,
}

fn compile(settings: &Settings, checker: &mut Checker<'_>) -> Option<Box<dyn Lay>> {
    let settings: GridSettings = checker.read(settings)?;
    checker.style(&settings.style);
    checker.within("/columns", f64::from(settings.columns), 1.0, 4.0);
    checker.within("/label_width", settings.label_width, 5.0, 100.0);
    let mut labels = Vec::new();
    for (index, cell) in settings.fields.iter().enumerate() {
        let known = checker.field(&format!("/fields/{index}/field"), &cell.field)?;
        labels.push(if cell.label.is_empty() { known } else { cell.label.clone() });
    }
    Some(Box::new(Grid { settings, labels }))
}

impl Lay for Grid {
    fn lay(&self, stage: &Stage<'_>) -> Block {
        let mut block = Block::default();
        let mut line: Vec<(usize, &GridField)> = Vec::new();
        let full = usize::from(self.settings.columns.max(1));
        for cell in self.settings.fields.iter().enumerate() {
            if cell.1.wide {
                self.lay_line(&std::mem::take(&mut line), full, stage, &mut block);
                self.lay_line(&[cell], 1, stage, &mut block);
                continue;
            }
            line.push(cell);
            if line.len() == full {
                self.lay_line(&std::mem::take(&mut line), full, stage, &mut block);
            }
        }
        self.lay_line(&line, full, stage, &mut block);
        block
    }
}

impl Grid {
    /// One line of pairs. A line that is not full is ruled to the right end all the same.
    fn lay_line(&self, cells: &[(usize, &GridField)], full: usize, stage: &Stage<'_>, block: &mut Block) {
        if cells.is_empty() {
            return;
        }
        let style = &self.settings.style;
        let pair = stage.width / count(full);
        let label_wide = (self.settings.label_width * MM).min(pair / 2.0);
        let mut items = Vec::new();
        let mut texts: Vec<(f64, f64, Vec<String>)> = Vec::new();
        for (position, (index, cell)) in cells.iter().enumerate() {
            let left = pair * count(position);
            let last = position + 1 == cells.len();
            let right = if last { stage.width } else { left + pair };
            let label = self.labels.get(*index).map_or("", |label| label.get(stage.context.locale));
            let shown = stage.record.shown.get(cell.field.as_str()).map_or("", String::as_str);
            let value_wide = right - left - label_wide;
            texts.push((left, label_wide, lines(label, style, label_wide - 2.0 * PAD, stage.context.fonts)));
            texts.push((left + label_wide, value_wide, lines(shown, style, value_wide - 2.0 * PAD, stage.context.fonts)));
        }
        let tallest = texts.iter().map(|(_, _, lines)| lines.len()).max().unwrap_or(1);
        let height = count(tallest) * style.line_height() + PAD;
        for (number, (x, wide, lines)) in texts.iter().enumerate() {
            let fill = number.is_multiple_of(2).then_some(SHADE);
            items.push(Item::Rect { x: *x, y: 0.0, w: *wide, h: height, fill, stroke: Some(RULE) });
            for (row, line) in lines.iter().enumerate() {
                let y = PAD / 2.0 + count(row) * style.line_height();
                items.extend(place_line(line, style, (x + PAD, y), wide - 2.0 * PAD, stage.context.fonts, stage.missing));
            }
        }
        block.push(height, items);
    }
}

/// A small number of things as a length.
pub fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}
