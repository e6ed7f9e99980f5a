//! One command, one transaction.

use crate::platform::{open, user};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use store::{Moment, Store, StoreError, history, settings};
use test_kit::DatabaseKind;

#[tokio::test]
async fn a_refused_command_leaves_nothing_and_harms_nobody() {
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        let commands = (0..40_u32).map(|number| {
            let store = store.clone();
            async move {
                let result: Result<u32, StoreError> = store
                    .write(move |tx| {
                        Box::pin(async move {
                            store::users::create(tx, user(u128::from(number), &format!("u{number}"))).await?;
                            match number % 4 {
                                1 => Err(StoreError::NotFound("thing")),
                                2 => panic!("a command may fail in any way"),
                                // Breaks a unique index after a good write.
                                3 => store::users::create(tx, user(1000 + u128::from(number), &format!("u{number}"))).await.map(|()| number),
                                _ => Ok(number),
                            }
                        })
                    })
                    .await;
                assert_eq!(result.is_ok(), number % 4 == 0, "{number} {result:?}");
            }
        });
        if kind == DatabaseKind::Sqlite {
            futures_util::future::join_all(commands).await;
        } else {
            // On PostgreSQL a panic belongs to the caller's own task.
            for task in commands.map(tokio::spawn).collect::<Vec<_>>() {
                let _ = task.await;
            }
        }
        assert_eq!(store::users::all(&store.read()).await.unwrap().len(), 10);
        store.close().await;
    }
}

#[tokio::test]
async fn two_that_count_never_lose_a_step() {
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        let count = |store: store::Store| async move {
            let numbers: Result<i64, StoreError> = store
                .write(move |tx| {
                    Box::pin(async move {
                        let (app, form, field) = place();
                        store::counters::next(tx, &app, &form, &field, "").await
                    })
                })
                .await;
            numbers
        };
        let mut numbers = Vec::new();
        for round in 0..10 {
            // Each pair runs at once; under REPEATABLE READ one of them is repeated.
            let (left, right) = tokio::join!(count(store.clone()), count(store.clone()));
            numbers.extend([left.unwrap(), right.unwrap()]);
            assert_eq!(numbers.len(), 2 * (round + 1));
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=20).collect::<Vec<i64>>());
        let next: Result<i64, StoreError> = store
            .write(move |tx| {
                Box::pin(async move {
                    let (app, form, field) = place();
                    store::counters::next_many(tx, &app, &form, &field, "", 5).await
                })
            })
            .await;
        assert_eq!(next.unwrap(), 21);
        for (given, then) in [(100, 101), (7, 102)] {
            let next: Result<i64, StoreError> = store
                .write(move |tx| {
                    Box::pin(async move {
                        let (app, form, field) = place();
                        store::counters::at_least(tx, &app, &form, &field, "", given).await?;
                        store::counters::next(tx, &app, &form, &field, "").await
                    })
                })
                .await;
            assert_eq!(next.unwrap(), then, "counting goes on behind {given}");
        }
        store.close().await;
    }
}

fn place() -> (value::AppId, value::FormId, value::FieldId) {
    (value::AppId::parse("a").unwrap(), value::FormId::parse("f").unwrap(), value::FieldId::parse("n").unwrap())
}

#[tokio::test]
async fn hooks_run_after_the_commit_only() {
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        let done = Arc::new(AtomicU32::new(0));
        for fails in [false, true] {
            let seen = done.clone();
            let _: Result<(), StoreError> = store
                .write(move |tx| {
                    let seen = seen.clone();
                    Box::pin(async move {
                        settings::set(tx, "x", json!(1)).await?;
                        tx.after_commit(move || {
                            seen.fetch_add(1, Ordering::SeqCst);
                        });
                        if fails { Err(StoreError::NotFound("thing")) } else { Ok(()) }
                    })
                })
                .await;
        }
        assert_eq!(done.load(Ordering::SeqCst), 1);
        store.close().await;
    }
}

#[tokio::test]
async fn a_repeated_key_meets_the_first_answer() {
    use store::Moment;
    use store::idempotency::{Claim, Key, answer, claim};
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        let runs = Arc::new(AtomicU32::new(0));
        let submit = |body: &'static str| {
            let (store, runs) = (store.clone(), runs.clone());
            async move {
                let result: Result<Claim, StoreError> = store
                    .write(move |tx| {
                        let runs = runs.clone();
                        Box::pin(async move {
                            let key = Key { actor: "u", route: "POST /x", key: "k1", body };
                            let met = claim(tx, key, Moment(5), Moment(100)).await?;
                            if met == Claim::New {
                                answer(tx, key, "{\"id\":7}").await?;
                                tx.after_commit(move || {
                                    runs.fetch_add(1, Ordering::SeqCst);
                                });
                            }
                            Ok(met)
                        })
                    })
                    .await;
                result.unwrap()
            }
        };
        let (a, b, c) = tokio::join!(submit("x"), submit("x"), submit("x"));
        let new = [&a, &b, &c].into_iter().filter(|met| **met == Claim::New).count();
        assert_eq!((new, runs.load(Ordering::SeqCst)), (1, 1), "{a:?} {b:?} {c:?}");
        assert_eq!(submit("x").await, Claim::Answered("{\"id\":7}".into()));
        assert_eq!(submit("y").await, Claim::OtherBody);
        store.close().await;
    }
}

