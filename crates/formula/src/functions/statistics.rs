//! Spread, order and rank of numbers.

use super::Kind::{List, Number, Numbers};
use super::aggregate::{average_of, sum_of};
use super::math::numbers;
use super::math_more::root;
use super::{Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, num_error};
use crate::exact::Exact;
use crate::operators::checked;
use rust_decimal::prelude::ToPrimitive;
use value::{Decimal, ErrorCode, ErrorValue, Value};

pub(super) static FUNCTIONS: &[&Function] = &[
    &STDEV,
    &STDEVP,
    &VAR,
    &VARP,
    &DEVSQ,
    &AVEDEV,
    &GEOMEAN,
    &HARMEAN,
    &TRIMMEAN,
    &MODE,
    &PERCENTILE,
    &QUARTILE,
    &RANK,
    &STANDARDIZE,
    &SKEW,
    &SKEW_P,
    &KURT,
];

pub(super) const NUMBERS: Param = Param::new("number", "数字", Numbers);
const LIST: Param = Param::new("list", "列", List);

pub(super) fn number(value: Decimal) -> Eval<Value> {
    Ok(Value::Number(value))
}

fn no_numbers<T>() -> Eval<T> {
    Err(ErrorValue::new(ErrorCode::Div0, "数字太少 / there are too few numbers"))
}

/// The sum of the squared deviations from the mean.
pub(super) fn squares(found: &[Decimal]) -> Eval<Decimal> {
    let mean = average_of(found)?;
    let square = |value: &Decimal| {
        let off = value.minus(mean)?;
        off.by(off)
    };
    checked(found.iter().try_fold(Decimal::ZERO, |sum, value| sum.plus(square(value)?)))
}

/// The variance of a sample, or of all there are.
pub(super) fn variance(found: &[Decimal], sample: bool) -> Eval<Decimal> {
    let count = found.len().saturating_sub(usize::from(sample));
    if count == 0 { no_numbers() } else { checked(squares(found)?.over(Decimal::from(count))) }
}

/// The numbers of two lists that stand beside each other; a pair with something else in it is passed over.
pub(super) fn pairs(call: &Call<'_, '_>, first: usize, second: usize) -> Eval<Vec<(Decimal, Decimal)>> {
    let (xs, ys) = (call.items(first)?, call.items(second)?);
    if xs.len() != ys.len() {
        return Err(ErrorValue::new(ErrorCode::NotAvailable, "两列的项数不同 / the lists differ in length"));
    }
    let mut found = Vec::new();
    for pair in xs.into_iter().zip(ys) {
        match pair {
            (Value::Number(x), Value::Number(y)) => found.push((*x, *y)),
            (Value::Error(error), _) | (_, Value::Error(error)) => return Err(error.clone()),
            _ => {}
        }
    }
    Ok(found)
}

function!(
    STDEV = "STDEV" | "STDEV.S", "样本标准差", Statistics, [NUMBERS] repeat 1, Returns::Number,
    ("样本的标准差", "The standard deviation of a sample"), ("STDEV(1, 2, 3)", "1"),
    Eager(|call| number(root(variance(&numbers(call, 0)?, true)?)?)),
);
function!(
    STDEVP = "STDEVP" | "STDEV.P", "标准差", Statistics, [NUMBERS] repeat 1, Returns::Number,
    ("全体的标准差", "The standard deviation of all there are"), ("STDEVP(2, 4, 4, 4, 5, 5, 7, 9)", "2"),
    Eager(|call| number(root(variance(&numbers(call, 0)?, false)?)?)),
);
function!(
    VAR = "VAR" | "VAR.S", "样本方差", Statistics, [NUMBERS] repeat 1, Returns::Number,
    ("样本的方差", "The variance of a sample"), ("VAR(1, 2, 3)", "1"), Eager(|call| number(variance(&numbers(call, 0)?, true)?)),
);
function!(
    VARP = "VARP" | "VAR.P", "方差", Statistics, [NUMBERS] repeat 1, Returns::Number,
    ("全体的方差", "The variance of all there are"), ("VARP(1, 3)", "1"), Eager(|call| number(variance(&numbers(call, 0)?, false)?)),
);
function!(
    DEVSQ = "DEVSQ", "偏差平方和", Statistics, [NUMBERS] repeat 1, Returns::Number,
    ("与平均值之差的平方之和", "The sum of the squared deviations from the mean"), ("DEVSQ(4, 5, 8, 7, 11, 4, 3)", "48"),
    Eager(|call| {
        let found = numbers(call, 0)?;
        if found.is_empty() { num_error("没有数字 / there is no number") } else { number(squares(&found)?) }
    }),
);
function!(
    AVEDEV = "AVEDEV", "平均偏差", Statistics, [NUMBERS] repeat 1, Returns::Number,
    ("与平均值之差的绝对值的平均", "The average distance from the mean"), ("AVEDEV(2, 4, 8, 16)", "4.5"),
    Eager(|call| {
        let found = numbers(call, 0)?;
        let mean = average_of(&found)?;
        let away = found.iter().map(|value| checked(value.minus(mean)).map(|off| off.abs())).collect::<Eval<Vec<_>>>()?;
        number(average_of(&away)?)
    }),
);

