//! Flows that are tried before they are published: a draft of an app, and scenarios that are played on it.

use crate::answer::Refused;
use crate::engine::Engine;
use crate::request::{CoverageIn, DraftIn, SimulateIn};
use app_engine::scenario;
use serde_json::{Value as Json, json};

/// Keeps a draft; without a handle when something in it is wrong.
pub(crate) fn draft(engine: &mut Engine, asked: &DraftIn) -> Json {
    let compiled = app_engine::compile_draft(&asked.files, &asked.beside);
    let handle = compiled.app.map(|app| {
        let handle = engine.next_handle();
        engine.drafts.add(handle, app);
        handle
    });
    json!({ "draft": handle, "diagnostics": compiled.diagnostics })
}

/// Plays the steps that were given so far.
pub(crate) fn simulate(engine: &Engine, asked: &SimulateIn) -> Result<Json, Refused> {
    let app = engine.drafts.get(asked.draft)?;
    Ok(json!(scenario::simulate(app, &asked.scenario, &asked.record, &asked.flow)))
}

/// Plays the scenarios of the draft and tells which ways of a flow they take.
pub(crate) fn coverage(engine: &Engine, asked: &CoverageIn) -> Result<Json, Refused> {
    let app = engine.drafts.get(asked.draft)?;
    Ok(json!(scenario::coverage(app, &asked.flow)))
}
