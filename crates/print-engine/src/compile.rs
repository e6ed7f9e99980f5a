//! Templates checked against their form.

use crate::elements::{ELEMENTS, Lay};
use crate::text::{MM, TextStyle};
use definition::{Band, BandKind, Diagnostic, Element, Margin, Orientation, PaperSize, Print, Settings, TemplateText};
use formula::{FieldType, Formula, Scope};
use serde::de::DeserializeOwned;
use value::{FieldId, Label, ValueType};

/// A template that is ready to be laid out. All lengths are points.
#[derive(Debug)]
pub struct CompiledPrint {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) margin: Margin,
    pub(crate) bands: Vec<CompiledBand>,
}

#[derive(Debug)]
pub(crate) struct CompiledBand {
    pub(crate) kind: BandKind,
    pub(crate) height: f64,
    pub(crate) when: Option<Formula>,
    pub(crate) rows: Option<FieldId>,
    pub(crate) elements: Vec<CompiledElement>,
}

#[derive(Debug)]
pub(crate) struct CompiledElement {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) w: Option<f64>,
    pub(crate) h: Option<f64>,
    pub(crate) when: Option<Formula>,
    pub(crate) lay: Box<dyn Lay>,
}

/// Checks a template against the fields of its form; `file` names it in the findings.
pub fn compile(print: &Print, scope: &Scope, file: &str) -> (Option<CompiledPrint>, Vec<Diagnostic>) {
    let (width, height) = paper(print.paper, print.orientation);
    let margin = print.margin;
    let mut diagnostics = Vec::new();
    let sides = [margin.top, margin.right, margin.bottom, margin.left];
    let fits = sides.iter().all(|side| side.is_finite() && (0.0..=60.0).contains(side));
    if !fits {
        diagnostics.push(fault("MP0101", file, "/margin", ("页边距应在 0 到 60 毫米之间", "A margin is 0 to 60 millimetres")));
    }
    let mut bands = Vec::new();
    for (index, band) in print.bands.iter().enumerate() {
        bands.extend(compile_band(band, scope, file, &format!("/bands/{index}"), &mut diagnostics));
    }
    if print.bands.is_empty() {
        diagnostics.push(fault("MP0102", file, "/bands", ("模板没有任何内容", "The template has no bands")));
    }
    let margin = Margin { top: margin.top * MM, right: margin.right * MM, bottom: margin.bottom * MM, left: margin.left * MM };
    let whole = diagnostics.is_empty();
    (whole.then_some(CompiledPrint { width, height, margin, bands }), diagnostics)
}

fn paper(size: PaperSize, orientation: Orientation) -> (f64, f64) {
    let (short, long) = match size {
        PaperSize::A4 => (210.0 * MM, 297.0 * MM),
        PaperSize::A5 => (148.0 * MM, 210.0 * MM),
    };
    if orientation == Orientation::Portrait { (short, long) } else { (long, short) }
}

fn compile_band(band: &Band, scope: &Scope, file: &str, pointer: &str, out: &mut Vec<Diagnostic>) -> Option<CompiledBand> {
    let mut checker = Checker::new(scope, file, pointer, None);
    let rows = if band.kind == BandKind::Rows { band.rows.clone() } else { None };
    match (&band.kind, &band.rows) {
        (BandKind::Rows, None) => checker.add("MP0103", "/rows", ("按行重复的区域要指明子表", "A band that is repeated per row names its sub-table")),
        (BandKind::Rows, Some(table)) => checker.table("/rows", table),
        (_, Some(_)) => checker.add("MP0104", "/rows", ("只有按行重复的区域才能指明子表", "Only a band of kind `rows` names a sub-table")),
        _ => {}
    }
    checker.within("/height", band.height, 0.0, 1000.0);
    let when = band.when.as_ref().and_then(|source| checker.condition("/when", &source.0));
    out.extend(checker.into_diagnostics());
    let elements = band.elements.iter().enumerate();
    let row_scope = Scope { row_of: rows.clone(), ..scope.clone() };
    let elements: Vec<Option<CompiledElement>> =
        elements.map(|(index, element)| compile_element(element, &row_scope, file, &format!("{pointer}/elements/{index}"), out)).collect();
    Some(CompiledBand { kind: band.kind, height: band.height * MM, when, rows, elements: elements.into_iter().flatten().collect() })
}

