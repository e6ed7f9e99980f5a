//! The edge as its users see it: a real server on port 0 with a database of its own, on both databases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on fails at once"
)]

mod bad_input;
mod bpmn;
mod desk;
mod gate;
mod offers;
mod office;
mod openapi;
mod outside;
mod publishing;
mod server;
mod story;
mod trying;
mod upgrading;
mod workbooks;
