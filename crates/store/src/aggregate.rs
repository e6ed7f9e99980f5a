//! Counting for reports: groups and their tallies by SQL, exact whatever the size.
//!
//! Sums are added as a high and a low half, so that no number of records can overflow them; averages are answered as sum and count,
//! so that every level of a report can calculate its own.

use crate::records::{Search, View, compile, constant, day_of, decode, narrowed, readable};
use crate::tables::{Column, ID, Place, Scalar, name};
use crate::{Session, StoreError, dialect};
use definition::{Aggregate, FieldRight, Grain};
use query::{FieldPath, Filter};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Func, Order, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};
use value::{Date, Decimal, Value, ValueType};

/// What is counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// By what it is grouped; empty for one row of totals.
    pub groups: Vec<Group>,
    /// What is counted.
    pub measures: Vec<Measure>,
    /// Only records that fulfil this; its fields must be readable.
    pub filter: Option<Filter>,
    /// At most this many groups.
    pub limit: u32,
}

/// A dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The field.
    pub field: FieldPath,
    /// The length of the periods, for days and moments.
    pub grain: Option<Grain>,
}

/// A measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// What is calculated.
    pub aggregate: Aggregate,
    /// Of which field; none counts records.
    pub field: Option<FieldPath>,
    /// Only over records that also fulfil this.
    pub filter: Option<Filter>,
}

/// What was counted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counted {
    /// One row per group, in the order of their keys, blanks last.
    pub rows: Vec<CountedRow>,
    /// Whether there were more groups than the limit.
    pub cut: bool,
}

/// A group.
#[derive(Debug, Clone, PartialEq)]
pub struct CountedRow {
    /// The value of every dimension; a period is its first day.
    pub keys: Vec<Value>,
    /// What was counted, in the order of the question.
    pub parts: Vec<Parts>,
}

/// The parts from which an aggregate is calculated; those that the aggregate does not need are left at nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parts {
    /// Records, or values that are not blank.
    pub count: i64,
    /// Sum of the values.
    pub sum: Decimal,
    /// Smallest value.
    pub min: Value,
    /// Largest value.
    pub max: Value,
    /// Number of different values.
    pub distinct: i64,
}

/// Sums are added in two halves of this size.
const HALF: i64 = 1_000_000_000;

struct Key {
    column: Column,
    grain: Option<Grain>,
}

struct Counter {
    aggregate: Aggregate,
    column: Option<Column>,
}

/// Counts the records that the plan shows. Masked and hidden fields are refused as dimension, measure and filter.
pub async fn aggregate(session: &Session, view: &View<'_>, question: &Question) -> Result<Counted, StoreError> {
    aggregate_found(session, view, question, None).await
}

/// The same, over the records that a search finds.
pub async fn aggregate_found(session: &Session, view: &View<'_>, question: &Question, search: Option<Search<'_>>) -> Result<Counted, StoreError> {
    let mut select = narrowed(session, view, question.filter.as_ref(), search)?;
    let mut keys = Vec::with_capacity(question.groups.len());
    for (index, group) in question.groups.iter().enumerate() {
        keys.push(add_group(session, view, &mut select, group, index)?);
    }
    let mut counters = Vec::with_capacity(question.measures.len());
    for measure in &question.measures {
        counters.push(add_measure(session, view, &mut select, measure)?);
    }
    if question.measures.is_empty() {
        select.expr(Expr::val(1));
    }
    let limit = usize::try_from(question.limit).unwrap_or(usize::MAX);
    if !keys.is_empty() {
        select.limit(u64::from(question.limit) + 1);
    }
    let found = session.query_all(&select).await?;
    let rows = found.iter().take(limit.max(usize::from(keys.is_empty()))).map(|row| read(row, &keys, &counters)).collect::<Result<_, _>>()?;
    Ok(Counted { rows, cut: !keys.is_empty() && found.len() > limit })
}

fn column_of(view: &View<'_>, path: &FieldPath) -> Result<Column, StoreError> {
    let field = readable(view, path.field.as_str())?;
    if view.plan.right(path.field.as_str()) < FieldRight::Read {
        return Err(StoreError::FieldDenied(path.to_string()));
    }
    match (&field.place, &path.column) {
        (Place::Column(column), None) if !matches!(column.scalar, Scalar::File | Scalar::Structure) => Ok(column.clone()),
        _ => Err(unfit(view, path, "lists, sub-tables and files are not counted by value")),
    }
}

fn unfit(view: &View<'_>, path: &FieldPath, reason: &str) -> StoreError {
    StoreError::FieldUnfit { form: view.table.form().to_string(), field: path.to_string(), reason: reason.into() }
}

fn cell(view: &View<'_>, column: &str) -> Expr {
    Expr::col((name(&view.table.physical), name(column)))
}

fn add_group(session: &Session, view: &View<'_>, select: &mut SelectStatement, group: &Group, index: usize) -> Result<Key, StoreError> {
    let column = column_of(view, &group.field)?;
    let by = match (group.grain, column.scalar) {
        (None, _) => cell(view, &column.name),
        (Some(grain), Scalar::Date) => period(session, cell(view, &column.name), grain),
        (Some(grain), Scalar::Instant) => match &column.day {
            Some(day) => period(session, cell(view, day), grain),
            None => return Err(unfit(view, &group.field, "its local day is not stored")),
        },
        (Some(_), _) => return Err(unfit(view, &group.field, "only days and moments have periods")),
    };
    // By its place: the same expression twice would be two to PostgreSQL, for its numbers are bound values.
    let place = Expr::cust((index + 1).to_string());
    select.expr(by).add_group_by([place.clone()]);
    select.order_by_expr_with_nulls(place, Order::Asc, sea_orm::sea_query::NullOrdering::Last);
    Ok(Key { column, grain: group.grain })
}

