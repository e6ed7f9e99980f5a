//! Paragraphs: text broken into lines and placed as runs of one face each.

use crate::breaking::break_lines;
use crate::fonts::{FontPack, MISSING_WIDTH};
use definition::is_default_value as is_default;
use scene::{Color, Face, Item, Stroke};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Points per millimetre.
pub const MM: f64 = 72.0 / 25.4;
/// Height of a line in em.
const LINE: f64 = 1.5;
/// Where the baseline stands in a line, in em from its top.
const BASE: f64 = 1.12;

/// Where text stands in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// How text looks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TextStyle {
    /// Size in points.
    pub size: f64,
    /// Bold.
    #[serde(skip_serializing_if = "is_default")]
    pub bold: bool,
    /// 宋体 instead of 黑体.
    #[serde(skip_serializing_if = "is_default")]
    pub serif: bool,
    /// Where it stands.
    #[serde(skip_serializing_if = "is_default")]
    pub align: Align,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self { size: 10.0, bold: false, serif: false, align: Align::Left }
    }
}

impl TextStyle {
    /// The face.
    pub fn face(&self) -> Face {
        match (self.bold, self.serif) {
            (true, _) => Face::SansBold,
            (false, true) => Face::Serif,
            (false, false) => Face::Sans,
        }
    }

    /// The same in bold.
    #[must_use]
    pub fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    /// Height of a line.
    pub fn line_height(&self) -> f64 {
        self.size * LINE
    }
}

/// The characters that no font has, collected for the warning.
pub type Missing = RefCell<BTreeSet<char>>;

/// Lines of a text in a column.
pub fn lines(text: &str, style: &TextStyle, room: f64, fonts: &FontPack) -> Vec<String> {
    break_lines(text, room, &|character| fonts.width(style.face(), character, style.size))
}

/// Places one line; `x` and `y` are the left top corner of the column.
pub fn place_line(line: &str, style: &TextStyle, (x, y): (f64, f64), room: f64, fonts: &FontPack, missing: &Missing) -> Vec<Item> {
    let width = fonts.text_width(style.face(), line, style.size);
    let begin = match style.align {
        Align::Left => x,
        Align::Center => x + (room - width).max(0.0) / 2.0,
        Align::Right => x + (room - width).max(0.0),
    };
    let baseline = y + style.size * BASE;
    let mut items = Vec::new();
    let mut pen = begin;
    let mut run: Option<(Face, f64, String)> = None;
    for character in line.chars() {
        let advance = fonts.width(style.face(), character, style.size);
        match fonts.glyph(style.face(), character) {
            Some(glyph) if run.as_ref().is_some_and(|(face, ..)| *face == glyph.face) => {
                if let Some((_, _, text)) = &mut run {
                    text.push(character);
                }
            }
            Some(glyph) => {
                flush(&mut run, &mut items, style, baseline, pen);
                run = Some((glyph.face, pen, character.to_string()));
            }
            None => {
                flush(&mut run, &mut items, style, baseline, pen);
                missing.borrow_mut().insert(character);
                items.extend(boxed(character, style, (pen, baseline), fonts));
            }
        }
        pen += advance;
    }
    flush(&mut run, &mut items, style, baseline, pen);
    items
}

fn flush(run: &mut Option<(Face, f64, String)>, items: &mut Vec<Item>, style: &TextStyle, baseline: f64, pen: f64) {
    if let Some((face, x, text)) = run.take().filter(|(_, _, text)| !text.trim().is_empty()) {
        items.push(Item::Text { x, y: baseline, size: style.size, face, color: Color::BLACK, width: pen - x, text });
    }
}

/// A character that no font has: its code point in a box, so that nobody overlooks it.
fn boxed(character: char, style: &TextStyle, (x, baseline): (f64, f64), fonts: &FontPack) -> Vec<Item> {
    let code = format!("{:04X}", u32::from(character));
    let size = style.size * 0.42;
    let wide = style.size * (MISSING_WIDTH - 0.1);
    let width = fonts.text_width(Face::Sans, &code, size);
    let frame = Item::Rect {
        x: x + style.size * 0.05,
        y: baseline - style.size * 0.85,
        w: wide,
        h: style.size,
        fill: None,
        stroke: Some(Stroke { color: Color::BLACK, width: 0.4 }),
    };
    let text = Item::Text {
        x: x + style.size * 0.05 + (wide - width).max(0.0) / 2.0,
        y: baseline - style.size * 0.2,
        size,
        face: Face::Sans,
        color: Color::BLACK,
        width,
        text: code,
    };
    vec![frame, text]
}
