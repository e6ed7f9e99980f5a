//! Reports over a handful of inspections, as people would count them by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod numbers;
mod periods;
mod support;
mod wrong;
