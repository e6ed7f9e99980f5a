//! Layouts: where fields stand on a screen, and what stands between them.
//!
//! A layout says what, never how: no names, classes or styles of a screen's library.

use crate::{Settings, Tone, is_default};
use schemars::JsonSchema;
use serde::de::{self, DeserializeOwned};
use serde::{Deserialize, Deserializer, Serialize};
use value::{FieldId, Label, PartId, ReadFault};

/// One way to lay the form out. A field that no layout names still exists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Permanent id.
    pub id: PartId,
    /// For which screen.
    pub kind: LayoutKind,
    /// The parts from top to bottom.
    pub children: Vec<LayoutNode>,
}

/// The screen that a layout is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LayoutKind {
    /// A desk screen; also a phone when no phone layout is there.
    Desktop,
    /// A phone.
    Phone,
    /// A public page.
    Public,
}

/// A part of a layout.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum LayoutNode {
    /// A titled group.
    Section {
        /// Permanent id.
        id: PartId,
        /// Title.
        label: Label,
        /// Columns on a wide screen (1 to 4).
        #[serde(default = "two", skip_serializing_if = "is_two")]
        columns: u8,
        /// Whether it can be folded away.
        #[serde(default, skip_serializing_if = "is_default")]
        fold: Fold,
        /// The parts in it.
        children: Vec<LayoutNode>,
    },
    /// Pages behind tabs; one is seen at a time.
    Tabs {
        /// Permanent id.
        id: PartId,
        /// The pages from left to right.
        pages: Vec<LayoutPage>,
    },
    /// Pages that are filled in one after the other; the next opens when this one has no faults.
    Steps {
        /// Permanent id.
        id: PartId,
        /// The pages in their order.
        pages: Vec<LayoutPage>,
    },
    /// Names and values in the cells of a table with lines, as on a printed form.
    Grid {
        /// Permanent id.
        id: PartId,
        /// Fields side by side on a wide screen (1 to 4).
        #[serde(default = "two", skip_serializing_if = "is_two")]
        columns: u8,
        /// The fields, headings and notes in it.
        children: Vec<LayoutNode>,
    },
    /// A field.
    Field {
        /// Which one.
        field: FieldId,
        /// Whether it takes the whole width.
        #[serde(default, skip_serializing_if = "is_default")]
        wide: bool,
    },
    /// A title between fields.
    Heading {
        /// Permanent id.
        id: PartId,
        /// The title.
        text: Label,
    },
    /// A text for the person who fills in.
    Note {
        /// Permanent id.
        id: PartId,
        /// The text.
        text: Label,
        /// What it means: a hint, a warning.
        #[serde(default, skip_serializing_if = "is_default")]
        tone: Tone,
    },
    /// A longer text with paragraphs, lists, **bold**, *slanted* words and links; no HTML.
    RichNote {
        /// Permanent id.
        id: PartId,
        /// The text: a blank line begins a paragraph, `# ` a title, `- ` and `1. ` an entry of a list, `[words](https://…)` a link.
        text: Label,
    },
    /// A picture that belongs to the form: how a label looks, where a number stands.
    Picture {
        /// Permanent id.
        id: PartId,
        /// The picture itself as `data:image/png;base64,…` (PNG, JPEG, WebP or GIF, at most 300 kB), or its path on this server.
        source: String,
        /// What is on it, for those who do not see it.
        label: Label,
    },
    /// A line between parts.
    Divider {
        /// Permanent id.
        id: PartId,
        /// Words in the line.
        #[serde(default, skip_serializing_if = "is_default")]
        label: Label,
    },
    /// Room between parts.
    Spacer {
        /// Permanent id.
        id: PartId,
        /// How many lines high (1 to 10).
        #[serde(default = "one", skip_serializing_if = "is_one")]
        lines: u8,
    },
}

/// A page behind a tab, or a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LayoutPage {
    /// Permanent id.
    pub id: PartId,
    /// Its name on the tab.
    pub label: Label,
    /// Columns on a wide screen (1 to 4).
    #[serde(default = "two", skip_serializing_if = "is_two")]
    pub columns: u8,
    /// The parts on it.
    pub children: Vec<LayoutNode>,
}

/// Whether a section can be folded away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fold {
    /// It always stands open.
    #[default]
    Never,
    /// It can be folded and is open at first.
    Open,
    /// It can be folded and is folded at first.
    Closed,
}

fn one() -> u8 {
    1
}

