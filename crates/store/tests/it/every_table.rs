//! Every platform table: what its functions write, its functions read, on both databases.

use crate::platform::{key, open, user};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use store::roles::Holder;
use store::{
    Before, Moment, Narrow, Store, StoreError, Tx, Work, absences, allocation, apps, audit, cc, comments, departments, drafts, files, flows, history,
    login_attempts, messages, outbox, own_views, portal_links, roles, sessions, settings, slots, timers, todos, unfinished, users,
};
use test_kit::DatabaseKind;
use value::{AppId, DepartmentId, FieldId, FileId, FlowId, FormId, NodeId, RecordId, RoleId, SlotId, UserId};

fn app() -> AppId {
    AppId::parse("shop").unwrap()
}

fn form() -> FormId {
    FormId::parse("order").unwrap()
}

const AT: Moment = Moment(1000);
const RECORD: RecordId = RecordId(uuid::Uuid::from_u128(5));
const ME: UserId = UserId(uuid::Uuid::from_u128(0x0190_b5a0_0000_7000_8000_0000_0000_0001));

async fn write<T: Send + 'static>(store: &Store, work: impl for<'t> Fn(&'t Tx) -> Work<'t, T, StoreError> + Send + Sync + 'static) -> T {
    store.write(work).await.unwrap()
}

#[tokio::test]
async fn people_departments_roles() {
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        let department = |number: u128, parent: Option<u128>| departments::Department {
            id: key(number),
            parent_id: parent.map(key),
            name: format!("部门{number}"),
            head_id: None,
            position: 1,
            created_at: AT,
            revision: 1,
        };
        write(&store, move |tx| {
            Box::pin(async move {
                users::create(tx, user(1, "Wang")).await?;
                users::save(tx, users::User { name: "李四".into(), email: Some("l@x".into()), ..user(1, "Wang") }).await?;
                users::touch(tx, ME, AT).await?;
                users::set_departments(tx, ME, &[DepartmentId(key(12)), DepartmentId(key(11))]).await?;
                for (number, parent) in [(11, None), (12, Some(11)), (13, Some(12))] {
                    departments::create(tx, department(number, parent)).await?;
                }
                departments::save(tx, departments::Department { head_id: Some(key(1)), ..department(12, Some(11)) }).await?;
                departments::delete(tx, DepartmentId(key(13))).await?;
                let role = RoleId::parse("agent").unwrap();
                roles::set(tx, &app(), &role, &[Holder::User(ME)]).await?;
                roles::set(tx, &app(), &role, &[Holder::Department(DepartmentId(key(11)))]).await
            })
        })
        .await;
        let session = store.read();
        let me = users::get(&session, ME).await.unwrap().unwrap();
        assert_eq!((me.name.as_str(), me.name_key.as_str(), me.login.as_str(), me.revision, me.last_seen), ("李四", "lisi", "wang", 2, Some(AT)));
        assert_eq!(users::departments_of(&session, ME).await.unwrap(), [DepartmentId(key(12)), DepartmentId(key(11))]);
        assert_eq!(users::departments_of_all(&session).await.unwrap().len(), 1);
        assert_eq!(users::in_departments(&session, &BTreeSet::from([DepartmentId(key(11))])).await.unwrap(), BTreeSet::from([ME]));
        assert!(users::any(&session).await.unwrap());
        assert_eq!(users::by_ids(&session, &BTreeSet::from([ME])).await.unwrap().len(), 1);
        assert_eq!(departments::get(&session, DepartmentId(key(12))).await.unwrap().unwrap().head_id, Some(key(1)));
        let tree = departments::tree_below(&session, &BTreeSet::from([DepartmentId(key(11))])).await.unwrap();
        assert_eq!(tree, BTreeSet::from([DepartmentId(key(11)), DepartmentId(key(12))]));
        let role = RoleId::parse("agent").unwrap();
        assert_eq!(roles::holders(&session, &app(), &role).await.unwrap(), [Holder::Department(DepartmentId(key(11)))]);
        assert_eq!(roles::all(&session).await.unwrap().len(), 1);
        drop(session);
        store.close().await;
    }
}

