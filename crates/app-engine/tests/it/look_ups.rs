//! Constants of the app and look-ups in other forms, from the package to the record: fields, rules and flows ask, reports do not.

use app_engine::scenario;
use definition::Files;
use serde_json::{Value as Json, json};
use value::Locale;

/// An app with deliveries and claims. A claim counts the deliveries of its serial number, and a rule refuses what was never delivered.
fn files() -> Files {
    let label = |text: &str| json!({ "zh-CN": text, "en": text });
    let field = |id: &str, kind: &str| json!({ "id": id, "kind": kind, "label": label(id) });
    let computed =
        |id: &str, scale: u32, formula: &str| json!({ "id": id, "kind": "computed", "label": label(id), "scale": scale, "formula": formula });
    let form = |id: &str, fields: Json| json!({ "format": 1, "id": id, "label": label(id), "fields": fields });
    let money = json!({ "id": "amount", "kind": "number", "label": label("amount"), "scale": 2 });
    let claim = json!([
        field("serial", "text"),
        computed("delivered", 0, "COUNTIFS({delivery!serial}, {serial})"),
        computed("worth", 2, "SUMIFS({delivery!amount}, {delivery!serial}, {serial}) * (1 + vat_rate)"),
        computed("earlier", 0, "COUNTIFS({claim!serial}, {serial})")
    ]);
    let refuse = json!({ "kind": "refuse", "message": label("Never delivered") });
    let objects = [
        (
            "app.json",
            json!({ "format": 1, "id": "claims", "label": label("Claims"), "version": "1.0.0", "languages": ["zh-CN", "en"],
            "constants": [{ "id": "vat_rate", "label": label("VAT rate"), "value": 0.13 }] }),
        ),
        ("forms/delivery.json", form("delivery", json!([field("serial", "text"), money]))),
        ("forms/claim.json", form("claim", claim)),
        (
            "rules/delivered.json",
            json!({ "format": 1, "id": "delivered", "label": label("delivered"), "form": "claim",
            "on": ["before_create"], "when": "COUNTIFS({delivery!serial}, {serial}) = 0", "actions": [refuse] }),
        ),
        (
            "roles/clerk.json",
            json!({ "format": 1, "id": "clerk", "label": label("Clerk"), "grants": [
            { "form": "delivery", "actions": ["read", "create"], "rows": "all" }, { "form": "claim", "actions": ["read", "create"], "rows": "own" }] }),
        ),
        ("scenarios/story.json", story(&label)),
    ];
    objects.map(|(path, json)| (path.to_owned(), json.to_string())).into_iter().collect()
}

fn story(label: &dyn Fn(&str) -> Json) -> Json {
    let create = |form: &str, name: &str, values: Json, expect: Json| json!({ "do": "create", "by": "kim", "form": form, "as": name, "values": values, "expect": expect });
    json!({ "format": 1, "id": "story", "label": label("Look-ups"), "now": "2026-03-02T01:00:00Z", "people": { "kim": { "roles": ["clerk"] } }, "steps": [
        create("delivery", "one", json!({ "serial": "S1", "amount": "100.00" }), json!({})),
        create("delivery", "two", json!({ "serial": "S1", "amount": "50.00" }), json!({})),
        create("delivery", "three", json!({ "serial": "S2", "amount": "7.00" }), json!({})),
        create("claim", "first", json!({ "serial": "S1" }), json!({ "values": { "delivered": 2, "worth": "169.50", "earlier": 0 } })),
        create("claim", "again", json!({ "serial": "S1" }), json!({ "values": { "delivered": 2, "earlier": 1 } }))
    ] })
}

fn codes(files: &Files) -> Vec<String> {
    let found = app_engine::check(files).compiled.diagnostics;
    found.iter().filter(|found| found.severity == definition::Severity::Error).map(|found| format!("{} {}", found.file, found.code)).collect()
}

#[test]
fn a_record_knows_what_other_forms_say() {
    let checked = app_engine::check(&files()).compiled;
    let app = checked.app.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics));
    let results = scenario::run_all(&app);
    let said: Vec<_> = results.iter().flat_map(|result| &result.steps).flat_map(|step| &step.differences).collect();
    assert!(results.len() == 1 && results[0].passed, "{:?}", said.iter().map(|found| found.message.get(Locale::En)).collect::<Vec<_>>());
}

#[test]
fn a_rule_asks_another_form() {
    let mut files = files();
    let spoilt = files["scenarios/story.json"].replacen("\"S1\"", "\"S9\"", 1).replacen("\"S1\"", "\"S9\"", 1);
    files.insert("scenarios/story.json".to_owned(), spoilt);
    let app = app_engine::check(&files).compiled.app.unwrap();
    let results = scenario::run_all(&app);
    let said: Vec<&str> = results[0].steps.iter().flat_map(|step| &step.differences).map(|found| found.message.get(Locale::En)).collect();
    assert!(!results[0].passed && said.iter().any(|said| said.contains("delivered")), "{said:?}");
}

#[test]
fn a_look_up_names_forms_and_fields_that_are_there() {
    for (old, new, code) in [("{delivery!amount}", "{delivery!amuont}", "MF0103"), ("{delivery!amount}", "{delivry!amount}", "MF0103")] {
        let mut files = files();
        let form = files["forms/claim.json"].replace(old, new);
        files.insert("forms/claim.json".to_owned(), form);
        assert_eq!(codes(&files), [format!("forms/claim.json {code}")]);
    }
}

#[test]
fn what_has_no_record_looks_nothing_up_but_knows_the_constants() {
    let report = |formula: &str| {
        let label = json!({ "zh-CN": "R", "en": "R" });
        let measures = json!([
            { "id": "total", "label": label, "aggregate": "sum", "field": "amount" },
            { "id": "share", "label": label, "formula": formula }
        ]);
        json!({ "format": 1, "id": "totals", "label": label, "dataset": "delivery", "dimensions": [{ "id": "serial", "field": "serial" }], "measures": measures, "chart": { "kind": "table" } })
    };
    let with = |formula: &str| {
        let mut files = files();
        files.insert("reports/totals.json".to_owned(), report(formula).to_string());
        codes(&files)
    };
    assert_eq!(with("{total} * vat_rate"), Vec::<String>::new());
    assert_eq!(with("{total} / COUNTA({claim!serial})"), ["reports/totals.json MF0103"]);
}
