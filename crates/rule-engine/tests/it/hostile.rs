//! Scripts that mean harm. Each ends by itself, within its limits, with a clear word; the next one works.

use definition::Trigger;
use formula::{Lookup, Scope};
use rule_engine::{Chain, CompiledRule, Effect, Environment, Input, Outcome, RuleStop, compile, run};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;
use value::{Locale, Record, RecordId};

fn script(text: &str) -> Option<CompiledRule> {
    let rule = json!({
        "format": 1, "id": "rule", "label": "rule", "form": "form", "on": ["before_create"], "actions": [{ "kind": "script", "text": text }],
    });
    let (rule, findings) = compile(&serde_json::from_value(rule).unwrap(), &Scope::default(), &Environment::default());
    assert!(findings.iter().all(|finding| finding.pointer == "/actions/0/text" && finding.span.is_some()), "{findings:?}");
    rule
}

fn play(rule: &CompiledRule) -> Result<Outcome, RuleStop> {
    let values = Record::new();
    let now = "2026-03-02T01:00:00Z".parse().unwrap();
    let world = Lookup { record: Record::new(), now, zone: calendar::Zone::shanghai(), user: None };
    let changed = BTreeSet::new();
    let record = RecordId(Uuid::nil());
    let input = Input { trigger: Trigger::BeforeCreate, record, values: &values, world: &world, changed: &changed, explain: false };
    run(std::slice::from_ref(rule), &input, &mut Chain::new())
}

/// The script is refused when it is compiled or stopped when it runs, never with a huge result.
fn stopped(text: &str) {
    if let Some(rule) = script(text) {
        let stop = play(&rule).expect_err(text);
        assert!(matches!(stop, RuleStop::Script { .. }), "{text}: {stop}");
        assert!(stop.label().get(Locale::ZhCn).len() < 500, "{text}");
    }
    let good = play(&script("log(\"well\")").unwrap()).unwrap();
    assert!(matches!(good.effects.as_slice(), [Effect::Log { text, .. }] if text == "well"));
}

#[test]
fn endless_work() {
    stopped("loop {}");
    stopped("while true { let x = 1; }");
    stopped("let i = 0; do { i += 1; } while i >= 0;");
    stopped("for i in 0..1000000000000 {}");
    stopped("for i in range(0, 9000000000) {}");
    stopped("let x = 0; for a in 0..1000 { for b in 0..1000 { x += a * b; } }");
}

#[test]
fn growing_values() {
    stopped("let s = \"x\"; loop { s += s; }");
    stopped("let s = \"\"; for i in 0..100000 { s += \"0123456789\"; }");
    stopped("let a = [0]; loop { a += a; }");
    stopped("let a = []; loop { a.push(1); }");
    stopped("let a = []; loop { a.push(a); }");
    stopped("let m = #{}; let i = 0; loop { m[\"k\" + i] = i; i += 1; }");
    stopped("let a = []; a.pad(1000000000, 1);");
    stopped("let s = \"x\"; s.pad(1000000000, 'x');");
    stopped("let s = \"x\"; for i in 0..14 { s += s; } let t = s; t.replace(\"x\", s);");
    stopped("let s = \"x\"; for i in 0..14 { s += s; } let t = s; t.replace('x', s);");
    stopped("for i in 0..1000 { log(\"x\"); }");
}

#[test]
fn recursion() {
    stopped("fn f(x) { f(x + 1) } f(0);");
    stopped("fn f(x) { g(x) } fn g(x) { f(x) } f(0);");
    stopped("let f = |x| x; fn h(g) { h(g) } h(f);");
}

#[test]
fn deep_texts() {
    stopped(&format!("{}1{}", "(".repeat(10_000), ")".repeat(10_000)));
    stopped(&format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000)));
    stopped(&format!("let x = 1{};", " + 1".repeat(5_000)));
    stopped(&"if true { ".repeat(5_000));
    stopped(&format!("let s = \"{}\";", "x".repeat(100_000)));
    stopped(&(0..200).map(|n| format!("fn f{n}() {{}} ")).collect::<String>());
    stopped(&(0..300).map(|n| format!("let v{n} = {n}; ")).collect::<String>());
}

#[test]
fn reaching_outside() {
    for text in [
        "eval(\"1\")",
        "print(1)",
        "debug(1)",
        "import \"x\" as x;",
        "sleep(1)",
        "timestamp()",
        "record = 1",
        "changed.push(1)",
        "trigger += \"x\"",
        "this.x",
        "set(1, 2)",
        "let f = Fn(\"eval\"); f.call(\"1\")",
        "call(\"eval\", \"1\")",
        "open_file(\"/etc/passwd\")",
        "blob(1000000000)",
    ] {
        stopped(text);
    }
}

#[test]
fn numbers_at_their_edge() {
    stopped("9223372036854775807 + 1");
    stopped("1 / 0");
    stopped("79228162514264337593543950335.0 * 2.0");
    stopped("let x = 10.0; for i in 0..100 { x *= x; }");
}
