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
#[cfg(not(target_family = "wasm"))]
mod check;
pub mod command;
mod compile;
mod compiled;
pub mod demo;
mod draft;
#[cfg(not(target_family = "wasm"))]
pub mod from_workbook;
mod impact;
#[cfg(not(target_family = "wasm"))]
pub mod interface;
#[cfg(not(target_family = "wasm"))]
mod judge;
#[cfg(not(target_family = "wasm"))]
mod kinds;
pub mod migration;
#[cfg(not(target_family = "wasm"))]
pub mod new_app;
pub mod offers;
pub mod scenario;
#[cfg(not(target_family = "wasm"))]
pub mod schema;
#[cfg(not(target_family = "wasm"))]
pub mod sheet;

#[cfg(not(target_family = "wasm"))]
pub use check::{Checked, check};
pub use compile::{compile, connector_of};
pub use compiled::{Compiled, CompiledApp, CompiledMessage, MESSAGE_NAMES};
pub use draft::compile_draft;
pub use impact::{Consequence, impact};
#[cfg(not(target_family = "wasm"))]
pub use judge::judge;
#[cfg(not(target_family = "wasm"))]
pub use kinds::{kind_names, registry};
