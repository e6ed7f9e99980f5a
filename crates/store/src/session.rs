//! One conversation with the database: a transaction that writes, or a reader beside it.

use crate::{dialect, recording};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// A conversation in which one can read: every read function takes it, inside a transaction or beside it.
#[derive(Debug)]
pub struct Session {
    link: Link,
    try_again: AtomicBool,
    /// By which a listener tells conversations apart.
    number: u64,
}

#[derive(Debug)]
enum Link {
    Pool(DatabaseConnection),
    Transaction(DatabaseTransaction),
    /// The transaction of a whole batch, in which this member has its savepoint.
    Batch(Arc<DatabaseTransaction>),
}

/// A transaction: every function that writes takes it.
pub struct Tx {
    session: Session,
    hooks: Mutex<Vec<Hook>>,
}

/// What is done once the change is durable.
pub(crate) type Hook = Box<dyn FnOnce() + Send>;

impl Session {
    pub(crate) fn beside(pool: DatabaseConnection) -> Self {
        Self::over(Link::Pool(pool))
    }

    fn over(link: Link) -> Self {
        Self { link, try_again: AtomicBool::new(false), number: recording::next_session() }
    }

    fn watch<T>(&self, result: Result<T, DbErr>) -> Result<T, DbErr> {
        if let Err(error) = &result
            && dialect::is_transient(error)
        {
            self.try_again.store(true, Ordering::Relaxed);
        }
        result
    }

    /// Whether a statement failed in a way that a repetition of the whole transaction can heal.
    pub(crate) fn wants_repetition(&self) -> bool {
        self.try_again.load(Ordering::Relaxed)
    }
}

impl Tx {
    pub(crate) fn new(transaction: DatabaseTransaction) -> Self {
        Self::with(Link::Transaction(transaction))
    }

    pub(crate) fn member_of(batch: Arc<DatabaseTransaction>) -> Self {
        Self::with(Link::Batch(batch))
    }

    fn with(link: Link) -> Self {
        Self { session: Session::over(link), hooks: Mutex::new(Vec::new()) }
    }

    /// Ends the conversation of a member; the batch decides what becomes of its changes.
    pub(crate) fn into_hooks(self) -> Vec<Hook> {
        self.hooks.into_inner().unwrap_or_default()
    }

    /// Does something once the change is durable and before the answer goes out: invalidate a cache, wake a worker, tell live views.
    /// It must not block.
    pub fn after_commit(&self, hook: impl FnOnce() + Send + 'static) {
        if let Ok(mut hooks) = self.hooks.lock() {
            hooks.push(Box::new(hook));
        }
    }

    /// Commits, and hands the hooks over to whoever knows when the change is durable.
    pub(crate) async fn commit(self) -> Result<Vec<Hook>, DbErr> {
        let hooks = self.hooks.into_inner().unwrap_or_default();
        match self.session.link {
            Link::Transaction(transaction) => transaction.commit().await?,
            Link::Pool(_) | Link::Batch(_) => {}
        }
        Ok(hooks)
    }

    pub(crate) async fn roll_back(self) -> Result<(), DbErr> {
        match self.session.link {
            Link::Transaction(transaction) => transaction.rollback().await,
            Link::Pool(_) | Link::Batch(_) => Ok(()),
        }
    }
}

impl Deref for Tx {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.session
    }
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").finish_non_exhaustive()
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Session {
    fn get_database_backend(&self) -> DbBackend {
        match &self.link {
            Link::Pool(pool) => pool.get_database_backend(),
            Link::Transaction(transaction) => transaction.get_database_backend(),
            Link::Batch(batch) => batch.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        recording::note(self.number, &statement);
        self.watch(match &self.link {
            Link::Pool(pool) => pool.execute_raw(statement).await,
            Link::Transaction(transaction) => transaction.execute_raw(statement).await,
            Link::Batch(batch) => batch.execute_raw(statement).await,
        })
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.watch(match &self.link {
            Link::Pool(pool) => pool.execute_unprepared(sql).await,
            Link::Transaction(transaction) => transaction.execute_unprepared(sql).await,
            Link::Batch(batch) => batch.execute_unprepared(sql).await,
        })
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        recording::note(self.number, &statement);
        self.watch(match &self.link {
            Link::Pool(pool) => pool.query_one_raw(statement).await,
            Link::Transaction(transaction) => transaction.query_one_raw(statement).await,
            Link::Batch(batch) => batch.query_one_raw(statement).await,
        })
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        recording::note(self.number, &statement);
        self.watch(match &self.link {
            Link::Pool(pool) => pool.query_all_raw(statement).await,
            Link::Transaction(transaction) => transaction.query_all_raw(statement).await,
            Link::Batch(batch) => batch.query_all_raw(statement).await,
        })
    }
}
