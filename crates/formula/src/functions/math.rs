//! Rounding and the four operations.

use super::Kind::{Number, Numbers};
use super::{BASE, Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, num_error, to_number, value_error};
use crate::exact::Exact;
use crate::operators::{checked, power};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use std::cmp::Ordering;
use value::{ErrorCode, ErrorValue, Value};

pub(super) static FUNCTIONS: &[&Function] =
    &[&ABS, &SIGN, &INT, &TRUNC, &ROUND, &ROUNDUP, &ROUNDDOWN, &MROUND, &CEILING, &FLOOR, &EVEN, &ODD, &MOD, &QUOTIENT, &POWER, &PRODUCT, &SUMSQ];

const NUMBER: Param = Param::new("number", "数字", Number);
const DIGITS: Param = Param::optional("digits", "小数位数", Number);

fn number(value: Decimal) -> Eval<Value> {
    Ok(Value::Number(value))
}

static ABS: Function = Function {
    name: "ABS",
    zh: word("绝对值"),
    group: Group::Math,
    params: &[NUMBER],
    returns: Returns::Number,
    help: words("数字的绝对值", "The number without its sign"),
    example: words("ABS(-3.5)", "3.5"),
    body: Body::Eager(|call| number(call.number(0)?.abs())),
    ..BASE
};

static SIGN: Function = Function {
    name: "SIGN",
    zh: word("符号"),
    group: Group::Math,
    params: &[NUMBER],
    returns: Returns::Number,
    help: words("正数为 1，负数为 -1，零为 0", "1, -1 or 0"),
    example: words("SIGN(-8)", "-1"),
    body: Body::Eager(|call| {
        let value = call.number(0)?;
        number(match value.cmp(&Decimal::ZERO) {
            Ordering::Less => -Decimal::ONE,
            Ordering::Equal => Decimal::ZERO,
            Ordering::Greater => Decimal::ONE,
        })
    }),
    ..BASE
};

static INT: Function = Function {
    name: "INT",
    zh: word("取整"),
    group: Group::Math,
    params: &[NUMBER],
    returns: Returns::Number,
    help: words("向下取到整数", "The next whole number below"),
    example: words("INT(-2.5)", "-3"),
    body: Body::Eager(|call| number(call.number(0)?.floor())),
    ..BASE
};

/// Rounds at digits after the point; negative digits round tens, hundreds and so on.
fn round(call: &Call<'_, '_>, strategy: RoundingStrategy) -> Eval<Value> {
    let (value, digits) = (call.number(0)?, call.int_or(1, 0)?);
    number(round_at(value, digits, strategy)?)
}

pub(super) fn round_at(value: Decimal, digits: i64, strategy: RoundingStrategy) -> Eval<Decimal> {
    if digits >= 0 {
        let digits = u32::try_from(digits.min(28)).unwrap_or(28);
        return Ok(value.round_dp_with_strategy(digits, strategy));
    }
    let Some(unit) = u32::try_from(-digits).ok().filter(|zeros| *zeros <= 28).and_then(|zeros| 10_i128.checked_pow(zeros)) else {
        return Ok(Decimal::ZERO);
    };
    let unit = Decimal::from_i128_with_scale(unit, 0);
    checked((value / unit).round_dp_with_strategy(0, strategy).by(unit))
}

static TRUNC: Function = Function {
    name: "TRUNC",
    zh: word("截断"),
    group: Group::Math,
    params: &[NUMBER, DIGITS],
    returns: Returns::Number,
    help: words("截去多余的小数位，不进位", "Cuts off digits without rounding"),
    example: words("TRUNC(-2.578, 2)", "-2.57"),
    body: Body::Eager(|call| round(call, RoundingStrategy::ToZero)),
    ..BASE
};

static ROUND: Function = Function {
    name: "ROUND",
    zh: word("四舍五入"),
    group: Group::Math,
    params: &[NUMBER, DIGITS],
    returns: Returns::Number,
    help: words("四舍五入到指定的小数位数", "Rounds to so many digits; halves go away from zero"),
    example: words("ROUND(600.425, 2)", "600.43"),
    body: Body::Eager(|call| round(call, RoundingStrategy::MidpointAwayFromZero)),
    ..BASE
};

static ROUNDUP: Function = Function {
    name: "ROUNDUP",
    zh: word("向上舍入"),
    group: Group::Math,
    params: &[NUMBER, DIGITS],
    returns: Returns::Number,
    help: words("远离零进位到指定的小数位数", "Rounds away from zero"),
    example: words("ROUNDUP(2.301, 1)", "2.4"),
    body: Body::Eager(|call| round(call, RoundingStrategy::AwayFromZero)),
    ..BASE
};

