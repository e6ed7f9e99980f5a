//! Totals of the items that fulfil a criterion: `">2"`, `"<>a"`, `"张*"`, or a value that is equal.

use super::Kind::{Any, List};
use super::aggregate::{average_of, sum_of};
use super::{BASE, Body, Call, Function, Group, Param, Returns, word, words};
use crate::ast::Comparison;
use crate::coerce::{Eval, parse_local, value_error};
use crate::fold::{compare_folded, fold, same_text};
use crate::operators::compares;
use std::cmp::Ordering;
use value::{Decimal, Value, parse_decimal};

pub(super) static FUNCTIONS: &[&Function] = &[&COUNTIF, &COUNTIFS, &SUMIF, &SUMIFS, &AVERAGEIF, &AVERAGEIFS, &MAXIFS, &MINIFS];

const LIST: Param = Param::new("list", "列", List);
const CRITERION: Param = Param::new("criterion", "条件", Any);

/// A criterion that was read once for all items.
enum Criterion {
    /// Compared as a number, day, yes/no or text.
    Compare(Comparison, Value),
    /// A text with `*` and `?`; whether it shall match or not.
    Like(Vec<char>, bool),
    /// Blank, or not.
    Blank(bool),
}

fn read(value: &Value) -> Eval<Criterion> {
    let Value::Text(text) = value else {
        return match value {
            Value::Error(error) => Err(error.clone()),
            Value::Blank => Ok(Criterion::Compare(Comparison::Equal, Value::Number(Decimal::ZERO))),
            other => Ok(Criterion::Compare(Comparison::Equal, other.clone())),
        };
    };
    let signs = [
        ("<>", Comparison::Differs),
        ("<=", Comparison::LessOrEqual),
        (">=", Comparison::GreaterOrEqual),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
        ("=", Comparison::Equal),
    ];
    let (comparison, rest) =
        signs.iter().find_map(|(sign, comparison)| Some((*comparison, text.strip_prefix(sign)?))).unwrap_or((Comparison::Equal, text));
    let equality = matches!(comparison, Comparison::Equal | Comparison::Differs);
    Ok(match operand(rest) {
        Value::Text(text) if text.is_empty() && equality => Criterion::Blank(comparison == Comparison::Equal),
        Value::Text(text) if equality && text.contains(['*', '?']) => Criterion::Like(fold(&text).chars().collect(), comparison == Comparison::Equal),
        value => Criterion::Compare(comparison, value),
    })
}

fn operand(text: &str) -> Value {
    if let Some(number) = parse_decimal(text) {
        return Value::Number(number);
    }
    match (text.to_ascii_uppercase().as_str(), parse_local(text)) {
        ("TRUE", _) => Value::Bool(true),
        ("FALSE", _) => Value::Bool(false),
        (_, Some(local)) => Value::Date(local.date()),
        _ => Value::text(text),
    }
}

fn fulfils(item: &Value, criterion: &Criterion, call: &Call<'_, '_>) -> Eval<bool> {
    if let (Criterion::Like(pattern, _), Some(text)) = (criterion, text_of(item)) {
        call.evaluator.spend(text.len().saturating_mul(pattern.len()) / 32)?;
    }
    Ok(match criterion {
        Criterion::Blank(wanted) => item.is_blank() == *wanted,
        Criterion::Like(pattern, wanted) => text_of(item).is_some_and(|text| like(pattern, &fold(text).chars().collect::<Vec<_>>())) == *wanted,
        // A blank is no number and no text to a criterion; only <> keeps it.
        Criterion::Compare(comparison, _) if item.is_blank() => *comparison == Comparison::Differs,
        Criterion::Compare(comparison, wanted) => match (item, wanted) {
            (Value::Text(text), Value::Number(number)) if matches!(comparison, Comparison::Equal | Comparison::Differs) => {
                (parse_decimal(text) == Some(*number)) == (*comparison == Comparison::Equal)
            }
            (Value::Text(a), Value::Text(b)) => text_fulfils(*comparison, a, b),
            (Value::Text(_), Value::Number(_)) | (Value::Number(_), Value::Text(_)) => *comparison == Comparison::Differs,
            _ => compares(*comparison, item, wanted, call.evaluator.zone()).unwrap_or(false),
        },
    })
}

