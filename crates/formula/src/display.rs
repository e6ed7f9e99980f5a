//! A formula as people read it: fields by their labels, functions by their Chinese names where the reader is Chinese.

use crate::functions::function;
use crate::lexer::{TokenKind, tokens};
use crate::names::Names;
use crate::{Formula, Scope};
use value::Locale;

impl Formula {
    /// The formula with labels instead of ids; everything else stays as it was written.
    pub fn display(&self, scope: &Scope, locale: Locale) -> String {
        let known = Names { scope }.known();
        let chars: Vec<char> = self.source().chars().collect();
        let mut shown = String::new();
        let mut at = 0;
        for token in tokens(self.source()).0 {
            let label = match &token.kind {
                TokenKind::Field(name) => known.iter().find(|(id, _)| id == name).map(|(_, label)| format!("{{{}}}", label.get(locale))),
                TokenKind::Name(name) if locale == Locale::ZhCn => function(name).map(|function| function.zh.to_string()),
                _ => None,
            };
            shown.extend(chars.get(at..token.start).unwrap_or_default());
            match label {
                Some(label) => shown.push_str(&label),
                None => shown.extend(chars.get(token.start..token.end).unwrap_or_default()),
            }
            at = token.end;
        }
        shown.extend(chars.get(at..).unwrap_or_default());
        shown
    }
}
