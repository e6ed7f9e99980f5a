//! What all ranges share: a value `{"from": …, "to": …}` whose ends stand in order.

use super::check;
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::{FieldFault, Part, code};
use serde_json::{Map, Value as Json};
use value::{JsonFault, JsonFaultKind, Label, ShowContext, Value, ValueType};

/// Reads a range. Both ends or none; the first is not after the second.
pub(crate) fn read(json: &Json, end: &ValueType) -> Result<Value, JsonFault> {
    read_as(json, end, &|value| value)
}

/// The same, where each end is brought to a form of its own first: a day to the first of its month.
pub(crate) fn read_as(json: &Json, end: &ValueType, bring: &dyn Fn(Value) -> Value) -> Result<Value, JsonFault> {
    let fault = |pointer: &str| JsonFault { pointer: pointer.to_owned(), kind: JsonFaultKind::OutOfRange };
    let (from, to) = both(json, end)?;
    match (from.is_blank(), to.is_blank()) {
        (true, true) => return Ok(Value::Blank),
        (true, false) => return Err(fault("/from")),
        (false, true) => return Err(fault("/to")),
        (false, false) => {}
    }
    let (from, to) = (bring(from), bring(to));
    if is_after(&from, &to) {
        return Err(fault("/to"));
    }
    Ok(kept(&from, &to, end))
}

/// Reads a range of which an end may be left out, and which may be in any order: what is wrong is a matter of its check.
pub(crate) fn read_loose(json: &Json, end: &ValueType) -> Result<Value, JsonFault> {
    let (from, to) = both(json, end)?;
    Ok(if from.is_blank() && to.is_blank() { Value::Blank } else { kept(&from, &to, end) })
}

fn both(json: &Json, end: &ValueType) -> Result<(Value, Value), JsonFault> {
    let fault = |pointer: String| JsonFault { pointer, kind: JsonFaultKind::WrongType("{from, to}") };
    if json.is_null() || json.as_str().is_some_and(str::is_empty) {
        return Ok((Value::Blank, Value::Blank));
    }
    let object = json.as_object().ok_or_else(|| fault(String::new()))?;
    if let Some(unknown) = object.keys().find(|key| !matches!(key.as_str(), "from" | "to")) {
        return Err(fault(format!("/{unknown}")));
    }
    let one = |key: &str| {
        let read = value::from_json(object.get(key).unwrap_or(&Json::Null), end);
        read.map_err(|inner| JsonFault { pointer: format!("/{key}{}", inner.pointer), kind: inner.kind })
    };
    Ok((one("from")?, one("to")?))
}

fn kept(from: &Value, to: &Value, end: &ValueType) -> Value {
    let mut kept = Map::new();
    for (key, one) in [("from", from), ("to", to)] {
        if !one.is_blank() {
            kept.insert(key.into(), value::to_json(one, Some(end)));
        }
    }
    Value::Structure(Json::Object(kept))
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
    let (from, to) = loose_ends(value, end);
    (!from.is_blank() && !to.is_blank()).then_some((from, to))
}

/// The ends of a range; one that is not there is blank.
pub(crate) fn loose_ends(value: &Value, end: &ValueType) -> (Value, Value) {
    let Value::Structure(json) = value else { return (Value::Blank, Value::Blank) };
    let one = |key: &str| json.get(key).and_then(|json| value::from_json(json, end).ok()).unwrap_or_default();
    (one("from"), one("to"))
}

/// Reports an end that is not there and ends in the wrong order.
pub(crate) fn check_ends(from: &Value, to: &Value, open: bool, faults: &mut Vec<FieldFault>) {
    if !open && (from.is_blank() || to.is_blank()) {
        check::fault(faults, code::REQUIRED, "请填写两端", "enter both ends");
    }
    if is_after(from, to) {
        check::fault(faults, code::OUT_OF_RANGE, "起点不能大于终点", "the first end is not above the second");
    }
}

/// The parts that formulas reach.
pub(crate) fn parts(end: &ValueType) -> Vec<Part> {
    [Part::new("from", ("开始", "From"), end.clone()), Part::new("to", ("结束", "To"), end.clone())].into_iter().flatten().collect()
}

/// Both ends in words.
pub(crate) fn write(value: &Value, end: &ValueType, context: &ShowContext<'_>) -> Option<String> {
    write_with(value, end, &|one| plain(one, end, context))
}

/// Both ends in words of their own; of an end that is left out, ≥ or ≤ tells.
pub(crate) fn write_with(value: &Value, end: &ValueType, words: &dyn Fn(&Value) -> String) -> Option<String> {
    let (from, to) = loose_ends(value, end);
    Some(match (from.is_blank(), to.is_blank()) {
        (false, false) => format!("{} – {}", words(&from), words(&to)),
        (false, true) => format!("≥ {}", words(&from)),
        (true, false) => format!("≤ {}", words(&to)),
        (true, true) => return None,
    })
}

/// Both ends, and what they measure.
pub(crate) fn write_with_unit(value: &Value, end: &ValueType, unit: &Label, context: &ShowContext<'_>) -> Option<String> {
    let words = write(value, end, context)?;
    let unit = unit.get(context.locale);
    Some(if unit.is_empty() { words } else { format!("{words} {unit}") })
}

fn plain(one: &Value, end: &ValueType, context: &ShowContext<'_>) -> String {
    let scale = if let ValueType::Number { scale } = end { Some(*scale) } else { None };
    value::show(one, &ShowContext { face: None, scale, ..*context })
}

#[cfg(not(target_family = "wasm"))]
/// A range as JSON.
pub(crate) fn shape(end: Shape, open: bool, ordered: bool, spelling: Spelling) -> Shape {
    let ends = [("from", end.clone().named(&Label::both("开始", "From"))), ("to", end.silent().named(&Label::both("结束", "To")))];
    let shape = Shape::object(ends, if open { &[] } else { &["from", "to"] });
    let shape = if open && spelling.is_sent() { shape.with("minProperties", 1) } else { shape };
    if ordered { shape.note_sent(spelling, "起点不能大于终点", "the first end is not above the second") } else { shape }
}
