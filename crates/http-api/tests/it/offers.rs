//! Options that a connector gives: who may ask for them, what is kept, and what happens when the system outside is away.

use crate::office::Office;
use crate::server::{Answer, Client, fresh_key};
use connectors::{CallFault, CallRecorder};
use definition::{Files, archive};
use reqwest::Method;
use serde_json::{Value as Json, json};
use std::sync::Arc;

const RECORDS: &str = "/api/apps/shop/forms/order/records";
const OPTIONS: &str = "/api/apps/shop/forms/order/options";

fn files() -> Files {
    let part = |id: &str, more: Json| {
        let mut field = json!({
            "id": id, "kind": "outside_choice", "label": id, "connector": "stock", "operation": "find", "input": { "group": "{group}" },
            "list": "/items", "item_value": "/number", "item_label": "/name"
        });
        field.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        field
    };
    let objects = [
        (
            "app.json",
            json!({ "format": 1, "id": "shop", "label": "商店", "version": "1.0.0", "languages": ["zh-CN"], "slots": [
                { "id": "stock_address", "kind": "address", "label": "库存系统" }, { "id": "stock_key", "kind": "secret", "label": "密钥" }
            ] }),
        ),
        (
            "connectors/stock.json",
            json!({ "format": 1, "id": "stock", "label": "库存", "address": "stock_address", "sign_in": { "by": "bearer", "secret": "stock_key" }, "operations": [{
                "id": "find", "label": "查找", "method": "GET", "path": "/parts",
                "inputs": [{ "id": "group", "label": "组" }, { "id": "words", "label": "文字" }],
                "query": [{ "name": "group", "value": "{group}" }, { "name": "q", "value": "{words}" }]
            }] }),
        ),
        (
            "forms/order.json",
            json!({ "format": 1, "id": "order", "label": "订单", "fields": [
                { "id": "group", "kind": "text", "label": "组" },
                part("part", json!({ "search_input": "words" })),
                part("spare", json!({ "when_unreachable": "accept" })),
                { "id": "called", "kind": "computed", "label": "叫做", "result": "text", "formula": "{part.label} & \"/\" & {part.value}" }
            ] }),
        ),
        (
            "portals/ask.json",
            json!({ "format": 1, "id": "ask", "label": "询问", "form": "order", "fields": ["part"], "states": [{ "id": "open", "label": "处理中", "when": "TRUE" }] }),
        ),
        (
            "roles/clerk.json",
            json!({ "format": 1, "id": "clerk", "label": "员工", "grants": [{ "form": "order", "rows": "all", "actions": ["create", "read", "update", "export"] }] }),
        ),
        (
            "roles/reader.json",
            json!({ "format": 1, "id": "reader", "label": "读者", "grants": [{ "form": "order", "rows": "all", "actions": ["read", "update"], "field_default": "read", "fields": { "group": "write" } }] }),
        ),
    ];
    objects.into_iter().map(|(path, object)| (path.to_owned(), object.to_string())).collect()
}

struct Shop {
    office: Office,
    clerk: Client,
    reader: Client,
    calls: Arc<CallRecorder>,
}

async fn shop(database: test_kit::TestDatabase) -> Shop {
    let office = Office::open(database).await;
    office.admin.upload("/api/packages/import", "package", "shop.mortise", archive::pack(&files()).unwrap()).await.ok();
    let slots = json!({ "slots": { "stock_address": "https://stock.example.com/api", "stock_key": "s3cret" } });
    office.admin.send(Method::PUT, "/api/packages/shop/slots", Some(slots), &[("idempotency-key", &fresh_key())]).await.ok();
    let users = office.admin.get("/api/admin/users").await.ok();
    let id = |login: &str| {
        let found = users["users"].as_array().unwrap().iter().find(|user| user["login"] == login);
        found.unwrap_or_else(|| panic!("{users}"))["id"].clone()
    };
    for (role, login) in [("clerk", "ann"), ("reader", "sam")] {
        let path = format!("/api/admin/roles/shop/{role}");
        office.admin.send(Method::PUT, &path, Some(json!({ "users": [id(login)] })), &[("idempotency-key", &fresh_key())]).await.ok();
    }
    let (clerk, reader) = (office.person_signed_in("ann").await, office.person_signed_in("sam").await);
    let calls = office.server.calls.clone();
    Shop { office, clerk, reader, calls }
}

