//! From which package the changes of an app begin, in new installations and in those from before.

use crate::platform::{key, open};
use sea_orm::ConnectionTrait;
use serde_json::json;
use store::{Moment, StoreError, apps, audit, vendor_bases};
use test_kit::DatabaseKind;
use value::AppId;

fn shop() -> AppId {
    AppId::parse("shop").unwrap()
}

fn version(app: &str, hash: &str, version: &str) -> apps::AppVersion {
    let (app, hash, version) = (app.to_owned(), hash.to_owned(), version.to_owned());
    apps::AppVersion { app, number: 0, hash, version, published_at: Moment(1), published_by: None, note: String::new() }
}

fn row(number: u128, at: i64, action: &str, app: &str, hash: &str) -> audit::Entry {
    audit::Entry {
        id: key(number),
        at: Moment(at),
        actor_id: None,
        actor_name: "system".into(),
        action: action.into(),
        app: Some(app.into()),
        object: app.into(),
        detail: json!({ "number": 1, "hash": hash, "note": "" }),
        digest: String::new(),
    }
}

#[tokio::test]
async fn the_last_package_takes_the_place_of_the_one_before() {
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        let base = |hash: &str, at| vendor_bases::VendorBase { app: "shop".into(), hash: hash.into(), version: "1".into(), imported_at: Moment(at) };
        let written: Result<(), StoreError> = store
            .write(move |tx| {
                Box::pin(async move {
                    vendor_bases::set(tx, base("one", 1)).await?;
                    vendor_bases::set(tx, base("two", 2)).await
                })
            })
            .await;
        written.unwrap();
        assert_eq!(vendor_bases::get(&store.read(), &shop()).await.unwrap(), Some(base("two", 2)));
        store.close().await;
    }
}

#[tokio::test]
async fn an_app_from_before_begins_with_its_newest_import() {
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        let prepared: Result<(), StoreError> = store
            .write(|tx| {
                Box::pin(async move {
                    apps::publish(tx, version("shop", "first", "1.0.0"), b"1").await?;
                    apps::publish(tx, version("shop", "second", "1.1.0"), b"2").await?;
                    apps::publish(tx, version("shop", "own", "1.1.0"), b"3").await?;
                    apps::publish(tx, version("made", "own", "1.0.0"), b"3").await?;
                    audit::write(tx, row(1, 10, "app.import", "shop", "first"));
                    audit::write(tx, row(2, 20, "app.import", "shop", "second"));
                    audit::write(tx, row(3, 30, "app.publish", "shop", "own"));
                    audit::write(tx, row(4, 40, "app.import", "gone", "never published"));
                    tx.execute_unprepared("DROP TABLE vendor_bases").await?;
                    tx.execute_unprepared("DELETE FROM schema_migrations WHERE version = 'm0006_vendor_bases'").await?;
                    Ok(())
                })
            })
            .await;
        prepared.unwrap();
        store.migrate().await.unwrap();
        let session = store.read();
        let base = vendor_bases::get(&session, &shop()).await.unwrap().unwrap();
        assert_eq!((base.hash.as_str(), base.version.as_str(), base.imported_at), ("second", "1.1.0", Moment(20)));
        for other in ["made", "gone"] {
            assert_eq!(vendor_bases::get(&session, &AppId::parse(other).unwrap()).await.unwrap(), None);
        }
        drop(session);
        store.close().await;
    }
}
