//! The use cases: every change of the product is one command in one transaction, every look at it obeys the planner.
//!
//! [`Runtime`] joins the engines, the rights and the adapters. It knows no web framework: the edge gives it an actor and typed
//! data, and gets typed data or a [`RuntimeError`] with a stable code and a public message in both languages.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, clippy::as_conversions, clippy::print_stdout)
)]

mod apps;
mod attachments;
mod building;
mod dashboards;
mod error;
mod hearing;
mod packages;
mod people;
mod portal;
mod ports;
mod records;
mod runtime;
mod session;
mod tasks;
pub mod types;

pub use error::{FieldConflict, FieldFault, RuntimeError, RuntimeResult};
pub use ports::{Clock, Ids, ManualClock, RandomIds, SystemClock};
pub use runtime::{Runtime, RuntimeConfig, RuntimeParts};
pub use types::Event;

fn pending<T>() -> RuntimeResult<T> { Err(RuntimeError::Unavailable("not wired yet".into())) }
