//! What an editor of formulas asks: completion, findings, types, hover help, references, and the text that people see.
//!
//! Everything is a pure function of the text, the [`Scope`](crate::Scope) and the reader's language. Places count characters, as in
//! [`FormulaFault`](crate::FormulaFault). A text that is not a formula yet gets an answer too: people ask while they write.

mod complete;
mod hover;
mod names;
mod shown;
mod sound;

pub use complete::{Completion, Suggestion, SuggestionKind, complete};
pub use hover::{Hover, Signature, hover, signature};
pub use shown::{to_ids, to_labels};

use crate::{FormulaFault, Reference, Scope, Type, check, compile, fault, may_hold, parser};
use value::{Label, ValueType};

/// A part of a formula and its type.
#[derive(Debug, Clone, PartialEq)]
pub struct TypedPart {
    /// First character.
    pub start: usize,
    /// Character after the last.
    pub end: usize,
    /// Its type.
    pub found: Type,
}

/// A place where a formula names a field.
#[derive(Debug, Clone, PartialEq)]
pub struct UsedField {
    /// First character, that of the brace.
    pub start: usize,
    /// Character after the last.
    pub end: usize,
    /// What is named.
    pub reference: Reference,
}

/// Everything that is wrong with a formula; with a field, also that it cannot hold the answer.
pub fn findings(source: &str, scope: &Scope, wanted: Option<&ValueType>) -> Vec<FormulaFault> {
    let formula = match compile(source, scope) {
        Ok(formula) => formula,
        Err(faults) => return faults,
    };
    match wanted {
        Some(wanted) if !may_hold(wanted, formula.result()) => {
            let length = source.chars().count();
            vec![fault::does_not_fit(length, &type_of(wanted), &formula.result().label())]
        }
        _ => Vec::new(),
    }
}

/// The type of every part, inner parts before those around them.
pub fn types(source: &str, scope: &Scope) -> Vec<TypedPart> {
    let notes = check::notes(&parser::parse(source).0, scope);
    notes.types.into_iter().map(|(start, end, found)| TypedPart { start, end, found }).collect()
}

/// Every place where a field is named, in order.
pub fn references(source: &str, scope: &Scope) -> Vec<UsedField> {
    let mut used = check::notes(&parser::parse(source).0, scope).fields;
    used.sort_by_key(|(start, ..)| *start);
    used.into_iter().map(|(start, end, reference)| UsedField { start, end, reference }).collect()
}

fn type_of(wanted: &ValueType) -> Label {
    let (zh, en) = match wanted {
        ValueType::Text => ("文本", "a text"),
        ValueType::Number { .. } => ("数字", "a number"),
        ValueType::Bool => ("真假值", "true or false"),
        ValueType::Date => ("日期", "a date"),
        ValueType::Time => ("时间", "a time of day"),
        ValueType::Instant => ("日期时间", "a date and time"),
        ValueType::Choice => ("选项", "an option"),
        ValueType::List(_) => ("多个值", "a list of values"),
        ValueType::Rows(_) => ("子表", "a sub-table"),
        ValueType::Reference(_) => ("关联的记录或人员", "a record or person"),
        ValueType::File => ("文件", "a file"),
        ValueType::Structure => ("结构化的值", "a structured value"),
    };
    Label::both(zh, en)
}
