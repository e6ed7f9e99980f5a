//! The scenarios of every package hold, and one that does not hold says what differs.

use crate::{packages, read_folder, root};
use app_engine::{CompiledApp, scenario};
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
