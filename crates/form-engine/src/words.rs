//! What is said to the author of a definition, and about the kinds.
//!
//! In the browser nobody is told in words: a form that arrives there has passed the server's check, and a code with its place is enough.

/// Whether diagnostics carry texts, and kinds their labels and help.
pub(crate) const IN_WORDS: bool = !cfg!(target_family = "wasm");

/// A label in Chinese and English for the author of a definition; nothing is formatted where nobody is told.
macro_rules! told {
    ($zh:expr, $en:expr $(,)?) => {
        if $crate::words::IN_WORDS { value::Label::both($zh, $en) } else { value::Label::default() }
    };
}

/// Texts in Chinese and English about a kind.
pub(crate) const fn pair(zh: &'static str, en: &'static str) -> (&'static str, &'static str) {
    if IN_WORDS { (zh, en) } else { ("", "") }
}

/// The example of a kind.
pub(crate) const fn example(json: &'static str) -> &'static str {
    if IN_WORDS { json } else { "{}" }
}

/// A text that only programs outside read, through the server.
pub(crate) const fn native(text: &'static str) -> &'static str {
    if IN_WORDS { text } else { "" }
}
