//! Comparisons as functions, and what a value is.

use super::Kind::{Any, CandidateOf};
use super::{Body, Call, Function, Group, Param, Returns, word, words};
use crate::ast::Comparison;
use crate::coerce::{Eval, parse_local, serial_of, to_number};
use crate::operators::{compares, equal};
use value::{Decimal, Value};

pub(super) static FUNCTIONS: &[&Function] = &[&EQ, &NE, &GT, &GE, &LT, &LE, &IN, &COALESCE, &ISDATE, &TYPE, &N];

const LEFT: Param = Param::new("left", "左值", Any);
const RIGHT: Param = Param::new("right", "右值", CandidateOf(0));
const VALUE: Param = Param::new("value", "值", Any);

fn comparison(call: &Call<'_, '_>, comparison: Comparison) -> Eval<Value> {
    compares(comparison, call.value(0), call.value(1), call.evaluator.zone()).map(Value::Bool)
}

function!(
    EQ = "EQ",
    "等于",
    Logic,
    [LEFT, RIGHT],
    Returns::Bool,
    ("两个值相等，同 =", "Whether two values are equal, as ="),
    ("EQ(1 + 1, 2)", "TRUE"),
    Eager(|call| comparison(call, Comparison::Equal)),
);
function!(
    NE = "NE",
    "不等于",
    Logic,
    [LEFT, RIGHT],
    Returns::Bool,
    ("两个值不相等，同 <>", "Whether two values differ, as <>"),
    ("NE(1, 2)", "TRUE"),
    Eager(|call| comparison(call, Comparison::Differs)),
);
function!(
    GT = "GT",
    "大于",
    Logic,
    [LEFT, RIGHT],
    Returns::Bool,
    ("左值大于右值，同 >", "Whether the left value is greater, as >"),
    ("GT(3, 2)", "TRUE"),
    Eager(|call| comparison(call, Comparison::Greater)),
);
function!(
    GE = "GE",
    "大于等于",
    Logic,
    [LEFT, RIGHT],
    Returns::Bool,
    ("左值大于或等于右值，同 >=", "Whether the left value is greater or equal, as >="),
    ("GE(2, 2)", "TRUE"),
    Eager(|call| comparison(call, Comparison::GreaterOrEqual)),
);
function!(
    LT = "LT",
    "小于",
    Logic,
    [LEFT, RIGHT],
    Returns::Bool,
    ("左值小于右值，同 <", "Whether the left value is less, as <"),
    ("LT(3, 2)", "FALSE"),
    Eager(|call| comparison(call, Comparison::Less)),
);
function!(
    LE = "LE",
    "小于等于",
    Logic,
    [LEFT, RIGHT],
    Returns::Bool,
    ("左值小于或等于右值，同 <=", "Whether the left value is less or equal, as <="),
    ("LE(2, 2)", "TRUE"),
    Eager(|call| comparison(call, Comparison::LessOrEqual)),
);

function!(
    IN = "IN" | "EXIST", "在其中", Logic, [VALUE, Param::new("candidate", "候选", CandidateOf(0))] repeat 1, Returns::Bool,
    ("值等于候选之一，候选可以是列", "Whether the value equals one of the candidates, which may be lists"),
    (r#"IN("b", "a", "b", "c")"#, "TRUE"),
    Eager(|call| {
        for index in 1..call.args.len() {
            for item in call.items(index)? {
                if equal(call.value(0), item, call.evaluator.zone())? {
                    return Ok(Value::Bool(true));
                }
            }
        }
        Ok(Value::Bool(false))
    }),
);

function!(
    COALESCE = "COALESCE", "首个非空", Logic, [VALUE] repeat 1, Returns::Both(0, 1),
    ("第一个非空的值，全空时为空", "The first value that is not blank; blank if all are"),
    (r#"COALESCE("", "备用")"#, "备用"),
    Lazy(|evaluator, args| {
        for arg in args {
            let value = evaluator.eval(arg)?;
            if !value.is_blank() {
                return Ok(value);
            }
        }
        Ok(std::borrow::Cow::Owned(Value::Blank))
    }),
);

function!(
    ISDATE = "ISDATE",
    "是日期",
    Logic,
    [VALUE],
    Returns::Bool,
    ("值是日期或日期时间，或是能读作日期的文本", "Whether the value is a date or moment, or a text that reads as one"),
    (r#"ISDATE("2026-02-30")"#, "FALSE"),
    Tolerant(|call| {
        Ok(Value::Bool(match call.value(0) {
            Value::Date(_) | Value::Instant(_) => true,
            Value::Text(text) => parse_local(text).is_some(),
            _ => false,
        }))
    }),
);

function!(
    TYPE = "TYPE",
    "类型",
    Logic,
    [VALUE],
    Returns::Number,
    ("值的类型：数字和日期 1，文本 2，真假 4，错误 16，列 64", "The type of a value: number or date 1, text 2, true or false 4, error 16, list 64"),
    (r#"TYPE("a")"#, "2"),
    Tolerant(|call| {
        let code = match call.value(0) {
            Value::Error(_) => 16,
            Value::List(_) | Value::Rows(_) => 64,
            Value::Bool(_) => 4,
            Value::Number(_) | Value::Blank | Value::Date(_) | Value::Time(_) | Value::Instant(_) => 1,
            _ => 2,
        };
        Ok(Value::int(code))
    }),
);

function!(
    N = "N",
    "取数",
    Logic,
    [VALUE],
    Returns::Number,
    ("数字原样，真为 1，日期为序号，其余为 0", "A number as it is, TRUE as 1, a date as its serial number, the rest as 0"),
    (r#"N("7")"#, "0"),
    Eager(|call| {
        Ok(Value::Number(match call.value(0) {
            Value::Number(_) | Value::Bool(_) => to_number(call.value(0))?,
            Value::Date(date) => Decimal::from(serial_of(*date)),
            Value::Instant(_) => Decimal::from(serial_of(call.date(0)?)),
            _ => Decimal::ZERO,
        }))
    }),
);
