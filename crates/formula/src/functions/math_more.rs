//! Roots, logarithms and whole-number functions.

use super::Kind::{Number, Numbers};
use super::math::{natural, numbers};
use super::{BASE, Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, from_f64, num_error, to_f64, value_error};
use crate::exact::Exact;
use crate::operators::checked;
use value::{Decimal, Value};

pub(super) static FUNCTIONS: &[&Function] = &[&SQRT, &EXP, &LN, &LOG, &LOG10, &PI, &FACT, &GCD, &LCM, &SUMPRODUCT];

const NUMBER: Param = Param::new("number", "数字", Number);

fn number(value: Decimal) -> Eval<Value> {
    Ok(Value::Number(value))
}

/// The square root, to all digits.
pub(super) fn root(value: Decimal) -> Eval<Decimal> {
    if value.is_zero() {
        return Ok(Decimal::ZERO);
    }
    if value.is_sign_negative() {
        return num_error("负数没有平方根 / a negative number has no square root");
    }
    // A double gives 15 digits; one step of Newton in decimals gives the rest.
    let guess = from_f64(to_f64(value)?.sqrt())?;
    let quotient = checked(value.over(guess))?;
    let root = checked(guess.plus(quotient).and_then(|sum| sum.over(Decimal::TWO)))?;
    let short = root.round_dp(12);
    Ok(if short.by(short) == Some(value) { short } else { root })
}

static SQRT: Function = Function {
    name: "SQRT",
    zh: word("平方根"),
    group: Group::Math,
    params: &[NUMBER],
    returns: Returns::Number,
    help: words("数字的平方根", "The square root"),
    example: words("SQRT(6.25)", "2.5"),
    body: Body::Eager(|call| number(root(call.number(0)?)?)),
    ..BASE
};

static EXP: Function = Function {
    name: "EXP",
    zh: word("指数"),
    group: Group::Math,
    params: &[NUMBER],
    returns: Returns::Number,
    help: words("e 的若干次方", "e raised to a power"),
    example: words("EXP(0)", "1"),
    body: Body::Eager(|call| number(from_f64(libm::exp(to_f64(call.number(0)?)?))?)),
    ..BASE
};

fn positive(value: Decimal) -> Eval<f64> {
    if value > Decimal::ZERO { to_f64(value) } else { num_error("只有正数有对数 / only a positive number has a logarithm") }
}

static LN: Function = Function {
    name: "LN",
    zh: word("自然对数"),
    group: Group::Math,
    params: &[NUMBER],
    returns: Returns::Number,
    help: words("以 e 为底的对数", "The natural logarithm"),
    example: words("LN(1)", "0"),
    body: Body::Eager(|call| number(from_f64(libm::log(positive(call.number(0)?)?))?)),
    ..BASE
};

static LOG: Function = Function {
    name: "LOG",
    zh: word("对数"),
    group: Group::Math,
    params: &[NUMBER, Param::optional("base", "底数", Number)],
    returns: Returns::Number,
    help: words("以给定数为底的对数，默认以 10 为底", "The logarithm to a base, 10 if none is given"),
    example: words("LOG(8, 2)", "3"),
    body: Body::Eager(|call| {
        let (value, base) = (positive(call.number(0)?)?, positive(call.number_or(1, 10)?)?);
        let divisor = libm::log(base);
        if divisor == 0.0 {
            return Err(value::ErrorCode::Div0.into());
        }
        let exact = libm::log(value) / divisor;
        number(from_f64(exact)?.round_dp(14))
    }),
    ..BASE
};

static LOG10: Function = Function {
    name: "LOG10",
    zh: word("常用对数"),
    group: Group::Math,
    params: &[NUMBER],
    returns: Returns::Number,
    help: words("以 10 为底的对数", "The logarithm to base 10"),
    example: words("LOG10(1000)", "3"),
    body: Body::Eager(|call| number(from_f64(libm::log10(positive(call.number(0)?)?))?)),
    ..BASE
};

static PI: Function = Function {
    name: "PI",
    zh: word("圆周率"),
    group: Group::Math,
    returns: Returns::Number,
    help: words("圆周率", "The number π"),
    example: words("ROUND(PI(), 4)", "3.1416"),
    body: Body::Eager(|_| number(Decimal::from_i128_with_scale(3_141_592_653_589_793_238_462_643_383, 27))),
    ..BASE
};

static FACT: Function = Function {
    name: "FACT",
    zh: word("阶乘"),
    group: Group::Math,
    params: &[NUMBER],
    returns: Returns::Number,
    help: words("从 1 乘到这个数", "1 × 2 × … × the number"),
    example: words("FACT(6)", "720"),
    body: Body::Eager(|call| {
        let last = natural(call.number(0)?)?;
        if last > 27 {
            return num_error("阶乘超出 28 位 / the factorial has more than 28 digits");
        }
        number(checked((1..=last).try_fold(Decimal::ONE, |product, factor| product.by(Decimal::from(factor))))?)
    }),
    ..BASE
};

fn common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn naturals(call: &Call<'_, '_>) -> Eval<Vec<u64>> {
    numbers(call, 0)?.into_iter().map(natural).collect()
}

static GCD: Function = Function {
    name: "GCD",
    zh: word("最大公约数"),
    group: Group::Math,
    params: &[Param::new("number", "数字", Numbers)],
    repeat: 1,
    returns: Returns::Number,
    help: words("最大公约数", "The greatest common divisor"),
    example: words("GCD(24, 36)", "12"),
    body: Body::Eager(|call| number(Decimal::from(naturals(call)?.into_iter().fold(0, common_divisor)))),
    ..BASE
};

static LCM: Function = Function {
    name: "LCM",
    zh: word("最小公倍数"),
    group: Group::Math,
    params: &[Param::new("number", "数字", Numbers)],
    repeat: 1,
    returns: Returns::Number,
    help: words("最小公倍数", "The least common multiple"),
    example: words("LCM(24, 36)", "72"),
    body: Body::Eager(|call| {
        let mut least = 1_u64;
        for factor in naturals(call)? {
            if factor == 0 {
                return number(Decimal::ZERO);
            }
            let Some(next) = (least / common_divisor(least, factor)).checked_mul(factor) else {
                return num_error("结果太大 / the result is too large");
            };
            least = next;
        }
        number(Decimal::from(least))
    }),
    ..BASE
};

static SUMPRODUCT: Function = Function {
    name: "SUMPRODUCT",
    zh: word("乘积之和"),
    group: Group::Math,
    params: &[Param::new("list", "列", Numbers)],
    repeat: 1,
    returns: Returns::Number,
    help: words("各列对应项相乘再求和", "Multiplies the lists item by item and adds up"),
    example: words("SUMPRODUCT({1, 4, 10}, {0.55, 0.3, 0.1})", "2.75"),
    body: Body::Eager(|call| {
        let lists = (0..call.args.len()).map(|index| call.items(index)).collect::<Eval<Vec<_>>>()?;
        let length = lists.first().map_or(0, Vec::len);
        if lists.iter().any(|list| list.len() != length) {
            return value_error("各列的项数不同 / the lists differ in length");
        }
        let mut sum = Decimal::ZERO;
        for row in 0..length {
            let mut product = Decimal::ONE;
            for list in &lists {
                let factor = match list.get(row) {
                    Some(Value::Number(value)) => *value,
                    Some(Value::Error(error)) => return Err(error.clone()),
                    _ => Decimal::ZERO,
                };
                product = checked(product.by(factor))?;
            }
            sum = checked(sum.plus(product))?;
        }
        number(sum)
    }),
    ..BASE
};
