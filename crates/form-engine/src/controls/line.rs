//! What single-line texts of a known make share: mobiles, plates, card numbers. They are tidied, judged, and shown with their middle hidden.

use super::check;
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::{Behaviour, FieldFault, ValueContext, code};
use value::{ShowContext, Value, ValueType};

/// Settings that only say whether the middle is hidden.
macro_rules! masked_settings {
    ($(#[doc = $about:literal])+ $name:ident) => {
        definition::settings! {
            $(#[doc = $about])+
            pub struct $name {
                mask: bool = false, ("隐藏中间", "Hide the middle"), ("显示时隐藏中间几位，点击才看到全部；谁完全不能看由角色决定", "The middle is hidden where it is shown, until a click; who may not see it at all is a matter of roles");
            }
        }
    };
}

/// A make of a text: what is right, and what that looks like for programs outside.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Make {
    is: fn(&str) -> bool,
    #[cfg_attr(target_family = "wasm", expect(dead_code, reason = "schemas are made natively only"))]
    looks: &'static str,
    #[cfg_attr(target_family = "wasm", expect(dead_code, reason = "schemas are made natively only"))]
    is_checked: bool,
}

impl Make {
    /// A make that its pattern tells wholly.
    pub(crate) const fn plain(is: fn(&str) -> bool, looks: &'static str) -> Self {
        Self { is, looks: crate::words::native(looks), is_checked: false }
    }

    /// A make of which more is checked than its pattern tells: check digits, days.
    pub(crate) const fn checked(is: fn(&str) -> bool, looks: &'static str) -> Self {
        Self { is_checked: true, ..Self::plain(is, looks) }
    }
}

/// A text of a known make.
#[derive(Debug)]
pub(crate) struct Line {
    /// Takes out what people type between and around the signs.
    pub(crate) tidy: fn(&str) -> String,
    /// The makes that are right; one of them must say so.
    pub(crate) makes: Vec<Make>,
    /// What to enter, in both languages.
    pub(crate) wanted: (&'static str, &'static str),
    /// Whether the middle is hidden where it is shown.
    pub(crate) mask: bool,
}

impl Behaviour for Line {
    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let looks: Vec<&str> = self.makes.iter().map(|make| make.looks).collect();
        let shape = Shape::matching(&format!("^(?:{})$", looks.join("|")), spelling);
        if self.makes.iter().any(|make| make.is_checked) {
            return shape.note_sent(spelling, "号码本身会核对：校验位、日期等", "the number itself is checked: its check digit, a day in it");
        }
        shape
    }

    fn normalise(&self, value: Value) -> Value {
        match value {
            Value::Text(text) => text_or_blank(&(self.tidy)(&half_width(&text))),
            other => other,
        }
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Text(text) = value else { return };
        if !self.makes.iter().any(|make| (make.is)(text)) {
            check::fault(faults, code::PATTERN, self.wanted.0, self.wanted.1);
        }
    }

    fn write(&self, value: &Value, _: &ShowContext<'_>) -> Option<String> {
        masked(value, self.mask)
    }
}

/// The text with its middle hidden, if it is to be.
pub(crate) fn masked(value: &Value, mask: bool) -> Option<String> {
    match access::masked(value) {
        Value::Text(text) if mask => Some(text),
        _ => None,
    }
}

/// The text without spaces around it; blank when nothing is left.
pub(crate) fn text_or_blank(text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() { Value::Blank } else { Value::text(text) }
}

/// The text in one line.
pub(crate) fn one_line(value: Value) -> Value {
    match value {
        Value::Text(text) => text_or_blank(&text.replace(['\r', '\n'], " ")),
        other => other,
    }
}

/// Letters, digits and signs that an input method left in full width, as plain ones.
pub(crate) fn half_width(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{3000}' => ' ',
        '！'..='～' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
        other => other,
    };
    text.chars().map(plain).collect()
}

/// The text without spaces, hyphens and dots.
pub(crate) fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '·' | '.')).collect()
}

/// The same in capital letters.
pub(crate) fn bare_capital(text: &str) -> String {
    bare(text).to_ascii_uppercase()
}

pub(crate) use masked_settings;
