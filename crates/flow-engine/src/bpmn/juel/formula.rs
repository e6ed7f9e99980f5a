//! Saying an expression as a formula, where both give the same answer for every record.
//!
//! The two languages differ in what a blank is: in JUEL `null` is less than nothing and equal to nothing but `null`, in a formula a
//! blank counts as 0, as "" and as FALSE. Where a blank would make a difference the formula asks for it. JUEL compares texts with
//! regard to case, formulas without: texts are compared by EXACT.

use super::{Binary, Expression, read};
use formula::{FieldType, Scope};
use value::{FieldId, Label, ValueType};

/// An expression as a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub formula: String,
    /// Names of the expression that are spelled differently as fields.
    pub renamed: Vec<(String, FieldId)>,
}

/// Says an expression as a condition, or tells why that cannot be done exactly.
pub fn formula(text: &str, scope: &Scope) -> Result<Said, Label> {
    let Some(expression) = read(text) else {
        return Err(Label::both(
            "条件不是只由变量、值和运算符组成的 ${…} 表达式",
            "the condition is no ${…} expression of variables, values and operators alone",
        ));
    };
    let mut writer = Writer { scope, renamed: Vec::new() };
    let part = writer.part(&expression)?;
    if part.sort != Sort::Bool {
        return Err(no_condition());
    }
    let formula = writer.truth(&part);
    Ok(Said { formula, renamed: writer.renamed })
}

/// The field that a variable of another tool names: by its id, or by the id that it would have here.
pub fn field_of<'s>(name: &str, scope: &'s Scope) -> Option<(&'s FieldId, &'s FieldType)> {
    scope.fields.get_key_value(name).or_else(|| scope.fields.get_key_value(snake(name).as_str()))
}

/// `leaveDays` as `leave_days`.
fn snake(name: &str) -> String {
    let mut found = String::new();
    for char in name.chars() {
        if char.is_ascii_uppercase() && !found.is_empty() && !found.ends_with('_') {
            found.push('_');
        }
        found.push(char.to_ascii_lowercase());
    }
    found
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Bool,
    Number,
    Text,
    Choice,
    Null,
    Other,
}

/// A part of the formula.
#[derive(Debug, Clone)]
struct Part {
    formula: String,
    sort: Sort,
    /// Whether it may be blank: it is a field.
    blank: bool,
    /// A value that is written out.
    literal: Option<String>,
    /// The options of a choice.
    options: Vec<String>,
    /// Whether it needs parentheses beside an operator.
    joined: bool,
}

impl Part {
    fn new(formula: String, sort: Sort) -> Self {
        Self { formula, sort, blank: false, literal: None, options: Vec::new(), joined: false }
    }

    fn literal(formula: String, sort: Sort, value: &str) -> Self {
        Self { literal: Some(value.to_owned()), ..Self::new(formula, sort) }
    }

    fn is_empty_text(&self) -> bool {
        self.sort == Sort::Text && self.literal.as_deref() == Some("")
    }

    fn operand(&self) -> String {
        if self.joined { format!("({})", self.formula) } else { self.formula.clone() }
    }
}

struct Writer<'s> {
    scope: &'s Scope,
    renamed: Vec<(String, FieldId)>,
}

