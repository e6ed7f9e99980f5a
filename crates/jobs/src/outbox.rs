//! The outbox: at least once, in lease, with growing pauses.

use crate::calls::CALL;
use crate::leases::{LEASE, Leased};
use crate::{JobError, Worker};
use chrono::Duration;
use connectors::{DeliveryError, Mail};
use serde::Deserialize;
use std::sync::Arc;
use store::Moment;
use store::outbox::{self, Outgoing};

/// How many are leased at once.
const AT_ONCE: u64 = 20;
/// After how many minutes an entry is tried again; after the last it is a dead letter.
const AGAIN: [i64; 3] = [1, 5, 15];

/// What a mail's entry holds.
#[derive(Deserialize)]
struct MailPayload {
    to: String,
    #[serde(default)]
    to_name: String,
    subject: String,
    body: String,
}

impl Worker {
    /// Delivers what is due; answers how many were delivered and how many were not.
    pub(crate) async fn deliver_outbox(&self) -> Result<(usize, usize), JobError> {
        let mut done = (0, 0);
        let due = self.lease_entries().await?;
        let _leased = self.leases.hold(Leased::Entries, due.iter().map(|entry| entry.id));
        let (calls, mails): (Vec<Outgoing>, Vec<Outgoing>) = due.into_iter().partition(|entry| entry.channel == CALL);
        let made = self.make_calls(calls).await?;
        done = (done.0 + made.0, done.1 + made.1);
        for entry in mails {
            match self.deliver(&entry).await {
                Ok(()) => {
                    done.0 += 1;
                    self.note_delivery(&entry).await?;
                }
                Err(error) => {
                    done.1 += 1;
                    self.note_no_delivery(&entry, &error).await?;
                }
            }
        }
        Ok(done)
    }

    async fn lease_entries(&self) -> Result<Vec<Outgoing>, JobError> {
        let now = self.runtime.clock().now();
        let leased = self
            .runtime
            .store()
            .write(move |tx| Box::pin(async move { Ok::<_, JobError>(outbox::lease(tx, now.into(), (now + LEASE).into(), AT_ONCE).await?) }));
        leased.await
    }

    async fn deliver(&self, entry: &Outgoing) -> Result<(), DeliveryError> {
        if entry.channel != "mail" {
            return Err(DeliveryError::Permanent(format!("there is no way `{}`", entry.channel)));
        }
        let payload: MailPayload = serde_json::from_value(entry.payload.clone()).map_err(|cause| DeliveryError::Permanent(cause.to_string()))?;
        let MailPayload { to, to_name, subject, body } = payload;
        self.mail.send(&Mail { key: entry.id.to_string(), to, to_name, subject, body }).await
    }

    async fn note_delivery(&self, entry: &Outgoing) -> Result<(), JobError> {
        let (id, now) = (entry.id, Moment::from(self.runtime.clock().now()));
        let noted = self.runtime.store().write(move |tx| Box::pin(async move { Ok::<_, JobError>(outbox::delivered(tx, id, now).await?) }));
        noted.await
    }

    pub(crate) async fn note_no_delivery(&self, entry: &Outgoing, error: &DeliveryError) -> Result<(), JobError> {
        let again = usize::try_from(entry.attempts).ok().and_then(|attempts| AGAIN.get(attempts));
        let again = again.filter(|_| matches!(error, DeliveryError::Transient(_)));
        let again_at = again.map(|minutes| (self.runtime.clock().now() + Duration::minutes(*minutes)).into());
        // No address in the log: the key leads an administrator to it.
        tracing::warn!(entry.id = %entry.id, dead = again_at.is_none(), "The outbox entry `{}` was not delivered", entry.id);
        let (id, error) = (entry.id, Arc::new(error.to_string()));
        let noted = self.runtime.store().write(move |tx| {
            let error = error.clone();
            Box::pin(async move { Ok::<_, JobError>(outbox::failed(tx, id, &error, again_at).await?) })
        });
        noted.await
    }
}
