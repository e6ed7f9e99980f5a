//! One conversation with the database: a transaction that writes, or a reader beside it.

use crate::late::Late;
use crate::platform::allocation;
use crate::{StoreError, dialect, recording};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
    late: Mutex<Late>,
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
        Self { link, try_again, alone, wants_to_be_alone, number: recording::next_session(), late: Mutex::default() }
    }

    fn watch<T>(&self, result: Result<T, DbErr>) -> Result<T, DbErr> {
        if let Err(error) = &result
            && dialect::is_transient(error)
        {
            self.try_again.store(true, Ordering::Relaxed);
        }
        result
    }

    /// Whoever panicked with it in hand has left a list, not half a list.
    fn kept(&self) -> MutexGuard<'_, Late> {
        self.late.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the rows that were kept, when a statement speaks of them.
    async fn come_first(&self, sql: &str) -> Result<(), DbErr> {
        let concerned = self.kept().concerns(sql);
        if concerned { self.write_late().await } else { Ok(()) }
    }

    async fn write_late(&self) -> Result<(), DbErr> {
        let late = std::mem::take(&mut *self.kept());
        for statement in late.statements(self.get_database_backend()) {
            recording::note(self.number, &statement);
            self.watch(self.link.execute_raw(statement).await)?;
        }
        Ok(())
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

impl Link {
    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Pool(pool) => pool.execute_raw(statement).await,
            Self::Transaction(transaction) => transaction.execute_raw(statement).await,
            Self::Batch(batch) => batch.execute_raw(statement).await,
        }
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

    /// Ends the conversation of a member; the batch decides what becomes of its changes, and writes what it has kept.
    pub(crate) fn into_rest(self) -> (Vec<Hook>, Late) {
        (self.hooks.into_inner().unwrap_or_default(), self.session.late.into_inner().unwrap_or_default())
    }

    /// Writes what the members of a batch have kept.
    pub(crate) async fn write_kept(self, late: Late) -> Result<(), DbErr> {
        self.keep(|kept| *kept = late);
        self.session.write_late().await
    }

    /// Keeps rows for the end of the transaction.
    pub(crate) fn keep(&self, rows: impl FnOnce(&mut Late)) {
        rows(&mut self.session.kept());
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
        self.session.write_late().await?;
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
        self.come_first(&statement.sql).await?;
        recording::note(self.number, &statement);
        self.watch(self.link.execute_raw(statement).await)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.come_first(sql).await?;
        self.watch(match &self.link {
            Link::Pool(pool) => pool.execute_unprepared(sql).await,
            Link::Transaction(transaction) => transaction.execute_unprepared(sql).await,
            Link::Batch(batch) => batch.execute_unprepared(sql).await,
        })
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.come_first(&statement.sql).await?;
        recording::note(self.number, &statement);
        self.watch(match &self.link {
            Link::Pool(pool) => pool.query_one_raw(statement).await,
            Link::Transaction(transaction) => transaction.query_one_raw(statement).await,
            Link::Batch(batch) => batch.query_one_raw(statement).await,
        })
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.come_first(&statement.sql).await?;
        recording::note(self.number, &statement);
        self.watch(match &self.link {
            Link::Pool(pool) => pool.query_all_raw(statement).await,
            Link::Transaction(transaction) => transaction.query_all_raw(statement).await,
            Link::Batch(batch) => batch.query_all_raw(statement).await,
        })
    }
}
