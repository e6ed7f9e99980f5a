//! Look-ups of formulas in other forms: which forms a definition asks, and how a question is answered.

use crate::CompiledForm;
use definition::Form;
use formula::{Give, Question, Test};
use query::{Condition, FieldPath, Filter, Operand, Operator};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use value::{Decimal, FieldId, FormId, Record, Value, ValueType, compare, to_json};

/// Forms with those of their fields that formulas look up.
pub type LookedUp = BTreeMap<FormId, BTreeSet<FieldId>>;

/// What the formulas of a form ask of other forms: `{order!amount}`.
pub fn looked_up(form: &Form) -> LookedUp {
    let mut found = LookedUp::new();
    formula_texts(form).for_each(|text| looked_up_in(text, &mut found));
    found
}

/// What a text asks as formulas do.
pub fn looked_up_in(text: &str, found: &mut LookedUp) {
    for part in text.split('{').skip(1) {
        let inside = part.split('}').next().unwrap_or_default();
        let Some((form, field)) = inside.split_once('!') else { continue };
        if let (Ok(form), Ok(field)) = (FormId::parse(form.trim()), FieldId::parse(field.trim())) {
            found.entry(form).or_default().insert(field);
        }
    }
}

/// The texts of a form that may be formulas: those of its logic, and all texts in the settings of its fields.
pub fn formula_texts(form: &Form) -> impl Iterator<Item = &str> {
    let fields = form.fields.iter().flat_map(|field| std::iter::once(field).chain(&field.fields));
    let settings = fields.flat_map(|field| field.settings.values()).filter_map(serde_json::Value::as_str);
    settings.chain(form.logic.iter().map(|rule| rule.formula.0.as_str()))
}

/// The records that a question is about, as a filter over their form.
pub fn question_filter(question: &Question, form: &CompiledForm) -> Filter {
    let condition = |((field, test), value): (&(FieldId, Test), &Value)| {
        let value_type = form.scope.fields.get(field).map(|field| &field.value_type);
        let literal = || Some(Operand::Literal(literal(value, value_type)));
        let (op, value) = match test {
            Test::Equal => (Operator::Eq, literal()),
            Test::Differs => (Operator::Ne, literal()),
            Test::Less => (Operator::Lt, literal()),
            Test::LessOrEqual => (Operator::Le, literal()),
            Test::Greater => (Operator::Gt, literal()),
            Test::GreaterOrEqual => (Operator::Ge, literal()),
            Test::Blank => (Operator::Blank, None),
            Test::NotBlank => (Operator::NotBlank, None),
        };
        Filter::Condition(Condition { field: FieldPath { field: field.clone(), column: None }, op, value })
    };
    let mut parts: Vec<Filter> = question.look_up.tests.iter().zip(&question.values).map(condition).collect();
    if let (Give::Count, Some(of)) = (question.look_up.give, &question.look_up.of) {
        parts.push(Filter::Condition(Condition { field: FieldPath { field: of.clone(), column: None }, op: Operator::NotBlank, value: None }));
    }
    Filter::And(parts)
}

/// A number is compared as it is, not rounded to the digits that the field happens to have.
fn literal(value: &Value, value_type: Option<&ValueType>) -> serde_json::Value {
    if let Value::Number(number) = value { number.normalize().to_string().into() } else { to_json(value, value_type) }
}

/// The answer from the records that fulfil the question, in the order in which they were made.
pub fn answer_from<'r>(question: &Question, records: impl Iterator<Item = &'r Record>) -> Value {
    let of = question.look_up.of.as_ref();
    let mut values = records.map(|record| of.map(|field| record.get(field.as_str()).clone()).unwrap_or_default());
    let number = |value: Value| if let Value::Number(number) = value { Some(number) } else { None };
    match question.look_up.give {
        Give::Count => Value::Number(Decimal::from(values.count())),
        Give::Sum => Value::Number(values.filter_map(number).sum()),
        Give::Average => {
            let (count, sum) = values.filter_map(number).fold((0_u32, Decimal::ZERO), |(count, sum), number| (count + 1, sum + number));
            sum.checked_div(Decimal::from(count)).map_or(Value::Blank, Value::Number)
        }
        Give::Min => values.filter(|value| !value.is_blank()).min_by(in_order).unwrap_or_default(),
        Give::Max => values.filter(|value| !value.is_blank()).max_by(in_order).unwrap_or_default(),
        Give::First => Value::List(values.next().into_iter().collect()),
    }
}

fn in_order(left: &Value, right: &Value) -> Ordering {
    compare(left, right).unwrap_or(Ordering::Equal)
}
