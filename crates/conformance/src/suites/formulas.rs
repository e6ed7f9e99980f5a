//! Function cases: turned into formula text, through parser and evaluator, compared with their answers.
//!
//! A confirmed case must match. A disputed one is decided in `docs/formula-decisions.md`, and matches `expect` or `other` or what stands there. A single one whose
//! answer differs counts as skipped when the difference is written there. A function that is not offered is skipped by name.

use super::{Options, Source, Suite};
use crate::report::Report;
use crate::wasm::Browser;
use anyhow::Context;
use formula::{Budget, FormulaFault, Lookup, Scope};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use value::{Decimal, Value, parse_decimal, to_json};

const DECISIONS: &str = include_str!("../../../../docs/formula-decisions.md");

pub struct Formulas;

#[derive(Deserialize)]
struct File {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    #[serde(rename = "fn")]
    function: String,
    args: Vec<Json>,
    expect: Json,
    status: String,
    /// A second answer; `null` is one too.
    #[serde(default, deserialize_with = "given")]
    other: Option<Json>,
    tol: Option<f64>,
    date_mode: Option<String>,
}

fn given<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(deserializer).map(Some)
}

/// What an engine answered.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    /// The formula was not accepted; the codes.
    Refused(Vec<String>),
    /// A value as `{kind, value}`.
    Value(Json),
}

impl Suite for Formulas {
    fn name(&self) -> &'static str {
        "formulas"
    }

    fn run(&self, sources: &[Source], options: &Options) -> anyhow::Result<Report> {
        let mut report = Report::default();
        let decisions = decisions();
        for source in sources {
            let file: File = serde_json::from_value(source.json.clone()).with_context(|| format!("{} does not hold formula cases", source.name))?;
            let (offered, missing): (Vec<Case>, Vec<Case>) = file.cases.into_iter().partition(|case| formula::function(&case.function).is_some());
            missing.iter().for_each(|case| report.skip(format!("function {} is not offered", case.function)));
            let texts: Vec<String> = offered.iter().map(formula_text).collect();
            let outcomes = match &options.wasm {
                None => texts.iter().map(|text| native(text)).collect(),
                Some(engine) => Browser::start(engine)?.formulas(&texts)?,
            };
            for ((case, text), outcome) in offered.iter().zip(&texts).zip(outcomes) {
                judge(case, text, &outcome, &decisions, options.verbose, &mut report);
            }
        }
        Ok(report)
    }
}

fn judge(case: &Case, text: &str, outcome: &Outcome, decisions: &BTreeMap<&str, &str>, verbose: bool, report: &mut Report) {
    let matches = |expected: &Json| agrees(outcome, expected, case.tol, case.date_mode.as_deref());
    let decided = decisions.get(case.id.as_str());
    if verbose && case.status != "confirmed" {
        report.note(format!("{} {}: {} is {}", case.status, case.id, text.escape_debug(), shown(outcome)));
    }
    if case.status == "disputed" && decided.is_none() {
        return report.fail(&case.id, format!("{text} is {}, and no decision about it is written down", shown(outcome)));
    }
    if matches(&case.expect) || case.other.as_ref().is_some_and(matches) {
        return report.pass();
    }
    match (case.status.as_str(), decided) {
        ("disputed", Some(chosen)) if *chosen == shown(outcome) => report.pass(),
        ("single", Some(_)) => report.skip(format!("decided otherwise: {} ({})", case.function, case.id)),
        _ => report.fail(&case.id, format!("{text} is {}, not {}", shown(outcome), case.expect)),
    }
}

/// The rows of the decisions: id and chosen value.
fn decisions() -> BTreeMap<&'static str, &'static str> {
    let rows = DECISIONS.lines().filter_map(|line| line.strip_prefix("| ")).filter_map(|row| {
        let mut cells = row.split(" | ");
        Some((cells.next()?.trim(), cells.next()?.trim().trim_matches('`')))
    });
    rows.collect()
}

fn shown(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Refused(codes) => codes.join(" "),
        Outcome::Value(answer) => match answer.get("value") {
            Some(Json::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => answer.to_string(),
        },
    }
}

/// Runs a formula natively.
fn native(text: &str) -> Outcome {
    match formula::compile_untyped(text, &Scope::default()) {
        Ok(compiled) => Outcome::Value(answer(&formula::evaluate(&compiled, &lookup(), Budget::default()))),
        Err(faults) => Outcome::Refused(faults.iter().map(|fault: &FormulaFault| fault.code.to_string()).collect()),
    }
}

fn lookup() -> Lookup {
    Lookup { record: value::Record::new(), now: value::Instant::UNIX_EPOCH, zone: calendar::Zone::fixed("Etc/UTC", 0), user: None }
}

fn answer(value: &Value) -> Json {
    let kind = match value {
        Value::Blank => "blank",
        Value::Number(_) => "number",
        Value::Bool(_) => "bool",
        Value::Date(_) => "date",
        Value::Time(_) => "time",
        Value::Instant(_) => "instant",
        Value::Error(error) => return json!({ "kind": "error", "value": error.code.as_str() }),
        Value::List(items) => return json!({ "kind": "list", "value": items.iter().map(answer).collect::<Vec<_>>() }),
        _ => "text",
    };
    json!({ "kind": kind, "value": to_json(value, None) })
}

