//! States, changes and descriptions as JSON, as the browser receives them. What is usual is left out: shown, not required, not read-only,
//! not touched, blank, entered by people.

use crate::json_text::JsonText;
use crate::session::{Address, Because, CellPath, CellState, Changes, FormulaReason, Reason, RowKey, Session};
use crate::{CompiledField, CompiledForm, Need, Origin, facts::Target};
use serde_json::{Value as Json, json};
use value::{FieldId, ValueType};

/// What a renderer needs of a form beside its definition.
pub fn description_text(form: &CompiledForm) -> String {
    JsonText::of_object(|text| {
        text.key("id").text(form.id().as_str());
        text.key("label").json(form.label());
        text.key("title_field").json(&form.title_field);
        text.key("fields").list(form.fields.values(), write_field);
        text.key("layouts").json(&form.layouts);
        text.key("views").json(&form.views);
    })
}

fn write_field(text: &mut JsonText, field: &CompiledField) {
    let origin = match field.origin {
        Origin::Entered => None,
        Origin::Calculated => Some("calculated"),
        Origin::Allotted => Some("allotted"),
    };
    text.object(|text| {
        text.key("id").text(field.id.as_str());
        text.key("kind").text(field.control.kind);
        for (key, label) in [("label", &field.label), ("help", &field.help), ("placeholder", &field.placeholder)] {
            if !label.is_empty() {
                text.key(key).json(label);
            }
        }
        text.key("type").json(&field.value_type);
        if let Some(origin) = origin {
            text.key("origin").text(origin);
        }
        for (key, holds) in [("required", field.required), ("readonly", field.readonly), ("unique", field.unique), ("personal", field.personal)] {
            text.mark(key, holds);
        }
        if !field.settings.is_empty() {
            text.key("settings").json(&field.settings);
        }
        if !field.options.is_empty() {
            text.key("options").list(field.options.iter(), |text, option| {
                text.json(&json!({ "id": option.id, "label": option.label, "tone": option.tone, "retired": option.retired, "parent": option.parent, "leaf": option.leaf }));
            });
        }
        if matches!(field.value_type, ValueType::Rows(_)) {
            text.key("columns").list(field.columns.values(), write_field);
        }
        if let Some(about) = field.behaviour.about() {
            text.key("about").json(&about);
        }
    });
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

/// The whole state of a session.
pub fn state_text(session: &Session) -> String {
    let form = session.form();
    let of = |tables: bool| {
        let fields = form.fields.iter().enumerate();
        fields.filter(move |(_, (_, field))| matches!(field.value_type, ValueType::Rows(_)) == tables)
    };
    JsonText::of_object(|text| {
        text.key("cells").object(|text| {
            for (index, (id, _)) in of(false) {
                write_cell_at(text, session, id, Address { field: index, cell: None });
            }
        });
        text.key("tables").object(|text| {
            for (index, (id, field)) in of(true) {
                let Some(state) = session.state_at(Address { field: index, cell: None }) else { continue };
                text.key(id.as_str()).object(|text| {
                    write_state(text, &state);
                    let rows = session.fields.get(index).map(|state| state.rows.as_slice()).unwrap_or_default();
                    text.key("rows").list(rows.iter().enumerate(), |text, (at, row)| {
                        text.object(|text| {
                            text.key("key").number(row.key.0);
                            row.id.iter().for_each(|id| text.key("id").json(id));
                            text.key("cells").object(|text| {
                                for (column, column_id) in field.columns.keys().enumerate() {
                                    write_cell_at(text, session, column_id, Address { field: index, cell: Some((at, column)) });
                                }
                            });
                        });
                    });
                });
            }
        });
    })
}

fn write_cell_at(text: &mut JsonText, session: &Session, id: &FieldId, address: Address) {
    let Some(state) = session.state_at(address) else { return };
    text.key(id.as_str()).object(|text| write_cell(text, &state));
}

fn write_cell(text: &mut JsonText, state: &CellState<'_>) {
    if !(state.error.is_some() || state.pending || state.value.is_blank()) {
        text.key("value").value(state.value, Some(state.value_type));
    }
    write_state(text, state);
}

/// All but the value: that of a sub-table is its rows.
fn write_state(text: &mut JsonText, state: &CellState<'_>) {
    if !state.visible {
        text.key("visible").value(&value::Value::Bool(false), None);
    }
    for (key, holds) in [("required", state.required), ("readonly", state.readonly), ("touched", state.touched), ("pending", state.pending)] {
        text.mark(key, holds);
    }
    if !state.faults.is_empty() {
        text.key("faults").list(&state.faults, |text, fault| {
            text.object(|text| {
                text.key("code").text(fault.code);
                text.key("message").json(&fault.message);
            });
        });
    }
    if let Some(error) = state.error {
        text.key("error").object(|text| {
            text.key("code").text(error.code.as_str());
            text.key("reason").json(&error.reason);
        });
    }
    if let Some(offered) = state.offered {
        text.key("offered").list(offered, |text, option| text.text(option.as_str()));
    }
    for (key, words) in [("label", state.label), ("help", state.help)] {
        words.iter().for_each(|words| text.key(key).text(words));
    }
}

/// What changed, with the new state of each field and cell. Of a table, `own` is its own state, `rows` are the rows in which cells changed,
/// and `order` are all rows where some came, went or moved.
pub fn changes_text(session: &Session, changes: &Changes) -> String {
    let is_table = |field: &FieldId| session.form().field(field.as_str()).is_some_and(|field| matches!(field.value_type, ValueType::Rows(_)));
    let mut tables: Vec<&FieldId> = changes.tables.iter().collect();
    for path in &changes.cells {
        let table = match path {
            CellPath::Field(field) if is_table(field) => field,
            CellPath::Cell { table, .. } => table,
            CellPath::Field(_) => continue,
        };
        if !tables.contains(&table) {
            tables.push(table);
        }
    }
    JsonText::of_object(|text| {
        text.key("cells").object(|text| {
            for path in &changes.cells {
                let CellPath::Field(field) = path else { continue };
                let Some(state) = session.state(path).filter(|_| !is_table(field)) else { continue };
                text.key(field.as_str()).object(|text| write_cell(text, &state));
            }
        });
        text.key("tables").object(|text| {
            for table in tables {
                text.key(table.as_str()).object(|text| write_table_change(text, session, changes, table));
            }
        });
        text.key("pending_facts").list(session.needs(false), |text, need| text.json(&need_json(&need)));
    })
}

fn write_table_change(text: &mut JsonText, session: &Session, changes: &Changes, table: &FieldId) {
    let own = CellPath::Field(table.clone());
    if changes.cells.contains(&own) {
        session.state(&own).iter().for_each(|state| text.key("own").object(|text| write_state(text, state)));
    }
    // Changes are ordered by row, so that the cells of a row stand together.
    let cells = changes.cells.iter().filter_map(|path| match path {
        CellPath::Cell { table: of, row, column } if of == table => Some((*row, column, path)),
        _ => None,
    });
    let cells: Vec<(RowKey, &FieldId, &CellPath)> = cells.collect();
    if !cells.is_empty() {
        let ids = session.table(table.as_str()).map(|state| state.rows).unwrap_or_default();
        text.key("rows").list(cells.chunk_by(|(one, ..), (other, ..)| one == other), |text, row| {
            let Some((key, ..)) = row.first() else { return text.written("null") };
            text.object(|text| {
                text.key("key").number(key.0);
                let id = ids.iter().find(|(known, _)| known == key).and_then(|(_, id)| *id);
                id.iter().for_each(|id| text.key("id").json(id));
                text.key("cells").object(|text| {
                    for (_, column, path) in row {
                        let Some(state) = session.state(path) else { continue };
                        text.key(column.as_str()).object(|text| write_cell(text, &state));
                    }
                });
            });
        });
    }
    if changes.tables.contains(table) {
        text.key("order").list(session.rows(table.as_str()), |text, key| text.number(key.0));
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
pub fn why_text(session: &Session, path: &CellPath) -> String {
    JsonText::of_list(&session.why(path), |text, reason| text.object(|text| write_reason(text, reason)))
}

fn write_reason(text: &mut JsonText, reason: &Reason) {
    text.key("aspect").json(&reason.aspect);
    text.key("holds").value(&value::Value::Bool(reason.holds), None);
    let by = match &reason.because {
        Because::Definition => "definition",
        Because::Rights => "rights",
        Because::Table => "table",
        Because::Formula(reason) => {
            let FormulaReason { rule, formula, answer, reads } = &**reason;
            text.key("rule").json(rule);
            text.key("formula").text(formula);
            text.key("answer").value(answer, None);
            text.key("reads").list(reads, |text, (reference, value)| {
                text.object(|text| {
                    text.key("path").text(&path_of(reference));
                    text.key("value").value(value, None);
                });
            });
            "formula"
        }
    };
    text.key("by").text(by);
}

/// A reference as formulas write it between its braces.
fn path_of(reference: &formula::Reference) -> String {
    match reference {
        formula::Reference::Field(field) => field.to_string(),
        formula::Reference::Cell { table, column } | formula::Reference::Column { table, column } => format!("{table}.{column}"),
        formula::Reference::Related { field, of } => format!("{field}.{of}"),
    }
}
