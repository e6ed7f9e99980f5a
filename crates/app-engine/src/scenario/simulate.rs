//! A scenario that is held open: what each step led to, and where the case stands after the last one.

use super::{
    case_now::{CaseNow, ValueNow, case_now, changed_values},
    cast::Filed,
    play::{Play, open_todos, types},
    trail::{Passage, passages},
};
use crate::{CompiledApp, command::Through};
use definition::{Expectation, Scenario, Step};
use flow_engine::Event;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use value::{EdgeId, FlowId, Instant, Label, NodeId, Value, ValueType, to_json};

/// What a run of steps led to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Simulation {
    /// The moment after the last step.
    pub now: Instant,
    /// The steps, in order.
    pub steps: Vec<Played>,
    /// Where the case stands; none when there is no such record.
    pub case: Option<CaseNow>,
    /// When the next timer fires or the flow begins by its schedule, and in how many minutes from now a step that waits has seen it.
    pub next: Option<(Instant, u32)>,
    /// How often each way of the flow was taken.
    pub taken: BTreeMap<EdgeId, u32>,
    /// The nodes at which the case was or is.
    pub passed: BTreeSet<NodeId>,
}

/// What one step led to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Played {
    /// The moment after it.
    pub at: Instant,
    /// Why it led to nothing.
    pub refused: Option<RefusedStep>,
    /// What happened, in order.
    pub trail: Vec<Passage>,
    /// The values of the record that are not what they were.
    pub changed: Vec<ValueNow>,
    /// What was seen, as a scenario expects it.
    pub expect: Expectation,
}

/// Why a step was refused.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RefusedStep {
    /// Stable codes, as a scenario expects them.
    pub codes: Vec<String>,
    /// In words.
    pub words: Label,
}

/// Plays the steps of a scenario, whatever they expect, and looks at a record and the ways of a flow.
pub fn simulate(app: &CompiledApp, scenario: &Scenario, record: &str, flow: &FlowId) -> Simulation {
    let mut play = Play::new(app, scenario);
    let mut steps = Vec::new();
    let mut ways = Ways::default();
    for step in &scenario.steps {
        steps.push(played(&mut play, step, record));
        ways.note(&play, flow);
    }
    let case = play.cast.records.get(record).map(|filed| case_now(&play, filed));
    let timer = play.next_timer().map(|(at, ..)| at);
    let begins = play.next_start_of(flow).into_iter();
    let next = begins.chain(timer).min().map(|at| (at, minutes_until(play.now, at)));
    Simulation { now: play.now, steps, case, next, taken: ways.taken, passed: ways.passed }
}

fn played(play: &mut Play<'_>, step: &Step, record: &str) -> Played {
    let watched = step.about().0.unwrap_or(record);
    let before = play.cast.records.get(watched).map(|filed| play.seen(filed)).unwrap_or_default();
    let refused = play.perform(step).err().map(|refused| RefusedStep { codes: refused.codes, words: refused.words });
    let changed = play.cast.records.get(watched).map(|filed| changed_values(play, filed, &before)).unwrap_or_default();
    let expect = expectation(play, step, watched, refused.as_ref());
    Played { at: play.now, trail: passages(play), changed, expect, refused }
}

/// What was seen after a step, as a scenario writes it down.
fn expectation(play: &Play<'_>, step: &Step, record: &str, refused: Option<&RefusedStep>) -> Expectation {
    if let Some(refused) = refused {
        return Expectation { refused: Some(refused.codes.clone()), ..Expectation::default() };
    }
    let told = Some(play.told.clone()).filter(|told| !told.is_empty());
    let named = !matches!(step, Step::Wait { record: None, .. });
    let Some(filed) = play.cast.records.get(record).filter(|_| named) else { return Expectation { told, ..Expectation::default() } };
    let Some(case) = &filed.case else { return Expectation { values: decided(play, filed, record), told, ..Expectation::default() } };
    let open = open_todos(Some(case)).iter().map(|todo| format!("{}@{}", todo.node, play.cast.user_name(todo.holder))).collect();
    Expectation {
        values: decided(play, filed, record),
        open: Some(open),
        state: Some(case.state.status.as_str().into()),
        told,
        ..Expectation::default()
    }
}

/// The values that the app itself has set in the present step: rules, steps of the flow, and what is computed.
fn decided(play: &Play<'_>, filed: &Filed, record: &str) -> serde_json::Map<String, serde_json::Value> {
    let Some(form) = play.app.form(filed.form.as_str()) else { return serde_json::Map::new() };
    let types = types(form);
    let own = play.happened.iter().filter(|happened| happened.record == record).flat_map(|happened| &happened.outcome.changes);
    let mut found = serde_json::Map::new();
    for change in own {
        let entered = matches!(change.through, Through::Create | Through::Update | Through::Act(_));
        for field in change.fields.keys() {
            let computed = form.field(field.as_str()).is_some_and(|field| field.control.kind == "computed");
            let value = filed.record.get(field.as_str());
            let Some(value_type) = types.get(field.as_str()).filter(|value_type| is_plain(value_type)) else { continue };
            if (!entered || computed) && !value.is_blank() && !field.as_str().starts_with('_') && !matches!(value, Value::Error(_)) {
                found.insert(field.to_string(), to_json(value, Some(value_type)));
            }
        }
    }
    found.sort_keys();
    found
}

/// Whether a value of the type is the same in every run, and is written in one word.
fn is_plain(value_type: &ValueType) -> bool {
    matches!(value_type, ValueType::Text | ValueType::Number { .. } | ValueType::Bool | ValueType::Date | ValueType::Choice)
}

/// In how many whole minutes a moment has passed.
fn minutes_until(now: Instant, at: Instant) -> u32 {
    let seconds = (at - now).num_seconds().max(0);
    let odd = i64::from(seconds % 60 != 0 || (at - now).subsec_nanos() > 0);
    u32::try_from((seconds / 60).saturating_add(odd)).unwrap_or(u32::MAX)
}

/// Which ways of a flow were taken.
#[derive(Default)]
pub(super) struct Ways {
    pub taken: BTreeMap<EdgeId, u32>,
    passed: BTreeSet<NodeId>,
}

impl Ways {
    pub fn note(&mut self, play: &Play<'_>, flow: &FlowId) {
        let changes = play.happened.iter().filter_map(|happened| happened.outcome.flow.as_ref()).filter(|change| change.case.flow.id() == flow);
        for event in changes.flat_map(|change| &change.events) {
            match event {
                Event::NodeEntered { node, .. } => _ = self.passed.insert(node.clone()),
                Event::NodeLeft { edge: Some(edge), .. } => *self.taken.entry(edge.clone()).or_default() += 1,
                _ => {}
            }
        }
    }
}