#[tokio::test]
async fn signing_in() {
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        let signed = |token: &str| sessions::SignedIn {
            token_hash: token.into(),
            user_id: ME.0,
            csrf: "c".into(),
            created_at: AT,
            seen_at: AT,
            expires_at: Moment(2000),
            address: "::1".into(),
            agent: "b".into(),
        };
        write(&store, move |tx| {
            Box::pin(async move {
                for token in ["a", "b", "c"] {
                    sessions::open(tx, signed(token)).await?;
                }
                sessions::touch(tx, "a", Moment(1500), Moment(3000)).await?;
                sessions::close(tx, "b").await?;
                assert_eq!(sessions::close_all(tx, ME, Some("a")).await?, 1);
                login_attempts::note(tx, login_attempts::FailedAttempt { id: key(1), login: "wang".into(), address: "::1".into(), at: AT }).await?;
                let link = portal_links::PortalLink {
                    token_hash: "t".into(),
                    app: "shop".into(),
                    portal: "p".into(),
                    form: "order".into(),
                    record_id: RECORD.0,
                    created_at: AT,
                    expires_at: None,
                    revoked_at: None,
                };
                portal_links::create(tx, link).await
            })
        })
        .await;
        let session = store.read();
        assert!(sessions::find(&session, "a", Moment(2500)).await.unwrap().is_some());
        assert!(sessions::find(&session, "a", Moment(3000)).await.unwrap().is_none());
        assert_eq!(login_attempts::count_by_login(&session, "WANG", AT).await.unwrap(), 1);
        assert_eq!(login_attempts::count_by_address(&session, "::1", Moment(1001)).await.unwrap(), 0);
        assert!(portal_links::find(&session, "t", AT).await.unwrap().is_some());
        drop(session);
        let swept = write(&store, |tx| {
            Box::pin(async move {
                login_attempts::forget(tx, "Wang").await?;
                Ok((sessions::sweep(tx, Moment(3000)).await?, portal_links::revoke(tx, RECORD, AT).await?, login_attempts::sweep(tx, AT).await?))
            })
        })
        .await;
        assert_eq!(swept, (1, 1, 0));
        assert!(portal_links::find(&store.read(), "t", AT).await.unwrap().is_none());
        store.close().await;
    }
}

#[tokio::test]
async fn apps_drafts_slots_settings() {
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        let version = |hash: &str| apps::AppVersion {
            app: "shop".into(),
            number: 0,
            hash: hash.into(),
            version: "1.0.0".into(),
            published_at: AT,
            published_by: None,
            note: String::new(),
        };
        let draft = |revision: i64, content: Option<&str>| drafts::Draft {
            app: "shop".into(),
            kind: "form".into(),
            object: "order".into(),
            content: content.map(String::from),
            revision,
            updated_at: AT,
            updated_by: None,
        };
        let numbers = write(&store, move |tx| {
            Box::pin(async move {
                let mut numbers = Vec::new();
                for (hash, content) in [("h1", b"one".as_slice()), ("h2", &[0, 255, 1]), ("h1", b"one")] {
                    numbers.push(apps::publish(tx, version(hash), content).await?);
                }
                assert_eq!(drafts::save(tx, draft(0, Some("{}"))).await?, 1);
                assert_eq!(drafts::save(tx, draft(1, None)).await?, 2);
                assert!(matches!(drafts::save(tx, draft(1, None)).await, Err(StoreError::Stale(_))));
                let slot = SlotId::parse("head").unwrap();
                slots::bind(tx, &app(), &slot, json!("a")).await?;
                slots::bind(tx, &app(), &slot, json!({ "b": 1 })).await?;
                settings::set(tx, "salt", json!("s")).await?;
                assert_eq!(settings::get_or_set(tx, "salt", json!("other")).await?, json!("s"));
                Ok(numbers)
            })
        })
        .await;
        assert_eq!(numbers, [1, 2, 3]);
        let session = store.read();
        let installed = apps::get(&session, &app()).await.unwrap().unwrap();
        assert_eq!((installed.active_hash.as_str(), installed.active_number, installed.revision), ("h1", 3, 3));
        assert_eq!(apps::content(&session, &app(), "h2").await.unwrap().unwrap(), [0, 255, 1]);
        assert_eq!((apps::versions(&session, &app()).await.unwrap().len(), apps::all(&session).await.unwrap().len()), (3, 1));
        assert_eq!(drafts::get(&session, &app(), "form", "order").await.unwrap().unwrap().content, None);
        assert_eq!(slots::all(&session, &app()).await.unwrap(), BTreeMap::from([(SlotId::parse("head").unwrap(), json!({ "b": 1 }))]));
        drop(session);
        write(&store, |tx| Box::pin(drafts_go(tx))).await;
        assert!(drafts::all(&store.read(), &app()).await.unwrap().is_empty());
        store.close().await;
    }
}