fn positive(found: Vec<Decimal>) -> Eval<Vec<Decimal>> {
    if found.is_empty() || found.iter().any(|value| *value <= Decimal::ZERO) {
        num_error("只能是正数 / all must be positive")
    } else {
        Ok(found)
    }
}

function!(
    GEOMEAN = "GEOMEAN", "几何平均", Statistics, [NUMBERS] repeat 1, Returns::Number,
    ("几何平均值", "The geometric mean"), ("GEOMEAN(2, 8)", "4"),
    Eager(|call| {
        let found = positive(numbers(call, 0)?)?;
        let mut sum = 0.0;
        for value in &found {
            sum += libm::log(crate::coerce::to_f64(*value)?);
        }
        let count = crate::coerce::to_f64(Decimal::from(found.len()))?;
        number(crate::coerce::from_f64(libm::exp(sum / count))?.round_dp(13).normalize())
    }),
);
function!(
    HARMEAN = "HARMEAN", "调和平均", Statistics, [NUMBERS] repeat 1, Returns::Number,
    ("调和平均值", "The harmonic mean"), ("HARMEAN(2, 6)", "3"),
    Eager(|call| {
        let found = positive(numbers(call, 0)?)?;
        let shares = found.iter().map(|value| checked(Decimal::ONE.over(*value))).collect::<Eval<Vec<_>>>()?;
        number(checked(Decimal::from(found.len()).over(sum_of(&shares)?))?.round_dp(24).normalize())
    }),
);
function!(
    TRIMMEAN = "TRIMMEAN",
    "去极值平均",
    Statistics,
    [LIST, Param::new("share", "去掉的比例", Number)],
    Returns::Number,
    ("两端各去掉一半比例的数字后的平均", "The average without a share of the numbers, half of it at each end"),
    ("TRIMMEAN({1, 2, 3, 4, 100}, 0.4)", "3"),
    Eager(|call| {
        let (found, share) = (sorted(call)?, call.number(1)?);
        if share.is_sign_negative() || share >= Decimal::ONE {
            return num_error("比例在 0 和 1 之间 / the share lies between 0 and 1");
        }
        let cut = checked(share.by(Decimal::from(found.len())).and_then(|cut| cut.over(Decimal::TWO)))?;
        let cut = cut.floor().to_usize().unwrap_or(0);
        number(average_of(found.get(cut..found.len() - cut).unwrap_or_default())?)
    }),
);

/// The numbers of the first argument in order.
fn sorted(call: &Call<'_, '_>) -> Eval<Vec<Decimal>> {
    let list = Call { args: call.args.get(..1).unwrap_or_default(), evaluator: call.evaluator, pattern: None };
    let mut found = numbers(&list, 0)?;
    found.sort_unstable();
    Ok(found)
}

function!(
    MODE = "MODE" | "MODE.SNGL", "众数", Statistics, [NUMBERS] repeat 1, Returns::Number,
    ("出现最多的数字；没有重复时为 #N/A", "The number that occurs most often; #N/A if none occurs twice"), ("MODE(1, 2, 2, 3)", "2"),
    Eager(|call| {
        let found = numbers(call, 0)?;
        let mut ordered = found.clone();
        ordered.sort_unstable();
        let occurrences = |value: &Decimal| ordered.partition_point(|other| other <= value) - ordered.partition_point(|other| other < value);
        let most = ordered.iter().map(occurrences).max().unwrap_or(0);
        match found.iter().find(|value| occurrences(value) == most) {
            Some(value) if most > 1 => number(*value),
            _ => Err(ErrorCode::NotAvailable.into()),
        }
    }),
);

/// The number at a share of the way from the least to the greatest, between two of them by proportion.
fn at_share(found: &[Decimal], share: Decimal) -> Eval<Value> {
    if found.is_empty() || share.is_sign_negative() && !share.is_zero() || share > Decimal::ONE {
        return num_error("没有数字，或比例不在 0 和 1 之间 / there is no number, or the share is not between 0 and 1");
    }
    let place = checked(share.by(Decimal::from(found.len() - 1)))?;
    let lower = place.floor();
    let at = |index: Decimal| index.to_usize().and_then(|index| found.get(index)).copied();
    let (Some(below), above) = (at(lower), at(less(lower, -1))) else { return no_numbers() };
    let step = checked(above.unwrap_or(below).minus(below))?;
    number(checked(place.minus(lower).and_then(|part| step.by(part)).and_then(|part| below.plus(part)))?.normalize())
}

