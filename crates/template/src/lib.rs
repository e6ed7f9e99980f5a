//! Text templates for messages, letters and print: what stands in `{{ … }}` is a field, a row's cell or a formula, shown as people read it.
//!
//! | written | gives |
//! |---|---|
//! | `{{ amount }}` `{{ customer.level }}` | a field, a field of the related record |
//! | `{{ day \| date("m月d日") }}` | a filter: `date` `number` `money` `default` `join` `upper` `lower` `trim` `length` |
//! | `{{ formula("ROUND({amount} * 0.85, 2)") }}` | a formula of the record |
//! | `{% for line in lines %}{{ line.name }}{{ line.formula("{qty} * {price}") }}{% endfor %}` | the rows of a sub-table, `loop.index` |
//! | `{% if paid and not closed %}…{% else %}…{% endif %}` | conditions: fields, `formula("…")`, `and` `or` `not` |
//!
//! A template comes from a published definition only; a value is never read as a template. Arithmetic and comparison belong to formulas
//! and are a finding here. Nothing is escaped: the result is plain text. Steps and size are limited.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice))]

mod check;
mod fault;
mod filters;
mod render;
mod shown;
mod types;

pub use filters::FILTERS;
pub use types::{Template, TemplateContext, TemplateError, TemplateFault};

use formula::Scope;
use std::sync::Arc;

/// Compiles a template against the fields of a record and further plain names (such as `link`); all faults at once.
pub fn compile(source: &str, scope: &Scope, names: &[&str]) -> Result<Template, Vec<TemplateFault>> {
    let (plan, faults) = check::check(source, scope, names);
    if faults.is_empty() { Ok(Template { source: source.into(), plan: Arc::new(plan) }) } else { Err(faults) }
}

/// Renders a template. Steps and output are limited.
pub fn render(template: &Template, context: &TemplateContext<'_>) -> Result<String, TemplateError> {
    render::render(template, context)
}
