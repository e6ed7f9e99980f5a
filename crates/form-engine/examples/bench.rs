//! Measures the form engine on the workloads that other form engines were measured on, and checks the answers.
//!
//! `cargo run --release -p form-engine --example bench` prints a table;
//! with `-- --workloads` it prints the workloads as JSON, for `crates/engine-wasm/tests/bench.mjs`.
#![expect(clippy::print_stdout, clippy::expect_used, reason = "a program that prints what it measured; a wrong workload ends it")]

use calendar::Zone;
use definition::Form;
use form_engine::{CellPath, CompiledForm, FormEnvironment, Opening, Place, Session, Submission, compile_whole, read_values, submit};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;
use std::time::Instant;
use value::{Decimal, FieldId, Record, Value};

/// A form, what it is opened with, edits, and the answers that must come out.
struct Workload {
    name: String,
    form: Json,
    values: Json,
    /// Paths (`f0001`, `lines/41/qty`) and values.
    edits: Vec<(String, i64)>,
    /// Fields and cells with their values after all edits.
    expected: Vec<(String, String)>,
}

fn main() {
    let workloads = [wide(300, 200, 100), wide(1000, 500, 200), chain(200, false), chain(200, true), table(100), table(1000)];
    if std::env::args().any(|argument| argument == "--workloads") {
        let all: Vec<Json> = workloads.iter().map(workload_json).collect();
        println!("{}", Json::Array(all));
        return;
    }
    println!("{:<28} {:>10} {:>10} {:>12} {:>12} {:>12}  right", "workload", "load ms", "open ms", "edit ms", "edit max ms", "submit ms");
    for workload in workloads {
        measure(&workload);
    }
}

fn workload_json(workload: &Workload) -> Json {
    json!({ "name": workload.name, "form": workload.form, "values": workload.values, "edits": workload.edits, "expected": workload.expected })
}

fn measure(workload: &Workload) {
    let text = workload.form.to_string();
    let (load, form) = median(9, || load(&text));
    let (open, mut session) = median(9, || open(&form, workload));
    let mut edits = Vec::new();
    for (path, value) in &workload.edits {
        let path = path_of(&session, path);
        let began = Instant::now();
        session.edit(&path, Value::int(*value)).expect("the edit is allowed");
        edits.push(milliseconds(began));
    }
    let entered = session.entered_values();
    let zone = Arc::new(Zone::shanghai());
    let (submitting, decided) = median(5, || submit(&form, &zone, Submission { values: entered.clone(), ..Submission::default() }));
    let record = decided.expect("the record is right").record;
    let wrong = workload.expected.iter().filter(|(path, expected)| {
        let shown = |value: &Value| if let Value::Number(number) = value { number.normalize().to_string() } else { String::new() };
        let state = session.state(&path_of(&session, path));
        state.is_none_or(|state| shown(state.value) != *expected) || shown(stored(&record, path)) != *expected
    });
    let wrong = wrong.count();
    edits.sort_by(f64::total_cmp);
    let middle = edits.get(edits.len() / 2).copied().unwrap_or_default();
    let most = edits.last().copied().unwrap_or_default();
    let right = workload.expected.len() - wrong;
    println!("{:<28} {load:>10.3} {open:>10.3} {middle:>12.4} {most:>12.4} {submitting:>12.3}  {right}/{}", workload.name, workload.expected.len());
    let all = workload.expected.len();
    println!("figure\tform {}, right answers\t{right}\tof {all}\t>=\t{all}\tnative", workload.name);
    if let Some((budget_load, budget_edit)) = budgets(&workload.name) {
        println!("figure\tform {}, load and open\t{:.2}\tms\t<=\t{budget_load}\tnative", workload.name, load + open);
        println!("figure\tform {}, one edit\t{middle:.4}\tms\t<=\t{budget_edit}\tnative, median; most {most:.3} ms", workload.name);
    }
}

/// Of the workloads for which a budget is stated.
fn budgets(name: &str) -> Option<(f64, f64)> {
    match name {
        "wide-500f-200calc-100vis" => Some((5.0, 0.1)),
        "table-1000x6" => Some((10.0, 0.2)),
        _ => None,
    }
}

