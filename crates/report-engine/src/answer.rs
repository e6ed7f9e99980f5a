//! What was counted, as a chart model.

use crate::buckets::{self, name, next};
use crate::compile::{CompiledDimension, CompiledMeasure, MeasureKind};
use crate::format::measure_cell;
use crate::model::{Cell, ChartModel, Column, ColumnRole, Comparison, ModelRow};
use crate::question::join;
use crate::{CompiledReport, Counted, CountedRow, Tally};
use calendar::Zone;
use definition::{Grain, NumberFormat};
use formula::{Budget, Lookup, evaluate};
use query::{Condition, Direction, Filter, Operand, Operator, Period};
use serde_json::{Value as Json, json};
use std::cmp::Ordering;
use value::{Date, Decimal, FieldId, Instant, Locale, Record, RecordId, Value, ValueType, compare};

/// What an answer needs from outside.
pub struct AnswerContext<'a> {
    /// The reader's language.
    pub locale: Locale,
    /// The moment.
    pub now: Instant,
    /// The app's zone.
    pub zone: &'a Zone,
    /// The app's currency.
    pub currency: &'a str,
    /// The label of a record, person or department that a dimension refers to.
    pub label_of: &'a dyn Fn(RecordId) -> Option<String>,
    /// What an option of a field means (`good`, `danger` …), for colours that carry a meaning.
    pub tone_of: &'a dyn Fn(&FieldId, &str) -> Option<String>,
    /// The filter that was asked with beside the report's own.
    pub further: Option<&'a Filter>,
}

/// The most periods that are filled in between two dates.
const MOST_PERIODS: usize = 1500;

/// Makes the chart model of a report from what was counted.
pub fn answer(report: &CompiledReport, groups: Counted, totals: &Counted, before: Option<&Counted>, context: &AnswerContext<'_>) -> ChartModel {
    let mut rows = groups.rows;
    fill_periods(report, &mut rows, context);
    let mut shaped: Vec<Shaped> = rows.into_iter().map(|row| shape(report, row, context)).collect();
    order(report, &mut shaped);
    let cut = limit(report, &mut shaped, context);
    let total_row = totals.rows.first().map(|row| row.tallies.clone()).unwrap_or_else(|| vec![Tally::default(); report.measures.len()]);
    let total_values = measure_values(report, &total_row, context);
    let comparison = before.and_then(|before| compare_with(report, total_values.first()?, before, context));
    ChartModel {
        kind: report.chart.kind.to_owned(),
        settings: report.settings.clone(),
        columns: columns(report, context.locale),
        rows: shaped.into_iter().map(|row| finish(report, row, context)).collect(),
        totals: cells(report, &total_values, context),
        comparison,
        cut,
        time_zone: context.zone.name.clone(),
        as_of: context.now.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
    }
}

/// A group with its calculated measures.
struct Shaped {
    row: CountedRow,
    values: Vec<Value>,
    others: bool,
}

fn shape(report: &CompiledReport, row: CountedRow, context: &AnswerContext<'_>) -> Shaped {
    let values = measure_values(report, &row.tallies, context);
    Shaped { row, values, others: false }
}

fn columns(report: &CompiledReport, locale: Locale) -> Vec<Column> {
    let dimension = |dimension: &CompiledDimension| Column {
        id: dimension.id.clone(),
        label: dimension.label.get(locale).to_owned(),
        role: ColumnRole::Dimension,
        format: None,
        periods: dimension.group.grain.is_some(),
    };
    let measure = |measure: &CompiledMeasure| Column {
        id: measure.id.clone(),
        label: measure.label.get(locale).to_owned(),
        role: ColumnRole::Measure,
        format: Some(measure.format),
        periods: false,
    };
    report.dimensions.iter().map(dimension).chain(report.measures.iter().map(measure)).collect()
}

/// The measures of one level: aggregates first, then the formulas over them.
fn measure_values(report: &CompiledReport, tallies: &[Tally], context: &AnswerContext<'_>) -> Vec<Value> {
    let mut counted = tallies.iter();
    let mut record = Record::new();
    let mut values: Vec<Option<Value>> = Vec::new();
    for measure in &report.measures {
        let MeasureKind::Tally(tallied) = &measure.kind else {
            values.push(None);
            continue;
        };
        let value = counted.next().cloned().unwrap_or_default().value(tallied.aggregate);
        if let Ok(id) = FieldId::parse(&measure.id) {
            record.set(id, value.clone());
        }
        values.push(Some(value));
    }
    let world = Lookup { record, now: context.now, zone: context.zone.clone(), user: None };
    let formula = |measure: &CompiledMeasure| match &measure.kind {
        MeasureKind::Formula(formula) => evaluate(formula, &world, Budget::default()),
        MeasureKind::Tally(_) => Value::Blank,
    };
    values.into_iter().zip(&report.measures).map(|(value, measure)| value.unwrap_or_else(|| formula(measure))).collect()
}

