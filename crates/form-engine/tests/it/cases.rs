//! Runs `tests/cases/forms/*.json`; their format is told in the README beside them.

use calendar::Zone;
use definition::{Dictionary, FieldRight, Form};
use form_engine::{
    CellPath, Changes, CompiledForm, Facts, FieldFault, FormEnvironment, Need, Opening, Place, Refusal, Related, Rights, RowKey, Session, Submission,
    compile, read_values, state_text, submit, why_text,
};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;
use value::{FieldId, Label, Locale, Record, ReferenceTarget, Value, ValueType, from_json, record_to_json};

#[test]
fn cases_hold() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/forms");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "json")).collect();
    files.sort();
    assert!(files.len() >= 10, "the cases are not where they are looked for");
    let mut failures = Vec::new();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let case: Json = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
        check_file(&name, &case, &mut failures);
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

fn check_file(name: &str, file: &Json, failures: &mut Vec<String>) {
    let (form, diagnostics) = compiled(file);
    let found: Vec<String> = diagnostics.iter().map(|found| format!("{} {}", found.code, found.pointer)).collect();
    let expected: Vec<String> = texts(&file["diagnostics"]);
    if found != expected {
        failures.push(format!("{name}: diagnostics\n  found    {found:?}\n  expected {expected:?}"));
        return;
    }
    for message in texts(&file["messages"]) {
        if !diagnostics.iter().any(|found| found.message.get(Locale::ZhCn) == message) {
            let said: Vec<&str> = diagnostics.iter().map(|found| found.message.get(Locale::ZhCn)).collect();
            failures.push(format!("{name}: nobody says {message}\n  {said:?}"));
        }
    }
    for case in file["cases"].as_array().into_iter().flatten() {
        let form = Arc::new(form.clone().expect("it compiled"));
        let label = format!("{name}: {}", case["name"].as_str().unwrap_or_default());
        let mut run = Run { session: open(&form, &case["open"]), form, label, failures };
        for (index, step) in case["steps"].as_array().unwrap().iter().enumerate() {
            run.step(index, step);
        }
    }
}

fn compiled(file: &Json) -> (Option<CompiledForm>, Vec<definition::Diagnostic>) {
    let form: Form = serde_json::from_value(file["form"].clone()).unwrap();
    compile(&form, &environment_of(file))
}

/// What stands around a form in a file of cases: its dictionaries and the other forms.
pub(crate) fn environment_of(file: &Json) -> FormEnvironment<'static> {
    let list = |key: &str| file[key].as_array().cloned().unwrap_or_default();
    let dictionaries: IndexMap<_, Dictionary> = list("dictionaries")
        .into_iter()
        .map(|json| serde_json::from_value::<Dictionary>(json).unwrap())
        .map(|dictionary| (dictionary.id.clone(), dictionary))
        .collect();
    let forms: IndexMap<_, Form> =
        list("forms").into_iter().map(|json| serde_json::from_value::<Form>(json).unwrap()).map(|form| (form.id.clone(), form)).collect();
    FormEnvironment {
        dictionaries: Box::leak(Box::new(dictionaries)),
        forms: Box::leak(Box::new(forms)),
        currency: "CNY",
        outside: Box::leak(Box::default()),
    }
}

pub(crate) fn texts(json: &Json) -> Vec<String> {
    json.as_array().into_iter().flatten().map(|item| item.as_str().unwrap().to_owned()).collect()
}

fn open(form: &Arc<CompiledForm>, open: &Json) -> Session {
    let opening = Opening {
        stored: open.get("record").map(|record| stored(form, record)),
        prefilled: open.get("values").map(|values| read_values(form, values.as_object().unwrap()).unwrap()).unwrap_or_default(),
        now: now(open),
        rights: rights(open),
        facts: facts(form, &open["facts"]),
        place: Place::Browser,
        ..Opening::default()
    };
    Session::open(form.clone(), Arc::new(Zone::shanghai()), opening)
}

pub(crate) fn now(json: &Json) -> value::Instant {
    json["now"].as_str().unwrap_or("2026-03-01T02:00:00Z").parse().unwrap()
}

