//! A small order form, and one way to ask for an answer.

use calendar::{Days, Hours, SpecialDay, WorkCalendar, Zone};
use formula::{Budget, FieldType, Lookup, Reference, Scope, World, compile_untyped, evaluate};
use indexmap::IndexMap;
use serde_json::{Value as Json, json};
use value::{FieldId, FormId, Label, RecordId, ReferenceTarget, Value, ValueType};

pub const CUSTOMER: &str = "0190b5a0-0000-7000-8000-000000000001";

fn field(label: &str, value_type: ValueType) -> FieldType {
    FieldType { label: Label::both(label, label), value_type, options: Vec::new(), fields: IndexMap::new(), face: value::FaceOf::default() }
}

fn id(text: &str) -> FieldId {
    FieldId::parse(text).unwrap()
}

fn columns(fields: &IndexMap<FieldId, FieldType>) -> Vec<(FieldId, ValueType)> {
    fields.iter().map(|(id, field)| (id.clone(), field.value_type.clone())).collect()
}

/// An order: title, amount, level, tags, days, a customer and lines.
pub fn order() -> Scope {
    let options = vec![("severe".to_string(), Label::both("严重", "Severe")), ("normal".to_string(), Label::both("一般", "Normal"))];
    let level = FieldType { options, ..field("级别", ValueType::Choice) };
    let lines = IndexMap::from([
        (id("name"), field("名称", ValueType::Text)),
        (id("price"), field("单价", ValueType::Number { scale: 2 })),
        (id("qty"), field("数量", ValueType::Number { scale: 0 })),
        (id("level"), level.clone()),
    ]);
    let customer = IndexMap::from([(id("grade"), field("等级", ValueType::Text)), (id("credit"), field("额度", ValueType::Number { scale: 2 }))]);
    let tags = FieldType { value_type: ValueType::List(Box::new(ValueType::Choice)), ..level.clone() };
    let fields = IndexMap::from([
        (id("title"), field("标题", ValueType::Text)),
        (id("amount"), field("金额", ValueType::Number { scale: 2 })),
        (id("unit_price"), field("产品单价", ValueType::Number { scale: 2 })),
        (id("paid"), field("已付", ValueType::Bool)),
        (id("level"), level),
        (id("tags"), FieldType { label: Label::both("标签", "Tags"), ..tags }),
        (id("day"), field("日期", ValueType::Date)),
        (id("at"), field("时刻", ValueType::Instant)),
        (id("clock"), field("时间", ValueType::Time)),
        (
            id("customer"),
            FieldType { fields: customer, ..field("客户", ValueType::Reference(ReferenceTarget::Form(FormId::parse("customer").unwrap()))) },
        ),
        (id("lines"), FieldType { value_type: ValueType::Rows(columns(&lines)), fields: lines, ..field("明细", ValueType::Text) }),
    ]);
    Scope { fields, ..Scope::default() }
}

/// A record of the order form with its customer's fields beside it.
#[derive(Clone)]
pub struct Order {
    pub lookup: Lookup,
    pub related: value::Record,
    pub row: Option<usize>,
    pub locale: value::Locale,
    pub office: WorkCalendar,
    pub shift: WorkCalendar,
}

/// An office of 2026 with its Spring Festival: free from the 15th to the 23rd of February, made up for on the 14th and the 28th.
fn office() -> WorkCalendar {
    let day = [Hours { from: 9 * 3600, to: 12 * 3600 }, Hours { from: 13 * 3600, to: 18 * 3600 }];
    let mut office = Days::weekdays(&day);
    for free in 15..=23 {
        office.special.insert(value::Date::from_ymd_opt(2026, 2, free).unwrap(), SpecialDay { name: "春节".into(), hours: Vec::new() });
    }
    for made_up in [14, 28] {
        office.special.insert(value::Date::from_ymd_opt(2026, 2, made_up).unwrap(), SpecialDay { name: "春节调休".into(), hours: day.to_vec() });
    }
    WorkCalendar::new(Zone::shanghai(), office)
}

impl World for Order {
    fn value(&self, reference: &Reference) -> Value {
        match reference {
            Reference::Related { of, .. } => self.related.get(of.as_str()).clone(),
            Reference::Cell { table, column } => match self.lookup.record.get(table.as_str()) {
                Value::Rows(rows) => rows[self.row.unwrap()].values.get(column.as_str()).clone(),
                _ => Value::Blank,
            },
            other => self.lookup.value(other),
        }
    }
    fn now(&self) -> value::Instant {
        self.lookup.now
    }
    fn zone(&self) -> &calendar::Zone {
        &self.lookup.zone
    }
    fn current_user(&self) -> Option<value::UserId> {
        self.lookup.user
    }
    fn locale(&self) -> value::Locale {
        self.locale
    }
    fn work_calendar(&self, id: Option<&str>) -> Option<&WorkCalendar> {
        match id {
            None => Some(&self.office),
            Some("shift") => Some(&self.shift),
            Some(_) => None,
        }
    }
    fn label_of(&self, record: RecordId) -> Option<String> {
        (record.to_string() == CUSTOMER).then(|| "甲公司".to_string())
    }
}

/// The world of a record in JSON, on the night of 2026-03-02 in Shanghai.
pub fn world(record: &Json, related: &Json) -> Order {
    let scope = order();
    let types = columns(&scope.fields);
    let customer: Vec<_> = columns(&scope.fields.get("customer").unwrap().fields);
    let read = |json: &Json, types: &[_]| value::record_from_json(json.as_object().unwrap_or(&serde_json::Map::new()), types).unwrap();
    Order {
        lookup: Lookup { record: read(record, &types), now: "2026-03-01T17:00:00Z".parse().unwrap(), zone: calendar::Zone::shanghai(), user: None },
        related: read(related, &customer),
        row: None,
        locale: value::Locale::ZhCn,
        office: office(),
        shift: WorkCalendar::always(Zone::shanghai()),
    }
}

/// The answer to a formula as a case states it: numbers and yes/no as JSON, a blank as null, the rest as the text that `&` would join.
pub fn answer(formula: &str, scope: &Scope, world: &dyn World) -> Json {
    match compile_untyped(formula, scope) {
        Ok(compiled) => shown(&evaluate(&compiled, world, Budget::default()), world),
        Err(faults) => panic!("{formula}: {faults:?}"),
    }
}

pub fn shown(value: &Value, world: &dyn World) -> Json {
    match value {
        Value::Blank => Json::Null,
        Value::Bool(yes) => json!(yes),
        Value::Number(number) => {
            let text = if number.is_zero() { "0".to_string() } else { number.normalize().to_string() };
            serde_json::from_str(&text).unwrap()
        }
        Value::Error(error) => json!(error.code.as_str()),
        Value::List(items) => items.iter().map(|item| shown(item, world)).collect(),
        Value::Text(text) => json!(text),
        Value::Choice(option) => json!(option.as_str()),
        Value::Date(date) => json!(date.to_string()),
        Value::Time(time) => json!(short(&time.format("%H:%M:%S").to_string())),
        Value::Instant(instant) => json!(short(&world.zone().local(*instant).format("%Y-%m-%d %H:%M:%S").to_string())),
        Value::Reference(record) => json!(record.to_string()),
        Value::Rows(rows) => json!(rows.len()),
        other => json!(format!("{other:?}")),
    }
}

/// Without seconds that are 0.
fn short(text: &str) -> &str {
    text.strip_suffix(":00").unwrap_or(text)
}