async fn drafts_go(tx: &Tx) -> Result<(), StoreError> {
    drafts::discard(tx, &app(), "form", "none").await?;
    drafts::discard_all(tx, &app()).await
}

fn instance() -> flows::Instance {
    flows::Instance {
        id: key(900),
        app: "shop".into(),
        form: "order".into(),
        record_id: RECORD.0,
        flow: "main".into(),
        version: "h1".into(),
        status: "running".into(),
        state: "{}".into(),
        revision: 1,
        started_at: AT,
        started_by: Some(ME.0),
        started_by_name: "王".into(),
        ended_at: None,
    }
}

fn todo(number: u128, at: i64) -> todos::Todo {
    todos::Todo {
        id: key(number),
        app: "shop".into(),
        form: "order".into(),
        record_id: RECORD.0,
        instance_id: key(900),
        flow: "main".into(),
        node: "approve".into(),
        node_label: json!({ "zh-CN": "审批" }),
        title: "t".into(),
        holder_id: ME.0,
        state: "open".into(),
        created_at: Moment(at),
        due_at: Some(Moment(at + 10)),
        closed_at: None,
        done_by: None,
        outcome: None,
        opinion: None,
    }
}

#[tokio::test]
async fn absences_are_entered_ended_and_taken_away() {
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        let absence = |number: u128, from: i64, apps: serde_json::Value| absences::Absence {
            id: key(number),
            user_id: ME.0,
            stand_in_id: key(2),
            from_at: Moment(from),
            until_at: Moment(from + 100),
            apps,
            entered_by: None,
            entered_at: AT,
        };
        write(&store, move |tx| {
            Box::pin(async move {
                absences::enter(tx, absence(1, 100, json!([]))).await?;
                absences::enter(tx, absence(2, 300, json!(["shop"]))).await?;
                absences::enter(tx, absence(3, 500, json!(["other"]))).await?;
                absences::end(tx, key(1), Moment(150)).await?;
                absences::remove(tx, key(3)).await
            })
        })
        .await;
        let session = store.read();
        let coming = absences::not_over(&session, Moment(150)).await.unwrap();
        assert_eq!(coming.iter().map(|absence| absence.id).collect::<Vec<_>>(), [key(2)], "until is excluded");
        assert!(coming[0].covers("shop") && !coming[0].covers("other"));
        assert!(coming[0].shares_an_app_with(&absence(9, 0, json!([]))) && !coming[0].shares_an_app_with(&absence(9, 0, json!(["other"]))));
        assert!(coming[0].meets(&absence(9, 399, json!([]))) && !coming[0].meets(&absence(9, 400, json!([]))));
        assert_eq!(absences::of(&session, UserId(key(2)), 9).await.unwrap().len(), 2, "whoever stands in sees it as well");
        assert_eq!((absences::all(&session, 9).await.unwrap().len(), absences::get(&session, key(3)).await.unwrap()), (2, None));
        drop(session);
        store.close().await;
    }
}

