//! Sessions, people, rights that are taken away.

use crate::house::{desk, houses, system, ticket};
use runtime::RuntimeError;
use runtime::types::{AuditQuery, RecordQuery, SignIn, UserChange};
use serde_json::json;
use spreadsheet::{Cell, SheetColumn, SheetTable, write_table};
use value::RoleId;

fn sign_in(login: &str, password: &str) -> SignIn {
    SignIn { login: login.into(), password: password.into(), address: "10.0.0.9".into(), agent: "test".into() }
}

#[tokio::test]
async fn wrong_passwords_lock_a_name_for_a_while() {
    for house in houses().await {
        for _ in 0..5 {
            let wrong = house.runtime.sign_in(sign_in("zhang", "wrong password")).await;
            assert!(matches!(wrong, Err(RuntimeError::WrongPassword)), "{wrong:?}");
        }
        let locked = house.runtime.sign_in(sign_in("zhang", "zhang 的长长的密码")).await;
        assert!(matches!(locked, Err(RuntimeError::TooMany { .. })), "{locked:?}");
        house.clock.advance(chrono::Duration::minutes(16));
        assert!(house.runtime.sign_in(sign_in("ZHANG", "zhang 的长长的密码")).await.is_ok());
    }
}

#[tokio::test]
async fn a_session_ends_when_it_idles_when_it_is_ended_and_when_the_person_goes() {
    for house in houses().await {
        let signed = house.runtime.sign_in(sign_in("zhang", "zhang 的长长的密码")).await.unwrap();
        assert!(house.runtime.session(&signed.token).await.is_ok());
        house.runtime.sign_out(&signed.token).await.unwrap();
        assert!(matches!(house.runtime.session(&signed.token).await, Err(RuntimeError::Unauthenticated)));
        let idle = house.runtime.sign_in(sign_in("zhang", "zhang 的长长的密码")).await.unwrap();
        house.clock.advance(chrono::Duration::minutes(121));
        assert!(house.runtime.session(&idle.token).await.is_err());
        let gone = house.runtime.sign_in(sign_in("zhang", "zhang 的长长的密码")).await.unwrap();
        house.runtime.update_user(&system(), house.agent, UserChange { active: Some(false), ..UserChange::default() }).await.unwrap();
        assert!(house.runtime.session(&gone.token).await.is_err());
        let audit = house
            .runtime
            .audit_log(&system().actor, AuditQuery { action: Some("user.".into()), limit: 50, ..AuditQuery::default() })
            .await
            .unwrap()
            .0;
        assert!(audit.iter().any(|entry| entry.action == "user.update" && entry.detail["changed"] == json!(["active"])));
    }
}

#[tokio::test]
async fn a_first_password_opens_nothing_but_its_change() {
    for house in houses().await {
        let first = house.runtime.reset_password(&system(), house.lead).await.unwrap();
        let signed = house.runtime.sign_in(sign_in("li", &first)).await.unwrap();
        assert!(signed.session.profile.must_change_password);
        let refused = house.runtime.query_records(&signed.session.actor, &desk(), &ticket(), RecordQuery::default()).await;
        assert!(refused.is_err());
        assert!(house.runtime.change_password(&signed.token, &first, "short").await.is_err());
        let changed = house.runtime.change_password(&signed.token, &first, "新的长长的密码 42").await.unwrap();
        assert!(house.runtime.session(&signed.token).await.is_err(), "the old token is over");
        assert!(house.runtime.query_records(&changed.session.actor, &desk(), &ticket(), RecordQuery::default()).await.is_ok());
    }
}

#[tokio::test]
async fn a_role_that_is_taken_away_is_gone_at_once() {
    for house in houses().await {
        let token = house.runtime.sign_in(sign_in("zhang", "zhang 的长长的密码")).await.unwrap().token;
        house.runtime.set_role_holders(&system(), &desk(), &RoleId::parse("agent").unwrap(), Vec::new()).await.unwrap();
        let actor = house.runtime.session(&token).await.unwrap().actor;
        let refused = house.runtime.query_records(&actor, &desk(), &ticket(), RecordQuery::default()).await;
        assert!(matches!(refused, Err(RuntimeError::Denied { .. })), "{refused:?}");
        assert!(house.runtime.apps(&actor).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn people_come_from_a_workbook_or_not_at_all() {
    for house in houses().await {
        let book = |rows: Vec<[&str; 4]>| {
            let columns = ["登录名", "姓名", "部门", "角色"].map(|label| SheetColumn { label: label.into(), scale: 0 }).into();
            let rows = rows.into_iter().map(|row| row.map(|cell| Cell::Text(cell.into())).into()).collect();
            write_table(&SheetTable { title: "people".into(), columns, rows }).unwrap()
        };
        let faulty =
            house.runtime.import_users(&system(), &book(vec![["zhao", "赵六", "一组", "坐席"], ["qian", "钱七", "没有的部门", ""]])).await.unwrap();
        assert_eq!(faulty.faults.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [3]);
        assert!(house.runtime.users(&system().actor, Some("zhao")).await.unwrap().is_empty());
        let taken = house.runtime.import_users(&system(), &book(vec![["zhao", "赵六", "一组", "坐席"], ["zhang", "张三丰", "", ""]])).await.unwrap();
        assert_eq!((taken.created.len(), taken.updated.as_slice()), (1, ["zhang".to_owned()].as_slice()));
        let (login, password) = &taken.created[0];
        assert!(house.runtime.sign_in(sign_in(login, password)).await.is_ok());
        assert_eq!(house.runtime.user(&system().actor, house.agent).await.unwrap().name, "张三丰");
        let found = house.runtime.find_people(&house.actor("li").await, "zhangsan").await.unwrap();
        assert_eq!(found.len(), 1, "found by pinyin");
    }
}