impl Writer<'_> {
    fn part(&mut self, expression: &Expression) -> Result<Part, Label> {
        Ok(match expression {
            Expression::Number(number) => Part::literal(number.clone(), Sort::Number, number),
            Expression::Text(text) => Part::literal(format!("\"{}\"", text.replace('"', "\"\"")), Sort::Text, text),
            Expression::Bool(value) => Part::literal(if *value { "TRUE" } else { "FALSE" }.into(), Sort::Bool, if *value { "true" } else { "false" }),
            Expression::Null => Part::new("BLANK()".into(), Sort::Null),
            Expression::Name(name) => self.field(name)?,
            Expression::Not(inside) => {
                let inside = self.condition(inside)?;
                Part::new(format!("NOT({inside})"), Sort::Bool)
            }
            Expression::Negative(inside) => {
                let inside = self.number(inside)?;
                Part { joined: true, ..Part::new(format!("-{}", inside.operand()), Sort::Number) }
            }
            Expression::Empty(inside) => match &**inside {
                Expression::Name(name) => Part::new(format!("ISBLANK({})", self.field(name)?.formula), Sort::Bool),
                _ => return Err(Label::both("empty 后面只能是变量", "only a variable may stand behind `empty`")),
            },
            Expression::Two(operator, left, right) => self.two(*operator, left, right)?,
            Expression::If(condition, then, otherwise) => {
                let condition = self.condition(condition)?;
                let (then, otherwise) = (self.condition(then)?, self.condition(otherwise)?);
                Part::new(format!("IF({condition}, {then}, {otherwise})"), Sort::Bool)
            }
        })
    }

    fn field(&mut self, name: &str) -> Result<Part, Label> {
        let Some((id, field)) = field_of(name, self.scope) else {
            return Err(Label::both(format!("表单没有字段「{name}」"), format!("the form has no field “{name}”")));
        };
        if id.as_str() != name && !self.renamed.iter().any(|(known, _)| known == name) {
            self.renamed.push((name.to_owned(), id.clone()));
        }
        let sort = match field.value_type {
            ValueType::Bool => Sort::Bool,
            ValueType::Number { .. } => Sort::Number,
            ValueType::Text => Sort::Text,
            ValueType::Choice => Sort::Choice,
            _ => Sort::Other,
        };
        let options = field.options.iter().map(|(id, _)| id.clone()).collect();
        Ok(Part { blank: true, options, ..Part::new(format!("{{{id}}}"), sort) })
    }

    /// A part as a condition; a yes-or-no field that is blank is no.
    fn condition(&mut self, expression: &Expression) -> Result<String, Label> {
        let part = self.part(expression)?;
        if part.sort == Sort::Bool { Ok(self.truth(&part)) } else { Err(no_condition()) }
    }

    fn truth(&self, part: &Part) -> String {
        if part.blank { format!("{} = TRUE", part.formula) } else { part.formula.clone() }
    }

    fn number(&mut self, expression: &Expression) -> Result<Part, Label> {
        let part = self.part(expression)?;
        if part.sort == Sort::Number { Ok(part) } else { Err(Label::both("只能对数字做加减乘", "only numbers can be added or multiplied")) }
    }

    fn two(&mut self, operator: Binary, left: &Expression, right: &Expression) -> Result<Part, Label> {
        match operator {
            Binary::And | Binary::Or => {
                let (left, right) = (self.condition(left)?, self.condition(right)?);
                let name = if operator == Binary::And { "AND" } else { "OR" };
                Ok(Part::new(format!("{name}({left}, {right})"), Sort::Bool))
            }
            Binary::Plus | Binary::Minus | Binary::Times => {
                let (left, right) = (self.number(left)?, self.number(right)?);
                let sign = match operator {
                    Binary::Plus => "+",
                    Binary::Minus => "-",
                    _ => "*",
                };
                Ok(Part { joined: true, ..Part::new(format!("{} {sign} {}", left.operand(), right.operand()), Sort::Number) })
            }
            // A double and a decimal round a quotient differently, and the sign of a remainder differs.
            Binary::Over | Binary::Remainder => Err(Label::both("除法和取余的结果可能不同", "quotients and remainders may differ")),
            Binary::Equal | Binary::Unequal => {
                let (left, right) = (self.part(left)?, self.part(right)?);
                let equal = equality(&left, &right)?;
                let formula = if operator == Binary::Equal { equal } else { format!("NOT({equal})") };
                Ok(Part { joined: true, ..Part::new(formula, Sort::Bool) })
            }
            Binary::Less | Binary::AtMost | Binary::More | Binary::AtLeast => {
                let (left, right) = (self.part(left)?, self.part(right)?);
                let formula = ordered(operator, &left, &right)?;
                Ok(Part { joined: true, ..Part::new(formula, Sort::Bool) })
            }
        }
    }
}

