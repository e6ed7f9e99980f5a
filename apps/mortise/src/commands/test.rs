//! `mortise test`: the scenarios of a package, on a virtual clock.

use anyhow::{Result, bail};
use app_engine::scenario::{self, ScenarioResult};
use std::path::Path;
use std::process::ExitCode;
use value::Locale;

/// Plays the scenarios and prints what did not hold.
pub fn test(path: &Path, only: Option<&str>, locale: Locale) -> Result<ExitCode> {
    let checked = app_engine::check(&crate::package::read(path)?);
    let Some(app) = checked.compiled.app else {
        checked.compiled.diagnostics.iter().for_each(|diagnostic| println!("{}", diagnostic.line(locale)));
        return Ok(ExitCode::FAILURE);
    };
    let chosen: Vec<_> = app.scenarios.values().filter(|scenario| only.is_none_or(|only| scenario.id.as_str() == only)).collect();
    if let (true, Some(only)) = (chosen.is_empty(), only) {
        bail!("there is no scenario `{only}`");
    }
    let results: Vec<ScenarioResult> = chosen.into_iter().map(|chosen| scenario::run(&app, chosen)).collect();
    results.iter().for_each(|result| report(result, locale));
    let passed = results.iter().filter(|result| result.passed).count();
    let failed = results.len() - passed;
    match locale {
        Locale::ZhCn => println!("{passed} 个通过，{failed} 个未通过"),
        Locale::En => println!("{passed} passed, {failed} failed"),
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn report(result: &ScenarioResult, locale: Locale) {
    println!("{} {} — {}", if result.passed { "✓" } else { "✗" }, result.id, result.label.get(locale));
    for difference in result.steps.iter().flat_map(|step| &step.differences) {
        println!("    scenarios/{}.json{}: {}", result.id, difference.pointer, difference.message.get(locale));
    }
}
