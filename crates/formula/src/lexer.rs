//! Text to tokens. Full-width signs that a Chinese keyboard gives are read as their half-width ones.

use crate::{FormulaFault, fault};
use value::{Decimal, ErrorCode, parse_decimal};

/// A token with its place in characters.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    pub kind: TokenKind,
    pub start: usize,
    pub end: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TokenKind {
    Number(Decimal),
    Text(String),
    /// A name: a function, TRUE, FALSE, or a field that somebody forgot to put into braces.
    Name(String),
    /// `{field}` or `{a.b}`, without the braces.
    Field(String),
    Error(ErrorCode),
    Sign(Sign),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    Plus,
    Minus,
    Times,
    Divide,
    Power,
    Join,
    Percent,
    Equal,
    Differs,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Open,
    Close,
    ListOpen,
    ListClose,
    Comma,
    Semicolon,
}

/// Reads all tokens; what cannot be read is a fault and is left out.
pub(crate) fn tokens(source: &str) -> (Vec<Token>, Vec<FormulaFault>) {
    let mut lexer = Lexer { chars: source.chars().collect(), at: 0, tokens: Vec::new(), faults: Vec::new() };
    while lexer.at < lexer.chars.len() {
        lexer.step();
    }
    (lexer.tokens, lexer.faults)
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    tokens: Vec<Token>,
    faults: Vec<FormulaFault>,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        self.tokens.push(Token { kind, start, end: self.at });
    }

    fn step(&mut self) {
        let start = self.at;
        let Some(first) = self.peek(0) else { return };
        match first {
            c if c.is_whitespace() => self.at += 1,
            '"' => self.text(start, '"'),
            '“' | '”' => self.text(start, '”'),
            '0'..='9' => self.number(start),
            '.' if self.peek(1).is_some_and(|c| c.is_ascii_digit()) => self.number(start),
            '#' => self.error_literal(start),
            '{' if self.is_field() => self.field(start),
            c if c.is_alphabetic() || c == '_' => self.name(start),
            _ => self.sign(start, first),
        }
    }

    fn text(&mut self, start: usize, closing: char) {
        self.at += 1;
        let mut text = String::new();
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some(a), Some(b)) if a == closing && b == closing => {
                    text.push(a);
                    self.at += 2;
                }
                (Some(c), _) if c == closing => {
                    self.at += 1;
                    break;
                }
                (Some(c), _) => {
                    text.push(c);
                    self.at += 1;
                }
                (None, _) => {
                    self.faults.push(fault::not_closed(start, self.at, "\""));
                    break;
                }
            }
        }
        self.push(TokenKind::Text(text), start);
    }

    fn number(&mut self, start: usize) {
        self.take_while(|c| c.is_ascii_digit() || c == '.');
        if matches!(self.peek(0), Some('e' | 'E')) {
            let sign = usize::from(matches!(self.peek(1), Some('+' | '-')));
            if self.peek(1 + sign).is_some_and(|c| c.is_ascii_digit()) {
                self.at += 1 + sign;
                self.take_while(|c| c.is_ascii_digit());
            }
        }
        let text = self.slice(start);
        match parse_decimal(&text) {
            Some(number) => self.push(TokenKind::Number(number), start),
            None => {
                self.faults.push(fault::bad_number(start, self.at, &text));
                self.push(TokenKind::Number(Decimal::ZERO), start);
            }
        }
    }

    fn error_literal(&mut self, start: usize) {
        self.at += 1;
        self.take_while(|c| c.is_ascii_uppercase() || c == '/' || c == '0');
        if matches!(self.peek(0), Some('!' | '?')) {
            self.at += 1;
        }
        let text = self.slice(start);
        match ErrorCode::parse(&text) {
            Some(code) => self.push(TokenKind::Error(code), start),
            None => self.faults.push(fault::unexpected(start, self.at, &text)),
        }
    }

    /// A brace opens a field when a name follows; `{1,2}`, `{"a"}`, `{TRUE}` and `{-1}` are lists.
    fn is_field(&self) -> bool {
        let rest = self.chars.get(self.at + 1..).unwrap_or_default();
        let Some(first) = rest.iter().find(|c| !c.is_whitespace()) else { return false };
        (first.is_alphabetic() && !first.is_ascii_uppercase()) || *first == '_'
    }

    fn field(&mut self, start: usize) {
        self.at += 1;
        let from = self.at;
        self.take_while(|c| c != '}' && c != '{' && c != '"' && c != '\n');
        let name = self.slice(from).trim().to_string();
        if self.peek(0) == Some('}') {
            self.at += 1;
        } else {
            self.faults.push(fault::not_closed(start, self.at, "{"));
        }
        self.push(TokenKind::Field(name), start);
    }

    fn name(&mut self, start: usize) {
        self.take_while(|c| c.is_alphanumeric() || c == '_' || c == '.');
        let name = self.slice(start);
        self.push(TokenKind::Name(name), start);
    }

    fn sign(&mut self, start: usize, first: char) {
        let second = self.peek(1);
        let (sign, length) = match (first, second) {
            ('<', Some('>')) => (Sign::Differs, 2),
            ('<', Some('=')) => (Sign::LessOrEqual, 2),
            ('>', Some('=')) => (Sign::GreaterOrEqual, 2),
            ('=', Some('=')) => return self.foreign(start, 2, "=", Sign::Equal),
            ('!', Some('=')) => return self.foreign(start, 2, "<>", Sign::Differs),
            ('&', Some('&')) => return self.foreign(start, 2, "AND(…)", Sign::Join),
            ('|', Some('|')) => return self.foreign(start, 2, "OR(…)", Sign::Join),
            ('+' | '＋', _) => (Sign::Plus, 1),
            ('-' | '－' | '−', _) => (Sign::Minus, 1),
            ('*' | '×' | '＊', _) => (Sign::Times, 1),
            ('/' | '÷' | '／', _) => (Sign::Divide, 1),
            ('^', _) => (Sign::Power, 1),
            ('&' | '＆', _) => (Sign::Join, 1),
            ('%' | '％', _) => (Sign::Percent, 1),
            ('=' | '＝', _) => (Sign::Equal, 1),
            ('≠', _) => (Sign::Differs, 1),
            ('<' | '＜', _) => (Sign::Less, 1),
            ('≤', _) => (Sign::LessOrEqual, 1),
            ('>' | '＞', _) => (Sign::Greater, 1),
            ('≥', _) => (Sign::GreaterOrEqual, 1),
            ('(' | '（', _) => (Sign::Open, 1),
            (')' | '）', _) => (Sign::Close, 1),
            ('{', _) => (Sign::ListOpen, 1),
            ('}', _) => (Sign::ListClose, 1),
            (',' | '，', _) => (Sign::Comma, 1),
            (';' | '；', _) => (Sign::Semicolon, 1),
            _ => {
                self.at += 1;
                self.faults.push(fault::unexpected(start, self.at, &first.to_string()));
                return;
            }
        };
        self.at += length;
        self.push(TokenKind::Sign(sign), start);
    }

    /// A sign of another language: told with the one of ours, and read as it so that checking goes on.
    fn foreign(&mut self, start: usize, length: usize, ours: &str, sign: Sign) {
        self.at += length;
        let text = self.slice(start);
        self.faults.push(fault::foreign_sign(start, self.at, &text, ours));
        self.push(TokenKind::Sign(sign), start);
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) {
        while self.peek(0).is_some_and(&wanted) {
            self.at += 1;
        }
    }

    fn slice(&self, start: usize) -> String {
        self.chars.get(start..self.at).unwrap_or_default().iter().collect()
    }
}
