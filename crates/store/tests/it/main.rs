//! The store, on SQLite and PostgreSQL by the same tests.

mod aggregating;
mod fixture;
mod platform;
mod publishing;
mod querying;
mod records;
mod writing;
