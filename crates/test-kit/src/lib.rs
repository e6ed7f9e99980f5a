//! What tests share: fresh databases of both kinds, and workbooks that must be refused.
//!
//! PostgreSQL is the one that is installed on the machine; a cluster is started once per test process, on a socket of its own, and
//! goes away with the process, however that ends. A test never skips: without PostgreSQL it fails and says what to install.

#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot get its database has to fail at once, in plain words")]

mod cluster;
mod database;
mod workbooks;

pub use cluster::sync_to_disk;
pub use database::{DatabaseKind, TestDatabase, cloned, databases, postgres, sqlite};
pub use workbooks::{BadWorkbook, bad_workbooks, boasting, garbage, laughing, sheet_of, sheet_that_boasts};
