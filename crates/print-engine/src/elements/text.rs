//! Text: fixed words with fields between them.

use super::{ElementKind, Lay, Stage};
use crate::block::Block;
use crate::compile::Checker;
use crate::text::{TextStyle, lines, place_line};
use definition::{Settings, TemplateText};
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use template::{Template, TemplateContext};
use value::Locale;

/// 文本
pub const ELEMENT: ElementKind = ElementKind {
    kind: "text",
    label: ("文本", "Text"),
    help: ("固定文字，可插入字段，例如：单号：{{ no }}", "Fixed words with fields between them, for instance: No. {{ no }}"),
    schema: || schema_for!(TextSettings),
    example: r#"{ "text": { "zh-CN": "申请人：{{ applicant }}", "en": "Applicant: {{ applicant }}" }, "style": { "size": 12, "bold": true } }"#,
    compile,
};

/// Settings of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextSettings {
    /// The words per language; `{{ field }}` puts in a field, `{{ printed_at }}` and `{{ printed_by }}` the printing.
    pub text: IndexMap<Locale, TemplateText>,
    /// How it looks.
    #[serde(default)]
    pub style: TextStyle,
}

/// Names that every template on paper knows besides the fields.
pub const NAMES: &[&str] = &["link", "printed_at", "printed_by", "title"];

#[derive(Debug)]
struct Text {
    templates: IndexMap<Locale, Template>,
    style: TextStyle,
}

fn compile(settings: &Settings, checker: &mut Checker<'_>) -> Option<Box<dyn Lay>> {
    let settings: TextSettings = checker.read(settings)?;
    checker.style(&settings.style);
    let templates =
        settings.text.iter().filter_map(|(locale, text)| Some((*locale, checker.template(&format!("/text/{}", locale.tag()), text)?))).collect();
    Some(Box::new(Text { templates, style: settings.style }))
}

impl Lay for Text {
    fn lay(&self, stage: &Stage<'_>) -> Block {
        let context = stage.context;
        let Some(template) = self.templates.get(&context.locale).or_else(|| self.templates.values().next()) else { return Block::default() };
        let texts = [
            ("link", stage.record.link.clone()),
            ("printed_at", context.printed_at.clone()),
            ("printed_by", context.printed_by.clone()),
            ("title", context.title.clone()),
        ];
        let world = stage.record.world;
        let text =
            template::render(template, &TemplateContext { world, locale: context.locale, texts: &texts }).unwrap_or_else(|fault| fault.to_string());
        let mut block = Block::default();
        for line in lines(&text, &self.style, stage.width, context.fonts) {
            block.push(self.style.line_height(), place_line(&line, &self.style, (0.0, 0.0), stage.width, context.fonts, stage.missing));
        }
        block
    }
}