/// A deferred foreign key is judged at the commit: the one member that breaks it makes the commit of the whole batch fail.
#[tokio::test]
async fn when_the_common_commit_fails_every_member_stands_or_falls_alone() {
    use sea_orm::ConnectionTrait;
    let (store, table, _database) = crate::fixture::filled(DatabaseKind::Sqlite, &[]).await;
    drop(table);
    let runs = Arc::new(AtomicU32::new(0));
    let commands = (0..30_u32).map(|number| {
        let (store, runs) = (store.clone(), runs.clone());
        async move {
            let result: Result<(), StoreError> = store
                .write(move |tx| {
                    let runs = runs.clone();
                    Box::pin(async move {
                        runs.fetch_add(1, Ordering::SeqCst);
                        store::users::create(tx, user(u128::from(number), &format!("u{number}"))).await?;
                        if number == 7 {
                            tx.execute_unprepared("PRAGMA defer_foreign_keys = ON").await?;
                            tx.execute_unprepared("INSERT INTO c_shop_order_tags (_parent, _order, value) VALUES (x'00', 0, 'a')").await?;
                        }
                        Ok(())
                    })
                })
                .await;
            assert_eq!(result.is_ok(), number != 7, "{number} {result:?}");
        }
    });
    futures_util::future::join_all(commands).await;
    assert_eq!(store::users::all(&store.read()).await.unwrap().len(), 29);
    assert!(runs.load(Ordering::SeqCst) > 30, "the batch was repeated singly");
    store.close().await;
}

fn change(number: u128) -> history::Change {
    history::Change {
        id: uuid::Uuid::from_u128(number),
        app: "a".into(),
        form: "f".into(),
        record_id: uuid::Uuid::from_u128(5),
        revision: i64::try_from(number).unwrap(),
        at: Moment(1000),
        by_id: None,
        by_name: "n".into(),
        through: "update".into(),
        changes: json!({ "title": ["a", "b"] }),
        version: "h".into(),
    }
}

async fn seen(session: &store::Session) -> Result<Vec<i64>, StoreError> {
    let (app, form, _) = place();
    let record = value::RecordId(uuid::Uuid::from_u128(5));
    Ok(history::of_record(session, &app, &form, record).await?.into_iter().map(|change| change.revision).collect())
}

#[tokio::test]
async fn what_is_kept_for_the_end_is_there_for_who_asks_earlier_and_gone_with_the_command() {
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        // As many as do not fit into one statement, and an odd number of them.
        let kept: Result<usize, StoreError> = store
            .write(|tx| {
                Box::pin(async move {
                    history::write(tx, (1..=599).map(change).collect());
                    let there = seen(tx).await?.len();
                    history::write(tx, vec![change(600)]);
                    Ok(there)
                })
            })
            .await;
        assert_eq!(kept.unwrap(), 599);
        let numbered = |store: Store, number: u128| async move {
            let result: Result<(), StoreError> = store
                .write(move |tx| {
                    Box::pin(async move {
                        history::write(tx, vec![change(number)]);
                        if number.is_multiple_of(2) { Err(StoreError::NotFound("thing")) } else { Ok(()) }
                    })
                })
                .await;
            assert_eq!(result.is_ok(), number % 2 == 1);
        };
        futures_util::future::join_all((601..=640).map(|number| numbered(store.clone(), number))).await;
        let expected: Vec<i64> = (1..=600).chain((601..=640).filter(|number| number % 2 == 1)).collect();
        assert_eq!(seen(&store.read()).await.unwrap(), expected);
        // A row that is there already fails its own command and nobody else's.
        let again = |store: Store, number: u128| async move {
            let result: Result<(), StoreError> = store
                .write(move |tx| {
                    Box::pin(async move {
                        history::write(tx, vec![change(number)]);
                        Ok(())
                    })
                })
                .await;
            result.is_ok()
        };
        let done = futures_util::future::join_all((639..=642).map(|number| again(store.clone(), number))).await;
        assert_eq!(done, [false, true, true, true]);
        store.close().await;
    }
}