static ROUNDDOWN: Function = Function {
    name: "ROUNDDOWN",
    zh: word("向下舍入"),
    group: Group::Math,
    params: &[NUMBER, DIGITS],
    returns: Returns::Number,
    help: words("靠近零舍去到指定的小数位数", "Rounds towards zero"),
    example: words("ROUNDDOWN(2.389, 1)", "2.3"),
    body: Body::Eager(|call| round(call, RoundingStrategy::ToZero)),
    ..BASE
};

/// The multiple of a step next to a number, by the way in which the quotient is made whole.
fn multiple(value: Decimal, step: Decimal, strategy: RoundingStrategy) -> Eval<Decimal> {
    let count = checked(value.over(step))?.round_dp_with_strategy(0, strategy);
    checked(count.by(step))
}

static MROUND: Function = Function {
    name: "MROUND",
    zh: word("按倍数舍入"),
    group: Group::Math,
    params: &[NUMBER, Param::new("multiple", "倍数", Number)],
    returns: Returns::Number,
    help: words("舍入到最近的倍数", "The nearest multiple"),
    example: words("MROUND(1.3, 0.2)", "1.4"),
    body: Body::Eager(|call| {
        let (value, step) = (call.number(0)?, call.number(1)?);
        if step.is_zero() || value.is_zero() {
            return number(Decimal::ZERO);
        }
        if value.is_sign_negative() != step.is_sign_negative() {
            return num_error("数字与倍数的正负号不同 / number and multiple differ in sign");
        }
        number(multiple(value, step, RoundingStrategy::MidpointAwayFromZero)?)
    }),
    ..BASE
};

static CEILING: Function = Function {
    name: "CEILING",
    zh: word("向上取倍数"),
    group: Group::Math,
    params: &[NUMBER, Param::optional("step", "倍数", Number)],
    returns: Returns::Number,
    help: words("向上取到倍数，默认为 1", "The next multiple above; of 1 if none is given"),
    example: words("CEILING(1.234, 0.1)", "1.3"),
    body: Body::Eager(|call| {
        let (value, step) = (call.number(0)?, call.number_or(1, 1)?);
        if step.is_zero() || value.is_zero() {
            return number(Decimal::ZERO);
        }
        if value.is_sign_positive() && step.is_sign_negative() {
            return num_error("正数不能按负倍数取 / a positive number has no negative multiple above");
        }
        number(multiple(value, step, RoundingStrategy::ToPositiveInfinity)?)
    }),
    ..BASE
};

static FLOOR: Function = Function {
    name: "FLOOR",
    zh: word("向下取倍数"),
    group: Group::Math,
    params: &[NUMBER, Param::optional("step", "倍数", Number)],
    returns: Returns::Number,
    help: words("向下取到倍数，默认为 1", "The next multiple below; of 1 if none is given"),
    example: words("FLOOR(1.58, 0.1)", "1.5"),
    body: Body::Eager(|call| {
        let (value, step) = (call.number(0)?, call.number_or(1, 1)?);
        if step.is_zero() {
            return Err(ErrorValue::new(ErrorCode::Div0, "倍数为 0 / the multiple is 0"));
        }
        if value.is_sign_positive() && !value.is_zero() && step.is_sign_negative() {
            return num_error("正数不能按负倍数取 / a positive number has no negative multiple below");
        }
        number(multiple(value, step, RoundingStrategy::ToNegativeInfinity)?)
    }),
    ..BASE
};

static EVEN: Function = Function {
    name: "EVEN",
    zh: word("取偶数"),
    group: Group::Math,
    params: &[NUMBER],
    returns: Returns::Number,
    help: words("远离零取到偶数", "The next even number away from zero"),
    example: words("EVEN(3)", "4"),
    body: Body::Eager(|call| number(multiple(call.number(0)?, Decimal::TWO, RoundingStrategy::AwayFromZero)?)),
    ..BASE
};

static ODD: Function = Function {
    name: "ODD",
    zh: word("取奇数"),
    group: Group::Math,
    params: &[NUMBER],
    returns: Returns::Number,
    help: words("远离零取到奇数", "The next odd number away from zero"),
    example: words("ODD(-2)", "-3"),
    body: Body::Eager(|call| {
        let value = call.number(0)?;
        let sign = if value.is_sign_negative() && !value.is_zero() { -Decimal::ONE } else { Decimal::ONE };
        let above = value.abs() - Decimal::ONE;
        let even = if above.is_sign_negative() { Decimal::ZERO } else { multiple(above, Decimal::TWO, RoundingStrategy::AwayFromZero)? };
        number(sign * checked(even.plus(Decimal::ONE))?)
    }),
    ..BASE
};

