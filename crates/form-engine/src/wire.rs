//! States, changes and descriptions as JSON, as the browser receives them.

use crate::session::{Address, Because, CellPath, CellState, Changes, FormulaReason, Reason, RowKey, Session};
use crate::{CompiledField, CompiledForm, FieldFault, Need, Origin, Storage, facts::Target};
use serde_json::{Map, Value as Json, json};
use value::{FieldId, OptionId, RowId, ValueType};

/// What a renderer needs of a form beside its definition.
pub fn description_json(form: &CompiledForm) -> Json {
    json!({
        "id": form.id(),
        "label": form.label(),
        "title_field": form.title_field,
        "fields": form.fields.values().map(field_json).collect::<Vec<_>>(),
        "layouts": form.layouts,
        "views": form.views,
    })
}

fn field_json(field: &CompiledField) -> Json {
    let mut json = json!({
        "id": field.id,
        "kind": field.control.kind,
        "label": field.label,
        "help": field.help,
        "placeholder": field.placeholder,
        "type": field.value_type,
        "origin": match field.origin { Origin::Entered => "entered", Origin::Calculated => "calculated", Origin::Allotted => "allotted" },
        "storage": match field.storage { Storage::Stored => "stored", Storage::Snapshot => "snapshot", Storage::Live => "live" },
        "required": field.required,
        "readonly": field.readonly,
        "unique": field.unique,
        "personal": field.personal,
        "settings": field.settings,
    });
    if let Some(object) = json.as_object_mut() {
        if !field.options.is_empty() {
            object.insert("options".into(), field.options.iter().map(option_json).collect());
        }
        if matches!(field.value_type, ValueType::Rows(_)) {
            object.insert("columns".into(), field.columns.values().map(field_json).collect());
        }
        if let Some(about) = field.behaviour.about() {
            object.insert("about".into(), about);
        }
    }
    json
}

/// Fields as a renderer offers them: id, name, type, options.
pub(crate) fn offered_fields<'a>(fields: impl IntoIterator<Item = (&'a FieldId, &'a formula::FieldType)>) -> Json {
    let option = |(id, label): &(String, value::Label)| json!({ "id": id, "label": label });
    let field = |(id, field): (&FieldId, &formula::FieldType)| {
        let options: Vec<Json> = field.options.iter().map(option).collect();
        json!({ "id": id, "label": field.label, "type": field.value_type, "options": options })
    };
    fields.into_iter().map(field).collect()
}

fn option_json(option: &crate::CompiledOption) -> Json {
    json!({ "id": option.id, "label": option.label, "tone": option.tone, "retired": option.retired, "parent": option.parent, "leaf": option.leaf })
}

/// The whole state of a session.
pub fn state_json(session: &Session) -> Json {
    let mut cells = Map::new();
    let mut tables = Map::new();
    let form = session.form();
    for (index, (id, field)) in form.fields.iter().enumerate() {
        let Some(mut cell) = session.state_at(Address { field: index, cell: None }).map(|state| cell_json(&state)) else { continue };
        if matches!(field.value_type, ValueType::Rows(_)) {
            cell.remove("value");
            let rows = session.fields.get(index).map(|state| state.rows.as_slice()).unwrap_or_default();
            let rows = rows.iter().enumerate().map(|(at, row)| row_json(session, index, at, row.key, row.id, field));
            cell.insert("rows".into(), rows.collect());
            tables.insert(id.to_string(), Json::Object(cell));
        } else {
            cells.insert(id.to_string(), Json::Object(cell));
        }
    }
    json!({ "cells": cells, "tables": tables })
}

fn row_json(session: &Session, table: usize, row: usize, key: RowKey, id: Option<RowId>, field: &CompiledField) -> Json {
    let cell = |(column, column_id): (usize, &FieldId)| {
        let state = session.state_at(Address { field: table, cell: Some((row, column)) })?;
        Some((column_id.to_string(), Json::Object(cell_json(&state))))
    };
    let cells: Map<String, Json> = field.columns.keys().enumerate().filter_map(cell).collect();
    let mut json = Map::from_iter([("key".to_owned(), json!(key.0))]);
    id.into_iter().for_each(|id| _ = json.insert("id".into(), json!(id)));
    json.insert("cells".into(), Json::Object(cells));
    Json::Object(json)
}

fn cell_json(state: &CellState<'_>) -> Map<String, Json> {
    let mut cell = Map::new();
    let value = if state.error.is_some() || state.pending { Json::Null } else { value::to_json(state.value, Some(state.value_type)) };
    cell.insert("value".into(), value);
    cell.insert("visible".into(), state.visible.into());
    cell.insert("required".into(), state.required.into());
    cell.insert("readonly".into(), state.readonly.into());
    cell.insert("touched".into(), state.touched.into());
    if !state.faults.is_empty() {
        cell.insert("faults".into(), state.faults.iter().map(short_fault).collect());
    }
    if let Some(error) = state.error {
        cell.insert("error".into(), json!({ "code": error.code.as_str(), "reason": error.reason }));
    }
    if state.pending {
        cell.insert("pending".into(), true.into());
    }
    if let Some(offered) = state.offered {
        cell.insert("offered".into(), offered.iter().map(OptionId::to_string).collect());
    }
    for (key, text) in [("label", state.label), ("help", state.help)] {
        text.into_iter().for_each(|text| _ = cell.insert(key.into(), text.into()));
    }
    cell
}

