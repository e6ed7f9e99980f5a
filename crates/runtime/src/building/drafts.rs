//! Drafts: one per object, laid over the active version until everything is published together.

use super::key_of;
use crate::app_cache::ActiveApp;
use crate::commit::{AuditRow, Doer};
use crate::types::{BuildObject, BuildState, Call, DraftChange};
use crate::{Runtime, RuntimeError, RuntimeResult, digest};
use access::Actor;
use definition::{ObjectKey, ObjectKind, canonical, read};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::drafts;
use value::{AppId, Id, Label};

/// The largest object.
const LARGEST: usize = 2 << 20;

impl Runtime {
    /// All objects of an app with the drafts laid over them.
    pub async fn build_state(&self, actor: &Actor, app: &AppId) -> RuntimeResult<BuildState> {
        let active = self.built(actor, app).await?;
        let rows: BTreeMap<ObjectKey, drafts::Draft> =
            drafts::all(&self.inner.store.read(), app).await?.into_iter().filter_map(|row| Some((key_of(&row)?, row))).collect();
        let keys: BTreeSet<ObjectKey> = active.package.entries().map(|(key, _)| key.clone()).chain(rows.keys().cloned()).collect();
        let objects = keys.iter().filter_map(|key| object(&active, key, rows.get(key))).collect();
        Ok(BuildState { app: app.clone(), active: active.compiled.hash.clone(), objects })
    }

    /// One object.
    pub async fn build_object(&self, actor: &Actor, app: &AppId, key: &ObjectKey) -> RuntimeResult<BuildObject> {
        let active = self.built(actor, app).await?;
        let row = drafts::get(&self.inner.store.read(), app, key.kind.name(), &key.id).await?;
        object(&active, key, row.as_ref()).ok_or(RuntimeError::NotFound { what: "object" })
    }

    /// Saves a draft. `etag` is that of the object as it was loaded; none for a new one. Faulty drafts may be saved, not published.
    pub async fn save_draft(&self, call: &Call, app: &AppId, key: &ObjectKey, content: Json, etag: Option<&str>) -> RuntimeResult<BuildObject> {
        let active = self.built(&call.actor, app).await?;
        sound_place(&active, key, &content)?;
        let text = canonical_text(key, &content)?;
        self.put_draft(call, &active, key, Some(text), etag).await?;
        self.build_object(&call.actor, app, key).await
    }

    /// Takes an object out (as a draft), or takes its draft back with `discard`.
    pub async fn remove_draft(&self, call: &Call, app: &AppId, key: &ObjectKey, discard: bool) -> RuntimeResult<()> {
        let active = self.built(&call.actor, app).await?;
        let draft = drafts::get(&self.inner.store.read(), app, key.kind.name(), &key.id).await?;
        let is_active = active.package.get(key).is_some();
        if !is_active && draft.is_none() {
            return Err(RuntimeError::NotFound { what: "object" });
        }
        if key.kind == ObjectKind::App && !discard {
            return Err(RuntimeError::refused("app_stays", "应用本身不能删除", "The app itself cannot be taken out"));
        }
        if discard || !is_active {
            let (app, key) = (app.clone(), key.clone());
            return self
                .inner
                .store
                .write(move |tx| {
                    let (app, key) = (app.clone(), key.clone());
                    Box::pin(async move { Ok(drafts::discard(tx, &app, key.kind.name(), &key.id).await?) })
                })
                .await;
        }
        self.put_draft(call, &active, key, None, None).await
    }

