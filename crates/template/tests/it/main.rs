//! Templates at their public boundary: what they give, what is told about wrong ones, what ends hostile ones.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use formula::{FieldType, Lookup, Reference, Scope, World};
use indexmap::IndexMap;
use template::{TemplateContext, TemplateError, compile, render};
use value::{FieldId, FormId, Label, Locale, OptionId, Record, RecordId, ReferenceTarget, Row, Value, ValueType};

fn id(text: &str) -> FieldId {
    FieldId::parse(text).unwrap()
}

fn field(label: &str, value_type: ValueType) -> FieldType {
    FieldType { label: Label::both(label, label), value_type, options: Vec::new(), fields: IndexMap::new(), face: value::FaceOf::default() }
}

fn scope() -> Scope {
    let price = ValueType::Number { scale: 2 };
    let lines = IndexMap::from([
        (id("name"), field("名称", ValueType::Text)),
        (id("price"), field("单价", price.clone())),
        (id("qty"), field("数量", ValueType::Number { scale: 0 })),
    ]);
    let columns = lines.iter().map(|(id, column)| (id.clone(), column.value_type.clone())).collect();
    let customer = FieldType {
        fields: IndexMap::from([(id("grade"), field("等级", ValueType::Text))]),
        ..field("客户", ValueType::Reference(ReferenceTarget::Form(FormId::parse("customer").unwrap())))
    };
    let options = vec![("severe".to_string(), Label::both("严重", "Severe"))];
    let fields = IndexMap::from([
        (id("title"), field("标题", ValueType::Text)),
        (id("amount"), field("金额", price)),
        (id("paid"), field("已付", ValueType::Bool)),
        (id("day"), field("日期", ValueType::Date)),
        (id("at"), field("时刻", ValueType::Instant)),
        (id("level"), FieldType { options: options.clone(), ..field("级别", ValueType::Choice) }),
        (id("tags"), FieldType { options, ..field("标签", ValueType::List(Box::new(ValueType::Choice))) }),
        (id("customer"), customer),
        (id("lines"), FieldType { fields: lines, ..field("明细", ValueType::Rows(columns)) }),
    ]);
    Scope { fields, ..Scope::default() }
}

struct Order(Lookup);

impl World for Order {
    fn value(&self, reference: &Reference) -> Value {
        match reference {
            Reference::Related { .. } => Value::text("金牌"),
            other => self.0.value(other),
        }
    }
    fn now(&self) -> value::Instant {
        self.0.now
    }
    fn zone(&self) -> &calendar::Zone {
        &self.0.zone
    }
    fn current_user(&self) -> Option<value::UserId> {
        None
    }
    fn label_of(&self, _: RecordId) -> Option<String> {
        Some("甲公司".into())
    }
}

fn order(title: &str) -> Order {
    let number = |text: &str| Value::Number(value::parse_decimal(text).unwrap());
    let row = |name: &str, price: &str, qty: &str| Row {
        id: None,
        values: Record::from_iter([(id("name"), Value::text(name)), (id("price"), number(price)), (id("qty"), number(qty))]),
    };
    let level = Value::Choice(OptionId::parse("severe").unwrap());
    let record = Record::from_iter([
        (id("title"), Value::text(title)),
        (id("amount"), number("1234.5")),
        (id("paid"), Value::Bool(true)),
        (id("day"), Value::Date("2026-03-01".parse().unwrap())),
        (id("at"), Value::Instant("2026-03-01T16:30:00Z".parse().unwrap())),
        (id("tags"), Value::List(vec![level.clone(), level.clone()])),
        (id("level"), level),
        (id("customer"), Value::Reference(RecordId::parse("0190b5a0-0000-7000-8000-000000000001").unwrap())),
        (id("lines"), Value::Rows(vec![row("甲", "19.9", "3"), row("乙", "5", "10")])),
    ]);
    Order(Lookup { record, now: "2026-03-01T17:00:00Z".parse().unwrap(), zone: calendar::Zone::shanghai(), user: None })
}

fn text(source: &str, world: &Order, locale: Locale) -> Result<String, TemplateError> {
    let template = compile(source, &scope(), &["link"]).unwrap_or_else(|faults| panic!("{source}: {faults:#?}"));
    render(&template, &TemplateContext { world, locale, texts: &[("link", "/r/1".into())] })
}

fn check(source: &str, expected: &str) {
    assert_eq!(text(source, &order("盒子"), Locale::ZhCn).unwrap(), expected, "{source}");
}

