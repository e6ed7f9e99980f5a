//! Formulas that belong to no engine: conditions of public states and of print bands.

use super::{findings::Findings, refs::is_condition};
use definition::{Diagnostic, FormulaText};
use formula::{Formula, Scope};

/// Compiles a formula and reports its faults with the part of the text that is meant.
pub(crate) fn compile(text: &FormulaText, scope: &Scope, pointer: &str, findings: &mut Findings<'_>) -> Option<Formula> {
    match formula::compile(&text.0, scope) {
        Ok(formula) => Some(formula),
        Err(faults) => {
            findings.found.extend(faults.into_iter().map(|fault| {
                let mut found = Diagnostic::error(fault.code, &findings.file, pointer, fault.message).with_span(fault.start, fault.end);
                found.hint = fault.hint;
                found
            }));
            None
        }
    }
}

/// Compiles a formula that must answer TRUE or FALSE.
pub(crate) fn condition(text: &FormulaText, scope: &Scope, pointer: &str, findings: &mut Findings<'_>) -> Option<Formula> {
    let formula = compile(text, scope, pointer, findings)?;
    if is_condition(formula.result()) {
        return Some(formula);
    }
    let message = ("条件公式必须得出是或否".into(), "a condition must answer TRUE or FALSE".into());
    let hint = ("加上比较，例如 {amount} > 100".into(), "add a comparison such as {amount} > 100".into());
    findings.error("MD0510", pointer, message, Some(hint));
    None
}