fn short_fault(fault: &FieldFault) -> Json {
    json!({ "code": fault.code, "message": fault.message })
}

/// What changed, with the new state of each field and cell.
pub fn changes_json(session: &Session, changes: &Changes) -> Json {
    let mut cells = Map::new();
    let mut tables: Map<String, Json> = Map::new();
    for path in &changes.cells {
        let Some(state) = session.state(path) else { continue };
        let cell = cell_json(&state);
        match path {
            CellPath::Field(field) if session.table(field.as_str()).is_some() => merge_table(&mut tables, field, cell),
            CellPath::Field(field) => _ = cells.insert(field.to_string(), Json::Object(cell)),
            CellPath::Cell { table, row, column } => merge_cell(session, &mut tables, (table, *row, column), cell),
        }
    }
    for table in &changes.tables {
        let order: Vec<u32> = session.rows(table.as_str()).into_iter().map(|key| key.0).collect();
        if let Some(object) = table_object(&mut tables, table) {
            object.insert("order".into(), json!(order));
        }
    }
    json!({ "cells": cells, "tables": tables, "pending_facts": session.needs(false).iter().map(need_json).collect::<Vec<_>>() })
}

fn table_object<'a>(tables: &'a mut Map<String, Json>, table: &FieldId) -> Option<&'a mut Map<String, Json>> {
    tables.entry(table.to_string()).or_insert_with(|| Json::Object(Map::new())).as_object_mut()
}

fn merge_table(tables: &mut Map<String, Json>, table: &FieldId, mut cell: Map<String, Json>) {
    cell.remove("value");
    if let Some(object) = table_object(tables, table) {
        object.extend(cell);
    }
}

fn merge_cell(session: &Session, tables: &mut Map<String, Json>, (table, row, column): (&FieldId, RowKey, &FieldId), cell: Map<String, Json>) {
    let Some(object) = table_object(tables, table) else { return };
    let Some(rows) = object.entry("rows").or_insert_with(|| Json::Array(Vec::new())).as_array_mut() else { return };
    // Changes are ordered by row, so that the row is the last one or a new one.
    let known = rows.last().and_then(|last| last.get("key")).and_then(Json::as_u64) == Some(row.0.into());
    if !known {
        let id = session.table(table.as_str()).and_then(|state| state.rows.into_iter().find(|(key, _)| *key == row)).and_then(|(_, id)| id);
        let mut fresh = Map::from_iter([("key".to_owned(), json!(row.0))]);
        id.into_iter().for_each(|id| _ = fresh.insert("id".into(), json!(id)));
        fresh.insert("cells".into(), Json::Object(Map::new()));
        rows.push(Json::Object(fresh));
    }
    let cells = rows.last_mut().and_then(|last| last.get_mut("cells")).and_then(Json::as_object_mut);
    if let Some(cells) = cells {
        cells.insert(column.to_string(), Json::Object(cell));
    }
}

fn need_json(need: &Need) -> Json {
    let target = match &need.target {
        Target::Form(form) => json!({ "form": form }),
        Target::User => json!("user"),
        Target::Department => json!("department"),
    };
    json!({ "field": need.field, "target": target, "record": need.record, "fields": need.fields })
}

/// Why a field or cell is as it is.
pub fn why_json(session: &Session, path: &CellPath) -> Json {
    session.why(path).iter().map(reason_json).collect()
}

fn reason_json(reason: &Reason) -> Json {
    let mut json = Map::from_iter([("aspect".to_owned(), json!(reason.aspect)), ("holds".to_owned(), reason.holds.into())]);
    let by = match &reason.because {
        Because::Definition => "definition",
        Because::Rights => "rights",
        Because::Table => "table",
        Because::Formula(reason) => {
            let FormulaReason { rule, formula, answer, reads } = &**reason;
            let read =
                |(reference, value): &(formula::Reference, value::Value)| json!({ "path": path_of(reference), "value": value::to_json(value, None) });
            json.insert("rule".into(), json!(rule));
            json.insert("formula".into(), formula.as_str().into());
            json.insert("answer".into(), value::to_json(answer, None));
            json.insert("reads".into(), reads.iter().map(read).collect());
            "formula"
        }
    };
    json.insert("by".into(), by.into());
    Json::Object(json)
}

/// A reference as formulas write it between its braces.
fn path_of(reference: &formula::Reference) -> String {
    match reference {
        formula::Reference::Field(field) => field.to_string(),
        formula::Reference::Cell { table, column } | formula::Reference::Column { table, column } => format!("{table}.{column}"),
        formula::Reference::Related { field, of } => format!("{field}.{of}"),
    }
}
