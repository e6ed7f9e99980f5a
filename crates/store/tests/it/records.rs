//! Records: written, read back, changed, refused.

use crate::fixture::{USER, filled, id, plan_of, record, view, whole};
use crate::platform::key;
use calendar::Zone;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::records::{self, PageQuery, Search};
use store::tables::RecordTable;
use store::{Store, StoreError};
use test_kit::DatabaseKind;
use value::{Record, RecordId, Value};

fn everything() -> Json {
    json!({
        "title": "订单 É 1", "code": " Ａb ", "amount": "-12.50", "pieces": 3, "level": "bad", "tags": ["b", "a"], "day": "1969-12-31",
        "at": "2026-03-01T16:30:00.250Z", "clock": "23:59:58", "paid": false, "owner": key(USER), "unit": key(11), "units": [key(11), key(13)],
        "photo": { "id": key(77), "name": "a.png", "size": 5, "media_type": "image/png" }, "place": { "lat": 1.5, "name": "家" },
        "lines": [
            { "_id": key(501), "product": "铁", "qty": 2, "price": "1.05", "marks": ["x", "y"] },
            { "_id": key(500), "product": null, "qty": 1, "price": "90000000000000.00" }
        ],
        "_created_by": key(USER), "_flow": "running", "_node": "a,b", "_due": "2026-03-02T00:00:00Z", "_version": "abc"
    })
}

async fn change(store: &Store, table: &RecordTable, number: u128, base: u64, values: Json) -> Result<u64, StoreError> {
    let (table, changes) = (table.clone(), record(number, &values));
    let changes: Record = changes.into_iter().filter(|(field, _)| values.get(field.as_str()).is_some()).collect();
    store
        .write(move |tx| {
            let (table, changes) = (table.clone(), changes.clone());
            Box::pin(async move { records::update(tx, &table, RecordId(key(number)), base, &changes).await })
        })
        .await
}

#[tokio::test]
async fn what_is_written_is_read_back() {
    for kind in DatabaseKind::ALL {
        let full = record(100, &everything());
        let (store, table, _database) = filled(kind, &[full.clone(), record(101, &json!({}))]).await;
        let (plan, zone) = (whole(), Zone::shanghai());
        let view = view(&table, &plan, &zone);
        let session = store.read();
        let read = records::get(&session, &view, RecordId(key(100))).await.unwrap().unwrap();
        for (field, value) in full.iter() {
            let read = match (field.as_str(), read.get(field.as_str())) {
                // A blank cell is there as a blank.
                ("lines", Value::Rows(rows)) => {
                    assert_eq!(rows[0].values.get("product"), &Value::text("铁"));
                    assert_eq!(rows[1].values.get("price"), &Value::Number("90000000000000.00".parse().unwrap()));
                    assert_eq!(rows.iter().map(|row| row.id.unwrap().0).collect::<Vec<_>>(), [key(501), key(500)]);
                    assert_eq!(rows[0].values.get("marks"), full.get("lines").rows()[0].values.get("marks"));
                    continue;
                }
                (_, read) => read,
            };
            assert_eq!(read, value, "{field} on {kind:?}");
        }
        let empty = records::get(&session, &view, RecordId(key(101))).await.unwrap().unwrap();
        assert!(empty.iter().all(|(field, value)| value.is_blank() || field.is_system()), "{empty:?}");
        assert!(records::get(&session, &view, RecordId(key(102))).await.unwrap().is_none());
        drop(session);
        store.close().await;
    }
}

trait Rows {
    fn rows(&self) -> &[value::Row];
}

impl Rows for Value {
    fn rows(&self) -> &[value::Row] {
        if let Value::Rows(rows) = self { rows } else { &[] }
    }
}