fn no_zero(divisor: Decimal) -> Eval<Decimal> {
    if divisor.is_zero() { Err(ErrorValue::new(ErrorCode::Div0, "除数为 0 / division by zero")) } else { Ok(divisor) }
}

static MOD: Function = Function {
    name: "MOD",
    zh: word("取余"),
    group: Group::Math,
    params: &[NUMBER, Param::new("divisor", "除数", Number)],
    returns: Returns::Number,
    help: words("除后的余数，符号与除数相同", "The remainder, with the sign of the divisor"),
    example: words("MOD(-3, 2)", "1"),
    body: Body::Eager(|call| {
        let (value, divisor) = (call.number(0)?, no_zero(call.number(1)?)?);
        let rest = checked(value.rest(divisor))?;
        let other_side = !rest.is_zero() && rest.is_sign_negative() != divisor.is_sign_negative();
        number(if other_side { rest + divisor } else { rest })
    }),
    ..BASE
};

static QUOTIENT: Function = Function {
    name: "QUOTIENT",
    zh: word("整除"),
    group: Group::Math,
    params: &[NUMBER, Param::new("divisor", "除数", Number)],
    returns: Returns::Number,
    help: words("除法结果的整数部分", "The whole part of a division"),
    example: words("QUOTIENT(-10, 3)", "-3"),
    body: Body::Eager(|call| {
        let (value, divisor) = (call.number(0)?, no_zero(call.number(1)?)?);
        number(checked(value.over(divisor))?.trunc())
    }),
    ..BASE
};

static POWER: Function = Function {
    name: "POWER",
    zh: word("乘方"),
    group: Group::Math,
    params: &[NUMBER, Param::new("exponent", "指数", Number)],
    returns: Returns::Number,
    help: words("数字的若干次方", "The number raised to a power"),
    example: words("POWER(2, 10)", "1024"),
    body: Body::Eager(|call| number(power(call.number(0)?, call.number(1)?)?)),
    ..BASE
};

/// The numbers among the arguments: lists give their numbers only, a single argument must be one, blanks are passed over.
pub(super) fn numbers(call: &Call<'_, '_>, from: usize) -> Eval<Vec<Decimal>> {
    let mut found = Vec::new();
    for index in from..call.args.len() {
        match call.value(index) {
            Value::List(items) => listed(call, items, &mut found)?,
            Value::Blank => {}
            single => found.push(to_number(single)?),
        }
    }
    Ok(found)
}

/// The numbers of a list and of the lists in it.
fn listed(call: &Call<'_, '_>, items: &[Value], found: &mut Vec<Decimal>) -> Eval<()> {
    call.evaluator.spend(items.len())?;
    found.reserve(items.len());
    for item in items {
        match item {
            Value::Number(value) => found.push(*value),
            Value::Error(error) => return Err(error.clone()),
            Value::List(items) => listed(call, items, found)?,
            _ => {}
        }
    }
    Ok(())
}

static PRODUCT: Function = Function {
    name: "PRODUCT",
    zh: word("乘积"),
    group: Group::Math,
    params: &[Param::new("number", "数字", Numbers)],
    repeat: 1,
    returns: Returns::Number,
    help: words("所有数字相乘，空值不计", "All numbers multiplied; blanks are passed over"),
    example: words("PRODUCT(2, 3, 4)", "24"),
    body: Body::Eager(|call| {
        let found = numbers(call, 0)?;
        if found.is_empty() {
            return number(Decimal::ZERO);
        }
        let product = found.into_iter().try_fold(Decimal::ONE, |product, value| product.by(value));
        number(checked(product)?)
    }),
    ..BASE
};

static SUMSQ: Function = Function {
    name: "SUMSQ",
    zh: word("平方和"),
    group: Group::Math,
    params: &[Param::new("number", "数字", Numbers)],
    repeat: 1,
    returns: Returns::Number,
    help: words("所有数字的平方之和", "The sum of the squares"),
    example: words("SUMSQ(3, 4)", "25"),
    body: Body::Eager(|call| {
        let squares = numbers(call, 0)?.into_iter().try_fold(Decimal::ZERO, |sum, value| sum.plus(value.by(value)?));
        number(checked(squares)?)
    }),
    ..BASE
};

/// A whole number that is not negative, for functions that count.
pub(super) fn natural(value: Decimal) -> Eval<u64> {
    match value.trunc().to_u64() {
        Some(whole) => Ok(whole),
        None if value.is_sign_negative() => num_error("不能为负数 / must not be negative"),
        None => value_error("数字太大 / the number is too large"),
    }
}
