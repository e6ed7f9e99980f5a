//! The scenarios of every package hold, and one that does not hold says what differs.

use crate::{packages, read_folder, root};
use app_engine::{CompiledApp, scenario};
use definition::{Expectation, ObjectKey, ObjectKind, Person, Scenario, Step};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use value::Locale;

fn app(folder: &std::path::Path) -> Arc<CompiledApp> {
    app_engine::check(&read_folder(folder)).compiled.app.unwrap_or_else(|| panic!("{} does not compile", folder.display()))
}

#[test]
fn the_scenarios_of_every_package_hold() {
    let mut failed = Vec::new();
    for folder in packages() {
        let app = app(&folder);
        let results = scenario::run_all(&app);
        assert!(results.len() >= 3, "{} has too few scenarios", folder.display());
        for (result, defined) in results.iter().zip(app.scenarios.values()) {
            let differences = result.steps.iter().flat_map(|step| &step.differences);
            failed.extend(differences.map(|found| format!("{} {}: {} {}", app.id(), result.id, found.pointer, found.message.get(Locale::En))));
            assert!(!result.passed || result.steps.len() == defined.steps.len(), "{}: not all steps were played", result.id);
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Spoils an expectation of the leave app and looks for what is said about it.
fn check_spoilt(old: &str, new: &str, scenario: &str, pointer: &str, says: &str) {
    let mut files = read_folder(&root().join("examples/leave-request"));
    let text = files.get_mut(&format!("scenarios/{scenario}.json")).unwrap();
    assert!(text.contains(old), "{old} is not in {text}");
    *text = text.replacen(old, new, 1);
    let app = app_engine::check(&files).compiled.app.expect("the app compiles");
    let result = scenario::run_all(&app).into_iter().find(|result| result.id.as_str() == scenario).unwrap();
    let found: Vec<_> = result.steps.iter().flat_map(|step| &step.differences).collect();
    assert!(!result.passed);
    assert!(found.iter().any(|found| found.pointer == pointer && found.message.get(Locale::En).contains(says)), "{found:?}");
}

#[test]
fn a_scenario_that_does_not_hold_says_what_differs() {
    check_spoilt("\"2.0\"", "\"3.0\"", "short_leave", "/steps/0/expect/values/days", "found `\"2.0\"`");
    check_spoilt("head@sam", "head@ann", "short_leave", "/steps/0/expect/open", "found `head@sam`");
    check_spoilt("completed", "rejected", "short_leave", "/steps/1/expect/state", "found `completed`");
    check_spoilt("granted@ann", "granted@sam", "short_leave", "/steps/1/expect/told", "granted@ann");
    check_spoilt("to:C0117", "to:C0101", "wrong_order", "/steps/0/expect/refused", "to:C0117");
}

/// The parts of a package that a simulator is given, and the keys of those that stay behind.
fn parts_of(folder: &std::path::Path) -> (definition::Files, BTreeSet<ObjectKey>) {
    let sent = [ObjectKind::App, ObjectKind::Dictionary, ObjectKind::Calendar, ObjectKind::Form, ObjectKind::Flow, ObjectKind::Rule];
    let more = [ObjectKind::Message, ObjectKind::Role, ObjectKind::Scenario];
    let mut files = read_folder(folder);
    files.retain(|path, _| ObjectKey::from_path(path).is_some());
    let key = |path: &String| ObjectKey::from_path(path).unwrap();
    let beside: BTreeSet<ObjectKey> = files.keys().map(key).filter(|key| !sent.iter().chain(&more).any(|kind| *kind == key.kind)).collect();
    files.retain(|path, _| !beside.contains(&key(path)));
    (files, beside)
}

fn draft_of(folder: &std::path::Path) -> Arc<CompiledApp> {
    let (files, beside) = parts_of(folder);
    let compiled = app_engine::compile_draft(&files, &beside);
    compiled.app.unwrap_or_else(|| panic!("{}: {:?}", folder.display(), compiled.diagnostics))
}

/// What a step expects, to be written anew.
fn expectation_of(step: &mut Step) -> &mut Expectation {
    let (Step::Create { expect, .. }
    | Step::Update { expect, .. }
    | Step::Act { expect, .. }
    | Step::Manage { expect, .. }
    | Step::Answer { expect, .. }
    | Step::Start { expect, .. }
    | Step::Message { expect, .. }
    | Step::Wait { expect, .. }) = step;
    expect
}

#[test]
fn what_a_simulation_saw_holds_when_the_scenario_is_played() {
    for folder in packages() {
        let app = draft_of(&folder);
        for scenario in app.scenarios.values() {
            let mut seen = (**scenario).clone();
            let record = seen.steps.iter().find_map(|step| if let Step::Create { name, .. } = step { Some(name.clone()) } else { None }).unwrap();
            let flow = app.flows.keys().next().cloned().unwrap_or_else(|| value::FlowId::parse("none").unwrap());
            let played = scenario::simulate(&app, &seen, &record, &flow);
            assert_eq!(played.steps.len(), seen.steps.len());
            for (step, found) in seen.steps.iter_mut().zip(&played.steps) {
                expectation_of(step).clone_from(&found.expect);
            }
            let result = scenario::run(&app, &seen);
            assert!(result.passed, "{} {}: {:?}", app.id(), seen.id, result.steps.last());
        }
    }
}

#[test]
fn a_simulation_tells_who_gets_what_and_when() {
    let app = draft_of(&root().join("examples/leave-request"));
    let flow = app.flows.keys().next().unwrap().clone();
    let scenario = app.scenarios.get("long_leave").unwrap();
    let first = Scenario { steps: scenario.steps.first().cloned().into_iter().collect(), ..(**scenario).clone() };
    let filed = scenario::simulate(&app, &first, "leave", &flow);
    let case = filed.case.unwrap();
    assert_eq!(case.state, "running");
    let [todo] = &case.todos[..] else { panic!("{:?}", case.todos) };
    assert_eq!((todo.node.as_str(), todo.holder.as_str()), ("head", "sam"));
    assert!(todo.actions.iter().any(|action| action.action == "approve"));
    let words: Vec<&str> = filed.steps[0].trail.iter().map(|passage| passage.words.get(Locale::ZhCn)).collect();
    assert!(words.iter().any(|words| words.starts_with("sam 收到待办")), "{words:?}");
    assert!(filed.steps[0].changed.iter().any(|value| value.field.as_str() == "days" && value.now.get(Locale::En) == "4.5"));

    let whole = scenario::simulate(&app, scenario, "leave", &flow);
    assert_eq!(whole.case.unwrap().state, "completed");
    let coverage = scenario::coverage(&app, &flow);
    assert!(coverage.scenarios.iter().all(|result| result.passed));
    let edges = app.flows.get(&flow).unwrap().edges().count();
    assert!(!coverage.taken.is_empty() && coverage.taken.len() <= edges, "{coverage:?}");
    assert!(whole.taken.keys().all(|edge| coverage.taken.get(edge).is_some_and(|by| by.iter().any(|id| id.as_str() == "long_leave"))));
}

#[test]
fn a_step_that_is_refused_says_why_and_the_case_stays_where_it_was() {
    let app = draft_of(&root().join("examples/leave-request"));
    let flow = app.flows.keys().next().unwrap().clone();
    let mut scenario = (**app.scenarios.get("short_leave").unwrap()).clone();
    let Some(Step::Act { by, .. }) = scenario.steps.get_mut(1) else { panic!("the second step is an act") };
    *by = "ann".into();
    let played = scenario::simulate(&app, &scenario, "leave", &flow);
    let refused = played.steps[1].refused.as_ref().unwrap();
    assert_eq!(refused.codes, ["no_todo"]);
    assert_eq!(refused.words.get(Locale::ZhCn), "此人在该节点没有待办");
    assert_eq!(played.case.unwrap().todos.len(), 1);
}

/// A step of a scenario on the leave, written as in its file.
fn step(json: serde_json::Value) -> Step {
    let mut json = json;
    json["record"] = "leave".into();
    serde_json::from_value(json).unwrap()
}

/// The leave app whose head may add, take out and take back, with somebody who administers it, after the given steps.
fn after(steps: &[serde_json::Value]) -> (Arc<CompiledApp>, Scenario, scenario::Simulation) {
    let (mut files, beside) = parts_of(&root().join("examples/leave-request"));
    let path = files.keys().find(|path| path.starts_with("flows/")).unwrap().clone();
    let mut flow: serde_json::Value = serde_json::from_str(&files[&path]).unwrap();
    for node in flow["nodes"].as_array_mut().unwrap().iter_mut().filter(|node| node["kind"] == "approve") {
        node["operations"] = serde_json::json!(["add_sign", "remove_sign", "take_back"]);
    }
    files.insert(path, flow.to_string());
    let compiled = app_engine::compile_draft(&files, &beside);
    let app = compiled.app.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics));
    let known = app.scenarios.get("long_leave").unwrap();
    let mut tried = Scenario { steps: known.steps.first().cloned().into_iter().collect(), ..(**known).clone() };
    tried.people.insert("admin".into(), Person { administrator: true, ..Person::default() });
    tried.steps.extend(steps.iter().cloned().map(step));
    let flow = app.flows.keys().next().unwrap().clone();
    let played = scenario::simulate(&app, &tried, "leave", &flow);
    (app, tried, played)
}

/// What is done, who has something to do afterwards, and the state of the flow; the run is then kept and holds.
fn check_after(steps: &[serde_json::Value], open: &[&str], state: &str) -> scenario::Simulation {
    let (app, mut tried, played) = after(steps);
    for step in &played.steps {
        assert!(step.refused.is_none(), "{:?}", step.refused);
    }
    let case = played.case.as_ref().unwrap();
    let found: Vec<String> = case.todos.iter().map(|todo| format!("{}@{}", todo.node, todo.holder)).collect();
    assert_eq!((found.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), case.state.as_str()), (open, state));
    let written = serde_json::to_value(&tried).unwrap();
    assert_eq!(serde_json::from_value::<Scenario>(written).unwrap(), tried, "it is written and read again");
    for (step, seen) in tried.steps.iter_mut().zip(&played.steps) {
        expectation_of(step).clone_from(&seen.expect);
    }
    let again = scenario::run(&app, &tried);
    assert!(again.passed, "{:?}", again.steps);
    played
}