#[tokio::test]
async fn a_change_needs_the_revision_from_which_it_started() {
    for kind in DatabaseKind::ALL {
        let (store, table, _database) = filled(kind, &[record(100, &everything()), record(101, &json!({ "code": "c" }))]).await;
        let (plan, zone) = (whole(), Zone::shanghai());
        let changed = json!({ "title": "neu", "tags": [], "lines": [{ "_id": key(500), "qty": 9 }, { "qty": 7 }] });
        assert_eq!(change(&store, &table, 100, 1, changed.clone()).await.unwrap(), 2);
        assert!(matches!(change(&store, &table, 100, 1, changed).await, Err(StoreError::Stale(_))));
        let not_unique = change(&store, &table, 101, 1, json!({ "code": "AB" })).await;
        assert!(matches!(&not_unique, Err(StoreError::NotUnique { field, .. }) if field == "code"), "{not_unique:?}");
        let too_large = change(&store, &table, 101, 1, json!({})).await;
        assert_eq!(too_large.unwrap(), 2, "an empty change is a new revision");
        let session = store.read();
        let read = records::get(&session, &view(&table, &plan, &zone), RecordId(key(100))).await.unwrap().unwrap();
        assert_eq!(
            (read.get("title"), read.get("_revision"), read.get("amount")),
            (&Value::text("neu"), &Value::int(2), &Value::Number("-12.50".parse().unwrap()))
        );
        assert!(read.get("tags").is_blank());
        let rows: Vec<_> = read.get("lines").rows().iter().map(|row| row.values.get("qty").clone()).collect();
        assert_eq!(rows, [Value::int(9), Value::int(7)]);
        assert_eq!(read.get("lines").rows()[0].id.unwrap().0, key(500));
        drop(session);
        let shared = Arc::new(table.clone());
        let gone: Result<(), StoreError> = store
            .write(move |tx| {
                let table = shared.clone();
                Box::pin(async move { records::delete(tx, &table, RecordId(key(100)), 2).await })
            })
            .await;
        gone.unwrap();
        assert!(records::get(&store.read(), &view(&table, &plan, &zone), RecordId(key(100))).await.unwrap().is_none());
        store.close().await;
    }
}

#[tokio::test]
async fn a_plan_says_which_rows_and_fields_come_out() {
    let records = [
        record(100, &json!({ "title": "13812345678", "amount": "5", "level": "bad", "_created_by": key(USER) })),
        record(101, &json!({ "title": "other", "amount": "6", "level": "good", "_created_by": key(2) })),
    ];
    for kind in DatabaseKind::ALL {
        let (store, table, _database) = filled(kind, &records).await;
        let zone = Zone::shanghai();
        let plan = plan_of(json!({ "rows": "own", "fields": { "title": "mask", "amount": "hidden" } }));
        let view = view(&table, &plan, &zone);
        let session = store.read();
        let read = records::get(&session, &view, RecordId(key(100))).await.unwrap().unwrap();
        assert_eq!((read.get("title"), read.has("amount")), (&Value::text("138****5678"), false));
        assert!(records::get(&session, &view, RecordId(key(101))).await.unwrap().is_none());
        let both = BTreeSet::from([RecordId(key(100)), RecordId(key(101))]);
        assert_eq!(records::visible(&session, &view, &both).await.unwrap(), BTreeSet::from([RecordId(key(100))]));
        assert!(matches!(records::by_ids(&session, &view, &both, &[id("amount")]).await, Err(StoreError::FieldDenied(_))));
        let page = query::Page { limit: 10, after: None };
        for (filter, sort, search) in [
            (json!({ "field": "title", "op": "starts_with", "value": "1" }), json!([]), None),
            (json!({ "not": { "and": [{ "field": "amount", "op": "gt", "value": 1 }] } }), json!([]), None),
            (json!({ "and": [] }), json!([{ "field": "amount" }]), None),
            (json!({ "and": [] }), json!([{ "field": "title" }]), None),
            (json!({ "and": [] }), json!([]), Some(Search::anywhere("138"))),
        ] {
            let (filter, sort) = (serde_json::from_value(filter).unwrap(), serde_json::from_value::<Vec<query::Sort>>(sort).unwrap());
            let query = PageQuery { filter: Some(&filter), search, sort: &sort, fields: None, page: &page };
            match (records::page(&session, &view, &query).await, search) {
                (Err(StoreError::FieldDenied(_)), None) => {}
                (Ok(page), Some(_)) => assert_eq!(page.records, [], "a masked field is not searched"),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(records::count(&session, &view, None, None, 10_001).await.unwrap(), 1);
        drop(session);
        let table = Arc::new(table.clone());
        let locked: Result<(bool, bool), StoreError> = store
            .write(move |tx| {
                let table = table.clone();
                Box::pin(async move {
                    let (zone, all, own) = (Zone::shanghai(), whole(), plan_of(json!({ "rows": "own" })));
                    let view = crate::fixture::view(&table, &all, &zone);
                    let mine = records::get_for_update(tx, &view, Some(&own), RecordId(key(100))).await?;
                    let foreign = records::get_for_update(tx, &view, Some(&own), RecordId(key(101))).await?;
                    Ok((mine.is_some_and(|record| record.has("amount")), foreign.is_some()))
                })
            })
            .await;
        assert_eq!(locked.unwrap(), (true, false));
        store.close().await;
    }
}
