//! Constants of the app, and look-ups in other forms: what is declared, what is refused, what is asked, what the answers become.

use crate::support::{Order, order, shown, world};
use formula::{Budget, Constant, Give, Outside, Question, Reference, Scope, Test, World, compile, evaluate};
use indexmap::IndexMap;
use serde_json::{Value as Json, json};
use std::cell::RefCell;
use std::sync::Arc;
use value::{FormId, Label, Value};

/// The order form in an app with a rate, a name and a switch, whose orders may be looked up in.
fn scope() -> Scope {
    let constant = |value: Value| Constant { label: Label::both("常量", "Constant"), value };
    let constants = IndexMap::from([
        ("vat_rate".to_string(), constant(Value::Number("0.13".parse().unwrap()))),
        ("company".to_string(), constant(Value::text("甲公司"))),
        ("strict".to_string(), constant(Value::Bool(true))),
    ]);
    let form = |name: &str| (FormId::parse(name).unwrap(), order().fields);
    Scope { outside: Arc::new(Outside { constants, forms: IndexMap::from([form("order"), form("invoice")]), ..Outside::default() }), ..order() }
}

/// An order's world in which every look-up is written down and has the same answer.
struct Asked {
    order: Order,
    answer: Value,
    questions: RefCell<Vec<Question>>,
}

impl World for Asked {
    fn value(&self, reference: &Reference) -> Value {
        self.order.value(reference)
    }
    fn look_up(&self, question: &Question) -> Value {
        self.questions.borrow_mut().push(question.clone());
        self.answer.clone()
    }
    fn now(&self) -> value::Instant {
        self.order.now()
    }
    fn zone(&self) -> &calendar::Zone {
        self.order.zone()
    }
    fn current_user(&self) -> Option<value::UserId> {
        None
    }
}

/// The answer to a formula, and the questions in words: `order count: customer Equal "…"`.
fn ask(source: &str, record: &Json, answer: Value) -> (Json, Vec<String>) {
    let formula = compile(source, &scope()).unwrap_or_else(|faults| panic!("{source}: {faults:?}"));
    let world = Asked { order: world(record, &json!({})), answer, questions: RefCell::default() };
    let found = shown(&evaluate(&formula, &world, Budget::default()), &world);
    let keys = world.questions.into_inner().iter().map(|question| question.key().to_string()).collect();
    (found, keys)
}

fn codes(source: &str) -> Vec<&'static str> {
    compile(source, &scope()).unwrap_err().iter().map(|fault| fault.code).collect()
}

#[test]
fn constants_are_written_without_braces() {
    let record = json!({ "amount": "100.00", "title": "甲公司" });
    for (source, expected) in [
        ("{amount} * vat_rate", json!(13)),
        ("ROUND({amount} * VAT_RATE, 1)", json!(13)),
        ("{title} = company", json!(true)),
        ("IF(strict, company & \"！\", \"\")", json!("甲公司！")),
    ] {
        assert_eq!(ask(source, &record, Value::Blank), (expected, Vec::new()), "{source}");
    }
    assert_eq!(codes("{amount} * vat_rat"), ["MF0103"]);
    assert_eq!(codes("company * 2"), ["MF0106"]);
}

#[test]
fn constants_and_columns_of_other_forms_are_offered_while_writing() {
    let offered = |source: &str| {
        let found = formula::service::complete(source, source.chars().count(), &scope(), value::Locale::ZhCn);
        found.items.into_iter().map(|item| item.insert).collect::<Vec<_>>()
    };
    assert!(offered("{amount} * vat").contains(&"vat_rate".to_string()));
    assert!(offered("COUNTIFS({order!ti").contains(&"{order!title}".to_string()));
}

#[test]
fn what_is_looked_up_is_declared_by_the_text() {
    let formula = compile("SUMIFS({order!amount}, {order!title}, {title}, {order!amount}, \">\" & {amount})", &scope()).unwrap();
    let [asked] = formula.look_ups() else { panic!("{:?}", formula.look_ups()) };
    assert_eq!((asked.form.as_str(), asked.give, asked.of.as_ref().unwrap().as_str()), ("order", Give::Sum, "amount"));
    let tests: Vec<_> = asked.tests.iter().map(|(field, test)| (field.as_str(), *test)).collect();
    assert_eq!(tests, [("title", Test::Equal), ("amount", Test::Greater)]);
    assert!(compile("{amount} * vat_rate", &scope()).unwrap().look_ups().is_empty());
}

