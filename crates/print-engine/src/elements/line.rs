//! Line: a rule across the column.

use super::{ElementKind, Lay, Stage};
use crate::block::Block;
use crate::compile::Checker;
use definition::Settings;
use scene::{Color, Item, Stroke};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};

/// 横线
pub const ELEMENT: ElementKind = ElementKind {
    kind: "line",
    label: ("横线", "Line"),
    help: ("一条横贯的线", "A rule across"),
    schema: || schema_for!(LineSettings),
    example: r#"{ "thickness": 1.0 }"#,
    compile,
};

/// Settings of a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LineSettings {
    /// Thickness in points.
    pub thickness: f64,
}

impl Default for LineSettings {
    fn default() -> Self {
        Self { thickness: 0.5 }
    }
}

fn compile(settings: &Settings, checker: &mut Checker<'_>) -> Option<Box<dyn Lay>> {
    let settings: LineSettings = checker.read(settings)?;
    checker.within("/thickness", settings.thickness, 0.1, 20.0);
    Some(Box::new(Rule { thickness: settings.thickness }))
}

#[derive(Debug)]
struct Rule {
    thickness: f64,
}

impl Lay for Rule {
    fn lay(&self, stage: &Stage<'_>) -> Block {
        let height = self.thickness + 2.0;
        let stroke = Stroke { color: Color(60, 60, 60), width: self.thickness };
        Block::whole(height, vec![Item::Line { x1: 0.0, y1: height / 2.0, x2: stage.width, y2: height / 2.0, stroke }])
    }
}
