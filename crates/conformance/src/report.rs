//! What came of the cases.

use std::collections::BTreeMap;
use std::io::Write;

/// Counts, failures and what was skipped, by name.
#[derive(Debug, Default)]
pub struct Report {
    passed: usize,
    failures: Vec<(String, String)>,
    skipped: BTreeMap<String, usize>,
    notes: Vec<String>,
    totals: Vec<String>,
}

impl Report {
    /// A case that gave its answer.
    pub fn pass(&mut self) {
        self.passed += 1;
    }

    /// A case that did not, and why.
    pub fn fail(&mut self, id: &str, reason: impl Into<String>) {
        self.failures.push((id.into(), reason.into()));
    }

    /// A case that was not run because something is not offered; what it is.
    pub fn skip(&mut self, what: impl Into<String>) {
        *self.skipped.entry(what.into()).or_default() += 1;
    }

    /// A line for the reader that counts nothing.
    pub fn note(&mut self, line: impl Into<String>) {
        self.notes.push(line.into());
    }

    /// A line about all cases together; it stands right before the sum.
    pub fn total(&mut self, line: impl Into<String>) {
        self.totals.push(line.into());
    }

    /// How many failed.
    pub fn failed(&self) -> usize {
        self.failures.len()
    }

    /// Writes it for a terminal; the last line is the sum.
    pub fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        for line in &self.notes {
            writeln!(out, "{line}")?;
        }
        for (id, reason) in &self.failures {
            writeln!(out, "FAILED {id}: {reason}")?;
        }
        for (what, count) in &self.skipped {
            writeln!(out, "skipped {count}: {what}")?;
        }
        for line in &self.totals {
            writeln!(out, "{line}")?;
        }
        let skipped: usize = self.skipped.values().sum();
        writeln!(out, "{} passed, {} failed, {skipped} skipped", self.passed, self.failures.len())
    }
}
