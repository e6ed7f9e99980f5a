//! What steps say to systems outside and hear from them: calls of connectors, and messages.

use super::{Check, CompiledFlow, Environment, check::hint, error, node_name, ready::Make};
use crate::{
    InstanceState,
    compile::CompiledNode,
    nodes::Split,
    settings::{Call, Taken},
};
use definition::{InputValue, Operation, ValueKind};
use formula::{FieldType, Formula};
use indexmap::IndexMap;
use std::collections::BTreeSet;
use value::{FaceOf, FieldId, Label, Locale, NodeId, ValueType};

impl CompiledFlow {
    /// What a step takes into the record out of the answer to its call.
    pub fn taken_from_answer(&self, node: &NodeId) -> &[Taken] {
        self.index_of(node).and_then(|node| self.node(node)).map_or(&[], |node| node.behaviour().taken())
    }

    /// What a step asks of a system outside.
    pub fn call_of(&self, node: &NodeId) -> Option<&Call> {
        self.index_of(node).and_then(|node| self.node(node)).and_then(|node| node.behaviour().call())
    }

    /// Whether some step waits for messages of this name at all.
    pub fn may_hear(&self, name: &str) -> bool {
        (0..self.len()).filter_map(|place| self.node(place)).any(|node| {
            let awaited = node.behaviour().awaited().is_some_and(|(awaited, _)| awaited == name);
            awaited || node.behaviour().guard().is_some_and(|guard| guard.hears(name))
        })
    }

    /// Whether a message of this name has an effect now: somebody waits for it, or it is kept.
    pub fn hears(&self, state: &InstanceState, name: &str) -> bool {
        let beside = |token: &crate::Token| {
            let node = self.index_of(&token.node).and_then(|node| self.node(node));
            node.and_then(|node| node.behaviour().guard()).is_some_and(|guard| guard.hears(name))
        };
        !self.taken_from_message(state, name).is_empty() || state.tokens.iter().filter(|token| !token.awaits_turn).any(beside)
    }

    /// The steps that take something into the record out of a message that comes now: those that wait for it, else one that keeps it.
    pub fn taken_from_message(&self, state: &InstanceState, name: &str) -> Vec<(&NodeId, &[Taken])> {
        let awaits = |node: &&CompiledNode| node.behaviour().awaited().is_some_and(|(awaited, _)| awaited == name);
        let tokens = state.tokens.iter().filter(|token| !token.awaits_turn && token.via.is_none());
        let mut takers: Vec<&CompiledNode> = Vec::new();
        for place in tokens.filter_map(|token| self.index_of(&token.node)).filter_map(|place| self.node(place)) {
            let behind = place.edges().iter().filter(|_| place.behaviour().split() == Split::Event).filter_map(|edge| self.node(edge.to()));
            takers.extend(std::iter::once(place).chain(behind).filter(awaits));
        }
        if takers.is_empty() {
            let keeps = |node: &&CompiledNode| node.behaviour().awaited().is_some_and(|(_, keeps)| keeps);
            takers.extend((0..self.len()).filter_map(|place| self.node(place)).filter(awaits).find(keeps));
        }
        takers.into_iter().map(|node| (node.id(), node.behaviour().taken())).collect()
    }
}

/// The operation that a call means.
fn operation<'e>(environment: &'e Environment, call: &Call) -> Option<&'e Operation> {
    let wanted = call.operation.as_ref()?;
    environment.connectors.get(call.connector.as_ref()?)?.operations.iter().find(|operation| operation.id == *wanted)
}

fn input<'o>(operation: &'o Operation, name: &str) -> Option<&'o InputValue> {
    operation.inputs.iter().find(|input| input.id.as_str() == name)
}

/// An input as formulas see it.
pub(crate) fn input_type_of(input: &InputValue) -> FieldType {
    let (label, value_type) = (input.label.clone(), input.kind.value_type());
    FieldType { label, value_type, options: Vec::new(), fields: IndexMap::new(), face: FaceOf::default() }
}

/// What a call is given, ready to be evaluated. What is wrong with names is told where settings are checked.
pub(super) fn inputs(make: &mut Make<'_>, place: usize, call: &Call) -> Vec<(FieldId, FieldType, Formula)> {
    let mut ready = Vec::new();
    let environment = make.environment;
    for (number, given) in call.input.iter().enumerate() {
        let pointer = format!("/nodes/{place}/input/{number}/value");
        let formula = make.formula(&given.value.0, &pointer);
        let (Some(formula), Some(known)) = (formula, operation(environment, call).and_then(|operation| input(operation, &given.input))) else {
            continue;
        };
        let input_type = input_type_of(known);
        if !formula::may_hold(&input_type.value_type, formula.result()) {
            let message = Label::both(
                format!("公式的结果不能作为「{}」。", input_type.label.get(Locale::ZhCn)),
                format!("What the formula answers cannot be given as “{}”.", input_type.label.get(Locale::En)),
            );
            make.findings.push(error(make.flow, "MW0326", pointer, message).with_span(0, given.value.0.chars().count()));
            continue;
        }
        ready.push((known.id.clone(), input_type, formula));
    }
    ready
}