#[tokio::test]
async fn cases_and_their_to_dos() {
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        write(&store, |tx| {
            Box::pin(async move {
                flows::start(tx, instance()).await?;
                flows::save(tx, flows::Instance { state: "{\"a\":1}".into(), ..instance() }).await?;
                assert!(matches!(flows::save(tx, instance()).await, Err(StoreError::Stale(_))));
                // One on hold and one that lies with its starter are not over; one that is withdrawn is.
                for (number, status) in [(901, "suspended"), (902, "returned"), (903, "withdrawn")] {
                    flows::start(tx, flows::Instance { id: key(number), record_id: key(number), status: status.into(), ..instance() }).await?;
                }
                let event = flows::Event {
                    instance_id: key(900),
                    number: 0,
                    at: AT,
                    by_id: None,
                    by_name: "n".into(),
                    kind: "started".into(),
                    event: json!({ "b": 1, "a": [] }),
                };
                flows::write_events(tx, vec![event]);
                todos::open(tx, (1..=5).map(|number| todo(number, 100 * i64::try_from(number).unwrap())).collect()).await?;
                todos::complete(tx, key(1), Some(ME), "approve", Some("好"), AT).await?;
                assert!(matches!(todos::complete(tx, key(1), Some(ME), "approve", None, AT).await, Err(StoreError::Stale(_))));
                todos::cancel(tx, &[key(2), key(1)], AT).await?;
                todos::set_due(tx, &[key(3)], None).await?;
                todos::save_open(tx, todos::Todo { holder_id: key(2), ..todo(4, 400) }).await?;
                assert_eq!(todos::get_for_update(tx, key(5)).await?.unwrap().title, "t");
                assert_eq!(flows::open_for_update(tx, &app(), &form(), RECORD).await?.unwrap().state, "{\"a\":1}");
                let notice = cc::Notice {
                    id: key(70),
                    app: "shop".into(),
                    form: "order".into(),
                    record_id: RECORD.0,
                    instance_id: key(900),
                    flow: "main".into(),
                    node: "tell".into(),
                    node_label: json!("N"),
                    title: "t".into(),
                    user_id: ME.0,
                    at: AT,
                    read_at: None,
                };
                cc::tell(tx, vec![notice]).await
            })
        })
        .await;
        let session = store.read();
        let open = todos::open_of(&session, ME, &Narrow::default(), None, 10).await.unwrap();
        assert_eq!(open.iter().map(|todo| todo.id).collect::<Vec<_>>(), [key(5), key(3)]);
        let next = todos::open_of(&session, ME, &Narrow::default(), Some(Before { at: open[0].created_at, id: open[0].id }), 10).await.unwrap();
        assert_eq!(next.len(), 1);
        assert_eq!(todos::done_by(&session, ME, &Narrow::default(), None, 10).await.unwrap()[0].opinion.as_deref(), Some("好"));
        assert_eq!(todos::counts(&session, ME, Moment(9999)).await.unwrap(), todos::TodoCounts { open: 2, overdue: 1 });
        let both = BTreeSet::from([ME, UserId(key(2))]);
        let loads = BTreeMap::from([(ME, 2), (UserId(key(2)), 1)]);
        assert_eq!(todos::load_of(&session, (&app(), None, None), &both).await.unwrap(), loads);
        let elsewhere = FlowId::parse("elsewhere").unwrap();
        assert_eq!(todos::load_of(&session, (&app(), Some(&elsewhere), None), &both).await.unwrap(), BTreeMap::new());
        assert_eq!(todos::of_instance(&session, key(900)).await.unwrap().len(), 5);
        assert_eq!(todos::open_of_instance(&session, key(900)).await.unwrap().len(), 3);
        assert_eq!(todos::open_of_record(&session, &app(), &form(), RECORD).await.unwrap().len(), 3);
        assert_eq!(todos::holders_of(&session, &[key(900)]).await.unwrap()[&key(900)].len(), 3);
        assert_eq!(flows::of_record(&session, &app(), &form(), RECORD).await.unwrap()[0].revision, 2);
        assert_eq!(flows::events(&session, key(900)).await.unwrap()[0].event, json!({ "b": 1, "a": [] }));
        assert_eq!(flows::started_by(&session, ME, &Narrow::default(), None, 5).await.unwrap().len(), 4);
        let reader = &session;
        let narrow = |narrow: Narrow| async move { todos::open_of(reader, ME, &narrow, None, 10).await.unwrap().len() };
        assert_eq!(narrow(Narrow { app: Some("shop".into()), flow: Some("main".into()), ..Narrow::default() }).await, 2);
        assert_eq!(narrow(Narrow { app: Some("other".into()), ..Narrow::default() }).await, 0);
        assert_eq!(narrow(Narrow { due_before: Some(Moment(9999)), ..Narrow::default() }).await, 1, "what has no moment is not late");
        assert_eq!(narrow(Narrow { starter: Some(ME.0), ..Narrow::default() }).await, 2);
        assert_eq!(narrow(Narrow { starter: Some(key(2)), ..Narrow::default() }).await, 0);
        assert_eq!(todos::steps_of(&session, ME, true).await.unwrap().iter().map(|step| step.count).sum::<u64>(), 2);
        assert_eq!(todos::steps_of(&session, ME, false).await.unwrap().iter().map(|step| step.count).sum::<u64>(), 1);
        assert_eq!(flows::starters_for(&session, ME, true).await.unwrap(), [(ME, 1)]);
        assert_eq!(flows::flows_started_by(&session, ME).await.unwrap()[0].count, 4);
        assert_eq!(cc::steps_of(&session, ME).await.unwrap()[0].node, "tell");
        assert_eq!(flows::running_by_version(&session, &app()).await.unwrap(), BTreeMap::from([("h1".into(), 3)]));
        assert_eq!(flows::running_of_flow(&session, &app(), "main").await.unwrap().len(), 3);
        assert_eq!((cc::unread(&session, ME).await.unwrap(), cc::of(&session, ME, &Narrow::default(), None, 5).await.unwrap().len()), (1, 1));
        drop(session);
        write(&store, |tx| Box::pin(cc::mark_read(tx, ME, RECORD, AT))).await;
        assert_eq!(cc::unread(&store.read(), ME).await.unwrap(), 0);
        store.close().await;
    }
}

