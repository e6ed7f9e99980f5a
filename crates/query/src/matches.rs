//! Evaluation in memory.

use crate::{Comparand, Condition, FieldPath, Filter, Operator, Variables, bind, comparand};
use std::cmp::Ordering;
use value::{FieldId, FormId, Record, ReferenceTarget, UserId, Value, ValueType, compare};

/// Where the values of a record come from, system fields included.
pub trait Source {
    /// The value of a field; blank when it is not there.
    fn value(&self, field: &FieldId) -> &Value;
}

impl Source for Record {
    fn value(&self, field: &FieldId) -> &Value {
        self.get(field.as_str())
    }
}

/// What a filter asks of the world.
#[derive(Clone, Copy)]
pub struct QueryContext<'a> {
    /// The clock and the actor.
    pub variables: Variables<'a>,
    /// Whether the first value stands below the second: departments in their tree, options of a cascade (the field says which).
    pub is_under: &'a dyn Fn(&FieldPath, &Value, &Value) -> bool,
    /// Whether a person created the record with this `_id`, held or holds a task of it, or was told.
    pub is_involved: &'a dyn Fn(&Value, UserId) -> bool,
}

/// Whether a record fulfils a filter. Conditions that do not fit the type of the value do not hold; [`crate::check`] finds them beforehand.
pub fn matches(filter: &Filter, source: &dyn Source, context: &QueryContext<'_>) -> bool {
    holds(&bind(filter, &context.variables), source, context)
}

fn holds(filter: &Filter, source: &dyn Source, context: &QueryContext<'_>) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().all(|part| holds(part, source, context)),
        Filter::Or(parts) => parts.iter().any(|part| holds(part, source, context)),
        Filter::Not(part) => !holds(part, source, context),
        Filter::Condition(condition) => condition_holds(condition, source, context),
    }
}

fn condition_holds(condition: &Condition, source: &dyn Source, context: &QueryContext<'_>) -> bool {
    let value = source.value(&condition.field.field);
    let cells: Vec<&Value> = match (&condition.field.column, value) {
        (None, value) => vec![value],
        (Some(column), Value::Rows(rows)) => rows.iter().map(|row| row.values.get(column.as_str())).collect(),
        (Some(_), _) => Vec::new(),
    };
    let any = |op: Operator| cells.iter().any(|cell| positive(op, cell, condition, context));
    match condition.op {
        Operator::Ne => !any(Operator::Eq),
        Operator::NotIn => !any(Operator::In),
        Operator::Blank => cells.iter().all(|cell| cell.is_blank()),
        Operator::NotBlank => cells.iter().any(|cell| !cell.is_blank()),
        Operator::Involves => involved(condition).is_some_and(|person| (context.is_involved)(value, person)),
        op => any(op),
    }
}

fn involved(condition: &Condition) -> Option<UserId> {
    let person = ValueType::Reference(ReferenceTarget::User);
    if let Comparand::One(Value::Reference(key)) = comparand(condition, &person)? { Some(UserId(key.0)) } else { None }
}

/// The conditions that no blank fulfils.
fn positive(op: Operator, value: &Value, condition: &Condition, context: &QueryContext<'_>) -> bool {
    let Some(value_type) = type_of(value).filter(|_| !value.is_blank()) else { return false };
    let Some(comparand) = comparand(&Condition { op, ..condition.clone() }, &value_type) else { return false };
    let order = |other: &Value| if is_ordered(value) { compare(value, other) } else { None };
    match (op, &comparand) {
        (Operator::Eq, Comparand::One(other)) => equal(value, other),
        (Operator::Lt, Comparand::One(other)) => order(other).is_some_and(Ordering::is_lt),
        (Operator::Le, Comparand::One(other)) => order(other).is_some_and(Ordering::is_le),
        (Operator::Gt, Comparand::One(other)) => order(other).is_some_and(Ordering::is_gt),
        (Operator::Ge, Comparand::One(other)) => order(other).is_some_and(Ordering::is_ge),
        (Operator::Eq | Operator::Within, Comparand::Span(from, to)) => {
            order(from).is_some_and(Ordering::is_ge) && order(to).is_some_and(Ordering::is_lt)
        }
        (Operator::Lt, Comparand::Span(from, _)) => order(from).is_some_and(Ordering::is_lt),
        (Operator::Le, Comparand::Span(_, to)) => order(to).is_some_and(Ordering::is_lt),
        (Operator::Gt, Comparand::Span(_, to)) => order(to).is_some_and(Ordering::is_ge),
        (Operator::Ge, Comparand::Span(from, _)) => order(from).is_some_and(Ordering::is_ge),
        (Operator::In, Comparand::Many(others)) => others.iter().any(|other| equal(value, other)),
        (Operator::Contains, Comparand::One(Value::Text(part))) => folded(value).is_some_and(|text| text.contains(&fold(part))),
        (Operator::StartsWith, Comparand::One(Value::Text(part))) => folded(value).is_some_and(|text| text.starts_with(&fold(part))),
        (Operator::HasAny, Comparand::Many(others)) => others.iter().any(|other| items(value).iter().any(|item| equal(item, other))),
        (Operator::HasAll, Comparand::Many(others)) => others.iter().all(|other| items(value).iter().any(|item| equal(item, other))),
        (Operator::Under, Comparand::Many(others)) => {
            let below = |item: &Value| others.iter().any(|other| equal(item, other) || (context.is_under)(&condition.field, item, other));
            items(value).iter().any(below)
        }
        _ => false,
    }
}

