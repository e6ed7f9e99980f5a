//! Laws of every form, tried on random ones: an order of declaration has no meaning, browser and server agree, and no stored record
//! contradicts its own formulas.

use crate::random::{Random, RandomForm, Step};
use calendar::Zone;
use definition::{Form, WhenHidden};
use form_engine::{
    CellPath, CompiledField, CompiledForm, FormEnvironment, Opening, Origin, Place, Refusal, Rights, RowKey, Session, Storage, Submission, compile,
    hidden_fields, state_text, submit,
};
use indexmap::IndexMap;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use value::{FieldId, Record, Value};

fn compiled(json: Json) -> Arc<CompiledForm> {
    let form: Form = serde_json::from_value(json.clone()).unwrap();
    let outside = Arc::default();
    let environment = FormEnvironment { dictionaries: &IndexMap::new(), forms: &IndexMap::new(), currency: "CNY", outside: &outside };
    let (compiled, found) = compile(&form, &environment);
    Arc::new(compiled.unwrap_or_else(|| panic!("{found:?}\n{json}")))
}

fn id(text: &str) -> FieldId {
    FieldId::parse(text).unwrap()
}

/// A person in the browser, the system on the server.
fn open(form: &Arc<CompiledForm>, place: Place, stored: Option<Record>) -> Session {
    let rights = if place == Place::Browser { Rights::everything() } else { Rights::system() };
    Session::open(form.clone(), Arc::new(Zone::shanghai()), Opening { stored, rights, place, ..Opening::default() })
}

/// The same things in another order.
fn shuffled(random: &mut Random, list: &[Json]) -> Vec<Json> {
    let mut list = list.to_vec();
    for at in (1..list.len()).rev() {
        list.swap(at, random.below(at + 1));
    }
    list
}

/// Carries a step out. What the form does not allow just then stays undone.
fn carry_out(session: &mut Session, step: &Step) {
    let lines = id("lines");
    let row = |session: &Session, row: usize| {
        let rows = session.rows("lines");
        rows.get(row).or(rows.last()).copied()
    };
    match step {
        Step::Edit { field, value } => enter(session, &CellPath::Field(id(field)), value),
        Step::EditCell { row: at, column, value } => {
            if let Some(row) = row(session, *at) {
                enter(session, &CellPath::Cell { table: lines, row, column: id(column) }, value);
            }
        }
        Step::AddRow { at } => drop(session.add_rows(&lines, Some((*at).min(session.rows("lines").len())), vec![Record::new()])),
        Step::RemoveRow { row: at } => drop(row(session, *at).map(|row: RowKey| session.remove_rows(&lines, &[row]))),
        Step::MoveRow { row: at, to } => drop(row(session, *at).map(|row: RowKey| session.move_row(&lines, row, *to))),
    }
}

fn enter(session: &mut Session, path: &CellPath, value: &Json) {
    let value = session.read(path, value).unwrap();
    drop(session.edit(path, value));
}

/// The state without the order in which faults are told.
fn state(session: &Session) -> Json {
    let mut state: Json = serde_json::from_str(&state_text(session)).unwrap();
    sort_faults(&mut state);
    state
}

fn sort_faults(json: &mut Json) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(sort_faults),
        Json::Object(object) => {
            for (key, inner) in object.iter_mut() {
                match inner {
                    Json::Array(faults) if key == "faults" => faults.sort_by_key(Json::to_string),
                    inner => sort_faults(inner),
                }
            }
        }
        _ => {}
    }
}

fn submitted(form: &Arc<CompiledForm>, stored: Option<Record>, values: Record) -> Option<Record> {
    let submission = Submission { stored, values, rights: Rights::system(), ..Submission::default() };
    match submit(form, &Arc::new(Zone::shanghai()), submission) {
        Ok(submitted) => Some(submitted.record),
        Err(Refusal::Faults(_)) => None,
        Err(missing) => panic!("{missing:?}"),
    }
}

/// Where a record says something else than its own form: formulas, hidden fields, a second submit that would change it.
fn contradictions(form: &Arc<CompiledForm>, record: &Record) -> Vec<String> {
    let mut found = Vec::new();
    let session = open(form, Place::Server, Some(record.clone()));
    let zone = Arc::new(Zone::shanghai());
    let hidden = hidden_fields(form, &zone, record.clone(), form_engine::Facts::default(), value::Instant::default(), None);
    let rows = session.rows("lines");
    for (name, field) in &form.fields {
        let kept = record.get(name.as_str());
        if hidden.contains(name) {
            if field.when_hidden == WhenHidden::Clear && !kept.is_blank() {
                found.push(format!("{name} is hidden and holds {kept:?}"));
            }
            continue;
        }
        disagrees(&session, &CellPath::Field(name.clone()), field, kept, &mut found);
        let Value::Rows(kept) = kept else { continue };
        for (key, row) in rows.iter().zip(kept) {
            for (column, definition) in &field.columns {
                let path = CellPath::Cell { table: name.clone(), row: *key, column: column.clone() };
                disagrees(&session, &path, definition, row.values.get(column.as_str()), &mut found);
            }
        }
    }
    match submit(form, &zone, Submission { stored: Some(record.clone()), rights: Rights::system(), ..Submission::default() }) {
        Ok(again) if again.changed.is_empty() => {}
        other => found.push(format!("submitting it again: {other:?}")),
    }
    found
}

