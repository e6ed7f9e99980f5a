//! Flows: scenarios in the format `neutral-flow-scenario/1`, translated into a flow of ours and played on a virtual clock.
//!
//! By the format's own rule a node kind, attribute or operation that the engine does not offer is a failure, never a skip.

mod format;
mod names;
mod play;
mod surroundings;
mod translate;

use super::{Options, Source, Suite};
use crate::report::Report;
use anyhow::{Context, bail};

pub struct Flows;

impl Suite for Flows {
    fn name(&self) -> &'static str {
        "flows"
    }

    fn run(&self, sources: &[Source], options: &Options) -> anyhow::Result<Report> {
        if options.wasm.is_some() {
            bail!("flows do not run in the browser engine");
        }
        let mut report = Report::default();
        for source in sources {
            let scenario: format::Scenario = serde_json::from_value(source.json.clone()).with_context(|| source.name.clone())?;
            match play::play(&scenario) {
                Ok(()) => report.pass(),
                Err(reason) => report.fail(&scenario.id, reason),
            }
        }
        Ok(report)
    }
}
