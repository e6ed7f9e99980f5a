//! Backup and restore of the database, by each database's own means: both are consistent while the product runs.

use crate::store::migration_connection;
use crate::{Backend, Store, StoreConfig, StoreError};
use sea_orm::ConnectionTrait;
use std::path::{Path, PathBuf};
use tokio::process::Command;

impl Store {
    /// Writes the whole database into one file that is not there yet. Writers go on.
    pub async fn backup(&self, file: &Path) -> Result<(), StoreError> {
        match self.backend() {
            Backend::Sqlite => copy_sqlite(self.config(), file).await,
            Backend::Postgres => {
                let (url, password) = without_password(&self.config().url);
                run("pg_dump", &["--format=custom", "--no-owner", "--dbname", &url, "--file", &shown(file)], password).await
            }
        }
    }

    /// Puts a backup of the same kind of database back. The database must be empty: a file that is not there, a database without tables.
    pub async fn restore(config: &StoreConfig, file: &Path) -> Result<(), StoreError> {
        match config.url.strip_prefix("sqlite:") {
            Some(target) => {
                let target = target.trim_start_matches("//");
                let target = Path::new(target.split('?').next().unwrap_or(target));
                let exists = tokio::fs::try_exists(target).await.map_err(|error| failed(&error))?;
                if exists {
                    return Err(StoreError::NotEmpty(shown(target)));
                }
                tokio::fs::copy(file, target).await.map_err(|error| failed(&error))?;
                let copy = tokio::fs::File::open(target).await.map_err(|error| failed(&error))?;
                copy.sync_all().await.map_err(|error| failed(&error))
            }
            None => {
                refuse_tables(config).await?;
                let (url, password) = without_password(&config.url);
                run("pg_restore", &["--no-owner", "--exit-on-error", "--single-transaction", "--dbname", &url, &shown(file)], password).await
            }
        }
    }
}

async fn copy_sqlite(config: &StoreConfig, file: &Path) -> Result<(), StoreError> {
    let connection = migration_connection(config).await?;
    let target = shown(file).replace('\'', "''");
    let outcome = connection.execute_unprepared(&format!("VACUUM INTO '{target}'")).await;
    connection.close().await?;
    outcome?;
    Ok(())
}

async fn refuse_tables(config: &StoreConfig) -> Result<(), StoreError> {
    let connection = migration_connection(config).await?;
    let count = "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()";
    let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, count);
    let row = connection.query_one_raw(statement).await;
    connection.close().await?;
    let tables: i64 = row?.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0);
    if tables == 0 { Ok(()) } else { Err(StoreError::NotEmpty("the database".into())) }
}

/// The password goes through the environment: arguments are seen by everybody on the machine.
fn without_password(url: &str) -> (String, Option<String>) {
    let split = || {
        let (scheme, rest) = url.split_once("://")?;
        let (person, place) = rest.split_once('@')?;
        let (name, password) = person.split_once(':')?;
        Some((format!("{scheme}://{name}@{place}"), Some(decoded(password))))
    };
    split().unwrap_or_else(|| (url.to_owned(), None))
}

/// Undoes `%41`.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digits: Option<[u8; 2]> = (byte == b'%').then(|| [rest.next().unwrap_or(b'0'), rest.next().unwrap_or(b'0')]);
        match digits.and_then(|digits| hex::decode(digits).ok()) {
            Some(decoded) => bytes.extend(decoded),
            None => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn run(program: &str, arguments: &[&str], password: Option<String>) -> Result<(), StoreError> {
    let mut command = Command::new(found(program));
    command.args(arguments).kill_on_drop(true);
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    let output = command.output().await.map_err(|error| StoreError::Program { program: program.into(), why: error.to_string() })?;
    if output.status.success() {
        return Ok(());
    }
    Err(StoreError::Program { program: program.into(), why: String::from_utf8_lossy(&output.stderr).trim().to_owned() })
}

/// Debian keeps the programs of each version apart; the newest one can read the older ones' servers.
fn found(program: &str) -> PathBuf {
    let newest = std::fs::read_dir("/usr/lib/postgresql").ok().and_then(|versions| {
        versions
            .filter_map(|entry| {
                let entry = entry.ok()?;
                Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin").join(program)))
            })
            .filter(|(_, path)| path.exists())
            .max_by_key(|(version, _)| *version)
    });
    newest.map_or_else(|| program.into(), |(_, path)| path)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn failed(error: &std::io::Error) -> StoreError {
    StoreError::Program { program: "copy".into(), why: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn a_password_is_no_argument() {
        for (url, shown, password) in
            [("postgres://a:b%40c@host:5/d?x=1", "postgres://a@host:5/d?x=1", Some("b@c")), ("postgres://a@host/d", "postgres://a@host/d", None)]
        {
            assert_eq!(without_password(url), (shown.to_owned(), password.map(String::from)));
        }
    }
}
