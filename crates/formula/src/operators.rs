//! What the signs mean: arithmetic with exact decimals and days, comparison with the blank rules.

use crate::ast::{Binary, Comparison, Unary};
use crate::coerce::{Eval, num_error, parse_local, seconds_of, to_local, to_number, value_error};
use crate::exact::Exact;
use crate::fold::{compare_folded, same_text};
use calendar::Zone;
use chrono::Duration;
use rust_decimal::prelude::ToPrimitive;
use std::cmp::Ordering;
use value::{Date, Decimal, ErrorCode, ErrorValue, Time, Value, compare};

/// A sign before or behind a value.
pub(crate) fn unary(operator: Unary, value: &Value) -> Eval<Value> {
    let number = to_number(value)?;
    Ok(Value::Number(match operator {
        Unary::Minus => -number,
        Unary::Plus => number,
        Unary::Percent => checked(number.over(Decimal::ONE_HUNDRED))?,
    }))
}

/// Arithmetic between two values.
pub(crate) fn arithmetic(operator: Binary, left: &Value, right: &Value, zone: &Zone) -> Eval<Value> {
    if let (Value::Number(a), Value::Number(b)) = (left, right) {
        return numbers(operator, *a, *b).map(Value::Number);
    }
    let is_day = |value: &Value| matches!(value, Value::Date(_) | Value::Instant(_));
    match operator {
        Binary::Add if is_day(left) && !is_day(right) => move_days(left, to_number(right)?),
        Binary::Add if is_day(right) && !is_day(left) => move_days(right, to_number(left)?),
        Binary::Subtract if is_day(left) && is_day(right) => days_between(left, right, zone),
        // A text beside a day is meant as a day.
        Binary::Subtract if is_day(left) && matches!(right, Value::Text(text) if parse_local(text).is_some()) => days_between(left, right, zone),
        Binary::Subtract if is_day(left) => move_days(left, -to_number(right)?),
        Binary::Subtract if matches!((left, right), (Value::Time(_), Value::Time(_))) => times_between(left, right),
        _ => numbers(operator, to_number(left)?, to_number(right)?).map(Value::Number),
    }
}

fn numbers(operator: Binary, a: Decimal, b: Decimal) -> Eval<Decimal> {
    match operator {
        Binary::Add => checked(a.plus(b)),
        Binary::Subtract => checked(a.minus(b)),
        Binary::Multiply => checked(a.by(b)),
        Binary::Divide if b.is_zero() => Err(ErrorValue::new(ErrorCode::Div0, "除数为 0 / division by zero")),
        Binary::Divide => checked(a.over(b)),
        Binary::Power => power(a, b),
        Binary::Join | Binary::Compare(_) => value_error("运算符不适用 / the operator does not fit"),
    }
}

/// What decimals of 28 digits cannot hold is `#NUM!`.
pub(crate) fn checked(number: Option<Decimal>) -> Eval<Decimal> {
    number.map_or_else(|| num_error("结果超出 28 位 / the result has more than 28 digits"), Ok)
}

/// A power: exact by multiplication for whole exponents, 15 digits otherwise.
pub(crate) fn power(base: Decimal, exponent: Decimal) -> Eval<Decimal> {
    if base.is_zero() && exponent.is_zero() {
        return num_error("0 的 0 次方没有意义 / 0 to the power of 0");
    }
    if base.is_zero() && exponent.is_sign_negative() {
        return Err(ErrorValue::new(ErrorCode::Div0, "除数为 0 / division by zero"));
    }
    match exponent.to_i32().filter(|_| exponent.fract().is_zero()) {
        Some(whole) if whole.unsigned_abs() <= 4096 => {
            let raised = whole_power(base, whole.unsigned_abs())?;
            if whole < 0 { checked(Decimal::ONE.over(raised)) } else { Ok(raised) }
        }
        _ if base.is_sign_negative() => num_error("负数没有这样的次方 / a negative number has no such power"),
        _ => crate::coerce::from_f64(libm::pow(crate::coerce::to_f64(base)?, crate::coerce::to_f64(exponent)?)),
    }
}

fn whole_power(base: Decimal, mut exponent: u32) -> Eval<Decimal> {
    let (mut result, mut square) = (Decimal::ONE, base);
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = checked(result.by(square))?;
        }
        exponent /= 2;
        if exponent > 0 {
            square = checked(square.by(square))?;
        }
    }
    Ok(result)
}

/// A day or moment some days later; the fraction of a day counts for moments only.
fn move_days(value: &Value, days: Decimal) -> Eval<Value> {
    let out = || num_error("日期超出范围 / the date is out of range");
    match value {
        Value::Date(date) => {
            let Some(moved) = days.floor().to_i64().and_then(Duration::try_days).and_then(|days| date.checked_add_signed(days)) else { return out() };
            in_years(moved).map(Value::Date)
        }
        Value::Instant(instant) => {
            let seconds = days.by(Decimal::from(86_400)).and_then(|seconds| seconds.round().to_i64());
            let Some(moved) = seconds.and_then(Duration::try_seconds).and_then(|step| instant.checked_add_signed(step)) else { return out() };
            in_years(moved.date_naive())?;
            Ok(Value::Instant(moved))
        }
        _ => value_error("不是日期 / not a date"),
    }
}

/// Days of the years 1 to 9999, as every part of the product can write them.
pub(crate) fn in_years(date: Date) -> Eval<Date> {
    use chrono::Datelike;
    if (1..=9999).contains(&date.year()) { Ok(date) } else { num_error("日期超出范围 / the date is out of range") }
}

