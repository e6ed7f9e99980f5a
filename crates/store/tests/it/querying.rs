//! The same filter and the same order in memory, in SQLite and in PostgreSQL: random filters on random records.

use crate::fixture::{OTHER, USER, below, fields, filled, record, variables, view, whole};
use crate::platform::key;
use calendar::Zone;
use indexmap::IndexMap;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use query::{Filter, Page, QueryContext, Sort};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use store::records::{self, PageQuery, Search};
use store::{Moment, Store, StoreError, cc, todos};
use test_kit::DatabaseKind;
use uuid::Uuid;
use value::{FieldId, FormId, Record, RecordId, UserId, Value, ValueType, compare};

fn literal(kind: &'static str) -> impl Strategy<Value = Json> {
    let pool = match kind {
        "text" => {
            vec![json!("a"), json!("A b"), json!("订单"), json!("订单É"), json!("订单E\u{301}"), json!("é"), json!("100%_\\"), json!(" "), json!("ß")]
        }
        "number" => {
            ["0", "-0.01", "12.345", "12.35", "12.34", "-7", "1", "2", "90000000000000", "-1e20", "1e20"].iter().map(|text| json!(text)).collect()
        }
        "choice" => vec![json!("bad"), json!("bad_smell"), json!("good"), json!("x")],
        "date" => vec![json!("2026-03-01"), json!("2026-03-02"), json!("1969-12-31"), json!("2024-02-29")],
        "instant" => {
            ["2026-03-01T15:59:59.999Z", "2026-03-01T16:00:00Z", "2026-03-02T16:00:00Z", "1969-12-31T23:59:59.001Z"].map(|at| json!(at)).to_vec()
        }
        "time" => vec![json!("00:00"), json!("12:30:15"), json!("23:59:59")],
        "bool" => vec![json!(true), json!(false)],
        _ => vec![json!(key(USER)), json!(key(OTHER)), json!(key(11)), json!(key(12)), json!(key(13))],
    };
    prop::sample::select(pool)
}

fn maybe(kind: &'static str) -> impl Strategy<Value = Json> {
    prop_oneof![1 => Just(Json::Null), 4 => literal(kind)]
}

fn list(kind: &'static str) -> impl Strategy<Value = Json> {
    prop::collection::btree_set(literal(kind).prop_map(|value| value.to_string()), 0..3)
        .prop_map(|set| Json::Array(set.iter().map(|text| serde_json::from_str(text).unwrap()).collect()))
}

/// Numbers as a field can hold them.
fn stored_number() -> impl Strategy<Value = Json> {
    prop_oneof![
        Just(Json::Null),
        (-2000_i64..2000).prop_map(|cents| json!(format!("{}", value::Decimal::new(cents, 2)))),
        prop::sample::select(vec![json!("12.35"), json!("12.34"), json!("0"), json!("90000000000000"), json!("-0.01")]),
    ]
}

fn values() -> impl Strategy<Value = Json> {
    let line = (maybe("text"), (0_i64..4), stored_number(), list("choice"))
        .prop_map(|(product, qty, price, marks)| json!({ "product": product, "qty": if qty == 0 { Json::Null } else { json!(qty) }, "price": price, "marks": marks }));
    let head = (maybe("text"), stored_number(), prop_oneof![Just(Json::Null), (-3_i64..3).prop_map(|n| json!(n))], maybe("choice"), list("choice"));
    let times = (maybe("date"), maybe("instant"), maybe("time"), maybe("bool"));
    let people = (maybe("key"), maybe("key"), list("key"), maybe("key"), prop::collection::vec(line, 0..3));
    (head, times, people).prop_map(|((title, amount, pieces, level, tags), (day, at, clock, paid), (owner, unit, units, creator, lines))| {
        json!({
            "title": title, "amount": amount, "pieces": pieces, "level": level, "tags": tags, "day": day, "at": at, "clock": clock, "paid": paid,
            "owner": owner, "unit": unit, "units": units, "_created_by": creator, "lines": lines
        })
    })
}

const FIELDS: &[(&str, &str)] = &[
    ("title", "text"),
    ("amount", "number"),
    ("pieces", "number"),
    ("level", "choice"),
    ("tags", "choice"),
    ("day", "date"),
    ("at", "instant"),
    ("clock", "time"),
    ("paid", "bool"),
    ("owner", "key"),
    ("unit", "key"),
    ("units", "key"),
    ("lines", "text"),
    ("lines.product", "text"),
    ("lines.qty", "number"),
    ("lines.price", "number"),
    ("lines.marks", "choice"),
    ("photo", "text"),
    ("_id", "key"),
    ("_created_by", "key"),
    ("_created_at", "instant"),
];

