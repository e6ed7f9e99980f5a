//! Every form has a template from the beginning: its sections as grids, its sub-tables as tables.

use definition::{Band, BandKind, Element, FORMAT, Form, LayoutKind, LayoutNode, Margin, Orientation, PaperSize, Print, Settings};
use serde_json::{Value as Json, json};
use value::{FieldId, Label, Locale, PrintId};

/// Makes the template of a form that has none of its own.
pub fn default_template(form: &Form, id: PrintId) -> Print {
    let mut body = vec![element("text", json!({ "text": literal(&form.label), "style": { "size": 16.0, "bold": true, "align": "center" } }))];
    for (label, fields) in sections(form) {
        if let Some(label) = label {
            body.push(element("text", json!({ "text": literal(&label), "style": { "size": 11.0, "bold": true } })));
        }
        body.extend(section(form, &fields));
    }
    let mut bands: Vec<Band> = body.into_iter().map(|element| band(BandKind::Body, vec![element])).collect();
    bands.push(band(BandKind::Body, vec![element("approvals", json!({}))]));
    let mut head = element("text", json!({ "text": { "zh-CN": "{{ title }}", "en": "{{ title }}" }, "style": { "size": 8.0 } }));
    head.w = Some(150.0);
    let mut qr = element("qr", json!({}));
    (qr.x, qr.w) = (162.0, Some(18.0));
    bands.insert(0, band(BandKind::PageHeader, vec![head, qr]));
    let mut printed = element(
        "text",
        json!({ "text": { "zh-CN": "打印：{{ printed_by }} {{ printed_at }}", "en": "Printed by {{ printed_by }} {{ printed_at }}" }, "style": { "size": 8.0 } }),
    );
    printed.w = Some(110.0);
    let mut number = element("page_number", json!({ "style": { "size": 8.0, "align": "right" } }));
    number.x = 120.0;
    bands.push(band(BandKind::PageFooter, vec![printed, number]));
    Print {
        format: FORMAT,
        id,
        label: form.label.clone(),
        form: form.id.clone(),
        paper: PaperSize::A4,
        orientation: Orientation::Portrait,
        margin: Margin::default(),
        bands,
    }
}

/// The fields of the desk layout by section; all fields in one without a layout.
fn sections(form: &Form) -> Vec<(Option<Label>, Vec<FieldId>)> {
    let layout = form.layouts.iter().find(|layout| layout.kind == LayoutKind::Desktop);
    let Some(layout) = layout else {
        return vec![(None, form.fields.iter().map(|field| field.id.clone()).collect())];
    };
    let mut sections = Vec::new();
    let mut loose = Vec::new();
    for node in &layout.children {
        match node {
            LayoutNode::Section { label, .. } => sections.push((Some(label.clone()), fields_of(std::slice::from_ref(node)))),
            LayoutNode::Tabs { pages, .. } | LayoutNode::Steps { pages, .. } => {
                sections.extend(pages.iter().map(|page| (Some(page.label.clone()), fields_of(&page.children))));
            }
            other => loose.extend(other.fields().into_iter().cloned()),
        }
    }
    if !loose.is_empty() {
        sections.insert(0, (None, loose));
    }
    sections
}

fn fields_of(nodes: &[LayoutNode]) -> Vec<FieldId> {
    nodes.iter().flat_map(LayoutNode::fields).cloned().collect()
}

/// Kinds whose files are printed as pictures; all others are printed in words.
const DRAWN: [&str; 5] = ["photo", "defect_photo", "watermark_photo", "signature", "sketch"];

fn section(form: &Form, fields: &[FieldId]) -> Vec<Element> {
    let mut elements = Vec::new();
    let mut plain = Vec::new();
    for field in fields.iter().filter_map(|id| form.fields.iter().find(|field| field.id == *id)) {
        if DRAWN.contains(&field.kind.as_str()) {
            flush(&mut plain, &mut elements);
            elements.push(element("text", json!({ "text": literal(&field.label), "style": { "size": 10.0, "bold": true } })));
            elements.push(element("image", json!({ "field": field.id, "across": 3, "most": 6 })));
            continue;
        }
        if field.fields.is_empty() {
            let wide = matches!(field.kind.as_str(), "textarea" | "upload");
            plain.push(json!({ "field": field.id, "wide": wide }));
            continue;
        }
        flush(&mut plain, &mut elements);
        let columns: Vec<Json> = field.fields.iter().map(|column| json!({ "column": column.id })).collect();
        elements.push(element("text", json!({ "text": literal(&field.label), "style": { "size": 10.0, "bold": true } })));
        elements.push(element("table", json!({ "rows": field.id, "numbered": true, "columns": columns })));
    }
    flush(&mut plain, &mut elements);
    elements
}

fn flush(plain: &mut Vec<Json>, elements: &mut Vec<Element>) {
    if !plain.is_empty() {
        elements.push(element("grid", json!({ "columns": 2, "fields": std::mem::take(plain) })));
    }
}

/// A label as a template: braces in it are words, not templates.
pub fn literal(label: &Label) -> Json {
    let plain = |locale| label.get(locale).replace("{{", "{ {").replace("{%", "{ %").replace("{#", "{ #");
    json!({ "zh-CN": plain(Locale::ZhCn), "en": plain(Locale::En) })
}

fn band(kind: BandKind, elements: Vec<Element>) -> Band {
    Band { kind, height: 0.0, when: None, rows: None, elements }
}

fn element(kind: &str, settings: Json) -> Element {
    let settings: Settings = if let Json::Object(settings) = settings { settings } else { Settings::new() };
    Element { kind: kind.into(), x: 0.0, y: 0.0, w: None, h: None, when: None, settings }
}
