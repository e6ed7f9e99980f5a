//! What all ranges share: a value `{"from": …, "to": …}` whose ends stand in order.

use crate::Part;
use serde_json::{Map, Value as Json};
use value::{JsonFault, JsonFaultKind, ShowContext, Value, ValueType};

/// Reads a range. Both ends or none; the first is not after the second.
pub(crate) fn read(json: &Json, end: &ValueType) -> Result<Value, JsonFault> {
    let fault = |pointer: &str, kind| JsonFault { pointer: pointer.to_owned(), kind };
    if json.is_null() || json.as_str().is_some_and(str::is_empty) {
        return Ok(Value::Blank);
    }
    let object = json.as_object().ok_or_else(|| fault("", JsonFaultKind::WrongType("{from, to}")))?;
    if let Some(unknown) = object.keys().find(|key| !matches!(key.as_str(), "from" | "to")) {
        return Err(fault(&format!("/{unknown}"), JsonFaultKind::WrongType("{from, to}")));
    }
    let one = |key: &str| {
        let read = value::from_json(object.get(key).unwrap_or(&Json::Null), end);
        read.map_err(|inner| JsonFault { pointer: format!("/{key}{}", inner.pointer), kind: inner.kind })
    };
    let (from, to) = (one("from")?, one("to")?);
    match (from.is_blank(), to.is_blank()) {
        (true, true) => return Ok(Value::Blank),
        (true, false) => return Err(fault("/from", JsonFaultKind::OutOfRange)),
        (false, true) => return Err(fault("/to", JsonFaultKind::OutOfRange)),
        (false, false) => {}
    }
    if is_after(&from, &to) {
        return Err(fault("/to", JsonFaultKind::OutOfRange));
    }
    let mut kept = Map::new();
    kept.insert("from".into(), value::to_json(&from, Some(end)));
    kept.insert("to".into(), value::to_json(&to, Some(end)));
    Ok(Value::Structure(Json::Object(kept)))
}

fn is_after(from: &Value, to: &Value) -> bool {
    match (from, to) {
        (Value::Number(from), Value::Number(to)) => from > to,
        (Value::Date(from), Value::Date(to)) => from > to,
        (Value::Time(from), Value::Time(to)) => from > to,
        (Value::Instant(from), Value::Instant(to)) => from > to,
        _ => false,
    }
}

/// Both ends of a range.
pub(crate) fn ends(value: &Value, end: &ValueType) -> Option<(Value, Value)> {
    let Value::Structure(json) = value else { return None };
    let one = |key: &str| value::from_json(json.get(key)?, end).ok();
    Some((one("from")?, one("to")?))
}

/// The parts that formulas reach.
pub(crate) fn parts(end: &ValueType) -> Vec<Part> {
    [Part::new("from", ("开始", "From"), end.clone()), Part::new("to", ("结束", "To"), end.clone())].into_iter().flatten().collect()
}

/// Both ends in words.
pub(crate) fn write(value: &Value, end: &ValueType, context: &ShowContext<'_>) -> Option<String> {
    let (from, to) = ends(value, end)?;
    let plain = ShowContext { face: None, ..*context };
    Some(format!("{} – {}", value::show(&from, &plain), value::show(&to, &plain)))
}
