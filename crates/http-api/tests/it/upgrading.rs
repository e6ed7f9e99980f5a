//! A new version of a package over an app that was changed here, through the interface.

use crate::office::{Office, package};
use crate::server::{Answer, fresh_key};
use definition::{Files, archive};
use reqwest::Method;
use serde_json::{Value as Json, json};

const FORM: &str = "/api/build/leave/objects/form/request";

/// The package with another name for a field.
fn named(field: &str, name: &str) -> Files {
    let mut files = package();
    let mut form: Json = serde_json::from_str(&files["forms/request.json"]).unwrap();
    rename(&mut form, field, name);
    files.insert("forms/request.json".into(), form.to_string());
    files
}

fn rename(form: &mut Json, field: &str, name: &str) {
    let fields = form["fields"].as_array_mut().unwrap();
    fields.iter_mut().find(|one| one["id"] == field).unwrap()["label"] = json!({ "zh-CN": name, "en": name });
}

async fn send(office: &Office, path: &str, files: &Files, plan: Json) -> Answer {
    let content = archive::pack(files).unwrap();
    office.admin.upload_with(path, &[("plan", &plan.to_string())], "package", "leave.mortise", content).await
}

/// Renames a field in the builder and publishes that.
async fn customise(office: &Office, field: &str, name: &str) {
    let found = office.admin.get(FORM).await.ok();
    let mut definition = found["definition"].clone();
    rename(&mut definition, field, name);
    let tag = found["etag"].as_str().unwrap();
    office.admin.send(Method::PUT, FORM, Some(definition), &[("idempotency-key", &fresh_key()), ("if-match", tag)]).await.ok();
    office.admin.post("/api/build/leave/publish", json!({})).await.ok();
}

#[tokio::test]
async fn conflicts_are_shown_decided_and_never_written_over() {
    for database in test_kit::databases() {
        let office = Office::open(database).await;
        customise(&office, "reason", "ours").await;
        let theirs = named("reason", "theirs");
        let looked = send(&office, "/api/packages/check", &theirs, json!({})).await.ok();
        let upgrade = &looked["upgrade"];
        assert_eq!((&looked["ok"], &upgrade["customised"], &upgrade["base_version"]), (&json!(true), &json!(true), &json!("1.0.0")), "{looked}");
        let conflict = upgrade["differences"].as_array().unwrap().iter().find(|one| one["by"] == "conflict").unwrap();
        assert_eq!((&conflict["path"], &conflict["taken"]), (&json!("/fields/reason/label"), &json!("customer")));
        assert_eq!((&conflict["vendor"]["text"]["en"], &conflict["customer"]["text"]["en"]), (&json!("theirs"), &json!("ours")));
        assert_eq!(conflict["base"]["value"], json!({ "zh-CN": "事由", "en": "Reason" }));

        let undecided = send(&office, "/api/packages/import", &theirs, json!({})).await.problem();
        assert_eq!((undecided.0, undecided.1.as_str()), (422, "conflicts_undecided"));
        let decision = json!([{ "kind": "form", "id": "request", "path": "/fields/reason/label", "side": "vendor" }]);
        let plan = json!({ "seen": upgrade["seen"], "decisions": decision });
        customise(&office, "to", "until").await;
        assert_eq!(send(&office, "/api/packages/import", &theirs, plan).await.problem().1, "app_changed");
        let again = send(&office, "/api/packages/check", &theirs, json!({ "decisions": decision })).await.ok();
        let plan = json!({ "seen": again["upgrade"]["seen"], "decisions": decision });
        send(&office, "/api/packages/import", &theirs, plan).await.ok();
        let form = office.admin.get(FORM).await.ok()["definition"].clone();
        let label = |id: &str| form["fields"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap()["label"]["en"].clone();
        assert_eq!((label("reason"), label("to")), (json!("theirs"), json!("until")));

        let nonsense = json!({ "decisions": [{ "kind": "nothing", "id": "x", "path": "", "side": "vendor" }] });
        assert_eq!(send(&office, "/api/packages/check", &theirs, nonsense).await.problem().0, 404);
        assert_eq!(send(&office, "/api/packages/check", &theirs, json!({ "otherwise": "nobody" })).await.problem().0, 422);
        office.server.stop().await;
    }
}
