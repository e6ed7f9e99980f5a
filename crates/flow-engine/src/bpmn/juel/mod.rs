//! Expressions of JUEL, as Flowable, Camunda 7 and Activiti write their conditions: read, and said as our formulas where that is exact.

mod count;
mod formula;
mod read;

pub use count::{Enough, enough};
pub use formula::{field_of, formula};
pub use read::{Binary, Expression, read};

/// The name in an expression that is nothing but a name, `${amount}` or `amount`.
pub fn bare_name(text: &str) -> Option<&str> {
    let inside = inside(text).unwrap_or(text).trim();
    let mut chars = inside.chars();
    let begins = chars.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    (begins && chars.all(|char| char.is_alphanumeric() || char == '_')).then_some(inside)
}

/// What stands between `${` or `#{` and `}`, when that is all.
pub fn inside(text: &str) -> Option<&str> {
    let text = text.trim();
    let inside = text.strip_prefix("${").or_else(|| text.strip_prefix("#{"))?.strip_suffix('}')?;
    (!inside.contains("${") && !inside.contains("#{")).then_some(inside)
}
