//! The protocol natively, and the same cases in the real module under Node.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

mod node;
mod protocol;
mod random;
#[path = "../../../form-engine/tests/it/random.rs"]
mod random_forms;
mod simulations;
