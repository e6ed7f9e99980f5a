//! Sub-tables row by row: a value or condition is calculated in every row, then summed, counted, chosen.

use super::Kind::{EachRow, Table};
use super::{Body, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, to_number};
use crate::eval::{Evaluator, Node};
use crate::exact::Exact;
use crate::operators::{checked, order};
use std::borrow::Cow;
use std::cmp::Ordering;
use value::{Decimal, ErrorCode, ErrorValue, Value};

pub(super) static FUNCTIONS: &[&Function] =
    &[&SUMROWS, &COUNTROWS, &AVERAGEROWS, &MAXROWS, &MINROWS, &MAPROWS, &FILTERROWS, &FIRSTROW, &LASTROW, &ANYROW, &ALLROWS];

const TABLE: Param = Param::new("table", "子表", Table);
const VALUE: Param = Param::new("value", "每行的值", EachRow);
const CONDITION: Param = Param::new("condition", "每行的条件", EachRow);
const WHERE: Param = Param::optional("condition", "每行的条件", EachRow);

/// The rows of a table that fulfil a condition, by their places.
fn rows(evaluator: &Evaluator<'_>, table: &Node, condition: Option<&Node>) -> Eval<Vec<usize>> {
    let count = match &*evaluator.eval(table)? {
        Value::Rows(rows) => rows.len(),
        Value::List(items) => items.len(),
        _ => 0,
    };
    evaluator.reserve(count.saturating_mul(8))?;
    let mut chosen = Vec::new();
    for row in 0..count {
        if condition.map_or(Ok(true), |condition| evaluator.test_in_row(condition, row))? {
            chosen.push(row);
        }
    }
    Ok(chosen)
}

/// The values of the rows that fulfil the condition.
fn values(evaluator: &Evaluator<'_>, table: &Node, value: &Node, condition: Option<&Node>) -> Eval<Vec<Value>> {
    let rows = rows(evaluator, table, condition)?;
    rows.into_iter().map(|row| evaluator.kept(evaluator.eval_in_row(value, row)?)).collect()
}

/// The values of `FUNCTION(table, value, [condition])`.
fn given(evaluator: &Evaluator<'_>, args: &[Node]) -> Eval<Vec<Value>> {
    match args {
        [table, value, rest @ ..] => values(evaluator, table, value, rest.first()),
        _ => Ok(Vec::new()),
    }
}

fn sum(values: &[Value]) -> Eval<Decimal> {
    values.iter().try_fold(Decimal::ZERO, |sum, value| checked(sum.plus(to_number(value)?)))
}

fn number<'n>(number: Decimal) -> Eval<Cow<'n, Value>> {
    Ok(Cow::Owned(Value::Number(number)))
}

function!(
    SUMROWS = "SUMROWS",
    "逐行求和",
    Rows,
    [TABLE, VALUE, WHERE],
    Returns::Number,
    ("子表每行先算出值再求和，可只算符合条件的行", "The sum of a value that is calculated in every row, or in those that fulfil a condition"),
    ("SUMROWS({lines}, {lines.price} * {lines.qty})", "0"),
    Lazy(|evaluator, args| number(sum(&given(evaluator, args)?)?)),
);

function!(
    COUNTROWS = "COUNTROWS",
    "行数",
    Rows,
    [TABLE, WHERE],
    Returns::Number,
    ("子表有几行，或有几行符合条件", "How many rows there are, or how many fulfil a condition"),
    ("COUNTROWS({lines}, {lines.qty} > 5)", "0"),
    Lazy(|evaluator, args| match args {
        [table, rest @ ..] => number(Decimal::from(rows(evaluator, table, rest.first())?.len())),
        [] => number(Decimal::ZERO),
    }),
);

function!(
    AVERAGEROWS = "AVERAGEROWS",
    "逐行平均",
    Rows,
    [TABLE, VALUE, WHERE],
    Returns::Number,
    ("子表每行先算出值再求平均，空值不计", "The average of a value that is calculated in every row; blanks are passed over"),
    ("IFERROR(AVERAGEROWS({lines}, {lines.price}), 0)", "0"),
    Lazy(|evaluator, args| {
        let mut found = given(evaluator, args)?;
        found.retain(|value| !value.is_blank());
        if found.is_empty() {
            return Err(ErrorValue::new(ErrorCode::Div0, "没有可以平均的数字 / there is no number to average"));
        }
        number(checked(sum(&found)?.over(Decimal::from(found.len())))?)
    }),
);

/// The least or greatest value of the rows; 0 when there is none.
fn extreme<'n>(evaluator: &Evaluator<'_>, args: &[Node], wanted: Ordering) -> Eval<Cow<'n, Value>> {
    let mut found: Option<Value> = None;
    for value in given(evaluator, args)? {
        let better = |best: &Value| order(&value, best, evaluator.zone()).map(|order| order == Some(wanted));
        if !value.is_blank() && found.as_ref().map_or(Ok(true), better)? {
            found = Some(value);
        }
    }
    Ok(Cow::Owned(found.unwrap_or(Value::Number(Decimal::ZERO))))
}