/// The case as somebody would write it.
fn formula_text(case: &Case) -> String {
    let args: Vec<String> = case.args.iter().map(literal).collect();
    match args.as_slice() {
        // One argument that was left out cannot be written as nothing.
        [only] if only.is_empty() => format!("{}({BLANK})", case.function),
        args => format!("{}({})", case.function, args.join(", ")),
    }
}

/// A blank where nothing cannot be written.
const BLANK: &str = "IF(TRUE, )";

fn literal(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::Bool(yes) => yes.to_string().to_uppercase(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => format!("\"{}\"", text.replace('"', "\"\"")),
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| if item.is_null() { BLANK.into() } else { literal(item) }).collect();
            format!("{{{}}}", items.join(", "))
        }
        Json::Object(object) => match (object.get("error").and_then(Json::as_str), object.get("date").and_then(Json::as_str)) {
            (Some(error), _) => error.to_string(),
            (_, Some(date)) => date_literal(date),
            _ => String::new(),
        },
    }
}

fn date_literal(text: &str) -> String {
    let numbers: Vec<String> = text.split(['-', 'T', ':']).map(|part| part.trim_start_matches('0').to_string()).collect();
    let numbers: Vec<&str> = numbers.iter().map(|part| if part.is_empty() { "0" } else { part.as_str() }).collect();
    match numbers.as_slice() {
        [year, month, day, "0", "0", "0"] => format!("DATE({year}, {month}, {day})"),
        parts => format!("DATE({})", parts.join(", ")),
    }
}

/// Whether an answer is the expected one. A formula that is refused for the count of its arguments stands for any error.
fn agrees(outcome: &Outcome, expected: &Json, tolerance: Option<f64>, date_mode: Option<&str>) -> bool {
    let answer = match outcome {
        Outcome::Refused(codes) => return codes.iter().all(|code| code == "MF0105") && expected.get("error").is_some(),
        Outcome::Value(answer) => answer,
    };
    let (Some(kind), Some(found)) = (answer.get("kind").and_then(Json::as_str), answer.get("value")) else { return false };
    let text = found.as_str();
    match (kind, expected) {
        ("blank", Json::Null) => true,
        ("bool", Json::Bool(wanted)) => found.as_bool() == Some(*wanted),
        ("text", Json::String(wanted)) => text == Some(wanted),
        ("number", Json::Number(wanted)) => {
            text.and_then(parse_decimal).or_else(|| value::decimal_from_json(found)).is_some_and(|found| near(found, wanted, tolerance))
        }
        ("date", Json::Number(wanted)) if date_mode == Some("serial") => text.and_then(serial) == wanted.as_i64(),
        ("time", Json::Number(wanted)) => text.and_then(day_part).is_some_and(|found| near(found, wanted, tolerance)),
        ("date", Json::Object(wanted)) => {
            wanted.get("date").and_then(Json::as_str).is_some_and(|wanted| text.is_some_and(|found| wanted == format!("{found}T00:00:00")))
        }
        ("instant", Json::Object(wanted)) => {
            wanted.get("date").and_then(Json::as_str).is_some_and(|wanted| text.is_some_and(|found| found.trim_end_matches('Z') == wanted))
        }
        ("error", Json::Object(wanted)) => wanted.get("error").and_then(Json::as_str) == text,
        ("list", Json::Array(wanted)) => found.as_array().is_some_and(|items| {
            items.len() == wanted.len()
                && items.iter().zip(wanted).all(|(item, wanted)| agrees(&Outcome::Value(item.clone()), wanted, tolerance, date_mode))
        }),
        _ => false,
    }
}

fn near(found: Decimal, wanted: &serde_json::Number, tolerance: Option<f64>) -> bool {
    let Some(wanted) = parse_decimal(&wanted.to_string()) else { return false };
    let relative = wanted.abs().checked_mul(Decimal::new(1, 7)).unwrap_or_default();
    let own = tolerance.and_then(|tolerance| Decimal::try_from(tolerance).ok()).unwrap_or_default();
    (found - wanted).abs() <= relative.max(own)
}

fn serial(date: &str) -> Option<i64> {
    let date: value::Date = date.parse().ok()?;
    Some((date - value::Date::from_ymd_opt(1899, 12, 30)?).num_days())
}

fn day_part(time: &str) -> Option<Decimal> {
    let time = value::Time::parse_from_str(time, "%H:%M:%S").ok()?;
    let seconds = (time - value::Time::MIN).num_seconds();
    Decimal::from(seconds).checked_div(Decimal::from(86_400))
}

#[cfg(test)]
mod tests {
    use super::{Formulas, Options, Source, Suite};
    use std::path::Path;

    /// Cases in the neutral format whose answers were worked out without us: by hand, by other programs, from standards.
    #[test]
    fn the_cases_of_our_own_have_their_answers() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/formulas/neutral");
        let sources = crate::suites::read(&folder).unwrap();
        let cases = |source: &Source| source.json["cases"].as_array().map_or(0, Vec::len);
        assert!(sources.iter().map(cases).sum::<usize>() > 1000);
        let report = Formulas.run(&sources, &Options { wasm: None, verbose: false }).unwrap();
        let mut said = Vec::new();
        report.write(&mut said).unwrap();
        let said = String::from_utf8(said).unwrap();
        assert!(said.trim_end().ends_with(" 0 failed, 0 skipped"), "{said}");
    }
}
