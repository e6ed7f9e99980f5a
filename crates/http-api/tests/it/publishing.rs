//! Publishing over live records: what it would do, what is decided, how far it is, what did not convert.

use crate::office::Office;
use crate::server::{Answer, Client, fresh_key};
use reqwest::Method;
use serde_json::{Value as Json, json};

const RECORDS: &str = "/api/apps/leave/forms/request/records";

async fn change(person: &Client, path: &str, change: impl Fn(&mut Json)) -> Answer {
    let found = person.get(path).await.ok();
    let (mut definition, tag) = (found["definition"].clone(), found["etag"].as_str().unwrap().to_owned());
    change(&mut definition);
    person.send(Method::PUT, path, Some(definition), &[("idempotency-key", &fresh_key()), ("if-match", &tag)]).await
}

async fn change_deputy(person: &Client, kind: &str) {
    let put = |form: &mut Json| {
        let fields = form["fields"].as_array_mut().unwrap();
        fields.retain(|field| field["id"] != "deputy");
        fields.push(json!({ "id": "deputy", "kind": kind, "label": { "zh-CN": "代理人", "en": "Deputy" } }));
    };
    change(person, "/api/build/leave/objects/form/request", put).await.ok();
}

async fn ask_for_leave(person: &Client, deputy: &str) -> String {
    let values = json!({ "kind": "other", "from": "2026-03-05", "to": "2026-03-06", "reason": "搬家", "deputy": deputy });
    person.post(RECORDS, json!({ "values": values })).await.ok()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_type_change_is_weighed_agreed_to_and_followed() {
    for database in test_kit::databases() {
        let office = Office::open(database).await;
        let (ann, hana) = (office.person_signed_in("ann").await, office.person_signed_in("hana").await);
        change_deputy(&hana, "text").await;
        hana.post("/api/build/leave/publish", json!({})).await.ok();
        let (fits, does_not) = (ask_for_leave(&ann, "12").await, ask_for_leave(&ann, "sam").await);
        change_deputy(&hana, "number").await;
        let weighed = hana.post("/api/build/leave/changes/weigh", json!({})).await.ok();
        let step = weighed["steps"].as_array().unwrap().iter().find(|step| step["change"] == "converted").unwrap();
        assert_eq!((&step["touched"], &step["troubled"], &step["asks"]), (&json!(2), &json!(1), &json!(true)), "{step}");
        assert_eq!((&step["samples"][0]["record"], &step["samples"][0]["value"]), (&json!(does_not), &json!("sam")), "{step}");
        let of_deputy = json!({ "form": "request", "field": "deputy" });
        let list = hana.post("/api/build/leave/changes/records", of_deputy.clone()).await;
        let rows = spreadsheet::read_table(&list.bytes, 10).unwrap();
        assert!(rows.len() == 2 && rows[1].contains(&"sam".to_owned()), "{rows:?}");
        assert_eq!(ann.post("/api/build/leave/changes/records", of_deputy).await.problem().0, 403);
        let refused = hana.post("/api/build/leave/publish", json!({})).await.problem();
        assert_eq!(refused.1, "publication_blocked", "{refused:?}");
        let choices = json!([{ "form": "request", "field": "deputy", "blank": true }]);
        let agreed = hana.post("/api/build/leave/changes/weigh", json!({ "choices": choices })).await.ok();
        assert_eq!(agreed["blocked"], json!([]), "{agreed}");
        let published = hana.post("/api/build/leave/publish", json!({ "choices": choices })).await.ok();
        let migration = published["migration"].as_str().unwrap().to_owned();
        office.server.work().await;
        let found = hana.get("/api/build/leave/migrations").await.ok();
        let found = found["migrations"].as_array().unwrap().iter().find(|one| one["id"] == migration).unwrap();
        assert!(found["done"] == found["total"] && found["refused"] == 1, "{found}");
        assert!(found["state"] == "settling" || found["state"] == "done", "{found}");
        assert_eq!(hana.get(&format!("{RECORDS}/{fits}")).await.ok()["values"]["deputy"], "12.00");
        assert_eq!(hana.get(&format!("{RECORDS}/{does_not}")).await.ok()["values"]["deputy"], Json::Null);
        let refused = hana.get(&format!("/api/build/leave/migrations/{migration}/values")).await;
        assert!(spreadsheet::read_table(&refused.bytes, 10).unwrap()[1].contains(&"sam".to_owned()));
        let over = hana.post(&format!("/api/build/leave/migrations/{migration}/cancel"), json!({})).await;
        assert_eq!(over.problem().1, "migration_over");
        let differences = hana.get("/api/build/leave/versions/2/differences/3").await.ok();
        let property = &differences["differences"][0]["properties"][0];
        assert_eq!((&property["path"], &property["before"], &property["after"]), (&json!("/fields/deputy/kind"), &json!("text"), &json!("number")));
        assert_eq!(property["names"][1]["zh-CN"], "代理人", "{property}");
        let back = hana.post("/api/build/leave/versions/2/weigh", json!({})).await.ok();
        assert!(back["blocked"] == json!([]) && back["steps"][0]["troubled"] == 0, "{back}");
        office.server.stop().await;
    }
}

#[tokio::test]
async fn a_scenario_that_fails_must_be_agreed_to() {
    for database in test_kit::databases() {
        let office = Office::open(database).await;
        let hana = office.person_signed_in("hana").await;
        let path = "/api/build/leave/objects/scenario/beyond_the_balance";
        change(&hana, path, |scenario| scenario["steps"][1]["expect"] = json!({ "refused": ["no_such_rule"] })).await.ok();
        let changes = hana.get("/api/build/leave/changes").await.ok();
        let failing = changes["scenarios"].as_array().unwrap().iter().find(|scenario| scenario["passed"] == false).unwrap();
        assert!(failing["faults"][0]["en"].as_str().is_some_and(|fault| !fault.is_empty()), "{failing}");
        let refused = hana.post("/api/build/leave/publish", json!({})).await.problem();
        assert_eq!(refused.1, "scenarios_failed", "{refused:?}");
        hana.post("/api/build/leave/publish", json!({ "despite_scenarios": true })).await.ok();
        office.server.stop().await;
    }
}
