//! Values are brought over into columns of another type while others write; nothing is lost.

use crate::fixture::{filled, id, record, spec, view, whole};
use crate::platform::key;
use calendar::Zone;
use query::FieldPath;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use store::migrating::{FieldMove, FormMove, Moved, Slice, Which, bring_over, keep_writers_away, place_of, size, unwatch, watch};
use store::tables::{FormSpec, RecordTable, prepare, publish};
use store::{Store, StoreError, Tx, Work, migrations, records};
use test_kit::DatabaseKind;
use uuid::Uuid;
use value::{Decimal, OptionId, Record, RecordId, Value, ValueType};

const MIGRATION: Uuid = Uuid::from_u128(0x77);

async fn write<T: Send + 'static>(store: &Store, work: impl for<'t> Fn(&'t Tx) -> Work<'t, T, StoreError> + Send + Sync + 'static) -> T {
    store.write(work).await.unwrap()
}

/// The form with other types: a text becomes a number, an option several, several texts of options, a column of a sub-table a text.
fn retyped() -> FormSpec {
    let mut spec = spec();
    for field in &mut spec.fields {
        match (field.id.as_str(), &mut field.value_type) {
            ("title", value_type) => *value_type = ValueType::Number { scale: 1 },
            ("level", value_type) => *value_type = ValueType::List(Box::new(ValueType::Choice)),
            ("tags", value_type) => *value_type = ValueType::List(Box::new(ValueType::Text)),
            ("units", value_type) => *value_type = ValueType::Text,
            ("lines", ValueType::Rows(columns)) => columns[1].1 = ValueType::Text,
            _ => {}
        }
    }
    spec
}

/// What becomes of the values, by plain rules; a blank is right when the source is blank.
fn becomes(to: ValueType, now: &Value, before: &Value) -> Moved {
    let text = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.normalize().to_string(),
        Value::Choice(option) => option.to_string(),
        other => format!("{other:?}"),
    };
    let list = |value: Value| Value::List(vec![value]);
    let value = match (now, &to) {
        (Value::Blank, _) => Value::Blank,
        (Value::Text(text), ValueType::Number { .. }) => match text.parse::<Decimal>() {
            Ok(number) => Value::Number(number),
            Err(_) => return Moved::No,
        },
        (Value::Choice(_), ValueType::List(_)) => list(now.clone()),
        (Value::List(items), ValueType::List(_)) => Value::List(items.iter().map(|item| Value::text(text(item))).collect()),
        (Value::List(items), ValueType::Text) => Value::text(format!("{} items", items.len())),
        (_, ValueType::Text) => Value::text(text(now)),
        _ => Value::Blank,
    };
    if value == *before { Moved::Leave } else { Moved::Write(value) }
}

fn moves(before: RecordTable, after: RecordTable) -> FormMove {
    let field = |path: &str| {
        let path = FieldPath::parse(path).unwrap();
        let to = after.type_of(&path).unwrap().clone();
        FieldMove { field: path, convert: Arc::new(move |now, before| becomes(to.clone(), now, before)) }
    };
    let fields = ["title", "level", "tags", "units", "lines.qty"].into_iter().map(field).collect();
    FormMove { before, after, fields }
}

async fn prepared(store: &Store, before: &RecordTable) -> Arc<FormMove> {
    let before = before.clone();
    let moves = write(store, move |tx| {
        let before = before.clone();
        Box::pin(async move {
            let moves = moves(before, prepare(tx, &[retyped()]).await?.remove(0));
            watch(tx, MIGRATION, &moves).await?;
            Ok(moves)
        })
    });
    Arc::new(moves.await)
}

/// A slice of a field, with what does not convert.
async fn slice(store: &Store, moves: &Arc<FormMove>, field: usize, after: Option<Uuid>, limit: u64) -> Slice {
    let moves = moves.clone();
    write(store, move |tx| {
        let moves = moves.clone();
        Box::pin(async move { bring_over(tx, &moves, &moves.fields[field], Which::After(after, limit)).await })
    })
    .await
}

