//! Tokens to a tree, by precedence: comparison < & < + - < * / < ^ < % < unary minus, as in spreadsheets (so -2^2 is 4).

use crate::ast::{Ast, AstKind, Binary, Comparison, Unary};
use crate::lexer::{Sign, Token, TokenKind, tokens};
use crate::{FormulaFault, fault};

/// The longest formula in characters.
pub(crate) const MAX_LENGTH: usize = 8192;
/// The deepest tree; it bounds the stack of checker and evaluator.
pub(crate) const MAX_DEPTH: u16 = 200;

/// Parses a formula; a leading `=` is allowed. All faults at once; what could not be read is `Bad` in the tree.
pub(crate) fn parse(source: &str) -> (Ast, Vec<FormulaFault>) {
    let length = source.chars().count();
    if length > MAX_LENGTH {
        return (bad(0, length), vec![fault::too_large(0, length)]);
    }
    let (tokens, faults) = tokens(source);
    let mut parser = Parser { tokens, at: 0, nesting: 0, faults, length };
    if parser.tokens.is_empty() {
        if parser.faults.is_empty() {
            parser.faults.push(fault::empty());
        }
        return (bad(0, length), parser.faults);
    }
    parser.accept(Sign::Equal);
    let tree = parser.expression(0);
    parser.nothing_more();
    if tree.depth > MAX_DEPTH && !parser.faults.iter().any(|fault| fault.code == "MF0110") {
        parser.faults.push(fault::too_large(0, length));
    }
    (tree, parser.faults)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    nesting: u16,
    faults: Vec<FormulaFault>,
    length: usize,
}

fn bad(start: usize, end: usize) -> Ast {
    Ast { kind: AstKind::Bad, start, end, depth: 1 }
}

fn leaf(kind: AstKind, start: usize, end: usize) -> Ast {
    Ast { kind, start, end, depth: 1 }
}

