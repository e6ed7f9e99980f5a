//! Upkeep: sessions that are over, answers that need no longer be replayed, files that nobody came to hold.

use crate::{JobError, Worker};
use chrono::Duration;
use store::{idempotency, login_attempts, outbox, sessions};

/// Wrong passwords are kept for so long.
const ATTEMPTS: Duration = Duration::days(1);
/// What was delivered is kept for so long.
const DELIVERED: Duration = Duration::days(30);

/// What was swept away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Sessions.
    pub sessions: u64,
    /// Answers of idempotency keys.
    pub keys: u64,
    /// Wrong passwords.
    pub attempts: u64,
    /// Delivered entries of the outbox.
    pub delivered: u64,
    /// Files.
    pub files: usize,
    /// Files of old imports.
    pub imports: usize,
}

impl Worker {
    /// Sweeps away what is over.
    pub async fn sweep(&self) -> Result<Swept, JobError> {
        let now = self.runtime.clock().now();
        let rows = self.runtime.store().write(move |tx| {
            Box::pin(async move {
                Ok::<_, JobError>(Swept {
                    sessions: sessions::sweep(tx, now.into()).await?,
                    keys: idempotency::sweep(tx, now.into()).await?,
                    attempts: login_attempts::sweep(tx, (now - ATTEMPTS).into()).await?,
                    delivered: outbox::sweep(tx, (now - DELIVERED).into()).await?,
                    files: 0,
                    imports: 0,
                })
            })
        });
        let rows = rows.await?;
        self.runtime.store().optimize().await?;
        self.runtime.rest();
        Ok(Swept { files: self.runtime.sweep_files().await?, imports: self.runtime.sweep_imports().await?, ..rows })
    }
}