fn disagrees(session: &Session, path: &CellPath, field: &CompiledField, kept: &Value, found: &mut Vec<String>) {
    let Some(state) = session.state(path) else { return };
    if state.visible && field.origin == Origin::Calculated && field.storage != Storage::Live {
        let now = if state.error.is_some() { &Value::Blank } else { state.value };
        if now != kept && !(now.is_blank() && kept.is_blank()) {
            found.push(format!("{path} holds {kept:?}, its formula says {now:?}"));
        }
    }
    if !state.visible && field.when_hidden == WhenHidden::Clear && !kept.is_blank() {
        found.push(format!("{path} is hidden and holds {kept:?}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn declaration_order_never_changes_an_answer(seed in any::<u64>(), size in 2_usize..16, steps in 0_usize..24) {
        let mut random = Random::new(seed);
        let made = RandomForm::new(&mut random, size);
        let steps = made.steps(&mut random, steps);
        let as_made = compiled(made.json(&made.fields, &made.logic));
        let (fields, logic) = (shuffled(&mut random, &made.fields), shuffled(&mut random, &made.logic));
        let mixed = compiled(made.json(&fields, &logic));
        let (mut one, mut other) = (open(&as_made, Place::Browser, None), open(&mixed, Place::Browser, None));
        prop_assert_eq!(state(&one), state(&other), "when it was opened");
        for step in &steps {
            carry_out(&mut one, step);
            carry_out(&mut other, step);
            prop_assert_eq!(state(&one), state(&other), "after {:?}\n{}", step, made.json(&made.fields, &made.logic));
        }
    }

    #[test]
    fn an_edit_at_a_time_ends_where_opening_with_all_values_ends(seed in any::<u64>(), size in 2_usize..16, steps in 0_usize..24) {
        let mut random = Random::new(seed);
        let made = RandomForm::new(&mut random, size);
        let steps = made.steps(&mut random, steps);
        let form = compiled(made.json(&made.fields, &made.logic));
        let mut session = open(&form, Place::Browser, None);
        steps.iter().for_each(|step| carry_out(&mut session, step));
        // The server keeps what was there before a rule closed a field; the page shows what was typed until it is saved.
        let closed = |name: &FieldId| session.state(&CellPath::Field(name.clone())).is_some_and(|state| state.readonly && !state.value.is_blank());
        if form.fields.iter().any(|(name, field)| field.origin == Origin::Entered && closed(name)) {
            return Ok(());
        }
        let Some(record) = submitted(&form, None, session.entered_values()) else { return Ok(()) };
        for (name, field) in form.fields.iter().filter(|(_, field)| field.origin == Origin::Calculated) {
            let state = session.state(&CellPath::Field(name.clone())).unwrap();
            let shown = if state.visible && state.error.is_none() { state.value.clone() } else { Value::Blank };
            prop_assert_eq!(&shown, record.get(name.as_str()), "{} {:?}\n{}", name, field.storage, made.json(&made.fields, &made.logic));
        }
    }

    #[test]
    fn no_stored_record_contradicts_its_own_formulas(seed in any::<u64>(), size in 2_usize..16, steps in 0_usize..24, later in 0_usize..12) {
        let mut random = Random::new(seed);
        let made = RandomForm::new(&mut random, size);
        let form = compiled(made.json(&made.fields, &made.logic));
        let steps = made.steps(&mut random, steps);
        let mut session = open(&form, Place::Browser, None);
        steps.iter().for_each(|step| carry_out(&mut session, step));
        let Some(record) = submitted(&form, None, session.entered_values()) else { return Ok(()) };
        prop_assert_eq!(contradictions(&form, &record), Vec::<String>::new(), "{}", made.json(&made.fields, &made.logic));
        // Somebody opens it again and changes more, hides and shows.
        let mut session = open(&form, Place::Browser, Some(record.clone()));
        made.steps(&mut random, later).iter().for_each(|step| carry_out(&mut session, step));
        let Some(changed) = submitted(&form, Some(record), session.entered_values()) else { return Ok(()) };
        prop_assert_eq!(contradictions(&form, &changed), Vec::<String>::new(), "{}", made.json(&made.fields, &made.logic));
    }
}

#[test]
fn the_random_forms_are_not_all_alike() {
    let kinds = |seed: u64| {
        let made = RandomForm::new(&mut Random::new(seed), 12);
        json!([made.fields.len(), made.logic.len(), made.fields.iter().filter(|field| field["kind"] == "computed").count()])
    };
    let different: std::collections::BTreeSet<String> = (0..50).map(|seed| kinds(seed).to_string()).collect();
    assert!(different.len() > 15, "{different:?}");
}
