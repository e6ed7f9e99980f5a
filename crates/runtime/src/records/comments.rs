//! What people say about a record.

use crate::commit::{AuditRow, Doer};
use crate::organisation::People;
use crate::types::{Call, CommentEntry, Comments};
use crate::{Event, Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use definition::Action;
use serde_json::json;
use std::sync::Arc;
use store::{comments, messages};
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
        Ok(Comments { comments: rows.into_iter().map(|row| entry(&people, row)).collect(), may_comment })
    }

    /// Adds a comment.
    pub async fn add_comment(
        &self,
        call: &Call,
        app: &AppId,
        form: &FormId,
        id: RecordId,
        text: &str,
        mentions: &[UserId],
    ) -> RuntimeResult<CommentEntry> {
        let user = call.actor.user().ok_or_else(RuntimeError::no_right)?;
        let text = text.trim();
        if text.is_empty() || text.chars().count() > LONGEST {
            return Err(RuntimeError::refused("comment_length", "评论应为 1 到 4000 个字", "A comment has 1 to 4000 characters"));
        }
        if !self.comments(&call.actor, app, form, id).await?.may_comment {
            return Err(RuntimeError::no_right());
        }
        self.check_addressed(app, form, id, mentions).await?;
        let (now, doer) = (self.now(), Doer::of(call));
        let inside = self.messages_of_mention(call, app, form, id, text, mentions).await?;
        let row = comments::Comment {
            id: self.inner.ids.key(now),
            app: app.to_string(),
            form: form.to_string(),
            record_id: id.0,
            at: now.into(),
            by_id: Some(user.0),
            by_name: doer.name.clone(),
            text: text.to_owned(),
            mentions: json!(mentions.iter().map(|user| user.0).collect::<Vec<_>>()),
        };
        let answer = Arc::new(entry(&*self.people().await?, row.clone()));
        let (runtime, row, app, form, inside) = (self.clone(), Arc::new(row), app.clone(), form.clone(), Arc::new(inside));
        self.keyed(call, move |tx| {
            let (runtime, row, doer, inside, answer) = (runtime.clone(), row.clone(), doer.clone(), inside.clone(), answer.clone());
            let (app, form) = (app.clone(), form.clone());
            Box::pin(async move {
                comments::write(tx, (*row).clone()).await?;
                messages::deliver(tx, (*inside).clone()).await?;
                let audit = AuditRow { action: "record.comment", app: Some(&app), object: format!("{form}/{id}"), detail: json!({}) };
                runtime.audit(tx, &doer, audit, now, row.text.as_bytes()).await?;
                let teller = runtime.clone();
                let users: Vec<UserId> = inside.iter().map(|message| UserId(message.user_id)).collect();
                tx.after_commit(move || {
                    teller.tell(Event::Record { app, form, id, revision: 0 });
                    if !users.is_empty() {
                        teller.tell(Event::Messages { users });
                    }
                });
                Ok((*answer).clone())
            })
        })
        .await
    }
}

fn entry(people: &People, row: comments::Comment) -> CommentEntry {
    let keys: Vec<Uuid> = serde_json::from_value(row.mentions).unwrap_or_default();
    let named = |key: Uuid| Some((UserId(key), people.name_of(UserId(key))?.to_owned()));
    CommentEntry {
        id: row.id,
        at: row.at.instant(),
        by: UserId(row.by_id.unwrap_or(Uuid::nil())),
        by_name: row.by_name,
        text: row.text,
        mentions: keys.into_iter().filter_map(named).collect(),
    }
}
