//! From a workbook to a proposal of forms: a pure function, so that the same workbook always gives the same proposal.
//!
//! Every decision carries how sure it is and why. What a person would take for a list becomes a form with a record in each row; what
//! looks like a form on paper becomes a form with sections. `to_form` makes a definition of a proposal, `records` its first records.

mod column;
mod decide;
mod evidence;
mod formula;
mod grid;
mod heading;
mod lists;
mod paper;
mod printed;
mod proposal;
mod records;
mod register;
mod sheets;
mod to_form;
pub(crate) mod values;

pub use decide::{Decisions, FieldDecision, FormDecision, Undecidable, decide, take_strangers_as_text};
pub use paper::{Paper, PaperCell, PaperLine, paper};
pub use proposal::{Alternative, Evidence, FieldProposal, FormProposal, Kind, LeftOut, OptionProposal, Proposal, SectionProposal, SheetKind, Source};
pub use records::{Extracted, Names, RowFault, first_records, records};
pub use to_form::to_form;

use crate::workbook::{Sheet, Workbook};
use lists::List;
use proposal::SheetKind as Layout;
use value::Label;

/// What recognisers may ask besides the field itself.
pub(crate) struct Context<'a> {
    workbook: &'a Workbook,
    sheet: &'a Sheet,
    /// Whether red names stand out from others, so that red says something.
    red_means_required: bool,
}

impl Context<'_> {
    /// The options of a list formula.
    fn list(&self, formula: &str) -> Option<List> {
        lists::list(self.workbook, self.sheet, formula)
    }
}

/// Looks at every sheet.
pub fn analyse(workbook: &Workbook) -> Proposal {
    let mut proposal = Proposal::default();
    let lists = lists::list_sheets(workbook);
    for sheet in &workbook.sheets {
        let left_out = |reason: Label| LeftOut { place: sheet.name.clone(), text: String::new(), reason };
        if sheet.cells.values().all(crate::workbook::Cell::is_blank) {
            continue;
        }
        if sheet.hidden {
            proposal.left_out.push(left_out(Label::both("隐藏的工作表", "a hidden sheet")));
            continue;
        }
        if let Some(at) = grid::Grid::of(sheet).stray() {
            let reason = Label::both("离表格太远的内容没有看", "what stands too far from the table was not looked at");
            let text = sheet.cell(at).map(crate::workbook::Cell::text).unwrap_or_default().chars().take(80).collect();
            proposal.left_out.push(LeftOut { place: format!("{}!{at}", sheet.name), text, reason });
        }
        let found = sheets::form(workbook, sheet);
        match found {
            _ if lists.contains(&sheet.name) => {
                proposal.left_out.push(left_out(Label::both("下拉选项所在的工作表", "a sheet with lists of options")))
            }
            Some(form) => take(form, &mut proposal),
            None => proposal.left_out.push(left_out(Label::both("没有认出表单或台账", "neither a form nor a register was recognised"))),
        }
    }
    name_forms(&mut proposal);
    proposal
}

/// Sheets with the same columns, one per month, are one form.
fn take(form: FormProposal, proposal: &mut Proposal) {
    let names = |form: &FormProposal| form.fields.iter().map(|field| field.label.clone()).collect::<Vec<_>>();
    let same = proposal.forms.iter_mut().find(|known| known.layout == form.layout && names(known) == names(&form));
    match same {
        Some(known) if form.layout == Layout::Register => {
            for (known, other) in known.fields.iter_mut().zip(form.fields) {
                take_options(known, other);
            }
            known.also.push(form.sheet);
        }
        _ => proposal.forms.push(form),
    }
}

/// What can be chosen on one of the sheets can be chosen.
fn take_options(known: &mut FieldProposal, other: FieldProposal) {
    if known.kind != other.kind {
        return;
    }
    for option in other.options {
        if !known.options.iter().any(|have| have.text == option.text) {
            let id = definition::suggest::id_for(&option.text, |id| known.options.iter().any(|have| have.id == id));
            known.options.push(OptionProposal { id, text: option.text });
        }
    }
}

fn name_forms(proposal: &mut Proposal) {
    let mut taken: Vec<String> = Vec::new();
    for form in &mut proposal.forms {
        form.id = definition::suggest::id_for(form.label.get(value::Locale::En), |id| taken.iter().any(|known| known == id));
        taken.push(form.id.clone());
    }
}

/// Gives fields their ids: from the name, without repeats.
pub(crate) fn name_fields(fields: &mut [FieldProposal]) {
    let mut taken: Vec<String> = Vec::new();
    for field in fields {
        let en = field.label.get(value::Locale::En);
        let id = definition::suggest::id_for(en, |id| taken.iter().any(|known| known == id));
        taken.push(id.clone());
        field.id = id;
        name_fields(&mut field.columns);
    }
}