    async fn put_draft(&self, call: &Call, active: &ActiveApp, key: &ObjectKey, content: Option<String>, etag: Option<&str>) -> RuntimeResult<()> {
        let app = active.compiled.id().clone();
        let now = self.now();
        let active_text = active.package.get(key).map(|entry| entry.text.to_string());
        let asked = Arc::new((app, key.clone(), content, etag.map(ToOwned::to_owned), active_text));
        let (runtime, doer, by) = (self.clone(), Doer::of(call), call.actor.user().map(|user| user.0));
        self.inner
            .store
            .write(move |tx| {
                let (runtime, doer, asked) = (runtime.clone(), doer.clone(), asked.clone());
                Box::pin(async move {
                    let (app, key, content, etag, active_text) = &*asked;
                    let stored = drafts::get(tx, app, key.kind.name(), &key.id).await?;
                    let shown = stored.as_ref().map_or(active_text.clone(), |row| row.content.clone());
                    // Two builders of one object: the second one is told, and loses nothing but the click.
                    if content.is_some() && etag.clone() != shown.map(|text| tag(&text)) {
                        return Err(RuntimeError::Stale { what: "draft" });
                    }
                    let row = drafts::Draft {
                        app: app.to_string(),
                        kind: key.kind.name().into(),
                        object: key.id.clone(),
                        content: content.clone(),
                        revision: stored.map_or(0, |row| row.revision),
                        updated_at: now.into(),
                        updated_by: by,
                    };
                    // Its revision says whether somebody else was quicker, also where nothing of the draft stays.
                    drafts::save(tx, row).await?;
                    if content.is_some() && content == active_text {
                        drafts::discard(tx, app, key.kind.name(), &key.id).await?;
                    }
                    let written = content.as_deref().unwrap_or_default();
                    let audit = AuditRow { action: "app.draft", app: Some(app), object: key.path(), detail: json!({ "removed": content.is_none() }) };
                    runtime.audit(tx, &doer, audit, now, written.as_bytes()).await
                })
            })
            .await
    }
}

/// What is saved must at least be an object of its kind with its id; whatever else is wrong is told by the check.
fn sound_place(active: &ActiveApp, key: &ObjectKey, content: &Json) -> RuntimeResult<()> {
    if content.to_string().len() > LARGEST {
        return Err(RuntimeError::refused("object_too_large", "对象过大", "The object is too large"));
    }
    let id = content.get("id").and_then(Json::as_str);
    let expected = if key.kind == ObjectKind::App { active.compiled.id().as_str() } else { key.id.as_str() };
    if id != Some(expected) || Id::parse(expected).is_err() {
        let (zh, en) = ("对象的 id 与地址不一致", "The object's id is not the one in the address");
        return Err(RuntimeError::refused("wrong_id", zh, en));
    }
    Ok(())
}

/// The canonical text; a draft that cannot be read as its kind yet is kept as it is.
fn canonical_text(key: &ObjectKey, content: &Json) -> RuntimeResult<String> {
    let text = canonical::text_of(content);
    match read::parse(&key.path(), &text) {
        Ok(parsed) => Ok(parsed.object().map_or(text, |object| canonical::write(&object, Some(&parsed.whole)))),
        Err(diagnostics) => Err(RuntimeError::Faulty { diagnostics }),
    }
}

fn tag(text: &str) -> String {
    digest::of_bytes(text.as_bytes()).chars().take(32).collect()
}

fn object(active: &ActiveApp, key: &ObjectKey, draft: Option<&drafts::Draft>) -> Option<BuildObject> {
    let entry = active.package.get(key);
    let change = match (draft, entry) {
        (None, _) => None,
        (Some(row), _) if row.content.is_none() => Some(DraftChange::Removed),
        (Some(_), None) => Some(DraftChange::Added),
        (Some(_), Some(_)) => Some(DraftChange::Changed),
    };
    let text = draft.and_then(|row| row.content.clone()).or_else(|| entry.map(|entry| entry.text.to_string()))?;
    let content: Json = serde_json::from_str(&text).ok()?;
    let label = content.get("label").cloned().and_then(|label| serde_json::from_value::<Label>(label).ok()).unwrap_or_default();
    Some(BuildObject { key: key.clone(), label, content, draft: change, etag: tag(&text) })
}