pub(crate) fn stored(form: &CompiledForm, record: &Json) -> Record {
    let read = |(key, json): (&String, &Json)| {
        let field = form.field(key).unwrap();
        (field.id.clone(), from_json(json, &field.value_type).unwrap())
    };
    record.as_object().unwrap().iter().map(read).collect()
}

fn rights(json: &Json) -> Rights {
    let Some(rights) = json.get("rights") else { return Rights::everything() };
    let fields: IndexMap<FieldId, FieldRight> =
        rights.get("fields").map(|fields| serde_json::from_value(fields.clone()).unwrap()).unwrap_or_default();
    Rights { default: serde_json::from_value(rights["default"].clone()).unwrap(), fields, by_person: true }
}

pub(crate) fn facts(form: &CompiledForm, json: &Json) -> Facts {
    let read = |(key, fact): (&String, &Json)| {
        let record = value::RecordId::parse(key).unwrap();
        if fact.is_null() {
            return (record, Related::Absent);
        }
        let target: ReferenceTarget = serde_json::from_value(fact["target"].clone()).unwrap();
        let types = form.related_types(&target);
        let value = |(id, json): (&String, &Json)| {
            let (id, value_type) = types.iter().find(|(field, _)| field.as_str() == id).unwrap();
            (id.clone(), from_json(json, value_type).unwrap())
        };
        let values = fact["values"].as_object().into_iter().flatten().map(value).collect();
        (record, Related::Known { label: fact["label"].as_str().unwrap_or_default().into(), values })
    };
    Facts { related: json.as_object().into_iter().flatten().map(read).collect(), ..Facts::default() }
}

struct Run<'a> {
    form: Arc<CompiledForm>,
    session: Session,
    label: String,
    failures: &'a mut Vec<String>,
}

