//! Which ways of a flow the scenarios of an app take.

use super::{ScenarioResult, play::Play, run, simulate::Ways};
use crate::CompiledApp;
use serde::Serialize;
use std::collections::BTreeMap;
use value::{EdgeId, FlowId, ScenarioId};

/// How far the scenarios of an app try a flow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coverage {
    /// How each scenario went that tries the flow.
    pub scenarios: Vec<ScenarioResult>,
    /// The scenarios by which each way was taken; a way that is not named was never taken.
    pub taken: BTreeMap<EdgeId, Vec<ScenarioId>>,
}

/// Plays all scenarios of an app and notes which ways of a flow they take.
pub fn coverage(app: &CompiledApp, flow: &FlowId) -> Coverage {
    let mut found = Coverage { scenarios: Vec::new(), taken: BTreeMap::new() };
    for scenario in app.scenarios.values() {
        let mut play = Play::new(app, scenario);
        let mut ways = Ways::default();
        for step in &scenario.steps {
            // What is refused and what differs is the scenario's own matter; the ways were taken all the same.
            if play.perform(step).is_ok() {
                ways.note(&play, flow);
            }
        }
        if ways.taken.is_empty() {
            continue;
        }
        found.scenarios.push(run(app, scenario));
        for edge in ways.taken.into_keys() {
            found.taken.entry(edge).or_default().push(scenario.id.clone());
        }
    }
    found
}
