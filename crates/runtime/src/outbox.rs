//! What leaves the house: dead letters, looked at and sent again by an administrator.

use crate::commit::{AuditRow, Doer};
use crate::people::administrator;
use crate::types::{Call, DeadLetter};
use crate::{Runtime, RuntimeResult};
use access::Actor;
use serde_json::json;
use store::outbox;
use uuid::Uuid;

/// How many are listed.
const LISTED: u64 = 200;

impl Runtime {
    /// What could not be delivered, newest first. The text itself is not told: it may hold what the administrator may not see.
    pub async fn dead_letters(&self, actor: &Actor) -> RuntimeResult<Vec<DeadLetter>> {
        administrator(actor)?;
        let rows = outbox::dead(&self.inner.store.read(), LISTED).await?;
        let letter = |row: outbox::Outgoing| DeadLetter {
            id: row.id,
            app: row.app,
            channel: row.channel,
            to: row.payload.get("to").and_then(|to| to.as_str()).unwrap_or_default().to_owned(),
            created_at: row.created_at.instant(),
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
            error: row.last_error.unwrap_or_default(),
        };
        Ok(rows.into_iter().map(letter).collect())
    }

    /// Puts a dead letter back into the outbox.
    pub async fn replay_dead_letter(&self, call: &Call, letter: Uuid) -> RuntimeResult<()> {
        self.settle_dead_letter(call, letter, Settling::Again).await
    }

    /// Takes a dead letter away: nobody will be told any more.
    pub async fn discard_dead_letter(&self, call: &Call, letter: Uuid) -> RuntimeResult<()> {
        self.settle_dead_letter(call, letter, Settling::Never).await
    }

    async fn settle_dead_letter(&self, call: &Call, letter: Uuid, settling: Settling) -> RuntimeResult<()> {
        administrator(&call.actor)?;
        let (runtime, doer, now) = (self.clone(), Doer::of(call), self.now());
        self.keyed(call, move |tx| {
            let (runtime, doer) = (runtime.clone(), doer.clone());
            Box::pin(async move {
                let action = match settling {
                    Settling::Again => {
                        outbox::replay(tx, letter, now.into()).await?;
                        "outbox.replay"
                    }
                    Settling::Never => {
                        outbox::discard(tx, letter).await?;
                        "outbox.discard"
                    }
                };
                let audit = AuditRow { action, app: None, object: letter.to_string(), detail: json!({}) };
                runtime.audit(tx, &doer, audit, now, &[]).await
            })
        })
        .await
    }
}

/// What an administrator decides about a dead letter.
#[derive(Clone, Copy)]
enum Settling {
    Again,
    Never,
}
