//! What can be done with a value on its way into the text: `{{ value | filter("argument") }}`.

use crate::shown::Shown;
use calendar::Zone;
use minijinja::{Environment, Value as Any};
use std::sync::Arc;
use value::{Decimal, Value};

/// A filter as the checker and the documents know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filter {
    /// Its name.
    pub name: &'static str,
    /// How it is written.
    pub usage: &'static str,
    /// The fewest arguments.
    pub least: usize,
    /// The most arguments.
    pub most: usize,
}

/// All filters.
pub const FILTERS: &[Filter] = &[
    Filter { name: "date", usage: "date(\"yyyy-mm-dd\")", least: 1, most: 1 },
    Filter { name: "number", usage: "number(\"#,##0.00\")", least: 1, most: 1 },
    Filter { name: "money", usage: "money(\"¥\")", least: 0, most: 1 },
    Filter { name: "default", usage: "default(\"…\")", least: 1, most: 1 },
    Filter { name: "join", usage: "join(\"、\")", least: 1, most: 1 },
    Filter { name: "upper", usage: "upper", least: 0, most: 0 },
    Filter { name: "lower", usage: "lower", least: 0, most: 0 },
    Filter { name: "trim", usage: "trim", least: 0, most: 0 },
    Filter { name: "length", usage: "length", least: 0, most: 0 },
];

/// Gives the filters to an environment.
pub(crate) fn add(environment: &mut Environment<'_>, zone: Arc<Zone>) {
    let for_numbers = Arc::clone(&zone);
    environment.add_filter("date", move |value: &Any, format: &str| formatted(value, format, &zone));
    environment.add_filter("number", move |value: &Any, format: &str| formatted(value, format, &for_numbers));
    environment.add_filter("money", |value: &Any, sign: Option<&str>| money(value, sign.unwrap_or_default()));
    environment.add_filter("default", |value: &Any, otherwise: &str| if text(value).is_empty() { otherwise.to_string() } else { text(value) });
    environment.add_filter("join", |value: &Any, separator: &str| match value.downcast_object_ref::<Shown>() {
        Some(shown) if !shown.items.is_empty() => shown.items.iter().map(text).collect::<Vec<_>>().join(separator),
        _ => text(value),
    });
    environment.add_filter("upper", |value: &Any| text(value).to_uppercase());
    environment.add_filter("lower", |value: &Any| text(value).to_lowercase());
    environment.add_filter("trim", |value: &Any| text(value).trim().to_string());
    environment.add_filter("length", |value: &Any| match value.downcast_object_ref::<Shown>() {
        Some(Shown { value: Value::List(_) | Value::Rows(_), items, .. }) => items.len(),
        _ => text(value).chars().count(),
    });
}

/// The text of a value; what is not there is empty.
fn text(value: &Any) -> String {
    if value.is_undefined() || value.is_none() { String::new() } else { value.to_string() }
}

fn formatted(value: &Any, format: &str, zone: &Zone) -> String {
    match value.downcast_object_ref::<Shown>() {
        Some(shown) => formula::format_value(&shown.value, format, zone).unwrap_or_else(|error| error.code.as_str().into()),
        None => text(value),
    }
}

/// Two digits, thousands, a sign before: `¥1,234.50`.
fn money(value: &Any, sign: &str) -> String {
    let Some(Shown { value: Value::Number(number), .. }) = value.downcast_object_ref::<Shown>() else { return text(value) };
    let written = formula::format_value(&Value::Number(number.abs()), "#,##0.00", &Zone::fixed("UTC", 0)).unwrap_or_default();
    let minus = if *number < Decimal::ZERO { "-" } else { "" };
    format!("{minus}{sign}{written}")
}
