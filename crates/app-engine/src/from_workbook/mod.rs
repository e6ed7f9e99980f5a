//! An app made of a workbook: its forms, a list view each, a dashboard, a menu, two roles, on request a review of each record, and the
//! workbook's rows as first records.

mod exact;
mod paper;

pub use spreadsheet::analysis::{Evidence, FieldProposal, FormProposal, Kind, LeftOut, Names, Proposal, RowFault, SheetKind};
pub use spreadsheet::xlsform::{Logic, Note, Question, Refusal};

use crate::{check, new_app};
use definition::{Diagnostic, Form, Object, Package, Severity};
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use spreadsheet::analysis::{self, Decisions, Undecidable};
use spreadsheet::workbook::{self, OpenFault, Workbook};
use spreadsheet::xlsform;
use value::{AppId, FormId, Label, Locale};

/// The most rows that are taken along as first records; an import takes more.
const MOST_FIRST_RECORDS: usize = 5_000;

/// What a person wants of the app that is made of a workbook.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wishes {
    /// Permanent id; made of the name when left out.
    pub id: String,
    /// Name; that of the first form when left out.
    pub label: String,
    /// Whether each new record is checked by whoever manages the app.
    pub review: bool,
    /// Whether the rows are left behind.
    pub without_rows: bool,
    /// What is decided otherwise than proposed.
    pub decisions: Decisions,
}

/// Why no app could be made.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookFault {
    /// The file cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenFault),
    /// It is an XLSForm that cannot be taken.
    #[error("the XLSForm cannot be taken")]
    Refused(Vec<Refusal>),
    /// No sheet looks like a form or a list.
    #[error("neither a form nor a list was recognised")]
    NothingFound(Box<Proposal>),
    /// A decision cannot be carried out.
    #[error(transparent)]
    Undecidable(#[from] Undecidable),
    /// A name could not be made an id.
    #[error(transparent)]
    Id(#[from] value::IdError),
}

impl WorkbookFault {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Open(fault) => fault.code(),
            Self::Refused(_) => "xlsform_refused",
            Self::NothingFound(_) => "nothing_found",
            Self::Undecidable(_) => "undecidable",
            Self::Id(_) => "bad_id",
        }
    }

    /// What is wrong and where, for people.
    pub fn label(&self) -> Label {
        match self {
            Self::Open(fault) => fault.label(),
            Self::Refused(refusals) => {
                let lines = |locale| refusals.iter().map(|refusal| refusal.line(locale)).collect::<Vec<_>>().join("\n");
                Label::both(lines(Locale::ZhCn), lines(Locale::En))
            }
            Self::NothingFound(_) => Label::both(
                "没有认出表单或台账：请让第一行（或表头）写上列名，下面每行一条记录，或者每个空格旁边写上名称",
                "Neither a form nor a list was recognised: let the first row hold the names of the columns with a record in each row below, or let a name stand beside each blank",
            ),
            Self::Undecidable(at) => {
                let told = |locale| format!("{}: {}", at.pointer, at.reason.get(locale));
                Label::both(told(Locale::ZhCn), told(Locale::En))
            }
            Self::Id(fault) => Label::both(format!("编号只能用小写字母、数字和下划线，并以字母开头（{fault}）"), fault.to_string()),
        }
    }
}

/// An app that was made of a workbook.
#[derive(Debug)]
pub struct FromWorkbook {
    /// Permanent id.
    pub id: AppId,
    /// The app as its first records are filed: nobody has to review what was in the workbook.
    pub package: Package,
    /// The app as it goes on, with the review; none when that was not wished for.
    pub reviewed: Option<Package>,
    /// What was decided and why; none for an XLSForm, which decides by itself.
    pub proposal: Option<Proposal>,
    /// The questions of an XLSForm with what became of each.
    pub questions: Vec<Question>,
    /// What an XLSForm says and is left out.
    pub notes: Vec<Note>,
    /// The first records.
    pub records: Vec<FirstRecord>,
    /// How many more rows there are than are taken along.
    pub more_rows: usize,
    /// Cells that do not fit their field.
    pub unfit: Vec<RowFault>,
    /// Formulas that were taken out again because they do not hold here: field and reason.
    pub without_formula: Vec<(String, Label)>,
    /// What is to be said about the package.
    pub diagnostics: Vec<Diagnostic>,
}

