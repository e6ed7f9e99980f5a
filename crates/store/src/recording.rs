//! What goes to the database, written down for a measuring program that plays the very same statements without this product.
//! As long as nobody writes down, a statement costs one look at a flag more.

use sea_orm::Statement;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Something that was sent.
#[derive(Debug, Clone)]
pub enum Sent {
    /// A statement.
    Statement {
        /// Which conversation: a transaction, a member of a batch, or a reader.
        session: u64,
        /// The task that asked, so that each caller's statements can be told apart.
        task: Option<tokio::task::Id>,
        /// With its values.
        statement: Statement,
    },
    /// The end of a batch of SQLite's writer.
    BatchEnd,
}

static SESSIONS: AtomicU64 = AtomicU64::new(0);
static LISTENING: AtomicBool = AtomicBool::new(false);
static SENT: Mutex<Option<Vec<Sent>>> = Mutex::new(None);

/// Begins to write down.
pub fn begin() {
    *sent() = Some(Vec::new());
    LISTENING.store(true, Ordering::Relaxed);
}

/// Ends, and gives what was sent.
pub fn end() -> Vec<Sent> {
    LISTENING.store(false, Ordering::Relaxed);
    sent().take().unwrap_or_default()
}

pub(crate) fn next_session() -> u64 {
    SESSIONS.fetch_add(1, Ordering::Relaxed)
}

pub(crate) fn note(session: u64, statement: &Statement) {
    if !LISTENING.load(Ordering::Relaxed) {
        return;
    }
    if let Some(sent) = sent().as_mut() {
        sent.push(Sent::Statement { session, task: tokio::task::try_id(), statement: statement.clone() });
    }
}

pub(crate) fn batch_end() {
    if !LISTENING.load(Ordering::Relaxed) {
        return;
    }
    if let Some(sent) = sent().as_mut() {
        sent.push(Sent::BatchEnd);
    }
}

fn sent() -> MutexGuard<'static, Option<Vec<Sent>>> {
    SENT.lock().unwrap_or_else(PoisonError::into_inner)
}