fn compile_element(element: &Element, scope: &Scope, file: &str, pointer: &str, out: &mut Vec<Diagnostic>) -> Option<CompiledElement> {
    let mut checker = Checker::new(scope, file, pointer, scope.row_of.clone());
    let Some(kind) = ELEMENTS.iter().find(|kind| kind.kind == element.kind) else {
        let known = ELEMENTS.iter().map(|kind| kind.kind).collect::<Vec<_>>().join(", ");
        let hint = Label::both(format!("可用的有：{known}"), format!("There are: {known}"));
        let message = Label::both(format!("没有名为「{}」的打印元素", element.kind), format!("There is no element `{}`", element.kind));
        out.push(Diagnostic::error("MP0105", file, format!("{pointer}/kind"), message).with_hint(hint));
        return None;
    };
    for (name, length) in [("/x", Some(element.x)), ("/y", Some(element.y)), ("/w", element.w), ("/h", element.h)] {
        if let Some(length) = length {
            checker.within(name, length, 0.0, 1000.0);
        }
    }
    let when = element.when.as_ref().and_then(|source| checker.condition("/when", &source.0));
    let lay = (kind.compile)(&element.settings, &mut checker);
    out.extend(checker.into_diagnostics());
    let points = |length: f64| length * MM;
    Some(CompiledElement { x: points(element.x), y: points(element.y), w: element.w.map(points), h: element.h.map(points), when, lay: lay? })
}

fn fault(code: &str, file: &str, pointer: &str, (zh, en): (&str, &str)) -> Diagnostic {
    Diagnostic::error(code, file, pointer, Label::both(zh, en))
}

