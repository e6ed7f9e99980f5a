//! Grid: fields as label cell beside value cell, ruled as people know it from paper forms.

use super::{ElementKind, Lay, Stage};
use crate::block::Block;
use crate::compile::Checker;
use crate::marks::{self, Frame};
use crate::model::Picture;
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
    example: r#"{ "columns": 2, "fields": [{ "field": "applicant" }, { "field": "days" }, { "field": "reason", "wide": true, "height": 20 }] }"#,
    compile,
};

/// Settings of a grid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GridSettings {
    /// Pairs of cells side by side, 1 to 4.
    #[serde(default = "two")]
    pub columns: u8,
    /// Widths of the pairs against each other, from left to right; all alike when left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub shares: Vec<f64>,
    /// Width of a label cell in millimetres; 0 leaves the labels out.
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
    /// The least height of its line in millimetres, so that there is room to write by hand.
    #[serde(default, skip_serializing_if = "is_default")]
    pub height: f64,
    /// Whether its pictures are drawn instead of the names of its files: signatures, photos.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pictures: bool,
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

/// Height of a line with pictures, in points.
const PICTURE_HIGH: f64 = 48.0;
/// The most pictures in one cell.
const MOST_PICTURES: usize = 6;

#[derive(Debug)]
struct Grid {
    settings: GridSettings,
    labels: Vec<Label>,
}

fn compile(settings: &Settings, checker: &mut Checker<'_>) -> Option<Box<dyn Lay>> {
    let settings: GridSettings = checker.read(settings)?;
    checker.style(&settings.style);
    checker.within("/columns", f64::from(settings.columns), 1.0, 4.0);
    checker.within("/label_width", settings.label_width, 0.0, 100.0);
    if !settings.shares.is_empty() && settings.shares.len() != usize::from(settings.columns) {
        checker.unequal("/shares", settings.shares.len(), usize::from(settings.columns));
    }
    for (index, share) in settings.shares.iter().enumerate() {
        checker.within(&format!("/shares/{index}"), *share, 0.1, 100.0);
    }
    let mut labels = Vec::new();
    for (index, cell) in settings.fields.iter().enumerate() {
        checker.within(&format!("/fields/{index}/height"), cell.height, 0.0, 200.0);
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

/// A cell of a line: its left end, its width, what stands in it.
struct Cell<'a> {
    left: f64,
    wide: f64,
    label: bool,
    lines: Vec<String>,
    pictures: &'a [Picture],
}

impl Grid {
    /// One line of pairs. A line that is not full is ruled to the right end all the same.
    fn lay_line(&self, fields: &[(usize, &GridField)], full: usize, stage: &Stage<'_>, block: &mut Block) {
        if fields.is_empty() {
            return;
        }
        let style = &self.settings.style;
        let cells = self.cells(fields, full, stage);
        let tallest = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(1).max(1);
        let asked = fields.iter().map(|(_, field)| field.height * MM).fold(0.0, f64::max);
        let drawn = if cells.iter().any(|cell| !cell.pictures.is_empty()) { PICTURE_HIGH } else { 0.0 };
        let height = (count(tallest) * style.line_height() + PAD).max(asked).max(drawn);
        let mut items = Vec::new();
        for cell in &cells {
            items.push(Item::Rect { x: cell.left, y: 0.0, w: cell.wide, h: height, fill: cell.label.then_some(SHADE), stroke: Some(RULE) });
            // A name stands in the middle of a high line, as on paper; what is written begins at its top.
            let top = if cell.label { ((height - count(cell.lines.len()) * style.line_height()) / 2.0).max(PAD / 2.0) } else { PAD / 2.0 };
            for (row, line) in cell.lines.iter().enumerate() {
                let y = top + count(row) * style.line_height();
                items.extend(place_line(line, style, (cell.left + PAD, y), cell.wide - 2.0 * PAD, stage.context.fonts, stage.missing));
            }
            items.extend(draw_pictures(cell, height, stage));
        }
        block.push(height, items);
    }

    fn cells<'a>(&'a self, fields: &[(usize, &'a GridField)], full: usize, stage: &'a Stage<'_>) -> Vec<Cell<'a>> {
        let style = &self.settings.style;
        let fonts = stage.context.fonts;
        let narrowest = (0..full).map(|pair| self.width_of(pair, full, stage.width)).fold(stage.width, f64::min);
        let label_wide = (self.settings.label_width * MM).min(narrowest / 2.0);
        let mut cells = Vec::new();
        let mut left = 0.0;
        for (position, (index, field)) in fields.iter().enumerate() {
            let right = if position + 1 == fields.len() { stage.width } else { left + self.width_of(position, full, stage.width) };
            let label = self.labels.get(*index).map_or("", |label| label.get(stage.context.locale));
            let pictures = stage.record.pictures.get(field.field.as_str()).filter(|_| field.pictures).map_or(&[][..], Vec::as_slice);
            // Beside its picture the name of a file says nothing.
            let shown = if field.pictures { "" } else { stage.record.shown.get(field.field.as_str()).map_or("", String::as_str) };
            let value_wide = right - left - label_wide;
            if label_wide > 0.0 {
                let lines = lines(label, style, label_wide - 2.0 * PAD, fonts);
                cells.push(Cell { left, wide: label_wide, label: true, lines, pictures: &[] });
            }
            let lines = lines(shown, style, value_wide - 2.0 * PAD, fonts);
            cells.push(Cell { left: left + label_wide, wide: value_wide, label: false, lines, pictures });
            left = right;
        }
        cells
    }

    /// The width of a pair when so many stand in a full line.
    fn width_of(&self, pair: usize, full: usize, whole: f64) -> f64 {
        let all: f64 = self.settings.shares.iter().sum();
        match self.settings.shares.get(pair) {
            Some(share) if full == self.settings.shares.len() && all > 0.0 => whole * share / all,
            _ => whole / count(full),
        }
    }
}

/// Pictures side by side in the height of the line.
fn draw_pictures(cell: &Cell<'_>, height: f64, stage: &Stage<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    let room = (cell.wide - 2.0 * PAD) / count(cell.pictures.len().max(1)) - PAD;
    let high = height - 2.0 * PAD;
    for (position, picture) in cell.pictures.iter().take(MOST_PICTURES).enumerate() {
        let (w, h) = (f64::from(picture.width.max(1)), f64::from(picture.height.max(1)));
        let scale = (room / w).min(high / h);
        let frame = Frame { x: cell.left + PAD + count(position) * (room + PAD), y: PAD, w: w * scale, h: h * scale };
        items.push(Item::Image { x: frame.x, y: frame.y, w: frame.w, h: frame.h, key: picture.key.clone() });
        items.extend(marks::draw(picture, frame, stage.context.fonts, stage.missing));
        stage.speaks_of(picture);
    }
    items
}

/// A small number of things as a length.
pub fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}
