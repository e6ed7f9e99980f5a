//! The subset of XPath that XLSForms use: operators, functions, `${name}`, `.`, literals.

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expr {
    Number(String),
    Text(String),
    /// `${name}`
    Field(String),
    /// A bare name: a column of the choices, in a filter.
    Name(String),
    /// `.`
    This,
    Call(String, Vec<Expr>),
    Binary(Op, Box<Expr>, Box<Expr>),
    Negate(Box<Expr>),
}

/// An operator between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

/// Why an expression cannot be read.
pub(super) type Fault = (String, String);

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(String),
    Text(String),
    Field(String),
    Name(String),
    Dot,
    Open,
    Close,
    Comma,
    Op(Op),
    Minus,
    Star,
}

/// More nesting than any person writes.
const DEEPEST: usize = 60;

/// Reads an expression.
pub(super) fn parse(text: &str) -> Result<Expr, Fault> {
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err(fault("表达式是空的", "the expression is empty"));
    }
    let mut parser = Parser { tokens, at: 0, depth: 0 };
    let expr = parser.binary(0)?;
    match parser.tokens.get(parser.at) {
        None => Ok(expr),
        Some(token) => Err(fault(format!("多余的「{}」", show(token)), format!("`{}` is too much", show(token)))),
    }
}

fn fault(zh: impl Into<String>, en: impl Into<String>) -> Fault {
    (zh.into(), en.into())
}

