//! The scenarios of every package hold.

use crate::{packages, read_folder};
use value::Locale;

#[test]
fn the_scenarios_of_every_package_hold() {
    let mut failed = Vec::new();
    for folder in packages() {
        let Some(app) = app_engine::check(&read_folder(&folder)).compiled.app else { panic!("{} does not compile", folder.display()) };
        for result in app_engine::scenario::run_all(&app) {
            let differences = result.steps.iter().flat_map(|step| &step.differences);
            failed.extend(differences.map(|found| format!("{} {}: {} {}", app.id(), result.id, found.pointer, found.message.get(Locale::En))));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
