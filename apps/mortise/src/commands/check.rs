//! `mortise check`: everything that is wrong with a package, in one pass.

use anyhow::Result;
use definition::Severity;
use std::path::Path;
use std::process::ExitCode;
use value::Locale;

/// Prints all findings as `file:line:column …`; fails when one of them is an error.
pub fn check(path: &Path, locale: Locale) -> Result<ExitCode> {
    let checked = app_engine::check(&crate::package::read(path)?);
    let diagnostics = &checked.compiled.diagnostics;
    for diagnostic in diagnostics {
        println!("{}", diagnostic.line(locale));
    }
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    let warnings = diagnostics.len() - errors;
    let objects = checked.package.len();
    match locale {
        Locale::ZhCn => println!("{objects} 个对象，{errors} 个错误，{warnings} 个警告"),
        Locale::En => println!("{objects} objects, {errors} errors, {warnings} warnings"),
    }
    Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