fn show(token: &Token) -> String {
    match token {
        Token::Number(text) | Token::Name(text) => text.clone(),
        Token::Text(text) => format!("'{text}'"),
        Token::Field(name) => format!("${{{name}}}"),
        Token::Dot => ".".into(),
        Token::Open => "(".into(),
        Token::Close => ")".into(),
        Token::Comma => ",".into(),
        Token::Op(op) => format!("{op:?}"),
        Token::Minus => "-".into(),
        Token::Star => "*".into(),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let token = match c {
            c if c.is_whitespace() => continue,
            '(' => Token::Open,
            ')' => Token::Close,
            ',' => Token::Comma,
            '+' => Token::Op(Op::Add),
            '-' => Token::Minus,
            '*' => Token::Star,
            '=' => Token::Op(Op::Equal),
            '!' if chars.next_if_eq(&'=').is_some() => Token::Op(Op::NotEqual),
            '<' => Token::Op(if chars.next_if_eq(&'=').is_some() { Op::LessOrEqual } else { Op::Less }),
            '>' => Token::Op(if chars.next_if_eq(&'=').is_some() { Op::GreaterOrEqual } else { Op::Greater }),
            '\'' | '"' | '‘' | '’' | '“' | '”' => Token::Text(quoted(c, &mut chars)?),
            '$' if chars.next_if_eq(&'{').is_some() => {
                let name: String = std::iter::from_fn(|| chars.next_if(|c| *c != '}')).collect();
                chars.next().ok_or_else(|| fault("${ 没有写完", "`${` is not closed"))?;
                Token::Field(name.trim().to_owned())
            }
            '/' | '[' | ']' | '@' | '|' => {
                return Err(fault(
                    format!("不支持 XPath 路径里的「{c}」，请用 ${{名称}}"),
                    format!("paths with `{c}` are not offered; write ${{name}}"),
                ));
            }
            '.' if chars.peek() == Some(&'.') => {
                return Err(fault("不支持 XPath 路径「..」，请用 ${名称}", "paths with `..` are not offered; write ${name}"));
            }
            '.' if !chars.peek().is_some_and(char::is_ascii_digit) => Token::Dot,
            c if c.is_ascii_digit() || c == '.' => {
                let rest: String = std::iter::from_fn(|| chars.next_if(|c| c.is_ascii_digit() || *c == '.')).collect();
                let number = if c == '.' { format!("0.{rest}") } else { format!("{c}{rest}") };
                if number.parse::<value::Decimal>().is_err() {
                    return Err(fault(format!("「{number}」不是数字"), format!("`{number}` is no number")));
                }
                Token::Number(number)
            }
            c if c.is_alphabetic() || c == '_' => {
                let rest: String = std::iter::from_fn(|| chars.next_if(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.'))).collect();
                word(format!("{c}{rest}"), tokens.last())
            }
            c => return Err(fault(format!("看不懂「{c}」"), format!("`{c}` cannot be read"))),
        };
        tokens.push(token);
    }
    Ok(tokens)
}

fn quoted(open: char, chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<String, Fault> {
    let close = match open {
        '‘' | '’' => '’',
        '“' | '”' => '”',
        other => other,
    };
    let text: String = std::iter::from_fn(|| chars.next_if(|c| *c != close && !(close == '’' && *c == '‘'))).collect();
    chars.next().ok_or_else(|| fault("引号没有写完", "a quote is not closed"))?;
    Ok(text)
}

/// `and`, `or`, `div` and `mod` are operators where a value stands before them.
fn word(word: String, before: Option<&Token>) -> Token {
    let after_value = matches!(before, Some(Token::Number(_) | Token::Text(_) | Token::Field(_) | Token::Name(_) | Token::Dot | Token::Close));
    match word.as_str() {
        "and" if after_value => Token::Op(Op::And),
        "or" if after_value => Token::Op(Op::Or),
        "div" if after_value => Token::Op(Op::Divide),
        "mod" if after_value => Token::Op(Op::Modulo),
        _ => Token::Name(word),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn op(&self) -> Option<Op> {
        match self.tokens.get(self.at)? {
            Token::Op(op) => Some(*op),
            Token::Minus => Some(Op::Subtract),
            Token::Star => Some(Op::Multiply),
            _ => None,
        }
    }

    fn binary(&mut self, least: u8) -> Result<Expr, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(fault("表达式嵌套太深", "the expression is nested too deeply"));
        }
        let mut left = self.unary()?;
        while let Some(op) = self.op().filter(|op| strength(*op) >= least) {
            self.at += 1;
            let right = self.binary(strength(op) + 1)?;
            left = Expr::Binary(op, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expr, Fault> {
        let mut negative = false;
        while self.tokens.get(self.at) == Some(&Token::Minus) {
            self.at += 1;
            negative = !negative;
        }
        let value = self.value()?;
        Ok(if negative { Expr::Negate(Box::new(value)) } else { value })
    }

    fn value(&mut self) -> Result<Expr, Fault> {
        let token = self.tokens.get(self.at).cloned().ok_or_else(|| fault("表达式没有写完", "the expression is not complete"))?;
        self.at += 1;
        match token {
            Token::Number(number) => Ok(Expr::Number(number)),
            Token::Text(text) => Ok(Expr::Text(text)),
            Token::Field(name) => Ok(Expr::Field(name)),
            Token::Dot => Ok(Expr::This),
            Token::Open => {
                let inner = self.binary(0)?;
                self.close()?;
                Ok(inner)
            }
            Token::Name(name) if self.tokens.get(self.at) == Some(&Token::Open) => {
                self.at += 1;
                Ok(Expr::Call(name, self.arguments()?))
            }
            Token::Name(name) => Ok(Expr::Name(name)),
            other => Err(fault(format!("这里不该有「{}」", show(&other)), format!("`{}` must not stand here", show(&other)))),
        }
    }

    fn arguments(&mut self) -> Result<Vec<Expr>, Fault> {
        let mut arguments = Vec::new();
        if self.tokens.get(self.at) == Some(&Token::Close) {
            self.at += 1;
            return Ok(arguments);
        }
        loop {
            arguments.push(self.binary(0)?);
            if self.tokens.get(self.at) == Some(&Token::Comma) {
                self.at += 1;
            } else {
                self.close()?;
                return Ok(arguments);
            }
        }
    }

    fn close(&mut self) -> Result<(), Fault> {
        if self.tokens.get(self.at) == Some(&Token::Close) {
            self.at += 1;
            return Ok(());
        }
        Err(fault("缺少「)」", "`)` is missing"))
    }
}

fn strength(op: Op) -> u8 {
    match op {
        Op::Or => 1,
        Op::And => 2,
        Op::Equal | Op::NotEqual => 3,
        Op::Less | Op::LessOrEqual | Op::Greater | Op::GreaterOrEqual => 4,
        Op::Add | Op::Subtract => 5,
        Op::Multiply | Op::Divide | Op::Modulo => 6,
    }
}
