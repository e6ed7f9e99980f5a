//! Wrong reports: everything at once, each with its place.

use crate::support::{report, scope};
use definition::Report;
use report_engine::compile;

fn check(json: &str, expected: &[(&str, &str)]) {
    let report: Report = serde_json::from_str(json).unwrap();
    let (compiled, found) = compile(&report, &scope(), "reports/r.json");
    assert!(compiled.is_none());
    assert_eq!(found.iter().map(|found| (found.code.as_str(), found.pointer.as_str())).collect::<Vec<_>>(), expected);
}

#[test]
fn every_fault_is_found_in_one_pass() {
    let measures = r#"[{ "id": "a", "label": "A", "aggregate": "sum", "field": "line" }, { "id": "b", "label": "B", "aggregate": "average" },
        { "id": "c", "label": "C", "formula": "{nothing}" }, { "id": "d", "label": "D" }]"#;
    let rest = r#", "filter": { "field": "reslt", "op": "eq", "value": "pass" }, "sort": [{ "by": "z" }], "chart": { "kind": "spiral" }"#;
    let json =
        report(r#"[{ "id": "x", "field": "costs" }, { "id": "t", "field": "day" }, { "id": "g", "field": "line", "grain": "day" }]"#, measures, rest);
    let report: Report = serde_json::from_str(&json).unwrap();
    let (_, found) = compile(&report, &scope(), "reports/r.json");
    let places: Vec<&str> = found.iter().map(|found| found.pointer.as_str()).collect();
    for wanted in [
        "/dimensions/0/field",
        "/dimensions/1",
        "/dimensions/2/grain",
        "/measures/0/field",
        "/measures/1",
        "/measures/2/formula",
        "/measures/3",
        "/filter/field",
        "/chart/kind",
        "/sort/0/by",
    ] {
        assert!(places.contains(&wanted), "{wanted} is not in {places:?}");
    }
    assert!(found.iter().any(|found| found.hint.as_ref().is_some_and(|hint| hint.get(value::Locale::ZhCn).contains("cost"))));
}

#[test]
fn a_card_has_no_dimension_and_a_comparison_needs_a_period() {
    let count = r#"[{ "id": "n", "label": "N", "aggregate": "count" }]"#;
    let one = report(r#"[{ "id": "l", "field": "line" }]"#, count, r#", "chart": { "kind": "number_card" }"#);
    check(&one, &[("MQ0114", "/dimensions")]);
    check(&report("[]", count, r#", "chart": { "kind": "number_card", "compare": true }"#), &[("MQ0108", "/chart/compare")]);
}
