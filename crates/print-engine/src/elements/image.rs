//! Image: the pictures of an upload field, side by side.

use super::grid::count;
use super::{ElementKind, Lay, Stage};
use crate::block::Block;
use crate::compile::Checker;
use crate::marks::{self, Frame};
use definition::Settings;
use scene::Item;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use value::FieldId;

/// 图片
pub const ELEMENT: ElementKind = ElementKind {
    kind: "image",
    label: ("图片", "Pictures"),
    help: ("打印图片、签名等字段，连同画在上面的标注", "Prints the pictures of a field, signatures too, with what was drawn over them"),
    schema: || schema_for!(ImageSettings),
    example: r#"{ "field": "photos", "across": 4, "most": 4 }"#,
    compile,
};

/// Settings of the pictures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImageSettings {
    /// The upload field.
    pub field: FieldId,
    /// Pictures side by side, 1 to 6.
    #[serde(default = "four")]
    pub across: u8,
    /// At most so many pictures, 1 to 24.
    #[serde(default = "four")]
    pub most: u8,
}

fn four() -> u8 {
    4
}

/// Space between pictures in points.
const GAP: f64 = 6.0;

fn compile(settings: &Settings, checker: &mut Checker<'_>) -> Option<Box<dyn Lay>> {
    let settings: ImageSettings = checker.read(settings)?;
    checker.within("/across", f64::from(settings.across), 1.0, 6.0);
    checker.within("/most", f64::from(settings.most), 1.0, 24.0);
    checker.field("/field", &settings.field)?;
    Some(Box::new(Image { settings }))
}

#[derive(Debug)]
struct Image {
    settings: ImageSettings,
}

impl Lay for Image {
    fn lay(&self, stage: &Stage<'_>) -> Block {
        let none = Vec::new();
        let pictures = stage.record.pictures.get(self.settings.field.as_str()).unwrap_or(&none);
        let across = usize::from(self.settings.across.max(1));
        let cell = (stage.width - GAP * count(across - 1)) / count(across);
        let high = stage.height.unwrap_or(cell * 0.75);
        let mut block = Block::default();
        let chosen: Vec<_> = pictures.iter().take(usize::from(self.settings.most)).collect();
        for line in chosen.chunks(across) {
            let mut items = Vec::new();
            for (position, picture) in line.iter().enumerate() {
                let (w, h) = (f64::from(picture.width.max(1)), f64::from(picture.height.max(1)));
                let scale = (cell / w).min(high / h);
                let (wide, tall) = (w * scale, h * scale);
                let x = count(position) * (cell + GAP) + (cell - wide) / 2.0;
                let frame = Frame { x, y: (high - tall) / 2.0, w: wide, h: tall };
                items.push(Item::Image { x, y: frame.y, w: wide, h: tall, key: picture.key.clone() });
                items.extend(marks::draw(picture, frame, stage.context.fonts, stage.missing));
                stage.speaks_of(picture);
            }
            block.push(high + GAP, items);
        }
        block
    }
}
