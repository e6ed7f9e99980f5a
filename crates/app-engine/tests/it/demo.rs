//! Demo data: the same recipe and the same moment give the same records; what is made fits the forms.

use crate::packages;
use app_engine::demo::{Kitchen, make, read};
use calendar::Zone;
use std::collections::BTreeMap;

#[test]
fn demo_data_are_the_same_every_time_and_lie_in_the_past() {
    let now = "2026-11-20T03:00:00Z".parse().unwrap();
    let zone = Zone::shanghai();
    let (people, departments) = (BTreeMap::new(), BTreeMap::new());
    for folder in packages() {
        let Ok(text) = std::fs::read_to_string(folder.join("demo/recipe.json")) else { continue };
        let recipe = read(&text).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let kitchen = Kitchen { now, zone: &zone, people: &people, departments: &departments };
        let demo = make(&recipe, &kitchen);
        assert_eq!(demo, make(&recipe, &kitchen));
        for record in &demo.records {
            assert!(record.at <= now && record.acts.iter().all(|act| act.at <= now), "{record:?}");
        }
        check_fits(&folder, &demo);
    }
}

/// Every value is one of the field's type, and every required field is there.
fn check_fits(folder: &std::path::Path, demo: &app_engine::demo::Demo) {
    let app = app_engine::check(&crate::read_folder(folder)).compiled.app.expect("the app compiles");
    for record in &demo.records {
        let form = app.form(record.form.as_str()).unwrap_or_else(|| panic!("no form {}", record.form));
        form_engine::read_values(form, &record.values).unwrap_or_else(|faults| panic!("{}: {faults:?} in {:?}", record.form, record.values));
        for field in form.fields.values().filter(|field| field.required && field.is_entered() && field.default.is_blank()) {
            assert!(record.values.contains_key(field.id.as_str()), "{} lacks {}", record.form, field.id);
        }
    }
}