/// Checks a call: its connector, its operation, and what goes to and fro.
pub(crate) fn call(check: &mut Check<'_>, call: &Call) {
    let environment = check.environment;
    let (Some(connector), Some(wanted)) = (&call.connector, &call.operation) else {
        let name = node_name(check.flow, check.index);
        let message = Label::both(
            format!("步骤「{}」还没有选择连接器和操作。", name.get(Locale::ZhCn)),
            format!("The step “{}” has no connector and operation yet.", name.get(Locale::En)),
        );
        let meant = call.service.as_deref().unwrap_or_default();
        let hint = Label::both(
            format!(
                "新建一个连接器，再在这一步选择它的操作。{}",
                if meant.is_empty() { String::new() } else { format!("原图所指的服务是「{meant}」。") }
            ),
            format!(
                "Make a connector, and choose one of its operations here.{}",
                if meant.is_empty() { String::new() } else { format!(" The drawing means the service “{meant}”.") }
            ),
        );
        return check.error_with("MW0324", "operation", message, Some(hint));
    };
    let Some(known) = environment.connectors.get(connector) else {
        let message = Label::both(format!("应用没有连接器「{connector}」。"), format!("The app has no connector “{connector}”."));
        let hint = hint(connector.as_str(), environment.connectors.keys().map(|known| known.as_str()));
        return check.error_with("MW0325", "connector", message, hint);
    };
    let Some(operation) = operation(environment, call) else {
        let message =
            Label::both(format!("连接器「{connector}」没有操作「{wanted}」。"), format!("The connector “{connector}” has no operation “{wanted}”."));
        let hint = hint(wanted.as_str(), known.operations.iter().map(|known| known.id.as_str()));
        return check.error_with("MW0325", "operation", message, hint);
    };
    given(check, call, operation);
    for (number, taken) in call.answer.iter().enumerate() {
        let Some(value) = operation.answer.iter().find(|value| value.id.as_str() == taken.from) else {
            let message = Label::both(format!("操作的返回里没有「{}」。", taken.from), format!("The operation answers no “{}”.", taken.from));
            let hint = hint(&taken.from, operation.answer.iter().map(|value| value.id.as_str()));
            check.error_with("MW0327", &format!("answer/{number}/from"), message, hint);
            continue;
        };
        taken_into(check, taken, Some(value.kind), &format!("answer/{number}/field"));
    }
}

fn given(check: &mut Check<'_>, call: &Call, operation: &Operation) {
    let mut seen = BTreeSet::new();
    for (number, given) in call.input.iter().enumerate() {
        let place = format!("input/{number}/input");
        if input(operation, &given.input).is_none() {
            let message = Label::both(format!("操作没有输入「{}」。", given.input), format!("The operation has no input “{}”.", given.input));
            let hint = hint(&given.input, operation.inputs.iter().map(|input| input.id.as_str()));
            check.error_with("MW0326", &place, message, hint);
        } else if !seen.insert(given.input.as_str()) {
            let message = Label::both(format!("输入「{}」给了两次。", given.input), format!("The input “{}” is given twice.", given.input));
            check.error("MW0326", &place, message);
        }
    }
    for missing in operation.inputs.iter().filter(|input| input.required && !seen.contains(input.id.as_str())) {
        let message = Label::both(
            format!("必需的输入「{}」没有给出。", missing.label.get(Locale::ZhCn)),
            format!("The input “{}” is required and not given.", missing.label.get(Locale::En)),
        );
        check.error("MW0326", "input", message);
    }
}

/// Checks what is said of a message: its name, and what is taken from it. `place` is where it stands in the step, with a `/` behind.
pub(crate) fn message(check: &mut Check<'_>, place: &str, name: &str, values: &[Taken]) {
    let is_name = !name.is_empty() && name.len() <= 80 && !name.chars().any(|letter| letter.is_control() || letter == '/');
    if !is_name {
        let message = Label::both("消息名称不能为空，不能含有「/」，最多 80 字节。", "A message has a name of at most 80 bytes, without “/”.");
        check.error("MW0328", &format!("{place}name"), message);
    }
    for (number, taken) in values.iter().enumerate() {
        taken_into(check, taken, None, &format!("{place}values/{number}/field"));
    }
}

/// Checks that a field can be set, and that it can hold what is taken.
fn taken_into(check: &mut Check<'_>, taken: &Taken, kind: Option<ValueKind>, place: &str) {
    let Some(known) = check.scope.fields.get(taken.field.as_str()) else { return check.known_field(&taken.field, place) };
    let fits = match (kind, &known.value_type) {
        (None, value_type) => !matches!(value_type, ValueType::File | ValueType::Structure),
        (Some(ValueKind::Text), value_type) => matches!(value_type, ValueType::Text | ValueType::Choice),
        (Some(ValueKind::Number), value_type) => matches!(value_type, ValueType::Number { .. }),
        (Some(kind), value_type) => *value_type == kind.value_type(),
    };
    if !fits || taken.field.is_system() {
        let message = Label::both(
            format!("字段「{}」不能存放从外部取来的这个值。", known.label.get(Locale::ZhCn)),
            format!("The field “{}” cannot hold this value from outside.", known.label.get(Locale::En)),
        );
        check.error("MW0327", place, message);
    }
}
