//! Looking up a value in lists, columns and small tables.

use super::Kind::{Any, Bool, CandidateOf, List, Number};
use super::criteria::like;
use super::list::{is_table, table};
use super::{Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, value_error};
use crate::fold::{compare_folded, fold};
use crate::operators::{equal, order};
use std::cmp::Ordering;
use value::{ErrorCode, ErrorValue, Value};

pub(super) static FUNCTIONS: &[&Function] = &[&MATCH, &XLOOKUP, &LOOKUP, &VLOOKUP, &HLOOKUP];

const WANTED: Param = Param::new("value", "查找值", Any);
const LIST: Param = Param::new("list", "查找列", List);
const TABLE: Param = Param::new("table", "表", Any);
const APPROXIMATE: Param = Param::optional("approximate", "近似匹配", Bool);

/// How a value is looked for.
#[derive(Clone, Copy, PartialEq)]
enum Mode {
    /// Equal; a text may have wildcards.
    Exact,
    /// Equal, or else the greatest that is less.
    OrLess,
    /// Equal, or else the least that is greater.
    OrGreater,
}

fn missing<T>() -> Eval<T> {
    Err(ErrorValue::new(ErrorCode::NotAvailable, "没有找到 / not found"))
}

/// The place of a value in a list.
fn find(call: &Call<'_, '_>, wanted: &Value, items: &[&Value], mode: Mode) -> Eval<usize> {
    call.evaluator.spend(items.len())?;
    if wanted.is_blank() {
        return missing();
    }
    if mode == Mode::Exact {
        return exact(call, wanted, items);
    }
    let side = if mode == Mode::OrLess { Ordering::Less } else { Ordering::Greater };
    let mut best: Option<(usize, &Value)> = None;
    for (place, item) in items.iter().enumerate() {
        match ordered(call, item, wanted) {
            Some(Ordering::Equal) => return Ok(place),
            Some(found) if found == side && best.is_none_or(|(_, best)| ordered(call, item, best) == Some(side.reverse())) => {
                best = Some((place, item))
            }
            _ => {}
        }
    }
    best.map_or_else(missing, |(place, _)| Ok(place))
}

/// The order of two values of one kind.
fn ordered(call: &Call<'_, '_>, a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => Some(compare_folded(a, b)),
        (Value::Text(_) | Value::Blank, _) | (_, Value::Text(_) | Value::Blank) => None,
        _ => order(a, b, call.evaluator.zone()).ok().flatten(),
    }
}

fn exact(call: &Call<'_, '_>, wanted: &Value, items: &[&Value]) -> Eval<usize> {
    if let Value::Text(text) = wanted
        && text.contains(['*', '?'])
    {
        let pattern: Vec<char> = fold(text).chars().collect();
        for (place, item) in items.iter().enumerate() {
            if let Value::Text(item) = item {
                call.evaluator.spend(item.len().saturating_mul(pattern.len()) / 32)?;
                if like(&pattern, &fold(item).chars().collect::<Vec<_>>()) {
                    return Ok(place);
                }
            }
        }
        return missing();
    }
    for (place, item) in items.iter().enumerate() {
        if !item.is_blank() && equal(item, wanted, call.evaluator.zone()).unwrap_or(false) {
            return Ok(place);
        }
    }
    missing()
}

fn mode(call: &Call<'_, '_>, index: usize, otherwise: i64) -> Eval<Mode> {
    match call.int_or(index, otherwise)? {
        0 => Ok(Mode::Exact),
        1 => Ok(Mode::OrLess),
        -1 => Ok(Mode::OrGreater),
        _ => value_error("方式只能是 0、1 或 -1 / the mode must be 0, 1 or -1"),
    }
}

