//! Apps made of workbooks.

use super::findings;
use crate::dto::workbook::{
    WorkbookField, WorkbookForm, WorkbookKind, WorkbookLogic, WorkbookMade, WorkbookPaper, WorkbookPlace, WorkbookProposal, WorkbookRefusal,
};
use app_engine::from_workbook::{
    Evidence, FieldProposal, FormProposal, FromWorkbook, Kind, LeftOut, Logic, Question, Refusal, SheetKind, kind_label,
};
use definition::{Field, Form, Object, ObjectKind, Orientation, Package, PaperSize};
use runtime::types::{WorkbookApp, WorkbookSeen};
use std::collections::BTreeSet;
use value::Label;

/// So many cells that do not fit are told.
const MOST_TOLD: usize = 200;

pub(crate) fn workbook_proposal(seen: WorkbookSeen) -> WorkbookProposal {
    let (made, taken) = match seen {
        WorkbookSeen::App { made, taken } => (made, taken),
        WorkbookSeen::Refused(refusals) => return refused(&refusals),
    };
    let forms: Vec<WorkbookForm> = match &made.proposal {
        Some(proposal) => proposal.forms.iter().map(|form| proposed_form(form, &made.package)).collect(),
        None => made.package.of_kind(ObjectKind::Form).filter_map(|entry| exact_form(&entry.object, &made)).collect(),
    };
    let sheets = made.proposal.iter().flat_map(|proposal| proposal.left_out.iter().chain(proposal.forms.iter().flat_map(|form| &form.left_out)));
    let notes = made.notes.iter().map(|note| place(&note.place, "", &note.message));
    let kinds = match &made.proposal {
        Some(_) => Kind::ALL.iter().copied().map(kind).collect(),
        None => exact_kinds(&forms),
    };
    WorkbookProposal {
        app: made.id.to_string(),
        label: made.package.app().map(|app| app.label.clone()).unwrap_or_default().into(),
        taken,
        exact: made.proposal.is_none(),
        refused: Vec::new(),
        forms,
        left_out: sheets.map(left_out).chain(notes).collect(),
        records: made.records.len(),
        more_rows: made.more_rows,
        unfit: made.unfit.iter().take(MOST_TOLD).map(|fault| place(&fault.place, &fault.text, &fault.reason)).collect(),
        unfit_count: made.unfit.len(),
        without_formula: made.without_formula.iter().map(|(field, reason)| place(field, "", reason)).collect(),
        diagnostics: findings(&made.diagnostics),
        kinds,
    }
}

/// An XLSForm that is not taken: its places and nothing else.
fn refused(refusals: &[Refusal]) -> WorkbookProposal {
    let refusal = |refusal: &Refusal| WorkbookRefusal {
        sheet: refusal.sheet.clone(),
        row: refusal.row,
        column: refusal.column.clone(),
        cell: refusal.cell.clone(),
        reason: refusal.message.clone().into(),
    };
    WorkbookProposal {
        app: String::new(),
        label: Label::default().into(),
        taken: false,
        exact: true,
        refused: refusals.iter().map(refusal).collect(),
        forms: Vec::new(),
        left_out: Vec::new(),
        records: 0,
        more_rows: 0,
        unfit: Vec::new(),
        unfit_count: 0,
        without_formula: Vec::new(),
        diagnostics: Vec::new(),
        kinds: Vec::new(),
    }
}

pub(crate) fn workbook_made(made: WorkbookApp) -> WorkbookMade {
    let unfiled = made.unfiled.iter().map(|row| place(&row.place, "", &row.reason)).collect();
    WorkbookMade { app: made.app.to_string(), filed: made.filed, unfiled }
}

fn proposed_form(form: &FormProposal, package: &Package) -> WorkbookForm {
    let mut fields = Vec::new();
    for one in &form.fields {
        fields.push(field(one, ""));
        fields.extend(one.columns.iter().map(|column| field(column, &one.id)));
    }
    let layout = match form.layout {
        SheetKind::Register => "register",
        SheetKind::Printed => "printed",
    };
    WorkbookForm {
        id: form.id.clone(),
        label: form.label.clone().into(),
        sheet: form.sheet.clone(),
        layout: layout.to_owned(),
        print: paper(&form.id, package),
        confidence: form.confidence,
        evidence: form.evidence.iter().map(evidence).collect(),
        fields,
    }
}

fn field(field: &FieldProposal, table: &str) -> WorkbookField {
    WorkbookField {
        path: if table.is_empty() { field.id.clone() } else { format!("{table}/{}", field.id) },
        label: field.label.clone().into(),
        kind: name(if field.formula.is_some() { Kind::Computed } else { field.kind }),
        confidence: field.confidence,
        evidence: field.evidence.iter().map(evidence).collect(),
        alternatives: field.alternatives.iter().map(|other| name(other.kind)).collect(),
        required: field.required,
        options: field.options.iter().map(|option| option.text.clone()).collect(),
        formula: field.formula.clone(),
        logic: Vec::new(),
        place: field.place.clone(),
    }
}

