//! What a person decides otherwise than the analysis proposes.

use super::evidence::options;
use super::grid::Grid;
use super::proposal::{Alternative, Evidence, FieldProposal, FormProposal, Kind, Proposal, Source};
use super::records::Names;
use super::values;
use crate::workbook::{At, Workbook};
use serde::Deserialize;
use std::collections::BTreeMap;
use value::Label;

/// The most options that are gathered from a column.
const MOST_OPTIONS: usize = 100;

/// What is decided otherwise; whatever is not named stays as proposed.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Decisions {
    /// By the id of a form.
    pub forms: BTreeMap<String, FormDecision>,
}

/// What is decided about a form.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FormDecision {
    /// Whether it is not taken at all.
    pub leave_out: bool,
    /// Whether no template for paper is made of it.
    pub without_print: bool,
    /// Its name.
    pub label: Option<String>,
    /// By the id of a field; a column of a sub-table is `table/column`.
    pub fields: BTreeMap<String, FieldDecision>,
}

/// What is decided about a field.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FieldDecision {
    /// Whether it is not taken.
    pub leave_out: bool,
    /// Its name.
    pub label: Option<String>,
    /// What it holds.
    pub kind: Option<Kind>,
    /// Whether it must be filled in.
    pub required: Option<bool>,
}

/// A decision that cannot be carried out.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{pointer}: {}", reason.get(value::Locale::En))]
pub struct Undecidable {
    /// Which one: `/forms/stock/fields/colour/kind`.
    pub pointer: String,
    /// Why not.
    pub reason: Label,
}

impl Undecidable {
    fn new(pointer: String, zh: &str, en: &str) -> Self {
        Self { pointer, reason: Label::both(zh, en) }
    }
}

/// Changes a proposal as a person decided.
pub fn decide(workbook: &Workbook, proposal: &mut Proposal, decisions: &Decisions) -> Result<(), Undecidable> {
    for (id, decision) in &decisions.forms {
        let pointer = format!("/forms/{id}");
        let form = proposal.forms.iter_mut().find(|form| form.id == *id);
        let form = form.ok_or_else(|| Undecidable::new(pointer.clone(), "工作簿里没有这张表单", "the workbook has no such form"))?;
        decide_form(workbook, form, decision, &pointer)?;
    }
    proposal.forms.retain(|form| decisions.forms.get(&form.id).is_none_or(|decision| !decision.leave_out));
    Ok(())
}

/// Names of people or departments of whom none is known are texts: as references they would be lost.
pub fn take_strangers_as_text(workbook: &Workbook, proposal: &mut Proposal, names: &Names) {
    for form in &mut proposal.forms {
        let mut paths = Vec::new();
        for field in &form.fields {
            paths.push((field.id.clone(), field.kind));
            paths.extend(field.columns.iter().map(|column| (format!("{}/{}", field.id, column.id), column.kind)));
        }
        for (path, kind) in paths.into_iter().filter(|(_, kind)| matches!(kind, Kind::Member | Kind::Department)) {
            let texts = texts_of(workbook, form, &path, false);
            if texts.is_empty() || texts.iter().any(|text| names.key(kind, text).is_some()) {
                continue;
            }
            if let Some(field) = find(&mut form.fields, &path) {
                let place = field.place.clone();
                let found = Evidence::new(
                    Source::Data,
                    place,
                    "系统里没有这些名字，先按文本保存",
                    "none of these names is known here, so that they are kept as texts",
                );
                field.evidence.push(found);
                field.alternatives.insert(0, Alternative { kind, confidence: field.confidence });
                field.kind = Kind::Text;
            }
        }
    }
}