impl Run<'_> {
    fn fail(&mut self, index: usize, what: &str) {
        self.failures.push(format!("{}, step {}: {what}", self.label, index + 1));
    }

    fn step(&mut self, index: usize, step: &Json) {
        let outcome = self.act(index, step);
        match (&outcome, step["refused"].as_str()) {
            (Err(fault), Some(code)) if fault.code == code => {}
            (Err(fault), expected) => {
                self.fail(index, &format!("refused with {} {}, expected {expected:?}", fault.code, fault.message.get(Locale::En)))
            }
            (Ok(_), Some(code)) => self.fail(index, &format!("not refused, expected {code}")),
            (Ok(_), None) => {}
        }
        if let (Ok(changes), Some(expected)) = (&outcome, step.get("changed").filter(|_| step.get("server").is_none())) {
            let mut found = self.names(changes);
            found.sort();
            let mut expected = texts(expected);
            expected.sort();
            if found != expected {
                self.fail(index, &format!("changed {found:?}, expected {expected:?}"));
            }
        }
        if let Some(expected) = step.get("needs") {
            let found: Vec<String> = self.session.needs(false).iter().map(need_text).collect();
            if found != texts(expected) {
                self.fail(index, &format!("needs {found:?}"));
            }
        }
        for (path, expected) in step["why"].as_object().into_iter().flatten() {
            let found: Json = serde_json::from_str(&why_text(&self.session, &self.path(path))).unwrap();
            if found.as_array().map(Vec::len) != expected.as_array().map(Vec::len) || !subset(expected, &found) {
                self.fail(index, &format!("why {path}: {found}"));
            }
        }
        let state: Json = serde_json::from_str(&state_text(&self.session)).unwrap();
        for (path, expected) in step["expect"].as_object().into_iter().flatten() {
            let found = find_cell(&state, path);
            for (key, expected) in expected.as_object().unwrap() {
                let shown = shown(&found, key);
                if shown != *expected {
                    self.fail(index, &format!("{path} {key}: {shown}, expected {expected}"));
                }
            }
        }
    }

    fn act(&mut self, index: usize, step: &Json) -> Result<Changes, FieldFault> {
        if let Some(path) = step["edit"].as_str() {
            let path = self.path(path);
            let value = self.session.read(&path, &step["value"])?;
            let is_table = self.session.field_at(&path).is_some_and(|field| matches!(field.value_type, ValueType::Rows(_)));
            return self.session.edit(&path, if is_table && value.is_blank() { Value::Rows(Vec::new()) } else { value });
        }
        if let Some(rows) = step.get("rows") {
            return self.rows(rows);
        }
        if let Some(given) = step.get("facts") {
            let facts = facts(&self.form, given);
            return Ok(self.session.add_facts(facts));
        }
        if step.get("now").is_some() {
            return Ok(self.session.set_now(now(step)));
        }
        if let Some(expected) = step.get("submit") {
            self.submit(index, expected);
        }
        if let Some(server) = step.get("server") {
            self.server(index, server);
        }
        Ok(Changes::default())
    }

    fn path(&self, text: &str) -> CellPath {
        let id = |text: &str| FieldId::parse(text).unwrap();
        match text.split('/').collect::<Vec<_>>()[..] {
            [table, row, column] => {
                let row = self.session.rows(table)[row.parse::<usize>().unwrap()];
                CellPath::Cell { table: id(table), row, column: id(column) }
            }
            _ => CellPath::Field(id(text)),
        }
    }

    fn rows(&mut self, rows: &Json) -> Result<Changes, FieldFault> {
        let table = FieldId::parse(rows["table"].as_str().unwrap()).unwrap();
        let number = |key: &str| rows[key].as_u64().map(|at| at as usize);
        let keys: Vec<RowKey> = self.session.rows(table.as_str());
        match rows["do"].as_str().unwrap() {
            "add" => {
                let values = rows.get("values").cloned().unwrap_or(json!([{}]));
                let Value::Rows(read) = self.session.read(&CellPath::Field(table.clone()), &values)? else { panic!("not rows") };
                self.session.add_rows(&table, number("at"), read.into_iter().map(|row| row.values).collect())
            }
            "remove" => {
                let gone: Vec<RowKey> = rows["rows"].as_array().unwrap().iter().map(|at| keys[at.as_u64().unwrap() as usize]).collect();
                self.session.remove_rows(&table, &gone)
            }
            "move" => self.session.move_row(&table, keys[number("row").unwrap()], number("to").unwrap()),
            "copy" => self.session.copy_row(&table, keys[number("row").unwrap()]),
            other => panic!("no such thing as {other}"),
        }
    }

    fn submit(&mut self, index: usize, expected: &Json) {
        let found: Vec<String> = self.session.faults().iter().map(|(_, fault)| fault_text(fault)).collect();
        if let Some(expected) = expected.get("faults").filter(|expected| texts(expected) != found) {
            self.fail(index, &format!("faults {found:?}, expected {expected}"));
        }
        let values = Json::Object(record_to_json(&self.session.entered_values(), &self.form.value_types(true)));
        if let Some(expected) = expected.get("values").filter(|expected| !same_values(expected, &values)) {
            self.fail(index, &format!("values {values}, expected {expected}"));
        }
    }

    fn server(&mut self, index: usize, server: &Json) {
        let decided = decide(&self.form, server);
        if let Some(expected) = server.get("faults") {
            let found = if let Err(Refusal::Faults(faults)) = &decided { faults.iter().map(fault_text).collect() } else { Vec::new() };
            if found != texts(expected) {
                self.fail(index, &format!("faults {found:?}, expected {expected}"));
            }
            return;
        }
        if let Some(expected) = server.get("missing") {
            let found: Vec<String> =
                if let Err(Refusal::Missing { needs, .. }) = &decided { needs.iter().map(need_text).collect() } else { Vec::new() };
            if found != texts(expected) {
                self.fail(index, &format!("missing {found:?}, expected {expected}"));
            }
            return;
        }
        let submitted = match decided {
            Ok(submitted) => submitted,
            Err(refusal) => return self.fail(index, &format!("refused: {refusal:?}")),
        };
        let record = Json::Object(record_to_json(&submitted.record, &self.form.value_types(true)));
        for (key, expected) in server["becomes"].as_object().into_iter().flatten() {
            if !subset(expected, &record[key]) {
                self.fail(index, &format!("{key} becomes {}, expected {expected}", record[key]));
            }
        }
        if server["exactly"] == json!(true) && record.as_object().map(Map::len) != server["becomes"].as_object().map(Map::len) {
            self.fail(index, &format!("becomes {record}"));
        }
        if let Some(expected) = server.get("changed") {
            let found: Vec<String> = submitted.changed.iter().map(ToString::to_string).collect();
            if found != texts(expected) {
                self.fail(index, &format!("changed {found:?}, expected {expected}"));
            }
        }
    }

    fn names(&self, changes: &Changes) -> Vec<String> {
        let name = |path: &CellPath| match path {
            CellPath::Field(field) => field.to_string(),
            CellPath::Cell { table, row, column } => {
                let at = self.session.rows(table.as_str()).iter().position(|key| key == row).unwrap();
                format!("{table}/{at}/{column}")
            }
        };
        changes.cells.iter().map(name).collect()
    }
}