/// A row of the workbook.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstRecord {
    /// Its form.
    pub form: FormId,
    /// Where it stands: `Sheet1!7`.
    pub place: String,
    /// What stands there.
    pub values: Map<String, Json>,
}

/// Makes an app of the bytes of a workbook. The same workbook, wishes and names always give the same app.
pub fn from_workbook(bytes: &[u8], wishes: &Wishes, names: &Names) -> Result<FromWorkbook, WorkbookFault> {
    let opened = workbook::open(bytes)?;
    if xlsform::is_xlsform(&opened) {
        return exact::from_xlsform(&opened, wishes);
    }
    let mut proposal = analysis::analyse(&opened);
    analysis::take_strangers_as_text(&opened, &mut proposal, names);
    analysis::decide(&opened, &mut proposal, &wishes.decisions)?;
    if proposal.forms.is_empty() {
        return Err(WorkbookFault::NothingFound(Box::new(proposal)));
    }
    let (forms, without_formula) = sound_forms(&mut proposal, wishes)?;
    let mut made = made(&forms, prints(&opened, &proposal, wishes)?, wishes)?;
    made.without_formula = without_formula;
    if !wishes.without_rows {
        take_rows(&opened, &proposal, names, &mut made)?;
    }
    made.proposal = Some(proposal);
    Ok(made)
}

/// What people call a kind of control.
pub fn kind_label(kind: &str) -> Label {
    form_engine::control(kind).map_or_else(|| Label::Plain(kind.to_owned()), form_engine::Control::label)
}

/// A template for paper for each form that is to have one, as its sheet looks.
fn prints(opened: &Workbook, proposal: &Proposal, wishes: &Wishes) -> Result<Vec<Object>, value::IdError> {
    let wanted = proposal.forms.iter().filter(|form| !form.without_print);
    let papers = wanted.filter_map(|form| Some((form, analysis::paper(opened, form)?)));
    papers.map(|(form, paper)| paper::print(form, &paper, wishes.review).map(Object::Print)).collect()
}

/// Id and name of the app: what is wished, else those of the first form.
fn named(forms: &[Form], wishes: &Wishes) -> Result<(AppId, Label), value::IdError> {
    let label = match wishes.label.trim() {
        "" => forms.first().map(|form| form.label.clone()).unwrap_or_default(),
        name => Label::Plain(name.to_owned()),
    };
    let id = match wishes.id.trim() {
        "" => AppId::parse(&definition::suggest::id_for(label.get(Locale::En), |_| false))?,
        id => AppId::parse(id)?,
    };
    Ok((id, label))
}

/// The app around the forms, checked.
fn made(forms: &[Form], prints: Vec<Object>, wishes: &Wishes) -> Result<FromWorkbook, WorkbookFault> {
    let (id, label) = named(forms, wishes)?;
    let mut package = new_app::around(&id, label, forms)?;
    prints.into_iter().for_each(|print| package.put(print));
    let reviewed = if wishes.review { Some(new_app::reviewed(&package, forms)?) } else { None };
    let diagnostics = check(&reviewed.as_ref().unwrap_or(&package).files()).compiled.diagnostics;
    Ok(FromWorkbook {
        id,
        package,
        reviewed,
        proposal: None,
        questions: Vec::new(),
        notes: Vec::new(),
        records: Vec::new(),
        more_rows: 0,
        unfit: Vec::new(),
        without_formula: Vec::new(),
        diagnostics,
    })
}

