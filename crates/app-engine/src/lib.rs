//! A whole app: all its parts compiled against each other, everything that is wrong with it, what a change of it would do, its own tests.
//!
//! [`check`] takes the files of a package as they came, [`compile`] a package that was read. What is published is a [`CompiledApp`].
//! This crate never reads a file, a clock or a database.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::as_conversions,
        clippy::print_stdout
    )
)]

#[cfg(not(target_family = "wasm"))]
pub mod bpmn;
pub mod calls;
mod check;
pub mod command;
mod compile;
mod compiled;
pub mod demo;
#[cfg(not(target_family = "wasm"))]
pub mod from_workbook;
mod impact;
#[cfg(not(target_family = "wasm"))]
pub mod interface;
mod judge;
mod kinds;
pub mod migration;
#[cfg(not(target_family = "wasm"))]
pub mod new_app;
pub mod scenario;
pub mod schema;
#[cfg(not(target_family = "wasm"))]
pub mod sheet;

pub use check::{Checked, check};
pub use compile::compile;
pub use compiled::{Compiled, CompiledApp, CompiledMessage, MESSAGE_NAMES};
pub use impact::{Consequence, impact};
pub use judge::judge;
pub use kinds::{kind_names, registry};
