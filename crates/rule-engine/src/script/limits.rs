//! The engine with every limit set. Where Rhai's own limits have a hole, it is closed here.

use super::{Shared, register};
use rhai::{
    Dynamic, Engine, EvalAltResult, ImmutableString, OptimizationLevel, Position,
    packages::{
        ArithmeticPackage, BasicArrayPackage, BasicFnPackage, BasicIteratorPackage, BasicMapPackage, BasicMathPackage, BasicStringPackage,
        LogicPackage, MoreStringPackage, Package,
    },
};

/// Operations of one run.
const MAX_OPERATIONS: u64 = 100_000;
/// Calls within calls.
const MAX_CALLS: usize = 16;
/// Depth of an expression, and of one inside a function.
const MAX_DEPTH: usize = 32;
/// Bytes of one text.
const MAX_STRING: usize = 20_000;
/// Items of one list.
const MAX_ARRAY: usize = 2_000;
/// Keys of one map.
const MAX_MAP: usize = 500;
/// Variables at one time.
const MAX_VARIABLES: usize = 100;
/// Functions of one script.
const MAX_FUNCTIONS: usize = 50;

/// Builds an engine whose actions are collected here.
pub(super) fn engine(collected: &Shared) -> Engine {
    let mut engine = Engine::new_raw();
    // Nothing is rewritten: a removed statement is worse than a slow one.
    engine.set_optimization_level(OptimizationLevel::None);
    // The packages are chosen one by one: no time, no blobs, no debugging, no reflection.
    ArithmeticPackage::new().register_into_engine(&mut engine);
    LogicPackage::new().register_into_engine(&mut engine);
    BasicMathPackage::new().register_into_engine(&mut engine);
    BasicStringPackage::new().register_into_engine(&mut engine);
    MoreStringPackage::new().register_into_engine(&mut engine);
    BasicIteratorPackage::new().register_into_engine(&mut engine);
    BasicArrayPackage::new().register_into_engine(&mut engine);
    BasicMapPackage::new().register_into_engine(&mut engine);
    BasicFnPackage::new().register_into_engine(&mut engine);
    for word in ["eval", "print", "debug", "import", "export"] {
        engine.disable_symbol(word);
    }
    engine.on_print(|_| {});
    engine.on_debug(|_, _, _| {});
    engine.set_strict_variables(true);
    engine.set_max_operations(MAX_OPERATIONS);
    engine.set_max_call_levels(MAX_CALLS);
    engine.set_max_expr_depths(MAX_DEPTH, MAX_DEPTH);
    engine.set_max_string_size(MAX_STRING);
    engine.set_max_array_size(MAX_ARRAY);
    engine.set_max_map_size(MAX_MAP);
    engine.set_max_variables(MAX_VARIABLES);
    engine.set_max_functions(MAX_FUNCTIONS);
    bounded_text(&mut engine);
    register(&mut engine, collected);
    engine
}

/// One native call counts as one operation whatever it costs, so those that can grow a text get their own bound.
fn bounded_text(engine: &mut Engine) {
    engine.register_fn("replace", |text: &mut ImmutableString, find: &str, put: &str| replace(text, find, put));
    engine.register_fn("replace", |text: &mut ImmutableString, find: &str, put: char| replace(text, find, &put.to_string()));
    engine.register_fn("replace", |text: &mut ImmutableString, find: char, put: &str| replace(text, &find.to_string(), put));
    engine.register_fn("replace", |text: &mut ImmutableString, find: char, put: char| replace(text, &find.to_string(), &put.to_string()));
    engine.register_fn("text", |value: Dynamic| value.to_string());
}

fn replace(text: &mut ImmutableString, find: &str, put: &str) -> Result<(), Box<EvalAltResult>> {
    let found = text.matches(find).count();
    if text.len().saturating_add(found.saturating_mul(put.len())) > MAX_STRING {
        return Err(Box::new(EvalAltResult::ErrorDataTooLarge("Length of string".into(), Position::NONE)));
    }
    *text = text.replace(find, put).into();
    Ok(())
}
