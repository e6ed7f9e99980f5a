//! An office that uses the example app for leave: hana of HR, sam who heads sales, ann who works there, and an administrator.

use crate::server::{Client, Server};
use definition::{Files, archive};
use reqwest::Method;
use serde_json::json;
use std::path::Path;
use test_kit::TestDatabase;

pub const PASSWORD: &str = "a long enough password";

pub struct Office {
    pub server: Server,
    pub admin: Client,
}

impl Office {
    /// The server with the app, the people and their roles, all made through the interface itself.
    pub async fn open(database: TestDatabase) -> Self {
        Self::furnish(Server::start(database).await).await
    }

    pub async fn furnish(server: Server) -> Self {
        let code = server.runtime.set_up_code().await.unwrap().expect("there is no administrator yet");
        let set_up = json!({ "code": code, "login": "root", "name": "Root", "password": PASSWORD });
        server.stranger().send(Method::POST, "/api/session/setup", Some(set_up), &[]).await.ok();
        let admin = server.sign_in("root", PASSWORD).await;
        admin.upload("/api/packages/import", "package", "leave.mortise", archive::pack(&package()).unwrap()).await.ok();
        let office = Self { server, admin };
        let sales = office.department("Sales").await;
        let personnel = office.department("Personnel").await;
        let (hana, _) = (office.person("hana", &personnel).await, ());
        let sam = office.person("sam", &sales).await;
        let ann = office.person("ann", &sales).await;
        office.head(&sales, &sam).await;
        office.head(&personnel, &hana).await;
        office.role("employee", &[&sam, &ann]).await;
        office.role("hr", &[&hana]).await;
        office
    }

    /// A person of the office with a browser.
    pub async fn person_signed_in(&self, login: &str) -> Client {
        self.server.sign_in(login, PASSWORD).await
    }

    async fn department(&self, name: &str) -> String {
        let made = self.admin.post("/api/admin/departments", json!({ "name": name })).await.ok();
        made["id"].as_str().unwrap().to_owned()
    }

    async fn head(&self, department: &str, user: &str) {
        self.admin.patch(&format!("/api/admin/departments/{department}"), "0", json!({ "head": user })).await.ok();
    }

    /// A new person signs in with the first password and has to choose another one before anything else.
    async fn person(&self, login: &str, department: &str) -> String {
        let new = json!({ "login": login, "name": login, "departments": [department] });
        let made = self.admin.post("/api/admin/users", new).await.ok();
        let first = made["password"].as_str().unwrap();
        let person = self.server.sign_in(login, first).await;
        assert_eq!(person.get("/api/apps").await.problem().1, "password_must_change");
        person.send(Method::POST, "/api/session/password", Some(json!({ "old": first, "new": PASSWORD })), &[]).await.ok();
        made["user"]["id"].as_str().unwrap().to_owned()
    }

    async fn role(&self, role: &str, users: &[&str]) {
        let headers = [("idempotency-key", crate::server::fresh_key())];
        let headers = [(headers[0].0, headers[0].1.as_str())];
        self.admin.send(Method::PUT, &format!("/api/admin/roles/leave/{role}"), Some(json!({ "users": users })), &headers).await.ok();
    }
}

/// The files of the example app.
pub fn package() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/leave-request");
    let mut files = Files::new();
    read(&root, &root, &mut files);
    files
}

fn read(root: &Path, folder: &Path, files: &mut Files) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.insert(path.strip_prefix(root).unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap());
        }
    }
}