fn text_fulfils(comparison: Comparison, a: &str, b: &str) -> bool {
    let order = || compare_folded(a, b);
    match comparison {
        Comparison::Equal => same_text(a, b),
        Comparison::Differs => !same_text(a, b),
        Comparison::Less => order() == Ordering::Less,
        Comparison::LessOrEqual => order() != Ordering::Greater,
        Comparison::Greater => order() == Ordering::Greater,
        Comparison::GreaterOrEqual => order() != Ordering::Less,
    }
}

fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        Value::Choice(option) => Some(option.as_str()),
        _ => None,
    }
}

/// Wildcards in linear memory and at most pattern × text steps: `*` any text, `?` one character.
pub(super) fn like(pattern: &[char], text: &[char]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '?' || Some(c) == text.get(t) => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((star_p, star_t)) => {
                    star = Some((star_p, star_t + 1));
                    p = star_p + 1;
                    t = star_t + 1;
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(p).all(|c| *c == '*')
}

/// Which items fulfil all criteria, given in pairs of list and criterion from an argument on.
fn chosen(call: &Call<'_, '_>, from: usize) -> Eval<Vec<bool>> {
    let mut chosen: Option<Vec<bool>> = None;
    for index in (from..call.args.len()).step_by(2) {
        let criterion = read(call.value(index + 1))?;
        let fits: Vec<bool> = call.items(index)?.into_iter().map(|item| fulfils(item, &criterion, call)).collect::<Eval<_>>()?;
        chosen = Some(match chosen {
            None => fits,
            Some(before) if before.len() == fits.len() => before.into_iter().zip(fits).map(|(a, b)| a && b).collect(),
            Some(_) => return value_error("各列的项数不同 / the lists differ in length"),
        });
    }
    Ok(chosen.unwrap_or_default())
}

/// The numbers of a list at the chosen places.
fn numbers_at(call: &Call<'_, '_>, list: usize, chosen: &[bool]) -> Eval<Vec<Decimal>> {
    let mut found = Vec::new();
    for (item, _) in call.items(list)?.into_iter().zip(chosen).filter(|(_, chosen)| **chosen) {
        match item {
            Value::Number(number) => found.push(*number),
            Value::Error(error) => return Err(error.clone()),
            _ => {}
        }
    }
    Ok(found)
}

fn number(value: Decimal) -> Eval<Value> {
    Ok(Value::Number(value))
}

static COUNTIF: Function = Function {
    name: "COUNTIF",
    zh: word("条件计数"),
    group: Group::Aggregate,
    params: &[LIST, CRITERION],
    returns: Returns::Number,
    help: words("符合条件的值有几个", "How many items fulfil the criterion"),
    example: words(r#"COUNTIF({1, 5, 9}, ">3")"#, "2"),
    body: Body::Eager(|call| number(Decimal::from(chosen(call, 0)?.into_iter().filter(|chosen| *chosen).count()))),
    ..BASE
};

static COUNTIFS: Function = Function {
    name: "COUNTIFS",
    zh: word("多条件计数"),
    group: Group::Aggregate,
    params: &[LIST, CRITERION],
    repeat: 2,
    returns: Returns::Number,
    help: words("同时符合各列条件的行有几个", "In how many rows every list fulfils its criterion"),
    example: words(r#"COUNTIFS({1, 5, 9}, ">3", {"a", "b", "b"}, "b")"#, "2"),
    body: Body::Eager(|call| number(Decimal::from(chosen(call, 0)?.into_iter().filter(|chosen| *chosen).count()))),
    ..BASE
};

/// Where the numbers stand in SUMIF and AVERAGEIF: in the third list, or in the first.
fn numbers_list(call: &Call<'_, '_>) -> usize {
    if call.given(2) { 2 } else { 0 }
}

fn chosen_in_first(call: &Call<'_, '_>) -> Eval<Vec<bool>> {
    chosen(&Call { args: call.args.get(..2).unwrap_or_default(), evaluator: call.evaluator, pattern: None }, 0)
}

static SUMIF: Function = Function {
    name: "SUMIF",
    zh: word("条件求和"),
    group: Group::Aggregate,
    params: &[LIST, CRITERION, Param::optional("numbers", "求和列", List)],
    returns: Returns::Number,
    help: words("符合条件的行的数字之和", "The sum of the numbers whose rows fulfil the criterion"),
    example: words(r#"SUMIF({"a", "b", "a"}, "a", {1, 2, 4})"#, "5"),
    body: Body::Eager(|call| number(sum_of(&numbers_at(call, numbers_list(call), &chosen_in_first(call)?)?)?)),
    ..BASE
};

static SUMIFS: Function = Function {
    name: "SUMIFS",
    zh: word("多条件求和"),
    group: Group::Aggregate,
    params: &[Param::new("numbers", "求和列", List), LIST, CRITERION],
    repeat: 2,
    returns: Returns::Number,
    help: words("同时符合各列条件的行的数字之和", "The sum of the numbers in whose rows every list fulfils its criterion"),
    example: words(r#"SUMIFS({1, 2, 4}, {"a", "b", "a"}, "a", {1, 2, 4}, ">1")"#, "4"),
    body: Body::Eager(|call| number(sum_of(&numbers_at(call, 0, &chosen(call, 1)?)?)?)),
    ..BASE
};

static AVERAGEIF: Function = Function {
    name: "AVERAGEIF",
    zh: word("条件平均"),
    group: Group::Aggregate,
    params: &[LIST, CRITERION, Param::optional("numbers", "求平均列", List)],
    returns: Returns::Number,
    help: words("符合条件的行的数字的平均值", "The average of the numbers whose rows fulfil the criterion"),
    example: words(r#"AVERAGEIF({2, 4, 8, 16}, ">5")"#, "12"),
    body: Body::Eager(|call| number(average_of(&numbers_at(call, numbers_list(call), &chosen_in_first(call)?)?)?)),
    ..BASE
};

static AVERAGEIFS: Function = Function {
    name: "AVERAGEIFS",
    zh: word("多条件平均"),
    group: Group::Aggregate,
    params: &[Param::new("numbers", "求平均列", List), LIST, CRITERION],
    repeat: 2,
    returns: Returns::Number,
    help: words("同时符合各列条件的行的数字的平均值", "The average of the numbers in whose rows every list fulfils its criterion"),
    example: words(r#"AVERAGEIFS({2, 4, 8}, {1, 2, 3}, ">1")"#, "6"),
    body: Body::Eager(|call| number(average_of(&numbers_at(call, 0, &chosen(call, 1)?)?)?)),
    ..BASE
};

static MAXIFS: Function = Function {
    name: "MAXIFS",
    zh: word("多条件最大"),
    group: Group::Aggregate,
    params: &[Param::new("numbers", "数字列", List), LIST, CRITERION],
    repeat: 2,
    returns: Returns::Number,
    help: words(
        "同时符合各列条件的行中最大的数字，没有时为 0",
        "The greatest number in whose row every list fulfils its criterion; 0 if there is none",
    ),
    example: words(r#"MAXIFS({2, 4, 8}, {"a", "a", "b"}, "a")"#, "4"),
    body: Body::Eager(|call| number(numbers_at(call, 0, &chosen(call, 1)?)?.into_iter().max().unwrap_or_default())),
    ..BASE
};

static MINIFS: Function = Function {
    name: "MINIFS",
    zh: word("多条件最小"),
    group: Group::Aggregate,
    params: &[Param::new("numbers", "数字列", List), LIST, CRITERION],
    repeat: 2,
    returns: Returns::Number,
    help: words("同时符合各列条件的行中最小的数字，没有时为 0", "The least number in whose row every list fulfils its criterion; 0 if there is none"),
    example: words(r#"MINIFS({2, 4, 8}, {"a", "a", "b"}, "a")"#, "2"),
    body: Body::Eager(|call| number(numbers_at(call, 0, &chosen(call, 1)?)?.into_iter().min().unwrap_or_default())),
    ..BASE
};
