//! Hostile formulas end quickly, with an error that says so.

use crate::support::{answer, order, world};
use formula::{Budget, compile, evaluate};
use serde_json::json;
use value::{ErrorCode, Value};

fn code(source: &str) -> Option<ErrorCode> {
    let world = world(&json!({}), &json!({}));
    let formula = formula::compile_untyped(source, &order()).unwrap();
    if let Value::Error(error) = evaluate(&formula, &world, Budget::default()) { Some(error.code) } else { None }
}

#[test]
fn growing_values_end_at_the_budget() {
    for source in [
        "REPT(\"x\", 1E9)",
        "LEN(REPT(REPT(\"x\", 1000), 100000))",
        "SUBSTITUTE(REPT(\"a\", 100000), \"a\", REPT(\"b\", 1000))",
        "REGEXREPLACE(REPT(\"a\", 100000), \"a\", REPT(\"b\", 1000))",
        "TEXTJOIN(REPT(\"x\", 1000000), FALSE, {1,2,3,4,5,6,7,8,9})",
    ] {
        assert_eq!(code(source), Some(ErrorCode::Limit), "{source}");
    }
}

#[test]
fn what_28_digits_cannot_hold_is_num() {
    for source in [
        "79228162514264337593543950335*2",
        "FACT(1E6)",
        "POWER(10, 100)",
        "10^100",
        "EXP(1000)",
        "DATE(2026,1,1) + 1E12",
        "EDATE(DATE(2026,1,1), 1E12)",
        "DATEADD(DATE(2026,1,1), 1E15, \"y\")",
        "DATE(99999, 1, 1)",
    ] {
        assert_eq!(code(source), Some(ErrorCode::Num), "{source}");
    }
}

#[test]
fn deep_and_long_formulas_are_refused() {
    for source in [
        format!("{}1{}", "(".repeat(3000), ")".repeat(3000)),
        "-".repeat(5000) + "1",
        format!("1{}", "+1".repeat(3000)),
        format!("1{}", "%".repeat(5000)),
        format!("{}1{}", "ABS(".repeat(1500), ")".repeat(1500)),
        format!("{}1{}", "{".repeat(3000), "}".repeat(3000)),
        "1+".repeat(50_000) + "1",
    ] {
        let faults = compile(&source, &order()).unwrap_err();
        assert!(faults.iter().any(|fault| fault.code == "MF0110"), "{}…: {:?}", &source[..10], &faults[..faults.len().min(3)]);
    }
}

#[test]
fn patterns_are_linear_and_bounded() {
    let world = world(&json!({ "title": "a".repeat(30) + "!" }), &json!({}));
    assert_eq!(answer("REGEXTEST({title}, \"(a+)+$\")", &order(), &world), json!(false));
    let faults = compile("REGEXTEST({title}, \"(a{1000}){1000}\")", &order()).unwrap_err();
    assert_eq!(faults[0].code, "MF0111");
}

#[test]
fn a_value_is_never_a_formula() {
    let world = world(&json!({ "title": "=1+1{amount}" }), &json!({}));
    assert_eq!(answer("{title} & \"\"", &order(), &world), json!("=1+1{amount}"));
}

#[test]
fn texts_are_cut_between_characters() {
    let world = world(&json!({ "title": "👨‍👩‍👧家" }), &json!({}));
    assert_eq!(answer("LEN(LEFT({title}, 1)) & MID({title}, 6, 1)", &order(), &world), json!("1家"));
}
