//! Sessions: open, edit, rows, facts, state, submit.

use crate::Engine;
use crate::answer::Refused;
use crate::engine::Loaded;
use crate::request::{Edit, EditMany, FactsIn, MoreFacts, OfSession, OneEdit, Open, PathIn, Rows, RowsDo, Why};
use form_engine::{
    CellPath, Changes, CompiledForm, Facts, FieldFault, Opening, Place, Related, Rights, RowKey, Session, changes_text, state_text, why_text,
};
use serde_json::{Map, Value as Json, json};
use value::{FieldId, Record, Value, ValueType, from_json};

pub(crate) fn open(engine: &mut Engine, open: Open) -> Result<String, Refused> {
    let Loaded { form, zone } = engine.forms.get(open.form)?;
    let stored = open.record.map(|record| stored_record(form, &record)).transpose()?;
    let prefilled = form_engine::read_values(form, &open.values).map_err(first)?;
    let rights = open.rights.map(|rights| Rights { default: rights.default, fields: rights.fields, by_person: true });
    let opening = Opening {
        stored,
        prefilled,
        system: Record::new(),
        now: open.now,
        user: open.user,
        rights: rights.unwrap_or_default(),
        facts: read_facts(form, open.facts),
        place: Place::Browser,
    };
    let session = Session::open(form.clone(), zone.clone(), opening);
    let state = state_text(&session);
    let handle = engine.next_handle();
    engine.sessions.add(handle, session);
    Ok(format!(r#"{{"session":{handle},"state":{state}}}"#))
}

/// A record as the API gives it. Fields that the form does not have, and masked values that do not read as their type, are passed over.
fn stored_record(form: &CompiledForm, values: &Map<String, Json>) -> Result<Record, Refused> {
    let system = query::system_fields(form.id());
    let mut record = Record::new();
    for (key, json) in values {
        if let Some((id, value_type)) = system.get_key_value(key.as_str()) {
            record.set(id.clone(), from_json(json, value_type).unwrap_or_default());
        } else if let Some(field) = form.field(key) {
            record.set(field.id.clone(), from_json(json, &field.value_type).unwrap_or_default());
        }
    }
    Ok(record)
}

fn first(faults: Vec<FieldFault>) -> Refused {
    faults.into_iter().next().map_or_else(Refused::too_deep, Refused::from)
}

fn read_facts(form: &CompiledForm, facts: FactsIn) -> Facts {
    let read = |(record, fact): (value::RecordId, Option<crate::request::FactIn>)| {
        let related = fact.map_or(Related::Absent, |fact| {
            let types = form.related_types(&fact.target);
            let value = |(id, json): (String, Json)| {
                let (id, value_type) = types.iter().find(|(field, _)| field.as_str() == id)?;
                Some((id.clone(), from_json(&json, value_type).ok()?))
            };
            Related::Known { label: fact.label, values: fact.values.into_iter().filter_map(value).collect() }
        });
        (record, related)
    };
    // One by one: to collect them would bring a whole sort along.
    let mut known = Facts::default();
    facts.into_iter().map(read).for_each(|(record, related)| _ = known.related.insert(record, related));
    known
}

fn session(engine: &mut Engine, handle: u32) -> Result<&mut Session, Refused> {
    engine.sessions.get_mut(handle)
}

fn path(path: PathIn) -> CellPath {
    match path {
        PathIn::Field(field) => CellPath::Field(field),
        PathIn::Cell(table, row, column) => CellPath::Cell { table, row: RowKey(row), column },
    }
}

pub(crate) fn edit(engine: &mut Engine, edit: Edit) -> Result<String, Refused> {
    let edits = vec![OneEdit { path: edit.path, value: edit.value }];
    edit_many(engine, EditMany { session: edit.session, edits })
}

pub(crate) fn edit_many(engine: &mut Engine, edits: EditMany) -> Result<String, Refused> {
    let session = session(engine, edits.session)?;
    let mut read = Vec::with_capacity(edits.edits.len());
    for edit in edits.edits {
        let path = path(edit.path);
        let value = session.read(&path, &edit.value)?;
        // An empty list of rows is a blank; for a sub-table it means that no row is left.
        let is_table = session.field_at(&path).is_some_and(|field| matches!(field.value_type, ValueType::Rows(_)));
        let value = if is_table && value.is_blank() { Value::Rows(Vec::new()) } else { value };
        read.push((path, value));
    }
    let changes = session.edit_many(read)?;
    Ok(changes_text(session, &changes))
}

pub(crate) fn rows(engine: &mut Engine, rows: Rows) -> Result<String, Refused> {
    let session = session(engine, rows.session)?;
    let table = rows.table;
    let changes = match rows.what {
        RowsDo::Add => {
            let values = rows.values.unwrap_or_else(|| vec![Map::new()]);
            let read = values.iter().map(|row| read_row(session, &table, row)).collect::<Result<Vec<_>, _>>()?;
            session.add_rows(&table, rows.at, read)?
        }
        RowsDo::Remove => session.remove_rows(&table, &rows.rows.into_iter().map(RowKey).collect::<Vec<_>>())?,
        RowsDo::Move => session.move_row(&table, RowKey(rows.row), rows.to)?,
        RowsDo::Copy => session.copy_row(&table, RowKey(rows.row))?,
    };
    Ok(changes_text(session, &changes))
}

fn read_row(session: &Session, table: &FieldId, row: &Map<String, Json>) -> Result<Record, FieldFault> {
    let rows = session.read(&CellPath::Field(table.clone()), &json!([row]))?;
    Ok(if let Value::Rows(rows) = rows { rows.into_iter().next().unwrap_or_default().values } else { Record::new() })
}

pub(crate) fn more_facts(engine: &mut Engine, more: MoreFacts) -> Result<String, Refused> {
    let session = session(engine, more.session)?;
    let facts = read_facts(session.form(), more.facts);
    let mut changes = session.add_facts(facts);
    if let Some(now) = more.now {
        let Changes { cells, tables } = session.set_now(now);
        changes.cells.extend(cells);
        changes.tables.extend(tables);
    }
    Ok(changes_text(session, &changes))
}

pub(crate) fn state(engine: &mut Engine, of: &OfSession) -> Result<String, Refused> {
    Ok(state_text(session(engine, of.session)?))
}

pub(crate) fn submit(engine: &mut Engine, of: &OfSession) -> Result<String, Refused> {
    let session = session(engine, of.session)?;
    let fault = |(path, fault): (CellPath, FieldFault)| {
        let path = match path {
            CellPath::Field(field) => json!([field]),
            CellPath::Cell { table, row, column } => json!([table, row.0, column]),
        };
        json!({ "pointer": fault.pointer, "path": path, "code": fault.code, "message": fault.message })
    };
    let faults: Vec<Json> = session.faults().into_iter().map(fault).collect();
    let types = session.form().value_types(true);
    let values = Json::Object(value::record_to_json(&session.entered_values(), &types));
    Ok(format!(r#"{{"faults":{},"values":{values}}}"#, Json::Array(faults)))
}

pub(crate) fn why(engine: &mut Engine, why: Why) -> Result<String, Refused> {
    Ok(why_text(session(engine, why.session)?, &path(why.path)))
}
