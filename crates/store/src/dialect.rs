//! Everything that differs between SQLite and PostgreSQL, side by side.

use crate::Session;
use crate::store::{Backend, StoreConfig};
use sea_orm::sea_query::{ColumnType, Expr, ExprTrait, Func, LockBehavior, LockType, SelectStatement};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, DbBackend, DbErr, RuntimeErr, sqlx};
use std::time::Duration;

/// Prepared statements kept per connection: a form has a few dozen, an app some hundreds.
const STATEMENTS: usize = 512;

/// Options of the pool: the readers of SQLite, everybody on PostgreSQL.
pub(crate) fn pool_options(backend: Backend, config: &StoreConfig) -> ConnectOptions {
    let mut options = ConnectOptions::new(config.url.clone());
    options.max_connections(Ord::max(config.connections, 1)).min_connections(1).sqlx_logging(false).test_before_acquire(false);
    match backend {
        Backend::Sqlite => options.map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .busy_timeout(Duration::from_secs(10))
                .statement_cache_capacity(STATEMENTS)
                .pragma("query_only", "on")
                .pragma("cache_size", "-16384")
                .pragma("mmap_size", "268435456")
        }),
        Backend::Postgres => options.map_sqlx_postgres_opts(|postgres| {
            postgres.options([("default_transaction_isolation", "repeatable read"), ("timezone", "UTC")]).statement_cache_capacity(STATEMENTS)
        }),
    };
    options
}

/// Options of the one writer of SQLite.
pub(crate) fn sqlite_writer_options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(1).min_connections(1).sqlx_logging(false).test_before_acquire(false);
    options.idle_timeout(None).max_lifetime(None);
    options.map_sqlx_sqlite_opts(|sqlite| {
        sqlite
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .statement_cache_capacity(STATEMENTS)
            .pragma("cache_size", "-32768")
    });
    options
}

/// Whether a repetition of the whole transaction can heal the failure: 40001 and 40P01 on PostgreSQL, nothing on SQLite.
pub(crate) fn is_transient(error: &DbErr) -> bool {
    matches!(database_code(error).as_deref(), Some("40001" | "40P01"))
}

fn database_code(error: &DbErr) -> Option<String> {
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) | DbErr::Conn(RuntimeErr::SqlxError(cause))) = error
    else {
        return None;
    };
    let sqlx::Error::Database(refusal) = cause.as_ref() else { return None };
    refusal.code().map(std::borrow::Cow::into_owned)
}

/// Text that compares by code points: the way of SQLite, asked for by name on PostgreSQL.
pub(crate) fn text_type(postgres: bool) -> ColumnType {
    if postgres { ColumnType::custom("text COLLATE \"C\"") } else { ColumnType::Text }
}

/// Locks the selected rows until the transaction ends. SQLite has one writer, so that nothing is to be locked.
pub(crate) fn lock_rows(session: &Session, select: &mut SelectStatement) {
    lock_rows_on(session.get_database_backend(), select);
}

/// The same, for a statement whose text is kept.
pub(crate) fn lock_rows_on(backend: DbBackend, select: &mut SelectStatement) {
    if backend == DbBackend::Postgres {
        select.lock(LockType::Update);
    }
}

/// Locks the selected rows that nobody else has locked, and passes over the others.
pub(crate) fn lock_free_rows(session: &Session, select: &mut SelectStatement) {
    if session.get_database_backend() == DbBackend::Postgres {
        select.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
}

/// Where a text begins in another, from 1; 0 when it is not there.
pub(crate) fn contains(session: &Session, whole: Expr, part: &str) -> Expr {
    let name = if session.get_database_backend() == DbBackend::Postgres { "strpos" } else { "instr" };
    Func::cust(name).arg(whole).arg(part).into()
}

/// The Monday of the week of a day, both as `YYYYMMDD`.
pub(crate) fn monday(session: &Session, day: Expr) -> Expr {
    if session.get_database_backend() == DbBackend::Postgres {
        let date = Func::cust("to_date").arg(day.cast_as("TEXT")).arg("YYYYMMDD");
        let monday = Func::cust("date_trunc").arg("week").arg(Expr::from(date).cast_as("TIMESTAMP"));
        Expr::from(Func::cust("to_char").arg(monday).arg("YYYYMMDD")).cast_as("BIGINT")
    } else {
        let part = |divisor: i64, modulus: i64| day.clone().div(divisor).modulo(modulus);
        let date = Func::cust("printf").arg("%04d-%02d-%02d").arg(day.clone().div(10_000)).arg(part(100, 100)).arg(part(1, 100));
        let monday = Func::cust("strftime").arg("%Y%m%d").arg(date).arg("weekday 0").arg("-6 days");
        Expr::from(monday).cast_as("INTEGER")
    }
}

/// The smallest value. PostgreSQL before 18 knows no smallest uuid, but orders its text in the same way.
pub(crate) fn smallest(session: &Session, value: Expr, is_key: bool) -> Expr {
    if is_key && session.get_database_backend() == DbBackend::Postgres {
        return Expr::from(Func::min(value.cast_as("TEXT"))).cast_as("UUID");
    }
    Func::min(value).into()
}

/// The largest value.
pub(crate) fn largest(session: &Session, value: Expr, is_key: bool) -> Expr {
    if is_key && session.get_database_backend() == DbBackend::Postgres {
        return Expr::from(Func::max(value.cast_as("TEXT"))).cast_as("UUID");
    }
    Func::max(value).into()
}

/// The log of records that were touched while their values are brought over, and what a trigger needs to write into it.
///
/// Rows are only ever added and taken out by their number: nobody waits for anybody.
pub(crate) fn touch_log(backend: DbBackend) -> &'static [&'static str] {
    if backend == DbBackend::Postgres {
        &[
            "CREATE TABLE record_touches (seq bigserial PRIMARY KEY, migration text NOT NULL, place text NOT NULL, record_id uuid NOT NULL)",
            "CREATE FUNCTION record_touched() RETURNS trigger LANGUAGE plpgsql AS $$ \
             DECLARE touched jsonb; \
             BEGIN \
               IF TG_OP = 'DELETE' THEN touched := to_jsonb(OLD); ELSE touched := to_jsonb(NEW); END IF; \
               INSERT INTO record_touches (migration, place, record_id) VALUES (TG_ARGV[0], TG_ARGV[1], (touched ->> TG_ARGV[2])::uuid); \
               RETURN NULL; \
             END $$",
        ]
    } else {
        &[
            "CREATE TABLE record_touches (seq integer PRIMARY KEY AUTOINCREMENT, migration text NOT NULL, place text NOT NULL, record_id uuid_text NOT NULL)",
        ]
    }
}

