//! What may stand at the cursor: fields by label, id, pinyin and its initials; functions; the options of a field.

use super::hover::call_around;
use super::names::{known, type_of};
use super::sound::fit;
use crate::functions::{Kind, function, functions};
use crate::lexer::{Sign, Token, TokenKind, tokens};
use crate::{Scope, Type};
use value::{Label, Locale};

/// So many suggestions are given at most.
const MOST: usize = 50;

/// What may be written instead of a stretch of the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Completion {
    /// First character of what is replaced.
    pub start: usize,
    /// Character after the last.
    pub end: usize,
    /// The suggestions, the best first.
    pub items: Vec<Suggestion>,
}

/// One suggestion.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// What kind of thing it is.
    pub kind: SuggestionKind,
    /// What people see in the list.
    pub label: String,
    /// What is written.
    pub insert: String,
    /// Where the cursor stands afterwards, in characters of what is written.
    pub cursor: usize,
    /// A type, a usage or an id, small beside the label.
    pub detail: String,
    /// What it does.
    pub help: String,
}

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SuggestionKind {
    /// An option of a field.
    Option,
    /// A field.
    Field,
    /// A value of the app that has a name.
    Constant,
    /// A function.
    Function,
}

/// What may stand at the cursor.
pub fn complete(source: &str, cursor: usize, scope: &Scope, locale: Locale) -> Completion {
    let chars: Vec<char> = source.chars().collect();
    let cursor = cursor.min(chars.len());
    let all = tokens(source).0;
    let place = Place::at(&chars, &all, cursor);
    if let Some(options) = options_wanted(&all, place.start, scope) {
        return Completion { start: place.start, end: place.end, items: ranked(options_fitting(&options, &place.typed, locale)) };
    }
    let items = match place.inside {
        Inside::Text => Vec::new(),
        Inside::Braces => ranked(fields(scope, &place.typed, locale)),
        Inside::Word => {
            let mut found = fields(scope, &place.typed, locale);
            found.extend(constants(scope, &place.typed, locale));
            found.extend(library(&place.typed, locale));
            ranked(found)
        }
        // Behind a value an operator follows, which nobody needs to be offered.
        Inside::Nothing if behind_value(&all, cursor) => Vec::new(),
        Inside::Nothing => ranked(fields(scope, "", locale)),
    };
    Completion { start: place.start, end: place.end, items }
}

/// Where the cursor stands.
enum Inside {
    Text,
    Braces,
    Word,
    Nothing,
}

/// What was typed up to the cursor, and the stretch that a suggestion replaces.
struct Place {
    inside: Inside,
    start: usize,
    end: usize,
    typed: String,
}

impl Place {
    fn at(chars: &[char], tokens: &[Token], cursor: usize) -> Self {
        let text = |from: usize| chars.get(from..cursor).unwrap_or_default().iter().collect::<String>();
        let closed = |token: &Token, closing: char| token.end > token.start + 1 && chars.get(token.end - 1) == Some(&closing);
        if let Some(brace) = open_brace(chars, cursor) {
            let rest = chars.iter().skip(cursor).take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '!')).count();
            let end = cursor + rest + usize::from(chars.get(cursor + rest) == Some(&'}'));
            return Self { inside: Inside::Braces, start: brace, end, typed: text(brace + 1).trim().to_string() };
        }
        let under = tokens.iter().find(|token| token.start < cursor && cursor <= token.end);
        match under.map(|token| (&token.kind, token)) {
            Some((TokenKind::Text(_), token)) if cursor < token.end || !closed(token, '"') => {
                Self { inside: Inside::Text, start: token.start, end: token.end, typed: text(token.start + 1) }
            }
            Some((TokenKind::Name(_), token)) => Self { inside: Inside::Word, start: token.start, end: token.end, typed: text(token.start) },
            _ => Self { inside: Inside::Nothing, start: cursor, end: cursor, typed: String::new() },
        }
    }
}

