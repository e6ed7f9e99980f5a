//! What a bound condition compares with, read as the type of its field. Memory and SQL both start from this.

use crate::{Condition, Operand, Operator};
use serde_json::Value as Json;
use value::{Value, ValueType, decimal_from_json, from_json, normal_text};

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Comparand {
    /// Nothing: the operator takes no value.
    None,
    /// A blank: the condition never holds, its negation always does.
    Blank,
    /// One value. Numbers are not rounded.
    One(Value),
    /// Several values; blanks are left out.
    Many(Vec<Value>),
    /// From the first (included) to the second (excluded); both of the field's type.
    Span(Value, Value),
}

/// Reads the value of a bound condition as the field's type; `None` when it does not fit.
///
/// A list field's items are the type; so is a column's type for a path into a sub-table.
pub fn comparand(condition: &Condition, value_type: &ValueType) -> Option<Comparand> {
    let item = if let ValueType::List(item) = value_type { item } else { value_type };
    match condition.op {
        Operator::Blank | Operator::NotBlank => return Some(Comparand::None),
        _ => {}
    }
    let literal = match &condition.value {
        Some(Operand::Literal(literal)) => literal,
        Some(_) => return None,
        None => return Some(Comparand::Blank),
    };
    match condition.op {
        Operator::In | Operator::NotIn | Operator::HasAny | Operator::HasAll | Operator::Under => many(literal, item),
        Operator::Within => span(literal, item).or_else(|| literal.is_null().then_some(Comparand::Blank)),
        _ => span(literal, item).or_else(|| one(literal, item)),
    }
}

fn one(literal: &Json, value_type: &ValueType) -> Option<Comparand> {
    let value = read(literal, value_type)?;
    Some(if value.is_blank() { Comparand::Blank } else { Comparand::One(value) })
}

fn many(literal: &Json, value_type: &ValueType) -> Option<Comparand> {
    let values: Vec<Value> = match literal {
        Json::Array(items) => items.iter().map(|item| read(item, value_type)).collect::<Option<_>>()?,
        single => vec![read(single, value_type)?],
    };
    let values: Vec<Value> = values.into_iter().filter(|value| !value.is_blank()).collect();
    Some(if values.is_empty() { Comparand::Blank } else { Comparand::Many(values) })
}

fn span(literal: &Json, value_type: &ValueType) -> Option<Comparand> {
    let key = match value_type {
        ValueType::Date => "days",
        ValueType::Instant => "moments",
        _ => return None,
    };
    let ends = literal.get(key)?.as_array()?;
    let [from, to] = ends.as_slice() else { return None };
    match (read(from, value_type)?, read(to, value_type)?) {
        (Value::Blank, _) | (_, Value::Blank) => None,
        (from, to) => Some(Comparand::Span(from, to)),
    }
}

/// Literals of numbers are not rounded: `> 12.345` is not `> 12.35`.
fn read(literal: &Json, value_type: &ValueType) -> Option<Value> {
    match value_type {
        _ if literal.is_null() => Some(Value::Blank),
        ValueType::Number { .. } if literal.as_str() == Some("") => Some(Value::Blank),
        ValueType::Number { .. } => decimal_from_json(literal).map(Value::Number),
        ValueType::Text => literal.as_str().map(|text| Value::Text(normal_text(text))),
        other => from_json(literal, other).ok(),
    }
}
