//! Workbooks from outside: what cannot be opened says why, nothing panics, the page about XLSForm says what is in the code.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::as_conversions, reason = "tests")]

mod bounds;
mod docs;
mod faults;
mod files;
mod mutated;
mod parts;
