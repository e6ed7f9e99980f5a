//! Filing, changing and deleting a record.

use crate::command::{Asked, Origin, Wish};
use crate::commit::Doer;
use crate::types::{Call, RecordChange, Written};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use serde_json::{Map, Value as Json};
use std::sync::Arc;
use value::{AppId, FormId, RecordId};

impl Runtime {
    /// Files a record. The key may be made by the client.
    pub async fn create_record(
        &self,
        call: &Call,
        app: &AppId,
        form: &FormId,
        id: Option<RecordId>,
        values: Map<String, Json>,
    ) -> RuntimeResult<Written> {
        if id.is_some_and(|id| id.0.get_version_num() != 7) {
            // Records are sorted by their keys where nothing else says how.
            return Err(RuntimeError::refused("wrong_key", "编号必须是 UUIDv7", "The key must be a UUIDv7"));
        }
        let record = id.unwrap_or_else(|| RecordId(self.inner.ids.key(self.now())));
        self.command(call, app, form, record, Wish::Create { values, department: None, origin: Origin::Usual }).await
    }

    /// Changes a record; other people's changes of other fields are kept.
    pub async fn update_record(&self, call: &Call, app: &AppId, form: &FormId, id: RecordId, change: RecordChange) -> RuntimeResult<Written> {
        if change.base_revision.is_none() && matches!(call.actor, Actor::User(_)) {
            let (zh, en) = ("请说明从哪个修订号开始修改", "Say from which revision you started");
            return Err(RuntimeError::refused("revision_missing", zh, en));
        }
        self.command(call, app, form, id, Wish::Update { values: change.values, base: change.base_revision, meant: false }).await
    }

    /// Deletes a record.
    pub async fn delete_record(&self, call: &Call, app: &AppId, form: &FormId, id: RecordId, base_revision: Option<u64>) -> RuntimeResult<()> {
        self.command(call, app, form, id, Wish::Delete { base: base_revision }).await.map(|_| ())
    }

    /// Runs a command on a record under the call's key.
    pub(crate) async fn command(&self, call: &Call, app: &AppId, form: &FormId, record: RecordId, wish: Wish) -> RuntimeResult<Written> {
        let mut ground = self.ground(app).await?;
        let asked =
            Asked { app: app.clone(), form: form.clone(), record, actor: call.actor.clone(), doer: Doer::of(call), by: None, wish, visitor: None };
        self.ask_outside(&mut ground, &asked).await?;
        let ahead = Arc::new(self.decide_ahead(&ground, &asked).await);
        let (runtime, ground, asked) = (self.clone(), Arc::new(ground), Arc::new(asked));
        self.keyed(call, move |tx| {
            let (runtime, ground, asked, ahead) = (runtime.clone(), ground.clone(), asked.clone(), ahead.clone());
            Box::pin(async move { runtime.execute(tx, &ground, &asked, Option::as_ref(&ahead)).await })
        })
        .await
    }
}
