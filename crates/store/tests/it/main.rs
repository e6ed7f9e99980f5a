//! The store, on SQLite and PostgreSQL by the same tests.

mod platform;
mod writing;
