//! Texts without regard to case: every letter of Unicode by its upper and then its lower form, letter by letter.

use std::borrow::Cow;
use std::cmp::Ordering;

/// A text in the form in which case does not count.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        return Cow::Owned(folded(text).collect());
    }
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) { Cow::Owned(text.to_ascii_lowercase()) } else { Cow::Borrowed(text) }
}

/// Whether two texts are the same without regard to case.
pub(crate) fn same_text(a: &str, b: &str) -> bool {
    a == b || if a.is_ascii() && b.is_ascii() { a.eq_ignore_ascii_case(b) } else { folded(a).eq(folded(b)) }
}

/// The order of two texts without regard to case.
pub(crate) fn compare_folded(a: &str, b: &str) -> Ordering {
    folded(a).cmp(folded(b))
}

/// Upper and then lower: the two small sigmas, ß and ss, ligatures become one.
fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_count_in_any_script() {
        for (a, b) in [("Order", "oRDER"), ("ÄÖÜ", "äöü"), ("ＡＢＣ", "ａｂｃ"), ("ΣΊΣΥΦΟΣ", "σίσυφος"), ("Straße", "STRASSE"), ("ЖУК", "жук")]
        {
            assert!(same_text(a, b) && fold(a) == fold(b) && compare_folded(a, b) == Ordering::Equal, "{a} {b}");
        }
        assert!(!same_text("a", "b") && !same_text("ａ", "a") && !same_text("榫", "卯"));
    }
}
