//! Hostile formulas end quickly, with an error that says so.

use crate::support::{answer, order, world};
use formula::{Budget, Scope, compile, compile_untyped, evaluate, evaluate_measured};
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

/// What one evaluation may cost: the budget bounds time (a step is well below a microsecond) and memory.
fn measured(source: &str) -> (Value, formula::Used) {
    let title = "ab".repeat(50_000);
    let lines: Vec<_> = (0..2000).map(|row| json!({ "name": format!("n{row}"), "price": "1.50", "qty": row })).collect();
    let world = world(&json!({ "title": title, "lines": lines }), &json!({}));
    let formula = compile_untyped(source, &order()).unwrap_or_else(|faults| panic!("{source}: {faults:?}"));
    evaluate_measured(&formula, &world, Budget::default())
}

#[test]
fn quadratic_work_is_refused() {
    let mut kept = Vec::new();
    for source in [
        // A list of thousands against itself.
        "UNIQUE(FLATTEN({lines.name}, {lines.name}))",
        "INTERSECT({lines.name}, {lines.name})",
        "DIFFERENCE({lines.name}, {lines.qty})",
        // Wildcards that begin again at every character.
        "COUNTIF({lines.name}, REPT(\"*a\", 2000))",
        "SEARCH(REPT(\"a?\", 1000), {title})",
        "MATCH(REPT(\"*b\", 2000), FLATTEN({title}, {title}), 0)",
        // Every row looks through all rows.
        "SUMROWS({lines}, SUMIF({lines}, {qty}))",
        "SUMROWS({lines}, LEN(SUBSTITUTE({title}, \"a\", \"b\")))",
        "MAPROWS({lines}, {title})",
        // A pattern whose size multiplies with the text.
        "REGEXCOUNT({title}, \"([a-z]{50}){20}x\")",
        "REGEXREPLACE({title}, \"(a|b)\", \"$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1\" & REPT(\"x\", 100))",
        // Growth by replacing what was replaced.
        "SUBSTITUTE(SUBSTITUTE({title}, \"a\", {title}), \"b\", {title})",
        "CONCAT({title}, SEQUENCE(9000), REPT({title}, 100))",
        "PADLEFT(PADRIGHT({title}, 4000000), 4000000)",
        "WORKDAY(DATE(1, 1, 1), 3000000)",
        "NETWORKDAYS(DATE(1900, 1, 1), DATE(9999, 12, 31), SEQUENCE(10000))",
        "WORKHOURSADD(NOW(), 1E9)",
        "CUMIPMT(0.01, 1E9, 1000, 1, 1E9, 0)",
        "DDB(1000, 1, 1E9, 1E9)",
    ] {
        let begin = std::time::Instant::now();
        let (answer, used) = measured(source);
        let budget = Budget::default();
        println!("{:>6} ms {used:?} {source}", begin.elapsed().as_millis());
        assert!(used.steps <= budget.steps && used.bytes <= budget.bytes, "{source}: {used:?}");
        let refused = matches!(&answer, Value::Error(error) if matches!(error.code, ErrorCode::Limit | ErrorCode::Value | ErrorCode::Num));
        if !refused {
            kept.push(format!("{source}: {used:?}"));
        }
    }
    assert!(kept.is_empty(), "{}", kept.join("\n"));
}

#[test]
fn ordinary_formulas_take_a_small_part_of_the_budget() {
    for (source, steps) in [
        ("IF(AND({level} = \"severe\", {amount} > 1000), {amount} * 3, 0)", 20),
        ("SUMROWS({lines}, {price} * {qty})", 20_000),
        ("SUMIF({lines.qty}, \">100\", {lines.price})", 20_000),
        ("TEXTJOIN(\",\", TRUE, {lines.name})", 20_000),
        ("REGEXTEST(\"13800138000\", \"^1[3-9][0-9]{9}$\")", 100),
    ] {
        let (answer, used) = measured(source);
        assert!(!matches!(answer, Value::Error(_)) && used.steps <= steps, "{source}: {answer:?} {used:?}");
    }
}

/// The same whatever the build: what a refused formula did is counted, not timed.
#[test]
fn a_budget_is_kept_to_the_step() {
    let formula = compile("SUM(SEQUENCE(5000), SEQUENCE(5000))", &Scope::default()).unwrap();
    let world = world(&json!({}), &json!({}));
    let (answer, used) = evaluate_measured(&formula, &world, Budget::default());
    assert!(matches!(answer, Value::Number(_)));
    let (again, exact) = evaluate_measured(&formula, &world, Budget { steps: used.steps, bytes: used.bytes });
    assert_eq!((again, exact), (answer, used));
    for less in [Budget { steps: used.steps - 1, bytes: used.bytes }, Budget { steps: used.steps, bytes: used.bytes - 1 }] {
        let (answer, used) = evaluate_measured(&formula, &world, less);
        assert!(matches!(&answer, Value::Error(error) if error.code == ErrorCode::Limit), "{answer:?}");
        assert!(used.steps <= less.steps && used.bytes <= less.bytes);
    }
}

#[test]
fn a_text_full_of_faults_is_checked_quickly() {
    // Thousands of names that nobody knows: a hundred are told, and hints are looked for a few times only.
    let source: Vec<String> = (0..1200).map(|index| format!("{{x{index}}}")).collect();
    let faults = compile(&source.join("+")[..8000], &order()).unwrap_err();
    assert!(faults.len() <= 200 && faults.iter().filter(|fault| fault.hint.is_some()).count() <= 20, "{}", faults.len());
}

/// The one test by the clock: generous enough for a debug build on a busy machine, and far below what quadratic work would take.
#[test]
fn hostile_formulas_end_soon() {
    let begin = std::time::Instant::now();
    for source in ["SUMROWS({lines}, SUMIF({lines.name}, REPT(\"*n\", 500)))", "REGEXCOUNT(REPT({title}, 30), \"(x+x+)+y\")", "FACT(27) ^ 4000"] {
        measured(source);
    }
    assert!(begin.elapsed().as_secs() < 10, "{:?}", begin.elapsed());
}
