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
    if session.get_database_backend() == DbBackend::Postgres {
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