/// What a note and the title of a group are called, which are no controls.
const LAYOUT: [(&str, &str, &str); 2] = [(NOTE, "说明文字", "Note"), (GROUP, "分组", "Group")];
const NOTE: &str = "note";
const GROUP: &str = "group";

/// A form of which nothing had to be guessed, question by question as the survey has them.
fn exact_form(object: &Object, made: &FromWorkbook) -> Option<WorkbookForm> {
    let Object::Form(form) = object else { return None };
    Some(WorkbookForm {
        id: form.id.to_string(),
        label: form.label.clone().into(),
        sheet: "survey".to_owned(),
        layout: "xlsform".to_owned(),
        print: paper(form.id.as_str(), &made.package),
        confidence: 1.0,
        evidence: Vec::new(),
        fields: made.questions.iter().map(|question| exact_field(question, form)).collect(),
    })
}

fn exact_field(question: &Question, form: &Form) -> WorkbookField {
    let path = question.field.clone().unwrap_or_default();
    let (first, column) = path.split_once('/').map_or((path.as_str(), None), |(table, column)| (table, Some(column)));
    let field = form.fields.iter().find(|field| field.id.as_str() == first);
    let field = match column {
        Some(column) => field.and_then(|table| table.fields.iter().find(|field| field.id.as_str() == column)),
        None => field,
    };
    let layout = if question.said.to_lowercase().starts_with("begin") { GROUP } else { NOTE };
    let reason = Label::both("survey 工作表这一行的规定", "what this row of the sheet survey says");
    let logic = |logic: &Logic| WorkbookLogic {
        place: logic.place.clone(),
        text: logic.said.clone(),
        decides: logic.decides.clone().into(),
        formula: logic.formula.clone(),
    };
    WorkbookField {
        path: path.clone(),
        label: question.label.clone().into(),
        kind: field.map_or(layout, |field| field.kind.as_str()).to_owned(),
        confidence: 1.0,
        evidence: vec![place(&question.place, &question.said, &reason)],
        alternatives: Vec::new(),
        required: field.is_some_and(|field| field.required),
        options: field.map(options).unwrap_or_default(),
        formula: None,
        logic: question.logic.iter().map(logic).collect(),
        place: question.place.clone(),
    }
}

fn options(field: &Field) -> Vec<String> {
    let options = field.settings.get("options").and_then(serde_json::Value::as_array);
    let name = |option: &serde_json::Value| {
        let label = option.get("label")?;
        label.as_str().or_else(|| label.get("zh-CN")?.as_str()).map(str::to_owned)
    };
    options.into_iter().flatten().filter_map(name).collect()
}

/// The kinds that there are, by the names that the form designer has for them.
fn exact_kinds(forms: &[WorkbookForm]) -> Vec<WorkbookKind> {
    let used: BTreeSet<&str> = forms.iter().flat_map(|form| &form.fields).map(|field| field.kind.as_str()).collect();
    let label = |kind: &str| match LAYOUT.iter().find(|(id, ..)| *id == kind) {
        Some((_, zh, en)) => Label::both(*zh, *en),
        None => kind_label(kind),
    };
    used.into_iter().map(|kind| WorkbookKind { id: kind.to_owned(), label: label(kind).into(), choosable: false }).collect()
}

/// The paper of the template that a form has.
fn paper(form: &str, package: &Package) -> Option<WorkbookPaper> {
    let prints = package.of_kind(ObjectKind::Print).filter_map(|entry| if let Object::Print(print) = &entry.object { Some(print) } else { None });
    prints.into_iter().find(|print| print.form.as_str() == form).map(|print| WorkbookPaper {
        size: if print.paper == PaperSize::A5 { "A5" } else { "A4" }.to_owned(),
        landscape: print.orientation == Orientation::Landscape,
    })
}

fn kind(kind: Kind) -> WorkbookKind {
    WorkbookKind { id: name(kind), label: kind.label().into(), choosable: !matches!(kind, Kind::SubTable | Kind::Computed) }
}

fn name(kind: Kind) -> String {
    super::json(&kind).as_str().unwrap_or_default().to_owned()
}

fn evidence(found: &Evidence) -> WorkbookPlace {
    place(&found.place, "", &found.reason)
}

fn left_out(left: &LeftOut) -> WorkbookPlace {
    place(&left.place, &left.text, &left.reason)
}

fn place(place: &str, text: &str, reason: &Label) -> WorkbookPlace {
    WorkbookPlace { place: place.to_owned(), text: text.to_owned(), reason: reason.clone().into() }
}