function!(
    PERCENTILE = "PERCENTILE" | "PERCENTILE.INC",
    "百分位数",
    Statistics,
    [LIST, Param::new("share", "比例", Number)],
    Returns::Number,
    ("按比例排位的数字，如 0.9 为九成位", "The number at a share of the way, such as 0.9"),
    ("PERCENTILE({1, 2, 3, 4}, 0.3)", "1.9"),
    Eager(|call| at_share(&sorted(call)?, call.number(1)?)),
);
function!(
    QUARTILE = "QUARTILE" | "QUARTILE.INC",
    "四分位数",
    Statistics,
    [LIST, Param::new("quarter", "第几个四分位", Number)],
    Returns::Number,
    ("第 0 到 4 个四分位数", "The quartile 0 to 4"),
    ("QUARTILE({1, 2, 4, 7, 8, 9, 10, 12}, 1)", "3.5"),
    Eager(|call| at_share(&sorted(call)?, checked(call.number(1)?.trunc().over(Decimal::from(4)))?)),
);
function!(
    RANK = "RANK" | "RANK.EQ",
    "排名",
    Statistics,
    [Param::new("number", "数字", Number), LIST, Param::optional("upward", "升序", Number)],
    Returns::Number,
    (
        "数字在列中的名次，默认最大的为 1；第三个值不为 0 时最小的为 1",
        "The place of a number in a list, the greatest first; the least first if the third value is not 0"
    ),
    ("RANK(3, {5, 3, 3, 1})", "2"),
    Eager(|call| {
        let (wanted, upward) = (call.number(0)?, !call.number_or(2, 0)?.is_zero());
        let found: Vec<Decimal> =
            call.items(1)?.into_iter().filter_map(|item| if let Value::Number(value) = item { Some(*value) } else { None }).collect();
        if !found.contains(&wanted) {
            return Err(ErrorValue::new(ErrorCode::NotAvailable, "列中没有这个数字 / the list does not hold the number"));
        }
        let before = found.iter().filter(|value| if upward { **value < wanted } else { **value > wanted }).count();
        number(Decimal::from(before + 1))
    }),
);
function!(
    STANDARDIZE = "STANDARDIZE",
    "标准化",
    Statistics,
    [Param::new("number", "数字", Number), Param::new("mean", "平均值", Number), Param::new("deviation", "标准差", Number)],
    Returns::Number,
    ("离平均值有几个标准差", "How many deviations a number is away from the mean"),
    ("STANDARDIZE(46, 40, 1.5)", "4"),
    Eager(|call| {
        let deviation = call.number(2)?;
        if deviation <= Decimal::ZERO {
            return num_error("标准差必须为正 / the deviation must be positive");
        }
        number(checked(call.number(0)?.minus(call.number(1)?).and_then(|off| off.over(deviation)))?)
    }),
);

/// A count less a small whole number.
fn less(count: Decimal, by: i64) -> Decimal {
    count.minus(Decimal::from(by)).unwrap_or_default()
}

/// The sum of the deviations in units of the standard deviation, to a power.
fn moment(found: &[Decimal], sample: bool, exponent: u32) -> Eval<Decimal> {
    let (mean, deviation) = (average_of(found)?, root(variance(found, sample)?)?);
    if deviation.is_zero() {
        return no_numbers();
    }
    let term = |value: &Decimal| {
        let unit = value.minus(mean)?.over(deviation)?;
        (1..exponent).try_fold(unit, |power, _| power.by(unit))
    };
    checked(found.iter().try_fold(Decimal::ZERO, |sum, value| sum.plus(term(value)?)))
}

function!(
    SKEW = "SKEW", "样本偏度", Statistics, [NUMBERS] repeat 1, Returns::Number,
    ("样本分布的偏斜程度", "How lopsided a sample is"), ("SKEW(1, 2, 3)", "0"),
    Eager(|call| {
        let found = numbers(call, 0)?;
        let count = Decimal::from(found.len());
        if found.len() < 3 {
            return no_numbers();
        }
        let sum = moment(&found, true, 3)?;
        let weight = less(count, 1).by(less(count, 2)).and_then(|divisor| count.over(divisor));
        number(checked(weight.and_then(|weight| sum.by(weight)))?)
    }),
);
function!(
    SKEW_P = "SKEW.P", "偏度", Statistics, [NUMBERS] repeat 1, Returns::Number,
    ("全体分布的偏斜程度", "How lopsided a distribution is"), ("SKEW.P(1, 2, 3)", "0"),
    Eager(|call| {
        let found = numbers(call, 0)?;
        if found.len() < 3 {
            return no_numbers();
        }
        number(checked(moment(&found, false, 3)?.over(Decimal::from(found.len())))?)
    }),
);
function!(
    KURT = "KURT", "峰度", Statistics, [NUMBERS] repeat 1, Returns::Number,
    ("样本分布的陡峭程度", "How peaked a sample is"), ("ROUND(KURT(3, 4, 5, 2, 3, 4, 5, 6, 4, 7), 6)", "-0.1518"),
    Eager(|call| {
        let found = numbers(call, 0)?;
        if found.len() < 4 {
            return no_numbers();
        }
        let count = Decimal::from(found.len());
        let (one, two, three) = (less(count, 1), less(count, 2), less(count, 3));
        let weight = |sum: Decimal| sum.by(count.by(less(count, -1))?)?.over(one.by(two.by(three)?)?);
        let off = || Decimal::from(3).by(one.by(one)?)?.over(two.by(three)?);
        number(checked(weight(moment(&found, true, 4)?).and_then(|sum| sum.minus(off()?)))?)
    }),
);
