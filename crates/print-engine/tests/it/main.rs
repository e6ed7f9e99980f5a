//! Paper, read back by foreign programs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod layout;
mod paper;
mod support;