fn median<T>(times: usize, mut work: impl FnMut() -> T) -> (f64, T) {
    let mut spent = Vec::new();
    let mut last = None;
    for _ in 0..times {
        let began = Instant::now();
        let result = work();
        spent.push(milliseconds(began));
        last = Some(result);
    }
    spent.sort_by(f64::total_cmp);
    (spent.get(times / 2).copied().unwrap_or_default(), last.expect("it ran at least once"))
}

fn milliseconds(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1000.0
}

/// From the text of a definition to a form that can be opened.
fn load(text: &str) -> Arc<CompiledForm> {
    let form: Form = serde_json::from_str(text).expect("a form");
    let environment = FormEnvironment { dictionaries: &IndexMap::new(), forms: &IndexMap::new(), currency: "CNY", outside: &Arc::default() };
    let (compiled, found) = compile_whole(form, &environment);
    Arc::new(compiled.unwrap_or_else(|| unreachable!("{found:?}")))
}

fn open(form: &Arc<CompiledForm>, workload: &Workload) -> Session {
    let prefilled = read_values(form, workload.values.as_object().expect("an object")).expect("the values are right");
    Session::open(Arc::clone(form), Arc::new(Zone::shanghai()), Opening { prefilled, place: Place::Browser, ..Opening::default() })
}

fn field_id(id: &str) -> FieldId {
    FieldId::parse(id).expect("an id")
}

fn path_of(session: &Session, path: &str) -> CellPath {
    let mut parts = path.split('/');
    let field = field_id(parts.next().unwrap_or_default());
    match (parts.next().and_then(|row| row.parse::<usize>().ok()), parts.next()) {
        (Some(row), Some(column)) => {
            let row = session.rows(field.as_str()).get(row).copied().expect("the row is there");
            CellPath::Cell { table: field, row, column: field_id(column) }
        }
        _ => CellPath::Field(field),
    }
}

/// What the record holds at a path.
fn stored<'a>(record: &'a Record, path: &str) -> &'a Value {
    static BLANK: Value = Value::Blank;
    let mut parts = path.split('/');
    let value = record.get(parts.next().unwrap_or_default());
    match (value, parts.next().and_then(|row| row.parse::<usize>().ok()), parts.next()) {
        (Value::Rows(rows), Some(row), Some(column)) => rows.get(row).map_or(&BLANK, |row| row.values.get(column)),
        _ => value,
    }
}

fn form_json(fields: Vec<Json>, logic: Vec<Json>) -> Json {
    json!({ "format": 1, "id": "bench", "label": "bench", "fields": fields, "logic": logic })
}

/// Inputs of which some are required and some shown by a rule, and calculated fields in chains of ten.
fn wide(inputs: i64, sums: i64, rules: i64) -> Workload {
    let mut fields = Vec::new();
    let mut logic = Vec::new();
    let mut values: Vec<i64> = Vec::new();
    for index in 0..inputs {
        fields.push(
            json!({ "id": format!("f{index:04}"), "kind": "number", "label": format!("F{index}"), "scale": 0, "min": 0, "required": index < 50 }),
        );
        if (100..100 + rules).contains(&index) {
            logic.push(json!({ "id": format!("r{index}"), "target": format!("f{index:04}"), "aspect": "visible", "formula": format!("{{f{:04}}} > -1", index - 100) }));
        }
        values.push(index % 97);
    }
    for index in 0..sums {
        let before = if index % 10 == 0 { String::new() } else { format!(" + {{c{:04}}}", index - 1) };
        let formula = format!("{{f{index:04}}} + {{f{:04}}} * 2{before}", index + 100);
        fields.push(json!({ "id": format!("c{index:04}"), "kind": "computed", "label": format!("C{index}"), "scale": 0, "formula": formula }));
    }
    let record: Map<String, Json> = (0..).zip(&values).map(|(index, value)| (format!("f{index:04}"), json!(value))).collect();
    let edits: Vec<(i64, i64)> = (0..50).map(|round| ((round * 7) % 100, 1000 + round)).collect();
    for (field, value) in &edits {
        if let Some(place) = usize::try_from(*field).ok().and_then(|field| values.get_mut(field)) {
            *place = *value;
        }
    }
    let at = |index: i64| usize::try_from(index).ok().and_then(|index| values.get(index)).copied().unwrap_or_default();
    let mut expected = Vec::new();
    let mut before = 0;
    for index in 0..sums {
        before = at(index) + at(index + 100) * 2 + if index % 10 == 0 { 0 } else { before };
        expected.push((format!("c{index:04}"), before.to_string()));
    }
    Workload {
        name: format!("wide-{}f-{sums}calc-{rules}vis", inputs + sums),
        form: form_json(fields, logic),
        values: Json::Object(record),
        edits: edits.into_iter().map(|(field, value)| (format!("f{field:04}"), value)).collect(),
        expected,
    }
}