/// Everything that was touched is converted again.
async fn catch_up(store: &Store, moves: &Arc<FormMove>) -> usize {
    let moves = moves.clone();
    write(store, move |tx| {
        let moves = moves.clone();
        Box::pin(async move {
            keep_writers_away(tx, &moves).await?;
            let touches = migrations::touches(tx, MIGRATION, 1000).await?;
            for field in &moves.fields {
                let here = place_of(&moves, field);
                let records: Vec<Uuid> = touches.iter().filter(|touch| touch.place == here).map(|touch| touch.record_id).collect();
                bring_over(tx, &moves, field, Which::Of(&records)).await?;
            }
            migrations::forget_touches(tx, &touches).await?;
            Ok(touches.len())
        })
    })
    .await
}

async fn change(store: &Store, table: &RecordTable, number: u128, base: u64, values: Json) {
    let (table, changes) = (table.clone(), given(&values));
    write(store, move |tx| {
        let (table, changes) = (table.clone(), changes.clone());
        Box::pin(async move { records::update(tx, &table, RecordId(key(number)), base, &changes).await.map(|_| ()) })
    })
    .await;
}

/// Only the fields that are named.
fn given(values: &Json) -> Record {
    let whole = record(1, values);
    whole.iter().filter(|(field, _)| values.get(field.as_str()).is_some()).map(|(field, value)| (field.clone(), value.clone())).collect()
}

async fn read(store: &Store, table: &RecordTable, number: u128) -> Record {
    let (plan, zone) = (whole(), Zone::shanghai());
    records::get(&store.read(), &view(table, &plan, &zone), RecordId(key(number))).await.unwrap().unwrap()
}

fn qty(record: &Record) -> Vec<Value> {
    let Value::Rows(rows) = record.get("lines") else { return Vec::new() };
    rows.iter().map(|row| row.values.get("qty").clone()).collect()
}

fn choices(names: &[&str]) -> Value {
    Value::List(names.iter().map(|name| Value::Choice(OptionId::parse(name).unwrap())).collect())
}

#[tokio::test]
async fn every_kind_of_place_is_brought_over_and_others_write_meanwhile() {
    for kind in DatabaseKind::ALL {
        let all: Vec<Record> = (100..110)
            .map(|number: u128| {
                let lines = json!([{ "product": "p", "qty": 1, "price": "1.00" }, { "product": "q", "qty": number as u64 }]);
                record(number, &json!({ "title": format!("{number}.5"), "level": "bad", "tags": ["bad", "good"], "lines": lines }))
            })
            .collect();
        let (store, before, _database) = filled(kind, &all).await;
        let moves = prepared(&store, &before).await;
        assert_eq!(size(&store.read(), &moves, &moves.fields[0]).await.unwrap(), 10);
        assert_eq!(size(&store.read(), &moves, &moves.fields[4]).await.unwrap(), 20);
        for field in 0..moves.fields.len() {
            let mut after = None;
            loop {
                let found = slice(&store, &moves, field, after, 3).await;
                if found.last.is_none() {
                    break;
                }
                after = found.last;
                if field == 0 && after == Some(key(105)) {
                    // Somebody changes what was converted already and what was not yet, by the version that is current.
                    change(
                        &store,
                        &before,
                        101,
                        1,
                        json!({ "title": "7", "level": null, "tags": ["good"], "lines": [{ "product": "z", "qty": 9 }] }),
                    )
                    .await;
                    change(&store, &before, 108, 1, json!({ "title": "nothing like a number" })).await;
                }
            }
        }
        assert!(catch_up(&store, &moves).await > 0);
        assert_eq!(catch_up(&store, &moves).await, 0, "what is written by the migration itself touches nothing");
        let after = moves.after.clone();
        let plain = read(&store, &after, 100).await;
        assert_eq!(plain.get("title"), &Value::Number("100.5".parse().unwrap()));
        assert_eq!(plain.get("level"), &choices(&["bad"]));
        assert_eq!(plain.get("tags"), &Value::List(vec![Value::text("bad"), Value::text("good")]));
        assert_eq!(qty(&plain), [Value::text("1"), Value::text("100")]);
        let changed = read(&store, &after, 101).await;
        assert_eq!((changed.get("title"), changed.get("level")), (&Value::Number("7.0".parse().unwrap()), &Value::Blank));
        assert_eq!(changed.get("tags"), &Value::List(vec![Value::text("good")]));
        assert_eq!(qty(&changed), [Value::text("9")]);
        assert_eq!(read(&store, &after, 108).await.get("title"), &Value::Blank);
        assert_eq!(read(&store, &before, 108).await.get("title"), &Value::text("nothing like a number"), "the old value stays where it was");
        assert_eq!(qty(&read(&store, &before, 100).await).len(), 2);
        store.close().await;
    }
}

