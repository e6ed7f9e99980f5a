//! Platform tables: what is written is read back.

use sea_orm::ConnectionTrait;
use store::{Moment, Store, StoreConfig, StoreError};
use test_kit::{DatabaseKind, TestDatabase};
use uuid::Uuid;

/// A migrated store, as a copy of one that is migrated once per test process.
pub async fn open(kind: DatabaseKind) -> (Store, TestDatabase) {
    let prepare = |url: String| async move {
        let store = Store::open(StoreConfig::new(url)).await.unwrap();
        store.migrate().await.unwrap();
        store.close().await;
    };
    let database = test_kit::cloned(kind, "migrated", prepare).await;
    (Store::open(StoreConfig { url: database.url.clone(), connections: 4 }).await.unwrap(), database)
}

pub fn key(number: u128) -> Uuid {
    Uuid::from_u128(0x0190_b5a0_0000_7000_8000_0000_0000_0000 + number)
}

pub fn user(number: u128, login: &str) -> store::users::User {
    store::users::User {
        id: key(number),
        login: login.into(),
        name: format!("用户{number}"),
        name_key: String::new(),
        email: None,
        phone: None,
        password_hash: None,
        must_change_password: false,
        administrator: false,
        active: true,
        locale: "zh-CN".into(),
        created_at: Moment(1),
        last_seen: None,
        revision: 1,
    }
}

#[tokio::test]
async fn people_are_kept() {
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        store
            .write(|tx| {
                Box::pin(async move {
                    store::users::create(tx, user(1, "wang")).await?;
                    store::users::create(tx, user(2, "li")).await
                })
            })
            .await
            .unwrap();
        let twice: Result<(), StoreError> = store.write(|tx| Box::pin(store::users::create(tx, user(3, "li")))).await;
        assert!(matches!(twice, Err(StoreError::Exists(_))), "{twice:?}");
        let session = store.read();
        assert_eq!(store::users::by_login(&session, "LI").await.unwrap().unwrap().id, key(2));
        assert_eq!(store::users::search(&session, "户1", 10).await.unwrap().len(), 1);
        assert_eq!(store::users::search(&session, "YONGHU", 10).await.unwrap().len(), 2);
        let stale: Result<(), StoreError> =
            store.write(|tx| Box::pin(store::users::save(tx, store::users::User { revision: 9, ..user(1, "wang") }))).await;
        assert!(matches!(stale, Err(StoreError::Stale(_))), "{stale:?}");
        drop(session);
        store.close().await;
    }
}

#[tokio::test]
async fn a_schema_of_a_newer_release_is_refused() {
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        store
            .write::<_, StoreError, _>(|tx| {
                Box::pin(async move {
                    tx.execute_unprepared("INSERT INTO schema_migrations (version, applied_at) VALUES ('m9999_future', 0)").await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
        let refused = store.migrate().await;
        assert!(matches!(&refused, Err(StoreError::NewerSchema(name)) if name == "m9999_future"), "{refused:?}");
        store.close().await;
    }
}

#[tokio::test]
async fn a_backup_is_put_back_into_an_empty_place_only() {
    for kind in DatabaseKind::ALL {
        let (store, database) = open(kind).await;
        let made: Result<(), StoreError> = store.write(|tx| Box::pin(store::users::create(tx, user(1, "wang")))).await;
        made.unwrap();
        let file = database.folder.join("backup");
        store.backup(&file).await.unwrap();
        let later: Result<(), StoreError> = store.write(|tx| Box::pin(store::users::create(tx, user(2, "li")))).await;
        later.unwrap();
        let empty = if kind == DatabaseKind::Sqlite { test_kit::sqlite() } else { test_kit::postgres() };
        let config = StoreConfig::new(empty.url.clone());
        Store::restore(&config, &file).await.unwrap();
        assert!(matches!(Store::restore(&config, &file).await, Err(StoreError::NotEmpty(_))));
        let restored = Store::open(config).await.unwrap();
        restored.migrate().await.unwrap();
        let logins: Vec<String> = store::users::all(&restored.read()).await.unwrap().into_iter().map(|user| user.login).collect();
        assert_eq!(logins, ["wang"]);
        restored.close().await;
        store.close().await;
    }
}