fn equal(left: &Value, right: &Value) -> bool {
    compare(left, right) == Some(Ordering::Equal)
}

fn is_ordered(value: &Value) -> bool {
    matches!(value, Value::Number(_) | Value::Date(_) | Value::Time(_) | Value::Instant(_))
}

fn items(value: &Value) -> &[Value] {
    if let Value::List(items) = value { items } else { std::slice::from_ref(value) }
}

fn folded(value: &Value) -> Option<String> {
    if let Value::Text(text) = value { Some(fold(text)) } else { None }
}

fn fold(text: &str) -> String {
    value::normal_text(text).to_ascii_lowercase()
}

/// A value that is there says itself how a literal beside it is to be read.
fn type_of(value: &Value) -> Option<ValueType> {
    Some(match value {
        Value::Text(_) => ValueType::Text,
        Value::Number(_) => ValueType::Number { scale: 9 },
        Value::Bool(_) => ValueType::Bool,
        Value::Date(_) => ValueType::Date,
        Value::Time(_) => ValueType::Time,
        Value::Instant(_) => ValueType::Instant,
        Value::Choice(_) => ValueType::Choice,
        Value::Reference(_) => ValueType::Reference(ReferenceTarget::Form(FormId::parse("any").ok()?)),
        Value::List(items) => ValueType::List(Box::new(type_of(items.first()?)?)),
        Value::Blank | Value::Rows(_) | Value::File(_) | Value::Structure(_) | Value::Error(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check;
    use calendar::Zone;
    use indexmap::IndexMap;
    use serde_json::{Value as Json, json};
    use value::record_from_json;

    const USER: &str = "0190b5a0-0000-7000-8000-000000000001";
    const UNIT: &str = "0190b5a0-0000-7000-8000-000000000002";

    fn fields() -> IndexMap<FieldId, ValueType> {
        let id = |text: &str| FieldId::parse(text).unwrap();
        let mut fields = crate::system_fields(&FormId::parse("order").unwrap());
        fields.extend([
            (id("title"), ValueType::Text),
            (id("amount"), ValueType::Number { scale: 2 }),
            (id("level"), ValueType::Choice),
            (id("tags"), ValueType::List(Box::new(ValueType::Choice))),
            (id("day"), ValueType::Date),
            (id("paid"), ValueType::Bool),
            (id("lines"), ValueType::Rows(vec![(id("qty"), ValueType::Number { scale: 0 })])),
        ]);
        fields
    }

    /// Whether the record fulfils the filter; the filter must pass the check.
    fn holds(record: Json, filter: &Json) -> bool {
        let types: Vec<_> = fields().into_iter().collect();
        let record = record_from_json(record.as_object().unwrap(), &types).unwrap();
        let filter: Filter = serde_json::from_value(filter.clone()).unwrap();
        assert_eq!(check(&filter, &fields()), []);
        let zone = Zone::shanghai();
        let variables = Variables {
            now: "2026-03-01T17:00:00Z".parse().unwrap(),
            zone: &zone,
            current_user: UserId::parse(USER),
            current_departments: &[value::DepartmentId::parse(UNIT).unwrap()],
        };
        let under = |_: &FieldPath, low: &Value, high: &Value| *low == Value::text("x") || (shown(low) == "bad_smell" && shown(high) == "bad");
        matches(&filter, &record, &QueryContext { variables, is_under: &under, is_involved: &|_, user| user.to_string() == USER })
    }

    fn shown(value: &Value) -> String {
        if let Value::Choice(option) = value { option.to_string() } else { String::new() }
    }

    #[test]
    fn conditions_hold_and_negations_are_their_opposites() {
        for (condition, yes, no) in [
            (json!({"field":"title","op":"eq","value":"Box"}), json!({"title":"Box"}), json!({"title":"box"})),
            (json!({"field":"title","op":"contains","value":"bOX"}), json!({"title":"a Box b"}), json!({"title":"盒"})),
            (json!({"field":"title","op":"starts_with","value":"a"}), json!({"title":"A Box"}), json!({"title":"Box a"})),
            (json!({"field":"amount","op":"gt","value":"12.345"}), json!({"amount":"12.35"}), json!({"amount":"12.34"})),
            (json!({"field":"amount","op":"in","value":[1,"2.00",null]}), json!({"amount":2}), json!({"amount":3})),
            (json!({"field":"paid","op":"eq","value":false}), json!({"paid":false}), json!({"paid":true})),
            (json!({"field":"level","op":"under","value":"bad"}), json!({"level":"bad_smell"}), json!({"level":"good"})),
            (json!({"field":"tags","op":"has_any","value":["a","b"]}), json!({"tags":["b","c"]}), json!({"tags":["c"]})),
            (json!({"field":"tags","op":"has_all","value":["a","b"]}), json!({"tags":["b","a"]}), json!({"tags":["a"]})),
            (json!({"field":"day","op":"within","value":{"period":"today"}}), json!({"day":"2026-03-02"}), json!({"day":"2026-03-01"})),
            (json!({"field":"day","op":"within","value":["2026-03-01","2026-03-02"]}), json!({"day":"2026-03-01"}), json!({"day":"2026-03-02"})),
            (json!({"field":"day","op":"le","value":{"var":"today"}}), json!({"day":"2026-03-02"}), json!({"day":"2026-03-03"})),
            (
                json!({"field":"_created_at","op":"eq","value":{"var":"today"}}),
                json!({"_created_at":"2026-03-02T15:59:59Z"}),
                json!({"_created_at":"2026-03-02T16:00:00Z"}),
            ),
            (
                json!({"field":"_created_at","op":"gt","value":{"var":"today"}}),
                json!({"_created_at":"2026-03-02T16:00:00Z"}),
                json!({"_created_at":"2026-03-02T12:00:00Z"}),
            ),
            (json!({"field":"_created_by","op":"eq","value":{"var":"current_user"}}), json!({"_created_by":USER}), json!({"_created_by":UNIT})),
            (
                json!({"field":"_department","op":"eq","value":{"var":"current_departments"}}),
                json!({"_department":UNIT}),
                json!({"_department":USER}),
            ),
            (json!({"field":"lines.qty","op":"ge","value":5}), json!({"lines":[{"qty":1},{"qty":5}]}), json!({"lines":[{"qty":1}]})),
            (json!({"field":"lines.qty","op":"not_blank"}), json!({"lines":[{"qty":1}]}), json!({"lines":[{}]})),
        ] {
            assert!(holds(yes.clone(), &condition), "{condition} {yes}");
            assert!(!holds(no.clone(), &condition), "{condition} {no}");
            assert!(!holds(json!({}), &condition), "{condition} of a blank");
            assert!(holds(json!({}), &json!({ "not": condition })), "not {condition} of a blank");
        }
    }

    #[test]
    fn negations_keep_blanks() {
        for condition in [
            json!({"field":"title","op":"ne","value":"x"}),
            json!({"field":"amount","op":"not_in","value":[1,2]}),
            json!({"field":"lines.qty","op":"ne","value":1}),
            json!({"field":"title","op":"blank"}),
            json!({"and":[]}),
            json!({"not":{"or":[]}}),
            json!({"field":"_id","op":"involves"}),
            json!({"field":"_id","op":"involves","value":USER}),
            json!({"not":{"field":"_id","op":"involves","value":UNIT}}),
        ] {
            assert!(holds(json!({}), &condition), "{condition}");
        }
        assert!(!holds(json!({"lines":[{"qty":1},{"qty":2}]}), &json!({"field":"lines.qty","op":"ne","value":1})));
    }

    #[test]
    fn every_fault_is_told_with_its_place() {
        let filter: Filter = serde_json::from_value(json!({"and":[
            {"field":"amout","op":"eq","value":1},
            {"or":[{"field":"title","op":"gt","value":"x"},{"not":{"field":"amount","op":"eq","value":"many"}}]},
            {"field":"day","op":"eq","value":{"var":"current_user"}},
            {"field":"day","op":"eq"},
            {"field":"day","op":"eq","value":null}
        ]}))
        .unwrap();
        let found: Vec<_> = check(&filter, &fields()).into_iter().map(|fault| (fault.code, fault.pointer)).collect();
        let expected = [
            ("MD0401", "/and/0/field"),
            ("MD0402", "/and/1/or/0/op"),
            ("MD0403", "/and/1/or/1/not/value"),
            ("MD0403", "/and/2/value"),
            ("MD0403", "/and/3/value"),
            ("MD0403", "/and/4/value"),
        ];
        assert_eq!(found, expected.map(|(code, pointer)| (code, pointer.to_string())));
    }

    #[test]
    fn order_puts_blanks_last_in_both_directions() {
        let types: Vec<_> = fields().into_iter().collect();
        for (direction, expected) in [("asc", ["1", "2", ""]), ("desc", ["2", "1", ""])] {
            let sort: Vec<crate::Sort> = serde_json::from_value(json!([{"field":"title","dir":direction}])).unwrap();
            let mut records: Vec<Record> =
                ["", "2", "1"].iter().map(|title| record_from_json(json!({"title":title}).as_object().unwrap(), &types).unwrap()).collect();
            records.sort_by(|a, b| crate::compare_records(&sort, a, b, |text| text.to_string()));
            let titles: Vec<String> =
                records.iter().map(|record| if let Value::Text(text) = record.get("title") { text.clone() } else { String::new() }).collect();
            assert_eq!(titles, expected);
        }
    }
}
