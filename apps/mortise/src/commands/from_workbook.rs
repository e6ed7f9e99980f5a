//! `mortise from-workbook`: a package made of an Excel workbook or an XLSForm.

use anyhow::{Context, Result, bail};
use app_engine::from_workbook::{self, FieldProposal, FirstRecord, FormProposal, FromWorkbook, Names, Proposal, Question, Wishes, WorkbookFault};
use definition::Severity;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use value::{Label, Locale};

/// A decision below this is marked as one to look at.
const SURE: f64 = 0.75;
/// So many cells that do not fit are named.
const MOST_TOLD: usize = 20;

/// Makes a package of a workbook in a folder that is not there yet or empty, and tells what was decided.
pub fn from_workbook(workbook: &Path, out: &Path, review: bool, why: bool, locale: Locale) -> Result<ExitCode> {
    if out.is_dir() && std::fs::read_dir(out)?.next().is_some() {
        bail!("`{}` is not empty", out.display());
    }
    let bytes = std::fs::read(workbook).with_context(|| format!("`{}` cannot be read", workbook.display()))?;
    let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let wishes = Wishes { id: definition::suggest::id_for(&name, |_| false), review, ..Wishes::default() };
    let made = match from_workbook::from_workbook(&bytes, &wishes, &Names::default()) {
        Ok(made) => made,
        Err(fault) => return Ok(refused(workbook, &fault, locale)),
    };
    let mut files = made.reviewed.as_ref().unwrap_or(&made.package).files();
    if !made.records.is_empty() {
        files.insert("demo/recipe.json".into(), recipe(&made.records)?);
    }
    for (path, text) in &files {
        let file = out.join(path);
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).with_context(|| format!("`{}` cannot be made", folder.display()))?;
        }
        std::fs::write(&file, text).with_context(|| format!("`{}` cannot be written", file.display()))?;
    }
    tell(&made, out, files.len(), why, locale);
    let broken = made.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    Ok(if broken { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The rows as a recipe of records, so that `import --demo` files them.
fn recipe(records: &[FirstRecord]) -> Result<String> {
    let mut by_form: BTreeMap<&str, Vec<&Map<String, Json>>> = BTreeMap::new();
    for record in records {
        by_form.entry(record.form.as_str()).or_default().push(&record.values);
    }
    let forms: Vec<Json> = by_form.into_iter().map(|(form, records)| in_turn(form, &records)).collect();
    let people = json!({ "manager": { "name": "管理员", "roles": ["manager"] } });
    Ok(serde_json::to_string_pretty(&json!({ "format": 1, "seed": 1, "people": people, "forms": forms }))?)
}

fn in_turn(form: &str, records: &[&Map<String, Json>]) -> Json {
    let mut values: Map<String, Json> = Map::new();
    for field in records.iter().flat_map(|record| record.keys()) {
        if !values.contains_key(field) {
            let column: Vec<Json> = records.iter().map(|record| record.get(field).cloned().unwrap_or(Json::Null)).collect();
            values.insert(field.clone(), json!({ "gen": "in_turn", "values": column }));
        }
    }
    json!({ "form": form, "count": records.len(), "days": 1, "values": values })
}

/// Says why nothing was made; nothing was written either.
fn refused(workbook: &Path, fault: &WorkbookFault, locale: Locale) -> ExitCode {
    if let WorkbookFault::Refused(places) = fault {
        let (zh, en) =
            (format!("这份 XLSForm 有 {} 处不能原样转换", places.len()), format!("this XLSForm cannot be taken; places: {}", places.len()));
        println!("{}: {}", workbook.display(), Label::both(zh, en).get(locale));
        places.iter().for_each(|place| println!("  {}", place.line(locale)));
        return ExitCode::FAILURE;
    }
    println!("{}: {}", workbook.display(), fault.label().get(locale));
    if let WorkbookFault::NothingFound(proposal) = fault {
        left_out(proposal, locale);
    }
    ExitCode::FAILURE
}

fn tell(made: &FromWorkbook, out: &Path, files: usize, why: bool, locale: Locale) {
    for form in made.proposal.iter().flat_map(|proposal| &proposal.forms) {
        tell_form(form, why, locale);
    }
    if let Some(proposal) = &made.proposal {
        left_out(proposal, locale);
    }
    made.questions.iter().for_each(|question| tell_question(question, why, locale));
    made.notes.iter().for_each(|note| println!("{}: {}", note.place, note.message.get(locale)));
    for (field, reason) in &made.without_formula {
        println!("{field}: {} — {}", Label::both("公式没有接过来", "the formula was not taken").get(locale), reason.get(locale));
    }
    for fault in made.unfit.iter().take(MOST_TOLD) {
        println!("{} ({}): {} — {}", fault.place, fault.field, fault.text, fault.reason.get(locale));
    }
    if let Some(more) = made.unfit.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        println!("{}", Label::both(format!("…还有 {more} 个单元格"), format!("… and {more} more cells")).get(locale));
    }
    made.diagnostics.iter().for_each(|diagnostic| println!("{}", diagnostic.line(locale)));
    let records = made.records.len();
    println!(
        "{}: {}",
        out.display(),
        Label::both(format!("{files} 个文件，{records} 条记录"), format!("{files} files, {records} records")).get(locale)
    );
    if made.more_rows > 0 {
        let more = made.more_rows;
        println!("{}", Label::both(format!("还有 {more} 行没有带上"), format!("{more} more rows were not taken along")).get(locale));
    }
}

fn tell_form(form: &FormProposal, why: bool, locale: Locale) {
    println!(
        "{} ({}): {}",
        form.label.get(locale),
        form.sheet,
        Label::both(format!("{} 个字段", form.fields.len()), format!("{} fields", form.fields.len())).get(locale)
    );
    for field in &form.fields {
        tell_field(field, "  ", why, locale);
    }
    for left in form.left_out.iter().filter(|_| why) {
        println!("  - {} {}: {}", left.place, left.text.replace('\n', " "), left.reason.get(locale));
    }
}

/// A question of an XLSForm with what is calculated for it.
fn tell_question(question: &Question, why: bool, locale: Locale) {
    println!("  {} [{}] {}", question.label.get(locale), question.place, question.said);
    for logic in &question.logic {
        println!("    {}: {}", logic.decides.get(locale), logic.formula);
        if why {
            println!("      {}: {}", logic.place, logic.said);
        }
    }
}

fn tell_field(field: &FieldProposal, indent: &str, why: bool, locale: Locale) {
    let mark = if field.confidence < SURE { " ?" } else { "" };
    println!("{indent}{} [{}] {} {:.2}{mark}", field.label.get(locale), field.place, field.kind.label().get(locale), field.confidence);
    for evidence in field.evidence.iter().filter(|_| why) {
        println!("{indent}    {}: {}", evidence.place, evidence.reason.get(locale));
    }
    field.columns.iter().for_each(|column| tell_field(column, &format!("{indent}  "), why, locale));
}

fn left_out(proposal: &Proposal, locale: Locale) {
    proposal.left_out.iter().for_each(|left| println!("{}: {}", left.place, left.reason.get(locale)));
}
