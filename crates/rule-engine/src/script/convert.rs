//! Values between records and scripts.
//!
//! Numbers are exact decimals, days and moments are texts in ISO form (which compare in their order), options are their ids.
//! A blank is what formulas take it for: 0, an empty text, `false`, an empty list; `is_blank("field")` tells the difference.

use formula::FieldType;
use indexmap::IndexMap;
use rhai::{Array, Dynamic, Map};
use serde_json::Value as Json;
use value::{Decimal, FieldId, Record, Row, Value, ValueType, to_json};

/// A record as a script sees it. Every field of the form is there, blank or not.
pub(super) fn record(record: &Record, fields: &IndexMap<FieldId, FieldType>) -> Dynamic {
    let known = fields.iter().map(|(id, field)| (id.as_str().into(), dynamic(record.get(id.as_str()), Some(&field.value_type))));
    let mut map: Map = known.collect();
    for (field, value) in record.iter().filter(|(field, _)| !fields.contains_key(field.as_str())) {
        map.insert(field.as_str().into(), dynamic(value, None));
    }
    Dynamic::from_map(map)
}

fn dynamic(value: &Value, value_type: Option<&ValueType>) -> Dynamic {
    match value {
        Value::Blank | Value::Error(_) => value_type.map_or(Dynamic::UNIT, blank),
        Value::Number(number) => Dynamic::from_decimal(*number),
        Value::Bool(yes) => Dynamic::from_bool(*yes),
        Value::Text(text) => Dynamic::from(text.clone()),
        Value::Choice(option) => Dynamic::from(option.to_string()),
        Value::List(items) => Dynamic::from_array(items.iter().map(|item| dynamic(item, None)).collect::<Array>()),
        Value::Rows(rows) => {
            let columns: &[(FieldId, ValueType)] = if let Some(ValueType::Rows(columns)) = value_type { columns } else { &[] };
            Dynamic::from_array(rows.iter().map(|cells| row(cells, columns)).collect::<Array>())
        }
        Value::File(file) => Dynamic::from(file.name.clone()),
        other => match to_json(other, None) {
            Json::String(text) => Dynamic::from(text),
            // A structure is opaque to scripts.
            _ => Dynamic::UNIT,
        },
    }
}

fn blank(value_type: &ValueType) -> Dynamic {
    match value_type {
        ValueType::Number { .. } => Dynamic::from_decimal(Decimal::ZERO),
        ValueType::Bool => Dynamic::from_bool(false),
        ValueType::List(_) | ValueType::Rows(_) => Dynamic::from_array(Array::new()),
        ValueType::Structure => Dynamic::UNIT,
        _ => Dynamic::from(String::new()),
    }
}

fn row(row: &Row, columns: &[(FieldId, ValueType)]) -> Dynamic {
    let mut map: Map = columns.iter().map(|(id, value_type)| (id.as_str().into(), blank(value_type))).collect();
    for (column, value) in row.values.iter() {
        let value_type = columns.iter().find(|(id, _)| id == column).map(|(_, value_type)| value_type);
        map.insert(column.as_str().into(), dynamic(value, value_type));
    }
    Dynamic::from_map(map)
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
