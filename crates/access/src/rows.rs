//! Which records: a grant's scope and condition as a filter whose variables of the actor are bound to literals.

use crate::Person;
use definition::{Action, Grant, RowScope};
use query::{Condition, FieldPath, Filter, Operand, Operator, Variable};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use value::{DepartmentId, Instant};

/// The records that one grant opens to a person. A new record is always the person's own, so that no scope narrows creating.
pub(crate) fn filter_of(grant: &Grant, action: Action, person: &Person, now: Instant) -> Filter {
    let scope = if action == Action::Create { Filter::And(Vec::new()) } else { scope_filter(grant.rows, person) };
    match &grant.filter {
        None => scope,
        Some(filter) => Filter::And(vec![scope, bind(filter, person, now)]),
    }
}

/// Any of several filters; one that always holds makes the others superfluous.
pub(crate) fn any_of(mut filters: Vec<Filter>) -> Filter {
    if let Some(open) = filters.iter().position(|filter| matches!(filter, Filter::And(parts) if parts.is_empty())) {
        return filters.swap_remove(open);
    }
    if filters.len() == 1 { filters.swap_remove(0) } else { Filter::Or(filters) }
}

fn scope_filter(rows: RowScope, person: &Person) -> Filter {
    let me = Json::String(person.id.to_string());
    match rows {
        RowScope::All => Filter::And(Vec::new()),
        RowScope::Own => condition("_created_by", Operator::Eq, me),
        RowScope::Involved => condition("_id", Operator::Involves, me),
        RowScope::Department => in_departments(&person.departments),
        RowScope::DepartmentTree => in_departments(&person.department_tree),
    }
}

fn in_departments(departments: &BTreeSet<DepartmentId>) -> Filter {
    if departments.is_empty() {
        return Filter::Or(Vec::new());
    }
    condition("_department", Operator::In, department_list(departments))
}

fn department_list(departments: &BTreeSet<DepartmentId>) -> Json {
    departments.iter().map(|department| json!(department.to_string())).collect()
}

fn condition(field: &str, op: Operator, literal: Json) -> Filter {
    match FieldPath::parse(field) {
        Ok(field) => Filter::Condition(Condition { field, op, value: Some(Operand::Literal(literal)) }),
        // Cannot happen with the names above; closed is the safe answer.
        Err(_) => Filter::Or(Vec::new()),
    }
}

/// Replaces what depends on the person. "Today" and the periods stay: they are resolved in the app's zone where the query runs.
pub(crate) fn bind(filter: &Filter, person: &Person, now: Instant) -> Filter {
    match filter {
        Filter::And(parts) => Filter::And(parts.iter().map(|part| bind(part, person, now)).collect()),
        Filter::Or(parts) => Filter::Or(parts.iter().map(|part| bind(part, person, now)).collect()),
        Filter::Not(part) => Filter::Not(Box::new(bind(part, person, now))),
        Filter::Condition(condition) => Filter::Condition(Condition { value: bound_operand(condition, person, now), ..condition.clone() }),
    }
}

fn bound_operand(condition: &Condition, person: &Person, now: Instant) -> Option<Operand> {
    let literal = match (condition.op, condition.value.as_ref()) {
        (Operator::Involves, _) | (_, Some(Operand::Variable { var: Variable::CurrentUser })) => literal_user(condition.op, person),
        (_, Some(Operand::Variable { var: Variable::CurrentDepartments })) => department_list(&person.departments),
        (_, Some(Operand::Variable { var: Variable::Now })) => json!(now.to_rfc3339()),
        (_, other) => return other.cloned(),
    };
    Some(Operand::Literal(literal))
}

/// Operators on lists want a list, also of one person.
fn literal_user(op: Operator, person: &Person) -> Json {
    let me = json!(person.id.to_string());
    match op {
        Operator::In | Operator::NotIn | Operator::HasAny | Operator::HasAll => json!([me]),
        _ => me,
    }
}
