//! The one writer of SQLite: commands queue while a commit syncs, then share the next transaction, each in its own savepoint.
//!
//! No timer decides a batch: when the disk is idle a command commits alone and at once; under load the batch grows by itself.

use crate::late::Late;
use crate::session::{Hook, Tx};
use crate::store::{Work, writer_options};
use crate::{StoreError, recording};
use futures_util::FutureExt;
use sea_orm::{
    ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{mpsc, oneshot};

/// The most commands that share one commit.
const BATCH: usize = 64;

/// The door to the writer task.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: mpsc::UnboundedSender<Request>,
    /// Commands that were not answered yet.
    open: AtomicUsize,
}

enum Request {
    Command(Box<dyn Member>),
    Stop(oneshot::Sender<()>),
}

/// One command of a batch, whatever its types.
#[async_trait::async_trait]
trait Member: Send {
    /// Runs the work and keeps its answer; says whether the changes shall stay.
    async fn run(&mut self, tx: &Tx) -> bool;
    /// Gives the kept answer, or the failure of the commit.
    fn answer(self: Box<Self>, commit: Result<(), StoreError>);
}

struct Command<T, E, F> {
    work: F,
    kept: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

#[async_trait::async_trait]
impl<T, E, F> Member for Command<T, E, F>
where
    T: Send,
    E: From<StoreError> + Send,
    F: for<'t> Fn(&'t Tx) -> Work<'t, T, E> + Send + Sync,
{
    async fn run(&mut self, tx: &Tx) -> bool {
        let result = AssertUnwindSafe((self.work)(tx)).catch_unwind().await;
        let result = result.unwrap_or_else(|_| Err(StoreError::Panicked.into()));
        let keep = result.is_ok();
        self.kept = Some(result);
        keep
    }

    fn answer(self: Box<Self>, commit: Result<(), StoreError>) {
        let answer = match (self.kept, commit) {
            // A refusal stands whatever became of the commit: nothing of it was to be written.
            (Some(Err(refusal)), _) => Err(refusal),
            (_, Err(failure)) => Err(failure.into()),
            (Some(kept), Ok(())) => kept,
            (None, Ok(())) => Err(StoreError::Closed.into()),
        };
        // Whoever asked may have gone away; the change stands all the same.
        let _ = self.reply.send(answer);
    }
}

impl Writer {
    pub(crate) async fn start(url: String) -> Result<Self, StoreError> {
        let connection = connect(&url).await?;
        let (queue, requests) = mpsc::unbounded_channel();
        tokio::spawn(serve(url, Some(connection), requests));
        Ok(Self { queue, open: AtomicUsize::new(0) })
    }

    pub(crate) async fn submit<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t> Fn(&'t Tx) -> Work<'t, T, E> + Send + Sync + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let command = Box::new(Command { work, kept: None, reply });
        self.queue.send(Request::Command(command)).map_err(|_closed| StoreError::Closed)?;
        // Whoever asks may go away while waiting.
        let _open = Open::one_of(&self.open);
        answer.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    pub(crate) fn is_busy(&self) -> bool {
        self.open.load(Ordering::Relaxed) > 0
    }

    pub(crate) async fn stop(&self) {
        let (done, stopped) = oneshot::channel();
        if self.queue.send(Request::Stop(done)).is_ok() {
            let _ = stopped.await;
        }
    }
}

/// Counts a command as long as somebody waits for it.
struct Open<'a>(&'a AtomicUsize);

