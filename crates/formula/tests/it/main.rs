//! The language at its public boundary: case files, examples of the library, faults, limits.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, clippy::as_conversions)]

mod cases;
mod decisions;
mod faults;
mod library;
mod limits;
mod look_ups;
mod properties;
mod service;
mod support;