fn decide(form: &Arc<CompiledForm>, server: &Json) -> Result<form_engine::Submitted, Refusal> {
    let values = read_values(form, server["values"].as_object().unwrap()).map_err(Refusal::Faults)?;
    let rights = if server["system"] == json!(true) { Rights::system() } else { rights(server) };
    let submission = Submission {
        stored: server.get("record").map(|record| stored(form, record)),
        values,
        now: now(server),
        rights,
        facts: facts(form, &server["facts"]),
        ..Submission::default()
    };
    submit(form, &Arc::new(Zone::shanghai()), submission)
}

fn fault_text(fault: &FieldFault) -> String {
    assert!(matches!(&fault.message, Label::Texts(texts) if texts.len() == 2) || matches!(&fault.message, Label::Plain(text) if !text.is_empty()));
    format!("{} {}", fault.pointer, fault.code)
}

fn need_text(need: &Need) -> String {
    let fields: Vec<&str> = need.fields.iter().map(FieldId::as_str).collect();
    format!("{} {} {}", need.field, need.record, fields.join(","))
}

fn find_cell(state: &Json, path: &str) -> Json {
    match path.split('/').collect::<Vec<_>>()[..] {
        [table, row, column] => state["tables"][table]["rows"][row.parse::<usize>().unwrap()]["cells"][column].clone(),
        _ => [&state["cells"][path], &state["tables"][path]].into_iter().find(|cell| !cell.is_null()).cloned().unwrap_or_default(),
    }
}

fn shown(cell: &Json, key: &str) -> Json {
    match key {
        "faults" => cell["faults"].as_array().into_iter().flatten().map(|fault| fault["code"].clone()).collect(),
        "rows" => json!(cell["rows"].as_array().map(Vec::len)),
        "error" => cell["error"]["code"].clone(),
        // What is usual is left out.
        "visible" if cell.is_object() => json!(cell["visible"] != false),
        "required" | "readonly" | "touched" if cell.is_object() => json!(cell[key] == true),
        other => cell[other].clone(),
    }
}

/// Whether all that is expected is there; more may be.
fn subset(expected: &Json, found: &Json) -> bool {
    match (expected, found) {
        (Json::Object(expected), Json::Object(found)) => {
            expected.iter().all(|(key, expected)| subset(expected, found.get(key).unwrap_or(&Json::Null)))
        }
        (Json::Array(expected), Json::Array(found)) => {
            expected.len() == found.len() && expected.iter().zip(found).all(|(expected, found)| subset(expected, found))
        }
        _ => expected == found,
    }
}

/// Equal, where a key that is null may also be missing.
fn same_values(expected: &Json, found: &Json) -> bool {
    match (expected, found) {
        (Json::Object(left), Json::Object(right)) => {
            let keys = left.keys().chain(right.keys());
            keys.into_iter().all(|key| same_values(left.get(key).unwrap_or(&Json::Null), right.get(key).unwrap_or(&Json::Null)))
        }
        (Json::Array(left), Json::Array(right)) => left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same_values(left, right)),
        _ => expected == found,
    }
}
