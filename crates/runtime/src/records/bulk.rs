//! The same done to many records. Each is a command of its own with its own checks, rights and key: one that is refused holds up no other, and
//! sending the whole again repeats nothing.

use crate::command::Wish;
use crate::types::{ActRequest, BulkItem, BulkOutcome, BulkRequest, BulkWhat, Call, Keyed};
use crate::{Runtime, RuntimeError, RuntimeResult};
use serde_json::Map;
use store::{flows, todos};
use uuid::Uuid;
use value::{AppId, FormId, RecordId, UserId};

/// The most records of one request.
const MOST: usize = 200;

impl Runtime {
    /// Does the same to many records, one after the other.
    pub async fn change_many(&self, call: &Call, app: &AppId, form: &FormId, request: &BulkRequest) -> RuntimeResult<Vec<BulkOutcome>> {
        call.actor.user().ok_or_else(RuntimeError::no_right)?;
        self.active_app(app).await?.form(form)?;
        if request.items.is_empty() || request.items.len() > MOST {
            let (zh, en) = (format!("一次处理 1 至 {MOST} 条"), format!("1 to {MOST} records are changed at once"));
            return Err(RuntimeError::refused("too_many_records", zh, en));
        }
        let mut outcomes: Vec<BulkOutcome> = Vec::with_capacity(request.items.len());
        for item in &request.items {
            if outcomes.iter().any(|done| done.id == item.id) {
                continue;
            }
            let outcome = self.change_one(call, app, form, item, &request.what).await;
            if let Err(error @ (RuntimeError::Unavailable(_) | RuntimeError::Internal(_))) = outcome {
                // Nothing is known of the rest; the same request goes on where this one stopped.
                return Err(error);
            }
            outcomes.push(BulkOutcome { id: item.id, outcome });
        }
        Ok(outcomes)
    }

    async fn change_one(&self, call: &Call, app: &AppId, form: &FormId, item: &BulkItem, what: &BulkWhat) -> RuntimeResult<u64> {
        let keyed = call.keyed.as_ref().map(|keyed| Keyed { key: format!("{}:{}", keyed.key, item.id), ..keyed.clone() });
        let own = Call { keyed, ..call.clone() };
        let base = Some(item.base_revision);
        let written = match what {
            BulkWhat::Update { values } => {
                // Who gives many records one value means it for each of them.
                self.command(&own, app, form, item.id, Wish::Update { values: values.clone(), base, meant: true }).await?
            }
            BulkWhat::Delete => {
                self.delete_record(&own, app, form, item.id, base).await?;
                return Ok(item.base_revision);
            }
            BulkWhat::Act { action, opinion, to } => {
                let task = self.task_on(call, app, form, item.id).await?;
                let request = ActRequest {
                    action: action.clone(),
                    opinion: opinion.clone(),
                    to: *to,
                    people: Vec::new(),
                    place: None,
                    to_node: None,
                    then: None,
                    values: Map::new(),
                    base_revision: base,
                };
                self.act(&own, task, request).await?
            }
        };
        Ok(written.revision)
    }

    /// The person's open to-do on a record; when there is none, the one that the person did last, so that a repeated request is known again.
    async fn task_on(&self, call: &Call, app: &AppId, form: &FormId, record: RecordId) -> RuntimeResult<Uuid> {
        let user = call.actor.user().ok_or_else(RuntimeError::no_right)?;
        let reader = self.inner.store.read();
        let open = todos::open_of_record(&reader, app, form, record).await?;
        if let Some(todo) = open.iter().find(|todo| UserId(todo.holder_id) == user) {
            return Ok(todo.id);
        }
        let mut done: Vec<todos::Todo> = Vec::new();
        for instance in flows::of_record(&reader, app, form, record).await? {
            let all = todos::of_instance(&reader, instance.id).await?;
            done.extend(all.into_iter().filter(|todo| todo.done_by == Some(user.0)));
        }
        let last = done.into_iter().max_by_key(|todo| (todo.closed_at.map(|at| at.0), todo.id));
        last.map(|todo| todo.id).ok_or_else(|| RuntimeError::refused("no_task", "没有您的待办", "There is no to-do of yours on it"))
    }
}