fn two() -> u8 {
    2
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_one(lines: &u8) -> bool {
    *lines == 1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_two(columns: &u8) -> bool {
    *columns == 2
}

impl LayoutNode {
    /// The fields in it, in their order.
    pub fn fields(&self) -> Vec<&FieldId> {
        match self {
            LayoutNode::Field { field, .. } => vec![field],
            LayoutNode::Section { children, .. } | LayoutNode::Grid { children, .. } => children.iter().flat_map(LayoutNode::fields).collect(),
            LayoutNode::Tabs { pages, .. } | LayoutNode::Steps { pages, .. } => {
                pages.iter().flat_map(|page| &page.children).flat_map(LayoutNode::fields).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The part with those fields only that are wanted; none when it was there for fields and none is left.
    #[must_use]
    pub fn kept(self, wanted: &dyn Fn(&FieldId) -> bool) -> Option<Self> {
        match self {
            LayoutNode::Field { ref field, .. } => wanted(field).then_some(self),
            LayoutNode::Section { id, label, columns, fold, children } => {
                let children = kept(children, wanted)?;
                Some(LayoutNode::Section { id, label, columns, fold, children })
            }
            LayoutNode::Grid { id, columns, children } => Some(LayoutNode::Grid { id, columns, children: kept(children, wanted)? }),
            LayoutNode::Tabs { id, pages } => Some(LayoutNode::Tabs { id, pages: kept_pages(pages, wanted)? }),
            LayoutNode::Steps { id, pages } => Some(LayoutNode::Steps { id, pages: kept_pages(pages, wanted)? }),
            other => Some(other),
        }
    }

    fn of(mut object: Settings) -> Result<Self, ReadFault> {
        let kind = required::<String>(&mut object, "kind")?;
        let take = &mut object;
        let (node, keys): (_, &'static [&'static str]) = match kind.as_str() {
            "section" => {
                let (columns, fold) = (optional(take, "columns")?.unwrap_or(two()), optional(take, "fold")?.unwrap_or_default());
                let (id, label) = (required(take, "id")?, required(take, "label")?);
                let children = required(take, "children")?;
                (LayoutNode::Section { id, label, columns, fold, children }, &["id", "label", "columns", "fold", "children"])
            }
            "tabs" => (LayoutNode::Tabs { id: required(take, "id")?, pages: required(take, "pages")? }, &["id", "pages"]),
            "steps" => (LayoutNode::Steps { id: required(take, "id")?, pages: required(take, "pages")? }, &["id", "pages"]),
            "grid" => {
                let columns = optional(take, "columns")?.unwrap_or(two());
                (LayoutNode::Grid { id: required(take, "id")?, columns, children: required(take, "children")? }, &["id", "columns", "children"])
            }
            "field" => {
                let wide = optional(take, "wide")?.unwrap_or_default();
                (LayoutNode::Field { field: required(take, "field")?, wide }, &["field", "wide"])
            }
            "heading" => (LayoutNode::Heading { id: required(take, "id")?, text: required(take, "text")? }, &["id", "text"]),
            "note" => {
                let tone = optional(take, "tone")?.unwrap_or_default();
                (LayoutNode::Note { id: required(take, "id")?, text: required(take, "text")?, tone }, &["id", "text", "tone"])
            }
            "rich_note" => (LayoutNode::RichNote { id: required(take, "id")?, text: required(take, "text")? }, &["id", "text"]),
            "picture" => {
                let (id, source) = (required(take, "id")?, required(take, "source")?);
                (LayoutNode::Picture { id, source, label: required(take, "label")? }, &["id", "source", "label"])
            }
            "divider" => {
                let label = optional(take, "label")?.unwrap_or_default();
                (LayoutNode::Divider { id: required(take, "id")?, label }, &["id", "label"])
            }
            "spacer" => {
                let lines = optional(take, "lines")?.unwrap_or(one());
                (LayoutNode::Spacer { id: required(take, "id")?, lines }, &["id", "lines"])
            }
            other => return Err(de::Error::unknown_variant(other, KINDS)),
        };
        object.keys().next().map_or(Ok(node), |unknown| Err(de::Error::unknown_field(unknown, keys)))
    }
}

const KINDS: &[&str] = &["section", "tabs", "steps", "grid", "field", "heading", "note", "rich_note", "picture", "divider", "spacer"];

fn kept(nodes: Vec<LayoutNode>, wanted: &dyn Fn(&FieldId) -> bool) -> Option<Vec<LayoutNode>> {
    let had_fields = nodes.iter().any(|node| !node.fields().is_empty());
    let nodes: Vec<LayoutNode> = nodes.into_iter().filter_map(|node| node.kept(wanted)).collect();
    let has_fields = nodes.iter().any(|node| !node.fields().is_empty());
    (has_fields || !had_fields).then_some(nodes)
}

fn kept_pages(pages: Vec<LayoutPage>, wanted: &dyn Fn(&FieldId) -> bool) -> Option<Vec<LayoutPage>> {
    let keep = |page: LayoutPage| Some(LayoutPage { children: kept(page.children, wanted)?, ..page });
    let pages: Vec<LayoutPage> = pages.into_iter().filter_map(keep).collect();
    (!pages.is_empty()).then_some(pages)
}

/// By hand: what serde makes where keys are flattened or tagged keeps a copy of everything that it reads, and is many times as large in
/// the browser engine.
impl<'de> Deserialize<'de> for LayoutNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        LayoutNode::of(Settings::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

fn optional<T: DeserializeOwned>(object: &mut Settings, key: &'static str) -> Result<Option<T>, ReadFault> {
    object.shift_remove(key).map(|json| value::read_json(&json)).transpose()
}

fn required<T: DeserializeOwned>(object: &mut Settings, key: &'static str) -> Result<T, ReadFault> {
    optional(object, key)?.ok_or_else(|| de::Error::missing_field(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn node(json: serde_json::Value) -> LayoutNode {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn what_is_read_is_written_again() {
        let page = json!({ "id": "p", "label": "页", "columns": 1, "children": [{ "kind": "field", "field": "a" }] });
        for json in [
            json!({ "kind": "section", "id": "main", "label": "主", "columns": 3, "children": [{ "kind": "field", "field": "a", "wide": true }] }),
            json!({ "kind": "section", "id": "main", "label": "主", "fold": "closed", "children": [] }),
            json!({ "kind": "tabs", "id": "t", "pages": [page.clone()] }),
            json!({ "kind": "steps", "id": "s", "pages": [page] }),
            json!({ "kind": "grid", "id": "g", "columns": 3, "children": [{ "kind": "field", "field": "a" }] }),
            json!({ "kind": "heading", "id": "h", "text": "标题" }),
            json!({ "kind": "note", "id": "n", "text": { "zh-CN": "注", "en": "Note" } }),
            json!({ "kind": "note", "id": "n", "text": "注", "tone": "warning" }),
            json!({ "kind": "rich_note", "id": "r", "text": "# 标题\n\n- 一\n- 二" }),
            json!({ "kind": "picture", "id": "p", "source": "/help/label.png", "label": "标签" }),
            json!({ "kind": "divider", "id": "d" }),
            json!({ "kind": "spacer", "id": "x", "lines": 2 }),
        ] {
            assert_eq!(serde_json::to_value(node(json.clone())).unwrap(), json);
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (json, cause) in [
            (json!({ "kind": "page" }), "unknown variant `page`"),
            (json!({ "kind": "field" }), "missing field `field`"),
            (json!({ "kind": "field", "field": "a", "colour": 1 }), "unknown field `colour`"),
            (json!({ "kind": "note", "id": "n", "text": 3 }), "invalid type"),
            (json!({ "kind": "tabs", "id": "t", "pages": [{ "id": "p", "label": "页" }] }), "missing field `children`"),
        ] {
            let fault = serde_json::from_value::<LayoutNode>(json).unwrap_err().to_string();
            assert!(fault.contains(cause), "{fault}");
        }
    }

    #[test]
    fn parts_without_their_fields_are_left_out() {
        let tabs = node(json!({ "kind": "tabs", "id": "t", "pages": [
            { "id": "one", "label": "一", "children": [{ "kind": "field", "field": "a" }, { "kind": "note", "id": "n", "text": "注" }] },
            { "id": "two", "label": "二", "children": [{ "kind": "section", "id": "s", "label": "", "children": [{ "kind": "field", "field": "b" }] }] },
            { "id": "three", "label": "三", "children": [{ "kind": "note", "id": "m", "text": "注" }] },
        ] }));
        assert_eq!(tabs.fields().len(), 2);
        let LayoutNode::Tabs { pages, .. } = tabs.clone().kept(&|field| field.as_str() == "b").unwrap() else { panic!("still tabs") };
        assert_eq!(pages.iter().map(|page| page.id.as_str()).collect::<Vec<_>>(), ["two", "three"]);
        let field = node(json!({ "kind": "field", "field": "a" }));
        assert_eq!(field.kept(&|_| false), None);
    }
}