type Sound = (Vec<Form>, Vec<(String, Label)>);

/// The forms; a formula that the engine refuses is taken out, so that the field is entered by hand as in the workbook before.
fn sound_forms(proposal: &mut Proposal, wishes: &Wishes) -> Result<Sound, WorkbookFault> {
    let mut without = Vec::new();
    loop {
        let forms: Vec<Form> = proposal.forms.iter().map(analysis::to_form).collect::<Result<_, _>>()?;
        let (id, label) = named(&forms, wishes)?;
        let diagnostics = check(&new_app::around(&id, label, &forms)?.files()).compiled.diagnostics;
        let refused = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).find_map(|diagnostic| {
            let form = proposal.forms.iter().position(|form| diagnostic.file == format!("forms/{}.json", form.id))?;
            Some((form, steps(forms.get(form)?, &diagnostic.pointer)?, diagnostic.message.clone()))
        });
        let field = refused.as_ref().and_then(|(form, steps, _)| field_at(proposal.forms.get_mut(*form)?, steps));
        let Some(field) = field else { return Ok((forms, without)) };
        field.formula = None;
        if field.kind == Kind::Computed {
            field.kind = Kind::Text;
        }
        without.push((field.id.clone(), refused.map(|(_, _, message)| message).unwrap_or_default()));
    }
}

/// The field that a pointer is about: `/fields/3/fields/1/formula` is 3, 1; `/logic/0/formula` is the field for which the rule is.
fn steps(form: &Form, pointer: &str) -> Option<Vec<usize>> {
    let steps: Vec<usize> = pointer.split('/').filter_map(|step| step.parse().ok()).collect();
    if !pointer.starts_with("/logic/") {
        return Some(steps);
    }
    let target = &form.logic.get(*steps.first()?)?.target;
    let first = form.fields.iter().position(|field| field.id == target.field)?;
    let column = target.column.as_ref().map(|column| form.fields.get(first)?.fields.iter().position(|field| field.id == *column));
    Some(std::iter::once(first).chain(column.flatten()).collect())
}

/// The field with a formula that a pointer leads to.
fn field_at<'f>(form: &'f mut FormProposal, steps: &[usize]) -> Option<&'f mut FieldProposal> {
    let (first, rest) = steps.split_first()?;
    let field = form.fields.get_mut(*first)?;
    let field = match rest.first() {
        Some(column) => field.columns.get_mut(*column)?,
        None => field,
    };
    field.formula.is_some().then_some(field)
}

fn take_rows(opened: &Workbook, proposal: &Proposal, names: &Names, made: &mut FromWorkbook) -> Result<(), value::IdError> {
    for form in &proposal.forms {
        let id = FormId::parse(&form.id)?;
        let extracted = analysis::first_records(opened, form, names, MOST_FIRST_RECORDS - made.records.len());
        made.unfit.extend(extracted.faults);
        made.more_rows += extracted.more;
        for (mut values, (sheet, row)) in extracted.records.into_iter().zip(extracted.rows) {
            to_moments(&form.fields, &mut values);
            made.records.push(FirstRecord { form: id.clone(), place: format!("{sheet}!{row}"), values });
        }
    }
    Ok(())
}

