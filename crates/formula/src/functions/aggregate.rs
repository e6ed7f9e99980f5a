//! Totals over lists and columns of sub-tables.

use super::Kind::{Any, List, Number, Numbers};
use super::math::numbers;
use super::{BASE, Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, num_error, value_error};
use crate::exact::Exact;
use crate::operators::{checked, equal};
use rust_decimal::prelude::ToPrimitive;
use std::cmp::Ordering;
use value::{Decimal, ErrorCode, ErrorValue, Value};

pub(super) static FUNCTIONS: &[&Function] =
    &[&SUM, &AVERAGE, &COUNT, &COUNTA, &COUNTBLANK, &MIN, &MAX, &MEDIAN, &LARGE, &SMALL, &UNIQUE, &FIRST, &LAST, &INDEX, &ARRAY];

const NUMBERS: Param = Param::new("number", "数字", Numbers);
const LIST: Param = Param::new("list", "列", List);

fn number(value: Decimal) -> Eval<Value> {
    Ok(Value::Number(value))
}

pub(super) fn sum_of(numbers: &[Decimal]) -> Eval<Decimal> {
    checked(numbers.iter().try_fold(Decimal::ZERO, |sum, value| sum.plus(*value)))
}

pub(super) fn average_of(numbers: &[Decimal]) -> Eval<Decimal> {
    let count = Decimal::from(numbers.len());
    if count.is_zero() {
        return Err(ErrorValue::new(ErrorCode::Div0, "没有可以平均的数字 / there is no number to average"));
    }
    checked(sum_of(numbers)?.over(count))
}

static SUM: Function = Function {
    name: "SUM",
    zh: word("求和"),
    group: Group::Aggregate,
    params: &[NUMBERS],
    repeat: 1,
    returns: Returns::Number,
    help: words("所有数字之和，空值不计", "The sum of all numbers; blanks are passed over"),
    example: words("SUM({1, 2, 3}, 4)", "10"),
    body: Body::Eager(|call| number(sum_of(&numbers(call, 0)?)?)),
    ..BASE
};

static AVERAGE: Function = Function {
    name: "AVERAGE",
    zh: word("平均"),
    group: Group::Aggregate,
    params: &[NUMBERS],
    repeat: 1,
    returns: Returns::Number,
    help: words("所有数字的平均值，空值不计", "The average of all numbers; blanks are passed over"),
    example: words("AVERAGE({2, 4}, {8, 16})", "7.5"),
    body: Body::Eager(|call| number(average_of(&numbers(call, 0)?)?)),
    ..BASE
};

/// All items of all arguments, errors among them.
fn everything<'c>(call: &Call<'c, '_>) -> Eval<Vec<&'c Value>> {
    let mut all = Vec::new();
    for index in 0..call.args.len() {
        all.extend(call.items(index)?);
    }
    Ok(all)
}

fn count(call: &Call<'_, '_>, counts: fn(&Value) -> bool) -> Eval<Value> {
    number(Decimal::from(everything(call)?.into_iter().filter(|value| counts(value)).count()))
}