impl<'a> Open<'a> {
    fn one_of(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

async fn connect(url: &str) -> Result<DatabaseConnection, StoreError> {
    Ok(Database::connect(writer_options(url)).await?)
}

async fn serve(url: String, mut connection: Option<DatabaseConnection>, mut requests: mpsc::UnboundedReceiver<Request>) {
    let mut stopping = None;
    while stopping.is_none() {
        let Some(first) = requests.recv().await else { break };
        let mut batch: Vec<Box<dyn Member>> = Vec::new();
        take(first, &mut batch, &mut stopping);
        // Callers that were answered by the last commit are about to ask again: whoever is ready to run goes first, as long as that
        // brings more members. Without it every second batch would hold the one caller that was quickest.
        let mut grown = true;
        while grown && batch.len() < BATCH && stopping.is_none() {
            tokio::task::yield_now().await;
            let before = batch.len();
            while batch.len() < BATCH && stopping.is_none() {
                let Ok(request) = requests.try_recv() else { break };
                take(request, &mut batch, &mut stopping);
            }
            grown = batch.len() > before;
        }
        if !batch.is_empty() {
            commit_batch(&url, &mut connection, batch).await;
        }
    }
    if let Some(connection) = connection {
        let _ = connection.close().await;
    }
    if let Some(done) = stopping {
        let _ = done.send(());
    }
}

fn take(request: Request, batch: &mut Vec<Box<dyn Member>>, stopping: &mut Option<oneshot::Sender<()>>) {
    match request {
        Request::Command(command) => batch.push(command),
        Request::Stop(done) => *stopping = Some(done),
    }
}

async fn commit_batch(url: &str, connection: &mut Option<DatabaseConnection>, mut batch: Vec<Box<dyn Member>>) {
    let failure = match run_together(url, connection, &mut batch).await {
        Ok(hooks) => {
            hooks.into_iter().for_each(|hook| hook());
            batch.into_iter().for_each(|member| member.answer(Ok(())));
            return;
        }
        Err(failure) => failure,
    };
    tracing::error!(%failure, members = batch.len(), "A batch could not be committed: {failure}");
    for mut member in batch {
        discard(connection).await;
        match run_together(url, connection, std::slice::from_mut(&mut member)).await {
            Ok(hooks) => {
                hooks.into_iter().for_each(|hook| hook());
                member.answer(Ok(()));
            }
            Err(failure) => member.answer(Err(failure)),
        }
    }
}

/// Runs members in one outer transaction, each in a savepoint. An error means that nothing is known to be written.
async fn run_together(url: &str, connection: &mut Option<DatabaseConnection>, members: &mut [Box<dyn Member>]) -> Result<Vec<Hook>, StoreError> {
    let connection = match connection {
        Some(open) => open,
        None => connection.insert(connect(url).await?),
    };
    let immediate = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() };
    let outer = Arc::new(connection.begin_with_options(immediate).await?);
    let outcome = match members {
        [member] => run_member(&outer, member.as_mut()).await,
        members => Some(run_in_savepoints(&outer, members).await?),
    };
    let hooks = match outcome {
        Some((hooks, late)) => {
            Tx::member_of(outer.clone()).write_kept(late).await?;
            Some(hooks)
        }
        None => None,
    };
    let outer = Arc::into_inner(outer).ok_or(StoreError::Closed)?;
    match hooks {
        Some(hooks) => {
            outer.commit().await?;
            recording::batch_end();
            Ok(hooks)
        }
        None => {
            outer.rollback().await?;
            Ok(Vec::new())
        }
    }
}

/// The end of one savepoint and the beginning of the next travel to the database together; the commit releases the last one.
async fn run_in_savepoints(outer: &Arc<DatabaseTransaction>, members: &mut [Box<dyn Member>]) -> Result<(Vec<Hook>, Late), DbErr> {
    let mut hooks = Vec::new();
    let mut late = Late::default();
    let mut before = "SAVEPOINT member";
    for member in members {
        say(outer, before).await?;
        before = match run_member(outer, member.as_mut()).await {
            Some((more, rows)) => {
                hooks.extend(more);
                late.append(rows);
                "RELEASE member; SAVEPOINT member"
            }
            None => "ROLLBACK TO member; RELEASE member; SAVEPOINT member",
        };
    }
    // A refused last member must be undone; a kept one is released by the commit.
    say(outer, before).await?;
    Ok((hooks, late))
}

/// Sends a few words that are the same for every member, so that they are parsed once.
async fn say(outer: &DatabaseTransaction, words: &str) -> Result<(), DbErr> {
    outer.execute_raw(Statement::from_string(outer.get_database_backend(), words)).await.map(|_done| ())
}

/// Runs one member and says what is to be written with the others' and done after the commit; none when its changes shall not stay.
async fn run_member(outer: &Arc<DatabaseTransaction>, member: &mut dyn Member) -> Option<(Vec<Hook>, Late)> {
    let tx = Tx::member_of(outer.clone());
    let keep = member.run(&tx).await;
    let rest = tx.into_rest();
    keep.then_some(rest)
}

/// After a failure nobody knows in which state the connection is; a new one reads the truth from the file.
async fn discard(connection: &mut Option<DatabaseConnection>) {
    if let Some(connection) = connection.take() {
        let _ = connection.close().await;
    }
}
