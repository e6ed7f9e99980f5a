//! One conversation with the database: a transaction that writes, or a reader beside it.

use crate::platform::allocation;
use crate::{StoreError, dialect, recording};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// A conversation in which one can read: every read function takes it, inside a transaction or beside it.
#[derive(Debug)]
pub struct Session {
    link: Link,
    try_again: AtomicBool,
    /// Whether whoever gives out steps beside this transaction is kept waiting until it ends.
    alone: bool,
    wants_to_be_alone: AtomicBool,
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
        let alone = !matches!(link, Link::Transaction(_));
        let (try_again, wants_to_be_alone) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { link, try_again, alone, wants_to_be_alone, number: recording::next_session() }
    }

    fn watch<T>(&self, result: Result<T, DbErr>) -> Result<T, DbErr> {
        if let Err(error) = &result
            && dialect::is_transient(error)
        {
            self.try_again.store(true, Ordering::Relaxed);
        }
        result
    }

    /// What is read now is counted, and what is written afterwards changes the count: nobody else may do the same at the same time.
    ///
    /// SQLite has one writer. On PostgreSQL the transaction is begun again under a lock, because what it sees is settled with its first
    /// look; the refusal is to be passed on as it is. A reader beside the transactions only looks, and is always let through.
    pub fn must_be_alone(&self) -> Result<(), StoreError> {
        if self.alone || self.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        self.wants_to_be_alone.store(true, Ordering::Relaxed);
        Err(StoreError::NotAlone)
    }

    pub(crate) fn wants_to_be_alone(&self) -> bool {
        self.wants_to_be_alone.load(Ordering::Relaxed)
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

    /// A transaction that keeps others who give out steps waiting; nothing may have been read in it.
    pub(crate) async fn alone(transaction: DatabaseTransaction) -> Result<Self, DbErr> {
        if let Some(sql) = dialect::keep_writers_away(transaction.get_database_backend(), allocation::LOCKED) {
            transaction.execute_unprepared(&sql).await?;
        }
        let mut tx = Self::with(Link::Transaction(transaction));
        tx.session.alone = true;
        Ok(tx)
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