/// The brace that was opened before the cursor on the same line, outside texts, when what follows it could be a name.
fn open_brace(chars: &[char], cursor: usize) -> Option<usize> {
    let mut open = None;
    let mut quoted = false;
    for (at, c) in chars.iter().enumerate().take(cursor) {
        match c {
            '"' => quoted = !quoted,
            '{' if !quoted => open = Some(at),
            '}' | ',' | ';' | '\n' if !quoted => open = None,
            _ => {}
        }
    }
    open.filter(|_| !quoted)
}

/// Whether a complete value stands before the cursor.
fn behind_value(tokens: &[Token], cursor: usize) -> bool {
    let last = tokens.iter().take_while(|token| token.end <= cursor).last();
    last.is_some_and(|token| match token.kind {
        TokenKind::Sign(sign) => matches!(sign, Sign::Close | Sign::ListClose | Sign::Percent),
        _ => true,
    })
}

/// The options that may stand at a place: behind `field =`, or where a function compares with a field.
fn options_wanted(tokens: &[Token], start: usize, scope: &Scope) -> Option<Vec<(String, Label)>> {
    let before: Vec<&Token> = tokens.iter().take_while(|token| token.end <= start).collect();
    let last = before.last()?;
    let compares = matches!(last.kind, TokenKind::Sign(Sign::Equal | Sign::Differs));
    if let (true, Some(TokenKind::Field(id))) = (compares, before.iter().rev().nth(1).map(|token| &token.kind)) {
        return options_of(scope, id);
    }
    if !matches!(last.kind, TokenKind::Sign(Sign::Open | Sign::Comma | Sign::Semicolon)) {
        return None;
    }
    let (name, argument) = call_around(tokens, start)?;
    let function = function(&name)?;
    let kind = function.params.get(function.place_of(argument)?)?.kind;
    let (Kind::KeyOf(of) | Kind::CandidateOf(of)) = kind else { return None };
    let field = first_of_argument(&before, of)?;
    if let TokenKind::Field(id) = &field.kind { options_of(scope, id) } else { None }
}

fn options_of(scope: &Scope, id: &str) -> Option<Vec<(String, Label)>> {
    match type_of(scope, id)? {
        Type::Choice(options) => Some(options),
        Type::List(item) => {
            if let Type::Choice(options) = *item {
                Some(options)
            } else {
                None
            }
        }
        _ => None,
    }
    .filter(|options| !options.is_empty())
}

/// The first token of an argument of the innermost call that is still open.
fn first_of_argument<'t>(before: &[&'t Token], wanted: usize) -> Option<&'t Token> {
    let mut depth = 0_u32;
    let open = before.iter().enumerate().rev().find(|(_, token)| match token.kind {
        TokenKind::Sign(Sign::Close | Sign::ListClose) => {
            depth += 1;
            false
        }
        TokenKind::Sign(Sign::Open | Sign::ListOpen) if depth > 0 => {
            depth -= 1;
            false
        }
        TokenKind::Sign(Sign::Open) => true,
        _ => false,
    });
    let (open, _) = open?;
    let (mut depth, mut argument) = (0_u32, 0);
    for token in before.iter().skip(open + 1) {
        if argument == wanted && depth == 0 {
            return Some(token);
        }
        match token.kind {
            TokenKind::Sign(Sign::Open | Sign::ListOpen) => depth += 1,
            TokenKind::Sign(Sign::Close | Sign::ListClose) => depth = depth.saturating_sub(1),
            TokenKind::Sign(Sign::Comma | Sign::Semicolon) if depth == 0 => argument += 1,
            _ => {}
        }
    }
    None
}

/// A suggestion and how well it fits.
type Ranked = (u8, SuggestionKind, Suggestion);

fn ranked(mut found: Vec<Ranked>) -> Vec<Suggestion> {
    // Equal ones stay in the order of the form and of the library.
    found.sort_by_key(|(fit, kind, _)| (*fit, *kind));
    found.into_iter().take(MOST).map(|(.., suggestion)| suggestion).collect()
}

