//! 设置字段: puts the answer of a formula into a field.

use super::{Action, ActionKind};
use crate::{CompiledRule, RuleStop, run::Firing};
use definition::FormulaText;
use formula::{FieldType, Formula, Reference};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use value::FieldId;

/// The kind.
pub static KIND: ActionKind = ActionKind {
    id: "set",
    name: ["设置字段", "Set a field"],
    help: ["把公式的结果写入字段。", "Puts the answer of a formula into a field."],
    schema: || schema_for!(SetSettings),
    example: r#"{ "kind": "set", "field": "amount", "formula": "ROUND({price} * {quantity}, 2)" }"#,
    build: |settings, check| {
        let SetSettings { field, formula } = serde_json::from_value(settings.into())?;
        let field_type = check.settable(&field, "/field");
        let formula = check.formula(&formula.0, "/formula");
        let (Some(field_type), Some(formula)) = (field_type, formula) else { return Ok(None) };
        check.may_hold(&field_type, &formula, "/formula");
        Ok(Some(Box::new(Set { field, field_type, formula })))
    },
};

/// Settings of 设置字段.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SetSettings {
    /// The field that is set.
    field: FieldId,
    /// What is put into it.
    formula: FormulaText,
}

#[derive(Debug)]
struct Set {
    field: FieldId,
    field_type: FieldType,
    formula: Formula,
}

impl Action for Set {
    fn fire(&self, rule: &CompiledRule, firing: &mut Firing<'_>) -> Result<(), RuleStop> {
        let answer = firing.evaluate(rule, &self.formula)?;
        let value = formula::fit(&answer, &self.field_type).map_err(|error| Firing::fault(rule, error))?;
        firing.set(rule, &self.field, value);
        Ok(())
    }

    fn references(&self, references: &mut BTreeSet<Reference>) {
        references.insert(Reference::Field(self.field.clone()));
        references.extend(self.formula.references().iter().cloned());
    }
}
