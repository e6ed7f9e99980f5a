//! A form with a field of every type, its records, and the plans that open it.

use crate::platform::{key, open};
use access::{Actor, Cause, FormRights, Person, Plan, plan};
use calendar::Zone;
use definition::{Action, Form, Role};
use query::{FieldPath, Variables};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use store::records::{FilterContext, View};
use store::tables::{FieldSpec, FormSpec, RecordTable};
use store::{Store, StoreError};
use test_kit::{DatabaseKind, TestDatabase};
use value::{AppId, FieldId, FormId, OptionId, Record, RecordId, ReferenceTarget, UserId, Value, ValueType, record_from_json};

pub const USER: u128 = 1;
pub const OTHER: u128 = 2;

pub fn id(text: &str) -> FieldId {
    FieldId::parse(text).unwrap()
}

pub fn fields() -> Vec<(FieldId, ValueType)> {
    let list = |item| ValueType::List(Box::new(item));
    let department = ValueType::Reference(ReferenceTarget::Department);
    vec![
        (id("title"), ValueType::Text),
        (id("code"), ValueType::Text),
        (id("amount"), ValueType::Number { scale: 2 }),
        (id("pieces"), ValueType::Number { scale: 0 }),
        (id("level"), ValueType::Choice),
        (id("tags"), list(ValueType::Choice)),
        (id("day"), ValueType::Date),
        (id("at"), ValueType::Instant),
        (id("clock"), ValueType::Time),
        (id("paid"), ValueType::Bool),
        (id("owner"), ValueType::Reference(ReferenceTarget::User)),
        (id("unit"), department.clone()),
        (id("units"), list(department)),
        (id("photo"), ValueType::File),
        (id("place"), ValueType::Structure),
        (
            id("lines"),
            ValueType::Rows(vec![
                (id("product"), ValueType::Text),
                (id("qty"), ValueType::Number { scale: 0 }),
                (id("price"), ValueType::Number { scale: 2 }),
                (id("marks"), list(ValueType::Choice)),
            ]),
        ),
    ]
}

pub fn spec() -> FormSpec {
    let field = |(id, value_type): (FieldId, ValueType)| {
        let (unique, indexed) = (id.as_str() == "code", id.as_str() == "level");
        FieldSpec { id, value_type, unique, indexed }
    };
    FormSpec {
        app: AppId::parse("shop").unwrap(),
        form: FormId::parse("order").unwrap(),
        zone: Zone::shanghai(),
        fields: fields().into_iter().map(field).collect(),
    }
}

pub fn form() -> Form {
    let fields: Vec<Json> = fields().iter().map(|(id, _)| json!({ "id": id, "kind": "any", "label": id })).collect();
    serde_json::from_value(json!({ "format": 1, "id": "order", "label": "Order", "fields": fields })).unwrap()
}

/// A plan that shows everything.
pub fn whole() -> Plan {
    planned(&Actor::System(Cause::Upkeep), &[])
}

/// A plan of a person with one role of these grants on the form.
pub fn plan_of(grant: Json) -> Plan {
    let mut grant = grant;
    grant["form"] = json!("order");
    grant["actions"] = json!(["read"]);
    let role: Role = serde_json::from_value(json!({ "format": 1, "id": "agent", "label": "Agent", "grants": [grant] })).unwrap();
    let person = Person {
        id: UserId(key(USER)),
        name: "王".into(),
        departments: BTreeSet::new(),
        department_tree: BTreeSet::new(),
        roles: BTreeMap::from([(AppId::parse("shop").unwrap(), BTreeSet::from([role.id.clone()]))]),
        administrator: false,
    };
    planned(&Actor::User(person), &[role])
}

fn planned(actor: &Actor, roles: &[Role]) -> Plan {
    let (app, form) = (AppId::parse("shop").unwrap(), form());
    plan(actor, Action::Read, FormRights { app: &app, form: &form, roles, portals: &[] }, now()).unwrap()
}

pub fn now() -> value::Instant {
    "2026-03-01T17:00:00Z".parse().unwrap()
}

/// Departments 11 → 12 → 13; options bad → bad_smell.
pub fn below(_: &FieldPath, value: &Value) -> Vec<Value> {
    match value {
        Value::Reference(RecordId(high)) if *high == key(11) => vec![Value::Reference(RecordId(key(12))), Value::Reference(RecordId(key(13)))],
        Value::Reference(RecordId(high)) if *high == key(12) => vec![Value::Reference(RecordId(key(13)))],
        Value::Choice(option) if option.as_str() == "bad" => vec![Value::Choice(OptionId::parse("bad_smell").unwrap())],
        _ => Vec::new(),
    }
}

pub fn variables(zone: &Zone) -> Variables<'_> {
    Variables { now: now(), zone, current_user: Some(UserId(key(USER))), current_departments: &[] }
}

pub fn view<'a>(table: &'a RecordTable, plan: &'a Plan, zone: &'a Zone) -> View<'a> {
    View { table, plan, context: FilterContext { variables: variables(zone), below: &below } }
}

/// A record from JSON, with the system fields that every record has.
pub fn record(number: u128, values: &Json) -> Record {
    let mut types = fields();
    types.extend(query::system_fields(&FormId::parse("order").unwrap()));
    let mut record = record_from_json(values.as_object().unwrap(), &types).unwrap();
    record.set(id("_id"), Value::Reference(RecordId(key(number))));
    for (field, value) in [("_created_at", Value::Instant(now())), ("_updated_at", Value::Instant(now())), ("_revision", Value::int(1))] {
        if !record.has(field) {
            record.set(id(field), value);
        }
    }
    record
}

/// A store with the form published and these records in it.
pub async fn filled(kind: DatabaseKind, records: &[Record]) -> (Store, RecordTable, TestDatabase) {
    let (store, database) = open(kind).await;
    let records = std::sync::Arc::new(records.to_vec());
    let result: Result<RecordTable, StoreError> = store
        .write(move |tx| {
            let records = records.clone();
            Box::pin(async move {
                let table = store::tables::publish(tx, &[spec()]).await?.remove(0);
                for record in records.iter() {
                    store::records::insert(tx, &table, record).await?;
                }
                Ok(table)
            })
        })
        .await;
    (store, result.unwrap(), database)
}
