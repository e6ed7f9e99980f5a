//! Values as JSON: the form in which they travel and are kept in packages.
//!
//! Whole-number fields are JSON numbers; numbers with a scale are texts padded to it (`"12.50"`); both spellings are read.

use crate::clock::{read_date, read_instant, read_time, write_instant, write_time};
use crate::{
    Decimal, FieldId, FileRef, OptionId, Record, RecordId, Rounding, Row, RowId, Value, ValueType, decimal_from_json, in_field_range, normal_text,
    read_json, round_to_scale, write_decimal,
};
use serde_json::{Map, Value as Json, json};

/// What is wrong with a JSON value, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonFault {
    /// JSON Pointer below the value that was read.
    pub pointer: String,
    /// What is wrong.
    pub kind: JsonFaultKind,
}

/// The ways in which a JSON value does not fit its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonFaultKind {
    /// Another JSON type or spelling was expected; the name of the expected type.
    WrongType(&'static str),
    /// The number does not fit the field.
    OutOfRange,
    /// The field is not known.
    UnknownField(String),
}

/// Reads a JSON value as a type; `null` is a blank. Numbers are rounded at the type's scale.
pub fn from_json(json: &Json, value_type: &ValueType) -> Result<Value, JsonFault> {
    if json.is_null() || json.as_str() == Some("") {
        return Ok(Value::Blank);
    }
    let wrong = |name| JsonFault { pointer: String::new(), kind: JsonFaultKind::WrongType(name) };
    match value_type {
        ValueType::Text => json.as_str().map(|text| Value::Text(normal_text(text))).ok_or(wrong("text")),
        ValueType::Number { scale } => number(json, *scale),
        ValueType::Bool => json.as_bool().map(Value::Bool).ok_or(wrong("bool")),
        ValueType::Date => json.as_str().and_then(read_date).map(Value::Date).ok_or(wrong("date")),
        ValueType::Time => json.as_str().and_then(read_time).map(Value::Time).ok_or(wrong("time")),
        ValueType::Instant => json.as_str().and_then(read_instant).map(Value::Instant).ok_or(wrong("instant")),
        ValueType::Choice => json.as_str().and_then(|text| OptionId::parse(text).ok()).map(Value::Choice).ok_or(wrong("choice")),
        ValueType::Reference(_) => json.as_str().and_then(RecordId::parse).map(Value::Reference).ok_or(wrong("reference")),
        ValueType::File => read_json::<FileRef>(json).ok().map(Value::File).ok_or(wrong("file")),
        ValueType::Structure => Ok(Value::Structure(json.clone())),
        ValueType::List(item) => list(json.as_array().ok_or(wrong("list"))?, item),
        ValueType::Rows(columns) => rows(json.as_array().ok_or(wrong("rows"))?, columns),
    }
}

fn number(json: &Json, scale: u32) -> Result<Value, JsonFault> {
    let fault = |kind| JsonFault { pointer: String::new(), kind };
    let number = decimal_from_json(json).ok_or(fault(JsonFaultKind::WrongType("number")))?;
    let rounded = round_to_scale(number, scale, Rounding::HalfUp);
    if in_field_range(rounded, scale) { Ok(Value::Number(rounded)) } else { Err(fault(JsonFaultKind::OutOfRange)) }
}

fn list(items: &[Json], item: &ValueType) -> Result<Value, JsonFault> {
    let mut read = Vec::with_capacity(items.len());
    for (index, json) in items.iter().enumerate() {
        let value = from_json(json, item).map_err(|fault| below(fault, index))?;
        // A blank among others is nothing.
        if !value.is_blank() {
            read.push(value);
        }
    }
    Ok(Value::List(read))
}

fn rows(items: &[Json], columns: &[(FieldId, ValueType)]) -> Result<Value, JsonFault> {
    let read = |(index, json): (usize, &Json)| row(json, columns).map_err(|fault| below(fault, index));
    items.iter().enumerate().map(read).collect::<Result<_, _>>().map(Value::Rows)
}

fn row(json: &Json, columns: &[(FieldId, ValueType)]) -> Result<Row, JsonFault> {
    let object = json.as_object().ok_or(JsonFault { pointer: String::new(), kind: JsonFaultKind::WrongType("row") })?;
    let id = object.get("_id").and_then(Json::as_str).and_then(RowId::parse);
    let mut cells = object.clone();
    cells.shift_remove("_id");
    Ok(Row { id, values: record_from_json(&cells, columns)? })
}

fn below(fault: JsonFault, step: impl std::fmt::Display) -> JsonFault {
    JsonFault { pointer: format!("/{step}{}", fault.pointer), kind: fault.kind }
}