/// A workbook knows wall-clock time only.
fn to_moments(fields: &[FieldProposal], values: &mut Map<String, Json>) {
    for field in fields {
        match (field.kind, values.get_mut(&field.id)) {
            (Kind::Datetime, Some(value)) => {
                if let Some(local) = value.as_str().and_then(|text| text.parse().ok()) {
                    *value = calendar::Zone::shanghai().instant(local).to_rfc3339_opts(chrono::SecondsFormat::Secs, true).into();
                }
            }
            (Kind::SubTable, Some(Json::Array(rows))) => {
                rows.iter_mut().filter_map(Json::as_object_mut).for_each(|row| to_moments(&field.columns, row));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use spreadsheet::analysis::{FieldDecision, FormDecision};
    use spreadsheet::{Cell, SheetColumn, SheetTable, write_table};

    fn register() -> Vec<u8> {
        let column = |label: &str, scale: u32| SheetColumn { label: label.into(), scale };
        let row = |day: &str, name: &str, state: &str, qty: i64| {
            vec![Cell::Date(day.parse().unwrap()), Cell::Text(name.into()), Cell::Text(state.into()), Cell::Number(qty.into())]
        };
        let table = SheetTable {
            title: "领用登记".into(),
            columns: vec![column("领用日期", 0), column("物料名称", 0), column("去向", 0), column("数量", 0)],
            rows: vec![row("2026-03-01", "手套", "一线", 3), row("2026-03-02", "口罩", "二线", 5), row("2026-03-04", "胶带", "一线", 2)],
        };
        write_table(&table).unwrap()
    }

    fn sound(made: &FromWorkbook) {
        assert_eq!(made.diagnostics, []);
        assert_eq!(check(&made.package.files()).compiled.diagnostics, []);
    }

    #[test]
    fn a_list_becomes_an_app_without_faults() {
        let made = from_workbook(&register(), &Wishes { id: "stock".into(), review: true, ..Wishes::default() }, &Names::default()).unwrap();
        sound(&made);
        assert_eq!((made.id.as_str(), made.records.len(), made.unfit.len()), ("stock", 3, 0));
        let files = made.reviewed.unwrap().files();
        for path in ["app.json", "menus/main.json", "dashboards/overview.json", "roles/manager.json"] {
            assert!(files.contains_key(path), "{path}");
        }
        let form = files.iter().find(|(path, _)| path.starts_with("forms/")).unwrap().1;
        for part in ["\"date\"", "\"number\"", "领用登记"] {
            assert!(form.contains(part), "{form}");
        }
    }

    #[test]
    fn what_a_person_decides_holds() {
        let made = from_workbook(&register(), &Wishes::default(), &Names::default()).unwrap();
        let form = &made.proposal.as_ref().unwrap().forms[0];
        let (id, field) = (form.id.clone(), form.fields.iter().find(|field| field.label == Label::Plain("去向".into())).unwrap().id.clone());
        let day = form.fields[0].id.clone();
        let otherwise = FieldDecision { kind: Some(Kind::Choice), required: Some(true), ..FieldDecision::default() };
        let fields = [(field, otherwise), (day.clone(), FieldDecision { leave_out: true, ..FieldDecision::default() })].into();
        let decisions = Decisions { forms: [(id, FormDecision { fields, ..FormDecision::default() })].into() };
        let made = from_workbook(&register(), &Wishes { decisions, ..Wishes::default() }, &Names::default()).unwrap();
        sound(&made);
        let fields = &made.proposal.unwrap().forms[0].fields;
        assert!(fields.iter().all(|field| field.id != day));
        let choice = fields.iter().find(|field| field.kind == Kind::Choice).unwrap();
        assert_eq!(choice.options.iter().map(|option| option.text.as_str()).collect::<Vec<_>>(), ["一线", "二线"]);
        assert_eq!(made.records.len(), 3);
    }

    #[test]
    fn a_decision_about_nothing_is_refused_with_its_place() {
        let decisions = Decisions { forms: [("nowhere".to_owned(), FormDecision::default())].into() };
        let fault = from_workbook(&register(), &Wishes { decisions, ..Wishes::default() }, &Names::default()).unwrap_err();
        assert!(matches!(&fault, WorkbookFault::Undecidable(at) if at.pointer == "/forms/nowhere"), "{fault}");
    }

    #[test]
    fn what_is_no_workbook_is_told() {
        let fault = from_workbook(b"hello", &Wishes::default(), &Names::default()).unwrap_err();
        assert!(matches!(fault, WorkbookFault::Open(OpenFault::NoWorkbook)), "{fault}");
    }
}