fn cells(report: &CompiledReport, values: &[Value], context: &AnswerContext<'_>) -> Vec<Cell> {
    report.measures.iter().zip(values).map(|(measure, value)| measure_cell(value, measure.format, measure.scale, context.currency)).collect()
}

/// Puts in the periods in which nothing happened, over the whole range of the filter as far as it has begun.
fn fill_periods(report: &CompiledReport, rows: &mut Vec<CountedRow>, context: &AnswerContext<'_>) {
    let [dimension] = report.dimensions.as_slice() else { return };
    let Some(grain) = dimension.group.grain else { return };
    let found = rows.iter().filter_map(|row| if let Some(Value::Date(day)) = row.keys.first() { Some(*day) } else { None });
    let (mut least, mut most) = (found.clone().min(), found.max());
    if let Some((from, to)) = filtered_days(report, dimension, context) {
        let today = buckets::bucket(context.zone.day(context.now), grain);
        let last = buckets::bucket(to - chrono::Duration::days(1), grain).min(today);
        least = Some(least.map_or(buckets::bucket(from, grain), |day| day.min(buckets::bucket(from, grain))));
        most = Some(most.map_or(last, |day| day.max(last)));
    }
    let (Some(mut day), Some(last)) = (least, most) else { return };
    let mut missing = Vec::new();
    while day <= last && missing.len() < MOST_PERIODS {
        if !rows.iter().any(|row| row.keys.first() == Some(&Value::Date(day))) {
            missing.push(CountedRow { keys: vec![Value::Date(day)], tallies: vec![Tally::default(); tally_count(report)] });
        }
        day = next(day, grain);
    }
    rows.extend(missing);
}

fn tally_count(report: &CompiledReport) -> usize {
    report.measures.iter().filter(|measure| matches!(measure.kind, MeasureKind::Tally(_))).count()
}

/// The days to which a filter on the dimension's field limits the answer.
fn filtered_days(report: &CompiledReport, dimension: &CompiledDimension, context: &AnswerContext<'_>) -> Option<(Date, Date)> {
    let filter = join(report.filter.as_ref(), context.further)?;
    let period = find_period(&filter, dimension)?;
    Some(query::period_days(period, context.zone.day(context.now)))
}

fn find_period(filter: &Filter, dimension: &CompiledDimension) -> Option<Period> {
    match filter {
        Filter::And(parts) => parts.iter().find_map(|part| find_period(part, dimension)),
        Filter::Condition(Condition { field, op: Operator::Within, value: Some(Operand::Period { period }) }) if *field == dimension.group.field => {
            Some(*period)
        }
        _ => None,
    }
}

fn order(report: &CompiledReport, rows: &mut [Shaped]) {
    let first = [(0, Direction::Asc)];
    let levels: &[(usize, Direction)] = if report.sort.is_empty() { &first } else { &report.sort };
    let rank = |row: &Shaped, column: usize| -> (Option<usize>, Value) {
        let Some(key) = row.row.keys.get(column) else {
            return (None, row.values.get(column - report.dimensions.len()).cloned().unwrap_or_default());
        };
        // Options stand in the order of their definition, not of their ids.
        let place = report.dimensions.get(column).filter(|dimension| !dimension.options.is_empty()).and_then(|dimension| {
            let Value::Choice(option) = key else { return None };
            dimension.options.iter().position(|(id, _)| id == option.as_str())
        });
        (place, key.clone())
    };
    rows.sort_by(|one, other| {
        for (column, direction) in levels {
            let ((place, value), (other_place, other_value)) = (rank(one, *column), rank(other, *column));
            let ordering = match (value.is_blank(), other_value.is_blank()) {
                (true, true) => Ordering::Equal,
                (true, false) => return Ordering::Greater,
                (false, true) => return Ordering::Less,
                (false, false) => place.cmp(&other_place).then_with(|| compare(&value, &other_value).unwrap_or(Ordering::Equal)),
            };
            let ordering = if *direction == Direction::Desc { ordering.reverse() } else { ordering };
            if ordering != Ordering::Equal {
                return ordering;
            }
        }
        Ordering::Equal
    });
}

/// Keeps the first groups; the rest becomes 其他 when the measures add up. Answers whether something was left out.
fn limit(report: &CompiledReport, rows: &mut Vec<Shaped>, context: &AnswerContext<'_>) -> bool {
    let Some(limit) = report.limit.filter(|limit| rows.len() > *limit) else { return false };
    let rest = rows.split_off(limit);
    if !report.measures.iter().all(CompiledMeasure::adds_up) {
        return true;
    }
    let mut joined = vec![Tally::default(); tally_count(report)];
    for row in &rest {
        for (sum, tally) in joined.iter_mut().zip(&row.row.tallies) {
            sum.join(tally);
        }
    }
    let values = measure_values(report, &joined, context);
    let keys = vec![Value::Blank; report.dimensions.len()];
    rows.push(Shaped { row: CountedRow { keys, tallies: joined }, values, others: true });
    false
}

