//! Laws: any text is either a formula or has faults inside it; sums do not depend on order; what is shown compiles to the same.

use crate::support::{answer, order, world};
use formula::{Budget, compile_untyped, evaluate};
use proptest::prelude::*;
use serde_json::json;

/// Pieces of which formulas are made, right and wrong.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "(",
        ")",
        ",",
        "{",
        "}",
        "{amount}",
        "{lines.price}",
        "{level}",
        "{day}",
        "{x}",
        "\"",
        "\"severe\"",
        "1",
        "1E28",
        ".5",
        "+",
        "-",
        "*",
        "/",
        "^",
        "&",
        "=",
        "<>",
        "<=",
        "%",
        "IF(",
        "SUM(",
        "TEXT(",
        "DATE(",
        "REPT(",
        "TRUE",
        "#N/A",
        "#",
        "；",
        "“",
        "”",
        "（",
        "）",
        " ",
        "\u{202e}",
        "👨‍👩‍👧",
        "__proto__",
        "REGEXTEST({title},\"(a|b)*\")",
    ]);
    prop_oneof![9 => fixed.prop_map(String::from), 1 => any::<char>().prop_map(String::from)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_formula_or_has_faults(pieces in prop::collection::vec(piece(), 0..40)) {
        let source = pieces.concat();
        let length = source.chars().count();
        match compile_untyped(&source, &order()) {
            Ok(formula) => {
                let record = json!({ "amount": "3.50", "level": "severe", "lines": [{ "price": "1" }] });
                evaluate(&formula, &world(&record, &json!({})), Budget::default());
            }
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                prop_assert!(faults.iter().all(|fault| fault.start <= fault.end && fault.end <= length), "{source}: {faults:?}");
            }
        }
    }

    #[test]
    fn sums_do_not_depend_on_order(cents in prop::collection::vec(-10_000_000_i64..10_000_000, 1..30)) {
        let sum = |numbers: &[i64]| {
            let terms: Vec<String> = numbers.iter().map(|cents| format!("{cents} / 100")).collect();
            answer(&format!("SUM({}) & \"\"", terms.join(", ")), &order(), &world(&json!({}), &json!({})))
        };
        let reversed: Vec<i64> = cents.iter().rev().copied().collect();
        prop_assert_eq!(sum(&cents), sum(&reversed));
    }
}
