//! What a person began to fill in: kept while they type, given back after a reload or on another device, forgotten once it is sent.
//!
//! It is nobody else's business: no rule sees it, no list shows it, no audit names it. Sending the record forgets it in the same transaction.

use crate::types::{Call, Unfinished};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use definition::Action;
use serde_json::{Map, Value as Json};
use std::sync::Arc;
use store::{Tx, unfinished};
use value::{AppId, FormId, RecordId, UserId};

/// The largest entry, as JSON.
const LARGEST: usize = 512 << 10;
/// How many entries are kept for one person; the oldest go first.
const KEPT: u64 = 50;

impl Runtime {
    /// What the person began on a record; without a record, the new one they began last.
    pub async fn unfinished(&self, actor: &Actor, app: &AppId, form: &FormId, record: Option<RecordId>) -> RuntimeResult<Option<Unfinished>> {
        let user = actor.user().ok_or_else(RuntimeError::no_right)?;
        let found = match record {
            Some(record) => unfinished::get(&self.inner.store.read(), user, app, form, record).await?,
            None => unfinished::newest(&self.inner.store.read(), user, app, form).await?,
        };
        let Some(row) = found else { return Ok(None) };
        let (record, base_revision) = (RecordId(row.record_id), row.base_revision.and_then(|revision| u64::try_from(revision).ok()));
        self.may_fill_in(actor, app, form, record, base_revision).await?;
        Ok(Some(Unfinished {
            record,
            values: row.values.as_object().cloned().unwrap_or_default(),
            base_revision,
            outdated: row.version != self.active_app(app).await?.compiled.hash,
            saved_at: row.saved_at.instant(),
        }))
    }

    /// Keeps what the person began on a record, in place of what was kept of it before. A new record has no base; its key is the client's, and
    /// the one under which it will be sent.
    pub async fn keep_unfinished(
        &self,
        call: &Call,
        app: &AppId,
        form: &FormId,
        record: RecordId,
        values: Map<String, Json>,
        base_revision: Option<u64>,
    ) -> RuntimeResult<()> {
        let user = self.may_fill_in(&call.actor, app, form, record, base_revision).await?;
        let values = Json::Object(values);
        if values.to_string().len() > LARGEST {
            return Err(RuntimeError::refused("unfinished_too_large", "内容过大，无法暂存", "There is too much to be kept"));
        }
        let entry = unfinished::Unfinished {
            user_id: user.0,
            app: app.to_string(),
            form: form.to_string(),
            record_id: record.0,
            values,
            base_revision: base_revision.and_then(|revision| i64::try_from(revision).ok()),
            version: self.active_app(app).await?.compiled.hash.clone(),
            saved_at: self.now().into(),
        };
        let entry = Arc::new(entry);
        self.inner
            .store
            .write(move |tx| {
                let entry = entry.clone();
                Box::pin(async move {
                    unfinished::keep(tx, (*entry).clone()).await?;
                    Ok(unfinished::forget_older(tx, user, KEPT).await?)
                })
            })
            .await
    }

    /// Throws away what the person began.
    pub async fn forget_unfinished(&self, call: &Call, app: &AppId, form: &FormId, record: RecordId) -> RuntimeResult<()> {
        let user = call.actor.user().ok_or_else(RuntimeError::no_right)?;
        let (app, form) = (app.clone(), form.clone());
        self.inner
            .store
            .write(move |tx| {
                let (app, form) = (app.clone(), form.clone());
                Box::pin(async move { Ok(unfinished::forget(tx, user, &app, &form, record).await?) })
            })
            .await
    }

    /// The person may begin a record of the form that is not there yet, or sees the one that is changed.
    async fn may_fill_in(&self, actor: &Actor, app: &AppId, form: &FormId, record: RecordId, base_revision: Option<u64>) -> RuntimeResult<UserId> {
        let user = actor.user().ok_or_else(RuntimeError::no_right)?;
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?.clone();
        let people = self.people().await?;
        if base_revision.is_some() {
            return self.seen(&active, &people, &compiled, actor, record).await.map(|_| user);
        }
        self.plan(&active, &compiled, actor, Action::Create)?;
        if self.may(&active, &people, &compiled, actor, Action::Read, record).await? {
            // A late request of a page that has sent the record since must not bring the entry back.
            return Err(RuntimeError::refused("already_sent", "该记录已提交", "The record has been sent already"));
        }
        Ok(user)
    }
}

/// What was sent is no longer unfinished.
pub(crate) async fn sent(tx: &Tx, actor: &Actor, app: &AppId, form: &FormId, record: RecordId) -> RuntimeResult<()> {
    match actor.user() {
        Some(user) => Ok(unfinished::forget(tx, user, app, form, record).await?),
        None => Ok(()),
    }
}
