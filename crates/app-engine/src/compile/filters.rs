//! Filters, sorts and field paths over a form: fields that exist, operators and values that fit, options that can be chosen.

use super::findings::{Findings, Thing};
use definition::Diagnostic;
use formula::{FieldType, Scope};
use indexmap::IndexMap;
use query::{Condition, FieldPath, Filter, FilterFault, Operand, Operator};
use serde_json::Value as Json;
use value::{FieldId, Label, ValueType};

/// Looks a path up and says when it leads nowhere. System fields are known.
pub(crate) fn path<'a>(path: &FieldPath, scope: &'a Scope, pointer: &str, findings: &mut Findings<'_>) -> Option<&'a FieldType> {
    let Some(field) = scope.fields.get(&path.field) else {
        findings.not_there(Thing::Field, path.field.as_str(), pointer, names(&scope.fields));
        return None;
    };
    let Some(column) = &path.column else { return Some(field) };
    let found = field.fields.get(column).filter(|_| matches!(field.value_type, ValueType::Rows(_)));
    if found.is_none() {
        findings.not_there(Thing::Column, column.as_str(), pointer, names(&field.fields));
    }
    found
}

/// Looks a field up and says when it is not there.
pub(crate) fn field<'a>(id: &FieldId, scope: &'a Scope, pointer: &str, findings: &mut Findings<'_>) -> Option<&'a FieldType> {
    path(&FieldPath { field: id.clone(), column: None }, scope, pointer, findings)
}

/// The ids and labels of fields, for hints.
pub(crate) fn names(fields: &IndexMap<FieldId, FieldType>) -> impl Iterator<Item = (&str, &Label)> {
    fields.iter().map(|(id, field)| (id.as_str(), &field.label))
}

/// Checks a filter with everything below it.
pub(crate) fn filter(filter: &Filter, scope: &Scope, pointer: &str, findings: &mut Findings<'_>) {
    for fault in query::check(filter, &types(scope)) {
        report(&fault, scope, pointer, findings);
    }
    options(filter, scope, pointer, findings);
}

fn types(scope: &Scope) -> IndexMap<FieldId, ValueType> {
    scope.fields.iter().map(|(id, field)| (id.clone(), field.value_type.clone())).collect()
}

fn report(fault: &FilterFault, scope: &Scope, pointer: &str, findings: &mut Findings<'_>) {
    let mut found = Diagnostic::error(fault.code, &findings.file, format!("{pointer}{}", fault.pointer), fault.message.clone());
    found.hint = fault.hint.clone().or_else(|| Some(fallback(fault.code, scope)));
    findings.found.push(found);
}

fn fallback(code: &str, scope: &Scope) -> Label {
    match code {
        "MD0401" => {
            let ids: Vec<&str> = scope.fields.keys().map(FieldId::as_str).filter(|id| !id.starts_with('_')).take(12).collect();
            Label::both(format!("可用的字段：{}", ids.join("、")), format!("there is: {}", ids.join(", ")))
        }
        "MD0402" => Label::both("换一个适合该类型的运算符", "take an operator that fits the type"),
        _ => Label::both("改成与字段类型相符的值", "write a value that fits the type of the field"),
    }
}

/// Options that the field does not have would silently match nothing.
pub(crate) fn options(filter: &Filter, scope: &Scope, pointer: &str, findings: &mut Findings<'_>) {
    match filter {
        Filter::And(parts) => parts.iter().enumerate().for_each(|(index, part)| options(part, scope, &format!("{pointer}/and/{index}"), findings)),
        Filter::Or(parts) => parts.iter().enumerate().for_each(|(index, part)| options(part, scope, &format!("{pointer}/or/{index}"), findings)),
        Filter::Not(part) => options(part, scope, &format!("{pointer}/not"), findings),
        Filter::Condition(condition) => options_of(condition, scope, pointer, findings),
    }
}

fn options_of(condition: &Condition, scope: &Scope, pointer: &str, findings: &mut Findings<'_>) {
    let text_operator = matches!(condition.op, Operator::Contains | Operator::StartsWith);
    let Some(Operand::Literal(literal)) = &condition.value else { return };
    let Some(field) = scope.fields.get(&condition.field.field) else { return };
    let field = condition.field.column.as_ref().map_or(Some(field), |column| field.fields.get(column));
    let Some(field) = field.filter(|field| !field.options.is_empty() && !text_operator) else { return };
    match literal {
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                option(item, field, &format!("{pointer}/value/{index}"), findings);
            }
        }
        one => option(one, field, &format!("{pointer}/value"), findings),
    }
}

/// Checks one option of a field.
pub(crate) fn option(literal: &Json, field: &FieldType, pointer: &str, findings: &mut Findings<'_>) {
    let Some(wrong) = literal.as_str().filter(|text| !text.is_empty()) else { return };
    if !field.options.iter().any(|(id, _)| id == wrong) {
        findings.not_there(Thing::Option, wrong, pointer, field.options.iter().map(|(id, label)| (id.as_str(), label)));
    }
}
