//! Formulas that ask other forms: pending in the browser, asked by the server, stored as a snapshot.

use calendar::Zone;
use definition::{Diagnostic, Form};
use form_engine::{
    CellPath, CompiledForm, Facts, FormEnvironment, Opening, Place, Refusal, Session, Storage, Submission, answer_from, compile, looked_up, outside,
    question_filter, read_values, submit,
};
use formula::Constant;
use indexmap::IndexMap;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use value::{FieldId, Label, Record, Value};

fn order() -> Json {
    json!({ "format": 1, "id": "order", "label": "Order", "fields": [
        { "id": "code", "kind": "text", "label": "Code" },
        { "id": "amount", "kind": "number", "label": "Amount", "scale": 2 },
        { "id": "day", "kind": "date", "label": "Day" }
    ] })
}

fn claim() -> Json {
    json!({ "format": 1, "id": "claim", "label": "Claim", "fields": [
        { "id": "code", "kind": "text", "label": "Code" },
        { "id": "orders", "kind": "computed", "label": "Orders", "scale": 0, "formula": "COUNTIFS({order!code}, {code})" },
        { "id": "worth", "kind": "computed", "label": "Worth", "scale": 2, "formula": "SUMIFS({order!amount}, {order!code}, {code}) * (1 + vat_rate)" },
        { "id": "first", "kind": "computed", "label": "First", "result": "date", "formula": "XLOOKUP({code}, {order!code}, {order!day}, DATE(2000, 1, 1))" },
        { "id": "lines", "kind": "sub_table", "label": "Lines", "fields": [
            { "id": "code", "kind": "text", "label": "Code" },
            { "id": "price", "kind": "computed", "label": "Price", "scale": 2, "formula": "XLOOKUP({lines.code}, {order!code}, {order!amount}, 0)" }
        ] }
    ], "logic": [
        { "id": "known", "target": "code", "aspect": "valid", "formula": "{orders} > 0", "message": "There is no such order" }
    ] })
}

fn compiled(form: Json) -> (Option<CompiledForm>, Vec<Diagnostic>) {
    let form: Form = serde_json::from_value(form).unwrap();
    let forms: IndexMap<_, Form> =
        IndexMap::from([order()].map(|json| serde_json::from_value::<Form>(json).unwrap()).map(|form| (form.id.clone(), form)));
    let nothing = Arc::default();
    let plain = FormEnvironment { dictionaries: &IndexMap::new(), forms: &forms, currency: "CNY", outside: &nothing };
    let rate = Constant { label: Label::both("税率", "Rate"), value: Value::Number("0.13".parse().unwrap()) };
    let outside = outside(IndexMap::from([("vat_rate".to_string(), rate)]), forms.values(), &plain);
    compile(&form, &FormEnvironment { outside: &outside, ..plain })
}

fn ready(form: Json) -> Arc<CompiledForm> {
    let (form, found) = compiled(form);
    Arc::new(form.unwrap_or_else(|| panic!("{found:?}")))
}

/// Three orders, two of them with one code, in the order in which they were made.
fn orders() -> Vec<Record> {
    let form = ready(order());
    let read = |json: Json| read_values(&form, json.as_object().unwrap()).unwrap();
    [
        json!({ "code": "A", "amount": "10.50", "day": "2026-01-02" }),
        json!({ "code": "B", "amount": "7", "day": "2026-01-01" }),
        json!({ "code": "A", "amount": "20", "day": "2026-01-03" }),
    ]
    .map(read)
    .into()
}

/// Submits, and answers what is asked from the orders until nothing is asked any more.
fn file(values: Json) -> (Result<Record, Vec<&'static str>>, Vec<String>) {
    let form = ready(claim());
    let orders = orders();
    let order_form = ready(order());
    let zone = Arc::new(Zone::shanghai());
    let values = read_values(&form, values.as_object().unwrap()).unwrap();
    let mut facts = Facts::default();
    let mut asked = Vec::new();
    for _ in 0..4 {
        let submission = Submission { values: values.clone(), facts: facts.clone(), ..Submission::default() };
        match submit(&form, &zone, submission) {
            Ok(submitted) => return (Ok(submitted.record), asked),
            Err(Refusal::Faults(faults)) => return (Err(faults.iter().map(|fault| fault.code).collect()), asked),
            Err(Refusal::Missing { needs, questions }) => {
                assert!(needs.is_empty() && !questions.is_empty());
                for question in questions {
                    asked.push(question.key().to_string());
                    let filter = question_filter(&question, &order_form);
                    let (no, nobody) = (|_: &query::FieldPath, _: &Value, _: &Value| false, |_: &Value, _: value::UserId| false);
                    let variables = query::Variables { now: value::Instant::default(), zone: &zone, current_user: None, current_departments: &[] };
                    let context = query::QueryContext { variables, is_under: &no, is_involved: &nobody };
                    let found = orders.iter().filter(|order| query::matches(&filter, *order, &context));
                    facts.answers.insert(question.key().to_string(), answer_from(&question, found));
                }
            }
        }
    }
    panic!("it asks without end: {asked:?}");
}

#[test]
fn the_server_asks_once_for_everything_and_stores_the_answers() {
    let (record, asked) = file(json!({ "code": "A", "lines": [{ "code": "B" }, { "code": "A" }, { "code": "B" }, { "code": "Z" }, {}] }));
    let record = record.unwrap();
    let shown = value::record_to_json(&record, &ready(claim()).value_types(true));
    assert_eq!(shown["orders"], json!(2));
    assert_eq!(shown["worth"], json!("34.47"));
    assert_eq!(shown["first"], json!("2026-01-02"));
    let prices: Vec<&Json> = shown["lines"].as_array().unwrap().iter().map(|row| &row["price"]).collect();
    assert_eq!(prices, ["7.00", "10.50", "7.00", "0.00", "0.00"]);
    // Each question once, whoever asks it; a blank asks nothing.
    assert_eq!(asked.len(), 6, "{asked:?}");
}

#[test]
fn a_check_may_ask_another_form() {
    assert_eq!(file(json!({ "code": "nowhere" })).0.unwrap_err(), ["C0117"]);
}

#[test]
fn the_browser_shows_pending_and_does_not_refuse() {
    let form = ready(claim());
    let mut session = Session::open(form.clone(), Arc::new(Zone::shanghai()), Opening { place: Place::Browser, ..Opening::default() });
    let code = CellPath::Field(FieldId::parse("code").unwrap());
    session.edit(&code, Value::text("A")).unwrap();
    let state = session.state(&CellPath::Field(FieldId::parse("worth").unwrap())).unwrap();
    assert!(state.pending && state.error.is_none());
    assert!(session.state(&code).unwrap().faults.is_empty());
}

#[test]
fn what_looks_up_is_a_snapshot_and_cannot_be_stored_as_its_own() {
    let form = ready(claim());
    assert_eq!(form.field("orders").unwrap().storage, Storage::Snapshot);
    let mut stored = claim();
    stored["fields"][1]["store"] = json!("stored");
    let (_, found) = compiled(stored);
    assert_eq!(found.iter().map(|found| found.code.as_str()).collect::<Vec<_>>(), ["MC0208"]);
}

#[test]
fn a_definition_tells_what_it_looks_up() {
    let form: Form = serde_json::from_value(claim()).unwrap();
    let asked = looked_up(&form);
    let fields: Vec<&str> = asked.get("order").unwrap().iter().map(FieldId::as_str).collect();
    assert_eq!((asked.len(), fields), (1, vec!["amount", "code", "day"]));
}
