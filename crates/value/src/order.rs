//! Comparison as queries see it: the same in memory, in SQLite and in PostgreSQL.

use crate::Value;
use std::cmp::Ordering;
use unicode_normalization::UnicodeNormalization;

/// Makes the key by which a text sorts (pinyin for Chinese). The caller passes it in, so that this crate stays free of tables.
pub type SortKey = fn(&str) -> String;

/// NFC: the form in which text is stored and compared.
///
/// The tables for it would be a fifth of the browser engine, and a browser has them: there, who calls the engine hands texts over in NFC.
pub fn normal_text(text: &str) -> String {
    if cfg!(target_family = "wasm") { text.to_owned() } else { text.nfc().collect() }
}

/// The key under which a value counts as the same for uniqueness: NFKC, trimmed, case folded.
pub fn unique_key(text: &str) -> String {
    let folded: String = text.nfkc().collect::<String>().trim().to_lowercase();
    folded.nfkc().collect()
}

/// Orders two values of the same type; `None` when they cannot be compared or one is blank.
pub fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
        (Value::Instant(a), Value::Instant(b)) => Some(a.cmp(b)),
        (Value::Choice(a), Value::Choice(b)) => Some(a.cmp(b)),
        (Value::Reference(a), Value::Reference(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// Equality in a query: a blank equals nothing, text is case-sensitive on NFC.
pub fn equal_in_query(left: &Value, right: &Value) -> bool {
    compare(left, right) == Some(Ordering::Equal)
}