#[tokio::test]
async fn after_the_switch_only_those_who_come_late_are_noted() {
    for kind in DatabaseKind::ALL {
        let (store, before, _database) = filled(kind, &[record(100, &json!({ "title": "1", "tags": ["bad"] }))]).await;
        let moves = prepared(&store, &before).await;
        for field in 0..moves.fields.len() {
            slice(&store, &moves, field, None, 10).await;
        }
        let after = write(&store, |tx| Box::pin(async move { Ok(publish(tx, &[retyped()]).await?.remove(0)) })).await;
        assert_eq!(after, moves.after);
        let new = after.clone();
        write(&store, move |tx| {
            let new = new.clone();
            Box::pin(async move {
                let changes = [(id("title"), Value::Number("2".parse().unwrap())), (id("tags"), Value::List(vec![Value::text("x")]))];
                records::update(tx, &new, RecordId(key(100)), 1, &changes.into_iter().collect()).await
            })
        })
        .await;
        assert_eq!(catch_up(&store, &moves).await, 0, "the new version touches nothing");
        change(&store, &before, 100, 2, json!({ "title": "3" })).await;
        assert_eq!(catch_up(&store, &moves).await, 1);
        let now = read(&store, &after, 100).await;
        assert_eq!((now.get("title"), now.get("tags")), (&Value::Number("3.0".parse().unwrap()), &Value::List(vec![Value::text("x")])));
        let watched = moves.clone();
        write(&store, move |tx| {
            let moves = watched.clone();
            Box::pin(async move { unwatch(tx, MIGRATION, &moves).await })
        })
        .await;
        change(&store, &before, 100, 3, json!({ "title": "4" })).await;
        assert_eq!(catch_up(&store, &moves).await, 0);
        store.close().await;
    }
}

#[tokio::test]
async fn what_is_calculated_again_leaves_alone_what_was_changed_meanwhile() {
    for kind in DatabaseKind::ALL {
        let all = [record(100, &json!({ "amount": "1.00" })), record(101, &json!({ "amount": "1.00" }))];
        let (store, table, _database) = filled(kind, &all).await;
        change(&store, &table, 101, 1, json!({ "amount": "5.00" })).await;
        let (by, tags) = (table.clone(), choices(&["bad"]));
        let written = write(&store, move |tx| {
            let (by, tags) = (by.clone(), tags.clone());
            Box::pin(async move {
                let values: Record = [(id("amount"), Value::Number("2".parse().unwrap())), (id("title"), Value::text("二"))].into_iter().collect();
                let scalars = records::recalculated(tx, &by, &[(RecordId(key(100)), 1, values.clone()), (RecordId(key(101)), 1, values)]).await?;
                let lists: Record = [(id("tags"), tags)].into_iter().collect();
                let lists = records::recalculated(tx, &by, &[(RecordId(key(100)), 1, lists.clone()), (RecordId(key(101)), 1, lists)]).await?;
                Ok((scalars, lists))
            })
        })
        .await;
        assert_eq!(written, (1, 1));
        let (first, second) = (read(&store, &table, 100).await, read(&store, &table, 101).await);
        assert_eq!(
            (first.get("amount"), first.get("title"), first.get("_revision")),
            (&Value::Number("2.00".parse().unwrap()), &Value::text("二"), &Value::int(1))
        );
        assert_eq!(first.get("tags"), &choices(&["bad"]));
        assert_eq!((second.get("amount"), second.get("tags")), (&Value::Number("5.00".parse().unwrap()), &Value::Blank));
        store.close().await;
    }
}