/// When a trigger fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fires {
    /// A row with a value is added.
    Insert,
    /// The value of a row changes.
    Update,
    /// A row goes.
    Delete,
}

/// What a trigger watches: a column of a table, and what it notes.
#[derive(Debug, Clone)]
pub(crate) struct Watch<'a> {
    pub(crate) name: String,
    pub(crate) fires: Fires,
    pub(crate) table: &'a str,
    pub(crate) column: &'a str,
    pub(crate) migration: &'a str,
    /// The form and the field.
    pub(crate) place: &'a str,
    /// The column that holds the key of the record.
    pub(crate) owner: &'a str,
}

/// A trigger that notes which records are touched. All names are ids of our own making.
pub(crate) fn watch(backend: DbBackend, watch: &Watch<'_>) -> String {
    let Watch { name, fires, table, column, migration, place, owner } = watch;
    if backend == DbBackend::Postgres {
        let (event, when) = match fires {
            Fires::Insert => ("INSERT".to_owned(), format!("WHEN (NEW.\"{column}\" IS NOT NULL)")),
            Fires::Update => (format!("UPDATE OF \"{column}\""), format!("WHEN (OLD.\"{column}\" IS DISTINCT FROM NEW.\"{column}\")")),
            Fires::Delete => ("DELETE".to_owned(), String::new()),
        };
        return format!(
            "CREATE TRIGGER \"{name}\" AFTER {event} ON \"{table}\" FOR EACH ROW {when} EXECUTE FUNCTION record_touched('{migration}', '{place}', '{owner}')"
        );
    }
    let (event, when, row) = match fires {
        Fires::Insert => ("INSERT".to_owned(), format!("WHEN NEW.\"{column}\" IS NOT NULL"), "NEW"),
        Fires::Update => (format!("UPDATE OF \"{column}\""), format!("WHEN OLD.\"{column}\" IS NOT NEW.\"{column}\""), "NEW"),
        Fires::Delete => ("DELETE".to_owned(), String::new(), "OLD"),
    };
    format!(
        "CREATE TRIGGER \"{name}\" AFTER {event} ON \"{table}\" {when} BEGIN \
         INSERT INTO record_touches (migration, place, record_id) VALUES ('{migration}', '{place}', {row}.\"{owner}\"); END"
    )
}

/// Takes a trigger away, if it is there.
pub(crate) fn unwatch(backend: DbBackend, name: &str, table: &str) -> String {
    if backend == DbBackend::Postgres {
        format!("DROP TRIGGER IF EXISTS \"{name}\" ON \"{table}\"")
    } else {
        format!("DROP TRIGGER IF EXISTS \"{name}\"")
    }
}

/// A commit that does not wait for the disk: what it wrote is durable with the next commit that waits.
pub(crate) fn flush_later(backend: DbBackend) -> Option<&'static str> {
    // On SQLite the commands of a batch share one flush anyway.
    (backend == DbBackend::Postgres).then_some("SET LOCAL synchronous_commit = off")
}

/// Keeps writers away from a table until the transaction ends, readers not. It must come before the first look at the database.
pub(crate) fn keep_writers_away(backend: DbBackend, table: &str) -> Option<String> {
    (backend == DbBackend::Postgres).then(|| format!("LOCK TABLE \"{table}\" IN SHARE ROW EXCLUSIVE MODE"))
}
