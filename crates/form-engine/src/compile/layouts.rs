//! Layouts and the title: what they name must be there; what is left out gets a sensible form.

use crate::few::Few;
use crate::{CompiledField, Findings, Origin, Special};
use definition::{Fold, Form, Layout, LayoutKind, LayoutNode, LayoutPage};
use indexmap::IndexMap;
use value::{FieldId, Locale, PartId, ValueType};

/// The layouts of a form, checked; one with all fields when it has none.
pub(super) fn layouts(form: &Form, fields: &IndexMap<FieldId, CompiledField>, findings: &mut Findings) -> Vec<Layout> {
    let mut ids = Few::default();
    let mut kinds = Vec::new();
    for (index, layout) in form.layouts.iter().enumerate() {
        findings.at(format!("layouts/{index}"), |findings| {
            check_part_id(&layout.id, &mut ids, findings);
            if kinds.contains(&layout.kind) {
                findings.error("MC0302", "/kind", told!("同一种屏幕有两个布局", "two layouts are for the same screen"));
            }
            kinds.push(layout.kind);
            check_layout(layout, fields, findings);
        });
    }
    if form.layouts.is_empty() { default_layout(form, fields).into_iter().collect() } else { form.layouts.clone() }
}

pub(super) fn check_part_id<'a>(id: &'a PartId, ids: &mut Few<&'a PartId>, findings: &mut Findings) {
    if !ids.insert(id) {
        findings.error("MC0308", "/id", told!(format!("id「{id}」用了两次"), format!("the id `{id}` is used twice")));
    }
}

fn check_layout(layout: &Layout, fields: &IndexMap<FieldId, CompiledField>, findings: &mut Findings) {
    let mut check = Check { fields, seen: Few::default(), ids: Few::default() };
    findings.at("children", |findings| check.nodes(&layout.children, Inside::Layout, findings));
    let seen = check.seen;
    let missing = fields.values().filter(|field| field.required && field.is_entered() && !seen.contains(&&field.id));
    for field in missing.collect::<Vec<_>>() {
        let message = told!(
            format!("必填字段「{}」不在布局「{}」里，无法填写", field.label.get(Locale::ZhCn), layout.id),
            format!("the required field `{}` is not in the layout `{}`: nobody can fill it in there", field.label.get(Locale::En), layout.id),
        );
        findings.warning("MC0307", "/children", message);
    }
}

/// In what a part stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Layout,
    Page,
    Section,
    Grid,
}

/// The most letters of a note, and of a picture that stands in the definition.
const LONGEST_NOTE: usize = 10_000;
const LARGEST_PICTURE: usize = 400_000;

/// What was seen so far of one layout.
struct Check<'a> {
    fields: &'a IndexMap<FieldId, CompiledField>,
    seen: Few<&'a FieldId>,
    ids: Few<&'a PartId>,
}

impl<'a> Check<'a> {
    fn nodes(&mut self, nodes: &'a [LayoutNode], inside: Inside, findings: &mut Findings) {
        for (index, node) in nodes.iter().enumerate() {
            findings.at(index, |findings| self.node(node, inside, findings));
        }
    }

    fn node(&mut self, node: &'a LayoutNode, inside: Inside, findings: &mut Findings) {
        match node {
            LayoutNode::Section { id, columns, children, .. } => {
                check_part_id(id, &mut self.ids, findings);
                self.columns(*columns, findings);
                if matches!(inside, Inside::Section | Inside::Grid) {
                    findings.error("MC0303", "", told!("组里不能再放组", "a section cannot stand in a section"));
                }
                findings.at("children", |findings| self.nodes(children, Inside::Section, findings));
            }
            LayoutNode::Grid { id, columns, children } => {
                check_part_id(id, &mut self.ids, findings);
                self.columns(*columns, findings);
                if inside == Inside::Grid {
                    findings.error("MC0303", "", told!("表格里不能再放表格", "a grid cannot stand in a grid"));
                }
                findings.at("children", |findings| self.nodes(children, Inside::Grid, findings));
            }
            LayoutNode::Tabs { id, pages } | LayoutNode::Steps { id, pages } => self.pages(id, pages, inside, findings),
            LayoutNode::Field { field, .. } => {
                known(field, "/field", "MC0301", self.fields, findings);
                if !self.seen.insert(field) {
                    let message = told!(format!("字段「{field}」在布局里出现了两次"), format!("the field `{field}` stands twice in the layout"));
                    findings.error("MC0302", "/field", message);
                }
            }
            LayoutNode::Heading { id, .. } | LayoutNode::Note { id, .. } | LayoutNode::Divider { id, .. } => {
                check_part_id(id, &mut self.ids, findings);
            }
            LayoutNode::RichNote { id, text } => {
                check_part_id(id, &mut self.ids, findings);
                if [Locale::ZhCn, Locale::En].into_iter().any(|locale| text.get(locale).len() > LONGEST_NOTE) {
                    findings.error("MC0303", "/text", told!("说明太长", "the note is too long"));
                }
            }
            LayoutNode::Picture { id, source, .. } => {
                check_part_id(id, &mut self.ids, findings);
                check_source(source, findings);
            }
            LayoutNode::Spacer { id, lines } => {
                check_part_id(id, &mut self.ids, findings);
                if !(1..=10).contains(lines) {
                    findings.error("MC0303", "/lines", told!("空白只能是 1 到 10 行", "room is 1 to 10 lines high"));
                }
            }
        }
    }

