//! The store itself: opening, reading, writing.

use crate::session::{Session, Tx};
use crate::writer::Writer;
use crate::{StoreError, dialect};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, TransactionTrait};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// How the store is reached.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// `sqlite:/var/lib/mortise/data.db`, or `postgres://user:password@host/database`.
    pub url: String,
    /// Connections of the pool: readers beside the one writer on SQLite, all of them on PostgreSQL.
    pub connections: u32,
}

/// Which database stands behind the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// One file, one writer with group commit.
    Sqlite,
    /// A server, several writers, several product servers.
    Postgres,
}

/// The future of a command's work inside its transaction.
pub type Work<'t, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 't>>;

/// The store. Clones share one writer and one pool.
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    config: StoreConfig,
    backend: Backend,
    pool: DatabaseConnection,
    /// Only on SQLite.
    writer: Option<Writer>,
}

/// How often a transaction is repeated after a serialisation failure or a deadlock. Each failure means that another one got through, so
/// that only many on one case at once come near it.
const REPETITIONS: u32 = 10;
/// The first pause before a repetition; each one after it is twice as long, up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(100);

impl StoreConfig {
    /// A configuration with the usual number of connections.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), connections: 8 }
    }
}

impl Store {
    /// Opens the database; it is made when it is a file that is not there. The schema is not touched: see [`Store::migrate`].
    pub async fn open(config: StoreConfig) -> Result<Self, StoreError> {
        let backend = backend_of(&config.url)?;
        let writer = match backend {
            Backend::Sqlite => Some(Writer::start(config.url.clone()).await?),
            Backend::Postgres => None,
        };
        let pool = Database::connect(dialect::pool_options(backend, &config)).await?;
        Ok(Self { inner: Arc::new(Inner { config, backend, pool, writer }) })
    }

    /// Brings the platform tables to this release. A schema of a newer release is refused and left as it is.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        crate::migration::migrate(self).await
    }

    /// Which database this is.
    pub fn backend(&self) -> Backend {
        self.inner.backend
    }

    /// The configuration with which it was opened.
    pub fn config(&self) -> &StoreConfig {
        &self.inner.config
    }

    /// A reader beside the writers. Every statement sees what was committed when it began.
    pub fn read(&self) -> Session {
        Session::beside(self.inner.pool.clone())
    }

    /// Runs one command in one transaction and answers once it is durable.
    ///
    /// The work may run more than once (a batch that failed is repeated singly, a serialisation failure several times), so it
    /// must depend on nothing but its captured input and what it reads through the transaction, and must do nothing outside it;
    /// [`Tx::after_commit`] is the place for that. An `Err` undoes everything the work did.
    ///
    /// ```text
    /// let command = Arc::new(command);
    /// store.write(move |tx| { let command = command.clone(); Box::pin(async move { submit(tx, &command).await }) }).await
    /// ```
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t> Fn(&'t Tx) -> Work<'t, T, E> + Send + Sync + 'static,
    {
        match &self.inner.writer {
            Some(writer) => writer.submit(work).await,
            None => self.write_in_pool(work).await,
        }
    }

    async fn write_in_pool<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t> Fn(&'t Tx) -> Work<'t, T, E> + Send + Sync + 'static,
    {
        let mut attempt = 0;
        let mut alone = false;
        loop {
            let transaction = self.inner.pool.begin().await.map_err(StoreError::from)?;
            let tx = if alone { Tx::alone(transaction).await.map_err(StoreError::from)? } else { Tx::new(transaction) };
            let result = work(&tx).await;
            let mut again = tx.wants_repetition();
            let wants_to_be_alone = tx.wants_to_be_alone();
            let outcome = match result {
                Ok(answer) => match tx.commit().await {
                    Ok(hooks) => {
                        hooks.into_iter().for_each(|hook| hook());
                        return Ok(answer);
                    }
                    Err(error) => {
                        again = dialect::is_transient(&error);
                        E::from(StoreError::from(error))
                    }
                },
                Err(error) => {
                    if let Err(failure) = tx.roll_back().await {
                        tracing::warn!(%failure, "A transaction could not be rolled back: {failure}");
                    }
                    error
                }
            };
            if wants_to_be_alone && !alone {
                alone = true;
                continue;
            }
            if !again || attempt == REPETITIONS {
                return Err(outcome);
            }
            // Both sides of a deadlock come back at once; a short, growing pause lets one of them pass.
            tokio::time::sleep(FIRST_PAUSE.saturating_mul(1 << attempt).min(LONGEST_PAUSE)).await;
            attempt += 1;
        }
    }

    /// Whether a command would have to wait for others now. What can be prepared beside the one writer is prepared in that time;
    /// where several writers exist there is nothing to wait for.
    pub fn is_busy(&self) -> bool {
        self.inner.writer.as_ref().is_some_and(Writer::is_busy)
    }

    /// Finishes what is queued and closes all connections.
    pub async fn close(&self) {
        if let Some(writer) = &self.inner.writer {
            writer.stop().await;
        }
        if let Err(failure) = self.inner.pool.close_by_ref().await {
            tracing::warn!(%failure, "The database could not be closed: {failure}");
        }
    }

    /// Lets the database look at its data again, so that it chooses good indexes; upkeep does it now and then.
    pub async fn optimize(&self) -> Result<(), StoreError> {
        let Some(_) = &self.inner.writer else { return Ok(()) };
        // On PostgreSQL autovacuum does it. SQLite looks only at tables that have grown, and only at a sample of them.
        self.write(|tx| {
            Box::pin(async move {
                tx.execute_unprepared("PRAGMA analysis_limit = 1000").await?;
                tx.execute_unprepared("PRAGMA optimize = 0x10002").await?;
                Ok(())
            })
        })
        .await
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.inner.pool.ping().await.map_err(StoreError::from)
    }
}

fn backend_of(url: &str) -> Result<Backend, StoreError> {
    if url.starts_with("sqlite:") {
        Ok(Backend::Sqlite)
    } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        Ok(Backend::Postgres)
    } else {
        Err(StoreError::BadAddress(url.split(':').next().unwrap_or_default().into()))
    }
}

impl From<DbBackend> for Backend {
    fn from(backend: DbBackend) -> Self {
        if backend == DbBackend::Postgres { Backend::Postgres } else { Backend::Sqlite }
    }
}

pub(crate) fn writer_options(url: &str) -> ConnectOptions {
    dialect::sqlite_writer_options(url)
}

/// One connection of its own that may change the schema.
pub(crate) async fn migration_connection(config: &StoreConfig) -> Result<DatabaseConnection, StoreError> {
    let options = match backend_of(&config.url)? {
        Backend::Sqlite => writer_options(&config.url),
        Backend::Postgres => dialect::pool_options(Backend::Postgres, &StoreConfig { connections: 1, ..config.clone() }),
    };
    Ok(Database::connect(options).await?)
}
