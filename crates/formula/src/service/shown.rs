//! Stored by id, shown by label: a formula as people read it, and back. Renaming a field, an option or nothing at all leaves it whole.

use super::names::{function_of, id_of, known, written};
use crate::functions::function;
use crate::lexer::{TokenKind, tokens};
use crate::{Scope, check, parser};
use value::{Label, Locale};

/// A stretch of characters and what stands there instead.
struct Change {
    start: usize,
    end: usize,
    text: String,
}

/// The formula with labels for ids: of fields, of options that are compared, and in Chinese of functions. What is not known stays.
pub fn to_labels(source: &str, scope: &Scope, locale: Locale) -> String {
    let names = written(&known(scope), locale);
    let mut changes = Vec::new();
    for token in tokens(source).0 {
        let text = match &token.kind {
            TokenKind::Field(name) => names.get(name).map(|label| format!("{{{label}}}")),
            // A dotted Chinese name would not be read back as one name.
            TokenKind::Name(name) if locale == Locale::ZhCn => function(name).map(|function| function.zh.to_string()).filter(|zh| is_name(zh)),
            _ => None,
        };
        changes.extend(text.map(|text| Change { start: token.start, end: token.end, text }));
    }
    for check::ComparedText { start, end, text, options } in check::notes(&parser::parse(source).0, scope).options {
        let label = options.iter().find(|(id, _)| id.eq_ignore_ascii_case(&text)).map(|(_, label)| label.get(locale));
        let alone = |label: &str| options.iter().filter(|(id, other)| id == label || bears(other, label)).count() == 1;
        changes.extend(label.filter(|label| alone(label)).map(|label| Change { start, end, text: quoted(label) }));
    }
    apply(source, changes)
}

/// The formula as it is stored, from what people see: labels of fields and options become ids, Chinese names of functions their names.
pub fn to_ids(shown: &str, scope: &Scope) -> String {
    let source = apply(shown, named(shown, scope));
    let mut changes = Vec::new();
    for check::ComparedText { start, end, text, options } in check::notes(&parser::parse(&source).0, scope).options {
        if options.iter().any(|(id, _)| *id == text) {
            continue;
        }
        let id = options.iter().find(|(_, label)| bears(label, &text)).map(|(id, _)| id);
        changes.extend(id.map(|id| Change { start, end, text: quoted(id) }));
    }
    apply(&source, changes)
}

fn bears(label: &Label, text: &str) -> bool {
    [Locale::ZhCn, Locale::En].iter().any(|locale| label.get(*locale) == text)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// The fields and functions that are named by their labels, outside texts.
fn named(shown: &str, scope: &Scope) -> Vec<Change> {
    let known = known(scope);
    let chars: Vec<char> = shown.chars().collect();
    let mut changes = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        at = match c {
            '"' => after(&chars, at, '"'),
            '“' | '”' => after(&chars, at, '”'),
            '{' => {
                let inside: String = chars.iter().skip(at + 1).take_while(|c| !matches!(c, '{' | '}' | '"' | '\n')).collect();
                let end = at + 1 + inside.chars().count();
                match id_of(&known, inside.trim()) {
                    Some(id) if chars.get(end) == Some(&'}') => {
                        changes.push(Change { start: at, end: end + 1, text: format!("{{{id}}}") });
                        end + 1
                    }
                    _ => at + 1,
                }
            }
            c if c.is_alphabetic() || c == '_' => {
                let name: String = chars.iter().skip(at).take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.')).collect();
                let end = at + name.chars().count();
                let calls = chars.iter().skip(end).find(|c| !c.is_whitespace()).is_some_and(|c| matches!(c, '(' | '（'));
                if let Some(function) = function_of(&name).filter(|_| calls) {
                    changes.push(Change { start: at, end, text: function.name.to_string() });
                }
                end
            }
            _ => at + 1,
        };
    }
    changes
}

/// The place behind a text that begins here.
fn after(chars: &[char], start: usize, closing: char) -> usize {
    let mut at = start + 1;
    while let Some(c) = chars.get(at) {
        at += 1;
        if *c == closing {
            if chars.get(at) != Some(&closing) {
                break;
            }
            at += 1;
        }
    }
    at
}

fn apply(source: &str, mut changes: Vec<Change>) -> String {
    changes.sort_by_key(|change| change.start);
    let chars: Vec<char> = source.chars().collect();
    let mut text = String::new();
    let mut at = 0;
    for change in changes.into_iter() {
        // The same place twice: the first word counts.
        if change.start >= at {
            text.extend(chars.get(at..change.start).unwrap_or_default());
            text.push_str(&change.text);
            at = change.end;
        }
    }
    text.extend(chars.get(at..).unwrap_or_default());
    text
}