#[tokio::test]
async fn work_is_leased_to_one_worker_and_comes_back() {
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        write(&store, |tx| {
            Box::pin(async move {
                let outgoing = |number: u128, next_at: i64| outbox::Outgoing {
                    id: key(number),
                    app: "shop".into(),
                    channel: "mail".into(),
                    payload: json!({ "to": "x" }),
                    state: "waiting".into(),
                    created_at: AT,
                    next_at: Moment(next_at),
                    attempts: 0,
                    leased_until: None,
                    last_error: None,
                    done_at: None,
                };
                outbox::put(tx, vec![outgoing(1, 10), outgoing(2, 20), outgoing(3, 30)]);
                let timer = |number: u128, due_at: i64, name: &str| timers::Timer {
                    id: key(number),
                    app: "shop".into(),
                    instance_id: Some(key(900)),
                    name: name.into(),
                    payload: json!({}),
                    due_at: Moment(due_at),
                    state: "waiting".into(),
                    attempts: 0,
                    leased_until: None,
                    last_error: None,
                };
                timers::set(tx, vec![timer(1, 10, "remind"), timer(2, 20, "late"), timer(3, 30, "late")]).await
            })
        })
        .await;
        write(&store, |tx| {
            Box::pin(async move {
                let leased: Vec<_> = outbox::lease(tx, Moment(25), Moment(100), 10).await?.into_iter().map(|entry| entry.id).collect();
                assert_eq!(leased, [key(1), key(2)]);
                assert!(outbox::lease(tx, Moment(25), Moment(100), 10).await?.is_empty(), "leased already");
                outbox::delivered(tx, key(1), Moment(26)).await?;
                outbox::failed(tx, key(2), "no", Some(Moment(40))).await?;
                let again: Vec<_> =
                    outbox::lease(tx, Moment(40), Moment(100), 10).await?.into_iter().map(|entry| (entry.id, entry.attempts)).collect();
                assert_eq!(again, [(key(3), 0), (key(2), 1)]);
                outbox::failed(tx, key(2), "never", None).await?;
                assert_eq!(outbox::dead(tx, 5).await?[0].last_error.as_deref(), Some("never"));
                outbox::replay(tx, key(2), Moment(50)).await?;
                assert_eq!((outbox::waiting(tx).await?, outbox::sweep(tx, Moment(27)).await?, outbox::next_due(tx).await?), (2, 1, Some(Moment(30))));

                assert_eq!(timers::lease(tx, Moment(10), Moment(20), 5).await?.len(), 1);
                assert_eq!(timers::fired(tx, &[key(1)]).await?, [key(1)]);
                assert!(timers::fired(tx, &[key(1)]).await?.is_empty(), "firing twice has no effect");
                timers::failed(tx, key(2), "no", Some(Moment(60))).await?;
                assert_eq!(timers::lease(tx, Moment(50), Moment(70), 5).await?.len(), 1);
                timers::failed(tx, key(3), "never", None).await?;
                assert_eq!(timers::waiting_of(tx, key(900)).await?.len(), 1);
                assert_eq!(timers::next_due(tx, Moment(50)).await?, Some(Moment(60)), "it is put off until then");
                assert_eq!(timers::next_due(tx, Moment(70)).await?, Some(Moment(20)), "it is due since then");
                timers::cancel(tx, key(900), Some(&["late".into()])).await?;
                timers::cancel(tx, key(900), None).await?;
                assert_eq!(timers::get(tx, key(2)).await?.unwrap().state, "cancelled");
                Ok(())
            })
        })
        .await;
        store.close().await;
    }
}

