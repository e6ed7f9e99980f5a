//! The scenarios of an app are played before it is published: on all processors, and once for each content.

use crate::commit::internal;
use crate::types::ScenarioEnd;
use crate::{Runtime, RuntimeResult};
use app_engine::{CompiledApp, scenario};
use parking_lot::Mutex;
use std::sync::Arc;
use value::Label;

/// For so many contents it is remembered how their scenarios ended: whoever looks at what a publication would change publishes the same.
const REMEMBERED: usize = 4;

/// How scenarios ended, by the hash of the app, the newest last.
#[derive(Default)]
pub(crate) struct Played(Mutex<Vec<(String, Arc<Vec<ScenarioEnd>>)>>);

impl Played {
    fn of(&self, hash: &str) -> Option<Arc<Vec<ScenarioEnd>>> {
        self.0.lock().iter().find(|(known, _)| known == hash).map(|(_, ends)| ends.clone())
    }

    fn remember(&self, hash: String, ends: Arc<Vec<ScenarioEnd>>) {
        let mut known = self.0.lock();
        known.retain(|(other, _)| *other != hash);
        known.push((hash, ends));
        let surplus = known.len().saturating_sub(REMEMBERED);
        known.drain(..surplus);
    }
}

impl Runtime {
    /// How the scenarios of an app end. A year of deadlines is work for processors, not for the threads that answer requests.
    pub(super) async fn play_scenarios(&self, app: Arc<CompiledApp>) -> RuntimeResult<Arc<Vec<ScenarioEnd>>> {
        if let Some(known) = self.inner.played.of(&app.hash) {
            return Ok(known);
        }
        let hash = app.hash.clone();
        let ends = Arc::new(play_all(app).await?);
        self.inner.played.remember(hash, ends.clone());
        Ok(ends)
    }
}

async fn play_all(app: Arc<CompiledApp>) -> RuntimeResult<Vec<ScenarioEnd>> {
    let hands = std::thread::available_parallelism().map_or(1, usize::from);
    let play = |hand: usize| {
        let app = app.clone();
        tokio::task::spawn_blocking(move || {
            let own = app.scenarios.values().enumerate().skip(hand).step_by(hands);
            own.map(|(number, one)| (number, ended(scenario::run(&app, one)))).collect::<Vec<_>>()
        })
    };
    let mut ends = Vec::new();
    for played in (0..hands).map(play).collect::<Vec<_>>() {
        ends.extend(played.await.map_err(internal)?);
    }
    ends.sort_by_key(|(number, _)| *number);
    Ok(ends.into_iter().map(|(_, end)| end).collect())
}

fn ended(result: scenario::ScenarioResult) -> ScenarioEnd {
    let faults = result.steps.iter().flat_map(|step| &step.differences).map(|found| {
        let said = |locale| format!("{} {}", found.pointer, found.message.get(locale));
        Label::both(said(value::Locale::ZhCn), said(value::Locale::En))
    });
    let faults = faults.collect();
    ScenarioEnd { id: result.id, label: result.label, faults }
}
