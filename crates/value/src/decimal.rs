//! Exact decimals: reading, writing and rounding.

pub use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;
use std::str::FromStr;

/// The largest absolute value of a stored number after scaling: 9×10^15, so that it fits an integer column and a double.
pub const MAX_SCALED: i64 = 9_000_000_000_000_000;

/// How a number is rounded at a field's scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// 四舍五入: halves go away from zero.
    #[default]
    HalfUp,
    /// 银行家舍入: halves go to the even neighbour.
    HalfEven,
}

/// Rounds to `scale` digits after the point.
pub fn round_to_scale(number: Decimal, scale: u32, rounding: Rounding) -> Decimal {
    let strategy = match rounding {
        Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
        Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
    };
    number.round_dp_with_strategy(scale, strategy)
}

/// Reads a decimal as people and JSON write it: optional sign, digits, point, exponent. Grouping commas are refused.
pub fn parse_decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text)).ok()
}

/// Reads a JSON number or a JSON text as a decimal.
pub fn decimal_from_json(json: &serde_json::Value) -> Option<Decimal> {
    match json {
        serde_json::Value::Number(number) => number.as_i64().map(Decimal::from).or_else(|| parse_decimal(&number.to_string())),
        serde_json::Value::String(text) => parse_decimal(text),
        _ => None,
    }
}

/// Writes a decimal padded to its scale: `12.5` at scale 2 is `12.50`.
pub fn write_decimal(number: Decimal, scale: u32) -> String {
    in_units(number, scale).map_or_else(|| write_rounded(number, scale), |units| with_point(units, scale))
}

/// How many of its last digit a number is, if it has no more digits than that and is of ordinary size: nearly every stored number is.
fn in_units(number: Decimal, scale: u32) -> Option<i64> {
    let missing = scale.checked_sub(number.scale())?;
    i64::try_from(number.mantissa()).ok()?.checked_mul(10_i64.checked_pow(missing)?)
}

fn with_point(units: i64, scale: u32) -> String {
    let mut digits = units.unsigned_abs().to_string();
    let places = usize::try_from(scale).unwrap_or(0);
    while digits.len() <= places {
        digits.insert(0, '0');
    }
    if places > 0 {
        digits.insert(digits.len() - places, '.');
    }
    if units < 0 {
        digits.insert(0, '-');
    }
    digits
}

fn write_rounded(number: Decimal, scale: u32) -> String {
    let rounded = round_to_scale(number, scale, Rounding::HalfUp);
    let width = usize::try_from(scale).unwrap_or(0);
    if rounded.is_zero() { format!("{:.width$}", Decimal::ZERO) } else { format!("{rounded:.width$}") }
}

/// Whether a number may be stored in a field of this scale.
pub fn in_field_range(number: Decimal, scale: u32) -> bool {
    let Some(factor) = 10_i64.checked_pow(scale) else { return false };
    number.checked_mul(Decimal::from(factor)).is_some_and(|scaled| scaled.abs() <= Decimal::from(MAX_SCALED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        for (number, scale, expected) in
            [("1.005", 2, "1.01"), ("-2.5", 0, "-3"), ("600.425", 2, "600.43"), ("-0.001", 2, "0.00"), ("-0.0049", 2, "0.00")]
        {
            let number = parse_decimal(number).unwrap();
            assert_eq!(write_decimal(number, scale), expected);
        }
    }

    #[test]
    fn it_is_padded_to_its_scale() {
        for (number, scale, expected) in [
            ("0.1", 2, "0.10"),
            ("-0.05", 2, "-0.05"),
            ("-0", 2, "0.00"),
            ("0", 0, "0"),
            ("-12", 0, "-12"),
            ("12.5", 3, "12.500"),
            ("9223372036854775807", 0, "9223372036854775807"),
            ("9223372036854775807", 2, "9223372036854775807.00"),
            ("-9223372036854775808", 0, "-9223372036854775808"),
            ("12345678901234567890.1", 2, "12345678901234567890.10"),
        ] {
            assert_eq!(write_decimal(parse_decimal(number).unwrap(), scale), expected);
        }
    }

    #[test]
    fn a_stored_number_fits_fifteen_digits() {
        assert!(in_field_range(parse_decimal("90000000000000").unwrap(), 2));
        assert!(!in_field_range(parse_decimal("90000000000000.01").unwrap(), 2));
    }
}
