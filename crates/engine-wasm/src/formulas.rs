//! Formula texts, evaluated for the conformance cases and for previews.

use crate::request::Formula;
use formula::{Budget, FieldType, Lookup, Scope, Type};
use indexmap::IndexMap;
use serde_json::{Value as Json, json};
use value::{FieldId, Label, Value, ValueType, record_from_json, to_json};

pub(crate) fn evaluate(request: Formula) -> Json {
    let Formula { formula, untyped, now, zone, user, fields, record } = request;
    let types: Vec<(FieldId, ValueType)> = fields.into_iter().collect();
    let field = |(id, value_type): &(FieldId, ValueType)| {
        let label = Label::Plain(id.to_string());
        (
            id.clone(),
            FieldType { label, value_type: value_type.clone(), options: Vec::new(), fields: columns(value_type), face: value::FaceOf::default() },
        )
    };
    let scope = Scope { fields: types.iter().map(field).collect(), ..Scope::default() };
    let record = match record_from_json(&record, &types) {
        Ok(record) => record,
        Err(fault) => return json!({ "faults": [{ "code": "E0004", "pointer": fault.pointer }] }),
    };
    let lookup = Lookup { record, now: now.unwrap_or_default(), zone, user };
    let compile = if untyped { formula::compile_untyped } else { formula::compile };
    match compile(&formula, &scope) {
        Ok(compiled) => {
            let answer = formula::evaluate(&compiled, &lookup, Budget::default());
            json!({ "answer": answer_json(&answer), "type": type_name(compiled.result()) })
        }
        Err(faults) => {
            let fault = |fault: &formula::FormulaFault| json!({ "code": fault.code, "start": fault.start, "end": fault.end, "message": fault.message, "hint": fault.hint });
            json!({ "faults": faults.iter().map(fault).collect::<Vec<_>>() })
        }
    }
}

fn columns(value_type: &ValueType) -> IndexMap<FieldId, FieldType> {
    let ValueType::Rows(columns) = value_type else { return IndexMap::new() };
    let column = |(id, value_type): &(FieldId, ValueType)| {
        let label = Label::Plain(id.to_string());
        (
            id.clone(),
            FieldType { label, value_type: value_type.clone(), options: Vec::new(), fields: IndexMap::new(), face: value::FaceOf::default() },
        )
    };
    columns.iter().map(column).collect()
}

/// A value with its kind, so that the text "3" and the number 3 are told apart.
fn answer_json(value: &Value) -> Json {
    let kind = match value {
        Value::Blank => "blank",
        Value::Text(_) => "text",
        Value::Number(_) => "number",
        Value::Bool(_) => "bool",
        Value::Date(_) => "date",
        Value::Time(_) => "time",
        Value::Instant(_) => "instant",
        Value::Choice(_) => "choice",
        Value::List(items) => return json!({ "kind": "list", "value": items.iter().map(answer_json).collect::<Vec<_>>() }),
        Value::Rows(_) => "rows",
        Value::Reference(_) => "reference",
        Value::File(_) => "file",
        Value::Structure(_) => "structure",
        Value::Error(error) => return json!({ "kind": "error", "value": error.code.as_str(), "reason": error.reason }),
    };
    json!({ "kind": kind, "value": to_json(value, None) })
}

fn type_name(result: &Type) -> &'static str {
    match result {
        Type::Any => "any",
        Type::Blank => "blank",
        Type::Text => "text",
        Type::Number => "number",
        Type::Bool => "bool",
        Type::Date => "date",
        Type::Time => "time",
        Type::Instant => "instant",
        Type::Choice(_) => "choice",
        Type::List(_) => "list",
        Type::Rows(_) => "rows",
        Type::Reference => "reference",
        Type::File => "file",
        Type::Structure => "structure",
    }
}