fn file(number: u128) -> files::StoredFile {
    files::StoredFile {
        id: key(number),
        name: "a.png".into(),
        size: 3,
        media_type: "image/png".into(),
        digest: "d".into(),
        state: "pending".into(),
        uploaded_by: None,
        visitor: Some("v".into()),
        uploaded_at: AT,
        app: None,
        form: None,
        record_id: None,
        field: None,
    }
}

#[tokio::test]
async fn what_belongs_to_a_record() {
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        write(&store, |tx| {
            Box::pin(async move {
                let change = |number: u128| history::Change {
                    id: key(number),
                    app: "shop".into(),
                    form: "order".into(),
                    record_id: RECORD.0,
                    revision: i64::try_from(number).unwrap(),
                    at: AT,
                    by_id: None,
                    by_name: "n".into(),
                    through: "create".into(),
                    changes: json!({ "title": [null, "a"] }),
                    version: "h".into(),
                };
                history::write(tx, vec![change(2)]);
                history::write(tx, vec![change(1), change(3)]);
                let comment = comments::Comment {
                    id: key(1),
                    app: "shop".into(),
                    form: "order".into(),
                    record_id: RECORD.0,
                    at: AT,
                    by_id: None,
                    by_name: "n".into(),
                    text: "你好".into(),
                    mentions: json!([]),
                };
                comments::write(tx, comment).await?;
                files::add(tx, file(1)).await?;
                files::add(tx, file(2)).await?;
                let field = FieldId::parse("photo").unwrap();
                files::attach(tx, FileId(key(1)), &app(), &form(), RECORD, &field).await?;
                files::attach(tx, FileId(key(1)), &app(), &form(), RECORD, &field).await?;
                let stolen = files::attach(tx, FileId(key(1)), &app(), &form(), RecordId(key(6)), &field).await;
                assert!(matches!(stolen, Err(StoreError::NotFound(_))), "another record holds it");
                let message = |number: u128| messages::UserMessage {
                    id: key(number),
                    user_id: ME.0,
                    at: Moment(i64::try_from(number).unwrap()),
                    subject: "s".into(),
                    body: "b".into(),
                    app: None,
                    form: None,
                    record_id: None,
                    read_at: None,
                };
                messages::deliver(tx, vec![message(1)]).await?;
                messages::deliver(tx, vec![message(1), message(2)]).await?;
                assert_eq!(messages::mark_read(tx, ME, Some(&[key(1)]), AT).await?, 1);
                let entry = audit::Entry {
                    id: key(1),
                    at: AT,
                    actor_id: Some(ME.0),
                    actor_name: "王".into(),
                    action: "record.create".into(),
                    app: Some("shop".into()),
                    object: "order".into(),
                    detail: json!({}),
                    digest: audit::digest("salt", b"x"),
                };
                audit::write(tx, entry);
                Ok(())
            })
        })
        .await;
        let session = store.read();
        let revisions: Vec<i64> =
            history::of_record(&session, &app(), &form(), RECORD).await.unwrap().into_iter().map(|change| change.revision).collect();
        assert_eq!(revisions, [1, 2, 3]);
        assert_eq!(comments::of_record(&session, &app(), &form(), RECORD).await.unwrap()[0].text, "你好");
        assert_eq!(files::get(&session, FileId(key(1))).await.unwrap().unwrap().field.as_deref(), Some("photo"));
        assert_eq!(files::abandoned(&session, Moment(2000), 5).await.unwrap().len(), 1);
        assert_eq!(
            (files::all(&session).await.unwrap().len(), files::by_ids(&session, &BTreeSet::from([FileId(key(2))])).await.unwrap().len()),
            (2, 1)
        );
        assert_eq!((messages::unread(&session, ME).await.unwrap(), messages::of(&session, ME, None, 5).await.unwrap()[0].id), (1, key(2)));
        for (query, found) in [
            (audit::AuditQuery { actor: Some(ME.0), action: Some("record".into()), app: Some("shop".into()), ..Default::default() }, 1),
            (audit::AuditQuery { from: Some(AT), to: Some(Moment(1001)), ..Default::default() }, 1),
            (audit::AuditQuery { to: Some(AT), ..Default::default() }, 0),
            (audit::AuditQuery { before: Some(Before { at: AT, id: key(1) }), ..Default::default() }, 0),
            (audit::AuditQuery { action: Some("app".into()), ..Default::default() }, 0),
        ] {
            assert_eq!(audit::query(&session, &query, 5).await.unwrap().len(), found, "{query:?}");
        }
        drop(session);
        write(&store, |tx| Box::pin(forget(tx))).await;
        store.close().await;
    }
}

