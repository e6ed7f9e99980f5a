//! Reading an expression.

/// How deep parentheses and operators may stand in each other.
const DEEPEST: u32 = 40;

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    Number(String),
    Text(String),
    Bool(bool),
    Null,
    Name(String),
    Not(Box<Expression>),
    Negative(Box<Expression>),
    Empty(Box<Expression>),
    Two(Binary, Box<Expression>, Box<Expression>),
    If(Box<Expression>, Box<Expression>, Box<Expression>),
}

/// What stands between two expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binary {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    Plus,
    Minus,
    Times,
    Over,
    Remainder,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Number(String),
    Text(String),
    Word(String),
    Sign(&'static str),
}

const SIGNS: [&str; 22] = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%", "(", ")", "!", "?", ":", ".", "[", "]", ","];

/// The operators by how loosely they bind, as signs and as words.
const LEVELS: [&[(&str, Binary)]; 6] = [
    &[("||", Binary::Or), ("or", Binary::Or)],
    &[("&&", Binary::And), ("and", Binary::And)],
    &[("==", Binary::Equal), ("eq", Binary::Equal), ("!=", Binary::Unequal), ("ne", Binary::Unequal)],
    &[
        ("<", Binary::Less),
        ("lt", Binary::Less),
        ("<=", Binary::AtMost),
        ("le", Binary::AtMost),
        (">", Binary::More),
        ("gt", Binary::More),
        (">=", Binary::AtLeast),
        ("ge", Binary::AtLeast),
    ],
    &[("+", Binary::Plus), ("-", Binary::Minus)],
    &[("*", Binary::Times), ("/", Binary::Over), ("div", Binary::Over), ("%", Binary::Remainder), ("mod", Binary::Remainder)],
];

/// Reads `${…}` or `#{…}`; none when it is something else, or uses more than names, values and operators.
pub fn read(text: &str) -> Option<Expression> {
    let tokens = tokens(super::inside(text)?)?;
    let mut reader = Reader { tokens: &tokens, at: 0, depth: 0 };
    let expression = reader.choice()?;
    (reader.at == tokens.len()).then_some(expression)
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, behind) = if first.is_ascii_digit() {
            let length = rest.find(|char: char| !char.is_ascii_digit() && char != '.').unwrap_or(rest.len());
            let (number, behind) = rest.split_at_checked(length)?;
            if behind.starts_with(|char: char| char.is_alphabetic()) || number.ends_with('.') || number.matches('.').count() > 1 {
                return None;
            }
            (Token::Number(number.to_owned()), behind)
        } else if first.is_alphabetic() || first == '_' {
            let length = rest.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(rest.len());
            let (word, behind) = rest.split_at_checked(length)?;
            (Token::Word(word.to_owned()), behind)
        } else if first == '\'' || first == '"' {
            let (text, behind) = quoted(rest.strip_prefix(first)?, first)?;
            (Token::Text(text), behind)
        } else {
            let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign))?;
            (Token::Sign(sign), rest.strip_prefix(sign)?)
        };
        tokens.push(token);
        rest = behind.trim_start();
    }
    Some(tokens)
}

/// A text up to its quote; a backslash keeps a quote or a backslash.
fn quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut found = String::new();
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => found.push(chars.next().filter(|char| matches!(char, '\\' | '\'' | '"'))?),
            char if char == quote => return Some((found, chars.as_str())),
            char => found.push(char),
        }
    }
    None
}

struct Reader<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: u32,
}

impl Reader<'_> {
    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.tokens.get(self.at), Some(Token::Sign(found)) if *found == sign);
        self.at += usize::from(found);
        found
    }

    fn choice(&mut self) -> Option<Expression> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let condition = self.level(0)?;
        let found = if self.sign("?") {
            let then = self.choice()?;
            if !self.sign(":") {
                return None;
            }
            Expression::If(Box::new(condition), Box::new(then), Box::new(self.choice()?))
        } else {
            condition
        };
        self.depth -= 1;
        Some(found)
    }

    fn level(&mut self, level: usize) -> Option<Expression> {
        let Some(operators) = LEVELS.get(level) else { return self.single() };
        let mut left = self.level(level + 1)?;
        while let Some(operator) = self.operator(operators) {
            left = Expression::Two(operator, Box::new(left), Box::new(self.level(level + 1)?));
        }
        Some(left)
    }

    fn operator(&mut self, known: &[(&str, Binary)]) -> Option<Binary> {
        let word = match self.tokens.get(self.at)? {
            Token::Sign(sign) => *sign,
            Token::Word(word) => word.as_str(),
            _ => return None,
        };
        let found = known.iter().find(|(name, _)| *name == word).map(|(_, operator)| *operator)?;
        self.at += 1;
        Some(found)
    }

    fn single(&mut self) -> Option<Expression> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        let found = match token {
            Token::Number(number) => Expression::Number(number.clone()),
            Token::Text(text) => Expression::Text(text.clone()),
            Token::Sign("(") => {
                let inside = self.choice()?;
                self.sign(")").then_some(inside)?
            }
            Token::Sign("!") => Expression::Not(Box::new(self.single()?)),
            Token::Sign("-") => Expression::Negative(Box::new(self.single()?)),
            Token::Sign(_) => return None,
            Token::Word(word) => match word.as_str() {
                "true" => Expression::Bool(true),
                "false" => Expression::Bool(false),
                "null" => Expression::Null,
                "not" => Expression::Not(Box::new(self.single()?)),
                "empty" => Expression::Empty(Box::new(self.single()?)),
                "and" | "or" | "eq" | "ne" | "lt" | "gt" | "le" | "ge" | "div" | "mod" | "instanceof" => return None,
                name => Expression::Name(name.to_owned()),
            },
        };
        self.depth -= 1;
        // A call, a member or an index asks something that a record does not have.
        let more = matches!(self.tokens.get(self.at), Some(Token::Sign("." | "[" | "(")));
        (!more).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_bind_as_in_juel() {
        let name = |name: &str| Box::new(Expression::Name(name.into()));
        let both = Expression::Two(Binary::And, name("b"), name("c"));
        assert_eq!(read("${a or b && c}"), Some(Expression::Two(Binary::Or, name("a"), Box::new(both))));
        assert_eq!(read("#{!empty a}"), Some(Expression::Not(Box::new(Expression::Empty(name("a"))))));
        assert_eq!(read(r#"${"it\'s"}"#), Some(Expression::Text("it's".into())));
    }

    #[test]
    fn what_asks_for_more_than_values_is_not_read() {
        for text in [
            "",
            "amount > 1",
            "${}",
            "${a.b}",
            "${f(1)}",
            "${a[0]}",
            "${1.}",
            "${1.2.3}",
            "${'a}",
            "${a b}",
            "${a >}",
            "${a}${b}",
            "${a ? b}",
            "${x = 1}",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        let deep = format!("${{{}a{}}}", "(".repeat(5000), ")".repeat(5000));
        assert_eq!(read(&deep), None);
        assert_eq!(read(&format!("${{{}a}}", "!".repeat(5000))), None);
    }
}
