//! Deny by default: every route has a declared right, and the gate keeps it.

use crate::office::{Office, PASSWORD};
use crate::server::{Answer, Client, Server};
use http_api::declared_rights;
use reqwest::Method;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// An address of the route with places that could be there.
fn address(path: &str) -> String {
    let key = "00000000-0000-7000-8000-000000000000";
    let places = [("{app}", "leave"), ("{form}", "request"), ("{kind}", "form"), ("{id}", key), ("{role}", "hr")];
    let named = places.iter().fold(path.to_owned(), |path, (place, name)| path.replace(place, name));
    ["{dashboard}", "{report}", "{print}", "{portal}", "{token}"].iter().fold(named, |path, place| path.replace(place, "overview"))
}

async fn knock(client: &Client, method: &str, path: &str) -> Answer {
    let body = (method != "GET").then(|| json!({}));
    client.send(Method::from_bytes(method.as_bytes()).unwrap(), &address(path), body, &[("idempotency-key", "key-of-the-gate")]).await
}

#[test]
fn every_described_route_has_a_right_and_the_other_way_round() {
    let described: Json = serde_json::to_value(http_api::openapi()).unwrap();
    let mut routes = BTreeSet::new();
    for (path, item) in described["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys().filter(|key| ["get", "post", "put", "patch", "delete"].contains(&key.as_str())) {
            routes.insert((method.to_uppercase(), path.clone()));
        }
    }
    let declared: BTreeSet<_> = declared_rights().into_iter().map(|(method, path, _)| (method, path)).collect();
    assert_eq!(routes, declared);
    assert!(routes.len() > 60);
}

#[tokio::test]
async fn strangers_are_asked_to_sign_in_everywhere() {
    let server = Server::start(test_kit::sqlite()).await;
    let stranger = server.stranger();
    for (method, path, _) in declared_rights().into_iter().filter(|(_, _, right)| !matches!(*right, "public" | "limited")) {
        assert_eq!(knock(&stranger, &method, &path).await.problem().0, 401, "{method} {path}");
    }
    server.stop().await;
}

#[tokio::test]
async fn plain_people_neither_administer_nor_build() {
    let office = Office::open(test_kit::sqlite()).await;
    let ann = office.person_signed_in("ann").await;
    for (method, path, _) in declared_rights().into_iter().filter(|(_, _, right)| matches!(*right, "administrator" | "builder")) {
        assert_eq!(knock(&ann, &method, &path).await.problem().0, 403, "{method} {path}");
    }
    office.server.stop().await;
}

#[tokio::test]
async fn a_change_needs_the_token_of_the_own_page() {
    let office = Office::open(test_kit::sqlite()).await;
    let ann = office.person_signed_in("ann").await;
    let foreign = ann.send(Method::POST, "/api/messages/read", Some(json!({})), &[("origin", "https://elsewhere.example.com")]).await;
    assert_eq!(foreign.problem().1, "foreign_origin");
    let ann = ann.with_csrf(Some("guessed".into()));
    assert_eq!(ann.post("/api/messages/read", json!({})).await.problem().1, "csrf");
    office.server.stop().await;
}

#[tokio::test]
async fn knocking_too_often_is_refused_for_a_while() {
    let server = Server::start_with(test_kit::sqlite(), |config| config.sign_in_per_minute = 3).await;
    let attempt = || async { server.stranger().send(Method::POST, "/api/session", Some(json!({ "login": "no", "password": PASSWORD })), &[]).await };
    for _ in 0..3 {
        assert_eq!(attempt().await.problem().1, "wrong_password");
    }
    let refused = attempt().await;
    assert_eq!(refused.problem().0, 429);
    assert!(refused.json()["retry_after"].as_u64().unwrap() > 0);
    server.stop().await;
}

#[tokio::test]
async fn addresses_that_are_not_there_say_so() {
    let server = Server::start(test_kit::sqlite()).await;
    let stranger = server.stranger();
    assert_eq!(stranger.get("/api/nothing").await.problem().0, 404);
    assert_eq!(stranger.get("/assets/nothing.js").await.status, 404);
    assert_eq!(stranger.get("/healthz").await.text(), "ok");
    assert_eq!(stranger.get("/readyz").await.text(), "ready");
    assert_eq!(stranger.send(Method::PUT, "/api/session", Some(json!({})), &[]).await.problem().0, 405);
    server.stop().await;
}
