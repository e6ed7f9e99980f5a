//! The bare program: one loop per connection, prepared statements, nothing else.

use crate::pgbench;
use sea_orm::Statement;
use sea_orm::sea_query::Value as Cell;
use sea_orm::sqlx::postgres::{PgConnection, PgRow};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteRow, SqliteSynchronous};
use sea_orm::sqlx::{self, AssertSqlSafe, Connection, Executor};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::time::Instant;
use store::recording::Sent;
use test_kit::{DatabaseKind, TestDatabase};

/// A statement with its values. What it gives back is fetched.
pub struct Line {
    pub sql: String,
    pub values: Vec<Cell>,
    gives_rows: bool,
}

impl Line {
    fn of(statement: Statement) -> Self {
        let gives_rows = statement.sql.starts_with("SELECT") || statement.sql.contains(" RETURNING ");
        Self { gives_rows, values: statement.values.map(|values| values.0).unwrap_or_default(), sql: statement.sql }
    }
}

/// The conversation and the text of a statement that changes something.
fn written_by(entry: &Sent) -> Option<(u64, &str)> {
    match entry {
        Sent::Statement { session, statement, .. } if !statement.sql.starts_with("SELECT") => Some((*session, &statement.sql)),
        _ => None,
    }
}

/// How many rows a statement adds to a table; what several commands add is written together.
fn rows_of(sql: &str, table: &str) -> usize {
    let rows = sql.strip_prefix(&format!("INSERT INTO \"{table}\" "));
    rows.map_or(0, |rows| rows.matches('(').count() - 1)
}

/// What is played: batches one after the other on SQLite; on PostgreSQL the transactions of each caller on a connection of its own.
pub struct Script {
    kind: DatabaseKind,
    /// Per connection, per commit.
    connections: Vec<Vec<Vec<Line>>>,
    steps: usize,
    statements: usize,
}

impl Script {
    /// Sorts what was sent. What was only read beside the transactions is left out: a program that has no more to do would not ask it.
    pub fn of(sent: Vec<Sent>, kind: DatabaseKind) -> Self {
        let writers: BTreeSet<u64> = sent.iter().filter_map(|entry| written_by(entry).map(|(session, _)| session)).collect();
        let steps = sent.iter().filter_map(written_by).map(|(_, sql)| rows_of(sql, "audit")).sum();
        let mut batches = vec![Vec::new()];
        let mut callers: BTreeMap<String, Vec<(u64, Vec<Line>)>> = BTreeMap::new();
        let mut statements = 0;
        for entry in sent {
            let Sent::Statement { session, task, statement } = entry else {
                batches.push(Vec::new());
                continue;
            };
            if !writers.contains(&session) {
                continue;
            }
            statements += 1;
            let line = Line::of(statement);
            if kind == DatabaseKind::Sqlite {
                batches.last_mut().unwrap().push(line);
                continue;
            }
            let own = callers.entry(task.map(|task| task.to_string()).unwrap_or_default()).or_default();
            match own.last_mut() {
                Some((last, lines)) if *last == session => lines.push(line),
                _ => own.push((session, vec![line])),
            }
        }
        batches.retain(|batch| !batch.is_empty());
        let connections = match kind {
            DatabaseKind::Sqlite => vec![batches],
            DatabaseKind::Postgres => callers.into_values().map(|own| own.into_iter().map(|(_, lines)| lines).collect()).collect(),
        };
        Self { kind, connections, steps, statements }
    }

    pub fn statements_per_step(&self) -> f64 {
        self.statements as f64 / self.steps as f64
    }

    pub fn steps_per_commit(&self) -> f64 {
        match self.kind {
            DatabaseKind::Sqlite => self.steps as f64 / self.connections[0].len() as f64,
            DatabaseKind::Postgres => 1.0,
        }
    }

    /// Plays everything on a database in the state in which the recording began; answers steps per second.
    pub async fn play(&self, database: &TestDatabase) -> f64 {
        let seconds = match self.kind {
            DatabaseKind::Sqlite => self.play_sqlite(&database.url).await,
            DatabaseKind::Postgres => self.play_postgres(&database.url).await,
        };
        self.steps as f64 / seconds
    }

    /// Plays the same by `pgbench`; answers steps per second.
    pub fn play_by_pgbench(&self, database: &TestDatabase) -> f64 {
        self.steps as f64 / pgbench::play(&self.connections, database, &database.folder)
    }

    async fn play_sqlite(&self, url: &str) -> f64 {
        let options = SqliteConnectOptions::from_str(url)
            .unwrap()
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .statement_cache_capacity(512)
            .pragma("cache_size", "-32768");
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        let begun = Instant::now();
        for batch in &self.connections[0] {
            connection.execute("BEGIN IMMEDIATE").await.unwrap();
            for line in batch {
                play_on_sqlite(&mut connection, line).await;
            }
            connection.execute("COMMIT").await.unwrap();
        }
        begun.elapsed().as_secs_f64()
    }

    async fn play_postgres(&self, url: &str) -> f64 {
        let mut connections = Vec::new();
        for _ in &self.connections {
            let mut connection = PgConnection::connect(url).await.unwrap();
            connection.execute("SET default_transaction_isolation = 'repeatable read'").await.unwrap();
            connections.push(connection);
        }
        let begun = Instant::now();
        let playing = connections.into_iter().zip(&self.connections).map(|(mut connection, transactions)| async move {
            for lines in transactions {
                connection.execute("BEGIN").await.unwrap();
                for line in lines {
                    play_on_postgres(&mut connection, line).await;
                }
                connection.execute("COMMIT").await.unwrap();
            }
        });
        futures_util::future::join_all(playing).await;
        begun.elapsed().as_secs_f64()
    }
}

/// The same for both drivers, whose argument types share no trait that could say it once.
macro_rules! player {
    ($name:ident, $connection:ty, $row:ty) => {
        async fn $name(connection: &mut $connection, line: &Line) {
            let mut query = sqlx::query(AssertSqlSafe(line.sql.clone()));
            for value in &line.values {
                query = match value {
                    Cell::Bool(it) => query.bind(*it),
                    Cell::Int(it) => query.bind(*it),
                    Cell::BigInt(it) => query.bind(*it),
                    Cell::BigUnsigned(it) => query.bind(it.and_then(|it| i64::try_from(it).ok())),
                    Cell::String(it) => query.bind(it.as_ref().map(ToString::to_string)),
                    Cell::Uuid(it) => query.bind(*it),
                    Cell::Json(it) => query.bind(it.as_ref().map(|it| serde_json::Value::clone(it))),
                    other => panic!("the bare program does not know {other:?}"),
                };
            }
            if line.gives_rows {
                let _rows: Vec<$row> = query.fetch_all(connection).await.unwrap_or_else(|error| panic!("{}: {error}", line.sql));
            } else {
                query.execute(connection).await.unwrap_or_else(|error| panic!("{}: {error}", line.sql));
            }
        }
    };
}

player!(play_on_sqlite, SqliteConnection, SqliteRow);
player!(play_on_postgres, PgConnection, PgRow);
