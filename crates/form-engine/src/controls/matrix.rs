//! What all matrices share: a value `{"row": answer}` whose rows are known and whose answers are each checked.

use super::{check, offered};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::{Behaviour, FieldFault, Findings, Options, Part, ValueContext, code};
use definition::Choice;
use serde_json::{Map, Value as Json};
use std::fmt::Debug;
use value::{FieldId, JsonFault, JsonFaultKind, Locale, OptionId, ShowContext, Value, ValueType};

/// How one row is answered.
pub(super) trait Answer: Debug + Send + Sync {
    /// The answer as it is kept; none when nothing was answered. Pointers of faults are below the row.
    fn read(&self, json: &Json) -> Result<Option<Json>, JsonFault>;

    /// Checks an answer; `stored` is the row's answer in the stored value.
    fn check(&self, answer: &Json, stored: Option<&Json>, faults: &mut Vec<FieldFault>);

    /// The answer in words.
    fn write(&self, answer: &Json, context: &ShowContext<'_>) -> String;

    /// What an answer looks like as JSON.
    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape;
    /// The type by which formulas reach an answer, if they do.
    fn part_type(&self) -> Option<(ValueType, Vec<(String, value::Label)>)>;
}

/// Rows that are each answered in the same way.
#[derive(Debug)]
pub(super) struct Matrix<A> {
    rows: Options,
    every_row: bool,
    answer: A,
}

impl<A: Answer> Matrix<A> {
    /// A matrix, if it has rows.
    pub(super) fn of(rows: &[Choice], every_row: bool, answer: A, findings: &mut Findings) -> Option<Self> {
        let rows = axis(rows, "/rows", ("没有任何行", "there are no rows"), findings)?;
        Some(Self { rows, every_row, answer })
    }
}

/// Rows or columns: at least one, no id twice.
pub(super) fn axis(choices: &[Choice], place: &str, none: (&str, &str), findings: &mut Findings) -> Option<Options> {
    if choices.is_empty() {
        findings.error("MC0111", place, told!(none.0, none.1));
        return None;
    }
    offered::twice(choices, place, &mut Vec::new(), findings);
    Some(Options::of(choices))
}

pub(super) fn wrong(pointer: &str, wanted: &'static str) -> JsonFault {
    JsonFault { pointer: pointer.to_owned(), kind: JsonFaultKind::WrongType(wanted) }
}

/// The id of an option in JSON; none when it is blank.
pub(super) fn read_option(json: &Json) -> Result<Option<Json>, JsonFault> {
    match value::from_json(json, &ValueType::Choice)? {
        Value::Choice(id) => Ok(Some(Json::String(id.to_string()))),
        _ => Ok(None),
    }
}

/// Checks one option; one that is stored may stay.
pub(super) fn check_option(answer: &Json, stays: bool, options: &Options, faults: &mut Vec<FieldFault>) {
    let id = answer.as_str().and_then(|id| OptionId::parse(id).ok());
    if let Some(id) = id {
        check::option_of(&id, options, stays, faults);
    }
}

/// The name of an option.
pub(super) fn name_of(answer: &Json, options: &Options, locale: Locale) -> String {
    let id = answer.as_str().unwrap_or_default();
    options.get(id).map_or(id, |option| option.label.get(locale)).to_owned()
}

impl<A: Answer> Behaviour for Matrix<A> {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let answered = |row: &&crate::CompiledOption| self.every_row && !row.retired && spelling.is_sent();
        let required: Vec<&str> = self.rows.iter().filter(answered).map(|row| row.id.as_str()).collect();
        Shape::object(self.rows.iter().map(|row| (row.id.as_str(), self.answer.shape(spelling).named(&row.label))), &required)
    }

    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        if json.is_null() || json.as_str().is_some_and(str::is_empty) {
            return Ok(Value::Blank);
        }
        let given = json.as_object().ok_or_else(|| wrong("", "{row: answer}"))?;
        if let Some(unknown) = given.keys().find(|key| self.rows.get(key).is_none()) {
            return Err(wrong(&format!("/{unknown}"), "{row: answer}"));
        }
        let mut kept = Map::new();
        for row in self.rows.iter() {
            let Some(answer) = given.get(row.id.as_str()) else { continue };
            let read = self.answer.read(answer);
            let read = read.map_err(|fault| JsonFault { pointer: format!("/{}{}", row.id, fault.pointer), kind: fault.kind })?;
            if let Some(answer) = read {
                kept.insert(row.id.to_string(), answer);
            }
        }
        Ok(if kept.is_empty() { Value::Blank } else { Value::Structure(Json::Object(kept)) })
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Structure(json) = value else { return };
        let stored = if let Value::Structure(stored) = context.stored { Some(stored) } else { None };
        for row in self.rows.iter() {
            let id = row.id.as_str();
            match json.get(id) {
                Some(answer) => {
                    let mut found = Vec::new();
                    self.answer.check(answer, stored.and_then(|stored| stored.get(id)), &mut found);
                    faults.extend(found.into_iter().map(|fault| fault.below(&format!("/{id}"))));
                }
                None if self.every_row && !row.retired => {
                    let (zh, en) = (row.label.get(Locale::ZhCn), row.label.get(Locale::En));
                    check::fault(faults, code::PART_MISSING, format!("「{zh}」还没有回答"), format!("`{en}` is not answered yet"));
                }
                None => {}
            }
        }
    }

    fn parts(&self) -> Vec<Part> {
        let Some((value_type, options)) = self.answer.part_type() else { return Vec::new() };
        let part = |row: &crate::CompiledOption| {
            let key = FieldId::parse(row.id.as_str()).ok()?;
            Some(Part { key, label: row.label.clone(), value_type: value_type.clone(), options: options.clone() })
        };
        self.rows.iter().filter_map(part).collect()
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        let Value::Structure(json) = value else { return None };
        let (is, next) = if context.locale == Locale::ZhCn { ("：", "；") } else { (": ", "; ") };
        let mut words = String::new();
        for row in self.rows.iter() {
            let Some(answer) = json.get(row.id.as_str()) else { continue };
            if !words.is_empty() {
                words.push_str(next);
            }
            words.push_str(row.label.get(context.locale));
            words.push_str(is);
            words.push_str(&self.answer.write(answer, context));
        }
        Some(words)
    }
}