const OPERATORS: &[&str] = &[
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "in",
    "not_in",
    "contains",
    "starts_with",
    "blank",
    "not_blank",
    "has_any",
    "has_all",
    "within",
    "under",
    "involves",
];

fn condition() -> impl Strategy<Value = Json> {
    (prop::sample::select(FIELDS), prop::sample::select(OPERATORS)).prop_flat_map(|((field, kind), op)| {
        let value = match op {
            "blank" | "not_blank" => Just(Json::Null).boxed(),
            "in" | "not_in" | "has_any" | "has_all" | "under" => prop::collection::vec(maybe(kind), 0..3).prop_map(Json::Array).boxed(),
            "within" => {
                prop_oneof![Just(json!({ "period": "today" })), Just(json!({ "period": "this_month" })), Just(json!(["2026-03-01", "2026-03-02"]))]
                    .boxed()
            }
            "involves" => prop_oneof![Just(Json::Null), literal("key")].boxed(),
            _ if kind == "date" || kind == "instant" => prop_oneof![3 => literal(kind), 1 => Just(json!({ "var": "today" }))].boxed(),
            _ if kind == "key" => prop_oneof![3 => literal(kind), 1 => Just(json!({ "var": "current_user" }))].boxed(),
            _ => literal(kind).boxed(),
        };
        value.prop_map(
            move |value| if value.is_null() { json!({ "field": field, "op": op }) } else { json!({ "field": field, "op": op, "value": value }) },
        )
    })
}

/// Filters that pass the check: what does not is refused before it comes here.
fn filter() -> impl Strategy<Value = Filter> {
    let checked = condition().prop_filter_map("refused by the check", |json| {
        let filter: Filter = serde_json::from_value(json).ok()?;
        query::check(&filter, &types()).is_empty().then_some(filter)
    });
    checked.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Filter::And),
            prop::collection::vec(inner.clone(), 0..3).prop_map(Filter::Or),
            inner.prop_map(|part| Filter::Not(Box::new(part))),
        ]
    })
}

fn types() -> IndexMap<FieldId, ValueType> {
    query::system_fields(&FormId::parse("order").unwrap()).into_iter().chain(fields()).collect()
}

fn sort() -> impl Strategy<Value = Vec<Sort>> {
    let level = (prop::sample::select(FIELDS), prop::bool::ANY)
        .prop_map(|((field, _), down)| serde_json::from_value::<Sort>(json!({ "field": field, "dir": if down { "desc" } else { "asc" } })).unwrap());
    prop::collection::vec(level, 0..3).prop_filter("refused by the check", |sorts| query::check_sort(sorts, &types()).is_empty())
}

fn todo(number: u128, record: u128, holder: u128, done_by: Option<u128>) -> todos::Todo {
    todos::Todo {
        id: key(number),
        app: "shop".into(),
        form: "order".into(),
        record_id: key(record),
        instance_id: key(900),
        flow: "f".into(),
        node: "n".into(),
        node_label: json!("N"),
        title: "t".into(),
        holder_id: key(holder),
        state: "open".into(),
        created_at: Moment(1),
        due_at: None,
        closed_at: None,
        done_by: done_by.map(key),
        outcome: None,
        opinion: None,
    }
}

fn notice(number: u128, record: u128, person: u128) -> cc::Notice {
    cc::Notice {
        id: key(number),
        app: "shop".into(),
        form: "order".into(),
        record_id: key(record),
        instance_id: key(900),
        flow: "f".into(),
        node: "n".into(),
        node_label: json!("N"),
        title: "t".into(),
        user_id: key(person),
        at: Moment(1),
        read_at: None,
    }
}

async fn involve(store: &Store) {
    let done: Result<(), StoreError> = store
        .write(|tx| {
            Box::pin(async move {
                todos::open(tx, vec![todo(800, 1001, USER, None), todo(801, 1002, 12, Some(USER)), todo(802, 1003, OTHER, None)]).await?;
                cc::tell(tx, vec![notice(810, 1004, USER), notice(811, 1005, OTHER)]).await
            })
        })
        .await;
    done.unwrap();
}

fn involved(records: &[Record], record: &Value, person: UserId) -> bool {
    let creator = records.iter().find(|one| one.get("_id") == record).map(|one| one.get("_created_by").clone());
    let pairs = [(1001, USER), (1002, 12), (1002, USER), (1003, OTHER), (1004, USER), (1005, OTHER)];
    creator == Some(Value::Reference(RecordId(person.0)))
        || pairs.iter().any(|(number, who)| *record == Value::Reference(RecordId(key(*number))) && person.0 == key(*who))
}

