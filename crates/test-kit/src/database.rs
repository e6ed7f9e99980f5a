//! Fresh databases: empty ones, or copies of one that was prepared once.

use crate::cluster::cluster;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::future::Future;
use std::path::PathBuf;
use tempfile::TempDir;
use tokio::sync::Mutex;

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DatabaseKind {
    /// One file.
    Sqlite,
    /// A database of the test process's own cluster.
    Postgres,
}

impl DatabaseKind {
    /// Both.
    pub const ALL: [DatabaseKind; 2] = [DatabaseKind::Sqlite, DatabaseKind::Postgres];
}

/// A database that belongs to one test and goes with it.
#[derive(Debug)]
pub struct TestDatabase {
    /// Which one.
    pub kind: DatabaseKind,
    /// Its address, as `store` takes it.
    pub url: String,
    /// A folder of the test, for files beside the database.
    pub folder: PathBuf,
    place: Place,
}

#[derive(Debug)]
enum Place {
    File { _folder: TempDir },
    Server { _folder: TempDir, database: String },
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Place::Server { database, .. } = &self.place {
            cluster().drop_database(database);
        }
    }
}

impl TestDatabase {
    /// A copy of its present state. Whoever opened it has closed it before.
    pub fn copy(&self) -> TestDatabase {
        match &self.place {
            Place::File { .. } => {
                let folder = folder();
                std::fs::copy(self.folder.join("data.db"), folder.path().join("data.db")).expect("the database is copied");
                file_in(folder)
            }
            Place::Server { database, .. } => server_with(cluster().create(Some(database))),
        }
    }
}

/// A fresh, empty database of each kind.
pub fn databases() -> Vec<TestDatabase> {
    vec![sqlite(), postgres()]
}

/// A fresh, empty SQLite file.
pub fn sqlite() -> TestDatabase {
    let folder = folder();
    file_in(folder)
}

/// A fresh, empty PostgreSQL database.
pub fn postgres() -> TestDatabase {
    server_with(cluster().create(None))
}

/// A copy of a database that `prepare` filled once in this process. `prepare` gets the address and closes what it opens.
pub async fn cloned<F, W>(kind: DatabaseKind, template: &'static str, prepare: F) -> TestDatabase
where
    F: FnOnce(String) -> W,
    W: Future<Output = ()>,
{
    static TEMPLATES: Mutex<BTreeMap<(DatabaseKind, &'static str), Template>> = Mutex::const_new(BTreeMap::new());
    let mut templates = TEMPLATES.lock().await;
    let template = match templates.entry((kind, template)) {
        Entry::Occupied(made) => made.into_mut(),
        Entry::Vacant(place) => place.insert(make_template(kind, prepare).await),
    };
    match template {
        Template::File { content } => {
            let folder = folder();
            std::fs::write(folder.path().join("data.db"), content).expect("the template is copied");
            file_in(folder)
        }
        Template::Server { name } => server_with(cluster().create(Some(name))),
    }
}

async fn make_template<F, W>(kind: DatabaseKind, prepare: F) -> Template
where
    F: FnOnce(String) -> W,
    W: Future<Output = ()>,
{
    match kind {
        DatabaseKind::Sqlite => {
            let folder = folder();
            let path = folder.path().join("data.db");
            prepare(format!("sqlite:{}", path.display())).await;
            Template::File { content: std::fs::read(path).expect("the template is read") }
        }
        DatabaseKind::Postgres => {
            let name = cluster().create(None);
            prepare(cluster().url(&name)).await;
            Template::Server { name }
        }
    }
}

enum Template {
    /// Kept in memory: nothing that is static is ever dropped, so a folder would stay behind.
    File {
        content: Vec<u8>,
    },
    Server {
        name: String,
    },
}

fn folder() -> TempDir {
    tempfile::Builder::new().prefix("mortise-test-").tempdir().expect("a folder for the test")
}

fn file_in(folder: TempDir) -> TestDatabase {
    let url = format!("sqlite:{}", folder.path().join("data.db").display());
    TestDatabase { kind: DatabaseKind::Sqlite, url, folder: folder.path().to_owned(), place: Place::File { _folder: folder } }
}

fn server_with(database: String) -> TestDatabase {
    let folder = folder();
    let url = cluster().url(&database);
    TestDatabase { kind: DatabaseKind::Postgres, url, folder: folder.path().to_owned(), place: Place::Server { _folder: folder, database } }
}
