//! Rates, returns and durations. What has no closed form is found in doubles by `libm`, the same everywhere.

use super::Kind::{List, Number, Numbers};
use super::finance::{AT_BEGIN, FUTURE, PAYMENT, PERIODS, PRESENT, RATE, add, flag, growth, over, shift, times};
use super::math::numbers;
use super::statistics::number;
use super::{Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, from_f64, num_error, to_f64, value_error};
use crate::operators::power;
use value::{Decimal, ErrorCode, Value};

pub(super) static FUNCTIONS: &[&Function] =
    &[&NPV, &IRR, &XNPV, &XIRR, &RATE_OF, &NPER, &PDURATION, &RRI, &EFFECT, &NOMINAL, &FVSCHEDULE, &DOLLARDE, &DOLLARFR];

const GUESS: Param = Param::optional("guess", "猜测值", Number);
const FLOWS: Param = Param::new("values", "现金流", List);
const DATES: Param = Param::new("dates", "日期列", List);

function!(
    NPV = "NPV", "净现值", Finance, [RATE, Param::new("value", "现金流", Numbers)] repeat 1, Returns::Number,
    ("从第一期末起的现金流折算到现在的值", "What flows at the ends of the periods are worth today"), ("ROUND(NPV(0.1, -10000, 3000, 4200, 6800), 2)", "1188.44"),
    Eager(|call| {
        let rate = call.number(0)?;
        let mut factor = Decimal::ONE;
        let mut sum = Decimal::ZERO;
        for value in numbers(call, 1)? {
            factor = times(factor, add(Decimal::ONE, rate)?)?;
            sum = add(sum, over(value, factor)?)?;
        }
        number(sum)
    }),
);

