//! Statistics that count texts and yes/no too, and how two lists hang together.

use super::Kind::{Any, List};
use super::aggregate::average_of;
use super::math_more::root;
use super::statistics::{number, pairs, squares, variance};
use super::{Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::Eval;
use crate::exact::Exact;
use crate::operators::checked;
use value::{Decimal, ErrorCode, ErrorValue, Value};

pub(super) static FUNCTIONS: &[&Function] = &[&AVERAGEA, &MAXA, &MINA, &STDEVA, &STDEVPA, &VARA, &VARPA, &CORREL, &SLOPE, &INTERCEPT, &FORECAST];

const VALUES: Param = Param::new("value", "值", Any);
const YS: Param = Param::new("ys", "因变量列", List);
const XS: Param = Param::new("xs", "自变量列", List);

/// All values as numbers: TRUE is 1, FALSE and texts are 0, blanks are passed over.
fn all(call: &Call<'_, '_>) -> Eval<Vec<Decimal>> {
    let mut found = Vec::new();
    for index in 0..call.args.len() {
        for item in call.items(index)? {
            match item {
                Value::Blank => {}
                Value::Number(value) => found.push(*value),
                Value::Bool(true) => found.push(Decimal::ONE),
                Value::Error(error) => return Err(error.clone()),
                _ => found.push(Decimal::ZERO),
            }
        }
    }
    Ok(found)
}

function!(
    AVERAGEA = "AVERAGEA", "平均（含文本）", Statistics, [VALUES] repeat 1, Returns::Number,
    ("所有值的平均：真为 1，假和文本为 0，空值不计", "The average of all values: TRUE is 1, FALSE and texts are 0"), ("AVERAGEA(2, TRUE, \"a\")", "1"),
    Eager(|call| number(average_of(&all(call)?)?)),
);
function!(
    MAXA = "MAXA", "最大（含文本）", Statistics, [VALUES] repeat 1, Returns::Number,
    ("所有值中最大的：真为 1，假和文本为 0", "The greatest of all values: TRUE is 1, FALSE and texts are 0"), ("MAXA(0.5, TRUE)", "1"),
    Eager(|call| number(all(call)?.into_iter().max().unwrap_or_default())),
);
function!(
    MINA = "MINA", "最小（含文本）", Statistics, [VALUES] repeat 1, Returns::Number,
    ("所有值中最小的：真为 1，假和文本为 0", "The least of all values: TRUE is 1, FALSE and texts are 0"), ("MINA(0.5, FALSE)", "0"),
    Eager(|call| number(all(call)?.into_iter().min().unwrap_or_default())),
);
function!(
    STDEVA = "STDEVA", "样本标准差（含文本）", Statistics, [VALUES] repeat 1, Returns::Number,
    ("样本的标准差，真为 1，假和文本为 0", "The standard deviation of a sample; TRUE is 1, FALSE and texts are 0"), ("STDEVA(0, TRUE, 2)", "1"),
    Eager(|call| number(root(variance(&all(call)?, true)?)?)),
);
function!(
    STDEVPA = "STDEVPA", "标准差（含文本）", Statistics, [VALUES] repeat 1, Returns::Number,
    ("全体的标准差，真为 1，假和文本为 0", "The standard deviation of all there are; TRUE is 1, FALSE and texts are 0"), ("STDEVPA(3, TRUE)", "1"),
    Eager(|call| number(root(variance(&all(call)?, false)?)?)),
);
function!(
    VARA = "VARA", "样本方差（含文本）", Statistics, [VALUES] repeat 1, Returns::Number,
    ("样本的方差，真为 1，假和文本为 0", "The variance of a sample; TRUE is 1, FALSE and texts are 0"), ("VARA(0, TRUE, 2)", "1"),
    Eager(|call| number(variance(&all(call)?, true)?)),
);
function!(
    VARPA = "VARPA", "方差（含文本）", Statistics, [VALUES] repeat 1, Returns::Number,
    ("全体的方差，真为 1，假和文本为 0", "The variance of all there are; TRUE is 1, FALSE and texts are 0"), ("VARPA(3, TRUE)", "1"),
    Eager(|call| number(variance(&all(call)?, false)?)),
);

/// Means, squared deviations and common deviation of pairs.
struct Line {
    mean_x: Decimal,
    mean_y: Decimal,
    squares_x: Decimal,
    squares_y: Decimal,
    common: Decimal,
}

fn line(pairs: &[(Decimal, Decimal)]) -> Eval<Line> {
    let (xs, ys): (Vec<Decimal>, Vec<Decimal>) = pairs.iter().copied().unzip();
    let (mean_x, mean_y) = (average_of(&xs)?, average_of(&ys)?);
    let term = |(x, y): &(Decimal, Decimal)| x.minus(mean_x)?.by(y.minus(mean_y)?);
    let common = checked(pairs.iter().try_fold(Decimal::ZERO, |sum, pair| sum.plus(term(pair)?)))?;
    Ok(Line { mean_x, mean_y, squares_x: squares(&xs)?, squares_y: squares(&ys)?, common })
}

fn over(value: Decimal, divisor: Decimal) -> Eval<Decimal> {
    if divisor.is_zero() {
        return Err(ErrorValue::new(ErrorCode::Div0, "数字都相同 / all numbers are the same"));
    }
    checked(value.over(divisor))
}

function!(
    CORREL = "CORREL",
    "相关系数",
    Statistics,
    [Param::new("ones", "第一列", List), Param::new("others", "第二列", List)],
    Returns::Number,
    ("两列数字的相关程度，-1 到 1", "How closely two lists go together, -1 to 1"),
    ("CORREL({1, 2, 3}, {2, 4, 6})", "1"),
    Eager(|call| {
        let line = line(&pairs(call, 0, 1)?)?;
        let spread = checked(root(line.squares_x)?.by(root(line.squares_y)?))?;
        number(over(line.common, spread)?.round_dp(24).normalize())
    }),
);
function!(
    SLOPE = "SLOPE",
    "斜率",
    Statistics,
    [YS, XS],
    Returns::Number,
    ("拟合直线的斜率", "The slope of the line through the pairs"),
    ("SLOPE({3, 5, 7}, {1, 2, 3})", "2"),
    Eager(|call| {
        let line = line(&pairs(call, 1, 0)?)?;
        number(over(line.common, line.squares_x)?)
    }),
);
function!(
    INTERCEPT = "INTERCEPT",
    "截距",
    Statistics,
    [YS, XS],
    Returns::Number,
    ("拟合直线在纵轴上的截距", "Where the line through the pairs meets the y axis"),
    ("INTERCEPT({3, 5, 7}, {1, 2, 3})", "1"),
    Eager(|call| {
        let line = line(&pairs(call, 1, 0)?)?;
        let rise = checked(over(line.common, line.squares_x)?.by(line.mean_x))?;
        number(checked(line.mean_y.minus(rise))?)
    }),
);
function!(
    FORECAST = "FORECAST" | "FORECAST.LINEAR",
    "线性预测",
    Statistics,
    [Param::new("x", "自变量", super::Kind::Number), YS, XS],
    Returns::Number,
    ("按拟合直线预测", "What the line through the pairs says for another x"),
    ("FORECAST(4, {3, 5, 7}, {1, 2, 3})", "9"),
    Eager(|call| {
        let line = line(&pairs(call, 2, 1)?)?;
        let off = checked(call.number(0)?.minus(line.mean_x))?;
        let rise = checked(over(line.common, line.squares_x)?.by(off))?;
        number(checked(line.mean_y.plus(rise))?)
    }),
);