/// A day `YYYYMMDD` as the number of its period: months and years are plain arithmetic, weeks are asked of the database.
fn period(session: &Session, day: Expr, grain: Grain) -> Expr {
    match grain {
        Grain::Day => day,
        Grain::Week => dialect::monday(session, day),
        Grain::Month => day.div(100),
        Grain::Quarter => day.clone().div(10_000).mul(10).add(day.div(100).modulo(100).add(2).div(3)),
        Grain::Year => day.div(10_000),
    }
}

fn first_day(number: i64, grain: Grain) -> Option<Date> {
    match grain {
        Grain::Day | Grain::Week => day_of(number),
        Grain::Month => day_of(number * 100 + 1),
        Grain::Quarter => day_of((number / 10) * 10_000 + ((number % 10) * 3 - 2) * 100 + 1),
        Grain::Year => day_of(number * 10_000 + 101),
    }
}

fn add_measure(session: &Session, view: &View<'_>, select: &mut SelectStatement, measure: &Measure) -> Result<Counter, StoreError> {
    let column = measure.field.as_ref().map(|path| column_of(view, path)).transpose()?;
    let counted = column.as_ref().map_or_else(|| cell(view, ID), |column| cell(view, &column.name));
    let only = match &measure.filter {
        Some(filter) => compile(session, view.table, view.plan, filter, &view.context)?,
        None => constant(true),
    };
    let counted: Expr = if measure.filter.is_some() { CaseStatement::new().case(only, counted).into() } else { counted };
    if let (Some(path), Some(column)) = (&measure.field, &column) {
        fits(view, path, measure.aggregate, column)?;
    }
    let aggregate = if column.is_none() { Aggregate::Count } else { measure.aggregate };
    match aggregate {
        Aggregate::Count => select.expr(counted.count()),
        Aggregate::CountDistinct => select.expr(counted.count_distinct()),
        Aggregate::Sum | Aggregate::Average => {
            let high = whole(Expr::from(Func::sum(counted.clone().div(HALF))));
            let low = whole(Expr::from(Func::sum(counted.clone().modulo(HALF))));
            select.expr(counted.count()).expr(high).expr(low)
        }
        Aggregate::Min => select.expr(dialect::smallest(session, counted, column.as_ref().is_some_and(|column| column.scalar == Scalar::Reference))),
        Aggregate::Max => select.expr(dialect::largest(session, counted, column.as_ref().is_some_and(|column| column.scalar == Scalar::Reference))),
    };
    Ok(Counter { aggregate, column })
}

fn fits(view: &View<'_>, path: &FieldPath, aggregate: Aggregate, column: &Column) -> Result<(), StoreError> {
    let sums = matches!(aggregate, Aggregate::Sum | Aggregate::Average);
    if sums && !matches!(column.scalar, Scalar::Number { .. }) {
        let value_type: Option<&ValueType> = view.table.type_of(path);
        return Err(unfit(view, path, &format!("{value_type:?} does not add up")));
    }
    Ok(())
}

/// PostgreSQL answers sums of whole numbers as NUMERIC; the halves always fit a whole number.
fn whole(sum: Expr) -> Expr {
    sum.cast_as(name("BIGINT"))
}

fn read(row: &QueryResult, keys: &[Key], counters: &[Counter]) -> Result<CountedRow, StoreError> {
    let mut index = 0;
    let mut values = Vec::with_capacity(keys.len());
    for key in keys {
        values.push(match key.grain {
            None => decode(row, index, key.column.scalar)?,
            Some(grain) => row.try_get_by_index::<Option<i64>>(index)?.and_then(|number| first_day(number, grain)).map_or(Value::Blank, Value::Date),
        });
        index += 1;
    }
    let mut parts = Vec::with_capacity(counters.len());
    for counter in counters {
        let (part, columns) = read_parts(row, index, counter)?;
        parts.push(part);
        index += columns;
    }
    Ok(CountedRow { keys: values, parts })
}

fn read_parts(row: &QueryResult, index: usize, counter: &Counter) -> Result<(Parts, usize), StoreError> {
    let number = |index: usize| row.try_get_by_index::<Option<i64>>(index).map(Option::unwrap_or_default);
    let nothing = Parts::default();
    Ok(match (counter.aggregate, &counter.column) {
        (Aggregate::Count, _) => (Parts { count: number(index)?, ..nothing }, 1),
        (Aggregate::CountDistinct, _) => (Parts { distinct: number(index)?, ..nothing }, 1),
        (Aggregate::Sum | Aggregate::Average, column) => {
            let sum = Decimal::from(number(index + 1)?) * Decimal::from(HALF) + Decimal::from(number(index + 2)?);
            let scale = if let Some(Column { scalar: Scalar::Number { scale }, .. }) = column { *scale } else { 0 };
            (Parts { count: number(index)?, sum: sum * Decimal::new(1, scale), ..nothing }, 3)
        }
        (Aggregate::Min, Some(column)) => (Parts { min: decode(row, index, column.scalar)?, ..nothing }, 1),
        (Aggregate::Max, Some(column)) => (Parts { max: decode(row, index, column.scalar)?, ..nothing }, 1),
        (Aggregate::Min | Aggregate::Max, None) => (nothing, 1),
    })
}
