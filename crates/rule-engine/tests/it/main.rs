//! Tests of the rule engine at its boundary: cases as data, and scripts that mean harm.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, clippy::as_conversions)]

mod cases;
#[cfg(feature = "scripts")]
mod hostile;
