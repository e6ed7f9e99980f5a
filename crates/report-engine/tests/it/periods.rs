//! Periods: local days, empty ones, and the period before.

use crate::support::{report, run, texts};

const COUNT: &str = r#"[{ "id": "n", "label": "数量", "aggregate": "count", "format": "integer" }]"#;
const LINE: &str = r#", "chart": { "kind": "line" }"#;

fn by(field: &str, grain: &str) -> String {
    format!(r#"[{{ "id": "t", "field": "{field}", "grain": "{grain}" }}]"#)
}

#[test]
fn empty_periods_are_filled_in() {
    assert_eq!(texts(&run(&report(&by("day", "week"), COUNT, LINE))), ["2026-W07 | 1", "2026-W08 | 0", "2026-W09 | 1", "2026-W10 | 4", "= 6"]);
}

#[test]
fn a_moment_belongs_to_the_local_day() {
    let rest = r#", "filter": { "field": "day", "op": "eq", "value": "2026-02-28" }, "chart": { "kind": "line" }"#;
    assert_eq!(texts(&run(&report(&by("at", "month"), COUNT, rest))), ["2026-03 | 1", "= 1"]);
}

#[test]
fn the_whole_range_of_the_filter_is_filled_until_today() {
    let rest = r#", "filter": { "field": "day", "op": "within", "value": { "period": "this_month" } }, "chart": { "kind": "line" }"#;
    let model = run(&report(&by("day", "day"), COUNT, rest));
    assert_eq!(model.rows.len(), 10);
    assert_eq!((model.rows[0].cells[0].text.as_str(), model.rows[9].cells[0].text.as_str()), ("2026-03-01", "2026-03-10"));
}

#[test]
fn a_card_compares_with_the_period_before() {
    let rest =
        r#", "filter": { "field": "day", "op": "within", "value": { "period": "this_month" } }, "chart": { "kind": "number_card", "compare": true }"#;
    let model = run(&report("[]", COUNT, rest));
    let comparison = model.comparison.unwrap();
    assert_eq!((model.totals[0].text.as_str(), comparison.before.text.as_str(), comparison.change.text.as_str()), ("4", "2", "+100.0%"));
}
