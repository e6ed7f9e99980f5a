//! Numbers as people read them on charts and in tables.

use crate::Cell;
use definition::NumberFormat;
use serde_json::{Value as Json, json};
use value::{Decimal, Rounding, Value, round_to_scale, write_decimal};

/// A measure's value as a cell; `scale` is the scale of the field that was aggregated.
pub fn measure_cell(value: &Value, format: NumberFormat, scale: u32, currency: &str) -> Cell {
    match value {
        Value::Number(number) => Cell { value: number_json(*number, format, scale), text: number_text(*number, format, scale, currency), tone: None },
        Value::Blank => Cell { value: Json::Null, text: "–".into(), tone: None },
        Value::Error(error) => Cell { value: Json::Null, text: error.code.as_str().into(), tone: None },
        other => {
            let json = value::to_json(other, None);
            Cell { text: json.as_str().map_or_else(|| json.to_string(), str::to_owned), value: json, tone: None }
        }
    }
}

/// Digits after the point that are kept: a share has four (it is shown as per cent with one… and two), everything else its scale.
fn digits(format: NumberFormat, scale: u32) -> u32 {
    match format {
        NumberFormat::Integer => 0,
        NumberFormat::Percent => 4,
        NumberFormat::Money => 2,
        NumberFormat::Number => scale,
    }
}

fn number_json(number: Decimal, format: NumberFormat, scale: u32) -> Json {
    let rounded = round_to_scale(number, digits(format, scale), Rounding::HalfUp).normalize();
    // A chart draws doubles; the exact text stands beside it.
    rounded.to_string().parse::<serde_json::Number>().map_or(Json::Null, |number| json!(number))
}

fn number_text(number: Decimal, format: NumberFormat, scale: u32, currency: &str) -> String {
    match format {
        NumberFormat::Percent => {
            let hundred = number.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(number);
            format!("{}%", grouped(&write_decimal(hundred, 1)))
        }
        NumberFormat::Money => format!("{}{}", sign_of(currency), grouped(&write_decimal(number, 2))),
        _ => grouped(&write_decimal(number, digits(format, scale))),
    }
}

fn sign_of(currency: &str) -> String {
    match currency {
        "CNY" => "¥".into(),
        "USD" => "$".into(),
        "EUR" => "€".into(),
        other => format!("{other} "),
    }
}

fn grouped(plain: &str) -> String {
    value::group_thousands(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_read_them() {
        let cell = |text: &str, format, scale| measure_cell(&Value::Number(value::parse_decimal(text).unwrap()), format, scale, "CNY").text;
        assert_eq!(cell("1234.5", NumberFormat::Money, 2), "¥1,234.50");
        assert_eq!(cell("0.08125", NumberFormat::Percent, 2), "8.1%");
        assert_eq!(cell("1234567", NumberFormat::Integer, 0), "1,234,567");
        assert_eq!(cell("3.456", NumberFormat::Number, 1), "3.5");
    }
}
