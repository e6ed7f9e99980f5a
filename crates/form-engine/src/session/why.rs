//! Why a field or cell is as it is: the rule, right or setting that decides each aspect, and the values that the rule looked at.

use super::{Address, CellPath, Session, definition_at};
use crate::compile::Vertex;
use crate::{CompiledField, Origin};
use definition::{Aspect, FieldRight};
use formula::{Budget, Reference, World};
use value::{LogicId, Value};

/// One reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// What is decided.
    pub aspect: Aspect,
    /// Whether it holds: is shown, must be filled in, is read-only, is right. A value, default, label, help or options always hold.
    pub holds: bool,
    /// What decides it.
    pub because: Because,
}

/// What decides an aspect.
#[derive(Debug, Clone, PartialEq)]
pub enum Because {
    /// The field's own definition.
    Definition,
    /// The rights of the person.
    Rights,
    /// The sub-table around it.
    Table,
    /// A formula.
    Formula(Box<FormulaReason>),
}

/// A formula that decides an aspect.
#[derive(Debug, Clone, PartialEq)]
pub struct FormulaReason {
    /// The logic rule; none when the formula stands in the field itself.
    pub rule: Option<LogicId>,
    /// The formula as it was written.
    pub formula: String,
    /// Its answer now.
    pub answer: Value,
    /// What it read, in its order.
    pub reads: Vec<(Reference, Value)>,
}

impl Session {
    /// All that decides how a field or cell is. Empty when nothing but its kind does, or when there is no such place.
    pub fn why(&self, path: &CellPath) -> Vec<Reason> {
        let Some(address) = self.find(path) else { return Vec::new() };
        let Some(field) = definition_at(&self.form, address) else { return Vec::new() };
        let mut reasons = self.plain_reasons(address, field);
        for vertex in &self.form.plan.vertices {
            let column = address.cell.map(|(_, column)| column);
            if vertex.target.field == address.field && vertex.target.column == column {
                reasons.push(self.by_formula(address, vertex));
            }
        }
        reasons
    }

    /// What definition, rights and the table around decide.
    fn plain_reasons(&self, address: Address, field: &CompiledField) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let mut say = |aspect, holds, because| reasons.push(Reason { aspect, holds, because });
        let top = self.form.fields.get_index(address.field).map(|(_, top)| top);
        let right = top.map_or(FieldRight::Hidden, |top| self.rights.on(top.id.as_str()));
        if right == FieldRight::Hidden {
            say(Aspect::Visible, false, Because::Rights);
        }
        if address.cell.is_some() && self.cell(Address { cell: None, ..address }).is_some_and(|table| !table.visible) {
            say(Aspect::Visible, false, Because::Table);
        }
        if field.required {
            say(Aspect::Required, true, Because::Definition);
        }
        if field.readonly || field.origin == Origin::Allotted {
            say(Aspect::Readonly, true, Because::Definition);
        } else if field.is_entered() && right < FieldRight::Write {
            say(Aspect::Readonly, true, Because::Rights);
        } else if address.cell.is_some() && self.is_readonly(Address { cell: None, ..address }) {
            say(Aspect::Readonly, true, Because::Table);
        }
        reasons
    }

    fn by_formula(&self, address: Address, vertex: &Vertex) -> Reason {
        let world = self.seen_from(address);
        let answer = formula::evaluate(&vertex.formula, &world, Budget::default());
        let reads = vertex.formula.references().iter().map(|reference| (reference.clone(), world.value(reference))).collect();
        let place = vertex.pointer.strip_prefix("/logic/").and_then(|index| index.parse::<usize>().ok());
        let rule = place.and_then(|index| self.form.definition.logic.get(index)).map(|rule| rule.id.clone());
        let holds = match vertex.aspect {
            Aspect::Visible | Aspect::Valid => super::settle::is_pending(&answer) || formula::is_true(&answer),
            Aspect::Required | Aspect::Readonly => formula::is_true(&answer),
            _ => true,
        };
        let reason = FormulaReason { rule, formula: vertex.formula.source().to_owned(), answer, reads };
        Reason { aspect: vertex.aspect, holds, because: Because::Formula(Box::new(reason)) }
    }
}
