//! Markdown

use super::settings;
use super::textarea::TextareaSettings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "markdown",
    label: pair("Markdown", "Markdown"),
    help: pair("用标记写标题、列表、表格和链接，显示时排版", "Text with marks for headings, lists, tables and links, set when it is shown"),
    group: Group::Text,
    icon: "markdown",
    schema: settings::schema::<MarkdownSettings>,
    prepare,
    example: example(r#"{ "id": "notes", "kind": "markdown", "label": { "zh-CN": "会议纪要", "en": "Minutes" }, "rows": 6 }"#),
};

definition::settings! {
    /// Settings of a text in Markdown.
    pub struct MarkdownSettings {
        max_length: u32 = 20_000, ("最多字数", "Most characters"), ("最多多少个字，标记算在内", "The largest number of characters, marks counted"), 1..=100_000;
        rows: u32 = 6, ("行数", "Lines"), ("一开始显示几行", "How many lines are shown at first"), 1..=50;
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MarkdownSettings = settings::read(field, findings)?;
    Some(Arc::new(TextareaSettings { min_length: None, max_length: Some(settings.max_length), rows: Some(settings.rows) }))
}
