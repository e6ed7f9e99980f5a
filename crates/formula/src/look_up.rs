//! Look-ups in other forms: `SUMIFS({order!amount}, {order!customer}, {customer})`.
//!
//! The functions are those that look through lists; where a list is a column of another form, the call is compiled to a [`LookUp`]: which
//! form, what of it, tested how. Only the values that are compared with are found out when the formula is evaluated; together they
//! are a [`Question`], which whoever holds the records answers, for many formulas at once.

use crate::ast::Comparison;
use std::cmp::Ordering;
use value::{FieldId, FormId, Value, to_json};

/// What is wanted of the records that fulfil all tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Give {
    /// How many there are; with a field, in how many it is filled in.
    Count,
    /// The sum of a field.
    Sum,
    /// The average of a field.
    Average,
    /// The smallest value of a field.
    Min,
    /// The largest value of a field.
    Max,
    /// The value of a field in the record that was made first.
    First,
}

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Test {
    /// It equals the value.
    Equal,
    /// It does not.
    Differs,
    /// It is less.
    Less,
    /// It is less or equal.
    LessOrEqual,
    /// It is greater.
    Greater,
    /// It is greater or equal.
    GreaterOrEqual,
    /// It is blank; nothing is compared.
    Blank,
    /// It is not blank; nothing is compared.
    NotBlank,
}

/// What a formula asks of another form, as far as its text says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookUp {
    /// The form.
    pub form: FormId,
    /// What is wanted.
    pub give: Give,
    /// Of which field; none where records are counted.
    pub of: Option<FieldId>,
    /// The tests, all of which must hold.
    pub tests: Vec<(FieldId, Test)>,
}

/// A look-up with the values of its tests.
///
/// It is answered with a value: a number for a count and a sum, a list of one value or of none for [`Give::First`], else a
/// value, or blank where no record has one.
#[derive(Debug, Clone)]
pub struct Question {
    /// What is asked.
    pub look_up: LookUp,
    /// The values of the tests, in their order.
    pub values: Vec<Value>,
    key: String,
}

impl Question {
    /// A question.
    pub fn new(look_up: LookUp, values: Vec<Value>) -> Self {
        let LookUp { form, give, of, tests } = &look_up;
        let mut key = format!("{form}!{}:{give:?}", of.as_ref().map_or("", FieldId::as_str));
        for ((field, test), value) in tests.iter().zip(&values) {
            key.push_str(&format!("|{field} {test:?} {}", to_json(value, None)));
        }
        Self { look_up, values, key }
    }

    /// A text that only the same question has.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl PartialEq for Question {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Question {}

impl PartialOrd for Question {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Question {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

impl From<Comparison> for Test {
    fn from(comparison: Comparison) -> Self {
        match comparison {
            Comparison::Equal => Test::Equal,
            Comparison::Differs => Test::Differs,
            Comparison::Less => Test::Less,
            Comparison::LessOrEqual => Test::LessOrEqual,
            Comparison::Greater => Test::Greater,
            Comparison::GreaterOrEqual => Test::GreaterOrEqual,
        }
    }
}