fn offered(played: &scenario::Simulation, by: &str) -> Vec<&'static str> {
    played.case.iter().flat_map(|case| &case.offers).filter(|offer| offer.by == by).map(|offer| offer.action).collect()
}

#[test]
fn a_simulated_case_is_urged_withdrawn_held_moved_and_ended_by_whoever_may() {
    let filed = check_after(&[], &["head@sam"], "running");
    assert_eq!(offered(&filed, "ann"), ["urge", "withdraw"]);
    assert!(offered(&filed, "sam").is_empty(), "{:?}", offered(&filed, "sam"));
    assert_eq!(offered(&filed, "admin"), ["reassign", "jump", "suspend", "terminate"]);
    let reassign = json!({ "do": "manage", "by": "admin", "action": "reassign", "node": "head", "from": "sam", "to": "ann" });
    check_after(&[reassign], &["head@ann"], "running");
    let urged = check_after(&[json!({ "do": "manage", "by": "ann", "action": "urge" })], &["head@sam"], "running");
    let said = urged.steps.last().unwrap();
    assert!(said.trail.iter().any(|passage| passage.words.get(Locale::ZhCn) == "ann 催办"), "{:?}", said.trail);
    assert_eq!(said.expect.told.as_deref(), Some(&["_urged@sam".to_owned()][..]));
    let back = check_after(&[json!({ "do": "manage", "by": "ann", "action": "withdraw" })], &[], "withdrawn");
    assert!(back.case.unwrap().offers.is_empty());
    let held = check_after(&[json!({ "do": "manage", "by": "admin", "action": "suspend" })], &["head@sam"], "suspended");
    assert_eq!(offered(&held, "admin"), ["resume", "terminate"]);
    assert!(held.case.unwrap().todos[0].actions.is_empty(), "nothing can be done while it is on hold");
    let on_hold = json!({ "do": "manage", "by": "admin", "action": "suspend" });
    check_after(&[on_hold, json!({ "do": "manage", "by": "admin", "action": "resume" })], &["head@sam"], "running");
    check_after(&[json!({ "do": "manage", "by": "admin", "action": "terminate" })], &[], "terminated");
    let jump = filed.case.unwrap().offers.into_iter().find(|offer| offer.action == "jump").unwrap();
    let end = jump.to.last().unwrap();
    check_after(&[json!({ "do": "manage", "by": "admin", "action": "jump", "node": jump.node, "to": end })], &[], "completed");
}