/// Each field calculated from the one before.
fn chain(length: i64, backwards: bool) -> Workload {
    let link = |index: i64| {
        let before = if index == 0 { "f0000".to_owned() } else { format!("c{:04}", index - 1) };
        json!({ "id": format!("c{index:04}"), "kind": "computed", "label": format!("C{index}"), "scale": 0, "formula": format!("{{{before}}} + 1") })
    };
    let mut fields = vec![json!({ "id": "f0000", "kind": "number", "label": "F", "scale": 0 })];
    fields.extend((0..length).map(link));
    if backwards {
        fields.reverse();
    }
    Workload {
        name: format!("chain-{length}{}", if backwards { "-declared-in-reverse" } else { "" }),
        form: form_json(fields, Vec::new()),
        values: json!({ "f0000": 1 }),
        edits: (0..20).map(|round| ("f0000".to_owned(), 100 + round)).collect(),
        expected: (0..length).map(|index| (format!("c{index:04}"), (119 + index + 1).to_string())).collect(),
    }
}

/// Rows with two calculated columns, and a total over them.
fn table(rows: i64) -> Workload {
    let number = |id: &str, required: bool| json!({ "id": id, "kind": "number", "label": id, "required": required, "min": 0, "scale": 2 });
    let columns = json!([
        { "id": "item", "kind": "text", "label": "item", "required": true },
        number("qty", true),
        number("price", true),
        number("disc", false),
        { "id": "amount", "kind": "computed", "label": "amount", "formula": "{qty} * {price} * (1 - {disc})", "scale": 4 },
        { "id": "tax", "kind": "computed", "label": "tax", "formula": "{amount} * 0.25", "scale": 6 }
    ]);
    let lines = json!({ "id": "lines", "kind": "sub_table", "label": "lines", "max_rows": 1000, "fields": columns });
    let sum = json!({ "id": "total", "kind": "computed", "label": "total", "formula": "SUM({lines.amount})", "scale": 2 });
    let mut quantities: Vec<i64> = (0..rows).map(|row| 1 + row % 9).collect();
    let row = |row: i64| {
        let disc = format!("0.{:02}", (row % 4) * 25);
        json!({ "item": format!("P{row}"), "qty": 1 + row % 9, "price": 4 + row % 50, "disc": disc })
    };
    let values = json!({ "lines": (0..rows).map(row).collect::<Vec<_>>() });
    let edits: Vec<(i64, i64)> = (0..20).map(|round| ((round * 41) % rows, 20 + round)).collect();
    for (row, value) in &edits {
        if let Some(place) = usize::try_from(*row).ok().and_then(|row| quantities.get_mut(row)) {
            *place = *value;
        }
    }
    // Quarters of money, and sixteenths of tax: all answers are whole numbers of them.
    let quarters: Vec<i64> = (0..).zip(&quantities).map(|(row, quantity)| quantity * (4 + row % 50) * (4 - row % 4)).collect();
    let written = |count: i64, part: i64, scale: u32| Decimal::new(count * part, scale).normalize().to_string();
    let row_answers = (0..).zip(&quarters).flat_map(|(row, amount): (usize, &i64)| {
        [(format!("lines/{row}/amount"), written(*amount, 25, 2)), (format!("lines/{row}/tax"), written(*amount, 625, 4))]
    });
    let total = ("total".to_owned(), written(quarters.iter().sum(), 25, 2));
    let expected = row_answers.chain([total]).collect();
    Workload {
        name: format!("table-{rows}x6"),
        form: form_json(vec![lines, sum], Vec::new()),
        values,
        edits: edits.into_iter().map(|(row, value)| (format!("lines/{row}/qty"), value)).collect(),
        expected,
    }
}
