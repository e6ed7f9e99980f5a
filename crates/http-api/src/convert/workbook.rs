//! Apps made of workbooks.

use super::findings;
use crate::dto::workbook::{WorkbookField, WorkbookForm, WorkbookKind, WorkbookMade, WorkbookPlace, WorkbookProposal};
use app_engine::from_workbook::{Evidence, FieldProposal, FormProposal, Kind, LeftOut, SheetKind};
use definition::{Field, Form, Object, ObjectKind};
use runtime::types::{WorkbookApp, WorkbookSeen};
use value::Label;

/// So many cells that do not fit are told.
const MOST_TOLD: usize = 200;

pub(crate) fn workbook_proposal(seen: WorkbookSeen) -> WorkbookProposal {
    let WorkbookSeen { made, taken } = seen;
    let forms = match &made.proposal {
        Some(proposal) => proposal.forms.iter().map(proposed_form).collect(),
        None => made
            .package
            .of_kind(ObjectKind::Form)
            .filter_map(|entry| if let Object::Form(form) = &entry.object { Some(exact_form(form)) } else { None })
            .collect(),
    };
    let sheets = made.proposal.iter().flat_map(|proposal| proposal.left_out.iter().chain(proposal.forms.iter().flat_map(|form| &form.left_out)));
    let notes = made.notes.iter().map(|note| place(&note.place, "", &note.message));
    WorkbookProposal {
        app: made.id.to_string(),
        label: made.package.app().map(|app| app.label.clone()).unwrap_or_default().into(),
        taken,
        exact: made.proposal.is_none(),
        forms,
        left_out: sheets.map(left_out).chain(notes).collect(),
        records: made.records.len(),
        more_rows: made.more_rows,
        unfit: made.unfit.iter().take(MOST_TOLD).map(|fault| place(&fault.place, &fault.text, &fault.reason)).collect(),
        unfit_count: made.unfit.len(),
        without_formula: made.without_formula.iter().map(|(field, reason)| place(field, "", reason)).collect(),
        diagnostics: findings(&made.diagnostics),
        kinds: Kind::ALL.iter().copied().map(kind).collect(),
    }
}

pub(crate) fn workbook_made(made: WorkbookApp) -> WorkbookMade {
    let unfiled = made.unfiled.iter().map(|row| place(&row.place, "", &row.reason)).collect();
    WorkbookMade { app: made.app.to_string(), filed: made.filed, unfiled }
}

fn proposed_form(form: &FormProposal) -> WorkbookForm {
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
        place: field.place.clone(),
    }
}

/// A form of which nothing had to be guessed.
fn exact_form(form: &Form) -> WorkbookForm {
    let mut fields = Vec::new();
    for field in &form.fields {
        fields.push(exact_field(field, ""));
        fields.extend(field.fields.iter().map(|column| exact_field(column, field.id.as_str())));
    }
    WorkbookForm {
        id: form.id.to_string(),
        label: form.label.clone().into(),
        sheet: "survey".to_owned(),
        layout: "xlsform".to_owned(),
        confidence: 1.0,
        evidence: Vec::new(),
        fields,
    }
}

fn exact_field(field: &Field, table: &str) -> WorkbookField {
    let kind = Kind::ALL.iter().find(|kind| kind.control() == field.kind).map_or_else(|| field.kind.clone(), |kind| name(*kind));
    WorkbookField {
        path: if table.is_empty() { field.id.to_string() } else { format!("{table}/{}", field.id) },
        label: field.label.clone().into(),
        kind,
        confidence: 1.0,
        evidence: Vec::new(),
        alternatives: Vec::new(),
        required: field.required,
        options: Vec::new(),
        formula: None,
        place: String::new(),
    }
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
