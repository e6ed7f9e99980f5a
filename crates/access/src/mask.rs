//! What becomes of a record on its way out: hidden fields are left out, masked ones lose their middle.

use crate::Plan;
use definition::FieldRight;
use value::{Record, Row, Value};

/// The part of a record that a plan lets out.
pub fn visible_record(plan: &Plan, record: &Record) -> Record {
    record
        .iter()
        .filter_map(|(field, value)| match plan.right(field.as_str()) {
            FieldRight::Hidden => None,
            FieldRight::Mask => Some((field.clone(), masked(value))),
            FieldRight::Read | FieldRight::Write => Some((field.clone(), value.clone())),
        })
        .collect()
}

/// A value with its middle replaced by asterisks: `13812345678` becomes `138****5678`. What is not text is only told to be there.
pub fn masked(value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(masked_text(text)),
        Value::List(items) => Value::List(items.iter().map(masked).filter(|item| !item.is_blank()).collect()),
        Value::Rows(rows) => Value::Rows(rows.iter().map(masked_row).collect()),
        _ => Value::Blank,
    }
}

fn masked_row(row: &Row) -> Row {
    Row { id: row.id, values: row.values.iter().map(|(column, value)| (column.clone(), masked(value))).collect() }
}

fn masked_text(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (head, tail) = match letters.len() {
        0 => return String::new(),
        1 => (0, 0),
        2..=4 => (1, 0),
        5..=8 => (1, 1),
        _ => (3, 4),
    };
    let first: String = letters.iter().take(head).collect();
    let last: String = letters.iter().skip(letters.len().saturating_sub(tail)).collect();
    let stars = if letters.len() > 8 { 4 } else { letters.len().saturating_sub(head + tail) };
    format!("{first}{}{last}", "*".repeat(stars))
}