fn no_condition() -> Label {
    Label::both("它的结果不是“是”或“否”", "its result is not yes or no")
}

fn not_alike() -> Label {
    Label::both("两边的类型不同", "its two sides are of different types")
}

fn filled(part: &Part) -> Option<String> {
    part.blank.then(|| format!("NOT(ISBLANK({}))", part.formula))
}

/// All of several conditions.
fn all(conditions: Vec<String>) -> String {
    match conditions.as_slice() {
        [only] => only.clone(),
        _ => format!("AND({})", conditions.join(", ")),
    }
}

fn equality(left: &Part, right: &Part) -> Result<String, Label> {
    match (left.sort, right.sort) {
        (Sort::Null, _) if right.blank => return Ok(format!("ISBLANK({})", right.formula)),
        (_, Sort::Null) if left.blank => return Ok(format!("ISBLANK({})", left.formula)),
        (Sort::Null, _) | (_, Sort::Null) => return Err(not_alike()),
        // A record does not tell an empty text from none.
        (Sort::Text, Sort::Text) if left.blank && right.is_empty_text() => return Ok(format!("ISBLANK({})", left.formula)),
        (Sort::Text, Sort::Text) if right.blank && left.is_empty_text() => return Ok(format!("ISBLANK({})", right.formula)),
        _ => {}
    }
    let alike = match (left.sort, right.sort) {
        (Sort::Number, Sort::Number) => format!("{} = {}", left.formula, right.formula),
        (Sort::Bool, Sort::Bool) => format!("{} = {}", left.operand(), right.operand()),
        (Sort::Text, Sort::Text) => format!("EXACT({}, {})", left.formula, right.formula),
        (Sort::Choice, Sort::Text) => choice(left, right)?,
        (Sort::Text, Sort::Choice) => choice(right, left)?,
        _ => return Err(not_alike()),
    };
    if left.blank && right.blank {
        let both = format!("ISBLANK({}), ISBLANK({})", left.formula, right.formula);
        return Ok(format!("OR(AND({both}), AND(NOT(OR({both})), {alike}))"));
    }
    // Only these are equal to a blank in a formula.
    let like_blank = |part: &Part| part.literal.as_deref().is_none_or(|value| value == "false" || is_zero(value));
    let guard = [(left, right), (right, left)].into_iter().filter(|(_, other)| like_blank(other)).filter_map(|(part, _)| filled(part));
    Ok(all(guard.chain([alike]).collect()))
}

fn choice(field: &Part, literal: &Part) -> Result<String, Label> {
    match &literal.literal {
        Some(option) if field.options.contains(option) => Ok(format!("{} = {}", field.formula, literal.formula)),
        Some(option) => Err(Label::both(format!("没有选项「{option}」"), format!("there is no option “{option}”"))),
        None => Err(not_alike()),
    }
}

fn is_zero(number: &str) -> bool {
    number.bytes().all(|byte| matches!(byte, b'0' | b'.'))
}