static COUNT: Function = Function {
    name: "COUNT",
    zh: word("数字个数"),
    group: Group::Aggregate,
    params: &[Param::new("value", "值", Any)],
    repeat: 1,
    returns: Returns::Number,
    help: words("数字有几个", "How many numbers there are"),
    example: words(r#"COUNT({1, "a", 3})"#, "2"),
    body: Body::Tolerant(|call| count(call, |value| matches!(value, Value::Number(_) | Value::Date(_) | Value::Instant(_)))),
    ..BASE
};

static COUNTA: Function = Function {
    name: "COUNTA",
    zh: word("非空个数"),
    group: Group::Aggregate,
    params: &[Param::optional("value", "值", Any)],
    repeat: 1,
    returns: Returns::Number,
    help: words("非空的值有几个", "How many values are not blank"),
    example: words(r#"COUNTA({1, "a", ""})"#, "2"),
    body: Body::Tolerant(|call| count(call, |value| !value.is_blank())),
    ..BASE
};

static COUNTBLANK: Function = Function {
    name: "COUNTBLANK",
    zh: word("空值个数"),
    group: Group::Aggregate,
    params: &[Param::optional("value", "值", Any)],
    repeat: 1,
    returns: Returns::Number,
    help: words("空的值有几个", "How many values are blank"),
    example: words(r#"COUNTBLANK({1, "a", ""})"#, "1"),
    body: Body::Tolerant(|call| count(call, Value::is_blank)),
    ..BASE
};

/// The least or greatest; days are compared as days.
fn extreme(call: &Call<'_, '_>, wanted: Ordering) -> Eval<Value> {
    let mut found: Option<&Value> = None;
    for index in 0..call.args.len() {
        for item in call.items(index)? {
            match item {
                Value::Error(error) => return Err(error.clone()),
                Value::Number(_) | Value::Date(_) | Value::Instant(_) | Value::Time(_) => {
                    let better = |best: &Value| crate::operators::order(item, best, call.evaluator.zone()).map(|order| order == Some(wanted));
                    if found.map_or(Ok(true), better)? {
                        found = Some(item);
                    }
                }
                _ => {}
            }
        }
    }
    Ok(found.cloned().unwrap_or(Value::Number(Decimal::ZERO)))
}

static MIN: Function = Function {
    name: "MIN",
    zh: word("最小值"),
    group: Group::Aggregate,
    params: &[Param::new("value", "值", Any)],
    repeat: 1,
    returns: Returns::Item(0),
    help: words("最小的数字或最早的日期，空值不计", "The least number or the earliest date; blanks are passed over"),
    example: words("MIN(3, {1, 2})", "1"),
    body: Body::Eager(|call| extreme(call, Ordering::Less)),
    ..BASE
};

static MAX: Function = Function {
    name: "MAX",
    zh: word("最大值"),
    group: Group::Aggregate,
    params: &[Param::new("value", "值", Any)],
    repeat: 1,
    returns: Returns::Item(0),
    help: words("最大的数字或最晚的日期，空值不计", "The greatest number or the latest date; blanks are passed over"),
    example: words("MAX(3, {1, 2})", "3"),
    body: Body::Eager(|call| extreme(call, Ordering::Greater)),
    ..BASE
};

fn sorted(call: &Call<'_, '_>) -> Eval<Vec<Decimal>> {
    let mut found = numbers(call, 0)?;
    found.sort_unstable();
    Ok(found)
}

static MEDIAN: Function = Function {
    name: "MEDIAN",
    zh: word("中位数"),
    group: Group::Aggregate,
    params: &[NUMBERS],
    repeat: 1,
    returns: Returns::Number,
    help: words("排在中间的数字", "The number in the middle"),
    example: words("MEDIAN(1, 2, 3, 4, 5, 6)", "3.5"),
    body: Body::Eager(|call| {
        let found = sorted(call)?;
        let upper = found.len() / 2;
        let middle = if found.len() % 2 == 1 {
            vec![found.get(upper)]
        } else {
            vec![upper.checked_sub(1).and_then(|lower| found.get(lower)), found.get(upper)]
        };
        let middle: Vec<Decimal> = middle.into_iter().flatten().copied().collect();
        if middle.is_empty() {
            return num_error("没有数字 / there is no number");
        }
        number(average_of(&middle)?)
    }),
    ..BASE
};

fn kth(call: &Call<'_, '_>, from_the_end: bool) -> Eval<Value> {
    let list = Call { args: call.args.get(..1).unwrap_or_default(), evaluator: call.evaluator, pattern: None };
    let found = sorted(&list)?;
    let place = call.number(1)?.ceil().to_usize().and_then(|place| place.checked_sub(1)).filter(|place| *place < found.len());
    let index = place.map(|place| if from_the_end { found.len() - 1 - place } else { place });
    index.and_then(|index| found.get(index)).map_or_else(|| num_error("没有这么多数字 / there are not so many numbers"), |value| number(*value))
}

const PLACE: Param = Param::new("place", "名次", Number);

static LARGE: Function = Function {
    name: "LARGE",
    zh: word("第几大"),
    group: Group::Aggregate,
    params: &[LIST, PLACE],
    returns: Returns::Number,
    help: words("第几大的数字", "The k-th greatest number"),
    example: words("LARGE({1, 3, 2, 5, 4}, 2)", "4"),
    body: Body::Eager(|call| kth(call, true)),
    ..BASE
};

static SMALL: Function = Function {
    name: "SMALL",
    zh: word("第几小"),
    group: Group::Aggregate,
    params: &[LIST, PLACE],
    returns: Returns::Number,
    help: words("第几小的数字", "The k-th least number"),
    example: words("SMALL({1, 3, 2, 5, 4}, 2)", "2"),
    body: Body::Eager(|call| kth(call, false)),
    ..BASE
};

static UNIQUE: Function = Function {
    name: "UNIQUE",
    zh: word("去重"),
    group: Group::Aggregate,
    params: &[LIST],
    repeat: 1,
    returns: Returns::ListOf(0),
    help: words("每个值只留一个，空值不计", "Every value once; blanks are left out"),
    example: words(r#"COUNTA(UNIQUE({"a", "b", "A"}))"#, "2"),
    body: Body::Eager(|call| {
        let mut kept: Vec<Value> = Vec::new();
        for item in everything(call)? {
            call.evaluator.spend(kept.len())?;
            let mut known = item.is_blank();
            for other in &kept {
                known = known || equal(other, item, call.evaluator.zone())?;
            }
            if !known {
                kept.push(item.clone());
            }
        }
        Ok(Value::List(kept))
    }),
    ..BASE
};

static FIRST: Function = Function {
    name: "FIRST",
    zh: word("第一个"),
    group: Group::Aggregate,
    params: &[LIST],
    returns: Returns::Item(0),
    help: words("第一个非空的值", "The first value that is not blank"),
    example: words(r#"FIRST({"", "b", "c"})"#, "b"),
    body: Body::Eager(|call| Ok(call.items(0)?.into_iter().find(|item| !item.is_blank()).cloned().unwrap_or_default())),
    ..BASE
};

static LAST: Function = Function {
    name: "LAST",
    zh: word("最后一个"),
    group: Group::Aggregate,
    params: &[LIST],
    returns: Returns::Item(0),
    help: words("最后一个非空的值", "The last value that is not blank"),
    example: words(r#"LAST({"a", "b", ""})"#, "b"),
    body: Body::Eager(|call| Ok(call.items(0)?.into_iter().rfind(|item| !item.is_blank()).cloned().unwrap_or_default())),
    ..BASE
};

static INDEX: Function = Function {
    name: "INDEX",
    aliases: &["ARRAYGET"],
    zh: word("第几项"),
    group: Group::Aggregate,
    params: &[LIST, PLACE, Param::optional("column", "列号", Number)],
    returns: Returns::Item(0),
    help: words("列中的第几项，从 1 开始；对表可再给出列号", "The item at this place, counted from 1; of a table, row and column"),
    example: words(r#"INDEX({"a", "b", "c"}, 2)"#, "b"),
    body: Body::Eager(index),
    ..BASE
};

/// A list without lists in it is one row of a table.
fn index(call: &Call<'_, '_>) -> Eval<Value> {
    let places = (1..call.args.len()).map(|index| call.int(index)).collect::<Eval<Vec<_>>>()?;
    if places.iter().any(|place| *place < 1) {
        return value_error("序号从 1 开始 / places are counted from 1");
    }
    let nested = matches!(call.value(0), Value::List(items) if items.iter().any(|item| matches!(item, Value::List(_))));
    let mut found = Some(call.value(0));
    for (level, place) in places.iter().enumerate() {
        let position = usize::try_from(*place).unwrap_or(usize::MAX) - 1;
        let whole_row = !nested && places.len() == 2 && level == 0;
        found = match found {
            Some(row) if whole_row => (position == 0).then_some(row),
            Some(Value::List(items)) => items.get(position),
            Some(single) => (position == 0).then_some(single),
            None => None,
        };
    }
    found.cloned().map_or_else(|| Err(ErrorValue::new(ErrorCode::Ref, "没有这一项 / there is no such item")), Ok)
}

static ARRAY: Function = Function {
    name: "ARRAY",
    aliases: &["LIST"],
    zh: word("列"),
    group: Group::Aggregate,
    params: &[Param::optional("value", "值", Any)],
    repeat: 1,
    returns: Returns::Any,
    help: words("由若干值组成的列，也可写作 {1, 2, 3}", "A list of these values, also written {1, 2, 3}"),
    example: words("SUM(ARRAY(1, 2, 3))", "6"),
    body: Body::Eager(|call| Ok(Value::List(call.args.iter().map(|value| value.clone().into_owned()).collect()))),
    ..BASE
};
