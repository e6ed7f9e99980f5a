//! Combinations, number systems, multiples, sums over pairs.

use super::Kind::{List, Number, Numbers, Text};
use super::aggregate::{average_of, sum_of};
use super::math::{natural, numbers};
use super::statistics::{pairs, variance};
use super::{Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, num_error, value_error};
use crate::exact::Exact;
use crate::operators::checked;
use rust_decimal::RoundingStrategy;
use value::{Decimal, Value};

pub(super) static FUNCTIONS: &[&Function] = &[
    &CLAMP,
    &COMBIN,
    &PERMUT,
    &BASE_OF,
    &DECIMAL,
    &ROMAN,
    &ARABIC,
    &CEILING_MATH,
    &CEILING_PRECISE,
    &FLOOR_MATH,
    &FLOOR_PRECISE,
    &SUMX2MY2,
    &SUMX2PY2,
    &SUMXMY2,
    &SUBTOTAL,
];

const NUMBER: Param = Param::new("number", "数字", Number);
const STEP: Param = Param::optional("step", "倍数", Number);
const XS: Param = Param::new("xs", "第一列", List);
const YS: Param = Param::new("ys", "第二列", List);

fn number(value: Decimal) -> Eval<Value> {
    Ok(Value::Number(value))
}

function!(
    CLAMP = "CLAMP",
    "限制范围",
    Math,
    [NUMBER, Param::new("least", "最小", Number), Param::new("most", "最大", Number)],
    Returns::Number,
    ("把数字限制在最小和最大之间", "The number, not below the least and not above the most"),
    ("CLAMP(120, 0, 100)", "100"),
    Eager(|call| {
        let (least, most) = (call.number(1)?, call.number(2)?);
        if least > most { num_error("最小大于最大 / the least is above the most") } else { number(call.number(0)?.clamp(least, most)) }
    }),
);

/// How many elements are chosen of how many.
fn choice(call: &Call<'_, '_>) -> Eval<(u64, u64)> {
    let (all, chosen) = (natural(call.number(0)?)?, natural(call.number(1)?)?);
    if chosen > all { num_error("选取的个数多于总数 / more are chosen than there are") } else { Ok((all, chosen)) }
}

function!(
    COMBIN = "COMBIN",
    "组合数",
    Math,
    [NUMBER, Param::new("chosen", "选取个数", Number)],
    Returns::Number,
    ("从若干个中选取若干个、不计次序的方法数", "In how many ways so many of so many can be chosen, without order"),
    ("COMBIN(10, 3)", "120"),
    Eager(|call| {
        let (all, chosen) = choice(call)?;
        let chosen = chosen.min(all - chosen);
        let mut ways = Decimal::ONE;
        // What has more than 28 digits ends the loop after a hundred rounds at most.
        for index in 0..chosen {
            call.evaluator.spend(1)?;
            ways = checked(ways.by(Decimal::from(all - index)))?;
            ways = checked(ways.over(Decimal::from(index + 1)))?;
        }
        number(ways.round())
    }),
);

function!(
    PERMUT = "PERMUT",
    "排列数",
    Math,
    [NUMBER, Param::new("chosen", "选取个数", Number)],
    Returns::Number,
    ("从若干个中选取若干个、计次序的方法数", "In how many ways so many of so many can be chosen, with order"),
    ("PERMUT(100, 3)", "970200"),
    Eager(|call| {
        let (all, chosen) = choice(call)?;
        let mut ways = Decimal::ONE;
        for index in 0..chosen {
            call.evaluator.spend(1)?;
            ways = checked(ways.by(Decimal::from(all - index)))?;
        }
        number(ways)
    }),
);

fn radix(call: &Call<'_, '_>) -> Eval<u64> {
    match call.int(1)? {
        radix @ 2..=36 => Ok(radix.unsigned_abs()),
        _ => num_error("进制只能是 2 到 36 / the base must be 2 to 36"),
    }
}

function!(
    BASE_OF = "BASE",
    "转为进制",
    Math,
    [NUMBER, Param::new("base", "进制", Number), Param::optional("length", "最少位数", Number)],
    Returns::Text,
    ("整数按进制写出，不足位数时前面补 0", "A whole number written to a base, with zeros before it"),
    ("BASE(255, 16, 4)", "00FF"),
    Eager(|call| {
        let radix = radix(call)?;
        let mut rest = natural(call.number(0)?)?;
        let length = usize::try_from(call.int_or(2, 0)?).ok().filter(|length| *length <= 255);
        let Some(length) = length else { return num_error("位数只能是 0 到 255 / the length must be 0 to 255") };
        let mut digits = Vec::new();
        while rest > 0 || digits.is_empty() {
            let digit = u32::try_from(rest % radix).ok().and_then(|digit| char::from_digit(digit, 36));
            digits.extend(digit.map(|digit| digit.to_ascii_uppercase()));
            rest /= radix;
        }
        digits.resize(digits.len().max(length), '0');
        Ok(Value::Text(digits.into_iter().rev().collect()))
    }),
);

