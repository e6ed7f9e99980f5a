//! What people say about a record.

use crate::commit::{AuditRow, Doer};
use crate::types::{Call, CommentEntry, Comments};
use crate::{Event, Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use definition::Action;
use serde_json::json;
use std::sync::Arc;
use store::comments;
use uuid::Uuid;
use value::{AppId, FormId, RecordId, UserId};

/// The longest comment.
const LONGEST: usize = 4000;

impl Runtime {
    /// The comments of a record.
    pub async fn comments(&self, actor: &Actor, app: &AppId, form: &FormId, id: RecordId) -> RuntimeResult<Comments> {
        actor.user().ok_or_else(RuntimeError::no_right)?;
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?.clone();
        let people = self.people().await?;
        let seen = self.seen(&active, &people, &compiled, actor, id).await?;
        let may_comment = seen.step.is_some() || self.may(&active, &people, &compiled, actor, Action::Comment, id).await?;
        let rows = comments::of_record(&self.inner.store.read(), app, form, id).await?;
        Ok(Comments { comments: rows.into_iter().map(entry).collect(), may_comment })
    }

    /// Adds a comment.
    pub async fn add_comment(&self, call: &Call, app: &AppId, form: &FormId, id: RecordId, text: &str) -> RuntimeResult<CommentEntry> {
        let user = call.actor.user().ok_or_else(RuntimeError::no_right)?;
        let text = text.trim();
        if text.is_empty() || text.chars().count() > LONGEST {
            return Err(RuntimeError::refused("comment_length", "评论应为 1 到 4000 个字", "A comment has 1 to 4000 characters"));
        }
        if !self.comments(&call.actor, app, form, id).await?.may_comment {
            return Err(RuntimeError::no_right());
        }
        let (now, doer) = (self.now(), Doer::of(call));
        let row = comments::Comment {
            id: self.inner.ids.key(now),
            app: app.to_string(),
            form: form.to_string(),
            record_id: id.0,
            at: now.into(),
            by_id: Some(user.0),
            by_name: doer.name.clone(),
            text: text.to_owned(),
            mentions: json!([]),
        };
        let (runtime, row, app, form) = (self.clone(), Arc::new(row), app.clone(), form.clone());
        let written: CommentEntry = self
            .keyed(call, move |tx| {
                let (runtime, row, doer, app, form) = (runtime.clone(), row.clone(), doer.clone(), app.clone(), form.clone());
                Box::pin(async move {
                    comments::write(tx, (*row).clone()).await?;
                    let audit = AuditRow { action: "record.comment", app: Some(&app), object: format!("{form}/{id}"), detail: json!({}) };
                    runtime.audit(tx, &doer, audit, now, row.text.as_bytes()).await?;
                    let teller = runtime.clone();
                    tx.after_commit(move || teller.tell(Event::Record { app, form, id, revision: 0 }));
                    Ok(entry((*row).clone()))
                })
            })
            .await?;
        Ok(written)
    }
}

fn entry(row: comments::Comment) -> CommentEntry {
    CommentEntry { id: row.id, at: row.at.instant(), by: UserId(row.by_id.unwrap_or(Uuid::nil())), by_name: row.by_name, text: row.text }
}