fn keys(records: &[Record]) -> Vec<Uuid> {
    records.iter().filter_map(|record| if let Value::Reference(key) = record.get("_id") { Some(key.0) } else { None }).collect()
}

#[test]
fn memory_sqlite_and_postgresql_agree_on_every_filter_and_order() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).build().unwrap();
    let mut runner = TestRunner::deterministic();
    let records: Vec<Record> = (1000..1090).map(|number| record(number, &values().new_tree(&mut runner).unwrap().current())).collect();
    let stores: Vec<_> = DatabaseKind::ALL.map(|kind| runtime.block_on(filled(kind, &records))).into_iter().collect();
    stores.iter().for_each(|(store, ..)| runtime.block_on(involve(store)));
    let (plan, zone) = (whole(), Zone::shanghai());
    let under =
        |path: &query::FieldPath, low: &Value, high: &Value| below(path, high).iter().any(|one| compare(one, low) == Some(std::cmp::Ordering::Equal));
    let is_involved = |record: &Value, person: UserId| involved(&records, record, person);
    let context = QueryContext { variables: variables(&zone), is_under: &under, is_involved: &is_involved };
    let mut runner = TestRunner::new(Config { cases: 256, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&(filter(), sort(), 1_u32..40), |(filter, sort, limit)| {
        let mut expected: Vec<&Record> = records.iter().filter(|record| query::matches(&filter, *record, &context)).collect();
        expected.sort_by(|a, b| query::compare_records(&sort, *a, *b, store::text_key));
        let expected = keys(&expected.into_iter().cloned().collect::<Vec<_>>());
        for (store, table, database) in &stores {
            let found = runtime.block_on(async {
                let (session, view) = (store.read(), view(table, &plan, &zone));
                let count = records::count(&session, &view, Some(&filter), None, 10_001).await.unwrap();
                let (mut all, mut after) = (Vec::new(), None);
                loop {
                    let page = Page { limit, after };
                    let query = PageQuery { filter: Some(&filter), search: None, sort: &sort, fields: Some(&[]), page: &page };
                    let page = records::page(&session, &view, &query).await.unwrap();
                    all.extend(keys(&page.records));
                    after = page.next;
                    if after.is_none() {
                        break (all, count);
                    }
                }
            });
            prop_assert_eq!(&found.0, &expected, "{:?}: {}", database.kind, serde_json::to_string(&filter).unwrap());
            prop_assert_eq!(found.1, expected.len() as u64);
        }
        Ok(())
    });
    for (store, ..) in &stores {
        runtime.block_on(store.close());
    }
    if let Err(why) = outcome {
        panic!("{why}");
    }
}

#[tokio::test]
async fn search_finds_every_word_in_any_text() {
    for kind in DatabaseKind::ALL {
        let records = [
            record(1, &json!({ "title": "Red Box 红色", "code": "A-1" })),
            record(2, &json!({ "title": "红", "code": "b-1" })),
            record(3, &json!({})),
        ];
        let (store, table, _database) = filled(kind, &records).await;
        let (plan, zone, session) = (whole(), Zone::shanghai(), store.read());
        for (search, expected) in
            [("红", vec![1, 2]), ("rED a-", vec![1]), ("1 红", vec![1, 2]), ("红 蓝", vec![]), ("%", vec![]), ("", vec![1, 2, 3])]
        {
            let page = Page { limit: 10, after: None };
            let query = PageQuery { filter: None, search: Some(Search::anywhere(search)), sort: &[], fields: Some(&[]), page: &page };
            let found = records::page(&session, &view(&table, &plan, &zone), &query).await.unwrap();
            assert_eq!(keys(&found.records), expected.iter().map(|number| key(*number)).collect::<Vec<_>>(), "{search}");
        }
        let foreign = Page { limit: 10, after: Some("bm9uc2Vuc2U".into()) };
        let query = PageQuery { filter: None, search: None, sort: &[], fields: None, page: &foreign };
        assert!(matches!(records::page(&session, &view(&table, &plan, &zone), &query).await, Err(StoreError::BadCursor)));
        let numbers: BTreeSet<u64> = [
            records::count(&session, &view(&table, &plan, &zone), None, None, 2).await.unwrap(),
            records::count(&session, &view(&table, &plan, &zone), None, Some(Search::anywhere("红")), 10).await.unwrap(),
        ]
        .into();
        assert_eq!(numbers, BTreeSet::from([2]), "a count stops at its cap");
        drop(session);
        store.close().await;
    }
}
