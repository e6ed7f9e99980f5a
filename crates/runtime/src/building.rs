//! Building: drafts, their check, what a publication would change, publishing and rolling back.

mod assigning;
mod bpmn;
mod cases;
mod converting;
mod delivering;
mod drafts;
mod filling;
mod impact;
mod migrating;
mod playing;
mod publish;
mod times;
mod trying;
mod versions;
mod weighing;

pub(crate) use delivering::app_changed;
pub(crate) use impact::refuse;
pub(crate) use playing::Played;
pub(crate) use publish::{Delivery, Edition, Origin, Values, bind};
pub(crate) use trying::{blotted, secrets_of};
pub(crate) use weighing::Purpose;

use crate::app_cache::ActiveApp;
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use definition::{Diagnostic, Files, ObjectKey, ObjectKind, Package};
use std::sync::Arc;
use store::{Session, drafts as rows};
use value::AppId;

impl Runtime {
    /// The app of a builder; it does not exist for anybody else.
    pub(crate) async fn built(&self, actor: &Actor, app: &AppId) -> RuntimeResult<Arc<ActiveApp>> {
        let active = self.active_app(app).await?;
        if access::may_build(actor, app, &active.compiled.roles) { Ok(active) } else { Err(RuntimeError::no_right()) }
    }

    /// The active package with the drafts laid over it, and what could not be read of them.
    pub(crate) async fn drafted(&self, session: &Session, active: &ActiveApp) -> RuntimeResult<(Package, Vec<Diagnostic>)> {
        let checked = app_engine::check(&self.drafted_files(session, active).await?);
        Ok((checked.package, checked.compiled.diagnostics))
    }

    /// The files of the active package with the drafts laid over them.
    pub(crate) async fn drafted_files(&self, session: &Session, active: &ActiveApp) -> RuntimeResult<Files> {
        let mut files = active.package.files();
        for row in rows::all(session, active.compiled.id()).await? {
            let Some(key) = key_of(&row) else { continue };
            match row.content {
                Some(content) => _ = files.insert(key.path(), content),
                None => _ = files.remove(&key.path()),
            }
        }
        Ok(files)
    }

    /// Checks the app with its drafts.
    pub async fn check_drafts(&self, actor: &Actor, app: &AppId) -> RuntimeResult<Vec<Diagnostic>> {
        let active = self.built(actor, app).await?;
        Ok(self.drafted(&self.inner.store.read(), &active).await?.1)
    }
}

/// The key of a draft; none when this release does not know its kind.
pub(crate) fn key_of(row: &rows::Draft) -> Option<ObjectKey> {
    Some(ObjectKey { kind: ObjectKind::from_name(&row.kind)?, id: row.object.clone() })
}