fn items(all: &[(&str, &str)]) -> Result<Json, CallFault> {
    let item = |(number, name): &(&str, &str)| json!({ "number": number, "name": name, "price": 3 });
    Ok(json!({ "items": all.iter().map(item).collect::<Vec<_>>() }))
}

fn refused(answer: Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.text())
}

fn urls(calls: &CallRecorder) -> Vec<String> {
    calls.calls().into_iter().map(|call| call.url.replace("https://stock.example.com/api", "")).collect()
}

#[tokio::test]
async fn options_come_from_outside_and_what_is_kept_is_what_was_offered() {
    for database in test_kit::databases() {
        let Shop { office, clerk, calls, .. } = shop(database).await;
        calls.answer_next(items(&[("SF-2", "风扇"), ("SF-2", "又是它"), ("", "没有编号"), ("P-1", "水泵"), ("K-1", "Bearer s3cret")]));
        let asked = json!({ "field": "part", "values": { "group": "a b" }, "search": "" });
        let offered = clerk.post(OPTIONS, asked.clone()).await.ok();
        assert_eq!(offered["options"], json!([{ "value": "SF-2", "label": "风扇" }, { "value": "P-1", "label": "水泵" }]), "{offered}");
        assert_eq!((&offered["more"], &offered["gone"], &offered["fault"]), (&json!(false), &json!(false), &Json::Null));
        clerk.post(OPTIONS, asked).await.ok();
        assert_eq!(urls(&calls), ["/parts?group=a%20b"], "the same question is asked once");
        assert_eq!(calls.calls()[0].secret, Some(("authorization".into(), "Bearer s3cret".into())));

        // The name is what the system says, whatever came along; nobody is asked again.
        let made = clerk.post(RECORDS, json!({ "values": { "group": "a b", "part": { "value": "SF-2", "label": "免费" } } })).await.ok();
        assert_eq!(made["values"]["part"], json!({ "value": "SF-2", "label": "风扇" }), "{made}");
        assert_eq!((&made["values"]["called"], calls.calls().len()), (&json!("风扇/SF-2"), 1), "formulas see the right name, too");

        // What was not offered lately is asked for, by its name and then by its value.
        calls.answer_next(items(&[("X-1", "别的")]));
        calls.answer_next(items(&[]));
        let wrong = json!({ "values": { "group": "c", "part": { "value": "SF-2", "label": "风扇" } } });
        let (status, body) = refused(clerk.post(RECORDS, wrong).await);
        assert_eq!(status, 422, "{body}");
        assert!(body.contains("C0118") && body.contains("/part"), "{body}");
        assert_eq!(urls(&calls)[1..], ["/parts?group=c&q=%E9%A3%8E%E6%89%87", "/parts?group=c&q=SF-2"]);

        // An edit of another field asks nobody; one on which the options depend does.
        let record = format!("{RECORDS}/{}", made["id"].as_str().unwrap());
        let tag = made["revision"].to_string();
        let same = clerk.patch(&record, &tag, json!({ "values": { "part": { "value": "SF-2", "label": "改名" } } })).await.ok();
        assert_eq!((&same["values"]["part"]["label"], calls.calls().len()), (&json!("风扇"), 3), "{same}");
        let tag = same["revision"].to_string();
        calls.answer_next(items(&[]));
        calls.answer_next(items(&[]));
        assert_eq!(clerk.patch(&record, &tag, json!({ "values": { "group": "d" } })).await.status.as_u16(), 422);
        let gone = json!({ "field": "part", "record": made["id"], "values": { "group": "d", "part": same["values"]["part"] }, "search": "" });
        calls.answer_next(items(&[("P-9", "新泵")]));
        let offered = clerk.post(OPTIONS, gone).await.ok();
        assert_eq!((&offered["gone"], &offered["options"][0]["value"]), (&json!(true), &json!("P-9")), "{offered}");
        office.server.stop().await;
    }
}