#[test]
fn the_values_of_the_record_make_the_question() {
    let record = json!({ "title": "Box", "amount": "12.50", "level": "severe", "day": "2026-03-01" });
    let number = |count: i64| Value::int(count);
    for (source, answer, expected, key) in [
        ("COUNTIFS({order!title}, {title})", number(3), json!(3), "order!:Count|title Equal \"Box\""),
        ("COUNTIF({order!amount}, \">=10\")", number(2), json!(2), "order!:Count|amount GreaterOrEqual \"10\""),
        ("COUNTA({order!title})", number(9), json!(9), "order!title:Count"),
        ("SUMIFS({order!amount}, {order!level}, \"severe\")", number(70), json!(70), "order!amount:Sum|level Equal \"severe\""),
        ("SUMIF({order!amount}, \"<\" & {amount}) + 1", number(4), json!(5), "order!amount:Sum|amount Less \"12.5\""),
        ("AVERAGEIFS({order!amount}, {order!day}, \">\" & {day})", number(4), json!(4), "order!amount:Average|day Greater \"2026-03-01\""),
        ("MAXIFS({invoice!day}, {invoice!title}, \"<>\")", Value::Blank, Json::Null, "invoice!day:Max|title NotBlank null"),
        ("XLOOKUP({title}, {order!title}, {order!amount})", Value::List(vec![number(7)]), json!(7), "order!amount:First|title Equal \"Box\""),
        ("XLOOKUP({title}, {order!title}, {order!amount})", Value::List(vec![]), json!("#N/A"), "order!amount:First|title Equal \"Box\""),
        ("XLOOKUP({title}, {order!title}, {order!amount}, -1)", Value::List(vec![]), json!(-1), "order!amount:First|title Equal \"Box\""),
        ("AVERAGE({order!amount})", Value::Blank, json!("#DIV/0!"), "order!amount:Average"),
        ("SUM({order!amount})", Value::Blank, json!(0), "order!amount:Sum"),
    ] {
        assert_eq!(ask(source, &record, answer), (expected, vec![key.to_string()]), "{source}");
    }
}

#[test]
fn a_blank_finds_nothing_and_nobody_is_asked() {
    let record = json!({});
    for (source, expected) in [
        ("COUNTIFS({order!title}, {title})", json!(0)),
        ("SUMIFS({order!amount}, {order!title}, {title})", json!(0)),
        ("XLOOKUP({title}, {order!title}, {order!amount}, 0)", json!(0)),
        ("XLOOKUP({title}, {order!title}, {order!amount})", json!("#N/A")),
    ] {
        assert_eq!(ask(source, &record, Value::int(99)), (expected, Vec::new()), "{source}");
    }
}

#[test]
fn what_somebody_entered_is_never_read_as_a_sign() {
    let record = json!({ "title": ">5" });
    let (_, asked) = ask("COUNTIFS({order!title}, {title})", &record, Value::int(1));
    assert_eq!(asked, ["order!:Count|title Equal \">5\""]);
}

#[test]
fn what_cannot_be_asked_is_told() {
    for (source, expected) in [
        ("{order!amount}", ["MF0114"].as_slice()),
        ("{order!amount} * 2", &["MF0114"]),
        ("MEDIAN({order!amount})", &["MF0114"]),
        ("COUNTIFS({order!tags}, \"severe\")", &["MF0114"]),
        ("COUNTIFS({lines.name}, \"a\", {order!title}, \"b\")", &["MF0114"]),
        ("SUMIFS({order!amount}, {invoice!title}, \"a\")", &["MF0114"]),
        ("COUNTIFS({odrer!title}, \"a\")", &["MF0103"]),
        ("COUNTIFS({order!titel}, \"a\")", &["MF0103"]),
        ("COUNTIFS({order!level}, \"huge\")", &["MF0107"]),
        ("COUNTIFS({order!amount}, {title})", &["MF0108"]),
        ("SUMIFS({order!title}, {order!level}, \"severe\")", &["MF0106"]),
        ("COUNTIFS({order!title})", &["MF0105"]),
    ] {
        assert_eq!(codes(source), expected, "{source}");
    }
    let lone = Scope { outside: Arc::default(), ..scope() };
    assert!(compile("COUNTIFS({order!title}, \"a\")", &lone).is_err());
}

#[test]
fn without_answers_a_look_up_is_pending() {
    let formula = compile("COUNTIFS({order!title}, {title})", &scope()).unwrap();
    let record = world(&json!({ "title": "Box" }), &json!({}));
    assert_eq!(shown(&evaluate(&formula, &record, Budget::default()), &record), json!("#PENDING!"));
}
