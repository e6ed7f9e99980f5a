//! The store, on SQLite and PostgreSQL by the same tests.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::as_conversions, reason = "tests")]

mod aggregating;
mod every_table;
mod fixture;
mod migrating;
mod platform;
mod publishing;
mod querying;
mod records;
mod vendor_bases;
mod writing;
