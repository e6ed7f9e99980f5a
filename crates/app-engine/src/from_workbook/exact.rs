//! An app made of an XLSForm: everything is said, so that nothing is decided otherwise; exact, or refused with its places.

use super::{FromWorkbook, Wishes, WorkbookFault, made};
use definition::{Aspect, Diagnostic, Form, Object, Severity};
use spreadsheet::analysis::Undecidable;
use spreadsheet::workbook::Workbook;
use spreadsheet::xlsform::{self, Question, Refusal, Translated};
use value::{Label, PrintId};

pub(super) fn from_xlsform(opened: &Workbook, wishes: &Wishes) -> Result<FromWorkbook, WorkbookFault> {
    let Translated { form, questions, notes } = xlsform::translate(opened).map_err(WorkbookFault::Refused)?;
    let with_print = decided(&form, wishes)?;
    // The app is called what the settings call the form, unless a person says otherwise.
    let id = if wishes.id.trim().is_empty() { form.id.to_string() } else { wishes.id.clone() };
    let wishes = Wishes { id, ..wishes.clone() };
    let prints = if with_print { vec![Object::Print(print_engine::default_template(&form, PrintId::parse(form.id.as_str())?))] } else { Vec::new() };
    let made = made(std::slice::from_ref(&form), prints, &wishes)?;
    let refusals: Vec<Refusal> = made.diagnostics.iter().filter_map(|found| refusal(found, &form, &questions)).collect();
    if refusals.is_empty() { Ok(FromWorkbook { questions, notes, ..made }) } else { Err(WorkbookFault::Refused(refusals)) }
}

/// Whether a template for paper is wished for; nothing else is open to a decision.
fn decided(form: &Form, wishes: &Wishes) -> Result<bool, Undecidable> {
    let mut with_print = true;
    for (id, decision) in &wishes.decisions.forms {
        let pointer = format!("/forms/{id}");
        if id != form.id.as_str() {
            return Err(Undecidable { pointer, reason: Label::both("工作簿里没有这张表单", "the workbook has no such form") });
        }
        if decision.leave_out || decision.label.is_some() || !decision.fields.is_empty() {
            let reason = Label::both(
                "XLSForm 按原样转换，要改请改工作簿，或建好后在设计器里改",
                "an XLSForm is taken as it is; change the workbook, or the form in the designer afterwards",
            );
            return Err(Undecidable { pointer, reason });
        }
        with_print = !decision.without_print;
    }
    Ok(with_print)
}

/// What the engine refuses of the form that was made, at the cell from which it was made.
fn refusal(found: &Diagnostic, form: &Form, questions: &[Question]) -> Option<Refusal> {
    if found.severity != Severity::Error || found.file != format!("forms/{}.json", form.id) {
        return None;
    }
    let question = question_of(found, form, questions)?;
    let logic = aspect_of(found, form).and_then(|aspect| question.logic.iter().find(|logic| logic.decides == xlsform::decides(aspect)));
    let place = logic.map_or(&question.place, |logic| &logic.place);
    let (sheet, cell) = place.rsplit_once('!').unwrap_or(("survey", place));
    Some(Refusal {
        sheet: sheet.to_owned(),
        row: question.row,
        column: logic.map_or("type", |logic| logic.column).to_owned(),
        cell: Some(cell.to_owned()),
        message: found.message.clone(),
    })
}

fn aspect_of<'a>(found: &Diagnostic, form: &Form) -> Option<&'a str> {
    if found.pointer.ends_with("/formula") && found.pointer.starts_with("/fields/") {
        return Some("value");
    }
    let rule = found.pointer.strip_prefix("/logic/")?.split('/').next()?.parse::<usize>().ok()?;
    Some(match form.logic.get(rule)?.aspect {
        Aspect::Visible => "visible",
        Aspect::Required => "required",
        Aspect::Readonly => "readonly",
        Aspect::Valid => "valid",
        Aspect::Default => "default",
        Aspect::Options => "options",
        Aspect::Label => "label",
        _ => "value",
    })
}

fn question_of<'q>(found: &Diagnostic, form: &Form, questions: &'q [Question]) -> Option<&'q Question> {
    let steps = super::steps(form, &found.pointer)?;
    let field = form.fields.get(*steps.first()?)?;
    let path = match steps.get(1).and_then(|column| field.fields.get(*column)) {
        Some(column) => format!("{}/{}", field.id, column.id),
        None => field.id.to_string(),
    };
    questions.iter().find(|question| question.field.as_deref() == Some(path.as_str()))
}
