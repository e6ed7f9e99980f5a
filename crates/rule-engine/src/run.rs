//! Running rules.

use crate::{Chain, CompiledRule, Effect, Link, Outcome, RuleStop, Seen, Trace};
use definition::Trigger;
use formula::{Budget, Formula, Overlay, World};
use std::collections::BTreeSet;
use value::{ErrorValue, FieldId, Record, RecordId, Value};

/// What happened, and to what.
pub struct Input<'a> {
    /// What sets rules off.
    pub trigger: Trigger,
    /// The key of the record.
    pub record: RecordId,
    /// The values of the record as scripts see them.
    pub values: &'a Record,
    /// The record as formulas see it, with the moment and the actor.
    pub world: &'a dyn World,
    /// The fields that this change touches.
    pub changed: &'a BTreeSet<FieldId>,
    /// Whether every rule is to say why it fired or not.
    pub explain: bool,
}

/// Runs the rules that a trigger sets off, by priority. A later rule sees the fields that an earlier one has set.
pub fn run<'r>(rules: impl IntoIterator<Item = &'r CompiledRule>, input: &Input<'_>, chain: &mut Chain) -> Result<Outcome, RuleStop> {
    let mut firing = Firing { input, set: Record::new(), outcome: Outcome::default() };
    let mut order: Vec<&CompiledRule> = rules.into_iter().filter(|rule| rule.listens_to(input.trigger)).collect();
    order.sort_by(|a, b| (a.priority(), a.id()).cmp(&(b.priority(), b.id())));
    for rule in order {
        if firing.holds(rule)? {
            let link = Link { rule: rule.id().clone(), name: rule.label().clone(), trigger: input.trigger, record: input.record };
            if !chain.add(link) {
                return Err(RuleStop::Loop { chain: chain.links().to_vec() });
            }
            for action in rule.actions() {
                action.fire(rule, &mut firing)?;
            }
        }
    }
    Ok(firing.outcome)
}

/// A run on its way.
pub(crate) struct Firing<'a> {
    pub input: &'a Input<'a>,
    set: Record,
    outcome: Outcome,
}

impl Firing<'_> {
    fn holds(&mut self, rule: &CompiledRule) -> Result<bool, RuleStop> {
        let fired = rule.condition().map_or(Ok(true), |condition| self.evaluate(rule, condition).map(|answer| formula::is_true(&answer)))?;
        if self.input.explain {
            let look = |condition: &Formula| {
                let see = |reference: &formula::Reference| Seen { reference: reference.clone(), value: self.world().value(reference) };
                condition.references().iter().map(see).collect()
            };
            let trace = Trace {
                rule: rule.id().clone(),
                name: rule.label().clone(),
                fired,
                condition: rule.condition().map(|condition| condition.source().to_owned()),
                seen: rule.condition().map(look).unwrap_or_default(),
            };
            self.outcome.trace.push(trace);
        }
        Ok(fired)
    }

    /// The record with the fields that were set so far.
    pub fn world(&self) -> Overlay<'_> {
        Overlay { set: &self.set, below: self.input.world }
    }

    /// The fields that were set so far.
    #[cfg(feature = "scripts")]
    pub fn set_so_far(&self) -> &Record {
        &self.set
    }

    pub fn evaluate(&self, rule: &CompiledRule, formula: &Formula) -> Result<Value, RuleStop> {
        match formula::evaluate(formula, &self.world(), Budget::default()) {
            Value::Error(error) => Err(Self::fault(rule, error)),
            answer => Ok(answer),
        }
    }

    pub fn fault(rule: &CompiledRule, error: ErrorValue) -> RuleStop {
        RuleStop::Formula { rule: rule.id().clone(), name: rule.label().clone(), error }
    }

    /// Sets a field, unless it has this value already.
    pub fn set(&mut self, rule: &CompiledRule, field: &FieldId, value: Value) {
        let before = self.world().value(&formula::Reference::Field(field.clone()));
        if before == value || (before.is_blank() && value.is_blank()) {
            return;
        }
        self.set.set(field.clone(), value.clone());
        self.emit(Effect::SetField { field: field.clone(), value, rule: rule.id().clone() });
    }

    pub fn emit(&mut self, effect: Effect) {
        self.outcome.effects.push(effect);
    }
}
