//! Demo data: the same recipe and the same moment give the same records; what is made fits the forms.

use crate::packages;
use app_engine::demo::{Kitchen, make, read};
use calendar::Zone;
use serde_json::{Value as Json, json};
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

/// Orders of two kinds over machines: what a kind calls for, only machines that fit, and none that came later.
#[test]
fn values_follow_those_made_before() {
    let recipe = json!({ "format": 1, "seed": 7, "forms": [
        { "form": "machine", "count": 60, "days": 300, "values": { "model": { "gen": "in_turn", "values": ["A", "B", "C"] } } },
        { "form": "order", "count": 80, "days": 200, "values": {
            "kind": { "gen": "one_of", "options": [{ "value": "repair" }, { "value": "sale" }] },
            "machine": { "gen": "by", "field": "kind", "of": { "repair": { "gen": "record", "form": "machine", "with": { "model": "B" } } } },
            "model": { "gen": "of", "field": "machine", "value": "model" },
            "note": { "gen": "by", "field": "machine", "of": { "": { "gen": "always", "value": "new" } }, "otherwise": { "gen": "always", "value": "known" } }
        } }
    ] });
    let (people, departments) = (BTreeMap::new(), BTreeMap::new());
    let kitchen = Kitchen { now: "2026-11-20T03:00:00Z".parse().unwrap(), zone: &Zone::shanghai(), people: &people, departments: &departments };
    let demo = make(&read(&recipe.to_string()).unwrap(), &kitchen);
    let (machines, orders): (Vec<_>, Vec<_>) = demo.records.iter().partition(|record| record.form.as_str() == "machine");
    let mut repairs = 0;
    for order in orders {
        let repair = order.values["kind"] == "repair";
        repairs += usize::from(repair);
        assert_eq!(order.values.get("model"), repair.then_some(&json!("B")));
        assert_eq!(order.values["note"], if repair { "known" } else { "new" });
        if let Some(key) = order.values.get("machine").and_then(Json::as_str) {
            let machine = machines.iter().find(|machine| machine.id.to_string() == key).unwrap();
            assert!(machine.at <= order.at, "{machine:?} {order:?}");
        }
    }
    assert!((10..70).contains(&repairs), "{repairs} repairs");
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
