//! Lists: sets, order, parts, series.

use super::Kind::{Any, Bool, List, Number, Shown};
use super::{Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, to_bool, value_error};
use crate::exact::Exact;
use crate::fold::compare_folded;
use crate::operators::{checked, equal, order};
use rust_decimal::prelude::ToPrimitive;
use std::cmp::Ordering;
use value::{Decimal, Value};

pub(super) static FUNCTIONS: &[&Function] =
    &[&SORT, &SORTBY, &REVERSE, &TAKE, &DROP, &ROWS, &COLUMNS, &FLATTEN, &UNION, &INTERSECT, &DIFFERENCE, &JOIN, &SEQUENCE, &FREQUENCY];

const LIST: Param = Param::new("list", "列", List);
const COUNT: Param = Param::new("count", "个数", Number);
const SIZE: usize = std::mem::size_of::<Value>();

/// The rows of a table, or the items of a list as rows of one.
pub(super) fn table(value: &Value) -> Vec<Vec<Value>> {
    match value {
        Value::List(rows) => rows.iter().map(|row| if let Value::List(cells) = row { cells.clone() } else { vec![row.clone()] }).collect(),
        single => vec![vec![single.clone()]],
    }
}

/// Whether a value is a table: a list with lists in it.
pub(super) fn is_table(value: &Value) -> bool {
    matches!(value, Value::List(rows) if rows.iter().any(|row| matches!(row, Value::List(_))))
}

/// Rows as they came: as a table, or as a plain list.
fn written(rows: Vec<Vec<Value>>, as_table: bool) -> Value {
    if as_table { Value::List(rows.into_iter().map(Value::List).collect()) } else { Value::List(rows.into_iter().flatten().collect()) }
}

/// Numbers and days before texts before yes/no; blanks come last whatever the direction.
fn sorting(a: &Value, b: &Value, descending: bool, call: &Call<'_, '_>) -> Ordering {
    let rank = |value: &Value| match value {
        Value::Number(_) => 0,
        Value::Date(_) | Value::Instant(_) | Value::Time(_) => 1,
        Value::Text(_) | Value::Choice(_) => 2,
        Value::Bool(_) => 3,
        _ => 4,
    };
    if a.is_blank() || b.is_blank() {
        return a.is_blank().cmp(&b.is_blank());
    }
    let found = rank(a).cmp(&rank(b)).then_with(|| match (a, b) {
        (Value::Text(a), Value::Text(b)) => compare_folded(a, b),
        _ => order(a, b, call.evaluator.zone()).ok().flatten().unwrap_or(Ordering::Equal),
    });
    if descending { found.reverse() } else { found }
}

static BLANK: Value = Value::Blank;

/// The places of some keys in their order; equal ones stay as they stand.
fn order_of(call: &Call<'_, '_>, keys: &[&Value], descending: bool) -> Vec<usize> {
    let mut places: Vec<usize> = (0..keys.len()).collect();
    let key = |place: usize| keys.get(place).copied().unwrap_or(&BLANK);
    places.sort_unstable_by(|a, b| sorting(key(*a), key(*b), descending, call).then(a.cmp(b)));
    places
}

fn placed(rows: &[Vec<Value>], places: &[usize]) -> Vec<Vec<Value>> {
    places.iter().filter_map(|place| rows.get(*place).cloned()).collect()
}

fn transposed(rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    (0..width).map(|column| rows.iter().map(|row| row.get(column).cloned().unwrap_or_default()).collect()).collect()
}

/// Whether the direction is downward: -1; 1 or nothing is upward.
fn descending(call: &Call<'_, '_>, index: usize) -> Eval<bool> {
    match call.int_or(index, 1)? {
        1 => Ok(false),
        -1 => Ok(true),
        _ => value_error("次序只能是 1 或 -1 / the order must be 1 or -1"),
    }
}

/// Pays for copying and sorting so many cells.
fn pay(call: &Call<'_, '_>, cells: usize) -> Eval<()> {
    call.evaluator.spend(cells.saturating_mul(4))?;
    call.evaluator.reserve(cells.saturating_mul(SIZE))
}

