//! Natively and in the browser the same scenario leads to the same: every answer is the same, byte for byte.

use crate::node::{replayed, simulator};
use engine_wasm::Engine;
use serde_json::{Map, Value as Json, json};
use std::path::{Path, PathBuf};

/// The folders of objects that a simulator is sent; the others stay behind.
const SENT: [&str; 9] = ["dictionaries", "calendars", "connectors", "forms", "flows", "rules", "messages", "roles", "scenarios"];

/// The packages of the project in which a flow runs.
fn packages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["definitions", "examples"].into_iter().flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap());
    let mut found: Vec<PathBuf> = folders.map(|entry| entry.unwrap().path()).filter(|path| path.join("flows").is_dir()).collect();
    found.sort();
    found
}

fn json_of(path: &Path) -> Json {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The objects of a package by their paths, and the paths of what stays behind.
fn objects(package: &Path) -> (Map<String, Json>, Vec<String>) {
    let mut files = Map::from_iter([("app.json".to_owned(), json_of(&package.join("app.json")))]);
    let mut beside = Vec::new();
    for folder in std::fs::read_dir(package).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        for file in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let path = format!("{name}/{}", file.file_name().unwrap().to_str().unwrap());
            if SENT.contains(&name.as_str()) {
                files.insert(path, json_of(&file));
            } else if name != "demo" {
                beside.push(path);
            }
        }
    }
    files.sort_keys();
    (files, beside)
}

#[test]
fn the_scenarios_of_an_app_are_played_alike_in_the_browser() {
    let mut engine = Engine::default();
    let (mut requests, mut answers) = (Vec::new(), Vec::new());
    let mut ask = |request: Json| {
        let request = request.to_string();
        let answer = engine.call(request.as_bytes());
        let json: Json = serde_json::from_str(&answer).unwrap();
        requests.push(request);
        answers.push(answer);
        json["ok"].clone()
    };
    for package in packages() {
        let (files, beside) = objects(&package);
        let scenarios: Vec<Json> = files.iter().filter(|(path, _)| path.starts_with("scenarios/")).map(|(_, json)| json.clone()).collect();
        let flows: Vec<Json> = files.iter().filter(|(path, _)| path.starts_with("flows/")).map(|(_, json)| json["id"].clone()).collect();
        let draft = ask(json!({ "op": "draft", "files": files, "beside": beside }));
        let handle = draft["draft"].as_u64().unwrap_or_else(|| panic!("{}", draft["diagnostics"]));
        for scenario in scenarios {
            let mut scenario = scenario;
            scenario.as_object_mut().unwrap().shift_remove("$schema");
            let record = scenario["steps"].as_array().unwrap().iter().rev().find(|step| step["do"] == "create").unwrap()["as"].clone();
            let played = ask(json!({ "op": "simulate", "draft": handle, "scenario": scenario, "record": record, "flow": flows[0] }));
            assert_eq!(played["steps"].as_array().unwrap().len(), scenario["steps"].as_array().unwrap().len());
        }
        let coverage = ask(json!({ "op": "coverage", "draft": handle, "flow": flows[0] }));
        assert!(coverage["scenarios"].as_array().unwrap().iter().all(|result| result["passed"] == true), "{coverage}");
        assert!(!coverage["taken"].as_object().unwrap().is_empty(), "{}: {coverage}", package.display());
        ask(json!({ "op": "close", "draft": handle }));
    }
    let Some(module) = simulator() else {
        println!("the target wasm32-unknown-unknown is not installed: `rustup target add wasm32-unknown-unknown`");
        return;
    };
    let found = replayed(&module, "simulation-requests.jsonl", &requests);
    for ((request, native), wasm) in requests.iter().zip(&answers).zip(found) {
        let start: String = request.chars().take(400).collect();
        assert_eq!(*native, wasm, "to {start}");
    }
}

#[test]
fn a_draft_with_a_fault_has_no_handle_and_says_where() {
    let mut engine = Engine::default();
    let (mut files, beside) = objects(&packages()[0]);
    let flow = files.iter().find(|(path, _)| path.starts_with("flows/")).map(|(path, _)| path.clone()).unwrap();
    files[&flow]["edges"][0]["to"] = json!("nowhere");
    let answer = engine.call(json!({ "op": "draft", "files": files, "beside": beside }).to_string().as_bytes());
    let answer: Json = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["ok"]["draft"], Json::Null);
    assert!(answer["ok"]["diagnostics"].as_array().unwrap().iter().any(|found| found["file"] == flow.as_str()), "{answer}");
    let gone = engine.call(json!({ "op": "coverage", "draft": 7, "flow": "approval" }).to_string().as_bytes());
    assert!(gone.contains("E0002"), "{gone}");
}