fn best(typed: &str, names: &[&str]) -> Option<u8> {
    names.iter().filter_map(|name| fit(typed, name)).min()
}

fn options_fitting(options: &[(String, Label)], typed: &str, locale: Locale) -> Vec<Ranked> {
    let suggestion = |(id, label): &(String, Label)| {
        let fit = best(typed, &[label.get(Locale::ZhCn), label.get(Locale::En), id])?;
        let insert = format!("\"{id}\"");
        let (label, cursor) = (label.get(locale).to_string(), insert.chars().count());
        Some((
            fit,
            SuggestionKind::Option,
            Suggestion { kind: SuggestionKind::Option, label, insert, cursor, detail: id.clone(), help: String::new() },
        ))
    };
    options.iter().filter_map(suggestion).collect()
}

fn fields(scope: &Scope, typed: &str, locale: Locale) -> Vec<Ranked> {
    let suggestion = |name: super::names::Known| {
        let part = |text: &str| text.rsplit('.').next().unwrap_or_default().to_string();
        let whole = best(typed, &[name.label.get(Locale::ZhCn), name.label.get(Locale::En), &name.id]);
        // A column is also found by its own name, after the fields of the record.
        let column = || best(typed, &[&part(name.label.get(Locale::ZhCn)), &part(name.label.get(Locale::En)), &part(&name.id)]).map(|fit| fit + 1);
        let fit = whole.into_iter().chain(column()).min()?;
        let detail = type_of(scope, &name.id).map(|found| found.label().get(locale).to_string()).unwrap_or_default();
        let insert = format!("{{{}}}", name.id);
        let (label, cursor) = (name.label.get(locale).to_string(), insert.chars().count());
        Some((fit, SuggestionKind::Field, Suggestion { kind: SuggestionKind::Field, label, insert, cursor, detail, help: name.id }))
    };
    known(scope).into_iter().filter_map(suggestion).collect()
}

fn constants(scope: &Scope, typed: &str, locale: Locale) -> Vec<Ranked> {
    let suggestion = |(id, constant): (&String, &crate::Constant)| {
        let fit = best(typed, &[constant.label.get(Locale::ZhCn), constant.label.get(Locale::En), id])?;
        let label = constant.label.get(locale).to_string();
        let worth = match &constant.value {
            value::Value::Text(text) => text.clone(),
            value::Value::Number(number) => number.normalize().to_string(),
            value::Value::Bool(yes) => yes.to_string().to_uppercase(),
            _ => String::new(),
        };
        let (insert, cursor) = (id.clone(), id.chars().count());
        let suggestion = Suggestion { kind: SuggestionKind::Constant, label, insert, cursor, detail: worth, help: id.clone() };
        Some((fit, SuggestionKind::Constant, suggestion))
    };
    scope.outside.constants.iter().filter_map(suggestion).collect()
}

fn library(typed: &str, locale: Locale) -> Vec<Ranked> {
    let suggestion = |function: &'static crate::Function| {
        let names: Vec<&str> = std::iter::once(&function.name).chain(function.aliases).copied().chain([function.zh]).collect();
        // By their sound functions come behind the fields, of which people mean one far more often.
        let fit = best(typed, &names).map(|fit| if matches!(fit, 2 | 3 | 5) { fit + 3 } else { fit })?;
        let insert = format!("{}()", function.name);
        let cursor = insert.chars().count() - usize::from(!function.params.is_empty());
        let label = if locale == Locale::ZhCn { format!("{} {}", function.name, function.zh) } else { function.name.to_string() };
        let help = if locale == Locale::ZhCn { function.help.0 } else { function.help.1 };
        let suggestion = Suggestion { kind: SuggestionKind::Function, label, insert, cursor, detail: function.usage(locale), help: help.to_string() };
        Some((fit, SuggestionKind::Function, suggestion))
    };
    functions().filter_map(suggestion).collect()
}
