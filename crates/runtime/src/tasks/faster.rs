//! Somebody else was faster: who it was and what was done, in one sentence.

use crate::{Runtime, RuntimeError, RuntimeResult};
use store::todos;
use value::{Label, Locale, UserId};

impl Runtime {
    /// Whether the person had the to-do and gave it to somebody else. A request that is repeated then gets its first answer.
    pub(super) async fn has_passed_on(&self, todo: &todos::Todo, user: UserId) -> RuntimeResult<bool> {
        let rows = todos::of_instance(&self.inner.store.read(), todo.instance_id).await?;
        Ok(rows.iter().any(|row| row.node == todo.node && row.done_by == Some(user.0) && row.closed_at >= Some(todo.created_at)))
    }

    /// Says more about why a to-do is closed, where the flow only knows that it is.
    pub(super) async fn told_who(&self, todo: &todos::Todo, user: UserId, error: RuntimeError) -> RuntimeError {
        let is_closed =
            matches!(&error, RuntimeError::Refused { code, .. } if ["flow.closed", "flow.not_running", "flow.not_yours"].contains(&code.as_str()));
        if !is_closed {
            return error;
        }
        self.who_was_faster(todo, user).await.unwrap_or(error)
    }

    async fn who_was_faster(&self, todo: &todos::Todo, user: UserId) -> Option<RuntimeError> {
        let rows = todos::of_instance(&self.inner.store.read(), todo.instance_id).await.ok()?;
        let opened = todo.created_at;
        let at_step = rows.into_iter().filter(|row| row.node == todo.node && row.closed_at.is_some_and(|closed| closed >= opened));
        let last = at_step.filter(|row| row.done_by.is_some()).max_by_key(|row| row.closed_at)?;
        let by = UserId(last.done_by?);
        let people = self.people().await.ok()?;
        let done = flow_engine::operation(last.outcome.as_deref()?)?.label();
        let step: Label = serde_json::from_value(todo.node_label.clone()).unwrap_or_default();
        let message = if by == user {
            Label::both(
                format!("您已经处理过「{}」：{}。没有重复处理。", step.get(Locale::ZhCn), done.get(Locale::ZhCn)),
                format!("You have already dealt with “{}”: {}. Nothing was done twice.", step.get(Locale::En), done.get(Locale::En)),
            )
        } else {
            let name = people.name_of(by).unwrap_or_default();
            Label::both(
                format!("{name}先一步处理了「{}」：{}。您的操作没有生效。", step.get(Locale::ZhCn), done.get(Locale::ZhCn)),
                format!("{name} was faster at “{}”: {}. What you did had no effect.", step.get(Locale::En), done.get(Locale::En)),
            )
        };
        Some(RuntimeError::Refused { code: "flow.closed".into(), message })
    }
}