function!(
    DECIMAL = "DECIMAL",
    "按进制读数",
    Math,
    [Param::new("text", "文本", Text), Param::new("base", "进制", Number)],
    Returns::Number,
    ("把按进制写出的整数读作数字", "Reads a whole number that is written to a base"),
    (r#"DECIMAL("FF", 16)"#, "255"),
    Eager(|call| {
        let (source, radix) = (call.text(0)?, radix(call)?);
        let mut sum = Decimal::ZERO;
        for c in source.trim().chars() {
            let Some(digit) = u32::try_from(radix).ok().and_then(|radix| c.to_digit(radix)) else {
                return num_error("有不属于该进制的数字 / a digit is not one of the base");
            };
            sum = checked(sum.by(Decimal::from(radix)).and_then(|sum| sum.plus(Decimal::from(digit))))?;
        }
        number(sum)
    }),
);

const ROMAN_SIGNS: [(u64, &str); 13] = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
];

fn roman(mut rest: u64) -> String {
    let mut shown = String::new();
    for (worth, sign) in ROMAN_SIGNS {
        while rest >= worth {
            shown.push_str(sign);
            rest -= worth;
        }
    }
    shown
}

function!(
    ROMAN = "ROMAN",
    "罗马数字",
    Math,
    [NUMBER],
    Returns::Text,
    ("写成罗马数字（0 到 3999）", "The number in Roman numerals, 0 to 3999"),
    ("ROMAN(103)", "CIII"),
    Eager(|call| match natural(call.number(0)?) {
        Ok(whole) if whole < 4000 => Ok(Value::Text(roman(whole))),
        _ => value_error("只有 0 到 3999 有罗马数字 / only 0 to 3999 have Roman numerals"),
    }),
);

