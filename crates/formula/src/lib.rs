//! The formula language: Excel names and habits over typed fields, parsed once, checked, evaluated within budgets.
//!
//! `docs/formulas.zh-CN.md` and `docs/formulas.en.md` tell the language; the functions in them come from [`FUNCTIONS`].
//!
//! - A formula comes from a definition only; a value is never parsed as one.
//! - References are bound when the formula is compiled; what they are worth is asked of a [`World`].
//! - Errors are values with a reason. Every evaluation has a [`Budget`]; when it is used up the answer is `#LIMIT!`.
//! - Numbers are decimals of 28 digits; what needs more is `#NUM!`. Doubles appear in EXP, LN, LOG, LOG10 and broken powers only, by
//!   `libm`, and are cut to 15 digits, so that server and browser agree.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::as_conversions,
        clippy::print_stdout
    )
)]
#![cfg_attr(not(feature = "whole"), allow(dead_code, reason = "the linker leaves out the groups that are not listed"))]

mod assign;
mod ast;
mod check;
mod coerce;
mod date_format;
mod display;
mod eval;
mod exact;
mod fault;
mod fold;
mod functions;
mod lexer;
mod look_up;
mod names;
pub mod numbers;
mod operators;
mod parser;
mod pattern;
#[cfg(feature = "service")]
pub mod service;
mod types;

pub use assign::{Overlay, fit, fit_in, may_hold};
pub use functions::{FUNCTIONS, Function, Group, Kind, Param, Returns, format_value, function, functions};
pub use look_up::{Give, LookUp, Question, Test};
pub use types::{Budget, Constant, FieldType, FormulaFault, Lookup, Outside, Reference, Scope, Type, Used, World, column_of};

use eval::{Evaluator, Node};
use std::sync::Arc;
use value::Value;

/// A formula that was parsed and checked against a scope.
#[derive(Debug, Clone)]
pub struct Formula {
    source: Arc<str>,
    root: Arc<Node>,
    references: Arc<[Reference]>,
    look_ups: Arc<[LookUp]>,
    result: Type,
    uses_clock: bool,
    uses_actor: bool,
}

impl PartialEq for Formula {
    /// Two formulas are the same when they say the same about the same fields.
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source && self.references == other.references && self.look_ups == other.look_ups && self.result == other.result
    }
}

impl Formula {
    /// Its source text.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The fields that it uses, each once, in order.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// What it asks of other forms.
    pub fn look_ups(&self) -> &[LookUp] {
        &self.look_ups
    }

    /// The type of its result.
    pub fn result(&self) -> &Type {
        &self.result
    }

    /// Whether the answer depends on the moment (TODAY, NOW, AGE of today).
    pub fn uses_clock(&self) -> bool {
        self.uses_clock
    }

    /// Whether the answer depends on who acts (CURRENTUSER).
    pub fn uses_actor(&self) -> bool {
        self.uses_actor
    }
}

/// Parses a formula and checks it against the names that it may use; all faults at once.
pub fn compile(source: &str, scope: &Scope) -> Result<Formula, Vec<FormulaFault>> {
    compile_where(source, scope, |_| true)
}

/// Parses and binds a formula without judging types: a wrong type is then an error value when it is evaluated, as in a spreadsheet.
pub fn compile_untyped(source: &str, scope: &Scope) -> Result<Formula, Vec<FormulaFault>> {
    compile_where(source, scope, |fault| !matches!(fault.code, "MF0106" | "MF0107" | "MF0108"))
}

fn compile_where(source: &str, scope: &Scope, counts: fn(&FormulaFault) -> bool) -> Result<Formula, Vec<FormulaFault>> {
    let (tree, mut faults) = parser::parse(source);
    if faults.iter().any(|fault| fault.code == "MF0110") {
        return Err(faults);
    }
    let checked = check::check(&tree, scope);
    // What could not be read has no type yet: judging it would tell the same mistake twice.
    let unread = !faults.is_empty();
    faults.extend(checked.faults.into_iter().filter(|fault| !(unread && matches!(fault.code, "MF0106" | "MF0108"))));
    faults.retain(counts);
    faults.sort_unstable_by_key(|fault| (fault.start, fault.end, fault.code));
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Formula {
        source: source.into(),
        root: Arc::new(checked.root),
        references: checked.references.into(),
        look_ups: checked.look_ups.into(),
        result: checked.result,
        uses_clock: checked.uses_clock,
        uses_actor: checked.uses_actor,
    })
}

/// Evaluates a formula. Errors are values; a budget that is used up is `#LIMIT!`.
pub fn evaluate(formula: &Formula, world: &dyn World, budget: Budget) -> Value {
    match Evaluator::new(world, formula, budget).eval(&formula.root) {
        Ok(value) => value.into_owned(),
        Err(error) => Value::Error(error),
    }
}

/// Evaluates a formula and tells what it took from the budget.
pub fn evaluate_measured(formula: &Formula, world: &dyn World, budget: Budget) -> (Value, Used) {
    let evaluator = Evaluator::new(world, formula, budget);
    let answer = match evaluator.eval(&formula.root) {
        Ok(value) => value.into_owned(),
        Err(error) => Value::Error(error),
    };
    (answer, evaluator.used())
}

/// Whether an answer counts as TRUE: a blank and an error do not.
pub fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(yes) => *yes,
        Value::Number(number) => !number.is_zero(),
        _ => false,
    }
}
