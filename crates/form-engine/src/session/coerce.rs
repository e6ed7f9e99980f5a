//! Bringing a formula's answer to the type of the field that takes it.

use crate::{CompiledField, Options};
use calendar::Zone;
use chrono::NaiveTime;
use value::{ErrorCode, ErrorValue, Locale, Rounding, Value, ValueType, in_field_range};

/// The value that a field takes from a formula; what does not fit is an error with its reason.
pub(super) fn coerce(answer: Value, field: &CompiledField, zone: &Zone) -> Value {
    if let Value::Error(_) = answer {
        return answer;
    }
    if answer.is_blank() {
        return Value::Blank;
    }
    let value = fit(answer, &field.value_type, &field.options, zone);
    let value = if let Value::Error(_) = value { value } else { field.behaviour.normalise(value) };
    match (&value, &field.value_type) {
        (Value::Number(number), ValueType::Number { scale }) => {
            let rounded = value::round_to_scale(*number, *scale, Rounding::HalfUp);
            if in_field_range(rounded, *scale) { Value::Number(rounded) } else { error(ErrorCode::Num, "数值超出可存储的范围") }
        }
        _ => value,
    }
}

fn error(code: ErrorCode, reason: impl Into<String>) -> Value {
    Value::Error(ErrorValue::new(code, reason))
}

fn fit(answer: Value, wanted: &ValueType, options: &Options, zone: &Zone) -> Value {
    match (wanted, answer) {
        (ValueType::Text, answer) => text_of(answer, zone),
        (ValueType::Number { .. }, Value::Bool(yes)) => Value::int(i64::from(yes)),
        (ValueType::Bool, Value::Number(number)) => Value::Bool(!number.is_zero()),
        (ValueType::Date, Value::Instant(moment)) => Value::Date(zone.day(moment)),
        (ValueType::Instant, Value::Date(day)) => Value::Instant(zone.instant(day.and_time(NaiveTime::MIN))),
        (ValueType::Choice, Value::Choice(id)) => option(id.as_str(), options),
        (ValueType::Choice, Value::Text(text)) => option(&text, options),
        (ValueType::List(item), Value::List(items)) => list(items, item, options, zone),
        (ValueType::List(item), one) => list(vec![one], item, options, zone),
        (ValueType::Number { .. }, answer @ Value::Number(_))
        | (ValueType::Bool, answer @ Value::Bool(_))
        | (ValueType::Date, answer @ Value::Date(_))
        | (ValueType::Time, answer @ Value::Time(_))
        | (ValueType::Instant, answer @ Value::Instant(_))
        | (ValueType::Reference(_), answer @ Value::Reference(_))
        | (ValueType::File, answer @ Value::File(_))
        | (ValueType::Structure, answer @ Value::Structure(_)) => answer,
        _ => error(ErrorCode::Value, "结果的类型与字段不符"),
    }
}

fn list(items: Vec<Value>, item: &ValueType, options: &Options, zone: &Zone) -> Value {
    let mut fitted = Vec::with_capacity(items.len());
    for one in items.into_iter().filter(|one| !one.is_blank()) {
        match fit(one, item, options, zone) {
            failed @ Value::Error(_) => return failed,
            good => fitted.push(good),
        }
    }
    if fitted.is_empty() { Value::Blank } else { Value::List(fitted) }
}

/// An option by its id or by its label in any language.
fn option(text: &str, options: &Options) -> Value {
    if text.is_empty() {
        return Value::Blank;
    }
    let found = options
        .get(text)
        .or_else(|| options.iter().find(|option| [Locale::ZhCn, Locale::En].into_iter().any(|locale| option.label.get(locale) == text)));
    found.map_or_else(|| error(ErrorCode::Value, format!("没有选项「{text}」")), |option| Value::Choice(option.id.clone()))
}

fn text_of(answer: Value, zone: &Zone) -> Value {
    match answer {
        Value::Text(text) => Value::Text(text),
        Value::Number(number) => Value::text(number.normalize().to_string()),
        Value::Bool(yes) => Value::text(if yes { "TRUE" } else { "FALSE" }),
        Value::Date(day) => Value::text(day.to_string()),
        Value::Time(time) => Value::text(value::write_minutes(&time)),
        Value::Instant(moment) => {
            let local = zone.local(moment);
            Value::text(format!("{} {}", local.date(), value::write_minutes(&local.time())))
        }
        Value::Choice(id) => Value::text(id.as_str()),
        _ => error(ErrorCode::Value, "结果不是文本"),
    }
}
