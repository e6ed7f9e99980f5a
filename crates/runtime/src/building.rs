//! Building: drafts, their check, what a publication would change, publishing and rolling back.

use crate::types::{BuildObject, BuildState, Call, Changes, Published, VersionEntry};
use crate::{Runtime, RuntimeResult, pending};
use access::Actor;
use definition::{Diagnostic, ObjectKey};
use serde_json::Value as Json;
use value::AppId;

impl Runtime {
    /// All objects of an app with the drafts laid over them.
    pub async fn build_state(&self, _actor: &Actor, _app: &AppId) -> RuntimeResult<BuildState> { pending() }
    /// One object.
    pub async fn build_object(&self, _actor: &Actor, _app: &AppId, _key: &ObjectKey) -> RuntimeResult<BuildObject> { pending() }
    /// Saves a draft. `etag` is that of the object as it was loaded; none for a new one. Faulty drafts may be saved, not published.
    pub async fn save_draft(&self, _call: &Call, _app: &AppId, _key: &ObjectKey, _content: Json, _etag: Option<&str>) -> RuntimeResult<BuildObject> { pending() }
    /// Takes an object out (as a draft), or takes its draft back with `discard`.
    pub async fn remove_draft(&self, _call: &Call, _app: &AppId, _key: &ObjectKey, _discard: bool) -> RuntimeResult<()> { pending() }
    /// Checks the app with its drafts.
    pub async fn check_drafts(&self, _actor: &Actor, _app: &AppId) -> RuntimeResult<Vec<Diagnostic>> { pending() }
    /// What publishing the drafts would change.
    pub async fn changes(&self, _actor: &Actor, _app: &AppId) -> RuntimeResult<Changes> { pending() }
    /// Publishes all drafts of an app.
    pub async fn publish(&self, _call: &Call, _app: &AppId, _note: &str) -> RuntimeResult<Published> { pending() }
    /// The versions, newest first.
    pub async fn versions(&self, _actor: &Actor, _app: &AppId) -> RuntimeResult<Vec<VersionEntry>> { pending() }
    /// Publishes the content of an older version as a new one.
    pub async fn roll_back(&self, _call: &Call, _app: &AppId, _number: u32) -> RuntimeResult<Published> { pending() }
}
