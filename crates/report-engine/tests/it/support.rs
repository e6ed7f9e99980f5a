//! A form of inspections and a few records.

use calendar::Zone;
use definition::Report;
use formula::{FieldType, Scope};
use indexmap::IndexMap;
use query::{FieldPath, QueryContext, Source, Variables};
use report_engine::{AnswerContext, ChartModel, CompiledReport, answer, compile, count_in_memory, questions};
use value::{FieldId, Instant, Label, Locale, OptionId, Record, Value, ValueType, parse_decimal};

pub fn id(text: &str) -> FieldId {
    FieldId::parse(text).unwrap()
}

pub fn scope() -> Scope {
    let field = |label: &str, value_type: ValueType, options: &[(&str, &str)]| FieldType {
        label: label.into(),
        value_type,
        options: options.iter().map(|(id, label)| ((*id).to_owned(), Label::Plain((*label).to_owned()))).collect(),
        fields: IndexMap::new(),
        face: value::FaceOf::default(),
    };
    let mut scope = Scope::default();
    scope.fields.insert(id("result"), field("结果", ValueType::Choice, &[("pass", "合格"), ("fail", "不合格"), ("retry", "复检")]));
    scope.fields.insert(id("line"), field("产线", ValueType::Text, &[]));
    scope.fields.insert(id("day"), field("日期", ValueType::Date, &[]));
    scope.fields.insert(id("at"), field("时间", ValueType::Instant, &[]));
    scope.fields.insert(id("cost"), field("费用", ValueType::Number { scale: 2 }, &[]));
    scope
}

/// result, line, day, cost
pub fn records() -> Vec<Record> {
    let rows = [
        ("pass", "A", "2026-03-02", "10.10"),
        ("pass", "A", "2026-03-02", "0.20"),
        ("fail", "A", "2026-03-05", "100.00"),
        ("pass", "B", "2026-03-05", ""),
        ("retry", "B", "2026-02-10", "7.70"),
        ("", "C", "2026-02-28", "1.00"),
    ];
    rows.iter()
        .map(|(result, line, day, cost)| {
            let mut record = Record::new();
            record.set(id("result"), OptionId::parse(result).map_or(Value::Blank, Value::Choice));
            record.set(id("line"), Value::text(*line));
            record.set(id("day"), Value::Date(day.parse().unwrap()));
            // Half past four in the afternoon UTC is already the next day in Shanghai.
            record.set(id("at"), Value::Instant(format!("{day}T16:30:00Z").parse().unwrap()));
            record.set(id("cost"), parse_decimal(cost).map_or(Value::Blank, Value::Number));
            record
        })
        .collect()
}

pub fn now() -> Instant {
    "2026-03-10T02:00:00Z".parse().unwrap()
}

pub fn compiled(json: &str) -> CompiledReport {
    let report: Report = serde_json::from_str(json).unwrap();
    let (compiled, found) = compile(&report, &scope(), "reports/r.json");
    compiled.unwrap_or_else(|| panic!("{found:#?}"))
}

pub fn report(dimensions: &str, measures: &str, rest: &str) -> String {
    format!(r#"{{ "format": 1, "id": "r", "label": "R", "dataset": "inspection", "dimensions": {dimensions}, "measures": {measures} {rest} }}"#)
}

pub fn run(json: &str) -> ChartModel {
    run_over(json, &records())
}

pub fn run_over(json: &str, records: &[Record]) -> ChartModel {
    let report = compiled(json);
    let zone = Zone::shanghai();
    let (is_under, is_involved) = (|_: &FieldPath, _: &Value, _: &Value| false, |_: &Value, _| false);
    let variables = Variables { now: now(), zone: &zone, current_user: None, current_departments: &[] };
    let context = QueryContext { variables, is_under: &is_under, is_involved: &is_involved };
    let sources: Vec<&dyn Source> = records.iter().map(|record| -> &dyn Source { record }).collect();
    let asked = questions(&report, None);
    let before = asked.before.as_ref().map(|question| count_in_memory(question, &sources, &context));
    let shown =
        AnswerContext { locale: Locale::ZhCn, now: now(), zone: &zone, currency: "CNY", label_of: &|_| None, tone_of: &|_, _| None, further: None };
    answer(&report, count_in_memory(&asked.groups, &sources, &context), &count_in_memory(&asked.totals, &sources, &context), before.as_ref(), &shown)
}

/// The texts of a model, row by row, then the totals.
pub fn texts(model: &ChartModel) -> Vec<String> {
    let line = |cells: &[report_engine::Cell]| cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>().join(" | ");
    model.rows.iter().map(|row| line(&row.cells)).chain([format!("= {}", line(&model.totals))]).collect()
}