#[test]
fn values_are_shown_as_people_read_them() {
    check("您好，{{ title }}", "您好，盒子");
    check("{{ amount }} {{ paid }} {{ day }} {{ at }}", "1234.50 是 2026-03-01 2026-03-02 00:30");
    check("{{ level }} {{ tags }} {{ customer }} {{ customer.grade }}", "严重 严重、严重 甲公司 金牌");
    check("{{ lines.price }}", "19.90、5.00");
    check("<{{ link }}>", "</r/1>");
    assert_eq!(text("{{ level }} {{ paid }}", &order(""), Locale::En).unwrap(), "Severe Yes");
}

#[test]
fn filters_write_values_otherwise() {
    check("{{ day | date(\"m月d日\") }} {{ at | date(\"hh:mm\") }}", "3月1日 00:30");
    check("{{ amount | money(\"¥\") }} {{ amount | number(\"#,##0\") }}", "¥1,234.50 1,235");
    check("{{ tags | join(\"/\") }} {{ tags | length }} {{ lines | length }}", "严重/严重 2 2");
    check("{{ title | default(\"无\") | upper }}", "盒子");
    assert_eq!(text("{{ title | default(\"无\") }}", &order(""), Locale::ZhCn).unwrap(), "无");
}

#[test]
fn rows_conditions_and_formulas() {
    check("{% for line in lines %}{{ loop.index }}.{{ line.name }} {{ line.formula(\"{qty} * {price}\") }};{% endfor %}", "1.甲 59.7;2.乙 50;");
    check("{% for tag in tags %}[{{ tag }}]{% endfor %}", "[严重][严重]");
    check("{% if paid and not formula(\"{amount} < 1000\") %}A{% else %}B{% endif %}", "A");
    check("{{ formula(\"SUMPRODUCT({lines.price}, {lines.qty}) & \\\"元\\\"\") }}", "109.7元");
    check("{{ formula(\"{level}\") }}", "严重");
    check("{{ \"是\" if paid else \"否\" }}", "是");
}

#[test]
fn a_value_is_never_a_template() {
    let world = order("{{ 7 }}{% for x in y %}<b>");
    assert_eq!(text("{{ title }}", &world, Locale::ZhCn).unwrap(), "{{ 7 }}{% for x in y %}<b>");
}

#[test]
fn hostile_templates_end() {
    let world = order(&"x".repeat(100_000));
    let nested = "{% for a in lines %}".repeat(20) + "{{ title }}" + &"{% endfor %}".repeat(20);
    assert_eq!(text(&nested, &world, Locale::ZhCn), Err(TemplateError::Limit));
    let idle = "{% for a in lines %}".repeat(25) + &"{% endfor %}".repeat(25);
    assert_eq!(text(&idle, &world, Locale::ZhCn), Err(TemplateError::Limit));
}

fn faults(source: &str, expected: &[(&str, &str)]) {
    let chars: Vec<char> = source.chars().collect();
    let found: Vec<(String, String)> = compile(source, &scope(), &["link"])
        .err()
        .unwrap_or_default()
        .iter()
        .map(|fault| (fault.code.to_string(), chars[fault.start..fault.end].iter().collect()))
        .collect();
    let expected: Vec<(String, String)> = expected.iter().map(|(code, place)| (code.to_string(), place.to_string())).collect();
    assert_eq!(found, expected, "{source}");
}

#[test]
fn wrong_templates_are_told_about_with_their_places() {
    faults("你好 {{ titel }} {{ nothing }}", &[("MT0103", "titel"), ("MT0103", "nothing")]);
    faults("{{ amount * 2 }} {{ amount > 1 }}", &[("MT0102", "amount * 2"), ("MT0102", "amount > 1")]);
    faults("{{ title ~ titel }}", &[("MT0102", "title ~ titel"), ("MT0103", "titel")]);
    faults("{{ formula(\"{amuont} + 1\") }}", &[("MF0103", "{amuont}")]);
    faults("{{ formula(title) }}", &[("MT0105", "formula(title)")]);
    faults("{{ title | shout }} {{ day | date }}", &[("MT0104", "shout"), ("MT0104", "date")]);
    faults("{% for line in lines %}{{ line.prise }}{{ line }}{% endfor %}", &[("MT0103", "line.prise")]);
    faults("{% for x in title %}{% endfor %}", &[("MT0106", "title")]);
    faults("{% include \"a\" %}", &[("MT0102", "include \"a\"")]);
    faults("{% set x = 1 %}", &[("MT0102", "set x = 1")]);
    faults("a\n{{ title", &[("MT0101", "{{ title")]);
}

#[test]
fn a_near_name_is_offered() {
    let faults = compile("{{ titel }}", &scope(), &[]).unwrap_err();
    assert_eq!(faults[0].hint.as_ref().unwrap().get(Locale::ZhCn), "你是否想用「标题」{title}？");
}
