//! An app made of a workbook: published once, its rows filed once, its numbers going on.

use crate::house::{House, houses, map, system};
use access::Actor;
use app_engine::from_workbook::{FromWorkbook, Wishes};
use bytes::Bytes;
use runtime::RuntimeError;
use runtime::types::{NewUser, RecordQuery, WorkbookSeen};
use serde_json::{Value as Json, json};
use value::{AppId, FormId};

const NUMBER: &str = "jian_yan_dan_hao";

fn register() -> Bytes {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/workbooks/register-incoming-inspection.xlsx");
    std::fs::read(path).unwrap().into()
}

fn wishes() -> Wishes {
    Wishes { id: "incoming".into(), review: true, ..Wishes::default() }
}

async fn looked_at(house: &House, actor: &Actor) -> (FromWorkbook, bool) {
    match house.runtime.look_at_workbook(actor, register(), wishes()).await.unwrap() {
        WorkbookSeen::App { made, taken } => (*made, taken),
        WorkbookSeen::Refused(places) => panic!("{places:?}"),
    }
}

async fn numbers(house: &House, app: &AppId, form: &FormId) -> Vec<Json> {
    let query = RecordQuery { limit: 500, ..RecordQuery::default() };
    let page = house.runtime.query_records(&system().actor, app, form, query).await.unwrap();
    page.rows.iter().map(|row| row.values.get(NUMBER).cloned().unwrap_or_default()).collect()
}

#[tokio::test]
async fn a_register_becomes_an_app_once_and_its_numbers_go_on() {
    for house in houses().await {
        house.runtime.create_user(&system(), NewUser { administrator: true, ..house.somebody("boss", "厂长") }).await.unwrap();
        let boss = house.call("boss").await;
        let (seen, taken) = looked_at(&house, &boss.actor).await;
        assert!(!taken);
        let form = FormId::parse(&seen.proposal.unwrap().forms[0].id).unwrap();
        let made = house.runtime.app_of_workbook(&boss, register(), wishes()).await.unwrap();
        assert_eq!((made.filed, made.unfiled.as_slice()), (14, [].as_slice()));
        let filed = numbers(&house, &made.app, &form).await;
        assert_eq!((filed.len(), &filed[13]), (14, &json!("IQC-202601-001")), "the first row is the oldest record");

        // Cut off and sent again: nothing twice.
        let again = house.runtime.app_of_workbook(&boss, register(), wishes()).await.unwrap();
        assert_eq!(again, made);
        assert_eq!(numbers(&house, &made.app, &form).await, filed);

        // Another app is not written over.
        let other = house.runtime.app_of_workbook(&boss, register(), Wishes { label: "别的".into(), ..wishes() }).await;
        assert!(matches!(&other, Err(RuntimeError::Refused { code, .. }) if code == "app_exists"), "{other:?}");

        // New records are counted behind those of the workbook; March of 2026 is the month of the standing clock.
        let values = json!({ "lai_liao_ri_qi": "2026-03-02", "gong_ying_shang": "甲", "wu_liao_ming_cheng": "乙" });
        house.runtime.create_record(&house.call("boss").await, &made.app, &form, None, map(values)).await.unwrap();
        let last = numbers(&house, &made.app, &form).await.swap_remove(0);
        let in_march = filed.iter().filter_map(Json::as_str).filter(|number| number.starts_with("IQC-202603-")).max().map(str::to_owned);
        let wanted = in_march.map_or("IQC-202603-001".to_owned(), |number| format!("IQC-202603-{:03}", number[11..].parse::<u32>().unwrap() + 1));
        assert_eq!(last, json!(wanted));
    }
}

#[tokio::test]
async fn only_administrators_make_apps() {
    for house in houses().await {
        let refused = house.runtime.app_of_workbook(&house.call("zhang").await, register(), wishes()).await;
        assert!(matches!(refused, Err(RuntimeError::Denied { .. })), "{refused:?}");
    }
}

#[tokio::test]
async fn names_that_are_known_become_people_and_others_stay_texts() {
    for house in houses().await {
        let kind = |seen: &FromWorkbook| {
            let fields = &seen.proposal.as_ref().unwrap().forms[0].fields;
            fields.iter().find(|field| field.id == "jian_yan_yuan").unwrap().kind
        };
        let (strangers, _) = looked_at(&house, &system().actor).await;
        assert_eq!(kind(&strangers), app_engine::from_workbook::Kind::Text);
        house.runtime.create_user(&system(), house.somebody("liu", "刘强")).await.unwrap();
        let (known, _) = looked_at(&house, &system().actor).await;
        assert_eq!(kind(&known), app_engine::from_workbook::Kind::Member);
        assert!(known.records.iter().any(|row| row.values.contains_key("jian_yan_yuan")), "刘强 is known");
        assert!(known.unfit.iter().all(|fault| fault.text != "刘强"), "and the others are told");
    }
}
