//! The syntax tree, every part with its place.

use value::{Decimal, ErrorCode};

/// A part of a formula.
#[derive(Debug, Clone)]
pub(crate) struct Ast {
    pub kind: AstKind,
    pub start: usize,
    pub end: usize,
    /// How many levels stand below; bounds every later recursion.
    pub depth: u16,
}

#[derive(Debug, Clone)]
pub(crate) enum AstKind {
    Number(Decimal),
    Text(String),
    Bool(bool),
    Error(ErrorCode),
    /// An argument that was left out.
    Blank,
    Field(String),
    /// A name that stands alone.
    Name(String),
    Unary(Unary, Box<Ast>),
    Binary(Binary, Box<Ast>, Box<Ast>),
    Call {
        name: String,
        name_end: usize,
        args: Vec<Ast>,
    },
    List(Vec<Ast>),
    /// What could not be read; it was told already.
    Bad,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unary {
    Minus,
    Plus,
    Percent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Join,
    Compare(Comparison),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    Differs,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