function!(
    ARABIC = "ARABIC",
    "读罗马数字",
    Math,
    [Param::new("text", "文本", Text)],
    Returns::Number,
    ("把罗马数字读作数字", "Reads Roman numerals"),
    (r#"ARABIC("MCMXLIX")"#, "1949"),
    Eager(|call| {
        let source = call.text(0)?.trim().to_ascii_uppercase();
        let mut sum = 0_u64;
        let mut rest = source.as_str();
        for (worth, sign) in ROMAN_SIGNS {
            while let Some(after) = rest.strip_prefix(sign) {
                sum += worth;
                rest = after;
            }
        }
        if rest.is_empty() && roman(sum) == source { Ok(Value::Number(sum.into())) } else { value_error("不是罗马数字 / not a Roman numeral") }
    }),
);

/// The multiple of a step, above or below by the sign of the number.
fn multiple(call: &Call<'_, '_>, positive: RoundingStrategy, negative: RoundingStrategy) -> Eval<Value> {
    let (value, step) = (call.number(0)?, call.number_or(1, 1)?.abs());
    if step.is_zero() || value.is_zero() {
        return number(Decimal::ZERO);
    }
    let strategy = if value.is_sign_negative() { negative } else { positive };
    number(checked(checked(value.over(step))?.round_dp_with_strategy(0, strategy).by(step))?)
}

const AWAY: Param = Param::optional("away", "负数方向", Number);

function!(
    CEILING_MATH = "CEILING.MATH",
    "向上取倍数（可选方向）",
    Math,
    [NUMBER, STEP, AWAY],
    Returns::Number,
    ("向上取到倍数；第三个值不为 0 时负数远离零", "The next multiple above; negative numbers away from zero if the third value is not 0"),
    ("CEILING.MATH(-5.5, 2)", "-4"),
    Eager(|call| {
        let away = !call.number_or(2, 0)?.is_zero();
        let negative = if away { RoundingStrategy::AwayFromZero } else { RoundingStrategy::ToZero };
        multiple(call, RoundingStrategy::AwayFromZero, negative)
    }),
);
function!(
    CEILING_PRECISE = "CEILING.PRECISE" | "ISO.CEILING",
    "向上取倍数（不计符号）",
    Math,
    [NUMBER, STEP],
    Returns::Number,
    ("向上取到倍数，倍数的正负不计", "The next multiple above, whatever the sign of the step"),
    ("CEILING.PRECISE(4.3, -2)", "6"),
    Eager(|call| multiple(call, RoundingStrategy::AwayFromZero, RoundingStrategy::ToZero)),
);
function!(
    FLOOR_MATH = "FLOOR.MATH",
    "向下取倍数（可选方向）",
    Math,
    [NUMBER, STEP, AWAY],
    Returns::Number,
    ("向下取到倍数；第三个值不为 0 时负数靠近零", "The next multiple below; negative numbers towards zero if the third value is not 0"),
    ("FLOOR.MATH(-8.1, 2)", "-10"),
    Eager(|call| {
        let towards = !call.number_or(2, 0)?.is_zero();
        let negative = if towards { RoundingStrategy::ToZero } else { RoundingStrategy::AwayFromZero };
        multiple(call, RoundingStrategy::ToZero, negative)
    }),
);
function!(
    FLOOR_PRECISE = "FLOOR.PRECISE",
    "向下取倍数（不计符号）",
    Math,
    [NUMBER, STEP],
    Returns::Number,
    ("向下取到倍数，倍数的正负不计", "The next multiple below, whatever the sign of the step"),
    ("FLOOR.PRECISE(3.2, -1)", "3"),
    Eager(|call| multiple(call, RoundingStrategy::ToZero, RoundingStrategy::AwayFromZero)),
);

/// The sum of something over the pairs of two lists.
fn over_pairs(call: &Call<'_, '_>, term: fn(Decimal, Decimal) -> Option<Decimal>) -> Eval<Value> {
    let terms = pairs(call, 0, 1)?.into_iter().map(|(x, y)| checked(term(x, y))).collect::<Eval<Vec<_>>>()?;
    number(sum_of(&terms)?)
}

function!(
    SUMX2MY2 = "SUMX2MY2",
    "平方差之和",
    Math,
    [XS, YS],
    Returns::Number,
    ("各对数字的平方之差的和", "The sum of x² - y² over pairs"),
    ("SUMX2MY2({3, 4}, {1, 2})", "20"),
    Eager(|call| over_pairs(call, |x, y| x.by(x)?.minus(y.by(y)?))),
);
function!(
    SUMX2PY2 = "SUMX2PY2",
    "平方和之和",
    Math,
    [XS, YS],
    Returns::Number,
    ("各对数字的平方之和的和", "The sum of x² + y² over pairs"),
    ("SUMX2PY2({3, 4}, {1, 2})", "30"),
    Eager(|call| over_pairs(call, |x, y| x.by(x)?.plus(y.by(y)?))),
);
function!(
    SUMXMY2 = "SUMXMY2",
    "差的平方之和",
    Math,
    [XS, YS],
    Returns::Number,
    ("各对数字之差的平方的和", "The sum of (x - y)² over pairs"),
    ("SUMXMY2({1, 2, 3}, {4, 5, 6})", "27"),
    Eager(|call| over_pairs(call, |x, y| {
        let difference = x.minus(y)?;
        difference.by(difference)
    })),
);

function!(
    SUBTOTAL = "SUBTOTAL", "分类汇总", Math, [Param::new("kind", "方式", Number), Param::new("number", "数字", Numbers)] repeat 1, Returns::Number,
    (
        "按方式汇总：1 平均 2 计数 3 非空 4 最大 5 最小 6 乘积 7 样本标准差 8 标准差 9 求和 10 样本方差 11 方差；加 100 相同",
        "A total by its kind: 1 average 2 count 3 non-blank 4 max 5 min 6 product 7 stdev 8 stdevp 9 sum 10 var 11 varp; plus 100 is the same"
    ),
    ("SUBTOTAL(9, {1, 2, 3})", "6"),
    Eager(|call| {
        let kind = call.int(0)?;
        let found = numbers(call, 1)?;
        let counted = |count: usize| number(Decimal::from(count));
        match if kind > 100 { kind - 100 } else { kind } {
            1 => number(average_of(&found)?),
            2 => counted(found.len()),
            3 => {
                let items = (1..call.args.len()).map(|index| call.items(index)).collect::<Eval<Vec<_>>>()?;
                counted(items.into_iter().flatten().filter(|item| !item.is_blank()).count())
            }
            4 => number(found.into_iter().max().unwrap_or_default()),
            5 => number(found.into_iter().min().unwrap_or_default()),
            6 => number(checked(found.into_iter().try_fold(Decimal::ONE, |product, value| product.by(value)))?),
            7 => number(super::math_more::root(variance(&found, true)?)?),
            8 => number(super::math_more::root(variance(&found, false)?)?),
            9 => number(sum_of(&found)?),
            10 => number(variance(&found, true)?),
            11 => number(variance(&found, false)?),
            _ => value_error("方式只能是 1 到 11 或 101 到 111 / the kind must be 1 to 11 or 101 to 111"),
        }
    }),
);
