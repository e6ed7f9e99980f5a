//! Working calendars and clocks at their public face.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, clippy::as_conversions)]

mod cases;
mod clocks;
mod definitions;
mod laws;
mod recurrences;
mod support;
