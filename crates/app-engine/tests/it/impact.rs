//! What a publication changes, told before it happens.

use crate::{read_folder, root};
use definition::{Files, Package, diff};
use std::sync::Arc;
use value::Locale;

fn base() -> Files {
    read_folder(&root().join("tests/cases/diagnostics/base"))
}

fn app(files: &Files) -> Arc<app_engine::CompiledApp> {
    let checked = app_engine::check(files).compiled;
    checked.app.unwrap_or_else(|| panic!("{:?}", checked.diagnostics))
}

/// Patches files and compares the consequences: `blocked` first where one forbids the publication.
fn check(patches: &[(&str, &str, &str)], expected: &[&str]) {
    let (old, mut new) = (base(), base());
    for (file, from, to) in patches {
        let text = new.get_mut(*file).unwrap();
        assert!(text.contains(from), "{from} is not in {file}");
        *text = text.replacen(from, to, 1);
    }
    let found = app_engine::impact(&app(&old), &app(&new));
    let said: Vec<String> = found
        .iter()
        .map(|found| {
            assert!(!found.label().get(Locale::ZhCn).is_empty());
            format!("{}{}", if found.blocks() { "blocked: " } else { "" }, found.label().get(Locale::En))
        })
        .collect();
    assert_eq!(said, expected);
    let changes = diff(&Package::read(&old).0, &Package::read(&new).0);
    assert_eq!(changes.is_empty(), patches.is_empty());
    assert!(changes.iter().flat_map(definition::ObjectChange::sentences).all(|sentence| !sentence.is_empty()));
}

#[test]
fn nothing_changes_nothing() {
    check(&[], &[]);
}

#[test]
fn fields_flows_and_rights_are_told() {
    check(
        &[(
            "forms/order.json",
            "\"id\": \"phone\",\n      \"kind\": \"text\",",
            "\"id\": \"phone\",\n      \"kind\": \"text\",\n      \"required\": true,",
        )],
        &["The field `Phone` must be filled in from now on"],
    );
    check(&[("roles/boss.json", "\"phone\": \"mask\"", "\"phone\": \"read\"")], &["Rights are widened: Boss · Order / Phone"]);
    check(&[("roles/boss.json", "\"rows\": \"all\"", "\"rows\": \"own\"")], &["Rights are narrowed: Boss · Order"]);
    check(
        &[("flows/approval.json", "\"within_minutes\": 60", "\"within_minutes\": 90")],
        &["The flow `Approval` changes: new cases follow it, running ones keep their version"],
    );
    check(&[("rules/tell.json", "> 1000", "> 2000")], &["The rule `Tell` changes"]);
}

#[test]
fn a_retyped_field_that_a_flow_uses_blocks() {
    check(
        &[("forms/order.json", "\"kind\": \"relation\",", "\"kind\": \"relation\",\n      \"multiple\": true,")],
        &["blocked: The field `Owner` is still used by running cases and cannot change its type"],
    );
}

#[test]
fn places_of_changes_are_told_by_their_names() {
    let old = base();
    for (file, from, to, expected) in [
        ("forms/order.json", "\"scale\": 0", "\"scale\": 1", "form `Order`: fields › Quantity › decimals changed"),
        ("forms/order.json", "\"Unit price\"", "\"Price\"", "form `Order`: fields › Price › name › en changed"),
        ("roles/boss.json", "\"mask\"", "\"read\"", "role `Boss`: rights › Order › fields › phone changed"),
    ] {
        let mut new = base();
        let text = new.get_mut(file).unwrap();
        *text = text.replacen(from, to, 1);
        let changes = diff(&Package::read(&old).0, &Package::read(&new).0);
        let said: Vec<String> =
            changes.iter().flat_map(definition::ObjectChange::sentences).map(|sentence| sentence.get(Locale::En).to_lowercase()).collect();
        assert_eq!(said, [expected.to_lowercase()]);
    }
}
