//! Tables follow their forms; nothing is lost.

use crate::fixture::{filled, id, record, spec, view, whole};
use crate::platform::key;
use calendar::Zone;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use store::records;
use store::tables::{FieldSpec, FormSpec, RecordTable, load, planned, publish};
use store::{Store, StoreError};
use test_kit::DatabaseKind;
use value::{FormId, RecordId, Value, ValueType};

async fn republish(store: &Store, spec: FormSpec) -> Result<RecordTable, StoreError> {
    store
        .write(move |tx| {
            let spec = spec.clone();
            Box::pin(async move { Ok(publish(tx, &[spec]).await?.remove(0)) })
        })
        .await
}

fn with(change: impl Fn(&mut Vec<FieldSpec>)) -> FormSpec {
    let mut spec = spec();
    change(&mut spec.fields);
    spec
}

#[tokio::test]
async fn a_new_field_is_an_added_column_and_a_roll_back_finds_everything() {
    for kind in DatabaseKind::ALL {
        let (store, first, _database) = filled(kind, &[record(100, &json!({ "title": "a", "amount": "1.25", "level": "bad" }))]).await;
        let (plan, zone) = (whole(), Zone::shanghai());
        let extended = with(|fields| {
            fields.retain(|field| field.id.as_str() != "title");
            fields.push(FieldSpec { id: id("extra"), value_type: ValueType::List(Box::new(ValueType::Text)), unique: false, indexed: true });
            fields.push(FieldSpec { id: id("note"), value_type: ValueType::Text, unique: true, indexed: false });
            for field in fields {
                match (field.id.as_str(), &mut field.value_type) {
                    ("amount", value_type) => *value_type = ValueType::Number { scale: 1 },
                    ("level", value_type) => *value_type = ValueType::Text,
                    ("lines", ValueType::Rows(columns)) => columns.push((id("weight"), ValueType::Number { scale: 3 })),
                    _ => {}
                }
            }
        });
        let second = republish(&store, extended.clone()).await.unwrap();
        assert_eq!(republish(&store, extended.clone()).await.unwrap(), second, "publishing again changes nothing");
        assert_eq!(load(&store.read(), &[extended]).await.unwrap(), std::slice::from_ref(&second));
        let read = |table: RecordTable| {
            let (store, plan, zone) = (store.clone(), plan.clone(), zone.clone());
            async move { records::get(&store.read(), &view(&table, &plan, &zone), RecordId(key(100))).await.unwrap().unwrap() }
        };
        let now = read(second).await;
        // No row is rewritten: values of another type are brought over by a migration, see `migrating.rs`.
        assert_eq!((now.has("title"), now.get("amount"), now.get("level")), (false, &Value::Blank, &Value::Blank));
        let back = republish(&store, spec()).await.unwrap();
        assert_eq!(back, first);
        let now = read(back).await;
        assert_eq!((now.get("title"), now.get("amount")), (&Value::text("a"), &Value::Number("1.25".parse().unwrap())));
        store.close().await;
    }
}

#[tokio::test]
async fn long_and_colliding_ids_get_names_of_their_own() {
    let long = "a_very_long_identifier_of_forty_letters_";
    for kind in DatabaseKind::ALL {
        let (store, _, _database) = filled(kind, &[]).await;
        let mut names = std::collections::BTreeSet::new();
        for (app, form) in [("a", "b_c"), ("a_b", "c"), (long, long)] {
            let columns = vec![(id(long), ValueType::List(Box::new(ValueType::Text)))];
            let fields = [("order", ValueType::Text), (long, ValueType::Rows(columns)), ("select", ValueType::Instant)];
            let field =
                |(name, value_type): (&str, ValueType)| FieldSpec { id: id(name), unique: value_type == ValueType::Text, value_type, indexed: true };
            let spec = FormSpec {
                app: value::AppId::parse(app).unwrap(),
                form: FormId::parse(form).unwrap(),
                zone: Zone::shanghai(),
                fields: fields.into_iter().map(field).collect(),
            };
            let table = republish(&store, spec).await.unwrap();
            assert!(names.insert(format!("{table:?}")));
        }
        store.close().await;
    }
}

#[tokio::test]
async fn a_field_becomes_unique_only_when_its_values_are() {
    for kind in DatabaseKind::ALL {
        let records = [record(100, &json!({ "title": "x" })), record(101, &json!({ "title": " X" })), record(102, &json!({}))];
        let (store, table, _database) = filled(kind, &records).await;
        let unique = || {
            with(|fields| {
                for field in fields.iter_mut().filter(|field| field.id.as_str() == "title") {
                    field.unique = true;
                }
            })
        };
        assert!(republish(&store, unique()).await.is_err());
        let freed: Result<u64, StoreError> = store
            .write(move |tx| {
                let table = table.clone();
                Box::pin(
                    async move { records::update(tx, &table, RecordId(key(101)), 1, &[(id("title"), Value::text("y"))].into_iter().collect()).await },
                )
            })
            .await;
        freed.unwrap();
        let table = republish(&store, unique()).await.unwrap();
        let again: Result<(), StoreError> = store
            .write(move |tx| {
                let table = table.clone();
                Box::pin(async move { records::insert(tx, &table, &record(103, &json!({ "title": "Ｘ" }))).await })
            })
            .await;
        assert!(matches!(&again, Err(StoreError::NotUnique { field, .. }) if field == "title"), "{again:?}");
        store.close().await;
    }
}

#[tokio::test]
async fn what_is_said_of_tables_is_what_the_database_says() {
    for kind in DatabaseKind::ALL {
        let (store, table, _database) = filled(kind, &[]).await;
        let described = table.describe();
        assert_eq!(described, planned(&[spec()]).unwrap()[0].describe(), "a new database gets what is planned");
        let paths: Vec<&str> = described.iter().map(|table| table.path.as_str()).collect();
        assert_eq!(paths, ["", "tags", "units", "lines", "lines.marks"]);
        assert_eq!(described[4].parent.as_deref(), Some(described[3].name.as_str()));
        for table in &described {
            let mut said: Vec<(String, String, bool)> = Vec::new();
            for column in &table.columns {
                let sql = if kind == DatabaseKind::Postgres { column.postgres } else { column.sqlite };
                said.push((column.name.clone(), sql.to_owned(), column.never_blank));
            }
            said.sort();
            assert_eq!(said, columns_of(&store, &table.name).await, "{}", table.name);
        }
        store.close().await;
    }
}

/// Name, type and whether it may not be empty, of every column as the database has it.
async fn columns_of(store: &Store, table: &str) -> Vec<(String, String, bool)> {
    let session = store.read();
    let backend = session.get_database_backend();
    let query = if backend == sea_orm::DbBackend::Postgres {
        format!(
            "SELECT column_name::text, data_type::text, (is_nullable = 'NO')::int::bigint FROM information_schema.columns WHERE table_name = '{table}'"
        )
    } else {
        format!("SELECT name, lower(type), \"notnull\" FROM pragma_table_info('{table}')")
    };
    let rows = session.query_all_raw(Statement::from_string(backend, query)).await.unwrap();
    let column = |row: sea_orm::QueryResult| {
        let never: i64 = row.try_get_by_index(2).unwrap();
        (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap(), never != 0)
    };
    let mut columns: Vec<_> = rows.into_iter().map(column).collect();
    columns.sort();
    columns
}