fn decide_form(workbook: &Workbook, form: &mut FormProposal, decision: &FormDecision, pointer: &str) -> Result<(), Undecidable> {
    if let Some(label) = named(decision.label.as_deref()) {
        form.label = label;
    }
    form.without_print = decision.without_print;
    for (path, decision) in &decision.fields {
        let pointer = format!("{pointer}/fields/{}", path.replace('/', "~1"));
        // The rows are looked at before the field is borrowed.
        let texts = match decision.kind {
            Some(Kind::Choice | Kind::MultiChoice) => texts_of(workbook, form, path, decision.kind == Some(Kind::MultiChoice)),
            _ => Vec::new(),
        };
        let field = find(&mut form.fields, path);
        let field = field.ok_or_else(|| Undecidable::new(pointer.clone(), "表单里没有这个字段", "the form has no such field"))?;
        decide_field(field, decision, &texts, &pointer)?;
    }
    for (path, _) in decision.fields.iter().filter(|(_, decision)| decision.leave_out) {
        remove(&mut form.fields, path);
    }
    let left: Vec<&str> = form.fields.iter().map(|field| field.id.as_str()).collect();
    form.sections.iter_mut().for_each(|section| section.fields.retain(|field| left.contains(&field.as_str())));
    form.sections.retain(|section| !section.fields.is_empty());
    if left.is_empty() && !decision.leave_out {
        return Err(Undecidable::new(pointer.to_owned(), "至少要保留一个字段，或者不要这张表单", "keep at least one field, or leave the form out"));
    }
    Ok(())
}

fn decide_field(field: &mut FieldProposal, decision: &FieldDecision, texts: &[String], pointer: &str) -> Result<(), Undecidable> {
    if let Some(label) = named(decision.label.as_deref()) {
        field.label = label;
    }
    if let Some(required) = decision.required {
        field.required = required;
    }
    let Some(kind) = decision.kind.filter(|kind| *kind != field.kind) else { return Ok(()) };
    let pointer = || format!("{pointer}/kind");
    match kind {
        Kind::SubTable => return Err(Undecidable::new(pointer(), "普通字段不能变成子表", "a field cannot become a sub-table")),
        Kind::Computed => return Err(Undecidable::new(pointer(), "没有公式，不能变成计算字段", "it has no formula to be computed by")),
        Kind::Choice | Kind::MultiChoice if field.options.is_empty() => field.options = options(texts),
        _ => {}
    }
    if field.kind == Kind::SubTable {
        return Err(Undecidable::new(pointer(), "子表不能变成普通字段", "a sub-table cannot become a field"));
    }
    if matches!(kind, Kind::Choice | Kind::MultiChoice) && field.options.is_empty() {
        return Err(Undecidable::new(pointer(), "这一列没有值，没有可选的选项", "there are no values that could be its options"));
    }
    (field.kind, field.formula, field.confidence) = (kind, None, 1.0);
    Ok(())
}

fn named(text: Option<&str>) -> Option<Label> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(|text| Label::Plain(text.to_owned()))
}

fn find<'f>(fields: &'f mut [FieldProposal], path: &str) -> Option<&'f mut FieldProposal> {
    match path.split_once('/') {
        Some((table, column)) => find(&mut fields.iter_mut().find(|field| field.id == table)?.columns, column),
        None => fields.iter_mut().find(|field| field.id == path),
    }
}

fn remove(fields: &mut Vec<FieldProposal>, path: &str) {
    match path.split_once('/') {
        Some((table, column)) => {
            if let Some(table) = fields.iter_mut().find(|field| field.id == table) {
                remove(&mut table.columns, column);
            }
            fields.retain(|field| field.kind != Kind::SubTable || !field.columns.is_empty());
        }
        None => fields.retain(|field| field.id != path),
    }
}

/// What stands in the column of a field, each text once, in the order of the rows.
fn texts_of(workbook: &Workbook, form: &FormProposal, path: &str, several: bool) -> Vec<String> {
    let field = match path.split_once('/') {
        Some((table, column)) => {
            form.fields.iter().find(|field| field.id == table).and_then(|table| table.columns.iter().find(|field| field.id == column))
        }
        None => form.fields.iter().find(|field| field.id == path),
    };
    let sheet = workbook.sheets.iter().find(|sheet| sheet.name == form.sheet);
    let (Some(column), Some((first, last)), Some(sheet)) = (field.and_then(|field| field.column), form.rows, sheet) else { return Vec::new() };
    let grid = Grid::of(sheet);
    let mut texts: Vec<String> = Vec::new();
    for row in (first..=last).filter(|row| form.skipped_rows.binary_search(row).is_err()) {
        let text = grid.text(At::new(row - 1, column));
        let parts = if several { values::parts(&text) } else { vec![text.trim()] };
        for part in parts {
            if !part.is_empty() && texts.len() < MOST_OPTIONS && !texts.iter().any(|known| known == part) {
                texts.push(part.to_owned());
            }
        }
    }
    texts
}