function!(
    MAXROWS = "MAXROWS",
    "逐行最大",
    Rows,
    [TABLE, VALUE, WHERE],
    Returns::Same(1),
    ("子表各行的值中最大的，空值不计", "The greatest of a value that is calculated in every row; blanks are passed over"),
    ("MAXROWS({lines}, {lines.price} * {lines.qty})", "0"),
    Lazy(|evaluator, args| extreme(evaluator, args, Ordering::Greater)),
);

function!(
    MINROWS = "MINROWS",
    "逐行最小",
    Rows,
    [TABLE, VALUE, WHERE],
    Returns::Same(1),
    ("子表各行的值中最小的，空值不计", "The least of a value that is calculated in every row; blanks are passed over"),
    ("MINROWS({lines}, {lines.price} * {lines.qty})", "0"),
    Lazy(|evaluator, args| extreme(evaluator, args, Ordering::Less)),
);

function!(
    MAPROWS = "MAPROWS",
    "逐行取值",
    Rows,
    [TABLE, VALUE],
    Returns::ListOf(1),
    ("子表每行的值组成一列", "The values that are calculated in every row, as a list"),
    (r#"TEXTJOIN("、", TRUE, MAPROWS({lines}, {lines.name} & {lines.qty}))"#, ""),
    Lazy(|evaluator, args| given(evaluator, args).map(|found| Cow::Owned(Value::List(found)))),
);

function!(
    FILTERROWS = "FILTERROWS",
    "筛选行取值",
    Rows,
    [TABLE, CONDITION, VALUE],
    Returns::ListOf(2),
    ("符合条件的行的值组成一列", "The values of the rows that fulfil a condition, as a list"),
    (r#"COUNTA(FILTERROWS({lines}, {lines.qty} > 5, {lines.name}))"#, "0"),
    Lazy(|evaluator, args| match args {
        [table, condition, value, ..] => values(evaluator, table, value, Some(condition)).map(|found| Cow::Owned(Value::List(found))),
        _ => Ok(Cow::Owned(Value::List(Vec::new()))),
    }),
);

/// The value of one of the rows that fulfil the condition.
fn one<'n>(evaluator: &'n Evaluator<'n>, args: &'n [Node], choose: fn(Vec<usize>) -> Option<usize>) -> Eval<Cow<'n, Value>> {
    let [table, condition, value, ..] = args else { return Ok(Cow::Owned(Value::Blank)) };
    match choose(rows(evaluator, table, Some(condition))?) {
        Some(row) => evaluator.eval_in_row(value, row),
        None => Ok(Cow::Owned(Value::Blank)),
    }
}

function!(
    FIRSTROW = "FIRSTROW",
    "首个符合行",
    Rows,
    [TABLE, CONDITION, VALUE],
    Returns::Same(2),
    ("第一个符合条件的行的值，没有时为空", "The value of the first row that fulfils a condition; blank if there is none"),
    (r#"IFBLANK(FIRSTROW({lines}, {lines.qty} > 5, {lines.name}), "无")"#, "无"),
    Lazy(|evaluator, args| one(evaluator, args, |rows| rows.first().copied())),
);

function!(
    LASTROW = "LASTROW",
    "末个符合行",
    Rows,
    [TABLE, CONDITION, VALUE],
    Returns::Same(2),
    ("最后一个符合条件的行的值，没有时为空", "The value of the last row that fulfils a condition; blank if there is none"),
    (r#"IFBLANK(LASTROW({lines}, {lines.qty} > 5, {lines.name}), "无")"#, "无"),
    Lazy(|evaluator, args| one(evaluator, args, |rows| rows.last().copied())),
);

function!(
    ANYROW = "ANYROW",
    "任一行符合",
    Rows,
    [TABLE, CONDITION],
    Returns::Bool,
    ("至少有一行符合条件", "Whether at least one row fulfils a condition"),
    ("ANYROW({lines}, {lines.qty} > 5)", "FALSE"),
    Condition(|evaluator, args| match args {
        [table, condition, ..] => Ok(!rows(evaluator, table, Some(condition))?.is_empty()),
        _ => Ok(false),
    }),
);

function!(
    ALLROWS = "ALLROWS",
    "每行都符合",
    Rows,
    [TABLE, CONDITION],
    Returns::Bool,
    ("每一行都符合条件（没有行时成立）", "Whether every row fulfils a condition; without rows it holds"),
    ("ALLROWS({lines}, {lines.qty} > 5)", "TRUE"),
    Condition(|evaluator, args| match args {
        [table, condition, ..] => Ok(rows(evaluator, table, Some(condition))?.len() == rows(evaluator, table, None)?.len()),
        _ => Ok(true),
    }),
);
