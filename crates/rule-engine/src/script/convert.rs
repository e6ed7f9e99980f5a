//! Values between records and scripts.
//!
//! Numbers are exact decimals, days and moments are texts in ISO form (which compare in their order), options are their ids,
//! a blank is `()`.

use formula::FieldType;
use rhai::{Array, Dynamic, Map};
use serde_json::Value as Json;
use value::{Decimal, FieldId, Record, Row, Value, ValueType, to_json};

/// A record as a script sees it. Every field of the form is there, blank or not.
pub(super) fn record<'f>(record: &Record, fields: impl Iterator<Item = &'f FieldId>) -> Dynamic {
    let mut map: Map = fields.map(|field| (field.as_str().into(), Dynamic::UNIT)).collect();
    for (field, value) in record.iter() {
        map.insert(field.as_str().into(), dynamic(value));
    }
    Dynamic::from_map(map)
}

fn dynamic(value: &Value) -> Dynamic {
    match value {
        Value::Blank | Value::Error(_) => Dynamic::UNIT,
        Value::Number(number) => Dynamic::from_decimal(*number),
        Value::Bool(yes) => Dynamic::from_bool(*yes),
        Value::Text(text) => Dynamic::from(text.clone()),
        Value::Choice(option) => Dynamic::from(option.to_string()),
        Value::List(items) => Dynamic::from_array(items.iter().map(dynamic).collect::<Array>()),
        Value::Rows(rows) => Dynamic::from_array(rows.iter().map(row).collect::<Array>()),
        Value::File(file) => Dynamic::from(file.name.clone()),
        other => match to_json(other, None) {
            Json::String(text) => Dynamic::from(text),
            // A structure is opaque to scripts.
            _ => Dynamic::UNIT,
        },
    }
}

fn row(row: &Row) -> Dynamic {
    Dynamic::from_map(row.values.iter().map(|(column, value)| (column.as_str().into(), dynamic(value))).collect())
}

/// What a script gives, as the value of a field; nothing when it does not fit.
pub(super) fn value(given: &Dynamic, field: &FieldType) -> Option<Value> {
    if matches!(field.value_type, ValueType::Rows(_) | ValueType::File | ValueType::Structure) {
        // Files, structures and whole sub-tables are not made by scripts.
        return given.is_unit().then_some(Value::Blank);
    }
    if let (ValueType::List(item), Some(items)) = (&field.value_type, given.read_lock::<Array>()) {
        let one = FieldType { value_type: (**item).clone(), ..field.clone() };
        return items.iter().map(|item| value(item, &one)).collect::<Option<Vec<_>>>().map(Value::List);
    }
    formula::fit(&plain(given)?, field).ok()
}

fn plain(given: &Dynamic) -> Option<Value> {
    if given.is_unit() {
        return Some(Value::Blank);
    }
    if let Ok(number) = given.as_int() {
        return Some(Value::Number(Decimal::from(number)));
    }
    if let Ok(number) = given.as_decimal() {
        return Some(Value::Number(number));
    }
    if let Ok(yes) = given.as_bool() {
        return Some(Value::Bool(yes));
    }
    given.clone().into_string().ok().map(Value::Text)
}
