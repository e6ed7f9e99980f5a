//! Tests of the flow engine at its boundary: cases as data, laws as properties.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, clippy::as_conversions)]

mod bpmn;
mod cases;
mod laws;
mod neutral;