fn binary_of(sign: Sign) -> Option<(u8, Binary)> {
    Some(match sign {
        Sign::Equal => (1, Binary::Compare(Comparison::Equal)),
        Sign::Differs => (1, Binary::Compare(Comparison::Differs)),
        Sign::Less => (1, Binary::Compare(Comparison::Less)),
        Sign::LessOrEqual => (1, Binary::Compare(Comparison::LessOrEqual)),
        Sign::Greater => (1, Binary::Compare(Comparison::Greater)),
        Sign::GreaterOrEqual => (1, Binary::Compare(Comparison::GreaterOrEqual)),
        Sign::Join => (2, Binary::Join),
        Sign::Plus => (3, Binary::Add),
        Sign::Minus => (3, Binary::Subtract),
        Sign::Times => (4, Binary::Multiply),
        Sign::Divide => (4, Binary::Divide),
        Sign::Power => (5, Binary::Power),
        _ => return None,
    })
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn peek_sign(&self) -> Option<Sign> {
        if let Some(Token { kind: TokenKind::Sign(sign), .. }) = self.peek() { Some(*sign) } else { None }
    }

    fn accept(&mut self, sign: Sign) -> bool {
        let found = self.peek_sign() == Some(sign);
        self.at += usize::from(found);
        found
    }

    /// Where the next token begins, or the end of the formula.
    fn here(&self) -> (usize, usize) {
        self.peek().map_or((self.length, self.length), |token| (token.start, token.end))
    }

    fn expression(&mut self, least: u8) -> Ast {
        if self.nesting >= MAX_DEPTH {
            return self.too_deep();
        }
        self.nesting += 1;
        let mut left = self.prefix();
        while let Some((power, operator)) = self.peek_sign().and_then(binary_of).filter(|(power, _)| *power > least) {
            self.at += 1;
            let right = self.expression(power);
            let (start, end, depth) = (left.start, right.end, left.depth.max(right.depth).saturating_add(1));
            left = Ast { kind: AstKind::Binary(operator, Box::new(left), Box::new(right)), start, end, depth };
            if left.depth > MAX_DEPTH {
                left = self.too_deep();
            }
        }
        self.nesting -= 1;
        left
    }

    /// Tells it once and reads no further.
    fn too_deep(&mut self) -> Ast {
        let (start, end) = self.here();
        self.faults.push(fault::too_large(start, end));
        self.at = self.tokens.len();
        bad(start, end)
    }

    fn prefix(&mut self) -> Ast {
        let (start, _) = self.here();
        for (sign, operator) in [(Sign::Minus, Unary::Minus), (Sign::Plus, Unary::Plus)] {
            if self.accept(sign) {
                if self.nesting >= MAX_DEPTH {
                    return self.too_deep();
                }
                self.nesting += 1;
                let inner = self.prefix();
                self.nesting -= 1;
                let (end, depth) = (inner.end, inner.depth.saturating_add(1));
                return Ast { kind: AstKind::Unary(operator, Box::new(inner)), start, end, depth };
            }
        }
        let mut value = self.primary();
        while self.peek_sign() == Some(Sign::Percent) {
            let (_, end) = self.here();
            self.at += 1;
            let depth = value.depth.saturating_add(1);
            value = Ast { start: value.start, end, depth, kind: AstKind::Unary(Unary::Percent, Box::new(value)) };
            if depth > MAX_DEPTH {
                return self.too_deep();
            }
        }
        value
    }

    fn primary(&mut self) -> Ast {
        let (start, end) = self.here();
        let Some(token) = self.peek().cloned() else {
            self.faults.push(fault::value_missing(start, end));
            return bad(start, end);
        };
        self.at += 1;
        match token.kind {
            TokenKind::Number(number) => leaf(AstKind::Number(number), start, end),
            TokenKind::Text(text) => leaf(AstKind::Text(text), start, end),
            TokenKind::Error(code) => leaf(AstKind::Error(code), start, end),
            TokenKind::Field(name) => leaf(AstKind::Field(name), start, end),
            TokenKind::Name(name) if self.peek_sign() == Some(Sign::Open) => self.call(name, start, end),
            TokenKind::Name(name) if name.eq_ignore_ascii_case("TRUE") => leaf(AstKind::Bool(true), start, end),
            TokenKind::Name(name) if name.eq_ignore_ascii_case("FALSE") => leaf(AstKind::Bool(false), start, end),
            TokenKind::Name(name) => leaf(AstKind::Name(name), start, end),
            TokenKind::Sign(Sign::Open) => self.group(start),
            TokenKind::Sign(Sign::ListOpen) => self.list(start),
            TokenKind::Sign(sign) => {
                self.faults.push(fault::value_missing(start, end));
                // What closes or separates belongs to those around; anything else is passed over.
                let passed = !matches!(sign, Sign::Comma | Sign::Close | Sign::ListClose | Sign::Semicolon);
                self.at -= usize::from(!passed);
                bad(start, end)
            }
        }
    }

    fn group(&mut self, start: usize) -> Ast {
        let mut inner = self.expression(0);
        let (_, end) = self.here();
        if !self.accept(Sign::Close) {
            self.faults.push(fault::not_closed(start, start + 1, "("));
        }
        inner.start = start;
        inner.end = end;
        inner
    }

    fn call(&mut self, name: String, start: usize, name_end: usize) -> Ast {
        let (open, _) = self.here();
        self.at += 1;
        let mut args = Vec::new();
        if self.peek_sign() != Some(Sign::Close) {
            args = self.items(&[Sign::Comma, Sign::Semicolon], Sign::Close);
        }
        let (_, end) = self.here();
        if !self.accept(Sign::Close) {
            self.faults.push(fault::not_closed(open, open + 1, "("));
        }
        let depth = args.iter().map(|arg| arg.depth).max().unwrap_or(0).saturating_add(1);
        Ast { kind: AstKind::Call { name, name_end, args }, start, end, depth }
    }

    /// A list: commas part items, semicolons part rows of items.
    fn list(&mut self, start: usize) -> Ast {
        let mut rows = Vec::new();
        loop {
            let (from, _) = self.here();
            let items = if matches!(self.peek_sign(), Some(Sign::ListClose)) { Vec::new() } else { self.items(&[Sign::Comma], Sign::ListClose) };
            let (end, _) = self.here();
            let depth = items.iter().map(|item| item.depth).max().unwrap_or(0).saturating_add(1);
            rows.push(Ast { kind: AstKind::List(items), start: from, end, depth });
            if !self.accept(Sign::Semicolon) {
                break;
            }
        }
        let (_, end) = self.here();
        if !self.accept(Sign::ListClose) {
            self.faults.push(fault::not_closed(start, start + 1, "{"));
        }
        match rows.len() {
            1 => rows.pop().map_or_else(|| bad(start, end), |row| Ast { start, end, ..row }),
            _ => {
                let depth = rows.iter().map(|row| row.depth).max().unwrap_or(0).saturating_add(1);
                Ast { kind: AstKind::List(rows), start, end, depth }
            }
        }
    }

    /// Items up to a closing sign; one that is left out is blank.
    fn items(&mut self, separators: &[Sign], close: Sign) -> Vec<Ast> {
        let mut items = Vec::new();
        loop {
            let (start, _) = self.here();
            let next = self.peek_sign();
            if next.is_some_and(|sign| sign == close || sign == Sign::Semicolon || separators.contains(&sign)) {
                items.push(leaf(AstKind::Blank, start, start));
            } else {
                items.push(self.expression(0));
                self.skip_to(separators, close);
            }
            match self.peek_sign() {
                Some(sign) if separators.contains(&sign) => self.at += 1,
                _ => return items,
            }
        }
    }

    /// After an item only a separator or the end may stand; the rest is told once and passed over.
    fn skip_to(&mut self, separators: &[Sign], close: Sign) {
        let mut told = false;
        let mut open = 0_u32;
        while let Some(token) = self.peek().cloned() {
            match token.kind {
                TokenKind::Sign(sign) if open == 0 && (sign == close || sign == Sign::Semicolon || separators.contains(&sign)) => return,
                TokenKind::Sign(Sign::Open) => open += 1,
                TokenKind::Sign(Sign::Close) if open == 0 => return,
                TokenKind::Sign(Sign::Close) => open -= 1,
                _ => {}
            }
            if !told {
                self.faults.push(fault::unexpected(token.start, token.end, &spelling(&token.kind)));
                told = true;
            }
            self.at += 1;
        }
    }

    fn nothing_more(&mut self) {
        if let Some(token) = self.peek().cloned() {
            self.faults.push(fault::unexpected(token.start, token.end, &spelling(&token.kind)));
        }
    }
}

fn spelling(kind: &TokenKind) -> String {
    match kind {
        TokenKind::Number(number) => number.to_string(),
        TokenKind::Text(text) => format!("\"{text}\""),
        TokenKind::Name(name) => name.clone(),
        TokenKind::Field(name) => format!("{{{name}}}"),
        TokenKind::Error(code) => code.as_str().into(),
        TokenKind::Sign(sign) => match sign {
            Sign::Close => ")".into(),
            Sign::ListClose => "}".into(),
            Sign::Comma => ",".into(),
            Sign::Semicolon => ";".into(),
            Sign::Percent => "%".into(),
            Sign::Open => "(".into(),
            Sign::ListOpen => "{".into(),
            _ => "…".into(),
        },
    }
}