async fn forget(tx: &Tx) -> Result<(), StoreError> {
    files::forget(tx, &BTreeSet::from([FileId(key(2))])).await?;
    assert_eq!(messages::mark_read(tx, ME, None, AT).await?, 1);
    Ok(())
}

#[tokio::test]
async fn unfinished_entries() {
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        let new = RecordId(uuid::Uuid::from_u128(77));
        let entry = |record: RecordId, base: Option<i64>, at: i64, title: &str| unfinished::Unfinished {
            user_id: ME.0,
            app: "shop".into(),
            form: "order".into(),
            record_id: record.0,
            values: json!({ "title": title }),
            base_revision: base,
            version: "h".into(),
            saved_at: Moment(at),
        };
        let entries = [
            entry(new, None, 1, "a"),
            entry(RECORD, Some(3), 4, "b"),
            entry(new, None, 3, "c"),
            entry(RecordId(uuid::Uuid::from_u128(78)), None, 2, "d"),
        ];
        write(&store, move |tx| {
            let entries = entries.clone();
            Box::pin(async move {
                for entry in entries {
                    unfinished::keep(tx, entry).await?;
                }
                Ok(())
            })
        })
        .await;
        let session = store.read();
        let newest = unfinished::newest(&session, ME, &app(), &form()).await.unwrap().unwrap();
        assert_eq!((newest.record_id, newest.values, newest.saved_at), (new.0, json!({ "title": "c" }), Moment(3)), "later ones take the place");
        assert_eq!(unfinished::get(&session, ME, &app(), &form(), RECORD).await.unwrap().unwrap().base_revision, Some(3));
        write(&store, |tx| Box::pin(async move { unfinished::forget_older(tx, ME, 2).await })).await;
        assert!(
            unfinished::get(&session, ME, &app(), &form(), RecordId(uuid::Uuid::from_u128(78))).await.unwrap().is_none(),
            "the oldest goes first"
        );
        write(&store, move |tx| Box::pin(async move { unfinished::forget(tx, ME, &app(), &form(), new).await })).await;
        assert!(unfinished::newest(&session, ME, &app(), &form()).await.unwrap().is_none(), "the change of a stored record is no new one");
    }
}

#[tokio::test]
async fn views_of_a_person() {
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        let view = |id: &str, title: &str, at: i64| own_views::OwnView {
            user_id: ME.0,
            app: "shop".into(),
            form: "order".into(),
            view: id.into(),
            definition: Some(json!({ "label": title })),
            first: false,
            saved_at: Moment(at),
        };
        let part = |id: &str| value::PartId::parse(id).unwrap();
        let views = [view("my_a", "a", 1), view("my_b", "b", 2), view("my_a", "c", 3)];
        write(&store, move |tx| {
            let views = views.clone();
            Box::pin(async move {
                for view in views {
                    own_views::keep(tx, view).await?;
                }
                own_views::open_with(tx, ME, &app(), &form(), Some(&part("my_b")), Moment(4)).await?;
                own_views::open_with(tx, ME, &app(), &form(), Some(&part("all")), Moment(5)).await
            })
        })
        .await;
        let session = store.read();
        let seen = |rows: Vec<own_views::OwnView>| rows.into_iter().map(|row| (row.view, row.definition.is_some(), row.first)).collect::<Vec<_>>();
        let kept = seen(own_views::list(&session, ME, &app(), &form()).await.unwrap());
        assert_eq!(kept, [("all".into(), false, true), ("my_a".into(), true, false), ("my_b".into(), true, false)]);
        write(&store, move |tx| {
            Box::pin(async move {
                own_views::open_with(tx, ME, &app(), &form(), Some(&part("my_a")), Moment(6)).await?;
                own_views::forget(tx, ME, &app(), &form(), &part("my_b")).await
            })
        })
        .await;
        let kept = own_views::list(&session, ME, &app(), &form()).await.unwrap();
        assert_eq!(kept[0].definition, Some(json!({ "label": "c" })), "opening with it does not touch what it says");
        assert_eq!(seen(kept), [("my_a".into(), true, true)]);
    }
}