#[tokio::test]
async fn when_the_system_is_away_it_is_said_and_the_setting_decides_on_saving() {
    for database in test_kit::databases() {
        let Shop { office, clerk, calls, .. } = shop(database).await;
        calls.answer_next(Err(CallFault::Timeout(10)));
        let offered = clerk.post(OPTIONS, json!({ "field": "part" })).await.ok();
        assert_eq!((&offered["fault"]["word"], &offered["options"]), (&json!("timeout"), &json!([])), "{offered}");
        calls.answer_next(items(&[("A", "甲")]));
        assert_eq!(clerk.post(OPTIONS, json!({ "field": "part" })).await.ok()["options"][0]["label"], "甲", "a failure is not remembered");
        calls.answer_next(Ok(json!({ "items": "none" })));
        assert_eq!(clerk.post(OPTIONS, json!({ "field": "part", "search": "x" })).await.ok()["fault"]["word"], "answer_unfit");

        let values = |field: &str| json!({ "values": { "group": "g", field: { "value": "Z", "label": "末" } } });
        calls.answer_next(Err(CallFault::Unreachable));
        let (status, body) = refused(clerk.post(RECORDS, values("part")).await);
        assert!(status == 422 && body.contains("C0145"), "{body}");
        assert!(!body.contains("stock.example.com") && !body.contains("s3cret"), "{body}");
        calls.answer_next(Err(CallFault::Unreachable));
        let made = clerk.post(RECORDS, values("spare")).await.ok();
        assert_eq!(made["values"]["spare"], json!({ "value": "Z", "label": "末" }));
        office.server.stop().await;
    }
}

#[tokio::test]
async fn only_who_may_fill_in_the_field_may_ask_and_a_page_only_for_its_fields() {
    for database in test_kit::databases() {
        let Shop { office, clerk, reader, calls } = shop(database).await;
        let made = clerk.post(RECORDS, json!({ "values": { "group": "g" } })).await.ok();
        assert_eq!(reader.post(OPTIONS, json!({ "field": "part" })).await.problem().0, 403);
        assert_eq!(reader.post(OPTIONS, json!({ "field": "part", "record": made["id"] })).await.problem().0, 404);
        assert_eq!(clerk.post(OPTIONS, json!({ "field": "group" })).await.problem().0, 404);
        assert_eq!(office.person_signed_in("hana").await.post(OPTIONS, json!({ "field": "part" })).await.problem().0, 403);
        let (page, stranger) = ("/api/public/shop/ask", office.server.stranger());
        assert_eq!(stranger.post(&format!("{page}/options"), json!({ "field": "spare" })).await.problem().0, 404);
        assert!(calls.calls().is_empty(), "nobody outside was asked");

        let told = stranger.get(page).await.ok().to_string();
        assert!(["stock", "find", "/items", "{group}"].iter().all(|word| !told.contains(word)), "{told}");
        calls.answer_next(items(&[("A", "甲")]));
        let offered = stranger.post(&format!("{page}/options"), json!({ "field": "part", "values": { "group": "sly" } })).await.ok();
        assert_eq!(
            (&offered["options"][0]["value"], urls(&calls)),
            (&json!("A"), vec!["/parts".to_owned()]),
            "what the page does not show is not taken"
        );
        let headers = [("idempotency-key", fresh_key())];
        let headers = [(headers[0].0, headers[0].1.as_str())];
        let body = json!({ "values": { "part": { "value": "A" } } });
        stranger.send(Method::POST, &format!("{page}/records"), Some(body), &headers).await.ok();
        let listed = clerk.post(&format!("{RECORDS}/query"), json!({})).await.ok();
        assert!(listed.to_string().contains("甲") && calls.calls().len() == 1, "{listed}");
        office.server.stop().await;
    }
}
