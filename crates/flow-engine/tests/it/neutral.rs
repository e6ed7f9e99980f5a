//! `tests/cases/flows/patterns`: scenarios in the neutral format, played by the adapter of `conformance flows`.

#[path = "../../../conformance/src/suites/flows/format.rs"]
mod format;
#[path = "../../../conformance/src/suites/flows/names.rs"]
mod names;
#[path = "../../../conformance/src/suites/flows/play.rs"]
mod play;
#[path = "../../../conformance/src/suites/flows/surroundings.rs"]
mod surroundings;
#[path = "../../../conformance/src/suites/flows/translate.rs"]
mod translate;

#[test]
fn every_scenario() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/flows/patterns");
    let more = std::env::var("FLOW_SCENARIOS").ok();
    let mut faults = Vec::new();
    let mut count = 0;
    for folder in std::iter::once(folder.to_owned()).chain(more) {
        let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        files.sort();
        for path in files {
            let text = std::fs::read(&path).unwrap();
            let scenario: format::Scenario = serde_json::from_slice(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
            count += 1;
            if let Err(reason) = play::play(&scenario) {
                faults.push(format!("{}: {reason}", scenario.id));
            }
        }
    }
    assert!(faults.is_empty(), "{} of {count} scenarios fail:\n{}", faults.len(), faults.join("\n"));
}

/// All flows of the scenarios, and those that they call.
pub fn flows() -> Vec<definition::Flow> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/flows/patterns");
    let mut flows = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let scenario: format::Scenario = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let mut names = names::Names::of(&scenario).unwrap();
        let translated = translate::translate(&scenario.flow, &scenario.children, &mut names).unwrap();
        flows.extend(translated.environment.flows.into_values().chain([translated.flow]));
    }
    flows
}
