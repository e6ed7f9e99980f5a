//! Reports and print templates are made ready on the server only: the browser shows what the server has made of them.

use super::{Engines, Parts};
use definition::Diagnostic;
use std::sync::Arc;

/// Reports and print templates.
pub(super) fn compile(parts: &Parts<'_>, engines: &mut Engines, found: &mut Vec<Diagnostic>) {
    for report in parts.reports.values() {
        let Some(scope) = parts.scopes.get(&report.dataset) else { continue };
        let (compiled, diagnostics) = report_engine::compile(report, scope, &format!("reports/{}.json", report.id));
        found.extend(diagnostics);
        engines.reports.extend(compiled.map(|compiled| (report.id.clone(), Arc::new(compiled))));
    }
    for print in parts.prints.values() {
        let Some(scope) = parts.scopes.get(&print.form) else { continue };
        let (compiled, diagnostics) = print_engine::compile(print, scope, &format!("prints/{}.json", print.id));
        found.extend(diagnostics);
        engines.prints.extend(compiled.map(|compiled| (print.id.clone(), Arc::new(compiled))));
    }
}