/// Reads an object of values; the first fault ends it.
pub fn record_from_json(object: &Map<String, Json>, fields: &[(FieldId, ValueType)]) -> Result<Record, JsonFault> {
    let mut record = Record::new();
    for (key, json) in object {
        let Some((id, value_type)) = fields.iter().find(|(id, _)| id.as_str() == key) else {
            return Err(JsonFault { pointer: format!("/{key}"), kind: JsonFaultKind::UnknownField(key.clone()) });
        };
        record.set(id.clone(), from_json(json, value_type).map_err(|fault| below(fault, key))?);
    }
    Ok(record)
}

/// Writes a record as an object, in the order of the ids. Types say how numbers are padded.
pub fn record_to_json(record: &Record, fields: &[(FieldId, ValueType)]) -> Map<String, Json> {
    let type_of = |id: &FieldId| fields.iter().find(|(field, _)| field == id).map(|(_, value_type)| value_type);
    record.iter().map(|(id, value)| (id.to_string(), to_json(value, type_of(id)))).collect()
}

/// Writes a value as JSON.
pub fn to_json(value: &Value, value_type: Option<&ValueType>) -> Json {
    match value {
        Value::Blank => Json::Null,
        Value::Text(text) => json!(text),
        Value::Number(number) => number_to_json(*number, value_type),
        Value::Bool(yes) => json!(yes),
        Value::Date(date) => json!(date.to_string()),
        Value::Time(time) => json!(write_time(time)),
        Value::Instant(instant) => json!(write_instant(instant)),
        Value::Choice(option) => json!(option.as_str()),
        Value::Reference(record) => json!(record.to_string()),
        Value::File(file) => json!(file),
        Value::Structure(json) => json.clone(),
        Value::Error(error) => json!({ "error": error.code.as_str(), "reason": error.reason }),
        Value::List(items) => {
            let item_type = if let Some(ValueType::List(item)) = value_type { Some(&**item) } else { None };
            Json::Array(items.iter().map(|item| to_json(item, item_type)).collect())
        }
        Value::Rows(rows) => {
            let columns: &[(FieldId, ValueType)] = if let Some(ValueType::Rows(columns)) = value_type { columns } else { &[] };
            Json::Array(rows.iter().map(|row| row_to_json(row, columns)).collect())
        }
    }
}

fn row_to_json(row: &Row, columns: &[(FieldId, ValueType)]) -> Json {
    let mut object = Map::new();
    if let Some(id) = row.id {
        object.insert("_id".into(), json!(id.to_string()));
    }
    object.extend(record_to_json(&row.values, columns));
    Json::Object(object)
}

fn number_to_json(number: Decimal, value_type: Option<&ValueType>) -> Json {
    match value_type {
        Some(ValueType::Number { scale: 0 }) => whole(number).map_or_else(|| json!(number.normalize().to_string()), |whole| json!(whole)),
        Some(ValueType::Number { scale }) => json!(write_decimal(number, *scale)),
        _ => json!(number.normalize().to_string()),
    }
}

fn whole(number: Decimal) -> Option<i64> {
    number.is_integer().then(|| i64::try_from(number).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: Json, value_type: ValueType, written: Json) {
        let value = from_json(&json, &value_type).unwrap();
        assert_eq!(to_json(&value, Some(&value_type)), written);
    }

    #[test]
    fn numbers_are_padded_to_their_scale() {
        check(json!("12.5"), ValueType::Number { scale: 2 }, json!("12.50"));
        check(json!(12.345), ValueType::Number { scale: 2 }, json!("12.35"));
        check(json!("7"), ValueType::Number { scale: 0 }, json!(7));
        check(json!(1e3), ValueType::Number { scale: 0 }, json!(1000));
    }

    #[test]
    fn times_round_trip() {
        check(json!("2026-03-01"), ValueType::Date, json!("2026-03-01"));
        check(json!("14:30"), ValueType::Time, json!("14:30:00"));
        check(json!("2026-03-01T14:30:00+08:00"), ValueType::Instant, json!("2026-03-01T06:30:00Z"));
    }

    #[test]
    fn a_fault_names_its_place() {
        let columns = ValueType::Rows(vec![(FieldId::parse("qty").unwrap(), ValueType::Number { scale: 0 })]);
        let fault = from_json(&json!([{ "qty": 1 }, { "qty": "x" }]), &columns).unwrap_err();
        assert_eq!((fault.pointer.as_str(), fault.kind), ("/1/qty", JsonFaultKind::WrongType("number")));
    }
}
