//! Compares what the analysis finds with the key.

use super::key::{Key, KeyField, KeyForm, family};
use super::tally::Tally;
use definition::Severity;
use form_engine::FormEnvironment;
use spreadsheet::analysis::{FieldProposal, FormProposal, Kind, Names, Proposal, SheetKind, analyse, records, to_form};
use spreadsheet::workbook;
use value::Locale;

/// What was found, and everything that differs from the key.
pub fn workbook(bytes: &[u8], key: &Key) -> (Tally, Vec<String>) {
    let mut tally = Tally { workbooks: 1, ..Tally::default() };
    let mut faults = Vec::new();
    let opened = match workbook::open(bytes) {
        Ok(opened) => opened,
        Err(fault) => {
            key.forms.iter().for_each(|form| none(&form.fields, &mut tally));
            return (tally, vec![fault.to_string()]);
        }
    };
    let proposal = analyse(&opened);
    if analyse(&opened) != proposal {
        faults.push("a second look at the same workbook finds something else".into());
    }
    for form in &key.forms {
        let Some(found) = proposal_for(&proposal, form) else {
            faults.push(format!("no form was found on sheet {}", form.sheet.as_deref().unwrap_or("1")));
            none(&form.fields, &mut tally);
            continue;
        };
        compare_form(form, found, &mut tally, &mut faults);
        compile(found, &mut faults);
        let extracted = records(&opened, found, &Names::default());
        if let Some(wanted) = form.records.filter(|wanted| *wanted != extracted.records.len()) {
            faults.push(format!("{} records were read, not {wanted}", extracted.records.len()));
        }
    }
    (tally, faults)
}

fn proposal_for<'p>(proposal: &'p Proposal, form: &KeyForm) -> Option<&'p FormProposal> {
    match &form.sheet {
        Some(sheet) => proposal.forms.iter().find(|found| found.sheet == *sheet || found.also.contains(sheet)),
        None => proposal.forms.first(),
    }
}

/// Nothing was found of these.
fn none(fields: &[KeyField], tally: &mut Tally) {
    for field in fields {
        if field.is_table() {
            tally.tables.count(false);
            none(&field.fields, tally);
        } else {
            tally.fields.count(false);
            field.options.iter().for_each(|_| tally.options.count(false));
        }
    }
}

fn compare_form(form: &KeyForm, found: &FormProposal, tally: &mut Tally, faults: &mut Vec<String>) {
    let layout = if found.layout == SheetKind::Register { "register" } else { "printed" };
    if form.layout.as_ref().is_some_and(|wanted| wanted != layout) {
        faults.push(format!("the sheet was taken as {layout}"));
    }
    compare_fields(&form.fields, &found.fields, "", tally, faults);
    for wanted in &form.sections {
        if !found.sections.iter().any(|section| names(&[section.label.get(Locale::ZhCn), section.label.get(Locale::En)]).contains(&bare(wanted))) {
            faults.push(format!("no section `{wanted}`"));
        }
    }
}

fn compare_fields(wanted: &[KeyField], found: &[FieldProposal], within: &str, tally: &mut Tally, faults: &mut Vec<String>) {
    let mut taken = vec![false; found.len()];
    for field in wanted {
        let place = matching(field, found, &taken);
        if let Some(taken) = place.and_then(|place| taken.get_mut(place)) {
            *taken = true;
        }
        let proposal = place.and_then(|place| found.get(place));
        if field.is_table() {
            tally.tables.count(proposal.is_some());
            match proposal {
                Some(table) => compare_fields(&field.fields, &table.columns, &format!("{within}{} › ", field.label), tally, faults),
                None => {
                    faults.push(format!("no sub-table `{within}{}`", field.label));
                    none(&field.fields, tally);
                }
            }
            continue;
        }
        tally.fields.count(proposal.is_some());
        match proposal {
            Some(proposal) => compare_field(field, proposal, within, tally, faults),
            None => {
                faults.push(format!("no field `{within}{}`", field.label));
                field.options.iter().for_each(|_| tally.options.count(false));
            }
        }
    }
    for (proposal, taken) in found.iter().zip(&taken) {
        if !taken {
            faults.push(format!("`{within}{}` ({}, {:?}) is in no key", proposal.label.get(Locale::ZhCn), proposal.place, proposal.kind));
        }
    }
}