fn ordered(operator: Binary, left: &Part, right: &Part) -> Result<String, Label> {
    if left.sort != Sort::Number || right.sort != Sort::Number {
        return Err(Label::both("只能比较数字的大小", "only numbers can be compared by size"));
    }
    let sign = match operator {
        Binary::Less => "<",
        Binary::AtMost => "<=",
        Binary::More => ">",
        _ => ">=",
    };
    let comparison = format!("{} {sign} {}", left.formula, right.formula);
    // A blank counts as 0: asked for only where 0 would pass. A written number is never negative by itself.
    let zero_passes = |part: &Part, other: &Part, upward: bool| match &other.literal {
        Some(number) if is_zero(number) => matches!(operator, Binary::AtMost | Binary::AtLeast),
        Some(_) => upward,
        None => part.blank,
    };
    let less = matches!(operator, Binary::Less | Binary::AtMost);
    let guards = [(left, right, less), (right, left, !less)].into_iter().filter(|(part, other, upward)| zero_passes(part, other, *upward));
    let guards = guards.filter_map(|(part, _, _)| filled(part));
    Ok(all(guards.chain([comparison]).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use indexmap::IndexMap;

    fn scope() -> Scope {
        let field = |value_type| FieldType {
            label: Label::default(),
            value_type,
            options: Vec::new(),
            fields: IndexMap::new(),
            face: value::FaceOf::default(),
        };
        let id = |id: &str| FieldId::parse(id).unwrap();
        let level = FieldType { options: vec![("high".into(), "High".into())], ..field(ValueType::Choice) };
        let fields = IndexMap::from([
            (id("amount"), field(ValueType::Number { scale: 2 })),
            (id("leave_days"), field(ValueType::Number { scale: 0 })),
            (id("note"), field(ValueType::Text)),
            (id("urgent"), field(ValueType::Bool)),
            (id("level"), level),
            (id("on"), field(ValueType::Date)),
        ]);
        Scope { fields, ..Scope::default() }
    }

    fn check(text: &str, expected: &str) {
        assert_eq!(formula(text, &scope()).map(|said| said.formula), Ok(expected.into()), "{text}");
    }

    #[test]
    fn what_means_the_same_is_said() {
        check("${amount > 1000}", "{amount} > 1000");
        check("${amount >= 1000 && urgent}", "AND({amount} >= 1000, {urgent} = TRUE)");
        check("${1000 lt amount}", "1000 < {amount}");
        check("${level == 'high'}", "{level} = \"high\"");
        check("${level != 'high'}", "NOT({level} = \"high\")");
        check("${note == 'a\"b'}", "EXACT({note}, \"a\"\"b\")");
        check("${(amount + leaveDays) * 2 > 10}", "({amount} + {leave_days}) * 2 > 10");
        check("${empty note or note != null}", "OR(ISBLANK({note}), NOT(ISBLANK({note})))");
        check("${urgent ? amount > 1 : true}", "IF({urgent} = TRUE, {amount} > 1, TRUE)");
        check("${urgent == true}", "{urgent} = TRUE");
        check("${urgent == (amount > 1)}", "AND(NOT(ISBLANK({urgent})), {urgent} = ({amount} > 1))");
    }

    #[test]
    fn a_blank_is_asked_for_where_it_makes_a_difference() {
        check("${amount < 1000}", "AND(NOT(ISBLANK({amount})), {amount} < 1000)");
        check("${amount >= 0}", "AND(NOT(ISBLANK({amount})), {amount} >= 0)");
        check("${amount > 0}", "{amount} > 0");
        check("${amount == 0}", "AND(NOT(ISBLANK({amount})), {amount} = 0)");
        check("${amount == 5}", "{amount} = 5");
        check("${urgent == false}", "AND(NOT(ISBLANK({urgent})), {urgent} = FALSE)");
        check("${note == '' || note != \"\"}", "OR(ISBLANK({note}), NOT(ISBLANK({note})))");
        check("${amount > leaveDays}", "AND(NOT(ISBLANK({amount})), NOT(ISBLANK({leave_days})), {amount} > {leave_days})");
        check(
            "${amount == leaveDays}",
            "OR(AND(ISBLANK({amount}), ISBLANK({leave_days})), AND(NOT(OR(ISBLANK({amount}), ISBLANK({leave_days}))), {amount} = {leave_days}))",
        );
    }

    #[test]
    fn what_would_not_be_exact_is_left() {
        for text in [
            "${total > 1}",
            "${amount / 3 > 1}",
            "${amount % 2 == 0}",
            "${amount > 'x'}",
            "${level == 'none'}",
            "${note > 'a'}",
            "${on > 5}",
            "${amount}",
            "${amount + 1}",
            "${service.ask(amount)}",
            "${null == null}",
            "amount > 1",
        ] {
            assert!(formula(text, &scope()).is_err(), "{text}: {:?}", formula(text, &scope()));
        }
    }

    #[test]
    fn names_in_another_spelling_are_told() {
        let said = formula("${leaveDays > 3 || leaveDays == 1}", &scope()).unwrap();
        assert_eq!(said.renamed, [("leaveDays".to_owned(), FieldId::parse("leave_days").unwrap())]);
    }
}