fn days_between(left: &Value, right: &Value, zone: &Zone) -> Eval<Value> {
    if let (Value::Instant(a), Value::Instant(b)) = (left, right) {
        return seconds_as_days((*a - *b).num_seconds());
    }
    seconds_as_days((to_local(left, zone)? - to_local(right, zone)?).num_seconds())
}

fn times_between(left: &Value, right: &Value) -> Eval<Value> {
    let (Value::Time(a), Value::Time(b)) = (left, right) else { return value_error("不是时间 / not a time") };
    seconds_as_days(seconds_of(*a) - seconds_of(*b))
}

fn seconds_as_days(seconds: i64) -> Eval<Value> {
    checked(Decimal::from(seconds).over(Decimal::from(86_400))).map(Value::Number)
}

/// Whether a comparison holds. A blank equals 0, "" and FALSE; before or after a day it is never.
pub(crate) fn compares(operator: Comparison, left: &Value, right: &Value, zone: &Zone) -> Eval<bool> {
    match operator {
        Comparison::Equal => equal(left, right, zone),
        Comparison::Differs => equal(left, right, zone).map(|same| !same),
        Comparison::Less => Ok(order(left, right, zone)?.is_some_and(Ordering::is_lt)),
        Comparison::LessOrEqual => Ok(order(left, right, zone)?.is_some_and(Ordering::is_le)),
        Comparison::Greater => Ok(order(left, right, zone)?.is_some_and(Ordering::is_gt)),
        Comparison::GreaterOrEqual => Ok(order(left, right, zone)?.is_some_and(Ordering::is_ge)),
    }
}

/// Equality of a formula: text without regard to case, an option by its id, values of different kinds are not equal.
pub(crate) fn equal(left: &Value, right: &Value, zone: &Zone) -> Eval<bool> {
    Ok(match (left, right) {
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::Text(a), Value::Text(b)) => same_text(a, b),
        (Value::Choice(a), Value::Choice(b)) => a == b,
        (Value::Choice(a), Value::Text(b)) | (Value::Text(b), Value::Choice(a)) => a.as_str().eq_ignore_ascii_case(b),
        (Value::Error(error), _) | (_, Value::Error(error)) => return Err(error.clone()),
        (Value::Blank, other) | (other, Value::Blank) => equals_blank(other),
        (Value::Reference(a), Value::Text(b)) | (Value::Text(b), Value::Reference(a)) => a.to_string().eq_ignore_ascii_case(b),
        (Value::Text(text), other) | (other, Value::Text(text)) if text.is_empty() => other.is_blank(),
        (Value::List(a), Value::List(b)) => {
            let mut same = a.len() == b.len();
            for (a, b) in a.iter().zip(b) {
                same = same && equal(a, b, zone)?;
            }
            same
        }
        (a, b) if is_day(a) || is_day(b) => day_order(a, b, zone)? == Some(Ordering::Equal),
        (a, b) => compare(a, b) == Some(Ordering::Equal),
    })
}

fn equals_blank(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_zero(),
        Value::Bool(yes) => !yes,
        other => other.is_blank(),
    }
}

fn is_day(value: &Value) -> bool {
    matches!(value, Value::Date(_) | Value::Instant(_) | Value::Time(_))
}

/// The order of two values; `None` when a blank stands beside a day, so that neither comes first.
pub(crate) fn order(left: &Value, right: &Value, zone: &Zone) -> Eval<Option<Ordering>> {
    Ok(match (left, right) {
        (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
        (Value::Error(error), _) | (_, Value::Error(error)) => return Err(error.clone()),
        (a, b) if is_day(a) || is_day(b) => return day_order(a, b, zone),
        (Value::Blank, Value::Blank) => Some(Ordering::Equal),
        (Value::Blank, Value::Text(text)) => Some("".cmp(text.as_str())),
        (Value::Text(text), Value::Blank) => Some(text.as_str().cmp("")),
        (Value::Text(a), Value::Text(b)) => Some(compare_folded(a, b)),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::Number(_) | Value::Bool(_) | Value::Blank, Value::Number(_) | Value::Bool(_) | Value::Blank) => {
            Some(to_number(left)?.cmp(&to_number(right)?))
        }
        (Value::Number(a), Value::Text(_)) => Some(a.cmp(&to_number(right)?)),
        (Value::Text(_), Value::Number(b)) => Some(to_number(left)?.cmp(b)),
        _ => return value_error("这两个值没有先后 / these two values have no order"),
    })
}

fn day_order(left: &Value, right: &Value, zone: &Zone) -> Eval<Option<Ordering>> {
    let read = |value: &Value| match value {
        Value::Text(text) => parse_local(text).map_or(Ok(None), |local| Ok(Some(local))),
        Value::Date(_) | Value::Instant(_) => to_local(value, zone).map(Some),
        _ => Ok(None),
    };
    match (left, right) {
        (Value::Blank, _) | (_, Value::Blank) => Ok(None),
        (Value::Text(text), _) | (_, Value::Text(text)) if text.is_empty() => Ok(None),
        (Value::Instant(a), Value::Instant(b)) => Ok(Some(a.cmp(b))),
        (Value::Time(a), Value::Time(b)) => Ok(Some(a.cmp(b))),
        (Value::Time(a), Value::Text(text)) => Ok(crate::coerce::parse_time(text).map(|b: Time| a.cmp(&b))),
        (Value::Text(text), Value::Time(b)) => Ok(crate::coerce::parse_time(text).map(|a: Time| a.cmp(b))),
        _ => match (read(left)?, read(right)?) {
            (Some(a), Some(b)) => Ok(Some(a.cmp(&b))),
            _ => value_error("日期不能与此值比较 / a date cannot be compared with this"),
        },
    }
}