/// The place of the proposal that is meant: by its name; a sub-table also by its columns.
fn matching(field: &KeyField, found: &[FieldProposal], taken: &[bool]) -> Option<usize> {
    let free = || found.iter().enumerate().filter(|(place, _)| !taken.get(*place).copied().unwrap_or(true));
    let wanted: Vec<String> = std::iter::once(&field.label).chain(&field.also).map(|label| bare(label)).collect();
    let fits = |proposal: &FieldProposal| (proposal.kind == Kind::SubTable) == field.is_table();
    let named = |proposal: &FieldProposal| {
        let mut all = names(&[proposal.label.get(Locale::ZhCn), proposal.label.get(Locale::En)]);
        if let Some(group) = &proposal.group {
            all.push(bare(&format!("{}{}", group.get(Locale::ZhCn), proposal.label.get(Locale::ZhCn))));
        }
        // A name that was made unlike others ends with the name on the sheet.
        let ends = all.iter().any(|name| wanted.iter().any(|wanted| name.ends_with(wanted.as_str())));
        (all.iter().any(|name| wanted.contains(name)), ends)
    };
    let exact = free().find(|(_, proposal)| fits(proposal) && named(proposal).0);
    let ending = || free().find(|(_, proposal)| fits(proposal) && named(proposal).1);
    let by_columns = || {
        free().find(|(_, proposal)| {
            let columns =
                field.fields.iter().filter(|column| matching(column, &proposal.columns, &vec![false; proposal.columns.len()]).is_some()).count();
            field.is_table() && fits(proposal) && columns * 2 >= field.fields.len() && columns > 0
        })
    };
    exact.or_else(by_columns).or_else(ending).map(|(place, _)| place)
}

fn compare_field(field: &KeyField, proposal: &FieldProposal, within: &str, tally: &mut Tally, faults: &mut Vec<String>) {
    let right = field.types().into_iter().any(|kind| is(kind, field, proposal));
    tally.types.count(right);
    let place = format!("`{within}{}`", field.label);
    if !right {
        faults.push(format!("{place} is {:?}, not {}", proposal.kind, field.types().join(" or ")));
    }
    // Yes and no of a switch are its options.
    let both = proposal.kind == Kind::Switch && field.options.len() == 2;
    let missing: Vec<&str> = field
        .options
        .iter()
        .map(String::as_str)
        .filter(|option| !both && !proposal.options.iter().any(|found| bare(&found.text) == bare(option)))
        .collect();
    for option in &field.options {
        tally.options.count(!missing.contains(&option.as_str()));
    }
    if !missing.is_empty() {
        faults.push(format!("{place} lacks the options {}", missing.join(", ")));
    }
    if let Some(unit) = field.unit.as_ref().filter(|unit| proposal.unit.as_ref() != Some(unit)) {
        faults.push(format!("{place} has the unit {:?}, not {unit}", proposal.unit));
    }
    if field.required.is_some_and(|required| required != proposal.required) {
        faults.push(format!("{place} is {}", if proposal.required { "required" } else { "not required" }));
    }
}

/// Whether a proposal is of a type of the key.
fn is(kind: &str, field: &KeyField, proposal: &FieldProposal) -> bool {
    if proposal.formula.is_some() && family(kind) == "computed" {
        return true;
    }
    match family(kind) {
        "text" => matches!(proposal.kind, Kind::Text | Kind::Barcode),
        "long_text" => matches!(proposal.kind, Kind::Textarea | Kind::Address),
        "address" => proposal.kind == Kind::Address,
        "phone" => matches!(proposal.kind, Kind::Phone | Kind::Mobile),
        "person" => proposal.kind == Kind::Member,
        "file" => matches!(proposal.kind, Kind::Upload),
        // A choice of yes and no is a switch.
        "choice" if field.options.len() == 2 => matches!(proposal.kind, Kind::Choice | Kind::Switch),
        other => proposal.kind.control() == other && proposal.kind != Kind::Phone,
    }
}

fn compile(found: &FormProposal, faults: &mut Vec<String>) {
    let form = match to_form(found) {
        Ok(form) => form,
        Err(fault) => return faults.push(format!("no definition can be made: {fault}")),
    };
    let (dictionaries, forms) = (indexmap::IndexMap::new(), indexmap::IndexMap::new());
    let outside = std::sync::Arc::default();
    let environment = FormEnvironment { dictionaries: &dictionaries, forms: &forms, currency: "CNY", outside: &outside };
    let (_, diagnostics) = form_engine::compile(&form, &environment);
    for diagnostic in diagnostics {
        let sort = if diagnostic.severity == Severity::Error { "is refused" } else { "is doubted" };
        faults.push(format!("the definition {sort}: {}", diagnostic.line(Locale::En)));
    }
}

fn names(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| bare(text)).collect()
}

/// Letters and digits only, in small letters.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