/// A double that is a small whole number.
fn double(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// The rate above -1 at which flows at times (in periods) are worth nothing: Newton first, then a search for a change of sign.
fn zero_rate(call: &Call<'_, '_>, flows: &[(f64, f64)], guess: f64) -> Eval<Value> {
    call.evaluator.spend(flows.len().saturating_mul(400))?;
    let worth = |rate: f64| flows.iter().map(|(value, time)| value / libm::pow(1.0 + rate, *time)).sum::<f64>();
    let slope = |rate: f64| flows.iter().map(|(value, time)| -time * value / libm::pow(1.0 + rate, time + 1.0)).sum::<f64>();
    let signs = flows.iter().any(|(value, _)| *value > 0.0) && flows.iter().any(|(value, _)| *value < 0.0);
    if !signs || guess <= -1.0 {
        return num_error("现金流要有正有负 / the flows must have both signs");
    }
    let size: f64 = flows.iter().map(|(value, _)| value.abs()).sum();
    let near = |rate: f64| worth(rate).abs() <= size * 1e-13;
    let mut rate = guess;
    for _ in 0..60 {
        let next = rate - worth(rate) / slope(rate);
        if !next.is_finite() || next <= -1.0 {
            break;
        }
        let step = (next - rate).abs();
        rate = next;
        if step < 1e-15 || near(rate) {
            break;
        }
    }
    if near(rate) {
        return number(from_f64(rate)?);
    }
    search(worth).map_or_else(|| num_error("没有找到利率 / no rate was found"), |rate| number(from_f64(rate)?))
}

/// A zero between -0.99 and 100 by halving.
fn search(worth: impl Fn(f64) -> f64) -> Option<f64> {
    let marks = [-0.99, -0.9, -0.7, -0.5, -0.3, -0.1, 0.0, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0];
    let (mut low, mut high) = marks.iter().zip(marks.iter().skip(1)).map(|(a, b)| (*a, *b)).find(|(a, b)| worth(*a) * worth(*b) <= 0.0)?;
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if worth(low) * worth(middle) <= 0.0 {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some((low + high) / 2.0)
}

fn guess(call: &Call<'_, '_>, index: usize) -> Eval<f64> {
    if call.given(index) { to_f64(call.number(index)?) } else { Ok(0.1) }
}

function!(
    IRR = "IRR",
    "内部收益率",
    Finance,
    [FLOWS, GUESS],
    Returns::Number,
    ("现金流的内部收益率", "The rate at which flows are worth nothing today"),
    ("ROUND(IRR({-4500, 3045, 2371}), 6)", "0.139182"),
    Eager(|call| {
        let list = Call { args: call.args.get(..1).unwrap_or_default(), evaluator: call.evaluator, pattern: None };
        let values = numbers(&list, 0)?;
        let flows = values.into_iter().enumerate().map(|(index, value)| Ok((to_f64(value)?, double(index)))).collect::<Eval<Vec<_>>>()?;
        zero_rate(call, &flows, guess(call, 1)?)
    }),
);

/// Flows with their days after the first one.
fn dated(call: &Call<'_, '_>, values: usize) -> Eval<Vec<(Decimal, i64)>> {
    let (amounts, days) = (call.items(values)?, call.items(values + 1)?);
    if amounts.len() != days.len() || amounts.is_empty() {
        return num_error("现金流与日期的个数不同 / values and dates differ in number");
    }
    let days = days.into_iter().map(|day| crate::coerce::to_date(day, call.evaluator.zone())).collect::<Eval<Vec<_>>>()?;
    let first = days.first().copied().unwrap_or_default();
    let flow = |(amount, day): (&Value, value::Date)| Ok((crate::coerce::to_number(amount)?, (day - first).num_days()));
    let flows = amounts.into_iter().zip(days).map(flow).collect::<Eval<Vec<_>>>()?;
    if flows.iter().any(|(_, day)| *day < 0) { num_error("第一个日期必须最早 / the first date must be the earliest") } else { Ok(flows) }
}

const YEAR: i64 = 365;

function!(
    XNPV = "XNPV",
    "按日期的净现值",
    Finance,
    [RATE, FLOWS, DATES],
    Returns::Number,
    ("按日期的现金流折算到第一个日期的值", "What dated flows are worth on the first date"),
    ("ROUND(XNPV(0.1, {-1000, 1100}, {\"2026-01-01\", \"2027-01-01\"}), 6)", "0"),
    Eager(|call| {
        let rate = call.number(0)?;
        if rate <= -Decimal::ONE {
            return num_error("利率太小 / the rate is too low");
        }
        let mut sum = Decimal::ZERO;
        for (amount, day) in dated(call, 1)? {
            let years = over(Decimal::from(day), Decimal::from(YEAR))?;
            sum = add(sum, over(amount, growth(rate, years)?)?)?;
        }
        number(sum)
    }),
);
function!(
    XIRR = "XIRR",
    "按日期的内部收益率",
    Finance,
    [FLOWS, DATES, GUESS],
    Returns::Number,
    ("按日期的现金流的内部收益率", "The rate at which dated flows are worth nothing"),
    ("ROUND(XIRR({-1000, 1100}, {\"2026-01-01\", \"2027-01-01\"}), 6)", "0.1"),
    Eager(|call| {
        let guess = guess(call, 2)?;
        let years = |day: i64| to_f64(Decimal::from(day)).map(|days| days / 365.0);
        let flows = dated(call, 0)?.into_iter().map(|(amount, day)| Ok((to_f64(amount)?, years(day)?))).collect::<Eval<Vec<_>>>()?;
        zero_rate(call, &flows, guess)
    }),
);
function!(
    RATE_OF = "RATE",
    "利率",
    Finance,
    [PERIODS, PAYMENT, PRESENT, FUTURE, AT_BEGIN, GUESS],
    Returns::Number,
    ("等额分期的每期利率", "The rate of each period of a loan"),
    ("ROUND(RATE(12, -88.85, 1000), 4)", "0.01"),
    Eager(|call| {
        let (periods, payment, present) = (to_f64(call.number(0)?)?, to_f64(call.number(1)?)?, to_f64(call.number(2)?)?);
        let (future, begin, guess) = (to_f64(call.number_or(3, 0)?)?, if flag(call, 4)? { 1.0 } else { 0.0 }, guess(call, 5)?);
        call.evaluator.spend(100)?;
        let worth = |rate: f64| {
            if rate.abs() < 1e-12 {
                return present + payment * periods + future;
            }
            let grown = libm::pow(1.0 + rate, periods);
            present * grown + payment * (1.0 + rate * begin) * (grown - 1.0) / rate + future
        };
        let (mut before, mut rate) = (guess, guess * 1.1 + 0.001);
        for _ in 0..80 {
            let (last, this) = (worth(before), worth(rate));
            if this == last {
                break;
            }
            let next = rate - this * (rate - before) / (this - last);
            (before, rate) = (rate, next);
            if !rate.is_finite() || (rate - before).abs() < 1e-14 {
                break;
            }
        }
        let size = present.abs() + future.abs() + (payment * periods).abs();
        let found = if rate.is_finite() && rate > -1.0 && worth(rate).abs() <= size * 1e-9 { Some(rate) } else { search(worth) };
        found.map_or_else(|| num_error("没有找到利率 / no rate was found"), |rate| number(from_f64(rate)?))
    }),
);

fn ln(value: Decimal) -> Eval<f64> {
    if value > Decimal::ZERO { Ok(libm::log(to_f64(value)?)) } else { num_error("只有正数有对数 / only a positive number has a logarithm") }
}

function!(
    NPER = "NPER",
    "期数",
    Finance,
    [RATE, PAYMENT, PRESENT, FUTURE, AT_BEGIN],
    Returns::Number,
    ("还清所需的期数", "How many periods it takes"),
    ("ROUND(NPER(0.01, -100, 1000), 4)", "10.5886"),
    Eager(|call| {
        let (rate, payment, present, future) = (call.number(0)?, call.number(1)?, call.number(2)?, call.number_or(3, 0)?);
        if rate.is_zero() {
            return number(-over(add(present, future)?, payment)?);
        }
        let paid = times(payment, shift(rate, flag(call, 4)?)?)?;
        let ratio = over(add(paid, -times(future, rate)?)?, add(times(present, rate)?, paid)?)?;
        number(from_f64(ln(ratio)? / ln(add(Decimal::ONE, rate)?)?)?)
    }),
);
function!(
    PDURATION = "PDURATION",
    "增值期数",
    Finance,
    [RATE, PRESENT, Param::new("future", "终值", Number)],
    Returns::Number,
    ("由现值增长到终值所需的期数", "How many periods it takes to grow from one value to another"),
    ("ROUND(PDURATION(0.025, 2000, 2200), 4)", "3.8599"),
    Eager(|call| {
        let (rate, present, future) = (call.number(0)?, call.number(1)?, call.number(2)?);
        if rate <= Decimal::ZERO || present <= Decimal::ZERO || future <= Decimal::ZERO {
            return num_error("都必须为正 / all must be positive");
        }
        number(from_f64((ln(future)? - ln(present)?) / ln(add(Decimal::ONE, rate)?)?)?)
    }),
);
function!(
    RRI = "RRI",
    "等效利率",
    Finance,
    [PERIODS, PRESENT, Param::new("future", "终值", Number)],
    Returns::Number,
    ("由现值增长到终值的每期利率", "The rate of each period at which one value grows to another"),
    ("ROUND(RRI(2, 100, 121), 6)", "0.1"),
    Eager(|call| {
        let (periods, present, future) = (call.number(0)?, call.number(1)?, call.number(2)?);
        if periods <= Decimal::ZERO || present.is_zero() {
            return num_error("期数必须为正，现值不能为 0 / the periods must be positive, the present value not 0");
        }
        number(add(power(over(future, present)?, over(Decimal::ONE, periods)?)?, -Decimal::ONE)?)
    }),
);

/// Rate and periods of a year, both sensible.
fn yearly(call: &Call<'_, '_>) -> Eval<(Decimal, Decimal)> {
    let (rate, periods) = (call.number(0)?, call.number(1)?.trunc());
    if rate <= Decimal::ZERO || periods < Decimal::ONE {
        num_error("利率和期数必须为正 / rate and periods must be positive")
    } else {
        Ok((rate, periods))
    }
}

const PER_YEAR: Param = Param::new("periods", "每年期数", Number);

function!(
    EFFECT = "EFFECT",
    "实际年利率",
    Finance,
    [Param::new("nominal", "名义年利率", Number), PER_YEAR],
    Returns::Number,
    ("名义年利率按期复利后的实际年利率", "The effective yearly rate of a nominal one"),
    ("EFFECT(0.1, 2)", "0.1025"),
    Eager(|call| {
        let (rate, periods) = yearly(call)?;
        number(add(growth(over(rate, periods)?, periods)?, -Decimal::ONE)?)
    }),
);
function!(
    NOMINAL = "NOMINAL",
    "名义年利率",
    Finance,
    [Param::new("effective", "实际年利率", Number), PER_YEAR],
    Returns::Number,
    ("实际年利率对应的名义年利率", "The nominal yearly rate of an effective one"),
    ("ROUND(NOMINAL(0.1025, 2), 6)", "0.1"),
    Eager(|call| {
        let (rate, periods) = yearly(call)?;
        let each = add(growth(rate, over(Decimal::ONE, periods)?)?, -Decimal::ONE)?;
        number(times(each, periods)?)
    }),
);
function!(
    FVSCHEDULE = "FVSCHEDULE",
    "变动利率终值",
    Finance,
    [PRESENT, Param::new("rates", "各期利率", List)],
    Returns::Number,
    ("按一列利率逐期复利后的值", "What a value grows to by a list of rates"),
    ("FVSCHEDULE(100, {0.1, 0.1})", "121"),
    Eager(|call| {
        let mut worth = call.number(0)?;
        for rate in call.items(1)? {
            let rate = match rate {
                Value::Text(_) => return value_error("利率必须是数字 / a rate must be a number"),
                other => crate::coerce::to_number(other)?,
            };
            worth = times(worth, add(Decimal::ONE, rate)?)?;
        }
        number(worth)
    }),
);

/// The value, the denominator and the power of ten that its digits take.
fn fraction(call: &Call<'_, '_>) -> Eval<(Decimal, Decimal, Decimal)> {
    let (value, parts) = (call.number(0)?, call.number(1)?);
    if parts.is_sign_negative() && !parts.is_zero() {
        return num_error("分母不能为负 / the denominator must not be negative");
    }
    let parts = parts.trunc();
    if parts.is_zero() {
        return Err(ErrorCode::Div0.into());
    }
    let mut ten = Decimal::ONE;
    while ten < parts {
        ten = times(ten, Decimal::TEN)?;
    }
    Ok((value, parts, ten))
}

const PARTS: Param = Param::new("parts", "分母", Number);

function!(
    DOLLARDE = "DOLLARDE",
    "分数报价转小数",
    Finance,
    [Param::new("price", "报价", Number), PARTS],
    Returns::Number,
    ("把分数报价（如 1.02 表示 1 又 2/16）转为小数", "A price in fractions, such as 1.02 for 1 and 2/16, as a decimal"),
    ("DOLLARDE(1.02, 16)", "1.125"),
    Eager(|call| {
        let (value, parts, ten) = fraction(call)?;
        number(add(value.trunc(), over(times(value.fract(), ten)?, parts)?)?)
    }),
);
function!(
    DOLLARFR = "DOLLARFR",
    "小数报价转分数",
    Finance,
    [Param::new("price", "报价", Number), PARTS],
    Returns::Number,
    ("把小数报价转为分数报价", "A decimal price in fractions"),
    ("DOLLARFR(1.125, 16)", "1.02"),
    Eager(|call| {
        let (value, parts, ten) = fraction(call)?;
        number(add(value.trunc(), over(times(value.fract(), parts)?, ten)?)?)
    }),
);