#[test]
fn people_are_added_to_a_step_and_taken_out_in_a_simulation_and_a_decision_is_taken_back() {
    let add = |place: &str| json!({ "do": "act", "by": "sam", "node": "head", "action": "add_sign", "people": ["admin"], "place": place });
    check_after(&[add("before")], &["head@admin"], "running");
    check_after(&[add("after")], &["head@sam"], "running");
    let beside = check_after(&[add("beside")], &["head@sam", "head@admin"], "running");
    let case = beside.case.unwrap();
    let remove = case.todos[0].actions.iter().find(|action| action.action == "remove_sign").unwrap();
    assert_eq!(remove.people, ["admin"]);
    assert!(!case.todos[1].actions.iter().any(|action| action.action == "add_sign"), "whoever was added may not add");
    check_after(
        &[add("beside"), json!({ "do": "act", "by": "sam", "node": "head", "action": "remove_sign", "to": "admin" })],
        &["head@sam"],
        "running",
    );
    let approved = json!({ "do": "act", "by": "sam", "node": "head", "action": "approve" });
    let gone_on = check_after(std::slice::from_ref(&approved), &["hr@hana"], "running");
    assert_eq!(offered(&gone_on, "sam"), ["urge", "take_back"]);
    check_after(&[approved, json!({ "do": "manage", "by": "sam", "action": "take_back", "node": "head" })], &["head@sam"], "running");
}

#[test]
fn what_a_person_may_not_do_with_a_case_is_refused_in_words() {
    let (_, _, played) = after(&[json!({ "do": "manage", "by": "ann", "action": "terminate" })]);
    let refused = played.steps.last().unwrap().refused.clone().unwrap();
    assert_eq!(refused.codes, ["flow.not_administrator"]);
    let (_, _, played) = after(&[json!({ "do": "manage", "by": "admin", "action": "jump" })]);
    assert_eq!(played.steps.last().unwrap().refused.clone().unwrap().codes, ["step_missing"]);
}

#[test]
fn a_draft_with_a_fault_is_not_played_and_says_where() {
    let (mut files, beside) = parts_of(&root().join("examples/leave-request"));
    let (path, text) = files.iter().find(|(path, _)| path.starts_with("flows/")).map(|(path, text)| (path.clone(), text.clone())).unwrap();
    files.insert(path.clone(), text.replacen("\"when\": \"", "\"when\": \"{nowhere} > ", 1));
    let compiled = app_engine::compile_draft(&files, &beside);
    assert!(compiled.app.is_none());
    assert!(compiled.diagnostics.iter().any(|found| found.file == path && found.pointer.contains("/when")), "{:?}", compiled.diagnostics);
}