function!(
    SORT = "SORT",
    "排序",
    Aggregate,
    [LIST, Param::optional("by", "按第几列", Number), Param::optional("order", "次序", Number), Param::optional("columns", "排列各列", Bool)],
    Returns::ListOf(0),
    ("按大小排列，次序 -1 为倒序；对表可按第几列排", "In order; -1 for downward. The rows of a table by a column"),
    (r#"TEXTJOIN(",", TRUE, SORT({3, 1, 2}))"#, "1,2,3"),
    Eager(|call| {
        let (down, sideways) = (descending(call, 2)?, call.given(3) && to_bool(call.value(3))?);
        let as_table = is_table(call.value(0));
        let by = call.int_or(1, 1)?.checked_sub(1).and_then(|by| usize::try_from(by).ok());
        let sideways = sideways && as_table;
        let mut rows = if sideways { transposed(table(call.value(0))) } else { table(call.value(0)) };
        pay(call, rows.iter().map(Vec::len).sum())?;
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let Some(by) = by.filter(|by| *by < width.max(1)) else { return value_error("没有这一列 / there is no such column") };
        let keys: Vec<&Value> = rows.iter().map(|row| row.get(by).unwrap_or(&BLANK)).collect();
        rows = placed(&rows, &order_of(call, &keys, down));
        Ok(written(if sideways { transposed(rows) } else { rows }, as_table))
    }),
);

function!(
    SORTBY = "SORTBY",
    "按另一列排序",
    Aggregate,
    [LIST, Param::new("keys", "排序列", List), Param::optional("order", "次序", Number)],
    Returns::ListOf(0),
    ("按另一列的大小排列", "In the order of another list"),
    (r#"TEXTJOIN(",", TRUE, SORTBY({"a", "b", "c"}, {3, 1, 2}))"#, "b,c,a"),
    Eager(|call| {
        let (items, keys, down) = (table(call.value(0)), call.items(1)?, descending(call, 2)?);
        if items.len() != keys.len() {
            return value_error("各列的项数不同 / the lists differ in length");
        }
        pay(call, items.len())?;
        Ok(written(placed(&items, &order_of(call, &keys, down)), is_table(call.value(0))))
    }),
);

function!(
    REVERSE = "REVERSE",
    "倒序",
    Aggregate,
    [LIST],
    Returns::ListOf(0),
    ("把列倒过来", "The list from its end"),
    (r#"TEXTJOIN(",", TRUE, REVERSE({1, 2, 3}))"#, "3,2,1"),
    Eager(|call| {
        let mut rows = table(call.value(0));
        pay(call, rows.len())?;
        rows.reverse();
        Ok(written(rows, is_table(call.value(0))))
    }),
);

/// A part of a list: so many from the beginning, or from the end where the count is negative; all where there is no count.
fn part<T>(items: Vec<T>, count: Option<i64>, keep: bool) -> Vec<T> {
    let Some(count) = count else { return items };
    let length = items.len();
    let wanted = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX).min(length);
    let (from, to) = match (keep, count >= 0) {
        (true, true) => (0, wanted),
        (true, false) => (length - wanted, length),
        (false, true) => (wanted, length),
        (false, false) => (0, length - wanted),
    };
    items.into_iter().skip(from).take(to - from).collect()
}

fn rows_and_columns(call: &Call<'_, '_>, keep: bool) -> Eval<Value> {
    let count = |index: usize| if call.value(index).is_blank() { Ok(None) } else { call.int(index).map(Some) };
    let (rows, columns) = (count(1)?, count(2)?);
    let all = table(call.value(0));
    pay(call, all.iter().map(Vec::len).sum())?;
    let kept = part(all, rows, keep).into_iter().map(|row| part(row, columns, keep)).collect();
    Ok(written(kept, is_table(call.value(0))))
}

const COLUMNS_COUNT: Param = Param::optional("columns", "列数", Number);

function!(
    TAKE = "TAKE",
    "取若干项",
    Aggregate,
    [LIST, COUNT, COLUMNS_COUNT],
    Returns::ListOf(0),
    ("开头的若干项，负数从末尾取", "The first items, or the last ones for a negative count"),
    (r#"TEXTJOIN(",", TRUE, TAKE({1, 2, 3}, -2))"#, "2,3"),
    Eager(|call| rows_and_columns(call, true)),
);
function!(
    DROP = "DROP",
    "去若干项",
    Aggregate,
    [LIST, COUNT, COLUMNS_COUNT],
    Returns::ListOf(0),
    ("去掉开头的若干项，负数从末尾去", "Without the first items, or without the last ones for a negative count"),
    (r#"TEXTJOIN(",", TRUE, DROP({1, 2, 3}, 1))"#, "2,3"),
    Eager(|call| rows_and_columns(call, false)),
);
function!(
    ROWS = "ROWS",
    "表的行数",
    Aggregate,
    [Param::new("list", "列", Any)],
    Returns::Number,
    ("列有几项，表或子表有几行，空值也算", "How many items a list has, how many rows a table; blanks count"),
    ("ROWS({1, 2; 3, 4; 5, 6})", "3"),
    Eager(|call| Ok(Value::Number(match call.value(0) {
        Value::List(items) => items.len().into(),
        Value::Rows(rows) => rows.len().into(),
        Value::Blank => Decimal::ZERO,
        _ => Decimal::ONE,
    }))),
);
function!(
    COLUMNS = "COLUMNS",
    "表的列数",
    Aggregate,
    [LIST],
    Returns::Number,
    ("表有几列，单独的一列为 1", "How many columns a table has; a list has one"),
    ("COLUMNS({1, 2; 3, 4; 5, 6})", "2"),
    Eager(|call| Ok(Value::Number(table(call.value(0)).iter().map(Vec::len).max().unwrap_or(0).into()))),
);
function!(
    FLATTEN = "FLATTEN", "展平", Aggregate, [LIST] repeat 1, Returns::ListOf(0),
    ("把各列和表的所有项放进一列", "All items of lists and tables in one list"), ("COUNT(FLATTEN({1, 2; 3, 4}, 5))", "5"),
    Eager(|call| {
        let mut all = Vec::new();
        for index in 0..call.args.len() {
            let items = call.items(index)?;
            pay(call, items.len())?;
            all.extend(items.into_iter().cloned());
        }
        Ok(Value::List(all))
    }),
);

fn holds(items: &[Value], wanted: &Value, call: &Call<'_, '_>) -> Eval<bool> {
    call.evaluator.spend(items.len())?;
    for item in items {
        if equal(item, wanted, call.evaluator.zone())? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The items of a list that are kept, each once, blanks left out.
fn kept(call: &Call<'_, '_>, items: Vec<&Value>, mut found: Vec<Value>, keep: impl Fn(&Value) -> Eval<bool>) -> Eval<Vec<Value>> {
    for item in items {
        if !item.is_blank() && keep(item)? && !holds(&found, item, call)? {
            call.evaluator.reserve(SIZE)?;
            found.push(item.clone());
        }
    }
    Ok(found)
}

function!(
    UNION = "UNION", "并集", Aggregate, [LIST] repeat 1, Returns::ListOf(0),
    ("各列的值，每个只留一个", "The values of all lists, each once"), (r#"TEXTJOIN(",", TRUE, UNION({1, 2}, {2, 3}))"#, "1,2,3"),
    Eager(|call| {
        let all = (0..call.args.len()).try_fold(Vec::new(), |found, index| kept(call, call.items(index)?, found, |_| Ok(true)));
        all.map(Value::List)
    }),
);
function!(
    INTERSECT = "INTERSECT",
    "交集",
    Aggregate,
    [LIST, Param::new("other", "另一列", List)],
    Returns::ListOf(0),
    ("两列都有的值", "The values that both lists hold"),
    (r#"TEXTJOIN(",", TRUE, INTERSECT({1, 2, 3}, {2, 3, 4}))"#, "2,3"),
    Eager(|call| {
        let other: Vec<Value> = call.items(1)?.into_iter().cloned().collect();
        kept(call, call.items(0)?, Vec::new(), |item| holds(&other, item, call)).map(Value::List)
    }),
);
function!(
    DIFFERENCE = "DIFFERENCE",
    "差集",
    Aggregate,
    [LIST, Param::new("other", "另一列", List)],
    Returns::ListOf(0),
    ("前一列有而后一列没有的值", "The values of the first list that the other does not hold"),
    (r#"TEXTJOIN(",", TRUE, DIFFERENCE({1, 2, 3}, {2}))"#, "1,3"),
    Eager(|call| {
        let other: Vec<Value> = call.items(1)?.into_iter().cloned().collect();
        kept(call, call.items(0)?, Vec::new(), |item| holds(&other, item, call).map(|known| !known)).map(Value::List)
    }),
);
function!(
    JOIN = "JOIN",
    "合并成文本",
    Aggregate,
    [Param::new("list", "列", Shown), Param::optional("separator", "分隔符", super::Kind::Text)],
    Returns::Text,
    ("把列的各项用分隔符连成文本，默认为顿号，空值不计", "The items joined by a separator, 、 if none is given; blanks are passed over"),
    (r#"JOIN({"甲", "乙"}, "/")"#, "甲/乙"),
    Eager(|call| {
        let separator = if call.given(1) { call.text(1)? } else { "、".into() };
        let mut joined = String::new();
        for item in call.items(0)?.into_iter().filter(|item| !item.is_blank()) {
            let part = call.evaluator.text(item)?;
            call.evaluator.reserve(part.len() + separator.len())?;
            if !joined.is_empty() {
                joined.push_str(&separator);
            }
            joined.push_str(&part);
        }
        Ok(Value::Text(joined))
    }),
);
function!(
    SEQUENCE = "SEQUENCE",
    "数列",
    Aggregate,
    [COUNT, Param::optional("start", "起始", Number), Param::optional("step", "步长", Number)],
    Returns::Any,
    ("等差数列，最多一万项", "Numbers at equal steps, ten thousand at most"),
    (r#"JOIN(SEQUENCE(4, 10, 5), ",")"#, "10,15,20,25"),
    Eager(|call| {
        let Some(count) = call.number(0)?.trunc().to_usize().filter(|count| *count <= 10_000) else {
            return Err(value::ErrorValue::new(value::ErrorCode::Limit, "数列最多一万项 / ten thousand items at most"));
        };
        pay(call, count)?;
        let (mut next, step) = (call.number_or(1, 1)?, call.number_or(2, 1)?);
        let mut numbers = Vec::with_capacity(count);
        for _ in 0..count {
            numbers.push(Value::Number(next));
            next = checked(next.plus(step))?;
        }
        Ok(Value::List(numbers))
    }),
);
function!(
    FREQUENCY = "FREQUENCY",
    "频数",
    Statistics,
    [LIST, Param::new("bounds", "上限列", List)],
    Returns::Any,
    ("各区间有几个数字，最后一项是超过所有上限的", "How many numbers lie in each interval; the last item counts those above all bounds"),
    (r#"JOIN(FREQUENCY({1, 2, 5, 9}, {2, 6}), ",")"#, "2,1,1"),
    Eager(|call| {
        let numbers = |index: usize| -> Eval<Vec<Decimal>> {
            Ok(call.items(index)?.into_iter().filter_map(|item| if let Value::Number(value) = item { Some(*value) } else { None }).collect())
        };
        let (mut values, mut bounds) = (numbers(0)?, numbers(1)?);
        values.sort_unstable();
        bounds.sort_unstable();
        pay(call, values.len() + bounds.len())?;
        let up_to: Vec<usize> = bounds.iter().map(|bound| values.partition_point(|value| value <= bound)).chain([values.len()]).collect();
        let counts = up_to.iter().scan(0, |before, count| {
            let here = count - *before;
            *before = *count;
            Some(Value::Number(here.into()))
        });
        Ok(Value::List(counts.collect()))
    }),
);
