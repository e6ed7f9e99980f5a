//! Values as people read them, the same on the screen, in xlsx texts, in mails and on paper.

use crate::{Decimal, Locale, OptionId, RecordId, Value, write_decimal, write_minutes};
use chrono::FixedOffset;
use std::fmt::Debug;
use std::sync::Arc;

/// How the values of one field are written, where that is more than their type says: 12.5 %, 2026 Q1, an address in one line.
pub trait Face: Debug + Send + Sync {
    /// The value in words; none when it is written as every value of its type. A blank is never asked.
    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String>;
}

/// The face of a field, if it has one of its own.
#[derive(Debug, Clone, Default)]
pub struct FaceOf(pub Option<Arc<dyn Face>>);

/// Two fields are the same whatever they look like.
impl PartialEq for FaceOf {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What is needed from outside to show a value.
pub struct ShowContext<'a> {
    /// The reader's language.
    pub locale: Locale,
    /// The label of an option of the field that is shown.
    pub option_label: &'a dyn Fn(&OptionId) -> Option<String>,
    /// The label of the record, user or department that is referred to.
    pub reference_label: &'a dyn Fn(&RecordId) -> Option<String>,
    /// The offset of the app's zone at a moment.
    pub offset_at: &'a dyn Fn(crate::Instant) -> FixedOffset,
    /// Digits after the point of the field that is shown; `None` shows the number as it is.
    pub scale: Option<u32>,
    /// Whether thousands are grouped.
    pub grouped: bool,
    /// How the field writes its values, if in a way of its own.
    pub face: Option<&'a dyn Face>,
}

/// Shows a value. A blank is an empty text.
pub fn show(value: &Value, context: &ShowContext<'_>) -> String {
    if value.is_blank() {
        return String::new();
    }
    if let Some(words) = context.face.and_then(|face| face.write(value, context)) {
        return words;
    }
    match value {
        Value::Blank | Value::Rows(_) | Value::Structure(_) => String::new(),
        Value::Text(text) => text.clone(),
        Value::Number(number) => show_number(*number, context.scale, context.grouped),
        Value::Bool(yes) => show_bool(*yes, context.locale).into(),
        Value::Date(date) => date.to_string(),
        Value::Time(time) => write_minutes(time),
        Value::Instant(instant) => {
            let local = instant.with_timezone(&(context.offset_at)(*instant)).naive_local();
            format!("{} {}", local.date(), write_minutes(&local.time()))
        }
        Value::Choice(option) => (context.option_label)(option).unwrap_or_else(|| option.to_string()),
        Value::Reference(record) => (context.reference_label)(record).unwrap_or_default(),
        Value::File(file) => file.name.clone(),
        Value::Error(error) => error.code.as_str().into(),
        Value::List(items) => {
            let separator = if context.locale == Locale::ZhCn { "、" } else { ", " };
            items.iter().map(|item| show(item, context)).collect::<Vec<_>>().join(separator)
        }
    }
}

fn show_bool(yes: bool, locale: Locale) -> &'static str {
    match (locale, yes) {
        (Locale::ZhCn, true) => "是",
        (Locale::ZhCn, false) => "否",
        (Locale::En, true) => "Yes",
        (Locale::En, false) => "No",
    }
}

fn show_number(number: Decimal, scale: Option<u32>, grouped: bool) -> String {
    let plain = scale.map_or_else(|| number.normalize().to_string(), |scale| write_decimal(number, scale));
    if grouped { group_thousands(&plain) } else { plain }
}

/// Puts a comma between groups of three digits.
pub fn group_thousands(plain: &str) -> String {
    let (sign, rest) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
    let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits: Vec<char> = whole.chars().collect();
    let mut grouped = String::from(sign);
    for (index, digit) in digits.iter().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(*digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        for (plain, shown) in [("1234.50", "1,234.50"), ("-999", "-999"), ("1000000", "1,000,000")] {
            assert_eq!(group_thousands(plain), shown);
        }
    }
}
