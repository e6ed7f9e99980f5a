//! Scenarios: an app's own tests, played on a virtual clock with people and records in memory.
//!
//! Every step goes through the same [`crate::command`] as the server's, with the rights that the person's roles and to-dos give.

mod case_now;
mod cast;
mod children;
mod compare;
mod coverage;
mod manage;
mod play;
mod queue;
mod simulate;
mod starts;
mod trail;

pub use case_now::{ActionNow, CaseNow, OfferNow, TodoNow, ValueNow};
pub use coverage::{Coverage, coverage};
pub use simulate::{Played, RefusedStep, Simulation, simulate};
pub use trail::{Passage, Sort};

use crate::CompiledApp;
use definition::Scenario;
use serde::Serialize;
use value::{Label, ScenarioId};

/// How a scenario went.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScenarioResult {
    /// The scenario.
    pub id: ScenarioId,
    /// What it shows.
    pub label: Label,
    /// Whether everything was as expected.
    pub passed: bool,
    /// The steps that were played; it ends with the first one that differs.
    pub steps: Vec<StepResult>,
}

/// How a step went.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepResult {
    /// Its place among the steps, from 0.
    pub index: usize,
    /// What differed; empty when it went as expected.
    pub differences: Vec<Difference>,
}

/// Something that was not as expected.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// JSON Pointer in the scenario.
    pub pointer: String,
    /// What was expected and what was found.
    pub message: Label,
}

/// Plays all scenarios of an app in the order of their ids.
pub fn run_all(app: &CompiledApp) -> Vec<ScenarioResult> {
    app.scenarios.values().map(|scenario| run(app, scenario)).collect()
}

/// Plays one scenario.
pub fn run(app: &CompiledApp, scenario: &Scenario) -> ScenarioResult {
    let mut play = play::Play::new(app, scenario);
    let mut steps = Vec::new();
    for (index, step) in scenario.steps.iter().enumerate() {
        let differences = play.step(step, &format!("/steps/{index}"));
        let failed = !differences.is_empty();
        steps.push(StepResult { index, differences });
        if failed {
            break;
        }
    }
    let passed = steps.iter().all(|step| step.differences.is_empty());
    ScenarioResult { id: scenario.id.clone(), label: scenario.label.clone(), passed, steps }
}