    fn pages(&mut self, id: &'a PartId, pages: &'a [LayoutPage], inside: Inside, findings: &mut Findings) {
        check_part_id(id, &mut self.ids, findings);
        if inside != Inside::Layout {
            let message = told!("标签页和分步只能放在布局的最外层", "tabs and steps stand at the outside of a layout only");
            findings.error("MC0303", "", message);
        }
        if pages.is_empty() {
            findings.error("MC0303", "/pages", told!("没有页", "there are no pages"));
        }
        for (index, page) in pages.iter().enumerate() {
            findings.at(format!("pages/{index}"), |findings| {
                check_part_id(&page.id, &mut self.ids, findings);
                self.columns(page.columns, findings);
                findings.at("children", |findings| self.nodes(&page.children, Inside::Page, findings));
            });
        }
    }

    fn columns(&self, columns: u8, findings: &mut Findings) {
        if !(1..=4).contains(&columns) {
            findings.error("MC0303", "/columns", told!("一组只能有 1 到 4 列", "a section has 1 to 4 columns"));
        }
    }
}

/// A picture comes with the definition or from this server; nothing is asked of others.
fn check_source(source: &str, findings: &mut Findings) {
    let kinds = ["png", "jpeg", "webp", "gif"];
    let own = source.starts_with('/') && !source.starts_with("//");
    let data = source.strip_prefix("data:image/").and_then(|rest| rest.split_once(";base64,"));
    let fine = own || data.is_some_and(|(kind, bytes)| kinds.contains(&kind) && bytes.len() <= LARGEST_PICTURE);
    if !fine {
        let message = told!(
            "图片应为 data:image/png;base64,…（PNG、JPEG、WebP、GIF，不超过 300 kB），或本服务器上以 / 开头的路径",
            "a picture is `data:image/png;base64,…` (PNG, JPEG, WebP or GIF, at most 300 kB) or a path of this server that begins with /"
        );
        findings.error("MC0303", "/source", message);
    }
}

fn known(id: &FieldId, below: &str, code: &str, fields: &IndexMap<FieldId, CompiledField>, findings: &mut Findings) {
    if !fields.contains_key(id) {
        let meant = definition::suggest::nearest(id.as_str(), fields.keys().map(FieldId::as_str));
        let message = told!(format!("没有字段「{id}」"), format!("there is no field `{id}`"));
        findings.error(code, below, message).hint = meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
    }
}

fn default_layout(form: &Form, fields: &IndexMap<FieldId, CompiledField>) -> Option<Layout> {
    let node = |field: &CompiledField| LayoutNode::Field { field: field.id.clone(), wide: is_wide(field) };
    let children = fields.values().map(node).collect();
    let section = LayoutNode::Section { id: PartId::parse("main").ok()?, label: form.label.clone(), columns: 2, fold: Fold::Never, children };
    Some(Layout { id: PartId::parse("desktop").ok()?, kind: LayoutKind::Desktop, children: vec![section] })
}

pub(super) fn is_wide(field: &CompiledField) -> bool {
    matches!(field.value_type, ValueType::Rows(_)) || field.control.kind == "textarea" || holds_files(field)
}

pub(super) fn holds_files(field: &CompiledField) -> bool {
    matches!(&field.value_type, ValueType::List(item) if **item == ValueType::File)
}

/// The field that names a record: the one that the form says, else the first number that is allotted, else the first text.
pub(super) fn title_field(form: &Form, fields: &IndexMap<FieldId, CompiledField>, findings: &mut Findings) -> Option<FieldId> {
    if let Some(id) = &form.title_field {
        known(id, "/title_field", "MC0306", fields, findings);
        return Some(id.clone());
    }
    let allotted = fields.values().find(|field| field.origin == Origin::Allotted);
    let named = |field: &&CompiledField| field.value_type == ValueType::Text && !matches!(field.behaviour.special(), Special::Shown);
    allotted.or_else(|| fields.values().find(named)).map(|field| field.id.clone())
}
