//! Who can be addressed in what is said about a record: only people who may read it, for a message tells of it.

use crate::types::{Call, LookupItem};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use store::{messages, users};
use value::{AppId, FormId, Locale, RecordId, UserId};

/// How many people are offered.
const OFFERED: usize = 20;
/// How many of those whose name fits are asked whether they may read the record.
const ASKED: usize = 200;
/// How many people one comment addresses.
const MOST: usize = 20;
/// How much of the comment stands in the message.
const QUOTED: usize = 200;

impl Runtime {
    /// The people who may read a record and whose name, pinyin or login fits.
    pub async fn readers(&self, actor: &Actor, app: &AppId, form: &FormId, id: RecordId, search: &str) -> RuntimeResult<Vec<LookupItem>> {
        let user = actor.user().ok_or_else(RuntimeError::no_right)?;
        let active = self.active_app(app).await?;
        let people = self.people().await?;
        self.seen(&active, &people, active.form(form)?, actor, id).await?;
        let part = search.trim().to_lowercase();
        let fits = |row: &users::User| [&row.name, &row.name_key, &row.login].into_iter().any(|text| text.to_lowercase().contains(&part));
        let mut named: Vec<(UserId, &users::User)> =
            people.users.iter().filter(|(key, row)| row.active && **key != user && fits(row)).map(|(key, row)| (*key, row)).collect();
        named.sort_by(|one, other| (&one.1.name_key, one.0).cmp(&(&other.1.name_key, other.0)));
        let mut found = Vec::new();
        for (key, row) in named.into_iter().take(ASKED) {
            if self.reads(app, form, id, key).await? {
                found.push(crate::people::person_item(&people, row));
            }
            if found.len() == OFFERED {
                break;
            }
        }
        Ok(found)
    }

    /// Refuses to address somebody who may not read the record.
    pub(super) async fn check_addressed(&self, app: &AppId, form: &FormId, id: RecordId, addressed: &[UserId]) -> RuntimeResult<()> {
        if addressed.len() > MOST {
            return Err(RuntimeError::refused("too_many_mentions", format!("最多提到 {MOST} 人"), format!("At most {MOST} people are addressed")));
        }
        for user in addressed {
            if !self.reads(app, form, id, *user).await? {
                let (zh, en) = ("提到的人中有人不能查看这条记录", "Somebody who is addressed may not read this record");
                return Err(RuntimeError::refused("mention_may_not_read", zh, en));
            }
        }
        Ok(())
    }

    async fn reads(&self, app: &AppId, form: &FormId, id: RecordId, user: UserId) -> RuntimeResult<bool> {
        let active = self.active_app(app).await?;
        let people = self.people().await?;
        let Some(person) = people.person(user) else { return Ok(false) };
        match self.seen(&active, &people, active.form(form)?, &Actor::User(person), id).await {
            Ok(_) => Ok(true),
            Err(RuntimeError::NotFound { .. } | RuntimeError::Denied { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The messages to those who are addressed, each in the reader's language and with the title as the reader may see it.
    pub(super) async fn messages_of_mention(
        &self,
        call: &Call,
        app: &AppId,
        form: &FormId,
        id: RecordId,
        text: &str,
        addressed: &[UserId],
    ) -> RuntimeResult<Vec<messages::UserMessage>> {
        let active = self.active_app(app).await?;
        let people = self.people().await?;
        let compiled = active.form(form)?;
        let by = call.actor.person().map(|person| person.name.clone()).unwrap_or_default();
        let body: String = text.chars().take(QUOTED).collect();
        let mut found: Vec<messages::UserMessage> = Vec::new();
        for user in addressed {
            let known = found.iter().any(|message| message.user_id == user.0);
            let Some(person) = people.person(*user).filter(|_| !known) else { continue };
            let seen = self.seen(&active, &people, compiled, &Actor::User(person), id).await?;
            let locale = crate::apps::spoken(&active, people.locale_of(*user));
            let title = crate::showing::title(compiled, &active.compiled, &seen.record, locale);
            let subject =
                if locale == Locale::ZhCn { format!("{by}在「{title}」中提到了您") } else { format!("{by} mentioned you in {title}") };
            found.push(messages::UserMessage {
                id: self.inner.ids.key(self.now()),
                user_id: user.0,
                at: self.now().into(),
                subject,
                body: body.clone(),
                app: Some(app.to_string()),
                form: Some(form.to_string()),
                record_id: Some(id.0),
                read_at: None,
            });
        }
        Ok(found)
    }
}
