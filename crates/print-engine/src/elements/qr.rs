//! QR code: the way from paper back to the electronic record.

use super::grid::count;
use super::{ElementKind, Lay, Stage};
use crate::block::Block;
use crate::compile::Checker;
use definition::Settings;
use qrcode::{Color as Dot, EcLevel, QrCode};
use scene::{Color, Item};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};

/// 二维码
pub const ELEMENT: ElementKind = ElementKind {
    kind: "qr",
    label: ("二维码", "QR code"),
    help: ("扫码打开这条记录的电子档案", "Opens the electronic record when scanned"),
    schema: || schema_for!(QrSettings),
    example: "{}",
    compile,
};

/// Settings of a QR code. It always leads to the record; its size is the element's `w`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QrSettings {}

fn compile(settings: &Settings, checker: &mut Checker<'_>) -> Option<Box<dyn Lay>> {
    let _: QrSettings = checker.read(settings)?;
    Some(Box::new(Qr))
}

#[derive(Debug)]
struct Qr;

impl Lay for Qr {
    fn lay(&self, stage: &Stage<'_>) -> Block {
        let side = stage.width;
        // A payload that is too long leaves an empty frame rather than no paper at all.
        let Ok(code) = QrCode::with_error_correction_level(stage.record.link.as_bytes(), EcLevel::M) else {
            let frame = Item::Rect { x: 0.0, y: 0.0, w: side, h: side, fill: None, stroke: Some(super::grid::RULE) };
            return Block::whole(side, vec![frame]);
        };
        let modules = code.width();
        // The quiet zone of four modules belongs to the code.
        let dot = side / count(modules + 8);
        let colors = code.to_colors();
        let mut items = Vec::new();
        for (y, line) in colors.chunks(modules).enumerate() {
            let mut x = 0;
            while x < modules {
                let run = line.iter().skip(x).take_while(|dot| **dot == Dot::Dark).count();
                if run > 0 {
                    let (left, top) = (dot * count(x + 4), dot * count(y + 4));
                    items.push(Item::Rect { x: left, y: top, w: dot * count(run), h: dot, fill: Some(Color::BLACK), stroke: None });
                }
                x += run.max(1);
            }
        }
        Block::whole(side, items)
    }
}
