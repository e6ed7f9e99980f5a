//! Putting an answer into a field: flows and rules set fields by formulas, and a later formula sees what was set before.

use crate::{FieldType, Question, Reference, Type, World};
use calendar::{WorkCalendar, Zone};
use value::{ErrorCode, ErrorValue, Instant, Label, Locale, OptionId, Record, RecordId, UserId, Value, ValueType, from_json, to_json};

/// Whether a field can hold what a formula answers.
pub fn may_hold(field: &ValueType, answer: &Type) -> bool {
    match (field, answer) {
        (_, Type::Any | Type::Blank) => true,
        (ValueType::Text, Type::Text | Type::Number | Type::Bool | Type::Date | Type::Time | Type::Instant | Type::Choice(_)) => true,
        (ValueType::Number { .. }, Type::Number) | (ValueType::Bool, Type::Bool) => true,
        (ValueType::Date, Type::Date) | (ValueType::Time, Type::Time) | (ValueType::Instant, Type::Instant) => true,
        (ValueType::Choice, Type::Choice(_) | Type::Text) => true,
        (ValueType::Reference(_), Type::Reference) => true,
        (ValueType::File, Type::File) | (ValueType::Structure, Type::Structure) => true,
        (ValueType::List(item), Type::List(answer)) => may_hold(item, answer),
        _ => false,
    }
}

/// Makes an answer fit a field: numbers are rounded at its scale, a text becomes the option that it names, an option its Chinese name.
pub fn fit(answer: &Value, field: &FieldType) -> Result<Value, ErrorValue> {
    fit_in(answer, field, Locale::ZhCn)
}

/// The same, with the names of options in a language.
pub fn fit_in(answer: &Value, field: &FieldType, locale: Locale) -> Result<Value, ErrorValue> {
    match (answer, &field.value_type) {
        (Value::Error(error), _) => Err(error.clone()),
        (Value::Text(text), ValueType::Choice) => option(text, field),
        (Value::Choice(option), ValueType::Text) => Ok(Value::Text(option_text(option, field, locale))),
        (Value::Number(number), ValueType::Text) => Ok(Value::Text(number.normalize().to_string())),
        (Value::List(items), ValueType::List(item)) => {
            let one = FieldType { value_type: (**item).clone(), ..field.clone() };
            items.iter().map(|item| fit_in(item, &one, locale)).collect::<Result<_, _>>().map(Value::List)
        }
        (_, value_type) => {
            let wrong = |_| ErrorValue::new(ErrorCode::Value, field.label.get(locale));
            from_json(&to_json(answer, Some(value_type)), value_type).map_err(wrong)
        }
    }
}

fn option_text(option: &OptionId, field: &FieldType, locale: Locale) -> String {
    let label = field.options.iter().find(|(id, _)| id == option.as_str()).map(|(_, label)| label.get(locale));
    label.unwrap_or(option.as_str()).to_owned()
}

fn option(text: &str, field: &FieldType) -> Result<Value, ErrorValue> {
    if text.is_empty() {
        return Ok(Value::Blank);
    }
    let named = |label: &Label| [Locale::ZhCn, Locale::En].iter().any(|locale| label.get(*locale) == text);
    let known = field.options.iter().find(|(id, _)| id == text).or_else(|| field.options.iter().find(|(_, label)| named(label)));
    let id = known.map(|(id, _)| id.as_str()).or_else(|| field.options.is_empty().then_some(text));
    id.and_then(|id| OptionId::parse(id).ok()).map(Value::Choice).ok_or_else(|| ErrorValue::new(ErrorCode::Value, text))
}

/// A world in which some fields have just been set.
pub struct Overlay<'a> {
    /// The fields that were set.
    pub set: &'a Record,
    /// The world below.
    pub below: &'a dyn World,
}

impl World for Overlay<'_> {
    fn value(&self, reference: &Reference) -> Value {
        match reference {
            Reference::Field(field) if self.set.has(field.as_str()) => self.set.get(field.as_str()).clone(),
            other => self.below.value(other),
        }
    }

    fn peek(&self, reference: &Reference) -> Option<&Value> {
        match reference {
            Reference::Field(field) if self.set.has(field.as_str()) => Some(self.set.get(field.as_str())),
            other => self.below.peek(other),
        }
    }

    fn look_up(&self, question: &Question) -> Value {
        self.below.look_up(question)
    }

    fn locale(&self) -> Locale {
        self.below.locale()
    }

    fn work_calendar(&self, id: Option<&str>) -> Option<&WorkCalendar> {
        self.below.work_calendar(id)
    }

    fn now(&self) -> Instant {
        self.below.now()
    }

    fn zone(&self) -> &Zone {
        self.below.zone()
    }

    fn current_user(&self) -> Option<UserId> {
        self.below.current_user()
    }

    fn label_of(&self, record: RecordId) -> Option<String> {
        self.below.label_of(record)
    }
}