/// Collects the findings of one band or element.
pub struct Checker<'a> {
    scope: &'a Scope,
    file: &'a str,
    pointer: &'a str,
    row_of: Option<FieldId>,
    found: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    /// A checker for the part at a pointer.
    pub fn new(scope: &'a Scope, file: &'a str, pointer: &'a str, row_of: Option<FieldId>) -> Self {
        Self { scope, file, pointer, row_of, found: Vec::new() }
    }

    /// What was found.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.found
    }

    fn add(&mut self, code: &str, below: &str, text: (&str, &str)) {
        self.found.push(fault(code, self.file, &format!("{}{below}", self.pointer), text));
    }

    /// Reads settings.
    pub fn read<T: DeserializeOwned>(&mut self, settings: &Settings) -> Option<T> {
        match serde_json::from_value(serde_json::Value::Object(settings.clone())) {
            Ok(settings) => Some(settings),
            Err(cause) => {
                let message = Label::both(format!("设置有误：{cause}"), format!("The settings are wrong: {cause}"));
                self.found.push(Diagnostic::error("MP0106", self.file, self.pointer, message));
                None
            }
        }
    }

    /// A number between two bounds.
    pub fn within(&mut self, below: &str, number: f64, least: f64, most: f64) {
        if !number.is_finite() || number < least || number > most {
            self.add("MP0107", below, (&format!("应在 {least} 到 {most} 之间"), &format!("This is {least} to {most}")));
        }
    }

    /// A list that may not be empty.
    pub fn empty(&mut self, below: &str) {
        self.add("MP0108", below, ("至少要有一项", "At least one is needed"));
    }

    /// A list that has as many items as another setting says.
    pub fn unequal(&mut self, below: &str, found: usize, wanted: usize) {
        let (zh, en) = (format!("有 {found} 项，应有 {wanted} 项"), format!("There are {found} items; {wanted} are needed"));
        self.add("MP0111", below, (&zh, &en));
    }

    /// The look of a text.
    pub fn style(&mut self, style: &TextStyle) {
        self.within("/style/size", style.size, 5.0, 72.0);
    }

    /// A field of the form, or a column of the row; answers its label.
    pub fn field(&mut self, below: &str, field: &FieldId) -> Option<Label> {
        let row = self.row_of.as_ref().and_then(|table| self.scope.fields.get(table)).and_then(|table| table.fields.get(field));
        let found = row.or_else(|| self.scope.fields.get(field)).map(|found| found.label.clone());
        if found.is_none() {
            self.unknown(below, field, self.scope.fields.iter());
        }
        found
    }

    /// A sub-table.
    pub fn table(&mut self, below: &str, table: &FieldId) {
        let is_table = self.scope.fields.get(table).is_some_and(|field| matches!(field.value_type, ValueType::Rows(_)));
        if !is_table {
            self.add("MP0110", below, (&format!("「{table}」不是子表"), &format!("`{table}` is no sub-table")));
        }
    }

    /// A column of a sub-table; answers its label.
    pub fn column(&mut self, below: &str, table: &FieldId, column: &FieldId) -> Option<Label> {
        let Some(found) = self.scope.fields.get(table) else {
            self.unknown("/rows", table, self.scope.fields.iter());
            return None;
        };
        let label = found.fields.get(column).map(|column| column.label.clone());
        if label.is_none() {
            self.unknown(below, column, found.fields.iter());
        }
        label
    }

    fn unknown<'f>(&mut self, below: &str, field: &FieldId, known: impl Iterator<Item = (&'f FieldId, &'f FieldType)>) {
        let near = definition::suggest::nearest(field.as_str(), known.map(|(id, _)| id.as_str()));
        let message = Label::both(format!("没有字段「{field}」"), format!("There is no field `{field}`"));
        let mut found = Diagnostic::error("MP0109", self.file, format!("{}{below}", self.pointer), message);
        if let Some(id) = near {
            found = found.with_hint(Label::both(format!("你是否想用「{id}」？"), format!("Did you mean `{id}`?")));
        }
        self.found.push(found);
    }

    /// A condition.
    pub fn condition(&mut self, below: &str, source: &str) -> Option<Formula> {
        match formula::compile(source, self.scope) {
            Ok(formula) => Some(formula),
            Err(faults) => {
                for fault in faults {
                    let mut found = Diagnostic::error(fault.code, self.file, format!("{}{below}", self.pointer), fault.message);
                    found = found.with_span(fault.start, fault.end);
                    found.hint = fault.hint;
                    self.found.push(found);
                }
                None
            }
        }
    }

    /// A text template.
    pub fn template(&mut self, below: &str, text: &TemplateText) -> Option<template::Template> {
        match template::compile(&text.0, self.scope, crate::elements::NAMES) {
            Ok(template) => Some(template),
            Err(faults) => {
                for fault in faults {
                    let found = Diagnostic::error(fault.code, self.file, format!("{}{below}", self.pointer), fault.message);
                    let mut found = found.with_span(fault.start, fault.end);
                    found.hint = fault.hint;
                    self.found.push(found);
                }
                None
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use indexmap::IndexMap;

    /// A leave request, as the tests of this crate print it.
    pub(crate) fn scope() -> Scope {
        let field = |label: &str, value_type: ValueType, fields: IndexMap<FieldId, FieldType>| FieldType {
            label: label.into(),
            value_type,
            options: Vec::new(),
            fields,
            face: value::FaceOf::default(),
        };
        let id = |text: &str| FieldId::parse(text).unwrap();
        let columns = vec![(id("item"), ValueType::Text), (id("amount"), ValueType::Number { scale: 2 })];
        let inner = columns.iter().map(|(id, kind)| (id.clone(), field(id.as_str(), kind.clone(), IndexMap::new()))).collect();
        let fields = [
            ("no", ValueType::Text),
            ("applicant", ValueType::Text),
            ("days", ValueType::Number { scale: 1 }),
            ("reason", ValueType::Text),
            ("photos", ValueType::List(Box::new(ValueType::File))),
        ];
        let mut scope = Scope::default();
        scope.fields.extend(fields.into_iter().map(|(name, kind)| (id(name), field(name, kind, IndexMap::new()))));
        scope.fields.insert(id("lines"), field("lines", ValueType::Rows(columns), inner));
        scope
    }

    #[test]
    fn a_wrong_field_is_found_with_its_place_and_a_hint() {
        let print: Print = serde_json::from_str(
            r#"{ "format": 1, "id": "a", "label": "A", "form": "leave", "bands": [{ "kind": "body", "elements": [
                { "kind": "grid", "fields": [{ "field": "reson" }] }, { "kind": "nothing" }, { "kind": "qr", "size": 3 }] }] }"#,
        )
        .unwrap();
        let (compiled, found) = compile(&print, &scope(), "prints/a.json");
        assert!(compiled.is_none());
        let codes: Vec<(&str, &str)> = found.iter().map(|found| (found.code.as_str(), found.pointer.as_str())).collect();
        assert_eq!(
            codes,
            [("MP0109", "/bands/0/elements/0/fields/0/field"), ("MP0105", "/bands/0/elements/1/kind"), ("MP0106", "/bands/0/elements/2")]
        );
        assert!(found[0].hint.as_ref().unwrap().get(value::Locale::ZhCn).contains("reason"));
    }
}
