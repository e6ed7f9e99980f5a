//! How a change is committed: one transaction, the key claimed and answered inside it, the audit row beside it.

use crate::types::Call;
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use chrono::Duration;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::sync::Arc;
use store::{Tx, Work, audit, idempotency};
use value::{AppId, Instant};

/// For how long an answer is replayed.
const KEPT: Duration = Duration::days(7);

/// One row of the audit, before it has a key and a moment.
pub(crate) struct AuditRow<'a> {
    pub(crate) action: &'a str,
    pub(crate) app: Option<&'a AppId>,
    pub(crate) object: String,
    pub(crate) detail: Json,
}

/// Who does it, as far as the audit is concerned; cheap to move into a transaction.
#[derive(Debug, Clone)]
pub(crate) struct Doer {
    pub(crate) id: Option<uuid::Uuid>,
    pub(crate) name: String,
    pub(crate) request: Option<String>,
}

impl Doer {
    pub(crate) fn of(call: &Call) -> Self {
        Self { request: call.request_id.clone(), ..Self::of_actor(&call.actor) }
    }

    pub(crate) fn of_actor(actor: &Actor) -> Self {
        let name = actor.person().map_or_else(|| actor.key(), |person| person.name.clone());
        Self { id: actor.user().map(|user| user.0), name, request: None }
    }
}

impl Runtime {
    /// The moment of a command: taken once, before its transaction; in whole milliseconds, as moments are stored.
    pub(crate) fn now(&self) -> Instant {
        let now = self.inner.clock.now();
        Instant::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
    }

    /// Runs a command under its key. A repeated key gets the first answer, and nothing happens twice.
    pub(crate) async fn keyed<T, F>(&self, call: &Call, work: F) -> RuntimeResult<T>
    where
        T: Serialize + DeserializeOwned + Send + Sync + 'static,
        F: for<'t> Fn(&'t Tx) -> Work<'t, T, RuntimeError> + Send + Sync + 'static,
    {
        let Some(keyed) = call.keyed.clone() else { return self.inner.store.write(work).await };
        let (now, actor, work) = (self.now(), call.actor.key(), Arc::new(work));
        let (keyed, actor) = (Arc::new(keyed), Arc::new(actor));
        self.inner
            .store
            .write(move |tx| {
                let (keyed, actor, work) = (keyed.clone(), actor.clone(), work.clone());
                Box::pin(async move {
                    let key = || idempotency::Key { actor: &actor, route: &keyed.route, key: &keyed.key, body: &keyed.body };
                    match idempotency::claim(tx, key(), now.into(), (now + KEPT).into()).await? {
                        idempotency::Claim::Answered(answer) => serde_json::from_str(&answer).map_err(internal),
                        idempotency::Claim::OtherBody => Err(RuntimeError::KeyReused),
                        idempotency::Claim::New => {
                            let answer = work(tx).await?;
                            let text = serde_json::to_string(&answer).map_err(internal)?;
                            idempotency::answer(tx, key(), &text).await?;
                            Ok(answer)
                        }
                    }
                })
            })
            .await
    }

    /// Writes a row of the audit in the change's transaction. `written` is what was written; only its salted digest is kept.
    pub(crate) async fn audit(&self, tx: &Tx, doer: &Doer, row: AuditRow<'_>, now: Instant, written: &[u8]) -> RuntimeResult<()> {
        let mut detail = row.detail;
        if let (Some(request), Some(map)) = (&doer.request, detail.as_object_mut()) {
            map.insert("request".into(), request.clone().into());
        }
        let entry = audit::Entry {
            id: self.inner.ids.key(now),
            at: now.into(),
            actor_id: doer.id,
            actor_name: doer.name.clone(),
            action: row.action.into(),
            app: row.app.map(ToString::to_string),
            object: row.object,
            detail,
            digest: audit::digest(&self.inner.secret, written),
        };
        audit::write(tx, entry);
        Ok(())
    }
}

pub(crate) fn internal(cause: impl std::fmt::Display) -> RuntimeError {
    RuntimeError::Internal(cause.to_string())
}
