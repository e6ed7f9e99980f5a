//! A dashboard of what the forms hold: how many records, per month, by their choices, and the sum of an amount.

use definition::{Aggregate, Chart, Dashboard, Dimension, Field, Form, Grain, Measure, NumberFormat, Report, Settings, Widget};
use query::FieldPath;
use value::{DashboardId, IdError, Label, Locale, PartId, ReportId};

/// Forms of which something is shown.
const MOST_FORMS: usize = 3;
/// Choices of a form by which its records are counted.
const MOST_CHOICES: usize = 2;
/// Groups that a chart shows.
const MOST_GROUPS: u32 = 12;

/// The reports and the dashboard on which they stand.
pub(super) fn of(forms: &[Form]) -> Result<(Vec<Report>, Dashboard), IdError> {
    let mut reports = Vec::new();
    let mut widgets = Vec::new();
    let mut row = 0;
    for form in forms.iter().take(MOST_FORMS) {
        row = of_form(form, row, &mut reports, &mut widgets)?;
    }
    let dashboard = Dashboard { format: 1, id: DashboardId::parse("overview")?, label: Label::both("看板", "Overview"), widgets };
    Ok((reports, dashboard))
}

/// Cards at the top, charts side by side below; the first row that is free afterwards.
fn of_form(form: &Form, top: u16, reports: &mut Vec<Report>, widgets: &mut Vec<Widget>) -> Result<u16, IdError> {
    let mut put = |report: Report, (x, y): (u8, u16), (w, h): (u8, u8)| -> Result<(), IdError> {
        // Ids of long names are cut off: the same ones are told apart here.
        let free = definition::suggest::id_for(report.id.as_str(), |id| reports.iter().any(|known| known.id.as_str() == id));
        let report = Report { id: ReportId::parse(&free)?, ..report };
        let id = PartId::parse(&free)?;
        widgets.push(Widget { id, report: report.id.clone(), label: Label::default(), x, y, w, h });
        reports.push(report);
        Ok(())
    };
    let named = |zh: &str, en: &str| Label::both(format!("{}{zh}", form.label.get(Locale::ZhCn)), format!("{}{en}", form.label.get(Locale::En)));
    put(report(form, "count", named("总数", ", total"), None, count()?, "number_card")?, (0, top), (4, 2))?;
    if let Some(field) = amount(form) {
        let label = Label::both(format!("{}合计", field.label.get(Locale::ZhCn)), format!("{}, sum", field.label.get(Locale::En)));
        put(report(form, "sum", label, None, sum(field)?, "number_card")?, (4, top), (4, 2))?;
    }
    let mut charts = Vec::new();
    if let Some(day) = form.fields.iter().find(|field| matches!(field.kind.as_str(), "date" | "datetime")) {
        charts.push(report(form, "by_month", named("每月数量", " per month"), Some((day, Some(Grain::Month))), count()?, "line")?);
    }
    let choices = form.fields.iter().filter(|field| matches!(field.kind.as_str(), "choice" | "switch")).take(MOST_CHOICES);
    for (number, field) in (1..).zip(choices) {
        let label = Label::both(format!("按{}", field.label.get(Locale::ZhCn)), format!("By {}", field.label.get(Locale::En)));
        charts.push(report(form, &format!("by_choice_{number}"), label, Some((field, None)), count()?, "bar")?);
    }
    let mut y = top + 2;
    for pair in charts.chunks(2) {
        let width = if pair.len() == 2 { 6 } else { 12 };
        for (x, report) in [0, 6].into_iter().zip(pair) {
            put(report.clone(), (x, y), (width, 4))?;
        }
        y += 4;
    }
    Ok(y)
}

/// The first amount that adds up, else the first number.
fn amount(form: &Form) -> Option<&Field> {
    let of = |kind: &str| form.fields.iter().find(|field| field.kind == kind);
    of("money").or_else(|| of("number"))
}

fn count() -> Result<Measure, IdError> {
    let label = Label::both("数量", "Count");
    let id = PartId::parse("count")?;
    Ok(Measure { id, label, aggregate: Some(Aggregate::Count), field: None, filter: None, formula: None, format: NumberFormat::Integer })
}

fn sum(field: &Field) -> Result<Measure, IdError> {
    let format = if field.kind == "money" { NumberFormat::Money } else { NumberFormat::Number };
    let of = FieldPath { field: field.id.clone(), column: None };
    Ok(Measure {
        id: PartId::parse("sum")?,
        label: field.label.clone(),
        aggregate: Some(Aggregate::Sum),
        field: Some(of),
        filter: None,
        formula: None,
        format,
    })
}

type By<'f> = Option<(&'f Field, Option<Grain>)>;

fn report(form: &Form, id: &str, label: Label, by: By<'_>, measure: Measure, chart: &str) -> Result<Report, IdError> {
    let dimension = |(field, grain): (&Field, Option<Grain>)| -> Result<Dimension, IdError> {
        Ok(Dimension { id: PartId::parse("by")?, field: FieldPath { field: field.id.clone(), column: None }, label: Label::default(), grain })
    };
    Ok(Report {
        format: 1,
        id: ReportId::parse(&definition::suggest::id_for(&format!("{}_{id}", form.id), |_| false))?,
        label,
        help: Label::default(),
        dataset: form.id.clone(),
        dimensions: by.map(dimension).transpose()?.into_iter().collect(),
        measures: vec![measure],
        filter: None,
        sort: Vec::new(),
        limit: by.filter(|(_, grain)| grain.is_none()).map(|_| MOST_GROUPS),
        chart: Chart { kind: chart.to_owned(), settings: Settings::default() },
    })
}
