//! Page number: 第 N 页 / 共 M 页.

use super::{ElementKind, Lay, Stage};
use crate::block::Block;
use crate::compile::Checker;
use crate::text::{TextStyle, place_line};
use definition::Settings;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use value::Locale;

/// 页码
pub const ELEMENT: ElementKind = ElementKind {
    kind: "page_number",
    label: ("页码", "Page number"),
    help: ("第 N 页 / 共 M 页，每份单据重新计数", "Page N of M, counted anew for every record"),
    schema: || schema_for!(PageNumberSettings),
    example: r#"{ "style": { "size": 8, "align": "center" } }"#,
    compile,
};

/// Settings of a page number.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PageNumberSettings {
    /// How it looks.
    pub style: TextStyle,
}

fn compile(settings: &Settings, checker: &mut Checker<'_>) -> Option<Box<dyn Lay>> {
    let settings: PageNumberSettings = checker.read(settings)?;
    checker.style(&settings.style);
    Some(Box::new(PageNumber { style: settings.style }))
}

#[derive(Debug)]
struct PageNumber {
    style: TextStyle,
}

impl Lay for PageNumber {
    fn lay(&self, stage: &Stage<'_>) -> Block {
        let (page, pages) = stage.page;
        let text = match stage.context.locale {
            Locale::ZhCn => format!("第 {page} 页 / 共 {pages} 页"),
            Locale::En => format!("Page {page} of {pages}"),
        };
        Block::whole(self.style.line_height(), place_line(&text, &self.style, (0.0, 0.0), stage.width, stage.context.fonts, stage.missing))
    }
}
