//! Angles. Doubles by `libm`, cut to 15 digits, so that server and browser agree.

use super::Kind::Number;
use super::{Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, from_f64, num_error, to_f64};
use value::{Decimal, ErrorCode, Value};

pub(super) static FUNCTIONS: &[&Function] = &[&SIN, &COS, &TAN, &COT, &ASIN, &ACOS, &ATAN, &ATAN2, &DEGREES, &RADIANS];

const ANGLE: Param = Param::new("angle", "弧度", Number);
const NUMBER: Param = Param::new("number", "数字", Number);

/// Half a turn in degrees.
const HALF_TURN: f64 = 180.0;

fn of(call: &Call<'_, '_>, calculate: fn(f64) -> f64) -> Eval<Value> {
    Ok(Value::Number(from_f64(calculate(to_f64(call.number(0)?)?))?))
}

/// The same for numbers between -1 and 1.
fn of_ratio(call: &Call<'_, '_>, calculate: fn(f64) -> f64) -> Eval<Value> {
    if call.number(0)?.abs() > Decimal::ONE {
        return num_error("只能在 -1 和 1 之间 / must lie between -1 and 1");
    }
    of(call, calculate)
}

function!(
    SIN = "SIN",
    "正弦",
    Math,
    [ANGLE],
    Returns::Number,
    ("弧度的正弦", "The sine of an angle in radians"),
    ("SIN(0)", "0"),
    Eager(|call| of(call, libm::sin)),
);
function!(
    COS = "COS",
    "余弦",
    Math,
    [ANGLE],
    Returns::Number,
    ("弧度的余弦", "The cosine of an angle in radians"),
    ("COS(0)", "1"),
    Eager(|call| of(call, libm::cos)),
);
function!(
    TAN = "TAN",
    "正切",
    Math,
    [ANGLE],
    Returns::Number,
    ("弧度的正切", "The tangent of an angle in radians"),
    ("TAN(0)", "0"),
    Eager(|call| of(call, libm::tan)),
);
function!(
    COT = "COT",
    "余切",
    Math,
    [ANGLE],
    Returns::Number,
    ("弧度的余切", "The cotangent of an angle in radians"),
    ("ROUND(COT(1), 6)", "0.642093"),
    Eager(|call| {
        if call.number(0)?.is_zero() {
            return Err(ErrorCode::Div0.into());
        }
        of(call, |angle| 1.0 / libm::tan(angle))
    }),
);
function!(
    ASIN = "ASIN",
    "反正弦",
    Math,
    [NUMBER],
    Returns::Number,
    ("正弦为此数的弧度", "The angle whose sine is the number"),
    ("ROUND(ASIN(0.5), 6)", "0.523599"),
    Eager(|call| of_ratio(call, libm::asin)),
);
function!(
    ACOS = "ACOS",
    "反余弦",
    Math,
    [NUMBER],
    Returns::Number,
    ("余弦为此数的弧度", "The angle whose cosine is the number"),
    ("ACOS(1)", "0"),
    Eager(|call| of_ratio(call, libm::acos)),
);
function!(
    ATAN = "ATAN",
    "反正切",
    Math,
    [NUMBER],
    Returns::Number,
    ("正切为此数的弧度", "The angle whose tangent is the number"),
    ("ROUND(ATAN(1), 6)", "0.785398"),
    Eager(|call| of(call, libm::atan)),
);
function!(
    ATAN2 = "ATAN2",
    "坐标角",
    Math,
    [Param::new("x", "横坐标", Number), Param::new("y", "纵坐标", Number)],
    Returns::Number,
    ("从横轴到该点的弧度", "The angle from the x axis to a point"),
    ("ROUND(ATAN2(1, 1), 6)", "0.785398"),
    Eager(|call| {
        let (x, y) = (call.number(0)?, call.number(1)?);
        if x.is_zero() && y.is_zero() {
            return Err(ErrorCode::Div0.into());
        }
        Ok(Value::Number(from_f64(libm::atan2(to_f64(y)?, to_f64(x)?))?))
    }),
);
function!(
    DEGREES = "DEGREES",
    "转为度",
    Math,
    [ANGLE],
    Returns::Number,
    ("弧度换算成度", "An angle in degrees"),
    ("DEGREES(PI())", "180"),
    Eager(|call| of(call, |angle| angle * HALF_TURN / std::f64::consts::PI)),
);
function!(
    RADIANS = "RADIANS",
    "转为弧度",
    Math,
    [Param::new("degrees", "度", Number)],
    Returns::Number,
    ("度换算成弧度", "Degrees as an angle in radians"),
    ("ROUND(RADIANS(180), 6)", "3.141593"),
    Eager(|call| of(call, |degrees| degrees * std::f64::consts::PI / HALF_TURN)),
);