fn finish(report: &CompiledReport, shaped: Shaped, context: &AnswerContext<'_>) -> ModelRow {
    let others = shaped.others;
    let key_cell =
        |(dimension, key): (&CompiledDimension, &Value)| if others { others_cell(context.locale) } else { key_cell(dimension, key, context) };
    let mut row: Vec<Cell> = report.dimensions.iter().zip(&shaped.row.keys).map(key_cell).collect();
    row.extend(cells(report, &shaped.values, context));
    let drill = (!others).then(|| drill(report, &shaped.row.keys, context));
    ModelRow { cells: row, drill }
}

fn others_cell(locale: Locale) -> Cell {
    let text = if locale == Locale::ZhCn { "其他" } else { "Others" };
    Cell { value: json!(text), text: text.into(), tone: None }
}

fn key_cell(dimension: &CompiledDimension, key: &Value, context: &AnswerContext<'_>) -> Cell {
    let text = match key {
        Value::Blank => (if context.locale == Locale::ZhCn { "（未填写）" } else { "(blank)" }).to_owned(),
        Value::Date(day) => dimension.group.grain.map_or_else(|| day.to_string(), |grain: Grain| name(*day, grain)),
        Value::Choice(option) => {
            let label = dimension.options.iter().find(|(id, _)| id == option.as_str()).map(|(_, label)| label.get(context.locale).to_owned());
            label.unwrap_or_else(|| option.to_string())
        }
        Value::Reference(record) => (context.label_of)(*record).unwrap_or_else(|| record.to_string()),
        Value::Bool(yes) => match (context.locale, yes) {
            (Locale::ZhCn, true) => "是".into(),
            (Locale::ZhCn, false) => "否".into(),
            (Locale::En, true) => "Yes".into(),
            (Locale::En, false) => "No".into(),
        },
        other => {
            let json = value::to_json(other, Some(&dimension.value_type));
            json.as_str().map_or_else(|| json.to_string(), str::to_owned)
        }
    };
    let tone = if let Value::Choice(option) = key { (context.tone_of)(&dimension.group.field.field, option.as_str()) } else { None };
    Cell { value: value::to_json(key, Some(&dimension.value_type)), text, tone }
}

/// Exactly the records of a group: the report's filter, the further one, and one condition per dimension.
fn drill(report: &CompiledReport, keys: &[Value], context: &AnswerContext<'_>) -> Filter {
    let mut parts: Vec<Filter> = report.filter.iter().chain(context.further).cloned().collect();
    for (dimension, key) in report.dimensions.iter().zip(keys) {
        let field = dimension.group.field.clone();
        let condition = match (key, dimension.group.grain) {
            (Value::Blank, _) => Condition { field, op: Operator::Blank, value: None },
            (Value::Date(day), Some(grain)) => {
                let days = json!([day.to_string(), next(*day, grain).to_string()]);
                Condition { field, op: Operator::Within, value: Some(Operand::Literal(days)) }
            }
            (key, _) => {
                let list = matches!(dimension.value_type, ValueType::List(_));
                let json = value::to_json(key, Some(&dimension.value_type));
                let (op, literal) = if list { (Operator::HasAny, json!([json])) } else { (Operator::Eq, json) };
                Condition { field, op, value: Some(Operand::Literal(literal)) }
            }
        };
        parts.push(Filter::Condition(condition));
    }
    Filter::And(parts)
}

fn compare_with(report: &CompiledReport, now: &Value, before: &Counted, context: &AnswerContext<'_>) -> Option<Comparison> {
    let measure = report.measures.first()?;
    let values = measure_values(report, &before.rows.first()?.tallies, context);
    let before = values.first()?;
    let change = match (now, before) {
        (Value::Number(now), Value::Number(before)) if !before.is_zero() => Value::Number(change(*now, *before)?),
        _ => Value::Blank,
    };
    let share = measure_cell(&change, NumberFormat::Percent, 4, context.currency);
    let signed = if matches!(&change, Value::Number(number) if number.is_sign_positive() && !number.is_zero()) {
        format!("+{}", share.text)
    } else {
        share.text.clone()
    };
    let before = measure_cell(before, measure.format, measure.scale, context.currency);
    Some(Comparison { before, change: Cell { text: signed, value: if share.value.is_null() { Json::Null } else { share.value }, tone: None } })
}

fn change(now: Decimal, before: Decimal) -> Option<Decimal> {
    now.checked_sub(before)?.checked_div(before.abs())
}
