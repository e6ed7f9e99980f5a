//! Layouts, views and the title: what they name must be there; what is left out gets a sensible form.

use crate::few::Few;
use crate::{CompiledField, Findings, Origin, Special};
use definition::{Form, Layout, LayoutKind, LayoutNode, View};
use indexmap::IndexMap;
use query::{Direction, FieldPath, Sort};
use value::{FieldId, Label, Locale, PartId, ValueType};

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

fn check_part_id<'a>(id: &'a PartId, ids: &mut Few<&'a PartId>, findings: &mut Findings) {
    if !ids.insert(id) {
        findings.error("MC0308", "/id", told!(format!("id「{id}」用了两次"), format!("the id `{id}` is used twice")));
    }
}

fn check_layout(layout: &Layout, fields: &IndexMap<FieldId, CompiledField>, findings: &mut Findings) {
    let mut seen = Few::default();
    let mut ids = Few::default();
    findings.at("children", |findings| check_nodes(&layout.children, 0, fields, &mut seen, &mut ids, findings));
    let missing = fields.values().filter(|field| field.required && field.is_entered() && !seen.contains(&&field.id));
    for field in missing.collect::<Vec<_>>() {
        let message = told!(
            format!("必填字段「{}」不在布局「{}」里，无法填写", field.label.get(Locale::ZhCn), layout.id),
            format!("the required field `{}` is not in the layout `{}`: nobody can fill it in there", field.label.get(Locale::En), layout.id),
        );
        findings.warning("MC0307", "/children", message);
    }
}

fn check_nodes<'a>(
    nodes: &'a [LayoutNode],
    depth: usize,
    fields: &IndexMap<FieldId, CompiledField>,
    seen: &mut Few<&'a FieldId>,
    ids: &mut Few<&'a PartId>,
    findings: &mut Findings,
) {
    for (index, node) in nodes.iter().enumerate() {
        findings.at(index, |findings| match node {
            LayoutNode::Section { id, columns, children, .. } => {
                check_part_id(id, ids, findings);
                if !(1..=4).contains(columns) {
                    findings.error("MC0303", "/columns", told!("一组只能有 1 到 4 列", "a section has 1 to 4 columns"));
                }
                if depth > 0 {
                    findings.error("MC0303", "", told!("组里不能再放组", "a section cannot stand in a section"));
                }
                findings.at("children", |findings| check_nodes(children, depth + 1, fields, seen, ids, findings));
            }
            LayoutNode::Field { field, .. } => {
                known(field, "/field", "MC0301", fields, findings);
                if !seen.insert(field) {
                    let message = told!(format!("字段「{field}」在布局里出现了两次"), format!("the field `{field}` stands twice in the layout"));
                    findings.error("MC0302", "/field", message);
                }
            }
            LayoutNode::Note { id, .. } => check_part_id(id, ids, findings),
        });
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
    let section = LayoutNode::Section { id: PartId::parse("main").ok()?, label: form.label.clone(), columns: 2, children };
    Some(Layout { id: PartId::parse("desktop").ok()?, kind: LayoutKind::Desktop, children: vec![section] })
}

fn is_wide(field: &CompiledField) -> bool {
    matches!(field.value_type, ValueType::Rows(_)) || matches!(field.control.kind, "textarea" | "upload")
}

/// The views of a form, checked; one table with the first fields when it has none.
pub(super) fn views(form: &Form, fields: &IndexMap<FieldId, CompiledField>, findings: &mut Findings) -> Vec<View> {
    let mut types: IndexMap<FieldId, ValueType> = fields.values().map(|field| (field.id.clone(), field.value_type.clone())).collect();
    types.extend(query::system_fields(&form.id));
    let mut ids = Few::default();
    for (index, view) in form.views.iter().enumerate() {
        findings.at(format!("views/{index}"), |findings| {
            check_part_id(&view.id, &mut ids, findings);
            check_view(view, &types, findings);
        });
    }
    if form.views.is_empty() { default_view(fields).into_iter().collect() } else { form.views.clone() }
}

fn check_view(view: &View, types: &IndexMap<FieldId, ValueType>, findings: &mut Findings) {
    if view.columns.is_empty() {
        findings.error("MC0304", "/columns", told!("列表没有列", "the view has no columns"));
    }
    for (index, column) in view.columns.iter().enumerate() {
        if !types.contains_key(column) {
            let meant = definition::suggest::nearest(column.as_str(), types.keys().map(FieldId::as_str));
            let message = told!(format!("没有字段「{column}」"), format!("there is no field `{column}`"));
            findings.error("MC0304", &format!("/columns/{index}"), message).hint =
                meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
        }
    }
    let of_filter = view.filter.iter().flat_map(|filter| query::check(filter, types)).map(|fault| ("/filter", fault));
    let of_sort = query::check_sort(&view.sort, types).into_iter().map(|fault| ("/sort", fault));
    for (place, fault) in of_filter.chain(of_sort).collect::<Vec<_>>() {
        findings.error(fault.code, &format!("{place}{}", fault.pointer), fault.message).hint = fault.hint;
    }
}

fn default_view(fields: &IndexMap<FieldId, CompiledField>) -> Option<View> {
    let bulky = |field: &CompiledField| matches!(field.value_type, ValueType::Rows(_)) || matches!(field.behaviour.special(), Special::Shown);
    let listed = |field: &&CompiledField| !bulky(field) && !matches!(field.control.kind, "textarea" | "upload");
    let mut columns: Vec<FieldId> = fields.values().filter(listed).take(6).map(|field| field.id.clone()).collect();
    columns.push(FieldId::parse("_created_at").ok()?);
    let newest = Sort { field: FieldPath::parse("_created_at").ok()?, dir: Direction::Desc };
    Some(View { id: PartId::parse("all").ok()?, label: Label::both("全部", "All"), columns, filter: None, sort: vec![newest] })
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
