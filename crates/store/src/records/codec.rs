//! Values to columns and back.

use crate::StoreError;
use crate::tables::{Column, Scalar};
use calendar::Zone;
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use sea_orm::QueryResult;
use sea_orm::sea_query::Value as Cell0;
use value::{Date, Decimal, FileRef, Instant, OptionId, RecordId, Rounding, Time, Value, in_field_range, round_to_scale};

/// What stands in a column.
pub(crate) type Cell = Cell0;

/// A value as its column and the derived columns hold it, in the order of [`column_names`].
pub(crate) fn encode(value: &Value, column: &Column, zone: &Zone) -> Result<Vec<Cell>, String> {
    let main = main_cell(value, column.scalar)?;
    let mut cells = vec![main];
    if column.sort.is_some() {
        cells.push(text_cell(text_of(value).map(|text| crate::text_key(&text))));
    }
    if column.day.is_some() {
        let day = if let Value::Instant(instant) = value { Some(day_number(zone.day(*instant))) } else { None };
        cells.push(Cell::BigInt(day));
    }
    if column.unique.is_some() {
        cells.push(text_cell(text_of(value).map(|text| value::unique_key(&text)).filter(|key| !key.is_empty())));
    }
    Ok(cells)
}

/// The column and the derived columns.
pub(crate) fn column_names(column: &Column) -> impl Iterator<Item = &str> {
    std::iter::once(&column.name).chain(&column.sort).chain(&column.day).chain(&column.unique).map(String::as_str)
}

/// A comparand as the column holds it.
pub(super) fn main_cell(value: &Value, scalar: Scalar) -> Result<Cell, String> {
    // What a formula could not answer is shown beside the field and never stored.
    if value.is_blank() || matches!(value, Value::Error(_)) {
        return Ok(blank_cell(scalar));
    }
    Ok(match (scalar, value) {
        (Scalar::Text, Value::Text(text)) => text_cell(stored_text(text)),
        (Scalar::Number { scale }, Value::Number(number)) => Cell::BigInt(Some(scaled(*number, scale).ok_or("the number is too large")?)),
        (Scalar::Bool, Value::Bool(yes)) => Cell::BigInt(Some(i64::from(*yes))),
        (Scalar::Date, Value::Date(day)) => Cell::BigInt(Some(day_number(*day))),
        (Scalar::Time, Value::Time(time)) => Cell::BigInt(Some(second_of_day(*time))),
        (Scalar::Instant, Value::Instant(instant)) => Cell::BigInt(Some(instant.timestamp_millis())),
        (Scalar::Choice, Value::Choice(option)) => text_cell(Some(option.to_string())),
        (Scalar::Reference, Value::Reference(record)) => Cell::Uuid(Some(record.0)),
        (Scalar::File, Value::File(file)) => text_cell(serde_json::to_string(file).ok()),
        (Scalar::Structure, Value::Structure(json)) => text_cell(Some(json.to_string())),
        _ => return Err("the value is of another type".into()),
    })
}

/// Reads the column at a place of the row.
pub(crate) fn decode(row: &QueryResult, index: usize, scalar: Scalar) -> Result<Value, StoreError> {
    match scalar {
        Scalar::Text | Scalar::Choice | Scalar::File | Scalar::Structure => {
            let Some(text) = row.try_get_by_index::<Option<String>>(index)? else { return Ok(Value::Blank) };
            from_text(text, scalar)
        }
        Scalar::Reference => Ok(row.try_get_by_index::<Option<uuid::Uuid>>(index)?.map_or(Value::Blank, |key| Value::Reference(RecordId(key)))),
        _ => match row.try_get_by_index::<Option<i64>>(index)? {
            None => Ok(Value::Blank),
            Some(number) => from_number(number, scalar).ok_or_else(|| StoreError::Corrupt(format!("{number} in a column of {scalar:?}"))),
        },
    }
}

fn from_text(text: String, scalar: Scalar) -> Result<Value, StoreError> {
    let corrupt = |error: &dyn std::fmt::Display| StoreError::Corrupt(error.to_string());
    Ok(match scalar {
        Scalar::Choice => Value::Choice(OptionId::parse(&text).map_err(|error| corrupt(&error))?),
        Scalar::File => Value::File(serde_json::from_str::<FileRef>(&text).map_err(|error| corrupt(&error))?),
        Scalar::Structure => Value::Structure(serde_json::from_str(&text).map_err(|error| corrupt(&error))?),
        _ => Value::Text(text),
    })
}

fn from_number(number: i64, scalar: Scalar) -> Option<Value> {
    Some(match scalar {
        Scalar::Number { scale } => Value::Number(Decimal::new(number, scale)),
        Scalar::Bool => Value::Bool(number != 0),
        Scalar::Date => Value::Date(day_of(number)?),
        Scalar::Time => Value::Time(NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(number).ok()?, 0)?),
        Scalar::Instant => Value::Instant(Instant::from_timestamp_millis(number)?),
        _ => return None,
    })
}

/// Text in NFC; PostgreSQL cannot hold the character U+0000, so that it is left out on both.
fn stored_text(text: &str) -> Option<String> {
    let text: String = value::normal_text(text).chars().filter(|letter| *letter != '\0').collect();
    (!text.is_empty()).then_some(text)
}

fn text_of(value: &Value) -> Option<String> {
    if let Value::Text(text) = value { stored_text(text) } else { None }
}

fn text_cell(text: Option<String>) -> Cell {
    Cell::String(text)
}

fn blank_cell(scalar: Scalar) -> Cell {
    match scalar {
        Scalar::Text | Scalar::Choice | Scalar::File | Scalar::Structure => Cell::String(None),
        Scalar::Reference => Cell::Uuid(None),
        _ => Cell::BigInt(None),
    }
}

fn scaled(number: Decimal, scale: u32) -> Option<i64> {
    let rounded = round_to_scale(number, scale, Rounding::HalfUp);
    if !in_field_range(rounded, scale) {
        return None;
    }
    i64::try_from(rounded.checked_mul(Decimal::from(10_i64.checked_pow(scale)?))?).ok()
}

/// A day as `YYYYMMDD`: it sorts, reads and groups into months and years by plain arithmetic.
pub(crate) fn day_number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// The day of `YYYYMMDD`.
pub(crate) fn day_of(number: i64) -> Option<Date> {
    let part = |number: i64| u32::try_from(number % 100).ok();
    NaiveDate::from_ymd_opt(i32::try_from(number / 10_000).ok()?, part(number / 100)?, part(number)?)
}

fn second_of_day(time: Time) -> i64 {
    i64::from(time.num_seconds_from_midnight())
}
