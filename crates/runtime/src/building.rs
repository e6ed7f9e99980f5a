//! Building: drafts, their check, what a publication would change, publishing and rolling back.

mod converting;
mod drafts;
mod filling;
mod impact;
mod migrating;
mod publish;
mod versions;
mod weighing;

pub(crate) use impact::refuse;
pub(crate) use publish::{Edition, Values, bind};

use crate::app_cache::ActiveApp;
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use definition::{Diagnostic, ObjectKey, ObjectKind, Package};
use std::sync::Arc;
use store::{Session, drafts as rows};
use value::{AppId, Label, ScenarioId};

impl Runtime {
    /// The app of a builder; it does not exist for anybody else.
    pub(crate) async fn built(&self, actor: &Actor, app: &AppId) -> RuntimeResult<Arc<ActiveApp>> {
        let active = self.active_app(app).await?;
        if access::may_build(actor, app, &active.compiled.roles) { Ok(active) } else { Err(RuntimeError::no_right()) }
    }

    /// The active package with the drafts laid over it, and what could not be read of them.
    pub(crate) async fn drafted(&self, session: &Session, active: &ActiveApp) -> RuntimeResult<(Package, Vec<Diagnostic>)> {
        let mut files = active.package.files();
        for row in rows::all(session, active.compiled.id()).await? {
            let Some(key) = key_of(&row) else { continue };
            match row.content {
                Some(content) => _ = files.insert(key.path(), content),
                None => _ = files.remove(&key.path()),
            }
        }
        let checked = app_engine::check(&files);
        Ok((checked.package, checked.compiled.diagnostics))
    }

    /// Checks the app with its drafts.
    pub async fn check_drafts(&self, actor: &Actor, app: &AppId) -> RuntimeResult<Vec<Diagnostic>> {
        let active = self.built(actor, app).await?;
        Ok(self.drafted(&self.inner.store.read(), &active).await?.1)
    }

    /// Runs the scenarios of the app on its drafts: name, and what did not hold; nothing means passed.
    pub async fn scenarios(&self, actor: &Actor, app: &AppId) -> RuntimeResult<Vec<(ScenarioId, Label, Vec<String>)>> {
        let active = self.built(actor, app).await?;
        let (package, _) = self.drafted(&self.inner.store.read(), &active).await?;
        let compiled = app_engine::compile(&package);
        let Some(app) = compiled.app else { return Err(RuntimeError::Faulty { diagnostics: compiled.diagnostics }) };
        // A year of deadlines is work for a processor, not for the threads that answer requests.
        tokio::task::spawn_blocking(move || run_scenarios(&app)).await.map_err(crate::commit::internal)
    }
}

fn run_scenarios(app: &app_engine::CompiledApp) -> Vec<(ScenarioId, Label, Vec<String>)> {
    let told = |step: &app_engine::scenario::StepResult| {
        step.differences.iter().map(|found| format!("{} {}", found.pointer, found.message.get(value::Locale::ZhCn))).collect::<Vec<_>>()
    };
    let one = |result: app_engine::scenario::ScenarioResult| (result.id, result.label, result.steps.iter().flat_map(told).collect());
    app_engine::scenario::run_all(app).into_iter().map(one).collect()
}

/// The key of a draft; none when this release does not know its kind.
pub(crate) fn key_of(row: &rows::Draft) -> Option<ObjectKey> {
    Some(ObjectKey { kind: ObjectKind::from_name(&row.kind)?, id: row.object.clone() })
}
