//! Messages and notices: listing them and marking them as read.

use super::person;
use crate::types::MessageEntry;
use crate::{Event, Runtime, RuntimeResult, cursor};
use access::Actor;
use std::sync::Arc;
use store::{cc, messages};
use uuid::Uuid;
use value::{AppId, FormId, RecordId};

/// How many notices are looked through when some of them are marked.
const LOOKED_AT: u64 = 500;

impl Runtime {
    /// The messages of the person, newest first, with the cursor of the next page.
    pub async fn messages(
        &self,
        actor: &Actor,
        unread_only: bool,
        limit: u32,
        after: Option<&str>,
    ) -> RuntimeResult<(Vec<MessageEntry>, Option<String>)> {
        let user = person(actor)?;
        let limit = u64::from(limit.clamp(1, 200));
        let rows = messages::of(&self.inner.store.read(), user, cursor::read(after)?, limit).await?;
        let next = cursor::next(rows.last().map(|row| (row.at, row.id)), rows.len(), limit);
        let wanted = rows.into_iter().filter(|row| !unread_only || row.read_at.is_none());
        Ok((wanted.map(entry).collect(), next))
    }

    /// Marks messages as read; all of the person's when the list is empty.
    pub async fn read_messages(&self, actor: &Actor, wanted: &[Uuid]) -> RuntimeResult<()> {
        let user = person(actor)?;
        let (now, wanted, runtime) = (self.now(), Arc::new(wanted.to_vec()), self.clone());
        self.inner
            .store
            .write(move |tx| {
                let (wanted, runtime) = (wanted.clone(), runtime.clone());
                Box::pin(async move {
                    let some = (!wanted.is_empty()).then_some(wanted.as_slice());
                    messages::mark_read(tx, user, some, now.into()).await?;
                    tx.after_commit(move || runtime.tell(Event::Messages { users: vec![user] }));
                    Ok(())
                })
            })
            .await
    }

    /// Marks notices 抄送 as seen; all of the person's when the list is empty.
    pub async fn read_cc(&self, actor: &Actor, wanted: &[Uuid]) -> RuntimeResult<()> {
        let user = person(actor)?;
        let rows = cc::of(&self.inner.store.read(), user, &store::Narrow::default(), None, LOOKED_AT).await?;
        let meant = |row: &cc::Notice| row.read_at.is_none() && (wanted.is_empty() || wanted.contains(&row.id));
        let records: Arc<Vec<RecordId>> = Arc::new(rows.iter().filter(|row| meant(row)).map(|row| RecordId(row.record_id)).collect());
        let (now, runtime) = (self.now(), self.clone());
        self.inner
            .store
            .write(move |tx| {
                let (records, runtime) = (records.clone(), runtime.clone());
                Box::pin(async move {
                    for record in records.iter() {
                        cc::mark_read(tx, user, *record, now.into()).await?;
                    }
                    tx.after_commit(move || runtime.tell(Event::Tasks { users: vec![user] }));
                    Ok(())
                })
            })
            .await
    }
}

fn entry(row: messages::UserMessage) -> MessageEntry {
    let form = row.form.as_deref().and_then(|form| FormId::parse(form).ok());
    MessageEntry {
        id: row.id,
        at: row.at.instant(),
        subject: row.subject,
        body: row.body,
        app: row.app.as_deref().and_then(|app| AppId::parse(app).ok()),
        record: form.zip(row.record_id.map(RecordId)),
        read_at: row.read_at.map(store::Moment::instant),
    }
}
