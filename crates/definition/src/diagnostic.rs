//! Diagnostics: what is wrong with a definition, where, and what to do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{Label, Locale};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The app cannot be published.
    Error,
    /// It works, and probably not as meant.
    Warning,
}

/// A part of a formula's or template's text, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// First character.
    pub start: usize,
    /// Character after the last.
    pub end: usize,
}

/// One finding. The message's texts are built by the crate that found it, in both languages at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Diagnostic {
    /// Stable code, `M` + area letter + four digits: D definition, F formula, C control/form, W flow, R rule, Q report, P print, T template, A access, S scenario.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// Path of the file inside the package, `forms/order.json`.
    pub file: String,
    /// JSON Pointer inside the file.
    pub pointer: String,
    /// Line and column (from 1) of the pointer in the file's text, filled in when the text is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<(u32, u32)>,
    /// The part of the formula or template that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// What is wrong, in both languages.
    pub message: Label,
    /// What to do, in both languages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Label>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &str, file: impl Into<String>, pointer: impl Into<String>, message: Label) -> Self {
        Self {
            code: code.into(),
            severity: Severity::Error,
            file: file.into(),
            pointer: pointer.into(),
            position: None,
            span: None,
            message,
            hint: None,
        }
    }

    /// A warning at a place.
    pub fn warning(code: &str, file: impl Into<String>, pointer: impl Into<String>, message: Label) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, file, pointer, message) }
    }

    /// With what to do.
    #[must_use]
    pub fn with_hint(mut self, hint: Label) -> Self {
        self.hint = Some(hint);
        self
    }

    /// With the part of a formula or template that is meant.
    #[must_use]
    pub fn with_span(mut self, start: usize, end: usize) -> Self {
        self.span = Some(Span { start, end });
        self
    }

    /// One line for a terminal: `forms/a.json:12:5 error MF0103: … (hint)`.
    pub fn line(&self, locale: Locale) -> String {
        let place = self.position.map_or_else(|| self.pointer.clone(), |(line, column)| format!("{line}:{column} {}", self.pointer));
        let span = self.span.map_or_else(String::new, |span| format!(":{}-{}", span.start, span.end));
        let severity = if self.severity == Severity::Error { "error" } else { "warning" };
        let hint = self.hint.as_ref().map_or_else(String::new, |hint| format!(" — {}", hint.get(locale)));
        format!("{}:{place}{span} {severity} {}: {}{hint}", self.file, self.code, self.message.get(locale))
    }
}