#[tokio::test]
async fn turns_and_what_waits() {
    let flow = || FlowId::parse("approval").unwrap();
    let node = || NodeId::parse("check").unwrap();
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        let waiting = |token: i64, priority: i64, since: i64| allocation::Waiting {
            instance_id: key(900),
            token,
            app: "shop".into(),
            form: "order".into(),
            record_id: key(5),
            flow: "approval".into(),
            node: "check".into(),
            node_label: json!("Check"),
            title: "t".into(),
            priority,
            since: Moment(since),
            look_at: Moment(1000),
        };
        write(&store, move |tx| {
            Box::pin(async move {
                allocation::given(tx, &app(), &flow(), &node(), &[ME, UserId(key(2))], AT).await?;
                allocation::given(tx, &app(), &flow(), &node(), &[ME], Moment(2000)).await?;
                allocation::wait(tx, key(900), vec![waiting(1, 0, 10), waiting(2, 5, 20), waiting(3, 5, 15)]).await?;
                allocation::postpone(tx, &[(key(900), 2)], Moment(9000)).await
            })
        })
        .await;
        let session = store.read();
        assert_eq!(allocation::last_turn(&session, &app(), &flow(), &node()).await.unwrap(), Some(ME));
        let both = BTreeSet::from([ME, UserId(key(2))]);
        let given = allocation::last_given(&session, (&app(), Some(&flow()), Some(&node())), &both).await.unwrap();
        assert_eq!(given, BTreeMap::from([(ME, Moment(2000)), (UserId(key(2)), AT)]));
        assert_eq!(allocation::ever_given(&session, &app(), &flow(), &node()).await.unwrap(), both);
        let tokens = |rows: Vec<allocation::Waiting>| rows.into_iter().map(|row| row.token).collect::<Vec<_>>();
        let due = allocation::due(&session, Moment(1500), &BTreeSet::new(), 10).await.unwrap();
        assert_eq!(tokens(due), [3, 1], "the larger number first, then what has waited longest");
        let freed = allocation::due(&session, Moment(1500), &BTreeSet::from([app()]), 10).await.unwrap();
        assert_eq!(tokens(freed), [3, 2, 1], "somebody has become free in the app");
        write(&store, |tx| Box::pin(async move { allocation::forget(tx, (key(900), 3)).await })).await;
        assert_eq!(tokens(allocation::due(&session, Moment(9999), &BTreeSet::new(), 10).await.unwrap()), [2, 1]);
        write(&store, |tx| Box::pin(async move { allocation::wait(tx, key(900), Vec::new()).await })).await;
        assert!(allocation::due(&session, Moment(9999), &BTreeSet::from([app()]), 10).await.unwrap().is_empty());
        assert!(todos::who_did(&session, (&app(), &flow(), &node()), &BTreeSet::from([RECORD])).await.unwrap().is_empty());
        assert!(todos::open_at(&session, (&app(), &flow(), &node()), ME, 5).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn steps_are_given_out_by_one_at_a_time() {
    let flow = || FlowId::parse("approval").unwrap();
    let node = || NodeId::parse("check").unwrap();
    let people: Vec<UserId> = (1..=4).map(|number| UserId(key(number))).collect();
    for kind in DatabaseKind::ALL {
        let (store, _database) = open(kind).await;
        let next = |people: Vec<UserId>| {
            let store = store.clone();
            tokio::spawn(async move {
                let work = store.write(move |tx| {
                    let people = people.clone();
                    Box::pin(async move {
                        // A look before the lock would settle what the transaction sees.
                        settings::get(tx, "nothing").await?;
                        tx.must_be_alone()?;
                        let last = allocation::last_turn(tx, &app(), &flow(), &node()).await?;
                        let place = last.and_then(|last| people.iter().position(|user| *user == last)).map_or(0, |place| place + 1);
                        let user = people[place % people.len()];
                        allocation::given(tx, &app(), &flow(), &node(), &[user], AT).await?;
                        Ok::<_, StoreError>(user)
                    })
                });
                work.await.unwrap()
            })
        };
        let mut given: BTreeMap<UserId, u32> = BTreeMap::new();
        for turn in (0..12).map(|_| next(people.clone())).collect::<Vec<_>>() {
            *given.entry(turn.await.unwrap()).or_default() += 1;
        }
        assert_eq!(given.values().copied().collect::<Vec<_>>(), [3, 3, 3, 3]);
    }
}
