//! Aggregates, shares, totals, orders and drills.

use crate::support::{records, report, run, run_over, texts};

const COUNT: &str = r#"{ "id": "n", "label": "数量", "aggregate": "count", "format": "integer" }"#;
const BY_RESULT: &str = r#"[{ "id": "result", "field": "result" }]"#;
const PIE: &str = r#", "chart": { "kind": "pie" }"#;

#[test]
fn options_stand_in_their_own_order_and_blanks_last() {
    let model = run(&report(BY_RESULT, &format!("[{COUNT}]"), PIE));
    assert_eq!(texts(&model), ["合格 | 3", "不合格 | 1", "复检 | 1", "（未填写） | 1", "= 6"]);
}

#[test]
fn sums_are_exact_and_means_skip_blanks() {
    let measures = r#"[{ "id": "s", "label": "合计", "aggregate": "sum", "field": "cost", "format": "money" },
        { "id": "m", "label": "平均", "aggregate": "average", "field": "cost" }, { "id": "x", "label": "最大", "aggregate": "max", "field": "cost" }]"#;
    let model = run(&report(r#"[{ "id": "line", "field": "line" }]"#, measures, r#", "chart": { "kind": "table" }"#));
    assert_eq!(texts(&model), ["A | ¥110.30 | 36.77 | 100.00", "B | ¥7.70 | 7.70 | 7.70", "C | ¥1.00 | 1.00 | 1.00", "= ¥119.00 | 23.80 | 100.00"]);
}

#[test]
fn a_share_is_calculated_anew_at_every_level() {
    let measures = format!(
        r#"[{COUNT}, {{ "id": "good", "label": "合格", "aggregate": "count", "filter": {{ "field": "result", "op": "eq", "value": "pass" }}, "format": "integer" }},
            {{ "id": "rate", "label": "合格率", "formula": "{{good}} / {{n}}", "format": "percent" }}]"#
    );
    let model = run(&report(r#"[{ "id": "line", "field": "line" }]"#, &measures, r#", "chart": { "kind": "table" }"#));
    assert_eq!(texts(&model), ["A | 3 | 2 | 66.7%", "B | 2 | 1 | 50.0%", "C | 1 | 0 | 0.0%", "= 6 | 3 | 50.0%"]);
}

#[test]
fn what_does_not_fit_becomes_others() {
    let rest = r#", "sort": [{ "by": "n", "dir": "desc" }], "limit": 1, "chart": { "kind": "bar" }"#;
    assert_eq!(texts(&run(&report(BY_RESULT, &format!("[{COUNT}]"), rest))), ["合格 | 3", "其他 | 3", "= 6"]);
}

#[test]
fn different_values_do_not_add_up_and_so_there_are_no_others() {
    let measures = r#"[{ "id": "d", "label": "产线数", "aggregate": "count_distinct", "field": "line" }]"#;
    let model = run(&report(BY_RESULT, measures, r#", "limit": 1, "chart": { "kind": "bar" }"#));
    assert_eq!(texts(&model), ["合格 | 2", "= 3"]);
    assert!(model.cut);
}

#[test]
fn the_records_behind_a_mark_are_as_many_as_the_mark_says() {
    let filter = r#", "filter": { "field": "line", "op": "ne", "value": "C" }, "chart": { "kind": "pie" }"#;
    let model = run(&report(BY_RESULT, &format!("[{COUNT}]"), filter));
    for row in &model.rows {
        let drill = serde_json::to_string(row.drill.as_ref().unwrap()).unwrap();
        let behind = run(&report("[]", &format!("[{COUNT}]"), &format!(r#", "filter": {drill}, "chart": {{ "kind": "number_card" }}"#)));
        assert_eq!(behind.totals[0].text, row.cells[1].text);
    }
}

#[test]
fn nothing_is_0_for_a_count_and_blank_for_a_mean() {
    let measures = format!(r#"[{COUNT}, {{ "id": "m", "label": "平均", "aggregate": "average", "field": "cost" }}]"#);
    let model = run_over(&report("[]", &measures, r#", "chart": { "kind": "number_card" }"#), &records()[..0]);
    assert_eq!(texts(&model), ["0 | –", "= 0 | –"]);
}