function!(
    MATCH = "MATCH",
    "匹配位置",
    Aggregate,
    [WANTED, LIST, Param::optional("mode", "方式", Number)],
    Returns::Number,
    (
        "值在列中的位置：方式 0 相等（可用通配符），1 或省略为不大于它的最大值，-1 为不小于它的最小值",
        "The place of a value in a list: mode 0 equal (wildcards), 1 or none the greatest that is not greater, -1 the least that is not less"
    ),
    (r#"MATCH("b", {"a", "b", "c"}, 0)"#, "2"),
    Eager(|call| {
        let place = find(call, call.value(0), &call.items(1)?, mode(call, 2, 1)?)?;
        Ok(Value::Number((place + 1).into()))
    }),
);

function!(
    XLOOKUP = "XLOOKUP",
    "查找取值",
    Aggregate,
    [
        WANTED,
        Param::new("list", "查找列", CandidateOf(0)),
        Param::new("results", "结果列", List),
        Param::optional("otherwise", "没有时", Any),
        Param::optional("mode", "方式", Number)
    ],
    Returns::Item(2),
    (
        "在查找列中找到值，取结果列同一位置的值；方式 0 相等，-1 或更小，1 或更大",
        "Finds a value in a list and gives the item at its place in another; mode 0 equal, -1 or the next less, 1 or the next greater"
    ),
    (r#"XLOOKUP("b", {"a", "b"}, {10, 20}, 0)"#, "20"),
    Eager(|call| {
        let mode = match call.int_or(4, 0)? {
            0 => Mode::Exact,
            -1 => Mode::OrLess,
            1 => Mode::OrGreater,
            _ => return value_error("方式只能是 0、1 或 -1 / the mode must be 0, 1 or -1"),
        };
        match find(call, call.value(0), &call.items(1)?, mode) {
            Ok(place) => Ok(call.items(2)?.get(place).map(|item| (*item).clone()).unwrap_or_default()),
            Err(error) if error.code == ErrorCode::NotAvailable && call.given(3) => Ok(call.value(3).clone()),
            Err(error) => Err(error),
        }
    }),
);

function!(
    LOOKUP = "LOOKUP",
    "区间查找",
    Aggregate,
    [WANTED, LIST, Param::optional("results", "结果列", List)],
    Returns::Any,
    (
        "不大于查找值的最大值，或它在结果列中对应的值",
        "The greatest item that is not greater than the value, or what stands at its place in another list"
    ),
    (r#"LOOKUP(78, {0, 60, 80}, {"差", "中", "优"})"#, "中"),
    Eager(|call| {
        let place = find(call, call.value(0), &call.items(1)?, Mode::OrLess)?;
        let results = call.items(if call.given(2) { 2 } else { 1 })?;
        results.get(place).map_or_else(missing, |item| Ok((*item).clone()))
    }),
);

/// The rows of a table; a plain list is one row.
fn rows(value: &Value) -> Vec<Vec<Value>> {
    let rows = table(value);
    if is_table(value) { rows } else { vec![rows.into_iter().flatten().collect()] }
}

/// Looks along the first of the lines and takes the item of another one.
fn across(call: &Call<'_, '_>, lines: &[Vec<Value>]) -> Eval<Value> {
    let line = call.int(2)?.checked_sub(1).and_then(|line| usize::try_from(line).ok());
    let Some(line) = line else { return value_error("序号从 1 开始 / places are counted from 1") };
    let approximate = !call.given(3) || call.bool(3)?;
    let keys: Vec<&Value> = lines.first().into_iter().flatten().collect();
    let place = find(call, call.value(0), &keys, if approximate { Mode::OrLess } else { Mode::Exact })?;
    match lines.get(line) {
        Some(line) => Ok(line.get(place).cloned().unwrap_or_default()),
        None => Err(ErrorValue::new(ErrorCode::Ref, "表没有这么多行列 / the table has not so many lines")),
    }
}

fn sideways(rows: &[Vec<Value>]) -> Vec<Vec<Value>> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    (0..width).map(|column| rows.iter().map(|row| row.get(column).cloned().unwrap_or_default()).collect()).collect()
}

fn paid(call: &Call<'_, '_>) -> Eval<Vec<Vec<Value>>> {
    let rows = rows(call.value(1));
    call.evaluator.spend(rows.iter().map(Vec::len).sum())?;
    Ok(rows)
}

function!(
    VLOOKUP = "VLOOKUP",
    "纵向查找",
    Aggregate,
    [WANTED, TABLE, Param::new("column", "第几列", Number), APPROXIMATE],
    Returns::Any,
    (
        "在表的第一列找到值，取同一行第几列的值；默认近似匹配",
        "Finds a value in the first column of a table and gives another cell of its row; approximate if not FALSE"
    ),
    (r#"VLOOKUP("B", {"A", 1; "B", 2}, 2, FALSE)"#, "2"),
    Eager(|call| across(call, &sideways(&paid(call)?))),
);
function!(
    HLOOKUP = "HLOOKUP",
    "横向查找",
    Aggregate,
    [WANTED, TABLE, Param::new("row", "第几行", Number), APPROXIMATE],
    Returns::Any,
    (
        "在表的第一行找到值，取同一列第几行的值；默认近似匹配",
        "Finds a value in the first row of a table and gives another cell of its column; approximate if not FALSE"
    ),
    (r#"HLOOKUP("B", {"A", "B"; 1, 2}, 2, FALSE)"#, "2"),
    Eager(|call| across(call, &paid(call)?)),
);
