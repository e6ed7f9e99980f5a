//! What stands under the pointer, and what the function around the cursor still wants.

use super::names::{Known, known, label_of, type_of};
use crate::functions::{Function, function};
use crate::lexer::{Sign, Token, TokenKind, tokens};
use crate::{Scope, Type, check, parser};
use value::Locale;

/// Help for what stands at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Hover {
    /// First character of what is told about.
    pub start: usize,
    /// Character after the last.
    pub end: usize,
    /// One line: a usage, a label with its type.
    pub title: String,
    /// What it does or is.
    pub text: String,
    /// A formula and its answer, for functions.
    pub example: Option<(String, String)>,
}

/// The call in which the cursor stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    /// The function's name.
    pub function: &'static str,
    /// How it is written.
    pub usage: String,
    /// What it does.
    pub help: String,
    /// Which argument the cursor is in, counted from 0.
    pub argument: usize,
    /// What that argument is, with the type that it wants.
    pub wanted: String,
}

/// Tells about what stands at a place: a function, a field, an option, or the type of the part around it.
pub fn hover(source: &str, at: usize, scope: &Scope, locale: Locale) -> Option<Hover> {
    let token = tokens(source).0.into_iter().find(|token| (token.start..token.end).contains(&at))?;
    match &token.kind {
        TokenKind::Name(name) => function(name).map(|function| of_function(function, &token, locale)),
        TokenKind::Field(id) => of_field(&known(scope), id, &token, scope, locale),
        TokenKind::Text(_) => of_option(source, &token, scope, locale).or_else(|| of_part(source, at, scope, locale)),
        _ => of_part(source, at, scope, locale),
    }
}

fn help(function: &Function, locale: Locale) -> String {
    (if locale == Locale::ZhCn { function.help.0 } else { function.help.1 }).to_string()
}

fn of_function(function: &Function, token: &Token, locale: Locale) -> Hover {
    let name = if locale == Locale::ZhCn { format!(" {}", function.zh) } else { String::new() };
    Hover {
        start: token.start,
        end: token.end,
        title: format!("{}{name}", function.usage(locale)),
        text: help(function, locale),
        example: Some((function.example.0.to_string(), function.example.1.to_string())),
    }
}

fn of_field(known: &[Known], id: &str, token: &Token, scope: &Scope, locale: Locale) -> Option<Hover> {
    let found = type_of(scope, id)?;
    let label = label_of(known, id, locale).unwrap_or(id);
    let options = match item(&found) {
        Type::Choice(options) => options.iter().map(|(_, label)| label.get(locale)).collect::<Vec<_>>().join(" / "),
        _ => String::new(),
    };
    let title = format!("{label}: {}", found.label().get(locale));
    Some(Hover { start: token.start, end: token.end, title, text: if options.is_empty() { format!("{{{id}}}") } else { options }, example: None })
}

fn item(found: &Type) -> &Type {
    if let Type::List(item) = found { item } else { found }
}

fn of_option(source: &str, token: &Token, scope: &Scope, locale: Locale) -> Option<Hover> {
    let options = check::notes(&parser::parse(source).0, scope).options;
    let check::ComparedText { start, end, text, options } = options.into_iter().find(|compared| compared.start == token.start)?;
    let label = options.iter().find(|(id, _)| id.eq_ignore_ascii_case(&text)).map(|(_, label)| label.get(locale).to_string())?;
    Some(Hover { start, end, title: label, text: format!("\"{text}\""), example: None })
}

/// The smallest part around the place, by its type.
fn of_part(source: &str, at: usize, scope: &Scope, locale: Locale) -> Option<Hover> {
    let around = check::notes(&parser::parse(source).0, scope).types.into_iter().filter(|(start, end, _)| (*start..*end).contains(&at));
    let (start, end, found) = around.min_by_key(|(start, end, _)| end - start)?;
    Some(Hover { start, end, title: found.label().get(locale).to_string(), text: String::new(), example: None })
}

/// The call around the cursor and the argument that is being written.
pub fn signature(source: &str, cursor: usize, locale: Locale) -> Option<Signature> {
    let tokens = tokens(source).0;
    let (name, argument) = call_around(&tokens, cursor)?;
    let function = function(&name)?;
    let place = function.place_of(argument)?;
    let param = function.params.get(place)?;
    let wanted = format!("{}: {}", if locale == Locale::ZhCn { param.zh } else { param.name }, param.kind.label().get(locale));
    Some(Signature { function: function.name, usage: function.usage(locale), help: help(function, locale), argument, wanted })
}

/// The name of the call around a place and the number of the argument.
pub(super) fn call_around(tokens: &[Token], cursor: usize) -> Option<(String, usize)> {
    let before: Vec<&Token> = tokens.iter().take_while(|token| token.end <= cursor).collect();
    let (mut depth, mut argument) = (0_u32, 0);
    for (index, token) in before.iter().enumerate().rev() {
        match token.kind {
            TokenKind::Sign(Sign::Close | Sign::ListClose) => depth += 1,
            TokenKind::Sign(Sign::Open) if depth == 0 => {
                return match index.checked_sub(1).and_then(|index| before.get(index)).map(|token| &token.kind) {
                    Some(TokenKind::Name(name)) => Some((name.clone(), argument)),
                    // Brackets for grouping: the call is further out, and the argument is counted there.
                    _ => call_around(tokens, token.start),
                };
            }
            TokenKind::Sign(Sign::ListOpen) if depth == 0 => argument = 0,
            TokenKind::Sign(Sign::Open | Sign::ListOpen) => depth -= 1,
            TokenKind::Sign(Sign::Comma | Sign::Semicolon) if depth == 0 => argument += 1,
            _ => {}
        }
    }
    None
}
